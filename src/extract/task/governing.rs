//! What governs a line: the agencies handed down to it, the role of its section, and whether it
//! gives work at all.

use std::rc::Rc;

use super::super::any_of::{opens_with, without_opening};
use super::super::deadline::Setting;
use super::super::outline::{Line, Mark, is_capitals};
use super::super::section::{Role, approves, collapse, role_at_start};
use super::super::trace::Rule;
use super::super::words::Class;
use super::super::{Deadline, deadline};
use super::clause::PARAGRAPH_MIN;
use super::parties::{self, Parties};
use super::{Draft, Finder, Handed, formula, heading};
use crate::text::{Span, lower_case, opens_folded};

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
        whose.map_or_else(Vec::new, |whose| {
            heading::of_heading(whose, &mut self.words)
        })
    }

    /// True if the line is agencies and nothing else.
    pub(super) fn names_agencies(&mut self, index: usize) -> bool {
        match self.heading {
            Some((read, names)) if read == index => names,
            _ => !heading::of_heading(self.body(index), &mut self.words).is_empty(),
        }
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

    /// The role of the section around a line. Topics of a plan that name no role are work;
    /// elsewhere they are nothing.
    pub(super) fn role(&self, index: usize) -> Option<Role> {
        let section = self.section_of[index].and_then(|id| self.roles.get(id as usize));
        let role = section.copied().flatten();
        let own = self.own_role(index);
        let topic = role.is_none()
            && match self.has_plan_sections {
                true => section.is_some() && !self.is_approved(index),
                false => self.is_plain_plan && self.is_announced(index),
            };
        let found = own
            .or(role)
            .or(topic.then_some(Role::Tasks))
            .filter(|&role| role != Role::Annex);
        let is_norm = self.norms.contains(&self.lines[index].part);
        found.filter(|&role| !is_norm || !matches!(role, Role::Tasks | Role::Budget | Role::Report))
    }

    /// "1. Rà soát văn bản …" under "Phòng Tư pháp xây dựng kế hoạch như sau:", or under "Nhiệm vụ thường xuyên", which
    /// without a mark is no section.
    fn is_announced(&self, index: usize) -> bool {
        let mut above = self.headings(index);
        let announces = |at: usize| {
            let is_title = self.lines[at].mark.is_none() && self.lines[at].is_heading;
            formula::is_announcement(self.body(at))
                || is_title && role_at_start(self.body(at)) == Some(Role::Tasks)
        };
        self.lines[index].mark.is_some() && above.any(announces)
    }

    /// True under an article that tells what was approved.
    fn is_approved(&self, index: usize) -> bool {
        let mut above = self.above(index);
        let article = above.find(|&at| self.lines[at].mark == Some(Mark::Article));
        article.is_some_and(|at| approves(self.body(at)))
    }

    /// The lines that an item stands under, the nearest first.
    fn above(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.lines[index].parent, |&at| self.lines[at].parent)
    }

    fn headings(&self, index: usize) -> impl Iterator<Item = usize> {
        self.above(index).take(HEADINGS_MAX)
    }

    /// In a part made of articles, a rule without an assigning heading is work only if it names
    /// who and when.
    pub(super) fn is_rule(&self, index: usize, role: Option<Role>, draft: &Draft) -> bool {
        let timed = draft
            .deadline
            .as_ref()
            .is_some_and(|deadline| deadline.due.is_some() || deadline.recurrence.is_some());
        let part = &self.lines[index].part;
        // A charter tells of each organ what it is and does.
        let may_give = || role.is_some() || self.stands_under_agency(index);
        self.norms.contains(part)
            && (self.charters.contains(part) || !may_give())
            && !(draft.is_explicit && timed)
    }

    /// In a file that may be no administrative document, a study or a contract, only a section that
    /// gives work or an order gives work, its own or that of the lead: "Bệnh viện có 30 giường" has a subject and tells.
    pub(super) fn is_no_order(&self, role: Option<Role>, draft: &Draft, found: &Parties) -> bool {
        // "Chủ tịch UBND thị xã kết luận: các cơ quan cần tập trung …:", "1. Phòng Nội vụ rà soát …"; "Doanh nghiệp",
        // "Công ty" and offices are what laws and contracts speak of.
        let is_agency = |name: &String| {
            let head = self.words.first(name, formula::FIRST_PHRASE_MAX);
            let is_firm = opens_with(name, &["Công ty", "công ty", "Tổng công ty"]);
            head == Some(Class::Head) && !is_firm
        };
        let is_ordered = || {
            let above = self.parent_handed(draft.line);
            above.by_order
                || draft.is_explicit && above.orders && draft.owners.first().is_some_and(is_agency)
        };
        self.is_other && role.is_none() && found.by != Some(Rule::Ordered) && !is_ordered()
    }

    /// "Điều 8. Công an Thành phố" or "1. Cục Đường bộ Việt Nam" above.
    pub(super) fn stands_under_agency(&self, index: usize) -> bool {
        self.parent_handed(index).by_heading
    }

    /// A leaf heading is no section, and still says what it is: "Mục tiêu: …".
    pub(super) fn own_role(&self, index: usize) -> Option<Role> {
        let line = &self.lines[index];
        if line.mark.is_none() {
            return self.role_alone(index.checked_sub(1)?);
        }
        if line.has_children {
            return None;
        }
        // A section may have a theme of its own: "Chủ đề tháng 9".
        const NAMES: [&str; 2] = ["Chủ đề:", "Khẩu hiệu:"];
        let body = self.body(index);
        let Some(colon) = memchr::memchr(b':', &body.as_bytes()[..body.len().min(HEAD_MAX)]) else {
            return self.role_alone(index);
        };
        match opens_with(body, &NAMES) {
            true => Some(Role::Scope),
            false => role_at_start(&body[..colon]).filter(|&role| is_silent(role)),
        }
    }

    /// "* Mục tiêu", "- Đối tượng áp dụng" and nothing else: what the paragraph below is about.
    fn role_alone(&self, index: usize) -> Option<Role> {
        let line = &self.lines[index];
        let body = self.body(index);
        let is_name = line.mark.is_some()
            && !line.has_children
            && body.len() <= NAME_MAX
            && !body.ends_with(['.', ';', ',']);
        let role = is_name.then(|| role_at_start(body)).flatten();
        role.filter(|&role| is_silent(role))
    }

    /// "…: - công trình do dân làm; - công trình do xã làm": things counted after a colon, not
    /// instructions.
    pub(super) fn enumerates(&self, index: usize) -> bool {
        let line = &self.lines[index];
        if line.is_heading && line.mark.is_some() && states_purposes(self.body(index)) {
            return line.has_children;
        }
        let Some(first) = self
            .lines
            .get(index + 1)
            .filter(|next| next.parent == Some(index) && next.table.is_none())
        else {
            return false;
        };
        let words = &self.text[first.body.range()];
        matches!(
            line.mark,
            Some(Mark::Number(_) | Mark::SmallLetter | Mark::Star | Mark::Dash)
        ) && line.is_heading
            && first.mark.is_some_and(Mark::is_bullet)
            && match self.words.first(words, formula::FIRST_PHRASE_MAX) {
                Some(Class::Small | Class::Digits) => true,
                // "Hồ sơ gồm: - Đơn đề nghị; - Biên bản nghiệm thu": papers.
                Some(Class::Name) => self.body(index).ends_with("gồm:"),
                _ => false,
            }
            && self.body(index).len() > PARAGRAPH_MIN
    }

    pub(super) fn is_part_of_list(&self, index: usize) -> bool {
        self.lines[index]
            .parent
            .is_some_and(|parent| self.enumerates(parent) || telegraphs(self.body(parent)))
    }

    /// "Công tác chỉ đạo, điều hành", "Việc công khai thủ tục" under "Nội dung kiểm tra": what others are asked about.
    pub(super) fn is_inspected(&self, index: usize) -> bool {
        const OBJECTS: [&str; 4] = ["Công tác ", "Việc ", "Tình hình ", "Kết quả "];
        opens_with(self.body(index), &OBJECTS)
            && self
                .headings(index)
                .any(|at| lists_inspected(self.body(at)))
    }

    /// What a directive tells before the sentence that orders: the situation.
    pub(super) fn is_before_orders(&self, index: usize, role: Option<Role>) -> bool {
        role.is_none()
            && self.lines[index].mark.is_none()
            && self
                .orders_at
                .is_some_and(|at| index < at && self.lines[at].part == self.lines[index].part)
    }
}

