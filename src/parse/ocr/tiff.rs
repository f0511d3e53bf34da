//! Areas of a picture as the pages of one uncompressed TIFF: tesseract reads them all in one process,
//! and loading its model costs as much as reading ten lines.

use super::picture::Picture;
use super::region::Area;

/// White around an area: letters against the edge of a picture are misread.
const MARGIN: usize = 12;

/// Entries of a directory, and the bytes of one with the two resolutions behind it.
const ENTRIES: u16 = 12;
const DIRECTORY_BYTES: usize = 2 + ENTRIES as usize * 12 + 4 + 16;

pub(super) fn write(picture: &Picture, areas: &[Area]) -> Vec<u8> {
    let bytes = areas.iter().map(bytes_of).sum::<usize>();
    let mut file = Vec::with_capacity(8 + bytes);
    file.extend_from_slice(b"II*\0");
    file.extend_from_slice(&8u32.to_le_bytes());
    for (index, area) in areas.iter().enumerate() {
        let is_last = index + 1 == areas.len();
        page(picture, area, is_last, &mut file);
    }
    file
}

/// Where the corner of an area is in its page.
pub(super) fn origin(area: &Area) -> (f32, f32) {
    (
        area.x0 as f32 - MARGIN as f32,
        area.y0 as f32 - MARGIN as f32,
    )
}

/// What the page of an area comes to.
fn bytes_of(area: &Area) -> usize {
    let pixels = (area.x1 - area.x0 + 2 * MARGIN) * (area.y1 - area.y0 + 2 * MARGIN);
    DIRECTORY_BYTES + pixels + pixels % 2
}

fn page(picture: &Picture, area: &Area, is_last: bool, file: &mut Vec<u8>) {
    let width = area.x1 - area.x0 + 2 * MARGIN;
    let height = area.y1 - area.y0 + 2 * MARGIN;
    let bytes = width * height;
    let resolution = file.len() + DIRECTORY_BYTES - 16;
    let pixels = file.len() + DIRECTORY_BYTES;
    let padding = bytes % 2;
    let next = if is_last { 0 } else { pixels + bytes + padding };
    file.extend_from_slice(&ENTRIES.to_le_bytes());
    const SHORT: u16 = 3;
    const LONG: u16 = 4;
    const RATIONAL: u16 = 5;
    let entries: [(u16, u16, usize); ENTRIES as usize] = [
        (256, LONG, width),
        (257, LONG, height),
        (258, SHORT, 8),
        (259, SHORT, 1),
        // 0 is black.
        (262, SHORT, 1),
        (273, LONG, pixels),
        (277, SHORT, 1),
        (278, LONG, height),
        (279, LONG, bytes),
        (282, RATIONAL, resolution),
        (283, RATIONAL, resolution + 8),
        // Inches.
        (296, SHORT, 2),
    ];
    for (tag, kind, value) in entries {
        file.extend_from_slice(&tag.to_le_bytes());
        file.extend_from_slice(&kind.to_le_bytes());
        file.extend_from_slice(&1u32.to_le_bytes());
        file.extend_from_slice(&(value as u32).to_le_bytes());
    }
    file.extend_from_slice(&(next as u32).to_le_bytes());
    for _ in 0..2 {
        file.extend_from_slice(&(picture.dpi.round() as u32).to_le_bytes());
        file.extend_from_slice(&1u32.to_le_bytes());
    }
    pixels_of(picture, area, width, file);
    file.extend(std::iter::repeat_n(0, padding));
}

fn pixels_of(picture: &Picture, area: &Area, width: usize, file: &mut Vec<u8>) {
    let white = |count: usize| std::iter::repeat_n(255, count);
    file.extend(white(width * MARGIN));
    for y in area.y0..area.y1 {
        file.extend(white(MARGIN));
        let row = picture.row(y);
        file.extend_from_slice(row.get(area.x0..area.x1).unwrap_or(&[]));
        file.extend(white(MARGIN));
    }
    file.extend(white(width * MARGIN));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_hold_their_pixels() {
        let picture = Picture {
            width: 3,
            height: 1,
            pixels: vec![1, 2, 3],
            dpi: 200.0,
        };
        let area = |x0, x1| Area {
            x0,
            y0: 0,
            x1,
            y1: 1,
        };
        let file = write(&picture, &[area(0, 3), area(1, 2)]);
        let first = 8 + DIRECTORY_BYTES;
        let width = 3 + 2 * MARGIN;
        let corner = first + width * MARGIN + MARGIN;
        assert_eq!(file[corner..corner + 3], [1, 2, 3]);
        let next_at = 8 + 2 + 12 * usize::from(ENTRIES);
        let next = u32::from_le_bytes([
            file[next_at],
            file[next_at + 1],
            file[next_at + 2],
            file[next_at + 3],
        ]);
        assert_eq!(
            file[next as usize..next as usize + 2],
            ENTRIES.to_le_bytes()
        );
        let decoded = image::load_from_memory(&file).map(|image| image.to_luma8().into_raw());
        assert_eq!(
            decoded
                .ok()
                .and_then(|pixels| pixels.get(corner - first).copied()),
            Some(1)
        );
    }
}
