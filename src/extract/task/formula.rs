//! Sentences known by their words: what a plan says of itself, what closes it, what a page tells
//! of it, and how an instruction opens.

use std::sync::LazyLock;

use super::super::any_of::{AnyOf, Openings};
use super::super::section::Role;
use super::super::words::{Around, Class, Cues, Words};
use super::{closing, rate, seat};

/// "Sở … ban hành Kế hoạch … như sau:": the plan announces itself.
pub(super) fn is_announcement(body: &str) -> bool {
    const KINDS: [&str; 8] = [
        "kế hoạch",
        "Kế hoạch",
        "chương trình",
        "Chương trình",
        "báo cáo",
        "Báo cáo",
        "Đề án",
        "quy định",
    ];
    let ends = [
        "như sau:",
        "sau:",
        "sau đây:",
        "như sau",
        "xây dựng kế hoạch:",
        "xây dựng Kế hoạch:",
        "ban hành Kế hoạch:",
        "ban hành kế hoạch:",
    ];
    // Most lines end in a full stop or a semicolon.
    let ends = body.ends_with([':', 'u']) && ends.iter().any(|end| body.ends_with(end));
    if !ends {
        return false;
    }
    // "Sở Nội vụ kính trình UBND tỉnh các nội dung sau:": what the speaker lays before another.
    if body.contains(" kính trình ") {
        return true;
    }
    if issues_plan(body) {
        return true;
    }
    if has_order(body) {
        return false;
    }
    if instructs(body) {
        return true;
    }
    let Some(verb) = ANNOUNCING.last_in(body) else {
        return false;
    };
    body.len() - verb < ANNOUNCEMENT_MAX && KINDS.iter().any(|kind| body[verb..].contains(kind))
}

/// "Theo đề nghị của Sở Y tế, UBND tỉnh ban hành Kế hoạch …, tập trung phòng dịch, đề ra nhiệm vụ như sau:": who issues a plan
/// says on what grounds and what it is about, and asks nobody.
fn issues_plan(body: &str) -> bool {
    const ISSUES: [&str; 6] = [
        " ban hành Kế hoạch ",
        " ban hành kế hoạch ",
        " ban hành Chương trình ",
        " ban hành chương trình ",
        " xây dựng Kế hoạch ",
        " xây dựng kế hoạch ",
    ];
    const ASKS: [&str; 3] = ["yêu cầu ", "đề nghị ", "có trách nhiệm"];
    let Some(at) = ISSUES.iter().filter_map(|issues| body.rfind(issues)).max() else {
        return false;
    };
    let (grounds, plan) = body.split_at(at);
    let who = grounds
        .rsplit([',', ';', ':', '.'])
        .next()
        .unwrap_or_default();
    let who = who.trim_start();
    who.starts_with(char::is_uppercase)
        && who.len() <= SPOKEN_MAX
        && !has_order(who)
        && !ASKS.iter().any(|asks| plan.contains(asks))
        && !gives(plan)
}

static ANNOUNCING: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(&[
        "ban hành",
        "xây dựng",
        "đề ra",
        "triển khai",
        "báo cáo",
        "thông báo",
        "có ý kiến",
    ])
});

/// "Phó Thủ tướng kết luận như sau:": who speaks, to whom what follows is no work.
pub(super) fn concludes(body: &str) -> bool {
    const ENDS: [&str; 5] = [
        "kết luận như sau:",
        "kết luận:",
        "kết luận, chỉ đạo như sau:",
        "kết luận và chỉ đạo như sau:",
        "có ý kiến như sau:",
    ];
    ENDS.iter().any(|end| body.ends_with(end))
}

/// "Việc nạo vét kênh cần được nghiên cứu", "Quy mô đội tàu phải lớn hơn".
pub(super) fn urges(body: &str) -> bool {
    [" cần ", " phải "].iter().any(|must| body.contains(must)) || has_order(body)
}

