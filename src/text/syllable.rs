//! The Vietnamese syllable: onset, rime and tone. Used to tell text that reads from text that a
//! broken character map or the wrong encoding made.

use std::sync::LazyLock;

/// The six tones; `Level` is written without a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Level,
    Grave,
    Acute,
    Hook,
    Tilde,
    Dot,
}

impl Tone {
    pub(super) fn or(self, other: Tone) -> Tone {
        if self == Tone::Level { other } else { self }
    }

    /// True if a syllable that ends in c, ch, p or t can bear it.
    fn stops(self) -> bool {
        matches!(self, Tone::Acute | Tone::Dot)
    }
}

/// Each vowel with its five toned forms, in the order of [`TONES`].
const VOWELS: [&str; 12] = [
    "aàáảãạ",
    "ăằắẳẵặ",
    "âầấẩẫậ",
    "eèéẻẽẹ",
    "êềếểễệ",
    "iìíỉĩị",
    "oòóỏõọ",
    "ôồốổỗộ",
    "ơờớởỡợ",
    "uùúủũụ",
    "ưừứửữự",
    "yỳýỷỹỵ",
];

const TONES: [Tone; 6] = [
    Tone::Level,
    Tone::Grave,
    Tone::Acute,
    Tone::Hook,
    Tone::Tilde,
    Tone::Dot,
];

/// Every letter with a tone lies below this.
const TONED_END: usize = 0x1F00;

static TONED: LazyLock<Vec<(char, Tone)>> = LazyLock::new(|| {
    let mut table: Vec<(char, Tone)> = (0..TONED_END as u32)
        .map(|code| (char::from_u32(code).unwrap_or_default(), Tone::Level))
        .collect();
    for row in VOWELS {
        let base = row.chars().next().unwrap_or_default();
        for (vowel, tone) in row.chars().zip(TONES) {
            table[vowel as usize] = (base, tone);
        }
    }
    table
});

/// What a character below [`TONED_END`] is in a word.
#[derive(Clone, Copy)]
struct Letter {
    /// The small letter without its tone, as [`packed`] takes it.
    base: u16,
    tone: Tone,
    /// Of these four.
    kinds: u8,
}

/// It stands between words.
const PARTS: u8 = 1;
const DIGIT: u8 = 2;
/// Abbreviations are made of these.
const CAPITAL: u8 = 4;
const ASCII: u8 = 8;

impl Letter {
    fn of(c: char) -> Letter {
        let (base, tone) = split_tone(lower(c));
        let kinds = [
            (c.is_whitespace() || c.is_ascii_punctuation(), PARTS),
            (c.is_ascii_digit(), DIGIT),
            (c.is_ascii_uppercase() || matches!(c, 'Đ' | 'Ư'), CAPITAL),
            (c.is_ascii(), ASCII),
        ];
        let holding = kinds.into_iter().filter(|(holds, _)| *holds);
        Letter {
            base: u32::from(base).min(FOREIGN) as u16,
            tone,
            kinds: holding.fold(0, |kinds, (_, kind)| kinds | kind),
        }
    }
}

static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    let all = (0..TONED_END as u32).map(|code| char::from_u32(code).unwrap_or_default());
    all.map(Letter::of).collect()
});

