//! The words by which the parts round a portal's content are called.

use super::attributes::{List, Name};

/// Letters of the longest word of the lists.
const WORD_MAX: usize = 11;

/// True if class, id or role name noise.
pub(super) fn has_cue(list: &List) -> bool {
    list.iter().any(|(name, value)| match name {
        Name::Role => matches!(
            value,
            "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "menu"
        ),
        Name::Class | Name::Id => names_noise(value),
        _ => false,
    })
}

/// The words of a class or an id: `tandan-div-article-other` is four.
fn names_noise(value: &str) -> bool {
    let (mut before, mut word) = (Word::default(), Word::default());
    for byte in value.bytes().chain([b' ']) {
        if byte.is_ascii_alphanumeric() {
            word.push(byte.to_ascii_lowercase());
            continue;
        }
        if word.len == 0 {
            continue;
        }
        if is_cue(word.text()) || are_cues(before.text(), word.text()) {
            return true;
        }
        before = std::mem::take(&mut word);
    }
    false
}

/// A word in small letters, as far as any in the lists goes.
#[derive(Default)]
struct Word {
    letters: [u8; WORD_MAX + 1],
    len: usize,
}

impl Word {
    fn push(&mut self, letter: u8) {
        if let Some(slot) = self.letters.get_mut(self.len) {
            *slot = letter;
            self.len += 1;
        }
    }

    fn text(&self) -> &[u8] {
        &self.letters[..self.len]
    }
}

/// Words of class and id that name noise by themselves.
#[rustfmt::skip]
fn is_cue(word: &[u8]) -> bool {
    matches!(
        word,
            b"addthis" | b"ads" | b"advert" | b"backtotop" | b"banner" | b"binhluan" | b"breadcrumb"
            | b"breadcrumbs" | b"calendar" | b"clock" | b"comment" | b"comments" | b"cookie"
            | b"copyright" | b"counter" | b"crumb" | b"crumbs" | b"dangnhap" | b"danhgia"
            | b"fontsize" | b"foot" | b"footer" | b"gotop" | b"header" | b"hotline" | b"lang"
            | b"language" | b"leftcol" | b"leftcolumn" | b"lienket" | b"login" | b"mainmenu"
            | b"marquee" | b"menu" | b"modal" | b"nav" | b"navbar" | b"navi" | b"navigation"
            | b"pager" | b"pagination" | b"paging" | b"poll" | b"popup" | b"quangcao" | b"rating"
            | b"related" | b"rightcol" | b"rightcolumn" | b"scrolltop" | b"search" | b"share"
            | b"sharing" | b"sidebar" | b"sitemap" | b"slideshow" | b"social" | b"subscribe"
            | b"thongke" | b"timkiem" | b"tinkhac" | b"tinlienquan" | b"toolbar" | b"tools"
            | b"topbar" | b"topmenu" | b"topnav" | b"truycap" | b"vote" | b"weblink" | b"zoom"
    )
}

/// Neighboring words that name noise together.
#[rustfmt::skip]
fn are_cues(before: &[u8], word: &[u8]) -> bool {
    matches!(
        (before, word),
            (b"article", b"other") | (b"other", b"news") | (b"news", b"other") | (b"tin", b"khac")
            | (b"tin", b"moi") | (b"tin", b"lien") | (b"bai", b"khac") | (b"bai", b"viet")
            | (b"xem", b"nhieu") | (b"most", b"viewed") | (b"td", b"tags") | (b"font", b"size")
            | (b"co", b"chu") | (b"header", b"time") | (b"egov", b"date") | (b"luot", b"xem")
            | (b"luot", b"truy") | (b"box", b"map") | (b"left", b"menu") | (b"skip", b"to")
            | (b"back", b"top") | (b"lien", b"quan") | (b"generate", b"page") | (b"news", b"latest")
    )
}

#[cfg(test)]
mod tests {
    use super::{WORD_MAX, is_cue, names_noise};

    #[test]
    fn words_of_a_class_name_noise_alone_or_in_pairs() {
        assert!(names_noise("col-md-3 RightCol"));
        assert!(names_noise("tandan-div-article-other"));
        assert!(!names_noise("tandan-p-article-news-content"));
        assert!(!names_noise("other article"));
    }

    #[test]
    fn a_longer_word_is_another_word() {
        assert_eq!("breadcrumbs".len(), WORD_MAX);
        assert!(is_cue(b"breadcrumbs"));
        assert!(!names_noise("breadcrumbsx breadcrumbsxyz"));
        assert!(!names_noise("navi0 navigational"));
    }
}
