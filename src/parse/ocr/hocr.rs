//! What tesseract says → words. hOCR and not its TSV, because only hOCR tells the base line and the
//! height of the font, by which lines are set together and paragraphs told apart.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Word;
use super::region::Area;
use super::tiff;

/// Height of the font over the height tesseract measures from the top of a letter with an ascender
/// to the foot of one with a descender: 0.68 + 0.22 of the em in Times.
const EM_PER_HEIGHT: f32 = 1.0 / 0.9;

/// A line while its words are read.
#[derive(Clone, Copy, Default)]
struct Line {
    number: u32,
    x0: f32,
    /// Of the base line at the left end.
    y: f32,
    slope: f32,
    size: f32,
}

/// The words of all areas, in pixels of the picture.
pub(super) fn words(hocr: &str, areas: &[Area]) -> Vec<Word> {
    let mut reader = Reader::from_str(hocr);
    reader.config_mut().check_end_names = false;
    let mut found = Vec::new();
    let mut next_area = areas.iter();
    let (mut origin, mut area) = ((0.0, 0.0), 0);
    let mut line = Line::default();
    let mut word: Option<Word> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let (class, title) = attributes(&tag);
                match class.as_str() {
                    "ocr_page" => {
                        origin = next_area.next().map_or((0.0, 0.0), tiff::origin);
                        area += 1;
                    }
                    "ocrx_word" => word = begun(&title, origin, &line, area),
                    "ocr_line" | "ocr_header" | "ocr_caption" | "ocr_textfloat" => {
                        line = line_of(&title, origin, line.number + 1);
                    }
                    _ => {}
                }
            }
            Ok(Event::Text(text)) => {
                if let Some(word) = &mut word {
                    word.text.push_str(text.trim());
                }
            }
            Ok(Event::GeneralRef(entity)) => {
                if let Some(word) = &mut word {
                    word.text.push_str(entity_text(&entity));
                }
            }
            // The only elements within a word are of emphasis, and end before it.
            Ok(Event::End(tag)) if tag.name().as_ref() == "span" => {
                found.extend(word.take().filter(|word| !word.text.is_empty()));
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

fn attributes(tag: &BytesStart) -> (String, String) {
    let (mut class, mut title) = (String::new(), String::new());
    for attribute in tag.attributes().with_checks(false).flatten() {
        let value = attribute.value.into_owned();
        match attribute.key.as_ref() {
            "class" => class = value,
            "title" => title = value,
            _ => {}
        }
    }
    (class, title)
}

fn entity_text(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" | "#34" => "\"",
        "apos" | "#39" => "'",
        _ => "",
    }
}

fn line_of(title: &str, origin: (f32, f32), number: u32) -> Line {
    let bounds = numbers::<4>(title, "bbox");
    let baseline = numbers::<2>(title, "baseline").unwrap_or([0.0, 0.0]);
    let Some([x0, y0, _, y1]) = bounds else {
        return Line {
            number,
            ..Line::default()
        };
    };
    let height = numbers::<1>(title, "x_size").map_or(y1 - y0, |[height]| height);
    Line {
        number,
        x0: x0 + origin.0,
        y: y1 + baseline[1] + origin.1,
        slope: baseline[0],
        size: height * EM_PER_HEIGHT,
    }
}

fn begun(title: &str, origin: (f32, f32), line: &Line, area: u32) -> Option<Word> {
    let [x0, y0, x1, y1] = numbers::<4>(title, "bbox")?;
    let (x0, x1) = (x0 + origin.0, x1 + origin.0);
    Some(Word {
        text: String::new(),
        x0,
        y0: y0 + origin.1,
        x1,
        y1: y1 + origin.1,
        baseline: line.y + line.slope * ((x0 + x1) / 2.0 - line.x0),
        size: line.size,
        confidence: numbers::<1>(title, "x_wconf").map_or(0.0, |[confidence]| confidence),
        line: line.number,
        area,
    })
}

/// The numbers after `name` in `bbox 36 92 580 122; baseline 0.002 -7; x_size 30`.
fn numbers<const N: usize>(title: &str, name: &str) -> Option<[f32; N]> {
    let property = title
        .split(';')
        .map(str::trim)
        .find_map(|property| property.strip_prefix(name)?.strip_prefix(' '))?;
    let mut values = property.split_whitespace().map(str::parse::<f32>);
    let mut numbers = [0.0; N];
    for number in &mut numbers {
        *number = values.next()?.ok().filter(|value| value.is_finite())?;
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOCR: &str = r#"<?xml version="1.0"?><html><body>
  <div class='ocr_page' id='page_1' title='image ""; bbox 0 0 300 80; ppageno 0'>
   <div class='ocr_carea'><p class='ocr_par'>
     <span class='ocr_line' id='line_1_1' title="bbox 12 20 200 50; baseline 0.01 -8; x_size 27; x_descenders 6">
      <span class='ocrx_word' id='w1' title='bbox 12 20 90 50; x_wconf 96'>Kế</span>
      <span class='ocrx_word' id='w2' title='bbox 112 20 200 50; x_wconf 31'><strong>&amp;hoạch&#39;</strong></span>
      <span class='ocrx_word' id='w3' title='bbox 212 20 220 50; x_wconf 95'> </span>
     </span></p></div></div></body></html>"#;

    #[test]
    fn words_have_their_places_on_the_page() {
        let area = Area {
            x0: 112,
            y0: 212,
            x1: 300,
            y1: 300,
        };
        let found = words(HOCR, &[area]);
        let texts: Vec<&str> = found.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["Kế", "&hoạch'"]);
        assert_eq!((found[0].x0, found[0].y0), (112.0, 220.0));
        assert_eq!(found[0].confidence, 96.0);
        assert_eq!(found[0].size.round(), 30.0);
        assert!(
            (found[1].baseline - 243.44).abs() < 0.01,
            "{}",
            found[1].baseline
        );
    }

    #[test]
    fn what_is_no_hocr_has_no_words() {
        for text in [
            "",
            "Error",
            "<html><span class='ocrx_word' title='bbox 1'>a</span>",
        ] {
            assert_eq!(words(text, &[]), []);
        }
    }
}
