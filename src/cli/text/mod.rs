//! `text`: one file as the program sees it: its clean text, the same set out as on the page
//! (`--layout`), all of it for machines (`--json`), or a page with what was understood drawn over it
//! (`--png`).
//!
//! An archive is shown member by member.

mod layout;
mod letters;
mod overlay;
mod pages;
mod view;

use std::path::Path;

use anyhow::Context;
use kehoach::config::Config;
use kehoach::parse::{Document, MediaType};
use kehoach::pipeline::{Content, Reader};
use kehoach::text::{Diagnostic, Severity};

use super::Outcome;
use super::arguments::Text;
use super::messages as say;
use super::screen::Screen;

pub use view::TextView;

pub fn run(text: &Text, config: Config, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let reader = Reader::new(config)?;
    let contents = match reader.contents(&text.file) {
        Ok(contents) => contents,
        Err(failure) => {
            screen.note(
                &say::ONE_FAILURE,
                &[("file", &failure.file), ("reason", &failure.reason)],
            );
            return Ok(Outcome::Trouble);
        }
    };
    let (first, members) = contents.split_first().context("no file was named")?;
    let document = reader.document(first);
    if let Some(png) = &text.png {
        return draw(text, png, first, &document, &reader, screen);
    }
    let members: Vec<(&Content, Document)> = members
        .iter()
        .map(|member| (member, reader.document(member)))
        .collect();
    if screen.json {
        let members = members
            .iter()
            .map(|(member, document)| (&*member.file, document));
        screen.json(&view::view(&first.file, &document, members, text.page))?;
    } else {
        print(text, first, &document, screen)?;
        for (member, document) in &members {
            screen.heading(&format!("── {}", member.file))?;
            print(text, member, document, screen)?;
            screen.blank()?;
        }
    }
    screen.flush()?;
    let mut outcome = told(&document, &first.file, screen);
    for (member, document) in &members {
        outcome = worse(outcome, told(document, &member.file, screen));
    }
    Ok(outcome)
}

fn print(
    text: &Text,
    content: &Content,
    document: &Document,
    screen: &mut Screen,
) -> anyhow::Result<()> {
    if let Some(page) = text.page.filter(|page| document.pages < *page) {
        screen.note(
            &say::NO_SUCH_PAGE,
            &[
                ("file", &content.file),
                ("page", &page),
                ("pages", &document.pages),
            ],
        );
        return Ok(());
    }
    if text.layout && document.pages == 0 && !document.text.is_empty() {
        screen.note(&say::NO_LAYOUT, &[("file", &content.file)]);
    }
    let shown = match (text.layout && 0 < document.pages, text.page) {
        (true, page) => layout::text(document, page),
        (false, Some(page)) => pages::text(document, page),
        (false, None) => document.text.as_str().to_owned(),
    };
    if !shown.is_empty() {
        screen.line(&shown)?;
    }
    Ok(())
}

/// Draws one page; the text is not printed then.
fn draw(
    text: &Text,
    png: &Path,
    content: &Content,
    document: &Document,
    reader: &Reader,
    screen: &mut Screen,
) -> anyhow::Result<Outcome> {
    let page = text.page.unwrap_or(1);
    let file: &dyn std::fmt::Display = &content.file;
    let has_pages = matches!(document.media_type, MediaType::Pdf | MediaType::Image);
    if !has_pages {
        screen.note(&say::NO_PAGE_PICTURE, &[("file", file)]);
        return Ok(Outcome::Trouble);
    }
    // A picture that was not read still has its page.
    let pages = document
        .pages
        .max(u32::from(document.media_type == MediaType::Image));
    if page == 0 || pages < page {
        let numbers: [(&str, &dyn std::fmt::Display); 3] =
            [("file", file), ("page", &page), ("pages", &pages)];
        screen.note(&say::NO_SUCH_PAGE, &numbers);
        return Ok(Outcome::Trouble);
    }
    let Some(picture) = reader.page_picture(content, page) else {
        screen.note(&say::PAGE_NOT_DRAWN, &[("file", file), ("page", &page)]);
        return Ok(Outcome::Trouble);
    };
    let understood = pages::page(document, page);
    overlay::draw(picture, &understood, document.pages).write(png)?;
    screen.note(
        &say::PAGE_DRAWN,
        &[("page", &page), ("path", &png.display())],
    );
    Ok(told(document, &content.file, screen))
}

/// Diagnostics go beside the text: the text itself may be piped on.
fn told(document: &Document, file: &str, screen: &Screen) -> Outcome {
    for diagnostic in &document.diagnostics {
        if diagnostic.severity != Severity::Note {
            let reason = match &diagnostic.hint {
                Some(hint) => format!("{} ({hint})", diagnostic.message.trim_end_matches('.')),
                None => diagnostic.message.clone(),
            };
            screen.note(&say::ONE_FAILURE, &[("file", &file), ("reason", &reason)]);
        }
    }
    let is_unreadable = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if document.diagnostics.iter().any(is_unreadable) {
        return Outcome::Trouble;
    }
    Outcome::found(!document.text.is_empty() || !document.attachments.is_empty())
}

fn worse(one: Outcome, other: Outcome) -> Outcome {
    match (one, other) {
        (Outcome::Trouble, _) | (_, Outcome::Trouble) => Outcome::Trouble,
        // An archive with one member that has text has something.
        (Outcome::Done, _) | (_, Outcome::Done) => Outcome::Done,
        (Outcome::NothingFound, Outcome::NothingFound) => Outcome::NothingFound,
    }
}
