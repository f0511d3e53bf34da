//! The attributes of a page's elements. Pages made by Word or a portal write the same ones again and
//! again: each distinct writing is taken apart once, and so is what it says of looks and noise.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::{attachments, cues, headline, lexer, reference, style};

/// The attributes that are ever asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Align,
    Class,
    Color,
    Colspan,
    Content,
    Data,
    DataFile,
    DataHref,
    DataSrc,
    DataUrl,
    Download,
    Encoding,
    Face,
    Hidden,
    Href,
    Id,
    Onclick,
    Property,
    Role,
    Rowspan,
    Size,
    Src,
    Start,
    Style,
    Title,
    Type,
}

impl Name {
    fn of(written: &str) -> Option<Name> {
        const LONGEST: usize = 9;
        let mut lower = [0; LONGEST];
        let lower = lower.get_mut(..written.len())?;
        lower.copy_from_slice(written.as_bytes());
        lower.make_ascii_lowercase();
        Some(match &*lower {
            b"align" => Name::Align,
            b"class" => Name::Class,
            b"color" => Name::Color,
            b"colspan" => Name::Colspan,
            b"content" => Name::Content,
            b"data" => Name::Data,
            b"data-file" => Name::DataFile,
            b"data-href" => Name::DataHref,
            b"data-src" => Name::DataSrc,
            b"data-url" => Name::DataUrl,
            b"download" => Name::Download,
            b"encoding" => Name::Encoding,
            b"face" => Name::Face,
            b"hidden" => Name::Hidden,
            b"href" => Name::Href,
            b"id" => Name::Id,
            b"onclick" => Name::Onclick,
            b"property" => Name::Property,
            b"role" => Name::Role,
            b"rowspan" => Name::Rowspan,
            b"size" => Name::Size,
            b"src" => Name::Src,
            b"start" => Name::Start,
            b"style" => Name::Style,
            b"title" => Name::Title,
            b"type" => Name::Type,
            _ => return None,
        })
    }
}

/// The attributes of a tag and what they say.
#[derive(Default)]
pub(super) struct List<'a> {
    values: Vec<(Name, Cow<'a, str>)>,
    /// Its page does not show the element.
    pub hides: bool,
    /// A word of class or id names noise.
    pub names_noise: bool,
    /// Class or id is that of headlines on a known platform.
    pub names_headline: bool,
    /// One of the values may be a link to a file.
    pub may_link: bool,
    pub rules: style::Rules,
}

impl<'a> List<'a> {
    fn read(source: &'a str, range: &Range<usize>) -> List<'a> {
        let mut list = List::default();
        // The end of the range is the end of the tag: its `>` stops the reading.
        for (name, value) in lexer::Attributes::new(source, range.start) {
            let Some(name) = Name::of(&source[name]).filter(|name| list.get(*name).is_none())
            else {
                continue;
            };
            let written = &source[value];
            let value = match written.contains('&') {
                true => Cow::Owned(reference::decode_value(written)),
                false => Cow::Borrowed(written),
            };
            list.values.push((name, value));
        }
        list.judge();
        list
    }

    /// Settles what the values say.
    fn judge(&mut self) {
        let (mut hides, mut is_headline, mut is_footnote) = (false, false, false);
        for class in self.classes() {
            hides |= style::is_hiding(class);
            is_headline |= headline::is_cue(class);
            is_footnote |= style::is_footnote(class);
        }
        if let Some(id) = self.get(Name::Id) {
            is_headline |= headline::is_cue_id(id);
            is_footnote |= style::is_footnote_id(id);
        }
        self.hides = hides || style::hides(self);
        self.names_headline = is_headline;
        self.names_noise = cues::has_cue(self);
        self.may_link = attachments::may_link(self);
        self.rules = style::Rules::of(self);
        self.rules.is_footnote = is_footnote;
    }

    pub fn get(&self, name: Name) -> Option<&str> {
        let found = self.values.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_ref())
    }

    pub fn iter(&self) -> impl Iterator<Item = (Name, &str)> {
        self.values
            .iter()
            .map(|(name, value)| (*name, value.as_ref()))
    }

    pub fn classes(&self) -> impl Iterator<Item = &str> {
        let written = self.get(Name::Class).unwrap_or_default();
        written.split_ascii_whitespace()
    }
}

/// Slots for lists as they stand in the page, before the table of all is asked.
const SLOTS: usize = 64;

/// Every distinct list of the page. The first has no attributes.
pub(super) struct Lists<'a> {
    known: HashMap<&'a str, u32>,
    recent: [(&'a str, u32); SLOTS],
    lists: Vec<List<'a>>,
}

impl<'a> Lists<'a> {
    pub fn new() -> Lists<'a> {
        Lists {
            known: HashMap::with_capacity(SLOTS),
            recent: [("", 0); SLOTS],
            lists: vec![List::default()],
        }
    }

    /// The list that stands at `range` in the source.
    pub fn enter(&mut self, source: &'a str, range: &Range<usize>) -> u32 {
        let written = source[range.clone()].trim_ascii();
        if matches!(written, "" | "/") {
            return 0;
        }
        let slot = slot_of(written.as_bytes());
        let (recent, list) = self.recent[slot];
        if recent == written {
            return list;
        }
        let next = self.lists.len() as u32;
        let list = *self.known.entry(written).or_insert(next);
        if list == next {
            self.lists.push(List::read(source, range));
        }
        self.recent[slot] = (written, list);
        list
    }

    pub fn get(&self, list: u32) -> &List<'a> {
        &self.lists[list as usize]
    }
}

fn slot_of(written: &[u8]) -> usize {
    let len = written.len();
    let at = |at: usize| usize::from(written.get(at).copied().unwrap_or_default());
    (len + 7 * at(len / 2) + 5 * at(len.saturating_sub(2)) + 3 * at(len * 3 / 4)) % SLOTS
}