/// "Sau khi lấy ý kiến …, Bộ Nội vụ hướng dẫn việc … như sau:": grounds first, then what an instruction is about.
fn instructs(body: &str) -> bool {
    const GROUNDS: Openings =
        Openings::of(&["Căn cứ", "Thực hiện", "Sau khi", "Để ", "Nhằm", "Theo"]);
    // "Phòng Đào tạo thông báo như sau:": what the speaker does itself.
    let tells = ["thông báo như sau:", "thông báo:", "hướng dẫn như sau:"];
    if tells.iter().any(|end| body.ends_with(end)) {
        return true;
    }
    if !body.trim_end_matches(':').ends_with("như sau") {
        return false;
    }
    // "Bộ Tài chính hướng dẫn thực hiện như sau:".
    let spoken = &body[..body.floor_char_boundary(SPOKEN_MAX)];
    let guides = spoken.split_once(" hướng dẫn ");
    if guides.is_some_and(|(speaker, _)| !speaker.contains([',', ':', ';'])) {
        return true;
    }
    if !GROUNDS.open(body) {
        return false;
    }
    let verb = ["hướng dẫn", "quy định"]
        .iter()
        .filter_map(|verb| body.rfind(verb))
        .max();
    verb.is_some_and(|verb| body.len() - verb < ANNOUNCEMENT_MAX)
}

/// Bytes between "ban hành" and "như sau:".
const ANNOUNCEMENT_MAX: usize = 400;

pub(super) fn has_order(body: &str) -> bool {
    ORDERS.is_in(body) || gives(body)
}

/// "giao Sở Nội vụ", and not "Bộ Giao thông vận tải", "giao dịch", "nút giao Vành đai 1", "hợp đồng chuyển giao (BT)".
fn gives(body: &str) -> bool {
    const OTHERS: [&str; 6] = ["thông", "dịch", "lưu", "tiếp", "nhận", "ban"];
    const BEFORE: [&str; 5] = ["nút ", "bàn ", "huyển ", "goại ", "tiếp "];
    let mut given = memchr::memmem::find_iter(body.as_bytes(), b"iao ");
    given.any(|at| {
        let before = body[..at].strip_suffix(['g', 'G']);
        let rest = &body[at + "iao ".len()..];
        before.is_some_and(|before| !BEFORE.iter().any(|word| before.ends_with(word)))
            && !OTHERS.iter().any(|other| rest.starts_with(other))
    })
}

static ORDERS: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(&[
        "yêu cầu",
        "đề nghị",
        "Yêu cầu",
        "Đề nghị",
        "có trách nhiệm",
        "tập trung",
        "chỉ đạo",
        "kiến nghị",
        "chỉ thị các ",
        "chỉ thị toàn ",
    ])
});

/// Formulas that close a document or a plan's list: they oblige nobody to anything of their own.
pub(super) fn is_formula(body: &str, words: &Words) -> bool {
    const STARTS: Openings = Openings::of(&[
        "Trên đây là",
        "Trân trọng",
        "Kế hoạch này thay thế",
        "Nơi nhận",
        "Quá thời hạn",
        "Căn cứ nội dung Kế hoạch này",
        "Quyết định này",
        "Chỉ thị này",
        "Thông tư này",
        "Nghị định này",
        "Nghị quyết này",
        "Quy chế này",
        "Quy định này",
        "Chi tiết tại",
        "(Chi tiết",
        "Tải về",
        "Bãi bỏ Kế hoạch số",
        "Xét đề nghị",
        "Theo đề nghị",
    ]);
    // "Kinh phí thực hiện: giao Sở Tài chính thẩm định" orders all the same.
    let gives = || {
        let who = [": giao ", ": Giao ", ": Sở ", ": Phòng ", ": UBND "];
        who.iter().any(|it| body.contains(it))
    };
    STARTS.open(body)
        || rests_on(body)
        || names_fund(body)
        || names_holders(body)
        || body.starts_with("Kinh phí thực hiện") && !gives()
        || foresees(body)
        || rate::is_rate(body, words)
        || seat::is_member(body, words)
        || VERDICT_STARTS.open(body) && !has_order(body)
        || words.has(body, Cues::FORMULA) && is_formula_by_cue(body, words)
        || points_to_annex(body, words)
        || body.len() < CLOSING_MAX && closing::makes_known(body)
        || closing::asks_to_comply(body)
}

