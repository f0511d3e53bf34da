//! What a heading or a lead sentence gives to what stands under it: who is to do it, with whom, and when.

use std::rc::Rc;

use super::super::any_of::without_opening;
use super::super::deadline::Setting;
use super::super::outline::is_capitals;
use super::super::section::collapse;
use super::super::trace::Rule;
use super::super::words::Class;
use super::super::{Deadline, deadline};
use super::{Finder, formula, heading, parties};
use crate::text::{Span, lower_case};

/// What a line hands down to the lines under it.
#[derive(Clone, Debug, Default)]
pub(super) struct Handed {
    pub owners: Vec<String>,
    pub coordinators: Vec<String>,
    /// An order or an agency stands above: what is under it is work even where no section says so.
    pub orders: bool,
    /// The order is a sentence of its own, and no section's.
    pub by_order: bool,
    /// Somebody says what he thinks ("… có ý kiến như sau:"), and not all of it is an order.
    pub is_opinion: bool,
    /// The owners are a heading of their own.
    pub by_heading: bool,
    /// A heading of nothing but time: "Quý I".
    pub period: Option<Deadline>,
}

impl Finder<'_> {
    pub(super) fn parent_handed(&self, index: usize) -> Rc<Handed> {
        let parent = self.lines[index].parent;
        Rc::clone(parent.map_or(&self.unhanded, |parent| &self.handed[parent]))
    }

    /// The agencies a heading or lead sentence gives to what stands under it; else those it was
    /// given.
    pub(super) fn hand_down(&mut self, index: usize) -> Rc<Handed> {
        let above = self.parent_handed(index);
        if !self.lines[index].has_children {
            return above;
        }
        match self.handed_by(index, &above) {
            Some(handed) => Rc::new(handed),
            None => above,
        }
    }

    /// What a line hands down beside what it was given.
    fn handed_by(&mut self, index: usize, above: &Handed) -> Option<Handed> {
        let body = self.body(index);
        if let Some(period) = self.is_ahead.then(|| heading::period_in(body)).flatten() {
            let start = self.lines[index].body.start as usize;
            let named = Span::new(start + period.start, start + period.end);
            return Some(Handed {
                orders: true,
                period: self.period(named),
                ..above.clone()
            });
        }
        // Its parts are looked at one after the other.
        self.words.read(body);
        let owned = |owners| Handed {
            owners,
            orders: true,
            by_heading: above.by_heading,
            by_order: above.by_order,
            period: above.period.clone(),
            ..Handed::default()
        };
        let named = match is_capitals(body) {
            true => self.of_capitals(index),
            false => {
                let named = heading::of_heading(body, &mut self.words);
                self.heading = Some((index, !named.is_empty()));
                match named.is_empty() && !self.norms.contains(&self.lines[index].part) {
                    true => self.of_duties(body),
                    false => named,
                }
            }
        };
        if !named.is_empty() {
            return Some(Handed {
                by_heading: true,
                ..owned(named)
            });
        }
        if formula::concludes(body) {
            return Some(Handed {
                orders: true,
                is_opinion: above.owners.is_empty(),
                ..above.clone()
            });
        }
        if formula::is_announcement(body) {
            return None;
        }
        if let Some((owners, _)) = heading::inline_heading(body, &mut self.words) {
            return Some(owned(owners));
        }
        let found = parties::read(body, &mut self.words);
        if let Some(aside) = self.handed_in_labels(index) {
            let mut coordinators = found.coordinators;
            coordinators.extend(aside.coordinators);
            return Some(Handed {
                coordinators,
                period: aside.deadline.or(above.period.clone()),
                ..owned(aside.owners)
            });
        }
        if found.is_narrative || !found.is_explicit() && found.coordinators.is_empty() {
            let orders = !above.orders && body.ends_with(':') && formula::has_order(body);
            return orders.then(|| Handed {
                orders,
                by_order: opens_list_of_orders(body),
                ..above.clone()
            });
        }
        let is_explicit = found.is_explicit();
        Some(Handed {
            coordinators: found.coordinators,
            by_order: above.by_order || found.by == Some(Rule::Ordered),
            ..owned(match is_explicit {
                true => found.owners,
                false => above.owners.clone(),
            })
        })
    }

    /// "I. SỞ NỘI VỤ", "II. TRÁCH NHIỆM CỦA CÔNG AN TỈNH": agencies that are known, since a title in capitals has no small
    /// letters to tell a name by. Chapters of a law are about whom they name.
    fn of_capitals(&mut self, index: usize) -> Vec<String> {
        const OPENERS: [&str; 4] = ["TRÁCH NHIỆM CỦA ", "NHIỆM VỤ CỦA ", "ĐỐI VỚI ", "GIAO "];
        let body = self.body(index);
        let opener = OPENERS.iter().find_map(|opener| body.strip_prefix(opener));
        let body = opener.unwrap_or(body);
        let first = body.split(' ').next().unwrap_or_default();
        if !CAPITAL_HEADS.contains(&first) || self.norms.contains(&self.lines[index].part) {
            return Vec::new();
        }
        let lowered = self.authority.lowered(body);
        let named = heading::of_heading(&lowered, &mut self.words);
        // Which agencies a province has, any tells.
        let any = self.authority.provinces().first().map(|any| &any.id);
        let home = self.home.as_ref().or(any);
        let is_known = |name: &String| {
            name.contains("Các ") || self.authority.agency_id(name, home, None).is_some()
        };
        match named.iter().all(is_known) {
            true => named,
            false => Vec::new(),
        }
    }

    /// "Nhiệm vụ, quyền hạn của Tổ công tác" in a decision, which in a regulation heads what always holds.
    fn of_duties(&mut self, title: &str) -> Vec<String> {
        const OPENERS: [&str; 4] = [
            "Nhiệm vụ, quyền hạn của ",
            "Nhiệm vụ và quyền hạn của ",
            "Chức năng, nhiệm vụ của ",
            "Trách nhiệm, quyền hạn của ",
        ];
        let whose = without_opening(title, &OPENERS);
        let Some(whose) = whose else {
            return Vec::new();
        };
        let named = heading::of_heading(whose, &mut self.words);
        // "Nhiệm vụ, quyền hạn của Đội ứng cứu sự cố": a team named by its work, to the end of the heading.
        let is_team = named.is_empty()
            && self.words.first(whose, formula::FIRST_PHRASE_MAX) == Some(Class::Head);
        match is_team {
            true => vec![collapse(whose.trim_end_matches([':', '.', ' ']))],
            false => named,
        }
    }

    /// True if the line is agencies and nothing else.
    pub(super) fn names_agencies(&mut self, index: usize) -> bool {
        match self.heading {
            Some((read, names)) if read == index => names,
            _ => !heading::of_heading(self.body(index), &mut self.words).is_empty(),
        }
    }

    /// "Điều 8. Công an Thành phố" or "1. Cục Đường bộ Việt Nam" above.
    pub(super) fn stands_under_agency(&self, index: usize) -> bool {
        self.parent_handed(index).by_heading
    }

    /// The time that a heading names, in capitals or not.
    fn period(&self, named: Span) -> Option<Deadline> {
        let words = &self.text[named.range()];
        // Of "QUÝ II/2021" the numeral keeps its capitals; a small letter has as many bytes as its capital here.
        let is_numeral = |c: char| matches!(c, 'I' | 'V' | ',' | '/') || c.is_ascii_digit();
        let small = |word: &str| match word.chars().all(is_numeral) {
            true => word.to_owned(),
            false => lower_case(word),
        };
        let said: Vec<String> = words.split(' ').map(small).collect();
        let start = named.start as usize;
        let found = deadline::find(&said.join(" "), start, self.year, Setting::Cell)?;
        Some(Deadline {
            text: collapse(words),
            span: named,
            ..found
        })
    }
}

/// "Ủy ban nhân dân thành phố chỉ thị:": whom, the list says.
fn opens_list_of_orders(lead: &str) -> bool {
    let orders = [" chỉ thị:", " yêu cầu:", " đề nghị:"];
    orders.iter().any(|order| lead.ends_with(order))
}

/// First words of bodies in capitals: most titles begin otherwise.
const CAPITAL_HEADS: [&str; 26] = [
    "SỞ",
    "BỘ",
    "BAN",
    "PHÒNG",
    "VĂN",
    "ỦY",
    "UỶ",
    "UBND",
    "HĐND",
    "CÔNG",
    "ĐÀI",
    "BÁO",
    "TRUNG",
    "HỘI",
    "ĐOÀN",
    "CHI",
    "CỤC",
    "TỔNG",
    "THANH",
    "CÁC",
    "TRƯỜNG",
    "LIÊN",
    "MẶT",
    "BẢO",
    "TỈNH",
    "VIỆN",
];
