//! The little of XML that the readers of packages need: attributes by local name, parts as text.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A part as text: UTF-8, or UTF-16 as some generators write it.
pub(super) fn decode(bytes: Vec<u8>) -> String {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return encoding_rs::UTF_16LE.decode(&bytes).0.into_owned();
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(broken) => String::from_utf8_lossy(broken.as_bytes()).into_owned(),
    }
}

/// An attribute by its local name, unescaped.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes.flatten().find_map(|attribute| {
        let key = attribute.key.local_name();
        (key.as_ref() == name).then(|| unescape(&attribute.value))
    })
}

fn unescape(value: &str) -> String {
    match quick_xml::escape::unescape(value) {
        Ok(text) => text.into_owned(),
        Err(_) => value.to_owned(),
    }
}

/// `w:val` of a switch such as `<w:b/>`: on unless it says otherwise.
pub(super) fn is_on(element: &BytesStart) -> bool {
    let value = attribute(element, "val");
    !matches!(value.as_deref(), Some("0" | "false" | "off" | "none"))
}

/// A number in `w:val`.
pub(super) fn number(element: &BytesStart, name: &str) -> Option<u32> {
    attribute(element, name)?.trim().parse().ok()
}

/// An attribute of the first element of that name that `wanted` accepts.
pub(super) fn attribute_of_first(
    text: &str,
    element_name: &str,
    attribute_name: &str,
    wanted: impl Fn(&BytesStart) -> bool,
) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let named = element.local_name().as_ref() == element_name;
                if named && wanted(&element) {
                    return attribute(&element, attribute_name);
                }
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// The character a reference stands for: `&amp;`, `&#7871;`.
pub(super) fn character(name: &BytesRef) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    let text: &str = name;
    quick_xml::escape::resolve_xml_entity(text)
        .unwrap_or_default()
        .to_owned()
}
