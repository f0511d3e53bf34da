//! What governs a line where it stands: the role of its section, and whether anybody is bound by what it says.

use super::super::any_of::opens_with;
use super::super::outline::Mark;
use super::super::section::{Role, approves, role_at_start};
use super::super::trace::Rule;
use super::super::words::Class;
use super::clause::PARAGRAPH_MIN;
use super::parties::Parties;
use super::{Draft, Finder, formula};
use crate::text::lower_case;

impl Finder<'_> {
    /// The role of the section around a line. Topics of a plan that name no role are work;
    /// elsewhere they are nothing.
    pub(super) fn role(&self, index: usize) -> Option<Role> {
        let section = self.section_of[index].and_then(|id| self.roles.get(id as usize));
        let role = section.copied().flatten();
        let own = self.own_role(index);
        let topic = role.is_none()
            && match self.has_plan_sections {
                true => section.is_some() && !self.is_report && !self.is_approved(index),
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
        // What a decision itself sets up a team for is the team's; what it carries binds those it names.
        let is_carried = *part > 0 || !self.is_decision;
        let is_nobodys = || is_carried && draft.owners.is_empty();
        // A charter tells of each organ what it is and does.
        let may_give = || role.is_some() || self.stands_under_agency(index);
        self.norms.contains(part)
            && (self.charters.contains(part) || is_nobodys() || !may_give())
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

    /// True in a report outside its sections of work, where nobody is told to do it in so many words.
    pub(super) fn is_reported(&self, role: Option<Role>, found: &Parties) -> bool {
        self.is_report && role.is_none() && found.by != Some(Rule::Ordered)
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
        const LISTS: [&str; 5] = [
            "gồm:",
            "quyết định:",
            "ban hành:",
            "phê duyệt:",
            "thông qua:",
        ];
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
                // "Hồ sơ gồm: - Đơn đề nghị; - Biên bản nghiệm thu", "Trình Hội đồng nhân dân tỉnh quyết định: - Phương án
                // phân bổ vốn": papers.
                Some(Class::Name) => LISTS.iter().any(|end| self.body(index).ends_with(end)),
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

    /// "Hội đồng nhân dân tỉnh ban hành Nghị quyết quy định mức chi …" right above "Điều 1": the paper says what it is.
    pub(super) fn brings_in_articles(&self, index: usize) -> bool {
        const PAPERS: [&str; 2] = [" ban hành Nghị quyết ", " ban hành Quyết định "];
        let line = &self.lines[index];
        let below = self.lines.get(index + 1);
        let heads = below.is_some_and(|it| it.mark == Some(Mark::Article) && it.part == line.part);
        heads && line.mark.is_none() && {
            let body = self.body(index);
            PAPERS.iter().any(|paper| body.contains(paper)) && !formula::has_order(body)
        }
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
