//! What a work is about: topics of the authority file, title first, then body, each with the words
//! that say so.
//!
//! A title names its subject, so any keyword in it is enough. Plans mention everything in their body;
//! there a topic must be spoken of repeatedly, or an instrument be cited that only plans of that topic
//! carry out. Keywords are compared with their marks, because "bão" without them is "báo" of every
//! report; a text without any marks is compared bare.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::analyzer::{Speller, syllables};
use super::numbers;
use crate::authority::{Authority, Topic};
use crate::text::{fold, lookup_key};

/// Bytes of a body that are read: the first ten pages say what a plan is about.
const BODY_BYTES_MAX: usize = 24_000;
/// Keywords of a topic in a body from which it speaks of it.
const SAID_MIN: usize = 3;
/// Topics taken from a body: those said most often.
const BODY_TOPICS_MAX: usize = 2;

/// One topic of a work, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// `cchc`.
    pub id: String,
    /// `Cải cách hành chính`.
    pub name: String,
    pub source: SubjectSource,
    /// The words of the title or body, or the number of the instrument, that say so.
    pub evidence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectSource {
    Title,
    /// An instrument that plans of this topic carry out is cited.
    Citation,
    Body,
}

/// The topic of an id, a name or a keyword, marks and case aside.
pub(super) fn named(value: &str) -> Option<&'static Topic> {
    let key = lookup_key(value);
    let topics = Authority::bundled().topics();
    let is_id = |topic: &&Topic| lookup_key(&topic.id) == key;
    let is_name = |topic: &&Topic| lookup_key(&topic.name) == key;
    let has_word = |topic: &&Topic| topic.keywords.iter().any(|word| lookup_key(word) == key);
    let mut found = topics.iter().find(is_id);
    found = found.or_else(|| topics.iter().find(is_name));
    found.or_else(|| topics.iter().find(has_word))
}

/// The topic itself and those above it: a plan on SIPAS is one on administrative reform.
pub(super) fn with_parents(id: &str) -> Vec<String> {
    let topics = Authority::bundled().topics();
    let mut found: Vec<String> = Vec::new();
    let mut next = Some(id.to_owned());
    while let Some(id) = next.take() {
        if found.contains(&id) {
            break;
        }
        let topic = topics.iter().find(|topic| topic.id == id);
        next = topic.and_then(|topic| topic.parent.clone());
        found.push(id);
    }
    found
}

/// The topics of a work. `cites` are the numbers of what it cites.
pub fn subjects(title: Option<&str>, body: &str, cites: &[String]) -> Vec<Subject> {
    let titled = title.map_or(Vec::new(), |title| KEYWORDS.found(title));
    let mut subjects: Vec<Subject> = Vec::new();
    for (topic, evidence) in titled {
        add(&mut subjects, topic, SubjectSource::Title, evidence);
    }
    if subjects.is_empty() {
        for (topic, number) in anchored(cites) {
            add(&mut subjects, topic, SubjectSource::Citation, number);
        }
        let read = &body[..body.floor_char_boundary(BODY_BYTES_MAX)];
        let mut said: HashMap<usize, (usize, String)> = HashMap::new();
        for (topic, evidence) in KEYWORDS.found(read) {
            let one = said.entry(topic).or_insert((0, evidence));
            one.0 += 1;
        }
        let mut said: Vec<(usize, (usize, String))> = said.into_iter().collect();
        said.retain(|(_, (count, _))| SAID_MIN <= *count);
        said.sort_by(|(topic_a, (a, _)), (topic_b, (b, _))| b.cmp(a).then(topic_a.cmp(topic_b)));
        for (topic, (_, evidence)) in said.into_iter().take(BODY_TOPICS_MAX) {
            add(&mut subjects, topic, SubjectSource::Body, evidence);
        }
    }
    subjects
}

fn add(subjects: &mut Vec<Subject>, topic: usize, source: SubjectSource, evidence: String) {
    let topic = &Authority::bundled().topics()[topic];
    if subjects.iter().all(|known| known.id != topic.id) {
        subjects.push(Subject {
            id: topic.id.clone(),
            name: topic.name.clone(),
            source,
            evidence,
        });
    }
}

/// Topics one of whose instruments is cited, when no other topic shares it.
fn anchored(cites: &[String]) -> Vec<(usize, String)> {
    let terms: Vec<(String, &String)> = cites
        .iter()
        .filter_map(|number| Some((numbers::term(number)?, number)))
        .collect();
    let mut found = Vec::new();
    for (at, topic) in Authority::bundled().topics().iter().enumerate() {
        let anchors = topic
            .anchors
            .iter()
            .filter_map(|anchor| numbers::term(anchor));
        for anchor in anchors {
            let shared = KEYWORDS
                .anchors
                .get(&anchor)
                .is_some_and(|count| 1 < *count);
            let cited = terms.iter().find(|(term, _)| *term == anchor);
            if let (Some((_, number)), false) = (cited, shared) {
                found.push((at, (*number).clone()));
            }
        }
    }
    found.truncate(BODY_TOPICS_MAX);
    found
}

static KEYWORDS: LazyLock<Keywords> = LazyLock::new(Keywords::read);

