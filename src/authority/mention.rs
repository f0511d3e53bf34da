//! Reading an agency mention: who ("Sở Nội vụ"), then where ("tỉnh Hưng Yên"), on a date.
//!
//! The longest name that a body bears opens the mention; what follows must be a place, or nothing.
//! A head stands for the agency ("Chủ tịch UBND tỉnh" is the UBND: DESIGN links them as one).

use jiff::civil::Date;

use super::body::{Bearers, Bodies, Body};
use super::names::Names;
use super::phrase::{Kind, Mention, Part, Word, is_bare_kind, joined, keys, kind_at, parts};
use super::place::{Places, Province, TWO_TIERS_FROM};
use super::{AgencyId, AgencyMatch, Level, PlaceId};
use crate::text::without_remark;

/// Words of a mention that are looked at. The longest name of a body has 13; then three places.
const MENTION_WORDS_MAX: usize = 28;
/// Words of the name of a body: "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân" has 12.
const BODY_WORDS_MAX: usize = 16;
/// Words of a head's title: "Phó Chủ tịch Thường trực" has five.
const HEAD_WORDS_MAX: usize = 6;
/// Words that say where: xã, huyện and tỉnh with two words of kind and four of name.
const WHERE_WORDS_MAX: usize = 16;
/// Words of a province without its kind, or of a term: "Bà Rịa - Vũng Tàu" has four.
const BARE_WORDS_MAX: usize = 5;
/// Bytes of a mention that are looked at, so that a look-up costs the same anywhere in a long text.
const MENTION_BYTES_MAX: usize = 400;
/// "Hội nghị lần thứ sáu".
const SESSION_WORDS: usize = 5;

/// What a mention is read against.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) bodies: &'a Bodies,
    pub(super) places: &'a Places,
    pub(super) heads: &'a Names<()>,
    pub(super) home: Option<&'a PlaceId>,
    pub(super) on: Option<Date>,
}

struct Located {
    place: PlaceId,
    level: Level,
    existed: bool,
    /// "huyện Khoái Châu"; empty for a province, whose name depends on the date alone.
    title: String,
}

/// A name in a mention, and which bodies bear it.
#[derive(Clone, Copy)]
struct Named<'n> {
    /// The words of the mention up to its last.
    end: usize,
    bearers: &'n Bearers,
}

/// A body at its place.
struct Found<'a> {
    body: &'a Body,
    located: Located,
}

impl Found<'_> {
    fn id(&self) -> AgencyId {
        AgencyId::new(&self.located.place, &self.body.id)
    }
}

impl<'a> Reader<'a> {
    /// The agency that all of `mention` names; a remark in brackets ("nay là …") aside.
    pub(super) fn read(&self, mention: &str) -> Option<AgencyMatch> {
        self.whole(mention).map(|found| self.matched(found))
    }

    /// The id alone of [`Reader::read`].
    pub(super) fn read_id(&self, mention: &str) -> Option<AgencyId> {
        self.whole(mention).map(|found| found.id())
    }

