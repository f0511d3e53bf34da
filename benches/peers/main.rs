//! `cargo bench --bench peers`: side by side with other programs on the same documents. What is not
//! installed is said and left out.

#[path = "../entries.rs"]
mod entries;
mod full_text;
#[path = "../generated/mod.rs"]
mod generated;
#[path = "../machine.rs"]
mod machine;
mod main_text;
mod pdf_text;
#[path = "../stock.rs"]
mod stock;

/// Documents in both indexes.
const DOCUMENTS: u64 = 5_000;

fn main() {
    println!("{}\n", machine::described());
    println!("{}\n", main_text::compare(stock::root()));
    println!("{}\n", pdf_text::compare(stock::root(), usize::MAX));
    let folder = stock::root().join("target/bench/peers");
    match full_text::compare(stock::root(), &folder, DOCUMENTS) {
        Ok(table) => println!("{table}"),
        Err(error) => {
            eprintln!("peers: {error}");
            std::process::exit(2);
        }
    }
}
