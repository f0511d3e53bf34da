//! Two columns without rules: when are they a table?

use super::build::{one_page, text};
use super::{read, unread_pictures};

/// Lines of two halves each, below one another.
fn lines(halves: &[(&str, &str)]) -> Vec<u8> {
    let lines = halves.iter().zip(0_u8..).map(|((left, right), at)| {
        let y = 640.0 - 18.0 * f32::from(at);
        text(60.0, y, left) + &text(330.0, y, right)
    });
    one_page(&lines.collect::<String>())
}

#[test]
fn names_and_values_below_one_another_are_a_table() {
    let file = lines(&[
        ("Tỷ lệ hồ sơ đúng hạn", "95 %"),
        ("Tỷ lệ hài lòng", "90 %"),
        ("Số lớp tập huấn", "12"),
        ("Số tin bài", "150"),
    ]);
    let document = read(&file, &unread_pictures());
    assert_eq!(
        document.text.as_str(),
        "Tỷ lệ hồ sơ đúng hạn\t95 %\nTỷ lệ hài lòng\t90 %\nSố lớp tập huấn\t12\nSố tin bài\t150"
    );
    let [table] = document.tables.as_slice() else {
        panic!("{:?}", document.tables);
    };
    assert_eq!((table.rows, table.columns), (4, 2));
}

#[test]
fn halves_of_a_letterhead_lists_and_columns_of_text_are_none() {
    let motto = [
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("XÃ HÒA BÌNH", "VIỆT NAM"),
        ("VĂN PHÒNG XÃ", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 12/KH-VP", "Hòa Bình, ngày 02 tháng 3"),
    ];
    let list = [
        "- Sở Nội vụ tỉnh",
        "- Sở Tài chính",
        "- Sở Y tế",
        "- Lưu: VT",
    ];
    let prose = [("các đơn vị thực hiện", "báo cáo kết quả về Sở"); 6];
    let list = list.map(|left| (left, "TRƯỞNG PHÒNG"));
    for halves in [&motto[..], &list, &prose] {
        let document = read(&lines(halves), &unread_pictures());
        assert_eq!(document.tables.len(), 0, "{}", document.text.as_str());
    }
}
