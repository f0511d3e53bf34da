//! Letterheads are written in capitals; running text writes the same name in its own case.
//!
//! Capitals do not say which words are names. The tables do for bodies and provinces, the word of a
//! level for what stands behind it ("huyện Khoái Châu"); a word that is no syllable is an
//! abbreviation ("UBND"). Of any other word the first letter stays large: a small letter would be
//! a guess that spoils a name.

use std::collections::HashMap;

use crate::text::{QuickHash, fold_char, is_letter, is_syllable, lower_case, tone_canonical};

/// How running text writes a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Small,
    Capital,
    /// As the letterhead writes it.
    Capitals,
}

/// Levels whose word stands before a place name.
const LEVELS: [&[&str]; 9] = [
    &["thành", "phố"],
    &["thị", "xã"],
    &["thị", "trấn"],
    &["đặc", "khu"],
    &["tỉnh"],
    &["huyện"],
    &["quận"],
    &["phường"],
    &["xã"],
];

const SMALL: [&str; 8] = ["và", "các", "của", "về", "tại", "thuộc", "cho", "với"];

/// What bodies outside the tables are called by: their kind and what they work on (Nghị định 30/2020/NĐ-CP, Phụ lục II:
/// the first letter of each).
const KINDS_AND_FIELDS: &str = "Trung tâm|Văn phòng|Chi cục|Tổng cục|Tổng công ty|Kho bạc|Hạt Kiểm lâm|Bộ Chỉ huy quân sự|Ban Chỉ huy|Nghĩa vụ quân sự|Ủy ban bầu cử|Công đoàn Giáo dục|Cảnh sát|An ninh|Ban Chỉ đạo|Ban Quản lý|Ban Chấp hành|Ban Thường vụ|Ban Thường trực|Khoa học tự nhiên|Khoa học xã hội|Ban Tổ chức|Ban Tuyên giáo|Dân vận|Ban Dân vận|Ban Nội chính|Ban Xây dựng Đảng|Ủy ban Kiểm tra|Ban Cán sự đảng|Ban Pháp chế|Ban Dân tộc|Tổ công tác|Hội đồng|\
    Trường Đại học|Trường Cao đẳng|Trường Trung cấp|Trường Trung học phổ thông|Trường Trung học cơ sở|Trường Tiểu học|\
    Trường Mầm non|Trường Chính trị|Bệnh viện|Bệnh viện Đa khoa|Trạm Y tế|Đảng bộ|Đảng ủy|Chi bộ|Hợp tác xã|Công ty|Công ty cổ phần|\
    Kiểm soát bệnh tật|Kiểm soát thủ tục hành chính|Chuyển đổi số|Cải cách hành chính|Phục vụ hành chính công|\
    Phòng, chống thiên tai|Tìm kiếm cứu nạn|Phòng thủ dân sự|An toàn giao thông|An toàn thực phẩm|\
    Phòng, chống tham nhũng|Phòng, chống tội phạm|Phòng, chống dịch|Xây dựng nông thôn mới|Nông thôn mới|\
    Giảm nghèo bền vững|Xóa đói giảm nghèo|Dịch vụ việc làm|Phát triển quỹ đất|Khuyến nông|\
    Công nghệ thông tin|Truyền thông|Giáo dục nghề nghiệp|Giáo dục thường xuyên|Dân số|Kế hoạch hóa gia đình|\
    Bảo trợ xã hội|Công tác xã hội|Xúc tiến đầu tư|Xúc tiến thương mại|Quản lý dự án|Đầu tư xây dựng|\
    Thi đua|Khen thưởng|Thực hiện quy chế dân chủ|Quy chế dân chủ|Thực hiện|Bảo vệ rừng|Phát triển rừng|\
    Chăn nuôi|Thú y|Trồng trọt|Bảo vệ thực vật|Thủy lợi|Thủy sản|Kiểm lâm|Quản lý thị trường|Quản lý chất lượng|\
    Văn thư|Lưu trữ|Đăng ký đất đai|Đo lường|Tiêu chuẩn|Phổ biến, giáo dục pháp luật|phối hợp phổ biến, giáo dục pháp luật|Hội đồng|Trợ giúp pháp lý|\
    Toàn dân đoàn kết xây dựng đời sống văn hóa|Vì sự tiến bộ của phụ nữ|Công tác|Chương trình mục tiêu quốc gia|Các chương trình mục tiêu quốc gia|\
    chi nhánh|Công đoàn|Công đoàn Viên chức|Công đoàn ngành|Công đoàn cơ sở|Liên đoàn Lao động|Hội Nông dân|Hội Cựu chiến binh|\
    Hội Liên hiệp Phụ nữ|Hội Chữ thập đỏ|Hội Khuyến học|Hội Người cao tuổi|Hội Luật gia|Hội Nhà báo|\
    Đoàn Thanh niên Cộng sản Hồ Chí Minh|Ủy ban Mặt trận Tổ quốc Việt Nam|Tòa án nhân dân|Viện kiểm sát nhân dân|\
    Thi hành án dân sự|Ngân hàng Nhà nước|Ngân hàng Chính sách xã hội|Tổ chức cán bộ|Hành chính|Tổng hợp|Tiếp công dân|\
    Bồi thường|Giải phóng mặt bằng|Khuyến công|Tư vấn|Cấp nước|Vệ sinh môi trường|Quan trắc|Kỹ thuật|Phát thanh|Truyền hình|\
    Thể dục thể thao|Nghệ thuật|Văn hóa|Điện ảnh|Du lịch|Hạ tầng|Khu công nghiệp|Khu kinh tế|Cụm công nghiệp|Đào tạo|\
    Bồi dưỡng|Giới thiệu việc làm|Điều dưỡng|Người có công|Sức khỏe sinh sản|Y tế dự phòng|Pháp y|Giám định y khoa|\
    Kiểm nghiệm|Cao đẳng|Trung cấp|Sư phạm|Phổ thông dân tộc nội trú|Dân tộc nội trú|Rừng phòng hộ|Rừng đặc dụng|\
    Vườn quốc gia|Khu bảo tồn thiên nhiên|Cán bộ|Quản lý|Dự án|Đầu tư|Công trình|Giao thông|Nông nghiệp|Môi trường|Đô thị|\
    Kinh tế|Năng lượng|Tài nguyên|Công chức|Viên chức|Lao động|Việc làm|Khoa học|Công nghệ|Thông tin|Thống kê|Tài chính|Kế hoạch|\
    Nghiên cứu|Phát triển|Ứng dụng|Bảo tồn|Di tích|Danh thắng|Chính trị|Bưu điện|Viễn thông|Điện lực";

