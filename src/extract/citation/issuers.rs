//! Whose the cited documents are, looked up once for each name and era.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::authority::Authority;
use crate::extract::agency;
use crate::extract::number::NumberToken;
use crate::text::QuickHash;

/// The agencies that issued what was cited so far: the same few issue most of it, with the same symbols.
#[derive(Default)]
pub(super) struct Issuers {
    known: Vec<Issuer>,
    /// Types with what follows the serial in numbers found to be written by the rules of form.
    proper: HashMap<String, (), QuickHash>,
}

/// One of them in one era.
struct Issuer {
    name: String,
    era: Option<usize>,
    id: Option<String>,
}

impl Issuers {
    /// The id of the agency that `issuer` names on a day.
    pub(super) fn id_of(
        &mut self,
        issuer: &str,
        on: Option<Date>,
        authority: &Authority,
    ) -> Option<String> {
        let era = on.map(|on| authority.era(on));
        let mut known = self.known.iter();
        if let Some(known) = known.find(|known| known.era == era && known.name == issuer) {
            return known.id.clone();
        }
        let id = authority.agency_id(&agency::without_alias(issuer), None, on);
        let id = id.map(|id| id.0);
        if self.known.len() < ISSUERS_MAX {
            self.known.push(Issuer {
                name: issuer.to_owned(),
                era,
                id: id.clone(),
            });
        }
        id
    }

    /// True if `judge` finds the number proper. It is asked once for each type and symbol: of a serial of a few digits
    /// nothing depends.
    pub(super) fn is_proper(
        &mut self,
        doc_type: Option<&str>,
        number: &NumberToken,
        judge: impl FnOnce() -> bool,
    ) -> bool {
        let serial = number.serial().unwrap_or_default();
        let is_plain = (1..=SERIAL_MAX).contains(&serial.len())
            && serial.bytes().all(|byte| byte.is_ascii_digit())
            && !serial.starts_with('0');
        let Some(rest) = number.number.strip_prefix(serial).filter(|_| is_plain) else {
            return judge();
        };
        let key = [doc_type.unwrap_or_default(), " ", rest].concat();
        if self.proper.contains_key(&key) {
            return true;
        }
        let is_proper = judge();
        if is_proper && self.proper.len() < SYMBOLS_MAX {
            self.proper.insert(key, ());
        }
        is_proper
    }
}

/// Issuers remembered of one document: few enough to be gone through.
const ISSUERS_MAX: usize = 32;

/// Digits of a serial that no rule of form looks at.
const SERIAL_MAX: usize = 5;

/// Symbols remembered of one document.
const SYMBOLS_MAX: usize = 1_000;
