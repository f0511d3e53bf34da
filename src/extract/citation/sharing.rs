//! What the members of a list of citations have in common and is written once: symbol, day, issuer, who proposed.

use super::Clause;
use super::draft::Draft;
use crate::extract::lexer::TokenKind;
use crate::extract::number::NumberToken;

impl Clause<'_> {
    /// "của Sở Tài chính tại Tờ trình số 237/TTr-STC và Báo cáo số 332/BC-STC": who stands before the first sent both.
    pub(super) fn share_proposer(&self, block: &mut [Draft]) {
        for at in 1..block.len() {
            let (left, right) = block.split_at_mut(at);
            let (Some(left), Some(right)) = (left.last(), right.first_mut()) else {
                continue;
            };
            let is_told_before = left
                .issuer
                .filter(|issuer| issuer.end < left.head.start && left.subject.is_none());
            let follows = right.first == left.next + 1
                && matches!(
                    self.kind(left.next),
                    Some(TokenKind::And | TokenKind::Comma)
                );
            if let Some(issuer) = is_told_before
                && right.issuer.is_none()
                && follows
                && may_share_issuer(left, right)
            {
                right.issuer = Some(issuer);
                right.shares_issuer = true;
                right.inherited.push("issuer".to_owned());
            }
        }
    }

    /// What is written once for a list: a symbol or a date at its end, an issuer at its end. A date is shared only
    /// where the number does not contradict it: 32/2024/NĐ-CP is not of 2025.
    pub(super) fn share_along_lists(&self, block: &mut [Draft]) {
        for at in (1..block.len()).rev() {
            let listed = block[at].listed;
            let (left, right) = block.split_at_mut(at);
            let (Some(left), Some(right)) = (left.last_mut(), right.first()) else {
                continue;
            };
            if !listed {
                continue;
            }
            share_symbol(left, right);
            let same_type = left.doc_type == right.doc_type;
            let touches = left.subject.is_none() && left.next + LINKS_MAX >= right.first;
            if !touches {
                continue;
            }
            if same_type
                && left.date.is_none()
                && left.issuer.is_none()
                && !contradicts(left, right)
                && right.date.is_some()
            {
                left.date = right.date;
                left.inherited.push("date".to_owned());
            }
            if left.issuer.is_none() && right.issuer.is_some() && may_share_issuer(left, right) {
                left.issuer = right.issuer;
                left.inherited.push("issuer".to_owned());
            }
        }
    }
}

/// Tokens between two members of a list: ",", "và", "số".
const LINKS_MAX: usize = 3;

fn contradicts(left: &Draft, right: &Draft) -> bool {
    let year = left.number.as_ref().and_then(|number| number.year);
    let dated = right.date.and_then(|date| date.date.year);
    matches!((year, dated), (Some(year), Some(dated)) if year != dated)
}

/// "Kế hoạch số 67/KH-UBND và Công văn số 890/UBND-NC của UBND tỉnh" are of one issuer; a Nghị định beside them is not.
fn may_share_issuer(left: &Draft, right: &Draft) -> bool {
    let codes = |draft: &Draft| -> Option<Vec<String>> {
        let symbol = draft.number.as_ref()?.symbol()?;
        let parts = symbol.split(['-', '/']);
        Some(parts.map(crate::text::fold).collect())
    };
    let (left_codes, right_codes) = match (codes(left), codes(right)) {
        (Some(left), Some(right)) => (left, right),
        (None, None) => return left.doc_type == right.doc_type,
        // "QĐ 1066/QĐ-UBND và QĐ số 938 của TTg": a symbol says whose it is.
        _ => return false,
    };
    let same_type = left.doc_type == right.doc_type;
    // The first code is the type; that of a dispatch is who issued it.
    let is_dispatch = matches!(left.doc_type.as_deref(), Some("CV" | "VB"));
    let first = usize::from(same_type && left_codes.len() > 1 && !is_dispatch);
    left_codes[first..]
        .iter()
        .any(|code| right_codes.contains(code))
}

fn share_symbol(left: &mut Draft, right: &Draft) {
    let (Some(serial), None) = (&left.serial, &left.number) else {
        return;
    };
    // "Kế hoạch 12 của UBND tỉnh và QĐ 45/QĐ-UBND": a decision's symbol is no plan's.
    if right.doc_type.is_some() && left.doc_type != right.doc_type {
        return;
    }
    let Some(number) = &right.number else { return };
    let Some(symbol) = number.symbol() else {
        return;
    };
    let joint: &str = match number.year {
        Some(year) => &format!("/{year}/"),
        // "số 18, 19-NQ/TW": the Party's dash is shared with the symbol.
        None if number.joint() == "-" => "-",
        None => "/",
    };
    let parts = (serial.as_str(), joint, symbol);
    left.number = Some(NumberToken::joined(left.span, parts, number.year));
    left.inherited.push("symbol".to_owned());
}
