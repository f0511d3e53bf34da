//! Pages that are not what was asked for: an error page with status 200, a challenge of a firewall.
//!
//! Five of 34 saved vbpl pages say "Văn bản không tồn tại" and were kept as documents; that is the
//! silent failure this is here to name.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::dom::NodeOf;
use super::tree::Tree;
use super::words;
use crate::text::{Diagnostic, fold};

/// Letters of text beyond which a page is about something, whatever it says of errors.
pub(super) const LETTERS_MAX: usize = 1_500;

const MISSING: [&str; 16] = [
    "van ban khong ton tai",
    "khong tim thay trang",
    "trang khong ton tai",
    "trang ban yeu cau khong",
    "trang nay khong ton tai",
    "khong tim thay noi dung",
    "khong tim thay bai viet",
    "bai viet khong ton tai",
    "duong dan khong ton tai",
    "duong dan khong hop le",
    "khong tim thay van ban",
    "noi dung khong ton tai",
    "page not found",
    "404 not found",
    "file or directory not found",
    "loi 404",
];

const CHALLENGE: [&str; 10] = [
    "just a moment",
    "checking your browser",
    "verify you are human",
    "enable javascript and cookies",
    "attention required! | cloudflare",
    "ddos protection by",
    "xac minh ban la con nguoi",
    "vui long bat javascript",
    "access denied",
    "request unsuccessful. incapsula",
];

/// The phrases of a challenge, then those of a missing page.
static PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let all = CHALLENGE.iter().chain(&MISSING);
    AhoCorasick::new(all).expect("a few phrases")
});

/// The diagnostic of a page that is no page. `letters` is what its main content holds.
pub(super) fn recognize(tree: &Tree, source: &str, letters: usize) -> Option<Diagnostic> {
    if letters > LETTERS_MAX {
        return None;
    }
    let title = title_of(tree);
    let body = words::cut(tree.words().folded(), 8 * LETTERS_MAX);
    let (mut is_challenge, mut is_missing) = (false, false);
    let says = |text: &&str| PHRASES.is_match(*text);
    for text in [&*title, body].into_iter().filter(says) {
        for found in PHRASES.find_overlapping_iter(text) {
            let challenges = found.pattern().as_usize() < CHALLENGE.len();
            is_challenge |= challenges;
            is_missing |= !challenges;
        }
    }
    let sets_cookie = letters < 200 && source.len() < 20_000 && source.contains("document.cookie=");
    if is_challenge || sets_cookie || (letters < 200 && source.contains("cf-chl-")) {
        return Some(challenge());
    }
    let is_404 = title.starts_with("404") || title.ends_with("404");
    (is_missing || is_404).then(missing)
}

fn title_of(tree: &Tree) -> String {
    let title = tree.nodes().find(|node| node.name() == "title");
    let texts = title.into_iter().flat_map(|node| node.children());
    let words: Vec<&str> = texts.filter_map(NodeOf::text).map(str::trim).collect();
    fold(&words.join(" "))
}

fn missing() -> Diagnostic {
    Diagnostic::error(
        "soft_404",
        "Trang này là thông báo lỗi của cổng thông tin, không phải văn bản.",
    )
    .with_hint("kiểm tra lại đường dẫn, hoặc tải văn bản từ trang khác của cổng")
}

fn challenge() -> Diagnostic {
    Diagnostic::error(
        "challenge_page",
        "Trang này là bước kiểm tra trình duyệt của cổng thông tin, không phải văn bản.",
    )
    .with_hint("mở trang bằng trình duyệt, lưu lại rồi nạp tệp đã lưu")
}
