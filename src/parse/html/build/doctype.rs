//! `<!DOCTYPE …>` as a token: it decides whether a table ends a paragraph.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{self, Token};

/// The token of what stands between `<!doctype` and `>`.
pub fn token(inner: &str) -> Token {
    let text = inner.trim_start();
    let name_len = text
        .find(|c: char| c.is_ascii_whitespace())
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(name_len);
    let rest = rest.trim_start();
    let quoted: Vec<StrTendril> = quoted(rest).map(StrTendril::from).collect();
    let keyword = rest.get(..6).unwrap_or_default().to_ascii_lowercase();
    let (public_id, system_id) = match keyword.as_str() {
        "public" => (quoted.first().cloned(), quoted.get(1).cloned()),
        "system" => (None, quoted.first().cloned()),
        _ => (None, None),
    };
    let has_ids = public_id.is_some() || system_id.is_some();
    Token::DoctypeToken(tokenizer::Doctype {
        force_quirks: name.is_empty() || !rest.is_empty() && !has_ids,
        name: (!name.is_empty()).then(|| StrTendril::from(name.to_ascii_lowercase())),
        public_id,
        system_id,
    })
}

/// The quoted parts of a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(['"', '\''])?;
        let quote = char::from(rest.as_bytes()[start]);
        let inner = &rest[start + 1..];
        let len = inner.find(quote)?;
        rest = &inner[len + 1..];
        Some(&inner[..len])
    })
}
