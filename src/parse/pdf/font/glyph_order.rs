//! Which letter a glyph number draws in the fonts documents are set in, for files that say neither
//! by ToUnicode nor in the font program.
//!
//! Facts read off the fonts themselves: those of Debian (Liberation, DejaVu) by their `cmap`, Times
//! New Roman by what full ToUnicode maps of published files agree on. Subsets made by Word, Ghostscript
//! and most drivers keep the numbers of the whole font; a subset that counts anew is not to be read so,
//! and whoever asks must look whether words come out.

/// The order of the glyphs in one family of builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::parse::pdf) enum Order {
    /// Times New Roman, Arial: upright and bold of version 5 and later.
    Times,
    /// Cuts without Arabic and Hebrew: the italics, and all of version 2.
    TimesItalic,
    LiberationSerif,
    LiberationMono,
    DejaVuSerif,
    DejaVuSerifBold,
    DejaVuSans,
    DejaVuSansOblique,
}

/// Glyphs in a row: the number of the first, and what they draw.
type Run = (u16, &'static str);

impl Order {
    pub const ALL: [Order; 8] = [
        Order::Times,
        Order::TimesItalic,
        Order::LiberationSerif,
        Order::LiberationMono,
        Order::DejaVuSerif,
        Order::DejaVuSerifBold,
        Order::DejaVuSans,
        Order::DejaVuSansOblique,
    ];

    /// The order that a font of this name most likely has.
    pub fn of_font(name: &str, is_bold: bool, is_italic: bool) -> Order {
        let name = name.to_ascii_lowercase();
        let says = |word: &str| name.contains(word);
        if says("liberation") {
            match says("mono") {
                true => Order::LiberationMono,
                false => Order::LiberationSerif,
            }
        } else if says("dejavu") && says("serif") {
            match is_bold || is_italic {
                true => Order::DejaVuSerifBold,
                false => Order::DejaVuSerif,
            }
        } else if says("dejavu") {
            match is_italic {
                true => Order::DejaVuSansOblique,
                false => Order::DejaVuSans,
            }
        } else if is_italic {
            Order::TimesItalic
        } else {
            Order::Times
        }
    }

    /// Every glyph known of this order with its letter.
    pub fn glyphs(self) -> impl Iterator<Item = (u16, char)> {
        self.runs()
            .into_iter()
            .flatten()
            .flat_map(|(first, letters)| (*first..).zip(letters.chars()))
    }

    fn runs(self) -> [&'static [Run]; 3] {
        match self {
            Order::Times => [ASCII, MACINTOSH, &[(1130, HORN), (1188, ALPHABETIC)]],
            Order::TimesItalic => [ASCII, MACINTOSH, &[(750, HORN), (808, ALPHABETIC)]],
            Order::LiberationSerif => [ASCII, UNICODE, LIBERATION_SERIF],
            Order::LiberationMono => [ASCII, UNICODE, LIBERATION_MONO],
            Order::DejaVuSerif => [ASCII, UNICODE, DEJAVU_SERIF],
            Order::DejaVuSerifBold => [ASCII, UNICODE, DEJAVU_SERIF_BOLD],
            Order::DejaVuSans => [ASCII, UNICODE, DEJAVU_SANS],
            Order::DejaVuSansOblique => [ASCII, UNICODE, DEJAVU_SANS_OBLIQUE],
        }
    }
}

/// What the glyph of that number in the standard Macintosh order draws, to which `post` refers. Windows
/// fonts leave out its hard space and its apple.
pub(super) fn macintosh(index: u16) -> Option<char> {
    let glyph = match index {
        172 | 210 | 258.. => return None,
        ..172 => index,
        173..210 => index - 1,
        211..258 => index - 2,
    };
    let mut known = [ASCII, MACINTOSH].into_iter().flatten();
    known.find_map(|(first, letters)| {
        let at = glyph.checked_sub(*first)?;
        letters.chars().nth(usize::from(at))
    })
}

/// Common to all: `.notdef`, `.null` and the carriage return come first.
#[rustfmt::skip]
const ASCII: &[Run] = &[(3, " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~")];

/// The standard Macintosh glyph order, and what WGL4 put after it.
#[rustfmt::skip]
const MACINTOSH: &[Run] = &[
    (98, "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏"), (156, "∫ªºΩæø¿¡¬√ƒ≈∆«»…"),
    (172, "ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›"), (191, "ﬁﬂ‡∙‚„‰ÂÊÁËÈÍÎÏÌÓÔ"), (209, "ÒÚÛÙıˆ˜"), (226, "ŠšŽž¦"), (233, "Ýý"),
    (237, "−×¹²³½¼¾"), (255, "đ"), (258, "Ăă"), (264, "Đ"), (314, "→"), (428, "Ĩĩ"), (457, "Ũũ"), (483, "Ỳỳ"),
];

const HORN: &str = "ƠơƯư";

/// U+1EA0 to U+1EF9 but Ỳ, which WGL4 has.
const ALPHABETIC: &str =
    "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỴỵỶỷỸỹ";

/// Fonts in the order of Unicode.
#[rustfmt::skip]
const UNICODE: &[Run] = &[
    (105, "§"), (109, "«"), (114, "°±²³"), (125, "»¼½¾"), (130, "ÀÁÂÃ"), (138, "ÈÉÊ"), (142, "ÌÍ"), (148, "ÒÓÔÕ"),
    (153, "×"), (155, "ÙÚ"), (159, "Ý"), (162, "àáâã"), (170, "èéê"), (174, "ìí"), (180, "òóôõ"), (187, "ùú"),
    (191, "ý"), (196, "Ăă"), (210, "Đđ"), (234, "Ĩĩ"), (298, "Ũũ"), (354, "Ơơ"), (369, "Ưư"),
];

#[rustfmt::skip]
const LIBERATION_SERIF: &[Run] = &[
    (2015, "–—"), (2020, "‘’"), (2024, "“”"), (2030, "•…"), (2088, "€"), (2118, "→"), (2128, "−"), (2140, "≤≥"),
    (1674, "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"),
];

#[rustfmt::skip]
const LIBERATION_MONO: &[Run] = &[
    (2003, "–—"), (2007, "‘’"), (2011, "“”"), (2017, "•…"), (2074, "€"), (2104, "→"), (2114, "−"), (2126, "≤≥"),
    (1673, "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"),
];

#[rustfmt::skip]
const DEJAVU_SERIF: &[Run] = &[
    (1922, "–—"), (1927, "‘’"), (1931, "“”"), (1937, "•"), (1941, "…"), (2033, "€"), (2133, "→"), (2256, "−"), (2298, "≤≥"),
    (1578, "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"),
];

#[rustfmt::skip]
const DEJAVU_SERIF_BOLD: &[Run] = &[
    (1922, "–—"), (1927, "‘’"), (1931, "“”"), (1937, "•"), (1941, "…"), (2033, "€"), (2116, "→"), (2239, "−"), (2281, "≤≥"),
    (1578, "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"),
];

#[rustfmt::skip]
const DEJAVU_SANS: &[Run] = &[
    (2806, "–—"), (2811, "‘’"), (2815, "“”"), (2821, "•"), (2825, "…"), (2948, "€"), (3101, "→"), (3229, "−"), (3311, "≤≥"),
    (2462, "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"),
];

#[rustfmt::skip]
const DEJAVU_SANS_OBLIQUE: &[Run] = &[
    (2558, "–—"), (2563, "‘’"), (2567, "“”"), (2573, "•"), (2577, "…"), (2700, "€"), (2853, "→"), (2981, "−"), (3063, "≤≥"),
    (2214, "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"),
];
