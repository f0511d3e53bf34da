//! The decision that carries a plan: "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày …)" under its title, and what a plan
//! or an annex without a number of its own takes from it.

use super::Reader;
use super::decider::ISSUER_MAX;
use super::letterhead::Letterhead;
use super::title::{LINES_MAX, offer_lines};
use crate::extract::agency;
use crate::extract::lexer::{self, TokenKind};
use crate::extract::number::NumberToken;
use crate::text::{Span, fold, opens_folded};

/// "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày …)" right under the title names the carrier.
pub(super) fn read(reader: &mut Reader, head: &Letterhead) {
    let from = head.title_word.unwrap_or(0);
    for at in from..reader.blocks.len().min(from + 8) {
        let block = reader.blocks[at].span;
        let line = reader.written(block).trim_start_matches(['(', ' ', '*']);
        if !(opens_folded(line, "ban hanh kem theo") || opens_folded(line, "kem theo")) {
            continue;
        }
        // "(Kèm theo Quyết định số …" may go on in the next line.
        let written = reader.written(block);
        let is_open = written.trim_start().starts_with('(') && !written.contains(')');
        let block = match reader.blocks.get(at + 1).filter(|_| is_open) {
            Some(next) => block.cover(next.span),
            None => block,
        };
        let mut tokens = Vec::new();
        reader.lex(block, &mut tokens);
        let numbers = tokens.iter().find_map(|token| match &token.kind {
            TokenKind::Number(number) if number.serial().is_some() => Some(number.clone()),
            _ => None,
        });
        let Some(number) = numbers else { return };
        reader.offer(
            "carrier",
            "title_block",
            Some(number.span),
            Some(number.number.clone()),
        );
        if head.number_at.is_none() {
            issuer_of_carrier(reader, &tokens, number.span);
            carried(reader, &tokens, number);
            if head.title_word.is_none() {
                annex_title(reader, at);
            }
        }
        return;
    }
}

/// "… của Ủy ban nhân dân thành phố Cần Thơ)": who issued the carrier issued what it carries.
fn issuer_of_carrier(reader: &mut Reader, tokens: &[lexer::Token], number: Span) {
    let of = tokens
        .iter()
        .find(|token| token.kind == TokenKind::Of && number.end <= token.span.start);
    let Some(of) = of else { return };
    let after = of.span.range().end;
    let start = after + (reader.text[after..].len() - reader.text[after..].trim_start().len());
    let limit = reader.text.len().min(start + ISSUER_MAX);
    if let Some(end) = agency::end_of(reader.text, start, limit, reader.authority) {
        reader.carrier_issuer = Some(Span::new(start, end));
    }
}

/// The title of an annex that came alone: the lines in capitals above "(Kèm theo …)".
fn annex_title(reader: &mut Reader, carrier: usize) {
    let above = reader.blocks[..carrier].iter().rev().take(LINES_MAX);
    let mut lines: Vec<Span> = above
        .map(|block| block.span)
        .take_while(|span| is_annex_title(reader.written(*span)))
        .collect();
    lines.reverse();
    if !reader.is_offered("title") {
        offer_lines(reader, &lines, "title_block");
    }
}

/// In capitals, and neither "PHỤ LỤC 3" nor the motto nor an agency.
fn is_annex_title(line: &str) -> bool {
    let folded = fold(line.trim());
    let heads = [
        "phu luc", "phu bieu", "mau so", "bieu so", "cong hoa", "doc lap", "uy ban",
    ];
    folded.chars().any(char::is_alphabetic)
        && !line.chars().any(char::is_lowercase)
        && !heads.iter().any(|head| folded.starts_with(head))
}

/// A plan without a number of its own bears its carrier's number and date.
fn carried(reader: &mut Reader, tokens: &[lexer::Token], number: NumberToken) {
    reader.offer(
        "number",
        "title_block",
        Some(number.span),
        Some(number.number.clone()),
    );
    reader.offer(
        "symbol",
        "title_block",
        Some(number.span),
        number.symbol().map(str::to_owned),
    );
    let date = tokens.iter().find_map(|token| match token.kind {
        TokenKind::Date(date) => Some(date),
        _ => None,
    });
    if let Some(date) = date {
        reader.offer("issued_on", "title_block", Some(date.span), date.date.iso());
    }
}
