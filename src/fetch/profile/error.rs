//! What is wrong with a profile, where, and what to do about it.

use std::fmt;
use std::path::Path;

/// File, line, what is wrong, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    file: String,
    /// From 1; none where the whole file is meant.
    line: Option<usize>,
    message: String,
}

impl ProfileError {
    pub fn file(&self) -> &str {
        &self.file
    }

    pub fn line(&self) -> Option<usize> {
        self.line
    }

    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> ProfileError {
        ProfileError {
            file: path.display().to_string(),
            line: None,
            message: format!("không đọc được hồ sơ cổng ({error}), hãy kiểm tra đường dẫn"),
        }
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for ProfileError {}

/// The text being read, for naming lines.
pub(super) struct Form<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl Form<'_> {
    /// An error about the line on which `needle` is written, if it is written here (and not in the preset).
    pub fn wrong(&self, needle: &str, message: impl Into<String>) -> ProfileError {
        let line = self
            .text
            .lines()
            .position(|line| {
                let code = line.split_once(" #").map_or(line, |(code, _)| code);
                !needle.is_empty() && !code.trim_start().starts_with('#') && code.contains(needle)
            })
            .map(|at| at + 1);
        ProfileError {
            file: self.name.to_owned(),
            line,
            message: message.into(),
        }
    }

    /// An error of the TOML reader, whose span is of this text.
    pub fn syntax(&self, error: &toml::de::Error) -> ProfileError {
        let at = error.span().map(|span| span.start.min(self.text.len()));
        ProfileError {
            file: self.name.to_owned(),
            line: at.map(|at| {
                self.text.as_bytes()[..at]
                    .iter()
                    .filter(|b| **b == b'\n')
                    .count()
                    + 1
            }),
            message: format!(
                "hồ sơ viết sai ({}), hãy sửa dòng này theo mẫu trong corpus/portals",
                error.message().replace('\n', " ")
            ),
        }
    }
}
