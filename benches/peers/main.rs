//! `cargo bench --bench peers`: side by side with other programs on the same documents. What is not
//! installed is said and left out.

#[path = "../../src/cli/allocator.rs"]
mod allocator;
mod citations;
#[path = "../entries.rs"]
mod entries;
mod full_text;
#[path = "../generated/mod.rs"]
mod generated;
#[path = "../machine.rs"]
mod machine;
mod main_text;
mod pdf_speed;
mod pdf_text;
#[path = "../per_pattern.rs"]
mod per_pattern;
#[path = "../stock.rs"]
mod stock;

/// Documents in both indexes.
const DOCUMENTS: u64 = 5_000;

fn main() {
    if pdf_speed::is_reader() {
        return;
    }
    println!("{}\n", machine::described());
    match pdf_speed::compare(stock::root()) {
        Ok(table) => println!("{table}\n"),
        Err(error) => eprintln!("peers: {error}"),
    }
    println!("{}\n", main_text::compare(stock::root()));
    println!("{}\n", pdf_text::compare(stock::root(), usize::MAX));
    let folder = stock::root().join("target/bench/peers");
    match citations::compare(stock::root(), &folder) {
        Ok(table) => println!("{table}"),
        Err(error) => {
            eprintln!("peers: {error}");
            std::process::exit(2);
        }
    }
    match full_text::compare(stock::root(), &folder, DOCUMENTS) {
        Ok(table) => println!("{table}"),
        Err(error) => {
            eprintln!("peers: {error}");
            std::process::exit(2);
        }
    }
}
