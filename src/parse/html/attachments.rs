//! The files a page offers, their links unwrapped from viewers and download handlers.

use url::Url;

use super::attributes::{List, Name};
use super::dom::{self, NodeOf};
use super::noise::Noise;
use super::tree::Tree;
use crate::parse::Attachment;
use crate::text::fold;

const EXTENSIONS: [&str; 12] = [
    "pdf", "doc", "docx", "xls", "xlsx", "rtf", "odt", "zip", "rar", "7z", "tif", "tiff",
];

/// Parameters in which handlers and viewers carry the real file.
const WRAPPED_IN: [&str; 7] = [
    "fileurl",
    "filepath",
    "file",
    "url",
    "src",
    "sourcedoc",
    "path",
];

/// Viewers inside viewers.
const UNWRAP_MAX: usize = 2;

/// Files of one page; a page with more is a list of lists.
const FILES_MAX: usize = 500;

pub(super) fn find(tree: &Tree, noise: &Noise, base: Option<&Url>) -> Vec<Attachment> {
    let mut found: Vec<Attachment> = Vec::new();
    let linking = |node: &NodeOf| node.attributes().may_link && !noise.surrounds(*node);
    for node in tree.nodes().filter(linking) {
        if found.len() >= FILES_MAX {
            break;
        }
        for href in file_links(node) {
            let attachment = attachment(node, href, base);
            let is_known = found.iter().any(|known| same_file(known, &attachment));
            if !is_known {
                found.push(attachment);
            }
        }
    }
    found
}

pub(super) fn links_a_file(node: NodeOf) -> bool {
    !file_links(node).is_empty()
}

fn same_file(a: &Attachment, b: &Attachment) -> bool {
    match (&a.url, &b.url) {
        (Some(a), Some(b)) => a == b,
        _ => a.href == b.href,
    }
}

/// What an element links to that is a file.
fn file_links(node: NodeOf) -> Vec<String> {
    if !node.attributes().may_link {
        return Vec::new();
    }
    let attr = |name: Name| node.attr(name).map(|value| value.trim().to_owned());
    let linking: &[Name] = match node.name() {
        "a" | "area" => &[Name::Href, Name::DataHref, Name::DataFile, Name::DataUrl],
        "iframe" | "embed" => &[Name::Src, Name::DataSrc],
        "object" => &[Name::Data],
        "div" | "span" | "button" | "li" => &[Name::DataHref, Name::DataFile],
        _ => &[],
    };
    let mut links: Vec<String> = linking.iter().filter_map(|name| attr(*name)).collect();
    let downloads = node.name() == "a" && node.attr(Name::Download).is_some();
    let scripted: Vec<String> = attr(Name::Onclick)
        .into_iter()
        .chain(links.clone())
        .flat_map(|call| call_arguments(&call))
        .collect();
    links.retain(|link| !is_call(link) && (is_file(link) || downloads && !link.is_empty()));
    links.extend(scripted.into_iter().filter(|link| is_file(link)));
    links.dedup();
    links
}

/// Rules out most elements without taking their links apart: a file is named by its extension, or
/// something downloads it.
pub(super) fn may_link(list: &List) -> bool {
    list.iter()
        .any(|(name, value)| may_name_a_file(name, value))
}

fn may_name_a_file(name: Name, value: &str) -> bool {
    let bytes = value.as_bytes();
    let has_extension = || {
        memchr::memchr2_iter(b'.', b'%', bytes).any(|at| {
            let opens = |known: &str| {
                let head = bytes[at + 1..].get(..known.len()).unwrap_or_default();
                head.eq_ignore_ascii_case(known.as_bytes())
            };
            // What is written in hexadecimal may be an extension too.
            bytes[at] == b'%' || EXTENSIONS.iter().any(|known| opens(known))
        })
    };
    let downloads = || {
        let word = b"download";
        memchr::memchr2_iter(b'd', b'D', bytes).any(|at| {
            let part = bytes[at..].get(..word.len()).unwrap_or_default();
            part.eq_ignore_ascii_case(word)
        })
    };
    match name {
        Name::Download => true,
        Name::Href
        | Name::Src
        | Name::Data
        | Name::Onclick
        | Name::DataHref
        | Name::DataFile
        | Name::DataUrl
        | Name::DataSrc => has_extension() || downloads(),
        _ => false,
    }
}

fn is_call(link: &str) -> bool {
    link.get(..11)
        .is_some_and(|head| head.eq_ignore_ascii_case("javascript:"))
}