/// "- Căn cứ Thông tư số 15/2021/TT-BTC … của Bộ trưởng Bộ Tài chính hướng dẫn …;": a ground that a mark makes an item.
fn rests_on(body: &str) -> bool {
    const GROUNDS: Openings = Openings::of(&[
        "Căn cứ Luật ",
        "Căn cứ Bộ luật ",
        "Căn cứ Pháp lệnh ",
        "Căn cứ Nghị định ",
        "Căn cứ Thông tư ",
    ]);
    body.ends_with(';') && GROUNDS.open(body)
}

/// "Cấp phó các cơ quan Đảng", "Cán bộ giữ chức danh tại điểm b", "Cán bộ, công chức làm việc tại Đảng ủy xã": who is meant by
/// a rule on pay.
fn names_holders(body: &str) -> bool {
    const POSTS: Openings = Openings::of(&["Cấp phó ", "Cấp trưởng "]);
    const PERSONS: Openings = Openings::of(&["Cán bộ", "Thư ký "]);
    const HOLDS: [&str; 3] = [" giữ chức", " giữ các chức", " làm việc tại "];
    let said = &body[..body.floor_char_boundary(2 * SPOKEN_MAX)];
    let holds = || HOLDS.iter().any(|holds| said.contains(holds));
    (POSTS.open(body) || PERSONS.open(body) && holds()) && !has_order(body)
}

/// "- Nguồn vốn hỗ trợ của các tổ chức quốc tế.": where the money comes from.
fn names_fund(body: &str) -> bool {
    /// Bytes of the longest such line, and some.
    const FUND_MAX: usize = 160;
    const FUNDS: Openings = Openings::of(&[
        "Nguồn ngân sách",
        "Nguồn Ngân sách",
        "Nguồn vốn",
        "Nguồn Quỹ",
        "Nguồn xã hội hóa",
        "Các nguồn vốn",
        "Các nguồn kinh phí",
        "Các nguồn hợp pháp",
    ]);
    body.len() <= FUND_MAX && FUNDS.open(body) && !has_order(body)
}

/// "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở": what to do should something come up.
/// "Trong quá trình triển khai, Sở Nội vụ kiểm tra, đôn đốc" orders.
pub(super) fn foresees(body: &str) -> bool {
    const STARTS: Openings = Openings::of(&["Trong quá trình", "Quá trình"]);
    const COMES_UP: [&str; 7] = [
        "nếu ",
        "vướng mắc",
        "khó khăn",
        "phát sinh",
        "bất cập",
        "vấn đề",
        "cần sửa đổi",
    ];
    STARTS.open(body) && COMES_UP.iter().any(|it| body.contains(it))
}

/// "Nhiệm vụ thường xuyên được nêu tại Phụ lục I, nhiệm vụ có thời hạn tại Phụ lục II.": where the work stands.
fn points_to_annex(body: &str, words: &Words) -> bool {
    /// Bytes of the longest such line seen, and some.
    const POINTER_MAX: usize = 300;
    const THINGS: Openings = Openings::of(&[
        "Phân công nhiệm vụ ",
        "(Phân công nhiệm vụ ",
        "Nhiệm vụ ",
        "Các nhiệm vụ ",
        "Nội dung ",
        "Danh mục ",
        "Tiến độ ",
        "Cụ thể ",
    ]);
    body.len() <= POINTER_MAX
        && THINGS.open(body)
        && words.has(body, Cues::ANNEX)
        && IN_ANNEX.is_in(body)
        && !has_order(body)
}

static IN_ANNEX: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(&[
        "tại Phụ lục",
        "theo Phụ lục",
        "trong Phụ lục",
        "ở Phụ lục",
        "tại phụ lục",
        "theo phụ lục",
        "trong phụ lục",
    ])
});

/// Bytes of a sentence that closes a document.
const CLOSING_MAX: usize = 700;