/// Names by their first word, longest first.
#[derive(Debug)]
pub(super) struct Capitals {
    names: HashMap<String, Vec<Vec<(String, Case)>>, QuickHash>,
}

impl Capitals {
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Capitals {
        let mut by_first: HashMap<String, Vec<Vec<(String, Case)>>, QuickHash> = HashMap::default();
        let general = KINDS_AND_FIELDS.split('|').map(str::trim);
        for name in names.chain(general) {
            let words: Vec<_> = name.split_whitespace().map(known).collect();
            if let Some((first, _)) = words.first() {
                by_first.entry(first.clone()).or_default().push(words);
            }
        }
        for names in by_first.values_mut() {
            names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a[0].0.cmp(&b[0].0)));
        }
        Capitals { names: by_first }
    }

    pub(super) fn lowered(&self, capitals: &str) -> String {
        // "TP.HỒ CHÍ MINH": a word ends at the point of an abbreviation.
        let words: Vec<&str> = capitals
            .split_whitespace()
            .flat_map(|word| word.split_inclusive("TP."))
            .collect();
        let keys: Vec<String> = words.iter().map(|word| key(word)).collect();
        let mut cases = Vec::with_capacity(words.len());
        while cases.len() < words.len() {
            self.read_on(&keys, &mut cases);
        }
        if let Some(first @ Case::Small) = cases.first_mut() {
            *first = Case::Capital;
        }
        let mut lowered = String::with_capacity(capitals.len());
        for (word, case) in words.iter().zip(cases) {
            if !lowered.is_empty() {
                lowered.push(' ');
            }
            write(word, case, &mut lowered);
        }
        lowered
    }

    /// The case of the next word, or of all words of a name that begins there.
    fn read_on(&self, keys: &[String], cases: &mut Vec<Case>) {
        let rest = &keys[cases.len()..];
        if let Some(name) = self.name_at(rest) {
            return cases.extend(name.iter().map(|(_, case)| *case));
        }
        if let Some(level) = level_at(rest) {
            cases.extend(level.iter().map(|_| Case::Small));
            let place = keys[cases.len()..].iter();
            let place =
                place.take_while(|word| is_of_place(word) && !SMALL.contains(&word.as_str()));
            let end = cases.len() + place.count();
            while cases.len() < end && level_at(&keys[cases.len()..]).is_none() {
                cases.push(Case::Capital);
            }
            return;
        }
        cases.push(match rest[0].as_str() {
            word if SMALL.contains(&word) => Case::Small,
            word if is_syllable(word) => Case::Capital,
            _ => Case::Capitals,
        });
    }

    fn name_at(&self, rest: &[String]) -> Option<&[(String, Case)]> {
        let begins = |name: &&Vec<(String, Case)>| {
            name.len() <= rest.len()
                && name
                    .iter()
                    .zip(rest)
                    .all(|((known, _), word)| known == word)
        };
        let names = self.names.get(rest.first()?)?;
        names.iter().find(begins).map(Vec::as_slice)
    }
}

