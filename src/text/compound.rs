//! The vocabulary of the genre: compounds of two syllables, and the words that stand beside any other.

/// Two syllables a line: from the project's own corpus and the vocabulary of the genre. Pairs of
/// capitalised words are names.
const COMPOUNDS: &str = include_str!("compounds.txt");

/// Words that stand beside any other.
pub(crate) const LOOSE: [&str; 36] = [
    "bằng", "các", "cho", "có", "của", "do", "gồm", "hai", "hoặc", "không", "khi", "là", "mà",
    "một", "ngày", "nhằm", "như", "những", "này", "năm", "nếu", "phải", "ra", "sẽ", "theo", "thì",
    "trên", "trong", "tại", "từ", "và", "về", "với", "đã", "được", "để",
];

pub(crate) fn compounds() -> impl Iterator<Item = (&'static str, &'static str)> {
    COMPOUNDS.lines().filter_map(|line| line.split_once(' '))
}