/// Every keyword, found in one pass over spelled syllables.
struct Keywords {
    marked: AhoCorasick,
    bare: AhoCorasick,
    /// The topic of each pattern.
    topics: Vec<usize>,
    /// How many topics name an instrument.
    anchors: HashMap<String, usize>,
}

impl Keywords {
    fn read() -> Keywords {
        let (mut patterns, mut topics) = (Vec::new(), Vec::new());
        let mut anchors: HashMap<String, usize> = HashMap::new();
        for (at, topic) in Authority::bundled().topics().iter().enumerate() {
            for keyword in &topic.keywords {
                patterns.push(Spelled::of(keyword).text);
                topics.push(at);
            }
            for anchor in topic.anchors.iter().filter_map(|one| numbers::term(one)) {
                *anchors.entry(anchor).or_default() += 1;
            }
        }
        let bare: Vec<String> = patterns.iter().map(|pattern| fold(pattern)).collect();
        let build = |patterns: &[String]| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(patterns)
                .expect("some hundred short keywords make an automaton")
        };
        Keywords {
            marked: build(&patterns),
            bare: build(&bare),
            topics,
            anchors,
        }
    }

    /// Topics in the order they are named, with the published words.
    fn found(&self, text: &str) -> Vec<(usize, String)> {
        let spelled = Spelled::of(text);
        let is_bare = spelled.text == fold(&spelled.text);
        let automaton = if is_bare { &self.bare } else { &self.marked };
        automaton
            .find_iter(&spelled.text)
            .map(|found| {
                let written = spelled.written(text, found.start(), found.end());
                (self.topics[found.pattern().as_usize()], written.to_owned())
            })
            .collect()
    }
}

/// Syllables as the index spells them, each between two blanks of its own so that neighbours are both
/// found, with the way back.
struct Spelled {
    text: String,
    /// Where each syllable begins in `text`, and its bytes in the original.
    places: Vec<(usize, usize, usize)>,
}

impl Spelled {
    fn of(original: &str) -> Spelled {
        let mut speller = Speller::default();
        let mut spelled = Spelled {
            text: String::new(),
            places: Vec::new(),
        };
        for syllable in syllables(original) {
            let at = spelled.text.len();
            spelled.places.push((at, syllable.start, syllable.end));
            spelled.text.push(' ');
            spelled
                .text
                .push_str(&speller.spell(syllable.written).exact);
            spelled.text.push(' ');
        }
        spelled
    }

    fn written<'a>(&self, original: &'a str, start: usize, end: usize) -> &'a str {
        let first = self.places.partition_point(|(at, _, _)| *at < start);
        let last = self.places.partition_point(|(at, _, _)| *at < end);
        match (self.places.get(first), last.checked_sub(1)) {
            (Some((_, from, _)), Some(last)) => {
                let (_, _, to) = self.places[last];
                original.get(*from..to).unwrap_or_default()
            }
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, body: &str, cites: &[&str], expected: &[(&str, &str)]) {
        let cites: Vec<String> = cites.iter().map(|one| (*one).to_owned()).collect();
        let found = subjects(Some(title), body, &cites);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|one| (one.id.as_str(), one.evidence.as_str()))
            .collect();
        assert_eq!(found, expected, "{title}");
    }

    #[test]
    fn a_title_names_one_topic_or_several() {
        check(
            "Nâng cao Chỉ số hiệu quả quản trị và hành chính công (PAPI) năm 2021",
            "cải cách hành chính cải cách hành chính cải cách hành chính",
            &[],
            &[("papi", "hiệu quả quản trị và hành chính công")],
        );
        check(
            "Duy trì chỉ số CCHC, SIPAS và CHUYỂN ĐỔI SỐ",
            "",
            &[],
            &[
                ("parindex", "chỉ số CCHC"),
                ("sipas", "SIPAS"),
                ("cds", "CHUYỂN ĐỔI SỐ"),
            ],
        );
    }

    #[test]
    fn marks_tell_a_storm_from_a_report() {
        check("Ứng phó bão số 3", "", &[], &[("thientai", "bão")]);
        check(
            "Chế độ báo cáo định kỳ",
            "",
            &[],
            &[("baocao", "Chế độ báo cáo")],
        );
    }

    #[test]
    fn a_body_must_say_it_repeatedly_or_cite_its_instrument() {
        check("Về một số nhiệm vụ", "có du lịch", &[], &[]);
        let said = "du lịch và du lịch. Du lịch";
        check("Về một số nhiệm vụ", said, &[], &[("dulich", "du lịch")]);
        check(
            "Về một số nhiệm vụ",
            "",
            &["263/QĐ-TTg"],
            &[("ntm", "263/QĐ-TTg")],
        );
    }

    #[test]
    fn a_topic_is_known_by_id_name_and_keyword_and_has_parents() {
        for name in ["cchc", "Cải cách hành chính", "CCHC", "cai cach the che"] {
            assert_eq!(
                named(name).map(|topic| topic.id.as_str()),
                Some("cchc"),
                "{name}"
            );
        }
        assert_eq!(with_parents("sipas"), ["sipas", "cchc", "gov"]);
    }
}