/// "Đồng ý chủ trương cử cán bộ đi công tác." in a conclusion: what is allowed, and nobody told to do it.
const VERDICT_STARTS: Openings = Openings::of(&[
    "Đánh giá cao ",
    "Ghi nhận và ",
    "Ghi nhận sự ",
    "Ghi nhận những ",
    "Biểu dương sự ",
    "Đồng ý ",
    "Cơ bản đồng ý",
    "Cơ bản thống nhất",
    "Thống nhất chủ trương",
    "Thống nhất với",
    "Nhất trí ",
]);

/// What closes a document, and what somebody agrees to, as far as a word in it tells.
fn is_formula_by_cue(body: &str, words: &Words) -> bool {
    let closes = || words.said(body).says_one_of(&CLOSINGS, Cues::FORMULA);
    body.len() < CLOSING_MAX && closes().is_some()
        || speaker_agrees(behind_grounds(body), words) && !has_order(body)
}

/// "Căn cứ quy định nêu trên, Cục Thuế đồng ý với …": what stands behind the grounds.
fn behind_grounds(body: &str) -> &str {
    const GROUNDS: Openings = Openings::of(&["Căn cứ ", "Theo ", "Xét "]);
    let behind = GROUNDS.open(body).then(|| body.split_once(", ")).flatten();
    behind.map_or(body, |(_, said)| said)
}

/// "Chính phủ thống nhất đánh giá: …", "UBND tỉnh ghi nhận, biểu dương …": the same with who says so before it.
fn speaker_agrees(body: &str, words: &Words) -> bool {
    let verdict = words.said(body).says_one_of(&VERDICTS, Cues::FORMULA);
    verdict.is_some_and(|at| at <= SPOKEN_MAX && !body[..at].contains([',', ':', ';']))
}

/// Bytes of "Ban Chấp hành Đảng bộ thành phố" and of the verb.
const SPOKEN_MAX: usize = 80;

const VERDICTS: [Around; 6] = [
    (" thống ", "nhất", " đánh giá"),
    (" đánh ", "giá", " cao "),
    (" ghi ", "nhận", ", biểu dương"),
    (" cơ ", "bản", " đồng ý"),
    (" cơ ", "bản", " thống nhất"),
    (" thống ", "nhất", " chủ trương"),
];

/// True if one of `phrases`, whose words are cues of that, stands in `body`.
pub(super) fn says_one_of(phrases: &[Around], body: &str, (words, cue): (&Words, Cues)) -> bool {
    words.has(body, cue) && words.said(body).says_one_of(phrases, cue).is_some()
}

const CLOSINGS: [Around; 8] = [
    ("chịu trách nhiệm ", "thi", " hành"),
    ("có trách nhiệm ", "thi", " hành"),
    ("căn cứ Quyết định ", "thi", " hành"),
    ("nghiêm ", "túc", " triển khai thực hiện Kế hoạch này"),
    ("nếu có ", "khó", " khăn"),
    ("nếu có ", "vướng", " mắc"),
    ("có hiệu ", "lực", " kể từ"),
    ("mong ", "nhận", " được sự"),
];

/// "Thời gian qua, Hội hoạt động tích cực": what was, and nothing asked for.
pub(super) fn looks_back(body: &str) -> bool {
    const STARTS: Openings = Openings::of(&[
        "Thời gian qua,",
        "Trong thời gian qua,",
        "Thời gian vừa qua,",
        "Những năm qua,",
        "Trong những năm qua,",
    ]);
    const ASKS: [&str; 3] = ["yêu cầu", "đề nghị", "trách nhiệm"];
    STARTS.open(body) && !gives(body) && !ASKS.iter().any(|ask| body.contains(ask))
}

/// "Hiệp hội đề nghị được gia hạn": what somebody asks for himself.
pub(super) fn asks_for_itself(body: &str) -> bool {
    let asking = &body[..body.floor_char_boundary(SPOKEN_MAX)];
    asking.contains("nghị được ")
}

/// "Được quyền yêu cầu các sở cung cấp số liệu", "Tổ công tác hoạt động theo chế độ kiêm nhiệm": what one may, and how one is.
pub(super) fn entitles(body: &str) -> bool {
    let said = &body[..body.floor_char_boundary(SPOKEN_MAX)];
    body.starts_with("Được ")
        || said.contains(" theo chế độ kiêm nhiệm")
        || said.contains(" theo nguyên tắc ")
}

