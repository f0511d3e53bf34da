//! The stream as records: a kind, a length, a body.

pub(super) struct Record<'a> {
    pub kind: u16,
    pub body: &'a [u8],
    /// Where the record starts in the stream.
    pub at: usize,
}

pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub fn new(stream: &'a [u8], at: usize) -> Records<'a> {
        Records { stream, at }
    }

    /// The body of the next record if it goes on with the one before.
    pub fn next_continued(&mut self) -> Option<&'a [u8]> {
        const CONTINUE: u16 = 0x003C;
        if u16_at(self.stream, self.at) == Some(CONTINUE) {
            self.next().map(|record| record.body)
        } else {
            None
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let at = self.at;
        let kind = u16_at(self.stream, at)?;
        let len = usize::from(u16_at(self.stream, at + 2)?);
        let body = self.stream.get(at + 4..)?;
        let body = &body[..len.min(body.len())];
        self.at = at + 4 + body.len();
        Some(Record { kind, body, at })
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    let eight = bytes.get(at..at.checked_add(8)?)?;
    Some(f64::from_le_bytes(eight.try_into().ok()?))
}
