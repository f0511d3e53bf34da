//! How well and how fast records become works and links: 10,000 works of known truth, or as many as
//! the arguments say (`cargo bench --bench link -- 10000 30000 100000`).

mod generated;
mod linked;

fn main() {
    let said = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok());
    let mut sizes: Vec<usize> = said.collect();
    if sizes.is_empty() {
        sizes.push(10_000);
    }
    for works in sizes {
        let world = linked::World::new(generated::SEED, works);
        println!("{}\n", linked::score::run(&world));
    }
}