/// What has no single small letter is no letter of a syllable and stays.
fn lower(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// A lower-case NFC letter without its tone, and the tone.
pub(super) fn split_tone(c: char) -> (char, Tone) {
    if c.is_ascii() {
        return (c, Tone::Level);
    }
    TONED.get(c as usize).copied().unwrap_or((c, Tone::Level))
}

/// A toneless lower-case letter with a tone; letters that bear none stay as they are.
pub(super) fn with_tone(base: char, tone: Tone) -> char {
    let row = VOWELS.iter().find(|row| row.starts_with(base));
    let at = TONES.iter().position(|&candidate| candidate == tone);
    row.and_then(|row| row.chars().nth(at.unwrap_or(0)))
        .unwrap_or(base)
}

/// Onsets, longest first, so that the first that fits is the onset. "gi" and "qu" are onsets; the
/// i of "gì", "gìn" and "giếng" belongs to the rime after the onset g.
const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// Every rime as written, without tone; those in k live in names of the Highlands (Đắk Lắk).
const RIMES: &str = "
a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ynh yt yn ych";

/// Rimes that are written with a leading y only after qu or with no onset at all.
const Y_RIMES_AFTER: [&str; 9] = ["", "h", "k", "l", "m", "s", "t", "v", "qu"];

/// Every syllable without its tone, [`packed`]: about 3,300, in a table of open addresses.
struct Syllables(Vec<u64>);

impl Syllables {
    /// Two to this power is more than twice as many as there are syllables.
    const BITS: u32 = 13;

    fn new() -> Syllables {
        let mut table = Syllables(vec![0; 1 << Self::BITS]);
        for onset in ONSETS {
            for rime in RIMES.split_whitespace().filter(|rime| fits(onset, rime)) {
                let word = onset.chars().chain(rime.chars()).fold(0, packed);
                let slot = table.slot(word);
                table.0[slot] = word;
            }
        }
        table
    }

    fn contains(&self, word: u64) -> bool {
        word != 0 && self.0[self.slot(word)] == word
    }

    /// Where the word stands, or would.
    fn slot(&self, word: u64) -> usize {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut slot = (word.wrapping_mul(ODD) >> (u64::BITS - Self::BITS)) as usize;
        while self.0[slot] != 0 && self.0[slot] != word {
            slot = (slot + 1) % self.0.len();
        }
        slot
    }
}

static SYLLABLES: LazyLock<Syllables> = LazyLock::new(Syllables::new);

/// Stands for letters that no syllable has.
const FOREIGN: u32 = 0x1FF;

/// One more letter behind those of `word`. All letters of syllables lie below U+0200, and seven
/// times nine bits fit: every word that is read on every page is looked up, so it owns no memory.
fn packed(word: u64, letter: char) -> u64 {
    word << 9 | u64::from(u32::from(letter).min(FOREIGN))
}

/// Longest syllable in letters: "nghiêng".
const SYLLABLE_LETTERS_MAX: usize = 7;

/// True if `word` is spelled like one Vietnamese syllable, in any case: an onset and a rime that go
/// together, at most one tone, and only sắc or nặng before a final c, ch, p or t.
///
/// Toneless spellings of tonal syllables ("cong") are syllables too. NFC is expected.
pub fn is_syllable(word: &str) -> bool {
    Spelling::of(word).is_syllable()
}

/// True if `word` is a syllable that can be said: one that ends in c, ch, p or t bears a tone.
pub(super) fn is_spoken(word: &str) -> bool {
    let spelling = Spelling::of(word);
    spelling.is_syllable() && (!spelling.is_stopped() || spelling.tone.stops())
}

fn letter(table: &[Letter], c: char) -> Letter {
    let known = table.get(c as usize).copied();
    known.unwrap_or_else(|| Letter::of(c))
}

/// A word as it is read letter by letter.
#[derive(Clone, Copy)]
struct Spelling {
    letters: u64,
    count: usize,
    tone: Tone,
    /// Two letters bear a tone.
    is_overtoned: bool,
    /// Kinds that some letter is of, and that all are.
    some: u8,
    all: u8,
}

impl Default for Spelling {
    fn default() -> Spelling {
        Spelling {
            letters: 0,
            count: 0,
            tone: Tone::Level,
            is_overtoned: false,
            some: 0,
            all: u8::MAX,
        }
    }
}

impl Spelling {
    fn of(word: &str) -> Spelling {
        let table: &[Letter] = &LETTERS;
        let mut spelling = Spelling::default();
        word.chars().for_each(|c| spelling.add(letter(table, c)));
        spelling
    }

    fn add(&mut self, letter: Letter) {
        if letter.tone != Tone::Level {
            self.is_overtoned |= self.tone != Tone::Level;
            self.tone = self.tone.or(letter.tone);
        }
        self.count += 1;
        self.some |= letter.kinds;
        self.all &= letter.kinds;
        self.letters = self.letters << 9 | u64::from(letter.base);
    }

    /// An abbreviation in capitals, or a number with or without ASCII letters.
    fn is_code(&self) -> bool {
        let is_abbreviation = self.all & CAPITAL != 0 && self.count <= ABBREVIATION_LETTERS_MAX;
        is_abbreviation || self.all & ASCII != 0 && self.some & DIGIT != 0
    }

    fn is_syllable(&self) -> bool {
        if self.is_overtoned || SYLLABLE_LETTERS_MAX < self.count {
            return false;
        }
        // "ke hoach" without marks is common in file names and old pages; "kè hoàch" is not Vietnamese.
        let toned = self.tone == Tone::Level || self.tone.stops() || !self.is_stopped();
        toned && SYLLABLES.contains(self.letters)
    }

    /// It ends in c, ch, k, p or t.
    fn is_stopped(&self) -> bool {
        const LETTER: u64 = FOREIGN as u64;
        let is = |packed: u64, letter: char| packed & LETTER == letter as u64;
        let ends = |end: &char| is(self.letters, *end);
        ['c', 'k', 'p', 't'].iter().any(ends) || ends(&'h') && is(self.letters >> 9, 'c')
    }
}

/// True if the spelling allows a rime after an onset: k, gh and ngh before front vowels only.
fn fits(onset: &str, rime: &str) -> bool {
    let front = rime.starts_with(['e', 'ê', 'i', 'y']);
    let spelled = match onset {
        "k" | "gh" | "ngh" => front,
        "c" | "ng" => !front,
        "g" => !front || rime.starts_with('i'),
        "gi" => !rime.starts_with(['i', 'y']),
        "qu" => !rime.starts_with(['u', 'o', 'ư', 'ô']) || rime == "ôc",
        _ => true,
    };
    let y_allowed = !rime.starts_with('y') || Y_RIMES_AFTER.contains(&onset);
    spelled && y_allowed
}

/// Longest run of capitals taken for an abbreviation ("CBCCVCNLĐ" has nine).
const ABBREVIATION_LETTERS_MAX: usize = 12;

/// Share of valid syllables among the words of `text`, 0 to 1; `None` without words.
///
/// A word is a run of letters; one that has digits or signs in it ("ho¹ch", "6Ӕ") is a bad word, but
/// plain numbers ("30c", "A4") and abbreviations in capitals ("UBND") say nothing and do not count.
pub fn syllable_share(text: &str) -> Option<f32> {
    let table: &[Letter] = &LETTERS;
    let mut share = Share::default();
    let (mut start, mut spelling) = (0, Spelling::default());
    for (at, c) in text.char_indices() {
        let letter = letter(table, c);
        if letter.kinds & PARTS == 0 {
            spelling.add(letter);
            continue;
        }
        share.add(&text[start..at], &spelling);
        (start, spelling) = (at + c.len_utf8(), Spelling::default());
    }
    share.add(&text[start..], &spelling);
    (0 < share.words).then(|| share.valid as f32 / share.words as f32)
}

/// Words so far.
#[derive(Default)]
struct Share {
    words: u32,
    valid: u32,
}

impl Share {
    fn add(&mut self, word: &str, spelling: &Spelling) {
        // Most words are, as they stand.
        if spelling.is_syllable() {
            self.words += 1;
            self.valid += 1;
        } else if 0 < spelling.count && !spelling.is_code() {
            self.add_trimmed(word);
        }
    }

    /// Adds a word that may have signs at its ends.
    fn add_trimmed(&mut self, word: &str) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.chars().any(char::is_alphabetic) {
            return;
        }
        let spelling = Spelling::of(word);
        let is_valid = spelling.is_syllable();
        self.valid += u32::from(is_valid);
        self.words += u32::from(is_valid || !spelling.is_code());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_the_language_are_told_from_noise() {
        for word in "Kế hoạch cải cách hành chính nhà nước giai đoạn nghiêng khuỷu quý gì gìn \
                     giếng già quốc huyện uỷ ỷ yêu Nguyễn xoong đường kỹ thuật thuở quyết quỳnh \
                     soạn đắk lắk ngoằn tuyến ủy oẳn mỹ ke hoach cong van"
            .split_whitespace()
        {
            assert!(is_syllable(word), "{word}");
        }
        for noise in [
            "",
            "KÕ",
            "ho¹ch",
            "kế hoạch",
            "cè́",
            "càc",
            "ceo",
            "nge",
            "strong",
            "Ӕ",
            "sẽẽ",
        ] {
            assert!(!is_syllable(noise), "{noise}");
        }
    }

    #[test]
    fn the_share_counts_words_and_neither_numbers_nor_abbreviations() {
        assert_eq!(
            syllable_share("Kế hoạch số 21/KH-UBND ngày 02/02/2021"),
            Some(1.0)
        );
        assert_eq!(syllable_share("12 345 – 6/7"), None);
        assert!(syllable_share("KÕ ho¹ch c¶i c¸ch hµnh chÝnh").is_some_and(|share| share < 0.3));
        assert!(syllable_share("6Ӕ 4Ĉ6&7 ӖQJ").is_some_and(|share| share < 0.1));
    }
}
