//! The fields a filter may name: Vietnamese as one types it, with marks, and English.

use crate::text::fold;

/// Each filter with its names, the canonical one first.
const NAMES: &[(Name, &[&str])] = &[
    (Name::Year, &["nam", "year"]),
    (Name::Issued, &["ngay", "date"]),
    (Name::Agency, &["coquan", "agency", "issuer"]),
    (Name::Province, &["tinh", "province"]),
    (Name::ProvinceNow, &["tinhnay", "province_now"]),
    (Name::Type, &["loai", "type"]),
    (Name::Lead, &["chutri", "lead", "owner"]),
    (Name::Support, &["phoihop", "support"]),
    (Name::Due, &["han", "due"]),
    (Name::Kind, &["kieu", "kind"]),
    (Name::Number, &["so", "number"]),
    (Name::Cites, &["trichdan", "cites"]),
    (Name::Under, &["capduoi", "under"]),
    (Name::Topic, &["chude", "topic"]),
    (Name::Level, &["cap", "level"]),
    (Name::Verdict, &["ketluan", "verdict"]),
    (Name::Role, &["dang", "role"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Year,
    Issued,
    Agency,
    Province,
    ProvinceNow,
    Type,
    Lead,
    Support,
    Due,
    Kind,
    Number,
    Cites,
    Under,
    Topic,
    Level,
    Verdict,
    Role,
}

impl Name {
    /// The field of this name, if it is one; marks and case aside.
    pub fn parse(written: &str) -> Option<Name> {
        let folded = fold(written);
        let (name, _) = NAMES
            .iter()
            .find(|(_, names)| names.contains(&folded.as_str()))?;
        Some(*name)
    }

    pub fn canonical(self) -> &'static str {
        NAMES
            .iter()
            .find(|(name, _)| *name == self)
            .map_or("", |(_, names)| names[0])
    }

    /// True if `name=` differs from `name:` by leaving succession out.
    pub fn has_succession(self) -> bool {
        matches!(self, Name::Agency | Name::Province)
    }

    /// True if two values of the field on one line mean either, as two boxes that are ticked:
    /// a work has one year, one issuer, one type. Two numbers it cites, or two ends of a
    /// stretch of days, it must both have.
    pub fn is_ticked(self) -> bool {
        matches!(
            self,
            Name::Year
                | Name::Agency
                | Name::Province
                | Name::ProvinceNow
                | Name::Type
                | Name::Kind
                | Name::Topic
                | Name::Level
                | Name::Verdict
                | Name::Role
        )
    }

    /// The name one letter away from `written`, for a hint. A word with marks ("Kính:") is text:
    /// nobody types filters so.
    pub fn like(written: &str) -> Option<&'static str> {
        if !written.is_ascii() {
            return None;
        }
        let folded = fold(written);
        NAMES
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .find(|name| 2 < name.len() && is_one_edit(&folded, name))
    }

    /// A filter one may type, for a hint.
    pub fn example(self) -> &'static str {
        match self {
            Name::Year => "ví dụ: nam:2021 hoặc nam:2019..2023",
            Name::Issued => "ví dụ: ngay:2021-02-02 hoặc ngay:>2021-06",
            Name::Agency => "ví dụ: coquan:\"Sở Nội vụ\"",
            Name::Province => "ví dụ: tinh:\"Hưng Yên\"",
            Name::ProvinceNow => "ví dụ: tinhnay:\"Hưng Yên\"",
            Name::Type => "ví dụ: loai:KH",
            Name::Lead => "ví dụ: chutri:\"Sở Nội vụ\"",
            Name::Support => "ví dụ: phoihop:\"Sở Tài chính\"",
            Name::Due => "ví dụ: han:<2021-06-30",
            Name::Kind => "kiểu là vanban hoặc nhiemvu",
            Name::Number | Name::Cites | Name::Under => "ví dụ: trichdan:21/KH-UBND",
            Name::Topic => "ví dụ: chude:cchc",
            Name::Level => "ví dụ: cap:tinh",
            Name::Verdict => "ví dụ: ketluan:ambiguous",
            Name::Role => "ví dụ: dang:signed_pdf",
        }
    }
}

/// True if one letter typed too much, too little or wrongly, or two swapped, tells them apart.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a[head..]
        .iter()
        .rev()
        .zip(b[head..].iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (rest_a, rest_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    match (rest_a, rest_b) {
        ([_], [_] | []) | ([], [_]) => true,
        ([x, y], [z, w]) => x == w && y == z,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_with_and_without_marks() {
        assert_eq!(Name::parse("năm"), Some(Name::Year));
        assert_eq!(Name::parse("COQUAN"), Some(Name::Agency));
        assert_eq!(Name::parse("http"), None);
        assert_eq!(Name::like("nma"), Some("nam"));
        assert_eq!(Name::like("chutr"), Some("chutri"));
        assert_eq!(Name::like("kính"), None);
    }
}
