//! The province of a paper whose letterhead names none: the one whose bodies issued what the paper rests on. "ỦY BAN NHÂN
//! DÂN XÃ BA VÌ" above "Căn cứ Kế hoạch số 215/KH-UBND … của UBND tỉnh Quảng Ngãi" is not the Ba Vì of Hà Nội. Since July
//! 2025 communes stand right below their province, and most write their own name alone.

use jiff::civil::Date;

use super::Reader;
use crate::authority::PlaceId;

/// Blocks from the top in which the grounds stand.
const GROUNDS: usize = 24;

/// Bodies of a province, as grounds name them.
const BODIES: [&str; 9] = [
    "UBND tỉnh ",
    "HĐND tỉnh ",
    "Ủy ban nhân dân tỉnh ",
    "Uỷ ban nhân dân tỉnh ",
    "Hội đồng nhân dân tỉnh ",
    "Tỉnh ủy ",
    "Tỉnh uỷ ",
    "UBND thành phố ",
    "Ủy ban nhân dân thành phố ",
];

/// The one province whose bodies the grounds name; `None` of two.
pub(super) fn named_in_grounds(reader: &Reader, on: Option<Date>) -> Option<PlaceId> {
    let mut home: Option<PlaceId> = None;
    for block in reader.blocks.iter().take(GROUNDS) {
        let line = reader.written(block.span);
        let bodies = BODIES.iter().flat_map(|body| line.match_indices(body));
        for (at, _) in bodies {
            let Some((_, body)) = reader.authority.agency_at(&line[at..], None, on) else {
                continue;
            };
            let province = body.id.place().province();
            if home.as_ref().is_some_and(|home| *home != province) {
                return None;
            }
            home = Some(province);
        }
    }
    home
}