/// "Sửa đổi quy chế để:", "Rà soát quy trình theo hướng:": the list says what for and how.
fn states_purposes(lead: &str) -> bool {
    const ENDS: [&str; 5] = [
        " để:",
        " nhằm:",
        " nhằm mục đích:",
        " theo hướng:",
        " với mục tiêu:",
    ];
    lead.ends_with(':') && ENDS.iter().any(|end| lead.ends_with(end))
}

/// "Ủy ban nhân dân thành phố chỉ thị:": whom, the list says.
fn opens_list_of_orders(lead: &str) -> bool {
    let orders = [" chỉ thị:", " yêu cầu:", " đề nghị:"];
    orders.iter().any(|order| lead.ends_with(order))
}

/// "Ban Chỉ huy phòng chống thiên tai tỉnh điện:": to whom the telegram goes stands below.
fn telegraphs(heading: &str) -> bool {
    heading.ends_with(" điện:") || heading.ends_with(" ĐIỆN:")
}

/// Headings above an item that are asked what it is.
const HEADINGS_MAX: usize = 3;

fn lists_inspected(heading: &str) -> bool {
    const ACTS: [&str; 4] = ["kiểm tra", "thanh tra", "giám sát", "khảo sát"];
    let heading = lower_case(heading.trim_end_matches([':', '.', ' ']));
    heading.starts_with("nội dung") && ACTS.iter().any(|act| heading.ends_with(act))
}

