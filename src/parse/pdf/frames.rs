//! The pages of a TIFF: a chain of directories, each a picture of its own. Scanners and fax servers
//! write one file for a whole document; the decoder reads its first directory only.

use std::borrow::Cow;

/// Directories that are followed; a loop has no end.
const FRAMES_MAX: usize = 10_000;

/// Where the pages of a file start. A picture that is no TIFF has one page, which starts nowhere.
pub(super) fn starts(bytes: &[u8]) -> Vec<Option<u32>> {
    let Some(order) = Order::of(bytes) else {
        return vec![None];
    };
    let mut starts: Vec<u32> = Vec::new();
    let mut next = order.u32(bytes, 4);
    let mut met = 0;
    while let Some(start) = next.filter(|start| *start != 0) {
        met += 1;
        if starts.contains(&start) || FRAMES_MAX < met {
            break;
        }
        let Some(count) = order.u16(bytes, start as usize) else {
            break;
        };
        let entries = start as usize + 2;
        if !is_reduced(order, bytes, entries, count) {
            starts.push(start);
        }
        next = order.u32(bytes, entries + 12 * usize::from(count));
    }
    match starts.is_empty() {
        true => vec![None],
        false => starts.into_iter().map(Some).collect(),
    }
}

/// The file with the page that starts there as its first.
pub(super) fn alone(bytes: &[u8], start: Option<u32>) -> Cow<'_, [u8]> {
    let order = Order::of(bytes);
    match (order, start) {
        (Some(order), Some(start)) if order.u32(bytes, 4) != Some(start) => {
            let mut turned = bytes.to_vec();
            turned[4..8].copy_from_slice(&match order {
                Order::Little => start.to_le_bytes(),
                Order::Big => start.to_be_bytes(),
            });
            Cow::Owned(turned)
        }
        _ => Cow::Borrowed(bytes),
    }
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    /// `None` for what is no TIFF of the usual kind.
    fn of(bytes: &[u8]) -> Option<Order> {
        match bytes.get(..4)? {
            b"II*\0" => Some(Order::Little),
            b"MM\0*" => Some(Order::Big),
            _ => None,
        }
        .filter(|_| 8 <= bytes.len())
    }

    fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let two = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self {
            Order::Little => u16::from_le_bytes(two),
            Order::Big => u16::from_be_bytes(two),
        })
    }

    fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(match self {
            Order::Little => u32::from_le_bytes(four),
            Order::Big => u32::from_be_bytes(four),
        })
    }
}

/// True for a small copy of another page (NewSubfileType, bit 0).
fn is_reduced(order: Order, bytes: &[u8], entries: usize, count: u16) -> bool {
    const NEW_SUBFILE_TYPE: u16 = 254;
    (0..usize::from(count)).any(|index| {
        let at = entries + 12 * index;
        order.u16(bytes, at) == Some(NEW_SUBFILE_TYPE)
            && order.u32(bytes, at + 8).is_some_and(|kind| kind & 1 == 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF of grey pictures, one pixel each, with the last page's successor as told.
    fn tiff(pixels: &[u8], last: u32) -> Vec<u8> {
        let mut file = b"II*\0".to_vec();
        file.extend(8u32.to_le_bytes());
        for (index, pixel) in pixels.iter().enumerate() {
            let start = file.len() as u32;
            let entries: [(u16, u16, u32); 8] = [
                (256, 4, 1),
                (257, 4, 1),
                (258, 3, 8),
                (259, 3, 1),
                (262, 3, 1),
                (273, 4, start + 2 + 8 * 12 + 4),
                (278, 4, 1),
                (279, 4, 1),
            ];
            file.extend((entries.len() as u16).to_le_bytes());
            for (tag, kind, value) in entries {
                file.extend(tag.to_le_bytes());
                file.extend(kind.to_le_bytes());
                file.extend(1u32.to_le_bytes());
                file.extend(value.to_le_bytes());
            }
            let next = start + 2 + 8 * 12 + 4 + 2;
            let is_last = index + 1 == pixels.len();
            file.extend(if is_last { last } else { next }.to_le_bytes());
            file.extend([*pixel, 0]);
        }
        file
    }

    #[test]
    fn every_page_of_a_tiff_is_seen() {
        let file = tiff(&[10, 20, 30], 0);
        let pixels: Vec<u8> = starts(&file)
            .into_iter()
            .map(|start| {
                let page = image::load_from_memory(&alone(&file, start)).expect("a picture");
                page.to_luma8().as_raw()[0]
            })
            .collect();
        assert_eq!(pixels, [10, 20, 30]);
    }

    #[test]
    fn a_chain_that_bites_its_tail_ends() {
        assert_eq!(starts(&tiff(&[1, 2], 8)).len(), 2);
        assert_eq!(starts(&tiff(&[1, 2], 0xffff_ff00)).len(), 2);
        assert_eq!(starts(b"II*\0"), [None]);
        assert_eq!(starts(b"\x89PNG"), [None]);
    }
}