/// Quoted arguments of `window.open('…')` or `javascript:downloadfile('name','/path')`, paths only.
fn call_arguments(call: &str) -> Vec<String> {
    if !is_call(call) && !call.contains('(') {
        return Vec::new();
    }
    let mut arguments = Vec::new();
    let mut rest = call;
    while let Some(start) = rest.find(['\'', '"']) {
        let quote = &rest[start..=start];
        let Some(len) = rest[start + 1..].find(quote) else {
            break;
        };
        arguments.push(rest[start + 1..start + 1 + len].to_owned());
        rest = &rest[start + len + 2..];
    }
    let paths: Vec<String> = arguments
        .iter()
        .filter(|text| text.contains('/'))
        .cloned()
        .collect();
    if paths.is_empty() { arguments } else { paths }
}

fn is_file(link: &str) -> bool {
    let inner = unwrap(link);
    extension(&inner).is_some() || is_download(&inner)
}

/// NukeViet serves files without a name: `?download=1&id=0`.
fn is_download(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    lower.contains("download=1")
        || lower.contains("downloadservlet")
        || lower.contains("downloadfile.aspx")
}

/// The file extension of the path, or of a file name inside it (`/name.pdf/uuid?t=1`, `/$file/x.doc`).
fn extension(link: &str) -> Option<&'static str> {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decoded(path).to_lowercase();
    let mut parts = path.rsplit('/').take(2);
    parts.find_map(|part| {
        let (_, ending) = part.rsplit_once('.')?;
        EXTENSIONS.iter().copied().find(|known| *known == ending)
    })
}

/// The link inside a viewer's or handler's parameter, as far as there is one that is a file.
fn unwrap(link: &str) -> String {
    let mut link = link.to_owned();
    for _ in 0..UNWRAP_MAX {
        let Some(inner) = wrapped(&link) else { break };
        link = inner;
    }
    link
}

fn wrapped(link: &str) -> Option<String> {
    let (outer, query) = link.split_once('?')?;
    let is_viewer = [
        "docs.google.",
        "drive.google.",
        "officeapps.live.",
        "viewer",
        "download",
        "wopiframe",
    ]
    .iter()
    .any(|name| outer.to_ascii_lowercase().contains(name));
    query.split('&').find_map(|pair| {
        let (name, value) = pair.trim_start_matches("amp;").split_once('=')?;
        let value = percent_decoded(value);
        let wanted = WRAPPED_IN.contains(&name.to_ascii_lowercase().as_str());
        let is_inner = extension(&value).is_some() || (is_viewer && value.contains("://"));
        (wanted && is_inner).then_some(value)
    })
}

fn attachment(node: NodeOf, href: String, base: Option<&Url>) -> Attachment {
    let inner = unwrap(&href);
    let url = Url::parse(&inner).ok().or_else(|| base?.join(&inner).ok());
    Attachment {
        name: name_of(node, &inner),
        url: url.filter(|url| matches!(url.scheme(), "http" | "https" | "ftp")),
        href,
    }
}

/// The link's words if they are a file name, else the name in the path, else the words.
fn name_of(node: NodeOf, link: &str) -> String {
    let words = dom::text_of(node, 300);
    let title = node.attr(Name::Title).unwrap_or_default();
    for text in [&*words, title] {
        let text = strip_call(text);
        if extension(text).is_some() && text.len() <= 200 {
            return text.to_owned();
        }
    }
    let path = percent_decoded(link.split(['?', '#']).next().unwrap_or_default());
    let in_path = path
        .rsplit('/')
        .take(2)
        .find(|part| extension(part).is_some());
    match in_path {
        Some(name) => name.replace('+', " "),
        None if words.is_empty() => "tệp đính kèm".to_owned(),
        None => words.into_owned(),
    }
}

/// "Tải tập tin: 293-KH.signed.pdf" → the name.
fn strip_call(text: &str) -> &str {
    match text.split_once(':') {
        Some((call, name)) if fold(call).starts_with("tai") => name.trim(),
        _ => text.trim(),
    }
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = hex.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match byte.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// The `<base href>` of the page, if it names one.
pub(super) fn base_of(tree: &Tree, base: Option<&Url>) -> Option<Url> {
    let named = tree.nodes().filter(|node| node.name() == "base");
    let written = named.filter_map(|node| node.attr(Name::Href)).next();
    match (written, base) {
        (Some(href), Some(base)) => base.join(href.trim()).ok(),
        (Some(href), None) => Url::parse(href.trim()).ok(),
        (None, base) => base.cloned(),
    }
}
