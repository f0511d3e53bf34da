//! The little of XML that the readers of packages need: parts as text and as a walk through their
//! elements, attributes by local name.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Elements inside each other; what Word and LibreOffice write reaches about 40.
const DEPTH_MAX: usize = 512;

/// What reads a part as a stream of elements. An empty element is opened and closed.
pub(super) trait Walker {
    fn open(&mut self, element: &BytesStart);
    fn close(&mut self, name: &str);
    /// Text with the bytes of the part that write it.
    fn text(&mut self, written: &str, bytes: Range<usize>);
}

/// Walks through a part; true if it breaks off before its end.
pub(super) fn walk(part: &str, walker: &mut impl Walker) -> bool {
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let bytes = start..reader.buffer_position() as usize;
        match event {
            Ok(Event::Eof) => return false,
            Err(_) => return true,
            Ok(_) if DEPTH_MAX < depth => return true,
            Ok(Event::Start(element)) => {
                depth += 1;
                walker.open(&element);
            }
            Ok(Event::Empty(element)) => {
                walker.open(&element);
                walker.close(element.local_name().as_ref());
            }
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                walker.close(element.local_name().as_ref());
            }
            Ok(Event::Text(written)) => walker.text(&written.into_inner(), bytes),
            Ok(Event::CData(written)) => walker.text(&written.into_inner(), bytes),
            Ok(Event::GeneralRef(name)) => walker.text(&character(&name), bytes),
            Ok(_) => {}
        }
    }
}

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
