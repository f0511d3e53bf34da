//! How well and how fast records become works and links: 10,000 works of known truth, or as many as
//! the arguments say (`cargo bench --bench link -- 10000 30000 100000`). After `store` the numbers
//! are libraries on the disk, one capture of five citations a work (`-- store 100000`).

mod generated;
mod linked;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut is_stored = false;
    let mut is_any = false;
    for word in std::env::args().skip(1) {
        is_stored |= word == "store";
        let Ok(works) = word.parse() else { continue };
        is_any = true;
        match is_stored {
            true => stored(works),
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

fn stored(works: usize) {
    let world = linked::World::captured(generated::SEED, works, linked::Captures::One);
    let folder = tempfile::tempdir().expect("a folder");
    println!("{}", linked::stored::run(&world, folder.path()));
}
