//! What a body does for a living, or a person is charged with, where it says who they are: "doanh nghiệp cung cấp dịch vụ
//! Internet", "Phó Chủ tịch UBND xã phụ trách văn hóa". Elsewhere the same words are what they are to do.

use super::super::super::words::Class;
use super::super::known::listed_field;
use super::Reader;

impl Reader<'_> {
    /// The token after what an enterprise does, if its name goes on behind that: "Công ty xây dựng phương án" builds one.
    pub(super) fn trade(&self) -> Option<usize> {
        let text = self.stretch.text;
        let tokens = &self.stretch.tokens[self.at..];
        let start = tokens.first()?.start as usize;
        let end = start + super::super::office::trades(&text[start..])?;
        let past = |end: usize| tokens.partition_point(|token| (token.start as usize) < end);
        let behind = text[end..].trim_start();
        // "tư vấn thiết kế Giao thông vận tải".
        if let Some(length) = listed_field(behind) {
            return Some(self.at + past(text.len() - behind.len() + length));
        }
        let next = self.at + past(end);
        let goes_on = matches!(
            self.stretch.class(next),
            Some(Class::Name | Class::Place | Class::Level)
        );
        goes_on.then_some(next)
    }

    /// "Đảng ủy viên được phân công theo dõi chi bộ có trách nhiệm …": the duty behind what they are charged with, which
    /// says who they are.
    pub(super) fn charge(&self) -> Option<usize> {
        /// Tokens of the longest charge.
        const CHARGE_MAX: usize = 12;
        let is_charged = matches!(self.stretch.word(self.at), "được phân công" | "được giao");
        let from = self.at + 1;
        if !is_charged || !matches!(self.stretch.class(from), Some(Class::Verb | Class::Lead)) {
            return None;
        }
        let charge = from..from + CHARGE_MAX;
        let mut charge = charge.take_while(|&at| {
            let class = self.stretch.class(at);
            class.is_some_and(|class| {
                !matches!(class, Class::Period | Class::Semicolon | Class::Colon)
            })
        });
        charge.find(|&at| self.stretch.class(at) == Some(Class::Duty))
    }

    /// "Doanh nghiệp cung cấp dịch vụ Internet", "các tổ chức nghiên cứu và phát triển": what
    /// such a body does for a living.
    pub(super) fn activity(&mut self) -> bool {
        let body = matches!(
            self.stretch.word(self.at - 1),
            "Doanh nghiệp" | "doanh nghiệp" | "tổ chức" | "cơ sở" | "hộ" | "Cơ sở" | "Tổ chức"
        );
        let trade = matches!(
            self.stretch.word(self.at),
            "cung cấp"
                | "kinh doanh"
                | "sản xuất"
                | "nghiên cứu"
                | "khai thác"
                | "sử dụng"
                | "cung ứng"
                | "đào tạo"
        );
        // "Công chức phụ trách lĩnh vực đất đai": by what they are in charge of.
        let officer = matches!(
            self.stretch.word(self.at - 1),
            "Công chức" | "công chức" | "Cán bộ" | "cán bộ" | "Chuyên viên" | "chuyên viên"
        ) && self.stretch.word(self.at) == "phụ trách";
        if self.is_in_charge() {
            self.state.modified = true;
            self.state.closed = false;
            return self.take();
        }
        if !(body && trade || officer) {
            return false;
        }
        self.state.modified = true;
        if self.stretch.class(self.at + 1) == Some(Class::And)
            && self.stretch.class(self.at + 2) == Some(Class::Verb)
        {
            self.at += 2;
        }
        self.take()
    }

    /// "Phó Chủ tịch UBND xã phụ trách văn hóa chỉ đạo …", "các đảng ủy viên phụ trách khu phố nghiêm túc dự …": what
    /// a person is in charge of says who it is where an act follows.
    fn is_in_charge(&self) -> bool {
        /// Tokens of the longest field somebody is in charge of.
        const FIELD_MAX: usize = 8;
        const PERSONS: [&str; 8] = [
            "Đảng ủy viên",
            "đảng ủy viên",
            "đảng viên",
            "Đảng viên",
            "cấp ủy viên",
            "Cấp ủy viên",
            "ủy viên",
            "Ủy viên",
        ];
        let is_person = self.state.office || PERSONS.contains(&self.stretch.word(self.at - 1));
        if self.stretch.word(self.at) != "phụ trách" || !is_person {
            return false;
        }
        let from = self.at + 1;
        let is_of_field = |at: &usize| {
            matches!(
                self.stretch.class(*at),
                Some(
                    Class::Name
                        | Class::Small
                        | Class::Body
                        | Class::Level
                        | Class::Head
                        | Class::Dash
                        | Class::Quantity
                )
            )
        };
        let length = (from..from + FIELD_MAX).take_while(is_of_field).count();
        0 < length
            && !matches!(self.stretch.word(from), "công tác" | "việc")
            && matches!(
                self.stretch.class(from + length),
                Some(Class::Verb | Class::Modal | Class::Duty | Class::Lead)
            )
    }
}
