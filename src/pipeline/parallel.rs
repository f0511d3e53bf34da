//! The store asked on all threads there are, and one thread that writes what the others make.

use std::panic::resume_unwind;
use std::thread;

use rayon::prelude::*;

use super::{Error, Library, Result};
use crate::store::Store;

/// Asks the store about each on all threads there are, each of which takes so many at a time.
pub(super) fn in_parallel<T: Sync, U: Send>(
    library: &Library,
    taken: usize,
    all: &[T],
    ask: impl Fn(&Store, &T) -> Result<U> + Sync,
) -> Result<Vec<U>> {
    let some = |some: &[T]| {
        library.ask(|store| {
            some.iter()
                .map(|one| ask(store, one))
                .collect::<Result<Vec<U>>>()
        })
    };
    let done: Vec<Vec<U>> = library
        .pool
        .install(|| all.par_chunks(taken).map(some).collect::<Result<_>>())?;
    Ok(done.into_iter().flatten().collect())
}

/// Makes the next while one is written.
pub(super) fn in_turn<T: Send, E: From<Error>>(
    mut next: impl FnMut() -> Result<Option<T>> + Send,
    mut write: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let mut ready = next()?;
    while let Some(one) = ready.take() {
        let (written, ahead) = thread::scope(|scope| {
            let ahead = scope.spawn(&mut next);
            (write(one), ahead.join())
        });
        written?;
        ready = ahead.unwrap_or_else(|panic| resume_unwind(panic))?;
        if ready.is_none() {
            // What was written last may have announced more.
            ready = next()?;
        }
    }
    Ok(())
}
