//! What the name of a font says of the text set in it.

use super::Charset;

/// Evidence from a font name: `.VnTimeH` draws TCVN3 bytes, and all of them as capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Face {
    /// Times New Roman and every other font that says nothing.
    #[default]
    Plain,
    Legacy {
        charset: Charset,
        /// The font has capitals in the places of the small letters, ASCII among them.
        capitals: bool,
    },
}

impl Face {
    /// Reads a font name as Word, a page or a PDF writes it: `.VnTime`, `VNI-Times`, `.VnArialH,Bold`.
    pub fn of_font(name: &str) -> Face {
        let name = name.trim().trim_matches(['"', '\'']);
        let family = name.split([',', ';']).next().unwrap_or_default().trim_end();
        let lower = family.to_ascii_lowercase();
        let plain = lower.trim_start_matches('.');
        let charset = if plain.starts_with("vni") {
            Charset::Vni
        } else if plain.starts_with("vps") {
            Charset::Vps
        } else if plain.contains("viscii") {
            Charset::Viscii
        } else if lower.starts_with(".vn") || is_undotted(family) {
            Charset::Tcvn3
        } else {
            return Face::Plain;
        };
        Face::Legacy {
            charset,
            capitals: charset == Charset::Tcvn3 && has_capitals(family),
        }
    }

    pub fn charset(self) -> Option<Charset> {
        match self {
            Face::Plain => None,
            Face::Legacy { charset, .. } => Some(charset),
        }
    }

    pub fn draws_capitals(self) -> bool {
        matches!(self, Face::Legacy { capitals: true, .. })
    }
}

/// `VnTime`: converters to PDF drop the dot.
fn is_undotted(family: &str) -> bool {
    family.strip_prefix("Vn").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
    })
}

/// The fonts of capitals end in H (for "hoa"): `.VnTimeH`, `.VnArial NarrowH`, `.VnTimeH-Bold`.
fn has_capitals(family: &str) -> bool {
    let stem = family.split('-').next().unwrap_or_default().trim_end();
    // Word also lists a font once for each code page it could serve: ".VnTimeH Tur".
    let styles = [
        " Tur", " CE", " Cyr", " Greek", " Baltic", " Bold", " Italic", " bold", " italic",
    ];
    let stem = styles
        .iter()
        .fold(stem, |stem, style| stem.trim_end_matches(style));
    stem.ends_with('H') && !stem.ends_with("VNH")
}
