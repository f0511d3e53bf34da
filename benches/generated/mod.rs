//! Index in, document out: as many documents as wanted, made of the sentences of `corpus/sources`.
//!
//! Promise: [`Generator::paper`] is a pure function of the seed and the index, so a run of a million
//! documents needs the memory of one, can be taken up anywhere, and is the same on every machine.
//! Numbers are distinct per issuer and year; documents cite earlier ones of their province by their
//! right number and date, so linking has something to link.
//!
//! What it is not: new language. Words repeat far more than in real plans, so an index of it is
//! smaller and a search in it meets longer posting lists than the same number of real documents.
//! Figures from it compare one day with another, not this program with the world.

#![allow(dead_code, reason = "each bench and test takes its part")]

pub mod draw;
mod issue;
pub mod lines;
mod render;
mod source;

use std::path::Path;

use draw::Draw;
use issue::{Issue, Registry};
use source::Source;

/// The seed of every measurement.
pub const SEED: u64 = 20_210_202;

/// Sections of a document: real plans have three to six.
const SECTIONS: std::ops::Range<usize> = 4..7;

pub struct Generator {
    seed: u64,
    registry: Registry,
    sources: Vec<Source>,
}

/// One generated document.
pub struct Paper {
    /// With its ending, unique.
    pub name: String,
    /// `21/KH-UBND`.
    pub number: String,
    /// ISO.
    pub issued_on: String,
    pub issuer: String,
    pub title: String,
    pub bytes: Vec<u8>,
}

/// What a paper says, without a file around it.
pub struct Sheet {
    pub slug: String,
    pub number: String,
    /// ISO.
    pub issued_on: String,
    pub issuer: String,
    pub province: String,
    pub title: String,
    pub text: String,
}

/// What a paper says, before it is a page or plain text.
struct Draft<'a> {
    issue: &'a Issue,
    title: String,
    basis: Vec<String>,
    lines: Vec<String>,
}

impl Generator {
    /// Reads the sources of the corpus under `root`, the folder of the project.
    pub fn new(root: &Path, seed: u64) -> Generator {
        let sources = source::read_all(&root.join("corpus/sources"));
        assert!(!sources.is_empty(), "corpus/sources is empty");
        Generator {
            seed,
            registry: Registry::new(),
            sources,
        }
    }

    /// The n-th paper as plain text: for what needs no reading of files.
    pub fn sheet(&self, index: u64) -> Sheet {
        let issue = self.registry.issue(index);
        let draft = self.draft(&issue, index);
        let text = render::text(&draft);
        Sheet {
            slug: format!("{}-{index}", issue.slug()),
            number: issue.number.clone(),
            issued_on: issue.date.to_string(),
            issuer: issue.issuer(),
            province: issue.province.clone(),
            title: draft.title,
            text: String::from_utf8(text).unwrap_or_default(),
        }
    }

    fn draft<'a>(&self, issue: &'a Issue, index: u64) -> Draft<'a> {
        let mut draw = Draw::new(self.seed ^ index.wrapping_mul(0x2545_f491_4f6c_dd1d));
        Draft {
            title: self.title(issue),
            basis: self.basis(issue, &mut draw),
            lines: self.body(issue, &mut draw),
            issue,
        }
    }

    pub fn paper(&self, index: u64) -> Paper {
        let issue = self.registry.issue(index);
        let draft = self.draft(&issue, index);
        let (ending, bytes) = if index % 10 < 7 {
            ("html", render::page(&draft))
        } else {
            ("txt", render::text(&draft))
        };
        Paper {
            name: format!("{}-{index}.{ending}", issue.slug()),
            number: issue.number.clone(),
            issued_on: issue.date.to_string(),
            issuer: issue.issuer(),
            title: draft.title,
            bytes,
        }
    }

    /// Papers from `first` on, made one by one.
    pub fn papers(&self, range: std::ops::Range<u64>) -> impl Iterator<Item = Paper> + '_ {
        range.map(|index| self.paper(index))
    }

    /// Plans recur: the same issuer has the same subject every year.
    fn title(&self, issue: &Issue) -> String {
        let source = &self.sources[issue.subject % self.sources.len()];
        source.localize(&source.title, issue)
    }

    fn basis(&self, issue: &Issue, draw: &mut Draw) -> Vec<String> {
        let central: Vec<&String> = self.sources.iter().flat_map(|it| &it.central).collect();
        let mut basis: Vec<String> = (0..1 + draw.below(3))
            .filter_map(|_| draw.pick(&central).map(|line| line.to_string()))
            .collect();
        for (cue, cited) in self.registry.directives(issue) {
            let about = self.title(&cited);
            basis.push(format!(
                "{cue} {} về {};",
                cited.citation(),
                about.trim_end_matches('.')
            ));
        }
        basis
    }

    fn body(&self, issue: &Issue, draw: &mut Draw) -> Vec<String> {
        const ROMAN: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];
        let sections = SECTIONS.start + draw.below(SECTIONS.len());
        let mut lines = Vec::new();
        for roman in &ROMAN[..sections] {
            let source = &self.sources[draw.below(self.sources.len())];
            let Some(section) = draw.pick(&source.sections) else {
                continue;
            };
            lines.push(format!(
                "{roman}. {}",
                source.localize(&section.heading, issue)
            ));
            let mut body = section.lines.clone();
            source::shuffle_tasks(&mut body, draw);
            lines.extend(body.iter().map(|line| source.localize(line, issue)));
        }
        lines
    }
}
