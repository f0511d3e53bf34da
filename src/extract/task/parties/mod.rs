//! Who must do what a clause says, and with whom: from the subject before the verb, the object of
//! "giao", "yêu cầu", "đề nghị", the doer of a passive, and what follows "phối hợp với". A
//! recipient ("gửi về Sở Nội vụ") is neither.

mod acting;
mod asked;
mod behind;
mod helping;

use super::super::trace::Rule;
use super::super::words::{Class, Stretch, Token, Words};

use acting::subject_at;
use asked::{asked_by_agency, asked_in_paper, given_later};
use helping::{by_brackets, coordinators, is_noun};

/// Agencies as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parties {
    pub owners: Vec<String>,
    pub coordinators: Vec<String>,
    /// The clause tells of the past or of somebody's own act.
    pub is_narrative: bool,
    /// Which rule found the owners.
    pub by: Option<Rule>,
    /// "…; Công an xã tuần tra": who else acts in a clause of its own.
    pub besides: Vec<String>,
}

impl Parties {
    pub fn is_explicit(&self) -> bool {
        !self.owners.is_empty()
    }
}

/// Tokens from the start of a clause within which its subject is looked for.
const SUBJECT_TOKENS_MAX: usize = 90;

/// Reads a clause.
pub(super) fn read(text: &str, words: &mut Words) -> Parties {
    let stretch = words.read(text);
    if !stretch.may_name() {
        return Parties::default();
    }
    let mut parties = subject(stretch).unwrap_or_default();
    parties.besides = behind::acting_besides(stretch);
    let helping = coordinators(stretch, &parties.owners);
    for name in helping {
        if !parties.coordinators.contains(&name) {
            parties.coordinators.push(name);
        }
    }
    parties
}

/// "Chủ bến, người lái phương tiện có trách nhiệm …": whoever must, as written, where no agency is known.
pub(super) fn unknown_subject(text: &str, words: &mut Words) -> Option<String> {
    const SUBJECT_MAX: usize = 24;
    let stretch = words.read(text);
    let tokens = stretch.tokens.iter().take(SUBJECT_MAX);
    let names = tokens.take_while(|it| {
        matches!(
            it.class,
            Class::Name
                | Class::Small
                | Class::Place
                | Class::Head
                | Class::Body
                | Class::Level
                | Class::Office
                | Class::Quantity
                | Class::Modifier
                | Class::Digits
                | Class::Comma
                | Class::And
                | Class::Dash
        )
    });
    let duty = names.count();
    let must = matches!(
        stretch.word(duty),
        "có trách nhiệm" | "chịu trách nhiệm" | "có nhiệm vụ"
    );
    (0 < duty && must).then(|| stretch.name(0, duty))
}

