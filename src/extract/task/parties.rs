//! Who must do what a clause says, and with whom: from the subject before the verb, the object of
//! "giao", "yêu cầu", "đề nghị", the doer of a passive, and what follows "phối hợp với". A
//! recipient ("gửi về Sở Nội vụ") is neither.

use super::super::agency::Agencies;
use super::super::trace::Rule;
use super::super::words::{Class, Stretch, Token, Words};
use super::asked::{asked_by_agency, asked_in_paper, given_later};
use super::heading::is_part_played;

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
pub(super) const SUBJECT_TOKENS_MAX: usize = 90;
/// Tokens between an agency and the "có trách nhiệm" that makes it the subject.
const DUTY_TOKENS_MAX: usize = 40;

/// Reads a clause.
pub(super) fn read(text: &str, words: &mut Words) -> Parties {
    let stretch = words.read(text);
    if !stretch.may_name() {
        return Parties::default();
    }
    let mut parties = subject(stretch).unwrap_or_default();
    parties.besides = acting_besides(stretch);
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
    given_later(stretch)
        .or_else(|| doer_at_end(stretch))
        .or_else(|| behind_topic(stretch))
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

/// "Ban Chỉ huy Quân sự xã tuyển quân; Công an xã tuần tra", "…; Hạt Kiểm lâm: kiểm tra rừng": whoever acts behind a
/// semicolon.
fn acting_besides(stretch: Stretch) -> Vec<String> {
    if !stretch.has(Class::Semicolon) {
        return Vec::new();
    }
    let is_open = |at: &usize| stretch.class(at - 1) == Some(Class::Semicolon);
    let clauses = (1..stretch.tokens.len()).filter(is_open);
    // "những xã giải ngân dưới 20%" are nobody by name.
    let is_named = |at: &usize| {
        stretch.class(*at) != Some(Class::Quantity) || stretch.word(*at).eq_ignore_ascii_case("các")
    };
    let acting = clauses.filter(is_named).filter_map(|at| {
        let found = stretch.agencies(at)?;
        let acts = matches!(
            stretch.class(found.end)?,
            Class::Verb | Class::Lead | Class::Duty | Class::Modal | Class::Colon
        ) || stretch.word(found.end) == "lãnh đạo";
        acts.then(|| strings(stretch, &found.each))
    });
    acting.flatten().collect()
}

/// "Công khai, minh bạch: Phòng Tài chính hướng dẫn các đơn vị …": what it is about, then an agency that acts.
fn behind_topic(stretch: Stretch) -> Option<Parties> {
    /// Tokens of the longest topic, which may cite: "Cải tạo chung cư cũ theo Nghị định số …: Sở Xây dựng tham mưu …".
    const TOPIC_MAX: usize = 48;
    let last = stretch.tokens.len().min(TOPIC_MAX);
    let colon = (1..last).find(|&at| stretch.class(at) == Some(Class::Colon))?;
    let found = stretch.agencies(colon + 1)?;
    let acts = matches!(
        stretch.class(found.end),
        Some(Class::Verb | Class::Lead | Class::Duty)
    );
    let is_named = stretch.class(colon + 1) == Some(Class::Head);
    (acts && is_named).then(|| parties(stretch, &found.each))
}

/// "Mua sắm máy tính: Văn phòng Sở thực hiện trong tháng 5.", "Rà soát thủ tục. Thanh tra Sở chủ trì.", "Trồng cây; Sở Xây
/// dựng chủ trì", "Tổ chức hội nghị do Sở Nội vụ chủ trì": who does it is told after what is to be done.
fn doer_at_end(stretch: Stretch) -> Option<Parties> {
    const STARTS_MAX: usize = 8;
    let inner = |at: usize| {
        matches!(
            stretch.class(at - 1),
            Some(Class::Comma | Class::Semicolon | Class::By)
        )
    };
    let starts = (1..stretch.tokens.len()).filter(|&at| {
        let opens = matches!(
            stretch.class(at - 1),
            Some(Class::Colon | Class::Period | Class::Dash)
        );
        opens || inner(at)
    });
    starts.take(STARTS_MAX).find_map(|at| {
        let found = stretch.agencies(at)?;
        let does = stretch.class(found.end) == Some(Class::Lead)
            || !inner(at)
                && matches!(
                    stretch.word(found.end),
                    "thực hiện" | "phụ trách" | "đảm nhiệm"
                );
        let next = stretch.class(found.end + 1);
        let ends = matches!(
            next,
            None | Some(Class::Period | Class::Semicolon | Class::Comma | Class::Preposition)
        );
        // "Rà soát hộ nghèo: Sở Y tế (chủ trì), Sở Nội vụ (phối hợp)".
        let leads = |&(_, to): &(usize, usize)| {
            stretch.class(to) == Some(Class::Open) && stretch.class(to + 1) == Some(Class::Lead)
        };
        (does && ends || found.each.iter().any(leads)).then(|| parties(stretch, &found.each))
    })
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

fn subject_at(stretch: Stretch, at: usize) -> Option<Parties> {
    let word = stretch.word(at);
    match stretch.class(at)? {
        Class::Assign => given(stretch, at),
        // "Hàng năm Phòng Tài chính lập báo cáo …".
        Class::Modal => acting(stretch, at + 1),
        Class::Preposition if word.eq_ignore_ascii_case("đối với") || word == "Đối với" => {
            told_apart(stretch, at + 1).or_else(|| acting(stretch, at + 1))
        }
        _ => acting(stretch, at),
    }
}

/// "Đối với các xã chưa hoàn thành thì khẩn trương …": which of them, then what they must do.
fn told_apart(stretch: Stretch, at: usize) -> Option<Parties> {
    const CLAUSE_MAX: usize = 24;
    let found = stretch.agencies(at)?;
    let clause = found.end..stretch.tokens.len().min(found.end + CLAUSE_MAX);
    let mut clause = clause.take_while(|&at| stretch.class(at) != Some(Class::Period));
    let then = clause.find(|&at| stretch.word(at) == "thì")?;
    let acts = matches!(
        stretch.class(then + 1),
        Some(Class::Verb | Class::Modal | Class::Lead | Class::Support)
    );
    acts.then(|| parties(stretch, &found.each))
}

/// "Giao X …", "đề nghị X …": what stands after the word is the owner.
pub(super) fn given(stretch: Stretch, assign: usize) -> Option<Parties> {
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

/// An agency and what makes it the subject.
fn acting(stretch: Stretch, at: usize) -> Option<Parties> {
    let found = stretch.agencies(at)?;
    let end = found.end;
    let class = stretch.class(end)?;
    // "Đơn vị nào chậm trễ sẽ bị xem xét trách nhiệm": whichever it may be is nobody.
    if (at..=end).any(|at| stretch.word(at) == "nào") {
        return None;
    }
    let owned = || parties(stretch, &found.each);
    match class {
        // "Hiệp hội đề nghị được gia hạn": for itself.
        Class::Assign if stretch.word(end + 1) == "được" => Some(Parties {
            is_narrative: true,
            ..Parties::default()
        }),
        // "Văn phòng mời đại biểu".
        Class::Assign
            if stretch.word(end) == "mời"
                && stretch.agencies(end + 1).is_none()
                && stretch.class(end + 1) != Some(Class::Colon) =>
        {
            Some(owned())
        }
        // "UBND tỉnh giao: Sở Nội vụ theo dõi; …".
        Class::Assign if stretch.class(end + 1) == Some(Class::Colon) => {
            given(stretch, end + 1).or_else(|| Some(owned()))
        }
        // "Sở Nông nghiệp phân công cán bộ bám đồng ruộng": people of its own.
        Class::Assign => given(stretch, end).or_else(|| {
            let own = stretch.word(end) == "phân công" || stretch.agencies(end + 2).is_some();
            own.then(owned)
        }),
        // "Sở cũng yêu cầu các đơn vị gửi báo cáo".
        Class::Modal
            if stretch.word(end) == "cũng" && stretch.class(end + 1) == Some(Class::Assign) =>
        {
            given(stretch, end + 1).or_else(|| Some(owned()))
        }
        Class::Past => Some(Parties {
            is_narrative: true,
            ..Parties::default()
        }),
        // "Cán bộ, công chức phải là người hướng dẫn": how they should be.
        Class::Modal if stretch.word(end) == "phải" && stretch.word(end + 1) == "là" => None,
        // "Bệnh viện là đơn vị sự nghiệp", "Trưởng thôn được hưởng phụ cấp": what they are and may have, unless it goes on.
        Class::Modal if matches!(stretch.word(end), "là" | "được") => {
            acts_later(stretch, end).then(owned)
        }
        Class::Verb | Class::Duty | Class::Lead | Class::Support | Class::Modal | Class::Small => {
            Some(owned())
        }
        Class::Office if stretch.word(end) == "lãnh đạo" => Some(owned()),
        Class::Comma if matches!(stretch.class(end + 1), Some(Class::Assign)) => {
            given(stretch, end + 1)
        }
        Class::Comma
            if matches!(
                stretch.class(end + 1),
                Some(Class::Lead | Class::Duty | Class::Support)
            ) =>
        {
            Some(owned())
        }
        _ if at == 0 && unknown_verb(stretch, &found).is_some() => {
            let (from, _) = *found.each.last()?;
            let end = unknown_verb(stretch, &found)?;
            let mut each = found.each.clone();
            *each.last_mut()? = (from, end);
            Some(parties(stretch, &each))
        }
        Class::Preposition if stretch.word(end) == "thông qua" => Some(owned()),
        Class::Comma if at == 0 && goes_on_unknown(stretch, end, found.each.len()) => Some(owned()),
        Class::Dash if acts_behind_dashes(stretch, end) => Some(owned()),
        Class::Comma | Class::Preposition if has_duty(stretch, end) => Some(owned()),
        _ => None,
    }
}

/// "…, có trách nhiệm lập kế hoạch", "…, tham mưu …": a duty further on in the sentence.
fn acts_later(stretch: Stretch, from: usize) -> bool {
    let to = stretch.tokens.len().min(from + DUTY_TOKENS_MAX);
    let mut sentence = (from..to).take_while(|&at| stretch.class(at) != Some(Class::Period));
    sentence.any(|at| match stretch.class(at) {
        Some(Class::Duty | Class::Lead | Class::Support) => true,
        Some(Class::Comma | Class::Semicolon) => stretch.class(at + 1) == Some(Class::Verb),
        _ => false,
    })
}

/// "Báo Cần Thơ vinh danh điển hình trên trang nhất": small words after a name that no name needs
/// are a verb nobody listed. A name keeps the one small word that completes its last syllable
/// pair.
fn unknown_verb(stretch: Stretch, found: &Agencies) -> Option<usize> {
    let &(from, to) = found.each.last()?;
    if found.end != to {
        return None;
    }
    let last = (from..to)
        .rev()
        .find(|&at| completes_name(stretch, at, from))?;
    let before = last.checked_sub(1).and_then(|at| stretch.class(at));
    let pair = !matches!(before, Some(Class::Name | Class::Place))
        && stretch.class(last) == Some(Class::Name);
    let end = last + 1 + usize::from(pair);
    let is_small = |at: usize| stretch.class(at) == Some(Class::Small);
    (end + 2 <= to && (end..to).all(is_small)).then_some(end)
}

/// A name, a level, or what is one by itself: "Đoàn Thanh niên", "các cơ quan, đơn vị".
fn completes_name(stretch: Stretch, at: usize, from: usize) -> bool {
    match stretch.class(at) {
        Some(Class::Name | Class::Place | Class::Level) => from < at,
        // "Thanh tra" is what is done, too.
        Some(Class::Head) => stretch.word(at).contains(' ') && stretch.word(at) != "Thanh tra",
        Some(Class::Body) => matches!(
            stretch.word(at),
            "đơn vị" | "cơ quan" | "địa phương" | "cơ quan, đơn vị"
        ),
        _ => false,
    }
}

/// "Công an xã, Trạm Y tế xã, già làng tuyên truyền": a list whose last one nobody knows. Those that are known
/// must do it too.
fn goes_on_unknown(stretch: Stretch, comma: usize, listed: usize) -> bool {
    const UNKNOWN_MAX: usize = 5;
    let from = comma + 1;
    let last = stretch.tokens.len().min(from + UNKNOWN_MAX + 1);
    let verb = (from..last).find(|&at| stretch.class(at) != Some(Class::Small));
    let is_verb = verb.is_some_and(|at| from < at && stretch.class(at) == Some(Class::Verb));
    2 <= listed && is_verb
}

/// "Sở Nội vụ - cơ quan thường trực Ban Chỉ đạo - có trách nhiệm …": what stands between two dashes says who the agency is.
fn acts_behind_dashes(stretch: Stretch, dash: usize) -> bool {
    const ASIDE_MAX: usize = 14;
    let aside = dash + 1..stretch.tokens.len().min(dash + ASIDE_MAX);
    let mut aside = aside.take_while(|&at| stretch.class(at) != Some(Class::Period));
    let close = aside.find(|&at| stretch.class(at) == Some(Class::Dash));
    close.is_some_and(|close| {
        let next = stretch.class(close + 1);
        is_part_played(stretch, dash + 1, close)
            && matches!(
                next,
                Some(Class::Verb | Class::Duty | Class::Lead | Class::Modal)
            )
    })
}

/// "Các cơ quan, trong phạm vi nhiệm vụ của mình, có trách nhiệm …".
fn has_duty(stretch: Stretch, from: usize) -> bool {
    let opens = matches!(
        stretch.class(if stretch.class(from) == Some(Class::Comma) {
            from + 1
        } else {
            from
        }),
        Some(Class::Preposition | Class::Modal)
    );
    let to = stretch.tokens.len().min(from + DUTY_TOKENS_MAX);
    let end = (from..to)
        .find(|&at| stretch.class(at) == Some(Class::Period))
        .unwrap_or(to);
    // "…, căn cứ nhiệm vụ được giao, xây dựng kế hoạch …", "…, khẩn trương kiểm tra": the verb behind the aside.
    let acts = |at: usize| {
        let next = at + 1 + usize::from(stretch.class(at + 1) == Some(Class::Modal));
        stretch.class(at) == Some(Class::Comma) && stretch.class(next) == Some(Class::Verb)
    };
    let is_aside = stretch.class(from) == Some(Class::Comma);
    opens
        && (from..end).any(|at| {
            matches!(stretch.class(at), Some(Class::Duty | Class::Lead))
                || matches!(stretch.word(at), "phải" | "cần")
                || is_aside && acts(at)
        })
}

pub(super) fn parties(stretch: Stretch, each: &[(usize, usize)]) -> Parties {
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

/// "Sở Y tế (chủ trì), Sở Nội vụ, Sở Tài chính (phối hợp)": who helps and who leads by what stands in brackets behind
/// each; between the two, who has none helps. `None` if nobody is said to help.
fn by_brackets(
    stretch: Stretch,
    each: &[(usize, usize)],
) -> Option<(Vec<(usize, usize)>, Vec<(usize, usize)>)> {
    let part = |to: usize| match stretch.class(to) {
        Some(Class::Open) if stretch.class(to + 2) == Some(Class::Close) => stretch.class(to + 1),
        _ => None,
    };
    let has = |class: Class| each.iter().any(|(_, to)| part(*to) == Some(class));
    let leads = has(Class::Lead);
    has(Class::Support).then(|| {
        each.iter().partition(|(_, to)| match part(*to) {
            Some(Class::Support) => true,
            Some(Class::Lead) => false,
            _ => leads,
        })
    })
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

/// Everyone after "phối hợp với", save the owners themselves.
fn coordinators(stretch: Stretch, owners: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    if !stretch.has(Class::Support) {
        return all;
    }
    for at in 0..stretch.tokens.len() {
        if stretch.class(at) != Some(Class::Support) || is_noun(stretch, at) {
            continue;
        }
        let next = at + 1 + usize::from(stretch.word(at + 1) == "với");
        let behind = stretch.agencies(next);
        let helping = || helping_before(stretch, at).filter(|_| !owners.is_empty());
        let Some(found) = behind.or_else(helping) else {
            continue;
        };
        for name in strings(stretch, &found.each) {
            if !all.contains(&name) && !owners.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

/// "Công an huyện chủ trì; Phòng Y tế phối hợp kiểm tra …", "Sở Xây dựng chủ trì, Sở Tài chính phối hợp lập …": who
/// stands before "phối hợp" in a clause of its own helps, and so does whom "đề nghị" asks to.
fn helping_before(stretch: Stretch, support: usize) -> Option<Agencies> {
    const LIST_TOKENS_MAX: usize = 40;
    if stretch.word(support) != "phối hợp" {
        return None;
    }
    let floor = support.saturating_sub(LIST_TOKENS_MAX);
    let opens = |at: &usize| {
        matches!(
            stretch.class(*at),
            Some(Class::Semicolon | Class::Comma | Class::Assign)
        )
    };
    (floor..support).filter(opens).find_map(|open| {
        stretch
            .agencies(open + 1)
            .filter(|found| found.end == support)
    })
}

/// "sự phối hợp", "công tác phối hợp với": a thing, not an order. "cùng" takes an agency only
/// after a subject or at the head.
fn is_noun(stretch: Stretch, at: usize) -> bool {
    let before = stretch.word(at.wrapping_sub(1));
    if matches!(
        before,
        "sự" | "việc" | "chế" | "trình" | "tác" | "hoạt động"
    ) {
        return true;
    }
    let plain = matches!(stretch.word(at), "cùng" | "Cùng");
    plain
        && at > 0
        && !matches!(
            stretch.class(at + 1),
            Some(Class::Head | Class::Quantity | Class::Office | Class::Body)
        )
}
