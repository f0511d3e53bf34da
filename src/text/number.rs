//! `21/KH-UBND`: a serial and a symbol. Parsed once; after that it is a fact.

/// `21`, `30c`, `1249a`, `66.18`. Compares without leading zeros, prints as written.
#[derive(Clone, Debug)]
pub struct Serial(String);

impl Serial {
    pub fn as_written(&self) -> &str {
        &self.0
    }
}

/// `21/KH-UBND`, `130/2005/NĐ-CP`, `18-NQ/TW`, `88/CP`. The serial may be missing: drafts leave it blank.
#[derive(Clone, Debug)]
pub struct Number {
    pub serial: Option<Serial>,
    pub year: Option<u16>,
    /// `KH-UBND`, without the year.
    pub symbol: String,
}