pub(super) fn strings(stretch: Stretch, each: &[(usize, usize)]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(each.len());
    for &(from, to) in each {
        let name = stretch.name(from, to);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The subject of the first sentence, or the agency a later sentence gives the work to.
fn subject(stretch: Stretch) -> Option<Parties> {
    if stretch.word(0) == "Việc"
        && let Some(found) = passive(stretch)
    {
        return Some(found);
    }
    if stretch.word(0) == "Về"
        && let Some(found) = behind_topic(stretch)
    {
        return Some(found);
    }
    // "Là đầu mối tổng hợp, đề xuất UBND tỉnh phân công các sở …", "Giúp Chủ tịch, Phó Chủ tịch chuẩn bị …": a duty of
    // whoever stands above, whomever it names.
    if stretch.class(0) == Some(Class::Duty) || matches!(stretch.word(0), "Là" | "Giúp") {
        return None;
    }
    // "Năm học này, ngành giáo dục thực hiện …, Bộ đề nghị các Sở thực hiện các nội dung sau:": what a list begins with.
    let heads_list = stretch
        .tokens
        .last()
        .is_some_and(|it| it.class == Class::Colon);
    // "Cục Quản lý Dược đề nghị:": of whom, the list says.
    let last = stretch.tokens.len().wrapping_sub(2);
    if heads_list && stretch.class(last) == Some(Class::Assign) {
        return None;
    }
    let asked = || asked_by_agency(stretch).or_else(|| asked_in_paper(stretch));
    if let Some(found) = heads_list.then(asked).flatten() {
        return Some(found);
    }
    // "Rầy nâu đang gây hại. Để phòng chống, Bộ đề nghị các tỉnh thực hiện các nội dung sau:": the last sentence leads.
    let is_end = |token: &Token| token.class == Class::Period;
    let end = stretch.tokens.iter().rposition(is_end);
    let last = end.filter(|_| heads_list).map(|end| stretch.from(end + 1));
    let ordered = |found: &Parties| found.by == Some(Rule::Ordered);
    if let Some(found) = last.and_then(subject).filter(ordered) {
        return Some(found);
    }
    let mut at = usize::from(stretch.word(0) == "Riêng");
    let limit = stretch.tokens.len().min(SUBJECT_TOKENS_MAX);
    // "Phấn đấu đến tháng 6, UBND các huyện hoàn thành …" says until when before it says who.
    let is_aim = stretch.word(0) == "Phấn đấu" && stretch.class(1) == Some(Class::Preposition);
    let opens_with_action = !is_aim
        && matches!(
            stretch.class(0),
            Some(Class::Action | Class::Verb | Class::Lead | Class::Support)
        );
    while at < limit {
        let found = match is_inside_group(stretch, at) {
            true => None,
            false => subject_at(stretch, at),
        };
        if found.is_some() {
            return found;
        }
        if opens_with_action {
            break;
        }
        match next_position(stretch, at, limit) {
            Some(next) => at = next,
            None => break,
        }
    }
    given_later(stretch).or_else(|| behind::doer(stretch))
}

/// "Về đề nghị Chính phủ bố trí vốn …: giao Bộ Tài chính …": what was asked for is the topic, behind the colon is the order.
fn behind_topic(stretch: Stretch) -> Option<Parties> {
    let tokens = stretch.tokens.iter();
    let mut sentence = tokens.take_while(|token| token.class != Class::Period);
    let colon = sentence.position(|token| token.class == Class::Colon)?;
    subject_at(stretch, colon + 1)
}

/// "báo cáo của các sở," + "ngành", "Sở Kế hoạch và Đầu tư tổng hợp": a body in small letters goes on with the group before.
/// So does a head that nothing completes: "làm việc với các Tập đoàn," + "Tổng công ty và các hiệp hội".
fn is_inside_group(stretch: Stretch, at: usize) -> bool {
    let is_small = || stretch.word(at).starts_with(char::is_lowercase);
    let goes_on = match stretch.class(at) {
        Some(Class::Body) => is_small(),
        Some(Class::Head) => matches!(stretch.class(at + 1), Some(Class::Comma | Class::And)),
        _ => false,
    };
    if at == 0 || !goes_on {
        return false;
    }
    let before = stretch.tokens[..at].iter().rev();
    let mut outside =
        before.skip_while(|it| matches!(it.class, Class::Head | Class::Body | Class::Comma));
    outside.next().is_some_and(|it| it.class == Class::Quantity)
}

/// The next place in the first sentence where a subject may start: after a comma, or a colon of
/// "Cụ thể:".
fn next_position(stretch: Stretch, from: usize, limit: usize) -> Option<usize> {
    for at in from..limit {
        match stretch.class(at)? {
            // "…, phối hợp Báo A, Đài B tuyên truyền": who helps is not who acts.
            Class::Support if goes_on(stretch, at) => {
                let next = at + 1 + usize::from(stretch.word(at + 1) == "với");
                if let Some(found) = stretch.agencies(next) {
                    return Some(found.end);
                }
            }
            Class::Comma | Class::Colon => return Some(at + 1),
            Class::Assign if at > from => return Some(at),
            Class::Period => return None,
            _ => {}
        }
    }
    None
}

/// One act more of whoever is spoken of.
fn goes_on(stretch: Stretch, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| stretch.class(before));
    let by_comma = matches!(
        before,
        Some(Class::Comma | Class::Semicolon | Class::And | Class::Lead)
    );
    // "Cục Tần số phối hợp Trường A, Học viện B mở lớp": behind a subject nobody knows.
    let by_subject = stretch.class(0) == Some(Class::Head) && !is_noun(stretch, at);
    by_comma || by_subject
}

/// "Giao X …", "đề nghị X …": what stands after the word is the owner.
fn given(stretch: Stretch, assign: usize) -> Option<Parties> {
    let next = assign + 1;
    let next = if stretch.class(next) == Some(Class::Comma) {
        next + 1
    } else {
        next
    };
    let found = stretch.agencies(next)?;
    Some(Parties {
        by: Some(Rule::Ordered),
        ..parties(stretch, &found.each)
    })
}

fn parties(stretch: Stretch, each: &[(usize, usize)]) -> Parties {
    let (owners, coordinators) = match by_brackets(stretch, each) {
        Some((helping, owning)) => (strings(stretch, &owning), strings(stretch, &helping)),
        None => (strings(stretch, each), Vec::new()),
    };
    Parties {
        owners,
        coordinators,
        by: Some(Rule::Subject),
        ..Parties::default()
    }
}

/// "Việc biểu dương … do Bộ Thông tin và Truyền thông thực hiện".
fn passive(stretch: Stretch) -> Option<Parties> {
    let end = stretch.tokens.len().min(SUBJECT_TOKENS_MAX);
    (0..end)
        .filter(|&at| stretch.class(at) == Some(Class::By))
        .find_map(|at| {
            let found = stretch.agencies(at + 1)?;
            Some(Parties {
                by: Some(Rule::Passive),
                ..parties(stretch, &found.each)
            })
        })
}