/// Bytes of "Phạm vi, đối tượng áp dụng".
const NAME_MAX: usize = 40;

/// Bytes before a colon that may say what a leaf heading is.
const HEAD_MAX: usize = 60;

/// Sections that give no work.
pub(super) fn is_silent(role: Role) -> bool {
    match role {
        Role::Purpose
        | Role::Objective
        | Role::Kpi
        | Role::Scope
        | Role::Situation
        | Role::Definition
        | Role::Prohibition
        | Role::Basis
        | Role::Effect => true,
        Role::Tasks | Role::Implementation | Role::Budget | Role::Report | Role::Annex => false,
    }
}

/// Parts with so many articles that they are regulations, not decisions, or that tell how papers are written; every part of
/// a document whose type makes law.
pub(super) fn norms(lines: &[Line], text: &str, doc_type: Option<&str>) -> Vec<u32> {
    let makes_law = doc_type.is_some_and(|doc_type| NORMATIVE.contains(&doc_type));
    let is_norm = |part: &&[Line]| makes_law || is_regulation(part) || tells_form(part, text);
    let parts = lines.chunk_by(|one, next| one.part == next.part);
    let norms = parts.filter(is_norm);
    norms.filter_map(|part| Some(part.first()?.part)).collect()
}

fn is_regulation(part: &[Line]) -> bool {
    let articles = part.iter().filter(|line| line.mark == Some(Mark::Article));
    NORM_ARTICLES_MIN <= articles.count()
}

/// "Hướng dẫn thể thức và kỹ thuật trình bày văn bản của Đảng": what stands where on a paper binds whoever writes one.
fn tells_form(part: &[Line], text: &str) -> bool {
    const TITLES: [&str; 7] = [
        "the thuc va ky thuat trinh bay",
        "the thuc, ky thuat trinh bay",
        "the thuc trinh bay",
        "huong dan the thuc",
        "huong dan ve the thuc",
        "quy dinh the thuc",
        "quy dinh ve the thuc",
    ];
    let is_head = |line: &&Line| matches!(line.mark, None | Some(Mark::Annex));
    let mut head = part.iter().take_while(is_head);
    let titled = |line: &Line| {
        TITLES
            .iter()
            .any(|title| opens_folded(&text[line.body.range()], title))
    };
    head.any(titled)
}

/// Those of `norms` that are the charter of a body.
pub(super) fn charters(norms: &[u32], lines: &[Line], text: &str) -> Vec<u32> {
    const TITLES: [&str; 2] = ["ĐIỀU LỆ", "Điều lệ"];
    let is_charter = |part: &&u32| {
        let own = lines.iter().skip_while(|line| line.part != **part);
        let mut head =
            own.take_while(|line| line.part == **part && line.mark != Some(Mark::Article));
        head.any(|line| line.mark.is_none() && opens_with(&text[line.body.range()], &TITLES))
    };
    norms.iter().filter(is_charter).copied().collect()
}

/// Parts that their readers fill in or write after: every report has its outline and its tables of figures (Nghị định
/// 09/2019/NĐ-CP), and what they list is to be told, not done.
pub(super) fn forms(lines: &[Line], text: &str) -> Vec<u32> {
    const TITLES: [&str; 10] = [
        "ĐỀ CƯƠNG",
        "Đề cương",
        "BIỂU MẪU",
        "Biểu mẫu",
        "MẪU ",
        "Mẫu ",
        "PHIẾU ",
        "Phiếu ",
        "BIÊN BẢN",
        "BẢN CAM KẾT",
    ];
    let attached = lines.chunk_by(|one, next| one.part == next.part).skip(1);
    let says = |span: Span| opens_with(&text[span.range()], &TITLES);
    let is_form = |part: &&[Line]| {
        let is_title =
            |line: &&Line| matches!(line.mark, None | Some(Mark::Annex)) && line.table.is_none();
        let mut head = part.iter().take(FORM_HEAD_LINES).take_while(is_title);
        head.any(|line| line.label.is_some_and(says) || says(line.body))
    };
    attached
        .filter(is_form)
        .filter_map(|part| Some(part.first()?.part))
        .collect()
}

/// Lines of an attachment in which it says what it is: its number, what carries it, its title.
const FORM_HEAD_LINES: usize = 4;

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

/// Types that only ever hold norms (Luật Ban hành văn bản quy phạm pháp luật); a Quyết định or a
/// Nghị quyết may be either.
const NORMATIVE: [&str; 6] = ["NĐ", "TT", "TTLT", "Luật", "PL", "Hiến pháp"];

/// Articles of the shortest regulation; a decision has three to five.
const NORM_ARTICLES_MIN: usize = 6;
