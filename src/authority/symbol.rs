//! The agency a symbol names: `QĐ-TTg`, `KH-SNV`, `NQ/TW`, `UBND-VX`.

use jiff::civil::Date;

use crate::text::{Number, fold_symbol};

use super::body::Body;
use super::mention::full_name;
use super::{AgencyId, AgencyMatch, Authority, Level, PlaceId};

impl Authority {
    /// The issuer by symbol alone. Symbols carry neither level nor place, so local ones need the
    /// `home`: `UBND` and `HĐND` are of the home itself (a province, a district or a commune),
    /// departments and Tỉnh ủy of its province. The first of joint issuers is given.
    ///
    /// Weak evidence: a department may number its plans `551/KH-UBND`; words beat the symbol.
    pub fn agency_of_symbol(
        &self,
        symbol: &str,
        home: Option<&PlaceId>,
        on: Option<Date>,
    ) -> Option<AgencyMatch> {
        let number = Number::parse(&format!("1/{symbol}"))?;
        let skip = usize::from(number.type_code().is_some());
        let codes: Vec<&str> = number.codes().skip(skip).collect();
        // "QĐ-CT.UBND" names the UBND, "KH-SNV" its only code, "QĐ-TC.CCVC" nobody we know.
        let of_code = |code: &&str| self.coded(code, home, on);
        codes.iter().take(1).find_map(of_code).or_else(|| {
            let parts = codes.first()?.rsplit(['.', '&']);
            parts
                .skip(usize::from(!codes.first()?.contains('.')))
                .find_map(|c| self.coded(c, home, on))
        })
    }

    fn coded(&self, code: &str, home: Option<&PlaceId>, on: Option<Date>) -> Option<AgencyMatch> {
        let mut found = self
            .bodies
            .coded(code)
            .filter_map(|body| self.placed(body, home, on));
        let first = found.next()?;
        if first.existed {
            return Some(first);
        }
        Some(found.find(|other| other.existed).unwrap_or(first))
    }

    fn placed(&self, body: &Body, home: Option<&PlaceId>, on: Option<Date>) -> Option<AgencyMatch> {
        let (place, level) = if body.scope.central {
            (PlaceId("tw".to_owned()), Level::Central)
        } else if body.is_provincial() {
            (self.province_of(home?, on)?, Level::Province)
        } else {
            let home = home?;
            let level = level_of(home);
            (
                if level == Level::Province {
                    self.province_of(home, on)?
                } else {
                    home.clone()
                },
                level,
            )
        };
        if level != Level::Central && !body.fits(level) {
            return None;
        }
        let existed = body.existed(on) && self.place_existed(&place, on);
        Some(AgencyMatch {
            name: full_name(body, &self.places, &place, on, ""),
            id: AgencyId::new(&place, &body.id),
            level: body.level(level),
            existed,
        })
    }

    fn province_of(&self, home: &PlaceId, on: Option<Date>) -> Option<PlaceId> {
        match on {
            Some(on) => self.province_on(home, on),
            None => Some(home.province()),
        }
    }

    /// Codes that a body writes in its symbols: `SGDĐT`, `SGD&ĐT` for a Sở Giáo dục và Đào tạo.
    pub fn codes_of(&self, agency: &AgencyId) -> &[String] {
        self.bodies
            .get(agency.body())
            .map(|body| body.codes.as_slice())
            .unwrap_or_default()
    }

    /// True if a symbol can be this agency's: one of its codes stands in it, or it is unknown.
    pub fn symbol_fits(&self, symbol: &str, agency: &AgencyId) -> bool {
        let body = self.bodies.get(agency.body());
        let codes = body.map_or(&[][..], |body| &body.folded_codes);
        if codes.is_empty() {
            return true;
        }
        let key = fold_symbol(symbol);
        let bare = |part: &str| {
            part.trim_end_matches(|c: char| c.is_ascii_digit())
                .to_owned()
        };
        let parts: Vec<String> = key.split('-').map(bare).collect();
        let follows = |code: &String| {
            let mut after = key.match_indices(code.as_str());
            after.any(|(at, _)| key[..at].ends_with('-'))
        };
        codes
            .iter()
            .any(|code| parts.contains(code) || follows(code))
    }
}

pub(super) fn level_of(place: &PlaceId) -> Level {
    match place.0.as_str() {
        "tw" => Level::Central,
        _ if place.is_commune() => Level::Commune,
        _ if place.parent().is_some() => Level::District,
        _ => Level::Province,
    }
}
