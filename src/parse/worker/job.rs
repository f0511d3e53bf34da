//! A job as words of a command line, there and back.

/// What a worker does on the bytes it is given.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) enum Job {
    /// Draws a page of a PDF.
    Draw {
        /// From 0.
        index: usize,
        /// How many pages the asker sees; a reader that sees others draws none.
        pages: usize,
        dpi: f32,
        purpose: Purpose,
    },
    /// Reads the glyphs of some pages of a PDF, each with what it means and where it stands.
    Letters {
        /// How many pages the asker sees; a reader that sees others reads none.
        pages: usize,
        /// From 0.
        wanted: Vec<usize>,
    },
    /// Decodes a picture; a TIFF may have several.
    Decode { frame: usize, purpose: Purpose },
    /// Unpacks an archive into frames.
    Unpack {
        bytes_max: usize,
        inflated_max: usize,
        /// Whether the contents are wanted, or only what there is.
        contents: bool,
    },
}

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Purpose {
    /// To be read: grey, without seals and annotations.
    Read,
    /// To be shown: in colours, with everything on it.
    Show,
}

/// Bytes of a picture that is answered: 150 million pixels of a photograph in three colours.
const PICTURE_BYTES_MAX: u64 = 512 << 20;

/// Glyphs of pages that are answered: a thousand pages of a register, 9,000 glyphs each.
const LETTERS_BYTES_MAX: u64 = 256 << 20;

/// Names of the members of an archive beside their contents.
const NAMES_BYTES_MAX: u64 = 64 << 20;

impl Job {
    pub fn words(&self) -> Vec<String> {
        match *self {
            Job::Letters { pages, ref wanted } => {
                let wanted: Vec<String> = wanted.iter().map(usize::to_string).collect();
                vec!["letters".to_owned(), pages.to_string(), wanted.join(",")]
            }
            Job::Draw {
                index,
                pages,
                dpi,
                purpose,
            } => vec![
                "draw".to_owned(),
                index.to_string(),
                pages.to_string(),
                dpi.to_string(),
                purpose.word().to_owned(),
            ],
            Job::Decode { frame, purpose } => vec![
                "decode".to_owned(),
                frame.to_string(),
                purpose.word().to_owned(),
            ],
            Job::Unpack {
                bytes_max,
                inflated_max,
                contents,
            } => vec![
                "unpack".to_owned(),
                bytes_max.to_string(),
                inflated_max.to_string(),
                contents.to_string(),
            ],
        }
    }

    pub fn parse(words: &[String]) -> Option<Job> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Some(match words.as_slice() {
            ["draw", index, pages, dpi, purpose] => Job::Draw {
                index: index.parse().ok()?,
                pages: pages.parse().ok()?,
                dpi: dpi.parse().ok()?,
                purpose: Purpose::parse(purpose)?,
            },
            ["letters", pages, wanted] => Job::Letters {
                pages: pages.parse().ok()?,
                wanted: wanted
                    .split(',')
                    .map(|index| index.parse().ok())
                    .collect::<Option<_>>()?,
            },
            ["decode", frame, purpose] => Job::Decode {
                frame: frame.parse().ok()?,
                purpose: Purpose::parse(purpose)?,
            },
            ["unpack", bytes_max, inflated_max, contents] => Job::Unpack {
                bytes_max: bytes_max.parse().ok()?,
                inflated_max: inflated_max.parse().ok()?,
                contents: contents.parse().ok()?,
            },
            _ => return None,
        })
    }

    /// Bytes that the answer may have.
    pub fn answer_max(&self) -> u64 {
        match self {
            Job::Draw { .. } | Job::Decode { .. } => PICTURE_BYTES_MAX,
            Job::Letters { .. } => LETTERS_BYTES_MAX,
            Job::Unpack {
                inflated_max,
                contents: true,
                ..
            } => *inflated_max as u64 + NAMES_BYTES_MAX,
            Job::Unpack { .. } => NAMES_BYTES_MAX,
        }
    }
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Purpose::Read => "read",
            Purpose::Show => "show",
        }
    }

    fn parse(word: &str) -> Option<Purpose> {
        match word {
            "read" => Some(Purpose::Read),
            "show" => Some(Purpose::Show),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_survives_the_command_line() {
        let jobs = [
            Job::Draw {
                index: 3,
                pages: 9,
                dpi: 212.64,
                purpose: Purpose::Show,
            },
            Job::Letters {
                pages: 12,
                wanted: vec![0, 7, 11],
            },
            Job::Decode {
                frame: 1,
                purpose: Purpose::Read,
            },
            Job::Unpack {
                bytes_max: 5,
                inflated_max: 7,
                contents: true,
            },
        ];
        for job in jobs {
            assert_eq!(Job::parse(&job.words()), Some(job));
        }
        assert_eq!(Job::parse(&["draw".to_owned()]), None);
        assert_eq!(
            Job::parse(&["letters", "1", "0,x"].map(str::to_owned)),
            None
        );
    }
}
