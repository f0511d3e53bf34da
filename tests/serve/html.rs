//! A strict reader of our own pages: every tag closed, every value quoted, every id once.
//!
//! All stored text is escaped, so every `<` begins a tag of ours; anything else is a hole.

use std::collections::BTreeSet;

const VOID: &[&str] = &["meta", "link", "input", "br", "hr", "img"];

/// Everything our pages are made of. A script, a frame or a style would be somebody else's.
const TAGS: &[&str] = &[
    "a", "article", "aside", "b", "body", "button", "code", "dd", "details", "div", "dl", "dt",
    "footer", "form", "h1", "h2", "h3", "head", "header", "html", "input", "label", "li", "link",
    "main", "mark", "meta", "nav", "ol", "option", "p", "section", "select", "span", "summary",
    "table", "tbody", "td", "th", "thead", "time", "title", "tr", "ul",
];

#[derive(Debug, Default)]
pub struct Page {
    pub links: Vec<String>,
    pub ids: BTreeSet<String>,
    /// Text without tags, entities as written.
    pub words: String,
}

/// Reads a page or says what is wrong with it.
pub fn read(html: &str) -> Result<Page, String> {
    let mut page = Page::default();
    let mut open: Vec<String> = Vec::new();
    let body = html.strip_prefix("<!doctype html>").ok_or("no doctype")?;
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        page.words.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let end = end_of_tag(tag).ok_or_else(|| format!("unclosed tag: {}", head(tag)))?;
        rest = &tag[end + 1..];
        element(&tag[..end], &mut open, &mut page)?;
    }
    page.words.push_str(rest);
    if open.is_empty() {
        Ok(page)
    } else {
        Err(format!("never closed: {open:?}"))
    }
}

fn element(tag: &str, open: &mut Vec<String>, page: &mut Page) -> Result<(), String> {
    if let Some(name) = tag.strip_prefix('/') {
        return match open.pop() {
            Some(last) if last == name => Ok(()),
            last => Err(format!("</{name}> closes {last:?}")),
        };
    }
    let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect();
    if !TAGS.contains(&name.as_str()) {
        return Err(format!("not a tag of ours: <{}>", head(tag)));
    }
    for (attribute, value) in attributes(&tag[name.len()..])? {
        if attribute.starts_with("on") || attribute == "style" || attribute == "src" {
            return Err(format!("{attribute}={value}"));
        }
        match attribute.as_str() {
            "id" if !page.ids.insert(value.clone()) => return Err(format!("twice: id {value}")),
            "href" | "action" => page.links.push(unescaped(&value)),
            _ => {}
        }
    }
    if !VOID.contains(&name.as_str()) {
        open.push(name);
    }
    Ok(())
}

fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}

fn attributes(mut text: &str) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Ok(found);
        }
        let end = text
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(text.len());
        let name = text[..end].to_owned();
        if !name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            return Err(format!("odd attribute: {}", head(text)));
        }
        text = &text[end..];
        let Some(value) = text.strip_prefix('=') else {
            found.push((name, String::new()));
            continue;
        };
        let value = value.strip_prefix('"').ok_or("a value is quoted")?;
        let end = value.find('"').ok_or("a quote is closed")?;
        found.push((name, value[..end].to_owned()));
        text = &value[end + 1..];
    }
}

fn head(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Text as it was before it was escaped.
pub fn unescaped(text: &str) -> String {
    [
        ("&#38;", "&"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
    ]
    .iter()
    .rev()
    .fold(text.to_owned(), |text, (written, meant)| {
        text.replace(written, meant)
    })
}

#[test]
fn the_reader_finds_holes() {
    assert!(read("<!doctype html><p>a &#60;b&#62;</p>").is_ok());
    for hole in [
        "<!doctype html><p>",
        "<!doctype html><p></b>",
        "<!doctype html><script></script>",
        "<!doctype html><p onclick=\"x\"></p>",
        "<!doctype html><p title=\"\"><img src=x></p>",
        "<!doctype html><p id=\"a\"></p><p id=\"a\"></p>",
        "<!doctype html><a href=x></a>",
    ] {
        assert!(read(hole).is_err(), "{hole}");
    }
}
