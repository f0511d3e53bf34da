//! Hostile input, drawn from seeds: nothing panics, every span points into its text, and what an
//! input costs grows with its size and no faster.
//!
//! The same code twice. In `make test` each reader gets a fixed number of inputs from a fixed seed,
//! some twenty seconds in all, and every input that ever failed (`fixtures/fuzz/READER/`). With
//! `KEHOACH_FUZZ_SECONDS` (`make fuzz`) each reader goes on for so long from where the last run
//! ended, and what fails is made small and saved as a case.
//!
//! Not a coverage-guided fuzzer: it needs a nightly compiler and a build of everything for itself.
//! Mutations know the formats instead: they change tokens, objects and package parts, not only bytes.

mod cases;
mod heap;
mod judge;
mod mutate;
mod readers;
mod run;
mod single;
mod stock;
mod wrapped;

use std::path::PathBuf;

use judge::Failure;
use readers::Reader;
use run::Run;

/// Stack of a reading thread, as the pipeline's.
const STACK_BYTES: usize = 16 << 20;

/// Failures after which a reader is not asked further: somebody must look first.
const FAILURES_MAX: usize = 10;

/// The same for failures like those that are known already.
const REPEATS_MAX: usize = 100;

#[test]
fn hostile_html_is_read_within_bounds() {
    fuzz(readers::HTML);
}

#[test]
fn hostile_text_is_read_within_bounds() {
    fuzz(readers::TEXT);
}

#[test]
fn hostile_pdf_is_read_within_bounds() {
    fuzz(readers::PDF);
}

#[test]
fn hostile_signatures_are_read_within_bounds() {
    fuzz(readers::SIGNATURES);
}

#[test]
fn hostile_docx_is_read_within_bounds() {
    fuzz(readers::DOCX);
}

#[test]
fn hostile_xlsx_is_read_within_bounds() {
    fuzz(readers::XLSX);
}

#[test]
fn hostile_xls_is_read_within_bounds() {
    fuzz(readers::XLS);
}

#[test]
fn hostile_doc_is_read_within_bounds() {
    fuzz(readers::DOC);
}

#[test]
fn hostile_rtf_is_read_within_bounds() {
    fuzz(readers::RTF);
}

#[test]
fn hostile_archives_are_unpacked_within_bounds() {
    fuzz(readers::ARCHIVE);
}

#[test]
fn hostile_odt_is_read_within_bounds() {
    fuzz(wrapped::ODT);
}

#[test]
fn hostile_mails_are_read_within_bounds() {
    fuzz(single::MAIL);
}

#[test]
fn hostile_flat_files_are_read_within_bounds() {
    fuzz(single::FLAT);
}

#[test]
fn hostile_pictures_are_read_within_bounds() {
    fuzz(wrapped::PICTURE);
}

#[test]
fn hostile_sentences_are_extracted_within_bounds() {
    fuzz(readers::EXTRACT);
}

#[test]
fn hostile_questions_are_answered_or_refused() {
    fuzz(readers::QUERY);
}

#[test]
fn hostile_numbers_are_read_or_refused() {
    fuzz(readers::NUMBER);
}

#[test]
fn hostile_profiles_are_read_or_refused() {
    fuzz(readers::PROFILE);
}

/// On a thread of its own, with the stack that readers have in the program.
fn fuzz(reader: Reader) {
    let thread = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || fuzz_here(&reader))
        .expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

fn fuzz_here(reader: &Reader) {
    judge::note_panics_quietly();
    let mut failures = replay(reader);
    let mut repeats = 0;
    let mut run = Run::begin(reader);
    while failures.len() < FAILURES_MAX && repeats < REPEATS_MAX && run.goes_on() {
        let input = run.input();
        let failure = match judge::judge(reader, &input) {
            Ok(spent) => {
                run.learn(spent, input.len());
                continue;
            }
            Err(failure) => failure,
        };
        if failures.iter().any(|(_, known)| known.is_like(&failure)) {
            repeats += 1;
        } else {
            failures.push((cases::save(reader, &input, &failure), failure));
        }
    }
    run.end();
    judge::print_panics_again();
    let lines: Vec<String> = failures
        .iter()
        .map(|(path, failure)| format!("{}: {failure}", path.display()))
        .collect();
    assert!(
        lines.is_empty(),
        "{}: these inputs are read wrongly:\n{}",
        reader.name,
        lines.join("\n")
    );
}

/// Every saved case, again.
fn replay(reader: &Reader) -> Vec<(PathBuf, Failure)> {
    let saved = cases::saved(reader).into_iter();
    saved
        .filter_map(|(path, input)| Some((path, judge::judge(reader, &input).err()?)))
        .collect()
}
