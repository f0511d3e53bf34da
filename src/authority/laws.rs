//! Names of laws, codes and ordinances. They are cited by name (Nghị định 30/2020/NĐ-CP, Phụ lục I), in whatever case,
//! and the sentence goes on behind the name: no rule of letters tells "Luật Doanh nghiệp nhà đầu tư có thể …" from
//! "Luật Doanh nghiệp nhà nước".

use crate::text::tone_canonical;

use super::names::Names;
use super::table::Table;

#[derive(Debug)]
pub(super) struct LawNames {
    /// In small letters, commas aside: "Luật Phòng chống tham nhũng". The marks stay: "dược" is a law, "được" is none.
    names: Names<()>,
}

impl LawNames {
    pub(super) fn read(table: &Table) -> LawNames {
        let names = table.rows().map(|row| {
            let words: Vec<String> = words(row.text("name")).map(|(_, word)| word).collect();
            words.join(" ")
        });
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        names.dedup();
        LawNames {
            names: Names::new(names.into_iter().map(|name| (name, ()))),
        }
    }

    /// Bytes of the longest beginning of `text`, up to a blank or a comma, that is the name of a law.
    pub(super) fn longest(&self, text: &str) -> Option<usize> {
        let mut walk = self.names.walk();
        let mut found = None;
        for (end, word) in words(text) {
            let blank = walk.is_at_start() || walk.step(" ").is_some();
            if !blank || walk.step(word.as_str()).is_none() {
                break;
            }
            found = walk.here().map(|_| end).or(found);
        }
        found
    }
}

/// The words of `text` and where each ends.
fn words(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut start = 0;
    let parts = text.split([' ', ',', '\n']).map(move |word| {
        let end = start + word.len();
        start = end + 1;
        (end, word)
    });
    parts
        .filter(|(_, word)| !word.is_empty())
        .map(|(end, word)| (end, tone_canonical(word)))
}
