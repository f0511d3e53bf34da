//! Products named in the task's own words: what "ban hành", "xây dựng" or "trình" brings out.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::super::section::collapse;
use super::super::words::{Cues, Piece, Words};

/// The verbs a product follows.
static VERBS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    automaton(&[
        "ban hành",
        "Ban hành",
        "phê duyệt",
        "Phê duyệt",
        "xây dựng",
        "Xây dựng",
        "lập",
        "Lập",
        "soạn thảo",
        "Soạn thảo",
        "biên soạn",
        "Biên soạn",
        "trình",
        "Trình",
        "hoàn thiện",
        "Hoàn thiện",
        "dự thảo",
        "Dự thảo",
    ])
});

/// A verb where the stretch starts, and its product.
static PRODUCT: LazyLock<Regex> = LazyLock::new(|| {
    let source = r"(?x)
        ^(?:[Bb]an\ hành|[Pp]hê\ duyệt|[Xx]ây\ dựng|[Ll]ập|[Ss]oạn\ thảo|[Bb]iên\ soạn|[Tt]rình|[Hh]oàn\ thiện|[Dd]ự\ thảo)(?:\ và\ ban\ hành|,\ ban\ hành|,\ trình)?\s+
        (?P<thing>(?:các\ |dự\ thảo\ |Dự\ thảo\ )?(?:[Kk]ế\ hoạch|[Bb]áo\ cáo|[Qq]uyết\ định|[Qq]uy\ chế|[Qq]uy\ định|[Qq]uy\ trình|[Cc]hỉ\ thị|[Dd]anh\ (?:mục|sách)|[Đđ]ề\ án|[Vv]ăn\ bản|[Nn]ghị\ quyết
        |[Cc]hương\ trình|[Tt]ài\ liệu|[Dd]ự\ (?:toán|trù)|[Tt]ờ\ trình|[Bb]ảng|[Bb]ộ\ (?:chỉ\ số|tiêu\ chí|tài\ liệu)|[Pp]hương\ án|[Hh]ướng\ dẫn|[Cc]ơ\ sở\ dữ\ liệu)
        [^,;:.()\n]*)";
    Regex::new(source).unwrap_or_else(|error| panic!("a fixed pattern: {error}"))
});

/// Bytes of the longest product kept; beyond this it is the rest of the sentence.
const PRODUCT_MAX: usize = 240;

/// The first product of `text`.
pub(super) fn find(text: &str, words: &Words) -> Option<String> {
    let product = |at: usize| PRODUCT.captures(&text[at..]);
    let captures = match words.pieces(text).filter(|(pieces, _)| are_words(pieces)) {
        Some((pieces, start)) => {
            let cues = pieces.iter().filter(|piece| piece.cues().has(Cues::PRODUCT));
            let mut starts = cues.map(|piece| piece.start as usize - start);
            starts.find_map(product)
        }
        None => VERBS.find_iter(text).find_map(|verb| product(verb.start())),
    }?;
    let thing = captures.name("thing")?.as_str();
    let end = ENDS.find(thing).map_or(thing.len(), |end| end.start());
    let thing = collapse(&thing[..end]);
    (thing.len() <= PRODUCT_MAX).then_some(thing)
}

/// True if no piece may be several words run together, among which the verb might be.
fn are_words(pieces: &[Piece]) -> bool {
    !pieces.iter().any(|piece| piece.cues() == Cues::ANY)
}

/// Words at which the name of the product is over.
static ENDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    automaton(&[
        " trước ",
        " trong quý",
        " trong tháng",
        " trong năm",
        " gửi ",
        " trình ",
        " để ",
        " nhằm ",
        " bảo đảm",
        " đảm bảo",
        " phù hợp",
        " theo ",
        " chậm nhất",
        " hoàn thành",
    ])
});

fn automaton(words: &[&str]) -> AhoCorasick {
    AhoCorasick::new(words)
        .unwrap_or_else(|error| panic!("fixed words make one automaton: {error}"))
}
