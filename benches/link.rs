//! How well and how fast records become works and links: 10,000 works of known truth, or as many as
//! the arguments say (`cargo bench --bench link -- 10000 30000 100000`). After `store` the numbers
//! are libraries on the disk, one capture of five citations a work (`-- store 100000`); after `law`
//! every one of them cites one law besides (`-- store law 100000`); after `keep=FOLDER` the library stays
//! there, and where it is already only its reports are timed (`-- store keep=/tmp/kho 100000`).

mod generated;
mod linked;

use std::path::PathBuf;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let (mut is_stored, mut has_law) = (false, false);
    let (mut is_any, mut kept) = (false, None);
    for word in std::env::args().skip(1) {
        is_stored |= word == "store";
        kept = word.strip_prefix("keep=").map(PathBuf::from).or(kept);
        has_law |= word == "law";
        let Ok(works) = word.parse() else { continue };
        is_any = true;
        match is_stored {
            true => stored(works, has_law, kept.clone()),
            false => scored(works),
        }
    }
    if !is_any {
        scored(10_000);
    }
}

fn scored(works: usize) {
    let world = linked::World::new(generated::SEED, works);
    println!("{}\n", linked::score::run(&world));
}

fn stored(works: usize, has_law: bool, kept: Option<PathBuf>) {
    let mut world = linked::World::captured(generated::SEED, works, linked::Captures::One);
    if has_law {
        linked::stored::cite_one_law(&mut world);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let folder = kept.as_deref().unwrap_or(folder.path());
    let told = match folder.join("kehoach.sqlite").exists() {
        true => linked::reports::run(&world, folder),
        false => linked::stored::run(&world, folder),
    };
    println!("{told}");
}
