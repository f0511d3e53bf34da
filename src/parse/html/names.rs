//! The element names of a page: each looked up once, with what is asked of it again and again.

use std::collections::HashMap;

use html5ever::{LocalName, Namespace, QualName, local_name, ns};

use super::dom;
use super::effort::Nesting;

/// Slots for names as they stand in the page, before the table of all is asked.
const SLOTS: usize = 64;

pub(super) struct Known {
    pub qualified: QualName,
    pub text: Box<str>,
    pub nesting: Nesting,
    pub is_block: bool,
    pub is_mute: bool,
}

pub(super) struct Names<'a> {
    all: Vec<Known>,
    written: HashMap<&'a str, usize>,
    recent: [(&'a str, usize); SLOTS],
}

impl<'a> Names<'a> {
    pub fn new() -> Names<'a> {
        Names {
            all: Vec::new(),
            written: HashMap::new(),
            recent: [("", 0); SLOTS],
        }
    }

    pub fn get(&self, name: usize) -> &Known {
        &self.all[name]
    }

    pub fn into_known(self) -> Vec<Known> {
        self.all
    }

    /// The name as a tag of the page writes it.
    pub fn of_tag(&mut self, written: &'a str) -> usize {
        let bytes = written.as_bytes();
        let ends = [bytes.first(), bytes.last()].map(|byte| byte.copied().unwrap_or_default());
        let slot = (usize::from(ends[0]) * 7 + usize::from(ends[1]) + bytes.len() * 5) % SLOTS;
        let (recent, name) = self.recent[slot];
        if recent == written && !recent.is_empty() {
            return name;
        }
        let known = self.written.get(written).copied();
        let name = known.unwrap_or_else(|| {
            let local = LocalName::from(written.to_ascii_lowercase());
            let name = self.of(&ns!(html), &local);
            self.written.insert(written, name);
            name
        });
        self.recent[slot] = (written, name);
        name
    }

    /// The name as the tree builder asks for it: elements it adds, drawings and formulas.
    pub fn of(&mut self, namespace: &Namespace, local: &LocalName) -> usize {
        let same =
            |known: &Known| known.qualified.local == *local && known.qualified.ns == *namespace;
        if let Some(name) = self.all.iter().position(same) {
            return name;
        }
        self.all.push(Known {
            nesting: Nesting::of(local),
            is_block: dom::is_block(local),
            is_mute: dom::is_mute(local),
            text: Box::from(&**local),
            qualified: QualName::new(None, namespace.clone(), local.clone()),
        });
        self.all.len() - 1
    }

    /// True for `<table>` and its like: the name is one of HTML's and is `local`.
    pub fn is(&self, name: usize, local: &LocalName) -> bool {
        self.all[name].qualified.local == *local && self.all[name].qualified.ns == ns!(html)
    }

    pub fn table(&mut self) -> usize {
        self.of(&ns!(html), &local_name!("table"))
    }
}
