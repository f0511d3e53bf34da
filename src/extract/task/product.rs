//! Products named in the task's own words: what "ban hành", "xây dựng" or "trình" brings out.

use std::sync::LazyLock;

use regex::Regex;

use super::super::section::collapse;

static PRODUCT: LazyLock<Regex> = LazyLock::new(|| {
    let source = r"(?x)
        (?:[Bb]an\ hành|[Pp]hê\ duyệt|[Xx]ây\ dựng|[Ll]ập|[Ss]oạn\ thảo|[Bb]iên\ soạn|[Tt]rình|[Hh]oàn\ thiện|[Dd]ự\ thảo)(?:\ và\ ban\ hành|,\ ban\ hành|,\ trình)?\s+
        (?P<thing>(?:các\ |dự\ thảo\ |Dự\ thảo\ )?(?:[Kk]ế\ hoạch|[Bb]áo\ cáo|[Qq]uyết\ định|[Qq]uy\ chế|[Qq]uy\ định|[Qq]uy\ trình|[Cc]hỉ\ thị|[Dd]anh\ (?:mục|sách)|[Đđ]ề\ án|[Vv]ăn\ bản|[Nn]ghị\ quyết
        |[Cc]hương\ trình|[Tt]ài\ liệu|[Dd]ự\ (?:toán|trù)|[Tt]ờ\ trình|[Bb]ảng|[Bb]ộ\ (?:chỉ\ số|tiêu\ chí|tài\ liệu)|[Pp]hương\ án|[Hh]ướng\ dẫn|[Cc]ơ\ sở\ dữ\ liệu)
        [^,;:.()\n]*)";
    Regex::new(source).unwrap_or_else(|error| panic!("a fixed pattern: {error}"))
});

/// Bytes of the longest product kept; beyond this it is the rest of the sentence.
const PRODUCT_MAX: usize = 240;

/// The first product of `text`.
pub(super) fn find(text: &str) -> Option<String> {
    let captures = PRODUCT.captures(text)?;
    let thing = captures.name("thing")?.as_str();
    let end = ENDS
        .iter()
        .filter_map(|word| thing.find(word))
        .min()
        .unwrap_or(thing.len());
    let thing = collapse(&thing[..end]);
    (thing.len() <= PRODUCT_MAX).then_some(thing)
}

/// Words at which the name of the product is over.
const ENDS: [&str; 14] = [
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
];
