//! Names known whole, before any rule of capitals: those of the authority file, and a head with a field of work ("Sở Kế
//! hoạch và Đầu tư").

use std::sync::LazyLock;

use super::super::any_of::Names;
use super::super::lexer::old_tone;
use super::super::words::list as word_list;
use crate::text::{is_alphanumeric, lower_case};

/// Bytes of the known name that starts with a head of `head` bytes: by the authority file, else a
/// head with a field of work.
pub(super) fn name(text: &str, head: usize) -> Option<usize> {
    let bears_field = matches!(
        &text[..head],
        "Sở" | "Bộ" | "Phòng" | "Ban" | "Ty" | "sở" | "phòng" | "Công chức" | "công chức"
    );
    let whole = super::known_name(text).filter(|&length| length > head);
    let rest = &text[head..];
    let gap = rest.len() - rest.trim_start().len();
    let office = super::office::named_by_work(&rest[gap..]).map(|end| head + gap + end);
    let field = || {
        let end = FIELDS.longest(&rest[gap..])?;
        // "Văn phòng Sở xây dựng báo cáo": small letters name a field behind a small head only.
        let agree =
            rest[gap..].starts_with(char::is_uppercase) || text.starts_with(char::is_lowercase);
        (agree && !rest[gap + end..].starts_with(is_alphanumeric)).then_some(head + gap + end)
    };
    let field = bears_field.then(field).flatten();
    whole.max(office).max(field)
}

/// Bytes of the field of work that `text` begins with: "Kế hoạch và Đầu tư", "LĐTB&XH".
pub(in crate::extract) fn field(text: &str) -> Option<usize> {
    let listed = FIELDS
        .longest(text)
        .filter(|end| !text[*end..].starts_with(is_alphanumeric));
    listed.or_else(|| {
        let is_code = |c: char| c.is_uppercase() || matches!(c, '&' | '-');
        let length = text.find(|c| !is_code(c)).unwrap_or(text.len());
        let letters = text[..length].chars().filter(|c| c.is_uppercase()).count();
        let ends = !text[length..].starts_with(is_alphanumeric);
        (2 <= letters && ends).then_some(length)
    })
}

/// The same of those that are listed, whatever goes on behind them.
pub(super) fn listed_field(text: &str) -> Option<usize> {
    FIELDS.longest(text)
}

static FIELDS: LazyLock<Names> = LazyLock::new(|| {
    let names = word_list::FIELD_NAMES.split('|').map(str::trim);
    // "các phòng giáo dục và đào tạo", "Lao động - Thương binh và xã hội", "Văn hoá, thể thao và du lịch".
    let writings = |name: &'static str| {
        let first = name.chars().next().map_or(0, char::len_utf8);
        let last = name.find(" và ").unwrap_or(name.len());
        let lowered =
            [0, first, last].map(|from| name[..from].to_owned() + &lower_case(&name[from..]));
        lowered.into_iter().chain([name.to_owned()])
    };
    let names = names.flat_map(writings);
    Names::new(names.flat_map(|name| [old_tone(&name), name]))
});
