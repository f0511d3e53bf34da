//! A run that one of its files kills is begun again at once, in the same process: what was acknowledged
//! is kept, and the file that was being read is read apart. So an abort costs one document, and nobody
//! has to be there to start the program anew.
//!
//! Why the program puts itself in its own place rather than watching over a child: the number of the
//! process, its terminal, its pipes and who waits for it stay as they are, and nothing has to be handed
//! on. What must be done in the handler of a signal is two system calls.

use std::env;
use std::ffi::CString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use kehoach::config::Lang;
use kehoach::pipeline;

use super::messages as say;
use super::progress::STOP;

/// How often it was begun again, for the program that comes after.
const TIMES: &str = "KEHOACH_BEGUN_AGAIN";

/// Each time at least one file that kills is found; a folder with more of them waits for the next run.
const TIMES_MAX: u32 = 16;

/// Everything `execve` asks for, made while there is memory.
struct Next {
    program: CString,
    arguments: Vec<*const libc::c_char>,
    environment: Vec<*const libc::c_char>,
    message: String,
}

/// Never freed: a handler may look at it at any moment.
static NEXT: AtomicPtr<Next> = AtomicPtr::new(ptr::null_mut());

/// Where a run without a data folder left off, for the program that comes after.
pub const LEFT_AT: &str = "KEHOACH_LEFT_AT";

/// From here on an abort while a document is being read begins the run again.
pub fn after_an_abort(lang: Lang) {
    after_an_abort_at(lang, None);
}

/// The same for a run that notes in `folder` how far it came.
pub fn after_an_abort_at(lang: Lang, folder: Option<&Path>) {
    let times: u32 = env::var(TIMES)
        .ok()
        .and_then(|times| times.parse().ok())
        .unwrap_or(0);
    let Some(next) = next(times, lang, folder).filter(|_| times < TIMES_MAX) else {
        return;
    };
    NEXT.store(Box::into_raw(Box::new(next)), Ordering::Release);
    // SAFETY: the structure is plain and zeros are valid in it; the handler keeps to what a handler
    // may do. It runs on the stack that stands by for a thread whose own has overflown.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_abort as extern "C" fn(libc::c_int) as libc::sighandler_t;
        action.sa_flags = libc::SA_ONSTACK | libc::SA_NODEFER;
        libc::sigaction(libc::SIGABRT, &raw const action, ptr::null_mut());
    }
}

fn next(times: u32, lang: Lang, folder: Option<&Path>) -> Option<Next> {
    let program = CString::new(super::this_program()?.into_os_string().into_vec()).ok()?;
    let arguments = env::args_os().map(|word| CString::new(word.into_vec()).ok());
    let arguments: Vec<CString> = arguments.collect::<Option<_>>()?;
    let inherited = env::vars_os().filter(|(name, _)| name != TIMES);
    let counted = (TIMES.into(), (times + 1).to_string().into());
    let left_at = folder.map(|folder| (LEFT_AT.into(), folder.as_os_str().to_owned()));
    let inherited = inherited.filter(|(name, _)| name != LEFT_AT);
    let environment = inherited
        .chain([counted])
        .chain(left_at)
        .map(|(name, value)| {
            let bytes = [name.into_vec(), b"=".to_vec(), value.into_vec()].concat();
            CString::new(bytes).ok()
        });
    let environment: Vec<CString> = environment.collect::<Option<_>>()?;
    Some(Next {
        program,
        arguments: pointers(arguments),
        environment: pointers(environment),
        message: format!("\nkehoach: {}\n", say::BEGUN_AGAIN.text(lang)),
    })
}

/// As C wants them: with an empty one at the end, for ever.
fn pointers(words: Vec<CString>) -> Vec<*const libc::c_char> {
    let words = words.into_iter().map(|word| word.into_raw().cast_const());
    words.chain([ptr::null()]).collect()
}

/// Returning ends the process as the abort meant to.
extern "C" fn on_abort(_: libc::c_int) {
    let next = NEXT.load(Ordering::Acquire);
    if next.is_null() || !pipeline::is_reading() || STOP.load(Ordering::Relaxed) {
        return;
    }
    // SAFETY: what is pointed to is never freed; `write`, `sigprocmask` and `execve` may be called in a
    // handler. The signals are let through, so that the next program can be told of its own abort.
    unsafe {
        let next = &*next;
        let message = next.message.as_bytes();
        libc::write(libc::STDERR_FILENO, message.as_ptr().cast(), message.len());
        let mut none: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const none, ptr::null_mut());
        libc::execve(
            next.program.as_ptr(),
            next.arguments.as_ptr(),
            next.environment.as_ptr(),
        );
    }
}