/// "Kạn", "Lắk", "Krông", "Pleiku": names of other tongues follow no rule of spelling, but have their vowels,
/// marked or several; "UBND" has not.
fn is_of_place(word: &str) -> bool {
    let vowels = word
        .chars()
        .filter(|c| fold_char(*c).is_some_and(|c| "aeiouy".contains(c)));
    is_syllable(word) || vowels.clone().count() > 1 || vowels.clone().any(|c| !c.is_ascii())
}

fn level_at(rest: &[String]) -> Option<&'static [&'static str]> {
    let is_society = rest.len() > 1 && rest[0] == "xã" && rest[1] == "hội";
    let found = LEVELS
        .iter()
        .find(|level| level.len() <= rest.len() && level.iter().zip(rest).all(|(a, b)| a == b));
    found.copied().filter(|_| !is_society)
}

fn key(word: &str) -> String {
    tone_canonical(word.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn known(word: &str) -> (String, Case) {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let case = match letters.next() {
        Some(first) if first.is_lowercase() => Case::Small,
        _ if is_syllable(&key(word)) || letters.any(char::is_lowercase) => Case::Capital,
        _ => Case::Capitals,
    };
    (key(word), case)
}

fn write(word: &str, case: Case, written: &mut String) {
    match case {
        Case::Small => written.push_str(&lower_case(word)),
        Case::Capitals => written.push_str(word),
        // "RỊA-VŨNG": each part of a joined name has its capital.
        Case::Capital => word
            .split_inclusive('-')
            .for_each(|part| capitalize(part, written)),
    }
}

fn capitalize(word: &str, written: &mut String) {
    let start = word.find(is_letter).unwrap_or(0);
    let first = word[start..].chars().next().map_or(0, char::len_utf8);
    written.push_str(&word[..start + first]);
    written.push_str(&lower_case(&word[start + first..]));
}

#[cfg(test)]
mod tests {
    use crate::authority::Authority;

    #[test]
    fn capitals_are_brought_down_as_offices_write_the_name() {
        for (capitals, wanted) in [
            (
                "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN",
                "Ủy ban nhân dân tỉnh Hưng Yên",
            ),
            ("UBND TỈNH HƯNG YÊN", "UBND tỉnh Hưng Yên"),
            (
                "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
                "Sở Lao động - Thương binh và Xã hội",
            ),
            ("UỶ BAN NHÂN DÂN XÃ AN BÌNH", "Uỷ ban nhân dân xã An Bình"),
            ("UBND THÀNH PHỐ HỒ CHÍ MINH", "UBND thành phố Hồ Chí Minh"),
            ("SỞ TÀI CHÍNH TỈNH LÀO CAI", "Sở Tài chính tỉnh Lào Cai"),
            ("UBND TỈNH BẮC KẠN", "UBND tỉnh Bắc Kạn"),
            ("UBND TỈNH BÀ RỊA-VŨNG TÀU", "UBND tỉnh Bà Rịa-Vũng Tàu"),
            ("UBND HUYỆN KRÔNG BÚK", "UBND huyện Krông Búk"),
            ("BAN QUẢN LÝ KHU A", "Ban Quản lý Khu A"),
            (
                "TRUNG TÂM KIỂM SOÁT BỆNH TẬT",
                "Trung tâm Kiểm soát bệnh tật",
            ),
            (
                "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ TỈNH CÀ MAU",
                "Ban Chỉ đạo Chuyển đổi số tỉnh Cà Mau",
            ),
            ("TRƯỜNG MẦM NON TUỔI HOA", "Trường Mầm non Tuổi Hoa"),
            ("CHI CỤC DÂN SỐ", "Chi cục Dân số"),
            ("VĂN PHÒNG", "Văn phòng"),
            (
                "BẢO HIỂM XÃ HỘI HUYỆN MỘ ĐỨC",
                "Bảo hiểm xã hội huyện Mộ Đức",
            ),
            ("", ""),
            ("—", "—"),
        ] {
            assert_eq!(Authority::bundled().lowered(capitals), wanted, "{capitals}");
        }
    }
}
