//! What goes through the pipe: a picture, or frames of bytes one after the other. Read with the
//! suspicion due to a process that may have been taken over.

use std::io::{self, Write};

/// A picture as bytes: `channels` of them a pixel, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) struct Raw {
    pub width: usize,
    pub height: usize,
    pub channels: usize,
    pub dpi: f32,
    pub pixels: Vec<u8>,
}

/// Width, height, channels and resolution, four bytes each.
const HEAD_BYTES: usize = 16;

impl Raw {
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        for number in [self.width, self.height, self.channels] {
            out.write_all(&(number as u32).to_le_bytes())?;
        }
        out.write_all(&self.dpi.to_bits().to_le_bytes())?;
        out.write_all(&self.pixels)
    }

    /// `None` if the picture does not have the pixels it says.
    pub fn read(mut bytes: Vec<u8>) -> Option<Raw> {
        let number = |index: usize| -> Option<u32> {
            let four = bytes.get(4 * index..4 * index + 4)?;
            Some(u32::from_le_bytes(four.try_into().ok()?))
        };
        let (width, height) = (number(0)? as usize, number(1)? as usize);
        let channels = number(2)? as usize;
        let dpi = f32::from_bits(number(3)?);
        let pixels = width.checked_mul(height)?.checked_mul(channels)?;
        let is_whole = bytes.len() == HEAD_BYTES.checked_add(pixels)?;
        let is_a_picture = matches!(channels, 1 | 3) && 0 < pixels && dpi.is_finite() && 1.0 < dpi;
        if !is_whole || !is_a_picture {
            return None;
        }
        bytes.drain(..HEAD_BYTES);
        Some(Raw {
            width,
            height,
            channels,
            dpi,
            pixels: bytes,
        })
    }
}

/// Named stretches of bytes.
pub(in crate::parse) struct Frames<'a> {
    rest: &'a [u8],
}

impl<'a> Frames<'a> {
    pub fn new(bytes: &'a [u8]) -> Frames<'a> {
        Frames { rest: bytes }
    }

    pub fn write(out: &mut dyn Write, kind: u8, name: &str, bytes: &[u8]) -> io::Result<()> {
        out.write_all(&[kind])?;
        out.write_all(&(name.len() as u32).to_le_bytes())?;
        out.write_all(&(bytes.len() as u64).to_le_bytes())?;
        out.write_all(name.as_bytes())?;
        out.write_all(bytes)
    }

    fn frame(&mut self) -> Option<(u8, &'a str, &'a [u8])> {
        let (head, rest) = self.rest.split_at_checked(13)?;
        let name_len = u32::from_le_bytes(head[1..5].try_into().ok()?) as usize;
        let bytes_len = u64::from_le_bytes(head[5..13].try_into().ok()?);
        let (name, rest) = rest.split_at_checked(name_len)?;
        let (bytes, rest) = rest.split_at_checked(usize::try_from(bytes_len).ok()?)?;
        self.rest = rest;
        Some((head[0], std::str::from_utf8(name).ok()?, bytes))
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = (u8, &'a str, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let frame = self.frame();
        if frame.is_none() {
            self.rest = &[];
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_arrives_whole_or_not_at_all() {
        let raw = Raw {
            width: 2,
            height: 1,
            channels: 3,
            dpi: 150.0,
            pixels: vec![1, 2, 3, 4, 5, 6],
        };
        let mut sent = Vec::new();
        raw.write(&mut sent).expect("writes");
        assert_eq!(Raw::read(sent.clone()), Some(raw));
        for cut in 0..sent.len() {
            assert_eq!(Raw::read(sent[..cut].to_vec()), None, "{cut}");
        }
        sent[0] = 255;
        assert_eq!(Raw::read(sent), None);
    }

    #[test]
    fn frames_end_where_the_bytes_do() {
        let mut sent = Vec::new();
        Frames::write(&mut sent, 1, "a", b"xyz").expect("writes");
        Frames::write(&mut sent, 2, "", b"").expect("writes");
        let all: Vec<_> = Frames::new(&sent).collect();
        assert_eq!(all, [(1, "a", b"xyz".as_slice()), (2, "", b"")]);
        assert_eq!(Frames::new(&sent[..sent.len() - 1]).count(), 1);
        assert_eq!(Frames::new(&[1, 255, 255, 255, 255]).count(), 0);
    }
}
