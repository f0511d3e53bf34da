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

/// The key of every syllable without its tone, in order: about 3,300. Words are asked by the thousand,
/// and a key is told from another at once.
static SYLLABLES: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let pairs = ONSETS.iter().flat_map(|onset| {
        let rimes = RIMES.split_whitespace().filter(|rime| fits(onset, rime));
        rimes.map(move |rime| key(&format!("{onset}{rime}")))
    });
    let mut keys: Vec<u64> = pairs.collect();
    keys.sort_unstable();
    keys
});

/// Longest syllable in letters: "nghiêng".
const SYLLABLE_LETTERS_MAX: usize = 7;

/// True if `word` is spelled like one Vietnamese syllable, in any case: an onset and a rime that go
/// together, at most one tone, and only sắc or nặng before a final c, ch, p or t.
///
/// Toneless spellings of tonal syllables ("cong") are syllables too. NFC is expected.
pub fn is_syllable(word: &str) -> bool {
    let mut key = 0;
    let mut tone = Tone::Level;
    let mut ending = [' '; 2];
    for (count, c) in word.chars().flat_map(char::to_lowercase).enumerate() {
        let (base, marked) = split_tone(c);
        let second_tone = tone != Tone::Level && marked != Tone::Level;
        let Some(code) = code(base).filter(|_| !second_tone && count < SYLLABLE_LETTERS_MAX) else {
            return false;
        };
        tone = tone.or(marked);
        key = key << LETTER_BITS | code;
        ending = [ending[1], base];
    }
    let stop = matches!(ending, [_, 'c' | 'k' | 'p' | 't'] | ['c', 'h']);
    // "ke hoach" without marks is common in file names and old pages; "kè hoàch" is not Vietnamese.
    let toned = !stop || tone.stops() || tone == Tone::Level;
    toned && SYLLABLES.binary_search(&key).is_ok()
}

/// Bits of one letter in the key of a syllable.
const LETTER_BITS: u32 = 6;

/// The number of a toneless letter of Vietnamese; it is never 0.
fn code(letter: char) -> Option<u64> {
    Some(match letter {
        'a'..='z' => letter as u64 - 'a' as u64 + 1,
        'ă' => 27,
        'â' => 28,
        'đ' => 29,
        'ê' => 30,
        'ô' => 31,
        'ơ' => 32,
        'ư' => 33,
        _ => return None,
    })
}

fn key(toneless: &str) -> u64 {
    let codes = toneless.chars().filter_map(code);
    codes.fold(0, |key, code| key << LETTER_BITS | code)
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
    let (mut words, mut valid) = (0_u32, 0_u32);
    for word in text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.chars().any(char::is_alphabetic) {
            continue;
        }
        if is_syllable(word) {
            words += 1;
            valid += 1;
        } else if !is_code(word) {
            words += 1;
        }
    }
    (0 < words).then(|| valid as f32 / words as f32)
}

/// An abbreviation in capitals, or a number with ASCII letters.
fn is_code(word: &str) -> bool {
    let capital = |c: char| c.is_ascii_uppercase() || matches!(c, 'Đ' | 'Ư');
    let abbreviation =
        word.chars().all(capital) && word.chars().count() <= ABBREVIATION_LETTERS_MAX;
    let numbered = word.is_ascii() && word.bytes().any(|byte| byte.is_ascii_digit());
    abbreviation || numbered
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
