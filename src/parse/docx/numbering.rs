//! The numbering part: the lists of a document and how their labels look.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::numbering::{LEVELS, Level, List, Numbering};
use crate::parse::xml;
use crate::text::legacy::Face;

/// Where in the part we are.
#[derive(Default)]
struct Place {
    abstract_id: Option<u32>,
    list: Option<u32>,
    level: usize,
}

pub(super) fn read(text: Option<&str>) -> Numbering {
    let mut numbering = Numbering::default();
    let mut reader = Reader::from_str(text.unwrap_or_default());
    let mut place = Place::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                take_in(&mut numbering, &element, &mut place);
            }
            Ok(Event::Eof) | Err(_) => return numbering,
            Ok(_) => {}
        }
    }
}

fn take_in(numbering: &mut Numbering, element: &BytesStart, place: &mut Place) {
    let number = |name: &str| xml::number(element, name);
    match element.local_name().as_ref() {
        "abstractNum" => {
            place.abstract_id = number("abstractNumId");
            place.list = None;
        }
        "num" => {
            place.list = number("numId");
            place.abstract_id = None;
        }
        "abstractNumId" => name_list(numbering, place, number("val")),
        "lvl" | "lvlOverride" => {
            place.level = (number("ilvl").unwrap_or(0) as usize).min(LEVELS - 1);
        }
        "startOverride" => {
            let list = place.list.and_then(|list| numbering.lists.get_mut(&list));
            if let (Some(list), Some(start)) = (list, number("val")) {
                list.starts.insert(place.level, start);
            }
        }
        "start" | "numFmt" | "isLgl" | "lvlText" | "rFonts" => {
            level_property(numbering, element, place)
        }
        _ => {}
    }
}

fn name_list(numbering: &mut Numbering, place: &Place, abstract_id: Option<u32>) {
    if let (Some(list), Some(abstract_id)) = (place.list, abstract_id) {
        let starts = HashMap::new();
        numbering.lists.insert(
            list,
            List {
                abstract_id,
                starts,
            },
        );
    }
}

fn level_property(numbering: &mut Numbering, element: &BytesStart, place: &Place) {
    let Some(id) = place.abstract_id else { return };
    let levels = numbering.abstracts.entry(id).or_default();
    if levels.len() <= place.level {
        levels.resize(place.level + 1, Level::default());
    }
    let value = |name: &str| xml::attribute(element, name);
    let level = &mut levels[place.level];
    match element.local_name().as_ref() {
        "start" => {
            level.start = value("val")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1)
        }
        "numFmt" => level.format = value("val").unwrap_or_default(),
        "isLgl" => level.is_legal = !matches!(value("val").as_deref(), Some("0" | "false")),
        "rFonts" => level.face = value("ascii").map(|name| Face::of_font(&name)),
        _ => level.text = value("val").unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_legal_level_counts_in_arabic_digits_under_a_roman_one() {
        let part = "<w:numbering><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\">\
            <w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\">\
            <w:numFmt w:val=\"decimal\"/><w:isLgl/><w:lvlText w:val=\"%1.%2.\"/></w:lvl></w:abstractNum>\
            <w:num w:numId=\"7\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
        let mut numbering = read(Some(part));
        let labels = [0, 0, 1].map(|level| numbering.next_label(7, level).map(|label| label.text));
        let expected = ["I.", "II.", "2.1."].map(|label| Some(label.to_owned()));
        assert_eq!(labels, expected);
    }
}
