//! The last sentence of a paper: it asks for the paper to be carried out, or lets its readers know, and gives no work of
//! its own.

use std::sync::LazyLock;

use super::super::any_of::{AnyOf, Openings};
use super::formula::has_order;

/// "Đề nghị các cơ quan, địa phương quan tâm thực hiện./.", "Yêu cầu các sở nghiêm túc triển khai thực hiện Chỉ thị này.",
/// "Yêu cầu các đơn vị triển khai thực hiện nghiêm túc.": the paper itself is to be carried out.
pub(super) fn asks_to_comply(body: &str) -> bool {
    const ASKS: Openings = Openings::of(&["Đề nghị ", "Yêu cầu ", "Kính đề nghị "]);
    const MANNERS: [&str; 3] = [" quan tâm", " phối hợp", " nghiêm túc"];
    const ACTS: [&str; 4] = [" triển khai", " tổ chức", " chỉ đạo", ","];
    if speaker_asks_to_comply(body) {
        return true;
    }
    if !ASKS.open(body) {
        return false;
    }
    let bare = body.trim_end_matches(['.', '/', ' ']);
    // "Đề nghị các đơn vị quan tâm phối hợp./."
    if [" quan tâm phối hợp", " quan tâm, phối hợp"]
        .iter()
        .any(|it| bare.ends_with(it))
    {
        return true;
    }
    let Some((asked, what)) = bare.rsplit_once(" thực hiện") else {
        return false;
    };
    let act = ACTS.iter().find_map(|act| asked.strip_suffix(act));
    let ends = |said: &str| MANNERS.iter().any(|manner| said.ends_with(manner));
    let is_of_paper = what.is_empty() || what.len() <= PAPER_MAX && what.ends_with(" này");
    is_of_paper && ends(act.unwrap_or(asked)) || act.is_some() && MANNERS.contains(&what)
}

/// "Chủ tịch UBND tỉnh yêu cầu các sở, ngành thực hiện nghiêm túc, có hiệu quả Chỉ thị này./.": the paper itself is
/// to be carried out, and who asks stands before.
fn speaker_asks_to_comply(body: &str) -> bool {
    const MANNERS: [&str; 8] = [
        " nghiêm túc",
        " nghiêm chỉnh",
        " nghiêm",
        " tốt",
        " có hiệu quả",
        " hiệu quả",
        " và",
        ",",
    ];
    let bare = body.trim_end_matches(['.', '/', ' ']);
    let spoken = &body[..body.floor_char_boundary(SPEAKER_MAX)];
    if !bare.ends_with(" này") || !ASKING.is_in(spoken) {
        return false;
    }
    let Some((_, mut what)) = bare.rsplit_once(" thực hiện") else {
        return false;
    };
    let whole = what.len();
    while let Some(rest) = MANNERS.iter().find_map(|manner| what.strip_prefix(manner)) {
        what = rest;
    }
    what.len() < whole && what.len() <= PAPER_MAX
}

/// Bytes of "Chủ tịch Ủy ban nhân dân thành phố yêu cầu ".
const SPEAKER_MAX: usize = 80;

static ASKING: LazyLock<AnyOf> =
    LazyLock::new(|| AnyOf::new(&["yêu cầu ", "đề nghị ", "Yêu cầu ", "Đề nghị "]));

/// Bytes of "nội dung Kế hoạch này".
const PAPER_MAX: usize = 40;

/// "Văn phòng UBND tỉnh thông báo để các cơ quan, đơn vị biết, thực hiện./.": how a conclusion is closed.
pub(super) fn makes_known(body: &str) -> bool {
    const ENDS: [&str; 5] = [
        "biết,",
        "biết và",
        "biết, triển khai",
        "biết, tổ chức",
        "biết, phối hợp",
    ];
    let bare = body.trim_end_matches(['.', '/', ' ']);
    if bare.ends_with(" trân trọng thông báo") {
        return true;
    }
    let known = bare.strip_suffix(" thực hiện");
    known.is_some_and(|known| ENDS.iter().any(|end| known.ends_with(end)))
        && body.contains("thông báo")
        || tells_addressee(body)
}

/// "Sở Nội vụ trả lời để UBND huyện được biết./.", "… thông báo để các đơn vị biết, triển khai theo quy định./.": the last
/// sentence of an answer.
fn tells_addressee(body: &str) -> bool {
    /// Bytes of whom it tells, where no word says that they are to know.
    const TOLD_MAX: usize = 160;
    const KNOWS: [&str; 2] = [" biết", " rõ"];
    const ENDS: [char; 3] = [',', '.', '/'];
    if !body.ends_with("/.") {
        return false;
    }
    if submits(body) {
        return true;
    }
    let spoken = &body[..body.floor_char_boundary(SPEAKER_MAX)];
    let Some(told) = TELLING.first_in(spoken) else {
        return false;
    };
    let knows = |word: &str| {
        let mut said = body[told..].match_indices(word);
        said.any(|(at, _)| {
            let behind = &body[told + at + word.len()..];
            behind.starts_with(ENDS) || behind.starts_with(" và ")
        })
    };
    // "UBND tỉnh thông báo để Liên đoàn Cầu lông tỉnh./."
    let only_tells = || {
        let told = &body[told..];
        told.len() <= TOLD_MAX
            && told.starts_with(" thông báo để ")
            && !told.contains(|c: char| c == ',' || c.is_ascii_digit())
    };
    (KNOWS.into_iter().any(knows) || only_tells()) && !has_order(&body[..told])
}

/// "Kính trình Chủ tịch UBND tỉnh xem xét, quyết định./.": how a proposal is closed.
fn submits(body: &str) -> bool {
    body.starts_with("Kính trình ") || body.contains(" kính trình ")
}

static TELLING: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(&[
        " thông báo để ",
        " thông báo đến ",
        " trả lời để ",
        " thông tin để ",
    ])
});