/// "Hội Làm vườn: Không có khả năng tổ chức đại hội": how the one named before is.
pub(super) fn states(said: &str) -> bool {
    const STARTS: Openings = Openings::of(&[
        "Không có ",
        "Chưa ",
        "Đã ",
        "Quá thời ",
        "Quá hạn",
        "Hiện nay",
        "Hiện ",
    ]);
    STARTS.open(said)
}

/// What a page tells: "Ngày 28/7/2021, UBND tỉnh ban hành Kế hoạch số …".
pub(super) fn is_own_act(text: &str, words: &Words, role: Option<Role>) -> bool {
    const DAYS: Openings = Openings::of(&[
        "Ngày",
        "Sáng ngày",
        "Chiều ngày",
        "Sáng nay",
        "Chiều nay",
        "Hôm nay",
        "Vừa qua",
        "Mới đây",
    ]);
    let tells =
        || text.len() < 900 && (says_one_of(&ACTS, text, (words, Cues::ACT)) || approves_by(text));
    match role {
        None => DAYS.open(text) || tells(),
        Some(_) => has_issued(text, words),
    }
}

/// "Hội đồng thẩm định ban hành Quyết định số 15/QĐ-HĐTĐ ngày …": what bears a number is issued already.
fn has_issued(text: &str, words: &Words) -> bool {
    /// Bytes of "Ngày 15 tháng 10 năm 2025, Chủ tịch Ủy ban nhân dân thành phố".
    const ISSUER_MAX: usize = 100;
    if !words.has(text, Cues::ACT) {
        return false;
    }
    let Some((who, what)) = text.split_once(" ban hành ") else {
        return false;
    };
    let numbered = what.split_once(" số ").map(|(kind, number)| {
        let is_kind =
            ["Quyết định", "Kế hoạch", "Công văn", "Chỉ thị", "Công điện"].contains(&kind);
        is_kind && number.starts_with(|c: char| c.is_ascii_digit())
    });
    who.len() <= ISSUER_MAX
        && !who.contains([':', ';'])
        && numbered == Some(true)
        && !has_order(text)
}

/// "UBND tỉnh phê duyệt đầu tư xây dựng công trình tại Quyết định số …": done by that instrument.
fn approves_by(text: &str) -> bool {
    let approved = text.split_once(" phê duyệt ");
    let by = |what: &str| what.contains(" tại Quyết định số");
    approved.is_some_and(|(who, what)| by(what) && !has_order(who))
}

const ACTS: [Around; 9] = [
    ("ban hành ", "Kế", " hoạch số"),
    ("ban hành ", "Quyết", " định số"),
    ("ký ", "Quyết", " định số"),
    ("ban hành ", "Chỉ", " thị số"),
    ("ban hành ", "Công", " văn số"),
    ("có ", "Công", " văn số"),
    ("ban hành ", "Công", " điện"),
    ("ký ", "Công", " điện"),
    ("", "đã", " ban hành"),
];

/// "Theo đó, ": words that join a sentence to the one before and are no part of the task.
pub(super) fn connective(words: &str) -> usize {
    const JOINTS: Openings = Openings::of(&[
        "Theo đó, ",
        "Bên cạnh đó, ",
        "Đồng thời, ",
        "Ngoài ra, ",
        "Trong đó, ",
        "Vì vậy, ",
        "Cụ thể: ",
        "Do đó, ",
    ]);
    JOINTS
        .strip(words)
        .map_or(0, |rest| words.len() - rest.len())
}

/// "Văn phòng Sở: Giao …": the order inside the item outranks its heading.
pub(super) fn given_inside(words: &str) -> bool {
    words.starts_with("Giao ") || words.starts_with("Yêu cầu ") || words.starts_with("Đề nghị ")
}

pub(super) fn starts_with_action(words: &Words, clause: &str) -> bool {
    matches!(
        words.first(clause, FIRST_PHRASE_MAX),
        Some(Class::Action | Class::Lead | Class::Support | Class::Assign)
    )
}

/// Bytes that hold the first phrase of a clause.
pub(super) const FIRST_PHRASE_MAX: usize = 64;