    fn whole(&self, mention: &str) -> Option<Found<'a>> {
        let mention = bounded(without_remark(mention));
        let mut mention = Mention::new(mention);
        let named = self.named(&mut mention);
        // Most that is no agency is told by its first words, and by the first behind the longest name.
        let mut read = named.iter().map(|named| named.end).max()?;
        while let Some(word) = mention.word(read) {
            if !word.may_be_of_place || read == MENTION_WORDS_MAX {
                return None;
            }
            read += 1;
        }
        let words = mention.first(MENTION_WORDS_MAX);
        let mut named = named.into_iter();
        named.find_map(|named| self.at(named.bearers, &words[named.end..]))
    }

    /// The longest agency that `text` begins with, and the bytes it takes.
    pub(super) fn read_prefix(&self, text: &str) -> Option<(usize, AgencyMatch)> {
        let (end, found) = self.longest(text)?;
        Some((end, self.matched(found)))
    }

    /// The bytes that the longest agency takes that `text` begins with.
    pub(super) fn reach(&self, text: &str) -> Option<usize> {
        self.longest(text).map(|(end, _)| end)
    }

    fn longest(&self, text: &str) -> Option<(usize, Found<'a>)> {
        let mut mention = Mention::up_to_mark(bounded(text));
        let named = self.named(&mut mention);
        let mut longest: Option<(usize, Found<'a>)> = None;
        for named in named {
            let so_far = longest.as_ref().map_or(0, |(end, _)| *end);
            longest = self.longest_at(&mut mention, named, so_far).or(longest);
        }
        longest
    }

    /// The agency of that name with the longest place that the words behind it can be, if it ends past byte `past`.
    fn longest_at(
        &self,
        mention: &mut Mention<'_>,
        named: Named<'_>,
        past: usize,
    ) -> Option<(usize, Found<'a>)> {
        let at = named.end;
        let reach = match named.bearers.implied {
            None if !begins_with_kind(mention, at) => BARE_WORDS_MAX,
            _ => WHERE_WORDS_MAX,
        };
        let last = (at..at + reach).find(|&at| {
            let word = mention.word(at).filter(|_| at < MENTION_WORDS_MAX);
            word.is_none_or(|word| !word.may_be_of_place)
        });
        let last = last.unwrap_or(at + reach);
        let words = mention.first(last);
        let ends = (at..=last).rev().map(|end| (end, words[end - 1].end));
        let mut longer = ends.take_while(|(_, byte)| past < *byte);
        longer.find_map(|(end, byte)| Some((byte, self.at(named.bearers, &words[at..end])?)))
    }

    /// The names of bodies that the mention begins with, at once or after the title of a head.
    fn named(&self, mention: &mut Mention<'_>) -> Vec<Named<'a>> {
        let mut named = Vec::new();
        self.names_in(mention, 0, &mut named);
        for start in self.titles(mention) {
            self.names_in(mention, start, &mut named);
        }
        if is_session(mention) {
            self.names_in(mention, SESSION_WORDS, &mut named);
        }
        named
    }

    /// Words of each title of a head that the mention begins with, and goes on after.
    fn titles(&self, mention: &mut Mention<'_>) -> Vec<usize> {
        if mention.word(0).is_none() || !self.heads.goes_on(keys(mention.first(1))) {
            return Vec::new();
        }
        let words = mention.first(HEAD_WORDS_MAX + 1);
        let heads = self.heads.beginning(keys(words).take(HEAD_WORDS_MAX));
        let counts = heads.into_iter().map(|(count, _, _)| count);
        counts.filter(|count| *count < words.len()).collect()
    }

    /// Adds the names of bodies that begin at word `start`, the longest first, read on while one goes on.
    fn names_in(&self, mention: &mut Mention<'_>, start: usize, named: &mut Vec<Named<'a>>) {
        let known = named.len();
        let mut walk = self.bodies.walk();
        for end in start + 1..=MENTION_WORDS_MAX.min(start + BODY_WORDS_MAX) {
            let word = mention.word(end - 1);
            if word.and_then(|word| walk.step(&**word)).is_none() {
                break;
            }
            if let Some((_, bearers)) = walk.here() {
                named.push(Named { end, bearers });
            }
        }
        named[known..].reverse();
    }

    /// The body of that name at the place that all of `rest` says.
    fn at(&self, name: &Bearers, rest: &[Word<'_>]) -> Option<Found<'a>> {
        if !rest.iter().all(|word| word.may_be_of_place) {
            return None;
        }
        let mut found = name.bodies.iter().filter_map(|&at| {
            let body = self.bodies.numbered(at)?;
            let located = self.locate(body, name, rest)?;
            Some(Found { body, located })
        });
        // Two bodies may bear one name in turn: the one of the date is meant.
        let existed = |found: &Found<'_>| found.located.existed && found.body.existed(self.on);
        let first = found.next()?;
        if existed(&first) {
            return Some(first);
        }
        Some(found.find(existed).unwrap_or(first))
    }

    fn matched(&self, found: Found<'_>) -> AgencyMatch {
        let id = found.id();
        let Found { body, located } = found;
        AgencyMatch {
            id,
            name: self.display(body, &located),
            level: body.level(located.level),
            existed: located.existed && body.existed(self.on),
        }
    }

    fn display(&self, body: &Body, located: &Located) -> String {
        full_name(body, self.places, &located.place, self.on, &located.title)
    }

    fn locate(&self, body: &Body, name: &Bearers, rest: &[Word<'_>]) -> Option<Located> {
        if body.scope.central && (rest.is_empty() || is_term(rest)) {
            return Some(Located {
                place: PlaceId("tw".to_owned()),
                level: Level::Central,
                existed: true,
                title: String::new(),
            });
        }
        let located = match (parts(rest), name.implied) {
            (Some(parts), _) if !parts.is_empty() => self.place(&parts)?,
            (_, Some(kind)) if kind != Kind::City || !body.scope.province => {
                // "Huyện ủy Văn Giang, tỉnh Hưng Yên".
                let mut ends = 1..rest.len();
                let end = ends.find(|at| parts(&rest[*at..]).is_some_and(|it| !it.is_empty()));
                let (name, above) = rest.split_at(end.unwrap_or(rest.len()));
                let mut all = vec![Part {
                    kind,
                    name,
                    is_typed: true,
                }];
                all.extend(parts(above).unwrap_or_default());
                self.place(&all)?
            }
            (_, _) if rest.is_empty() => self.own_place(body)?,
            (_, _) => self.bare_province(rest)?,
        };
        let is_city = || self.places.is_city(&located.place, self.on);
        let called_rightly = located.level != Level::Province || !name.is_of_city || is_city();
        (body.fits(located.level) && called_rightly).then_some(located)
    }

    /// The place of a bare mention: the home province, or the home itself where it is smaller.
    fn own_place(&self, body: &Body) -> Option<Located> {
        let home = self.home?;
        if body.is_provincial() {
            return self.home_province();
        }
        home.parent()?;
        Some(Located {
            place: home.clone(),
            level: if home.is_commune() {
                Level::Commune
            } else {
                Level::District
            },
            existed: home.is_commune() || self.has_districts(),
            title: String::new(),
        })
    }

    /// "UBND Hưng Yên": the kind is left out.
    fn bare_province(&self, words: &[Word<'_>]) -> Option<Located> {
        let province = self.places.spelled(keys(words))?;
        Some(self.province(province))
    }

    fn province(&self, province: &Province) -> Located {
        Located {
            place: province.id.clone(),
            level: Level::Province,
            existed: province.existed(self.on),
            title: String::new(),
        }
    }

    fn home_province(&self) -> Option<Located> {
        let home = self.home?;
        let province = match self.on {
            Some(on) => self.places.province_on(home, on)?,
            None => self.places.get(&home.province())?,
        };
        Some(self.province(province))
    }

    /// The place that parts from the smallest to the largest name.
    fn place(&self, parts: &[Part<'_, '_>]) -> Option<Located> {
        let mut here: Option<Located> = None;
        for part in parts.iter().rev() {
            here = Some(match part.kind {
                Kind::Province => self.named_province(part)?,
                Kind::City => self.city(part, here)?,
                Kind::District(prefix) => self.district(part, prefix, here)?,
                Kind::Commune(prefix) => self.commune(part, prefix, here)?,
            });
        }
        here
    }

    fn named_province(&self, part: &Part<'_, '_>) -> Option<Located> {
        if part.name.is_empty() {
            return self.home_province();
        }
        self.bare_province(part.name)
    }

    /// "thành phố X": centrally run on the date, or a city under a province. Huế was the one until
    /// 31 December 2024 and is the other since.
    fn city(&self, part: &Part<'_, '_>, inside: Option<Located>) -> Option<Located> {
        if inside.is_some() {
            return self.district(part, "tp-", inside);
        }
        if part.name.is_empty() {
            let home = self.home_province()?;
            if self.places.is_city(&home.place, self.on) {
                return Some(home);
            }
            // In the plan of a ward it is the town the ward lies in.
            let town = self.district(part, "tp-", None)?;
            let own = town.place.0.rsplit('/').next();
            return own
                .is_some_and(|own| own.starts_with("tp-"))
                .then_some(town);
        }
        let Some(province) = self.places.spelled(keys(part.name)) else {
            return self.district(part, "tp-", None);
        };
        let central = match self.on {
            Some(_) => self.places.is_city(&province.id, self.on),
            None => self.places.was_always_city(&province.id),
        };
        let located = self.province(province);
        if central {
            return Some(located);
        }
        // A province that became a city has no date to tell it from its capital's name.
        let ambiguous = self.on.is_none() && self.places.is_city(&province.id, None);
        if ambiguous {
            None
        } else {
            self.district(part, "tp-", Some(located))
        }
    }

    fn district(
        &self,
        part: &Part<'_, '_>,
        prefix: &str,
        inside: Option<Located>,
    ) -> Option<Located> {
        let existed = self.has_districts();
        if part.name.is_empty() {
            let home = self.home?;
            let district = if home.is_commune() {
                home.parent()?
            } else {
                home.clone()
            };
            district.parent()?;
            return Some(Located {
                place: district,
                level: Level::District,
                existed,
                title: part.title(),
            });
        }
        let inside = inside.or_else(|| self.home_province())?;
        Some(Located {
            place: inside.place.child(&part.slug(prefix)?),
            level: Level::District,
            existed: existed && inside.existed,
            title: part.title(),
        })
    }

    fn commune(
        &self,
        part: &Part<'_, '_>,
        prefix: &str,
        inside: Option<Located>,
    ) -> Option<Located> {
        let existed = match prefix {
            "thi-tran-" => self.has_districts(),
            "dac-khu-" => self.on.is_none_or(|on| TWO_TIERS_FROM <= on),
            _ => true,
        };
        let (place, parent_existed) = match (part.name.is_empty(), inside) {
            (true, _) => (self.home.filter(|home| home.is_commune())?.clone(), true),
            (false, Some(inside)) => (inside.place.child(&part.slug(prefix)?), inside.existed),
            (false, None) => (
                self.district_or_province()?.child(&part.slug(prefix)?),
                true,
            ),
        };
        Some(Located {
            place,
            level: Level::Commune,
            existed: existed && parent_existed,
            title: part.title(),
        })
    }

    /// What holds a commune that says no more: the home district while there were districts.
    fn district_or_province(&self) -> Option<PlaceId> {
        let home = self.home?;
        let above = if home.is_commune() {
            home.parent()?
        } else {
            home.clone()
        };
        if above.parent().is_some() && self.has_districts() {
            return Some(above);
        }
        Some(self.home_province()?.place)
    }

    fn has_districts(&self) -> bool {
        self.on.is_none_or(|on| on < TWO_TIERS_FROM)
    }
}

/// "Sở Nội vụ tỉnh Hưng Yên", "Tỉnh ủy Hưng Yên", "Ủy ban nhân dân huyện Khoái Châu", "Chính phủ".
pub(super) fn full_name(
    body: &Body,
    places: &Places,
    place: &PlaceId,
    on: Option<Date>,
    title: &str,
) -> String {
    let first = body.names.first().map(String::as_str).unwrap_or_default();
    let Some((kind, name)) = places.kind_and_name(place, on) else {
        return [first, " ", title].concat().trim_end().to_owned();
    };
    match body.names.get(1) {
        Some(city_name) if kind == "thành phố" => [city_name, " ", name].concat(),
        Some(_) => [first, " ", name].concat(),
        None => [first, " ", kind, " ", name].concat(),
    }
}

/// "Hội nghị lần thứ sáu Ban Chấp hành Trung ương" is the committee.
fn is_session(mention: &mut Mention<'_>) -> bool {
    let opens = |word: &Word<'_>| *word.key == *"hoi";
    if !mention.word(0).is_some_and(opens) {
        return false;
    }
    let words = mention.first(SESSION_WORDS + 1);
    SESSION_WORDS < words.len() && joined(&words[..4], " ") == "hoi nghi lan thu"
}

/// True if the kind of a place stands at word `at`. One without marks is a kind only where nothing in the whole mention
/// has marks.
fn begins_with_kind(mention: &mut Mention<'_>, at: usize) -> bool {
    let words = mention.first(at + 2);
    let Some(first) = words.get(at) else {
        return false;
    };
    // One with marks needs no other to tell.
    match is_bare_kind(&first.key) && first.canonical == first.key {
        true => kind_at(&mention.first(MENTION_WORDS_MAX)[at..]).is_some(),
        false => kind_at(&words[at..]).is_some(),
    }
}

/// "khóa XII", "khóa 13".
fn is_term(rest: &[Word<'_>]) -> bool {
    let [word, term] = rest else {
        return false;
    };
    *word.key == *"khoa"
        && term
            .key
            .chars()
            .all(|c| matches!(c, 'x' | 'v' | 'i' | '0'..='9'))
}

fn bounded(text: &str) -> &str {
    &text[..text.floor_char_boundary(MENTION_BYTES_MAX)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    #[test]
    fn a_name_as_the_tables_write_it_is_read_to_its_end() {
        let authority = Authority::bundled();
        let reader = authority.reader(None, None);
        for (at, body) in authority.bodies.all.iter().enumerate() {
            for name in body.writings() {
                let mut mention = Mention::new(name);
                let named = reader.named(&mut mention).into_iter().next();
                let whole = named.filter(|named| mention.word(named.end).is_none());
                assert!(
                    whole.is_some_and(|it| it.bearers.bodies.contains(&at)),
                    "{name}"
                );
            }
        }
    }
}
