//! A place in a text where something is being read: numbers, words and the blanks between them.

/// Where reading has come to.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> Place<'a> {
    pub fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Takes the first of `words` that stands here.
    pub fn any(&mut self, words: &[&str]) -> bool {
        let rest = self.rest();
        let found = words.iter().find(|word| rest.starts_with(word.as_bytes()));
        self.at += found.map_or(0, |word| word.len());
        found.is_some()
    }

    /// Passes over blanks, and says whether there were any.
    pub fn blanks(&mut self) -> bool {
        let before = self.at;
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b' ' | b'\t'..=b'\r' => self.at += 1,
                0..0x80 => break,
                _ => match self.text[self.at..].chars().next() {
                    Some(c) if c.is_whitespace() => self.at += c.len_utf8(),
                    _ => break,
                },
            }
        }
        before < self.at
    }

    /// Blanks, then one of `words`; the place stays if it is none.
    pub fn spaced(&mut self, words: &[&str]) -> bool {
        let before = self.at;
        self.blanks();
        let found = self.any(words);
        if !found {
            self.at = before;
        }
        found
    }

    /// The same where a blank must stand on either side.
    pub fn parted(&mut self, words: &[&str]) -> bool {
        self.blanks() && self.any(words) && self.blanks()
    }

    /// The number of at most `most` digits.
    pub fn digits(&mut self, most: usize) -> Option<i16> {
        let digits = self.rest().iter().take(most);
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        let (mut value, mut count) = (0, 0);
        for byte in digits {
            value = value * 10 + i16::from(byte - b'0');
            count += 1;
        }
        self.at += count;
        (0 < count).then_some(value)
    }

    /// A day or a month.
    pub fn two(&mut self) -> Option<i16> {
        self.digits(2)
    }

    /// A number of just four digits.
    pub fn four(&mut self) -> Option<i16> {
        let before = self.at;
        let value = self.digits(4);
        let is_whole = self.at == before + 4;
        if !is_whole {
            self.at = before;
        }
        value.filter(|_| is_whole)
    }

    /// 2000 to 2099.
    pub fn year_of_this_century(&mut self) -> Option<i16> {
        self.four().filter(|year| (2000..=2099).contains(year))
    }

    /// The year after one of `marks`, if it is written.
    pub fn year_after(&mut self, marks: &[&str]) -> Option<i16> {
        let before = self.at;
        if self.spaced(marks) {
            self.blanks();
            if let Some(year) = self.four() {
                return Some(year);
            }
        }
        self.at = before;
        None
    }
}
