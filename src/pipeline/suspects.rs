//! A capture that was in hand when a process died is read by a process of its own first: an abort, an
//! overflown stack or memory that ran out costs one run what it had not acknowledged, and from the
//! next one on that capture alone.
//!
//! Why a rehearsal and not every capture in a process of its own: starting one takes longer than
//! reading most of them, and what has never killed anything needs no guard.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use crate::authority::Authority;
use crate::config::{self, Config};
use crate::extract::Context;
use crate::parse::worker::Harm;
use crate::parse::{self, Worker};
use crate::store::{CaptureId, InHand, Reading};
use crate::text::Diagnostic;

use super::reading::{self, Body};
use super::threads;

/// The word that makes a worker rehearse a reading.
pub const REHEARSE: &str = "rehearse";

/// What is known beside the bytes: a line before them on the worker's standard input.
#[derive(Debug, Deserialize, Serialize)]
struct Part {
    context: Context,
    content_type: Option<String>,
    bytes_max: usize,
    inflated_max: usize,
    text_max: usize,
    pages_max: usize,
    worker: Worker,
}

/// Parses and extracts, unless that has killed a process and does so again.
pub(super) fn read(
    in_hand: &InHand,
    body: &Body,
    context: &Context,
    limits: &parse::Limits,
    authority: &Authority,
) -> Reading {
    if in_hand.is_suspect(body.id) {
        if let Some(harm) = rehearse(body, context, limits) {
            return reading::refused(body, context, harmful(harm), authority);
        }
        in_hand.clear(body.id);
    }
    let _held = in_hand.take(body.id);
    reading::read(body, context, limits, authority)
}

/// The harm a process comes to that reads it. Without one to start it is read here, as ever.
fn rehearse(body: &Body, context: &Context, limits: &parse::Limits) -> Option<Harm> {
    let worker = limits.worker.clone()?;
    let part = Part {
        context: context.clone(),
        content_type: body.content_type.map(str::to_owned),
        bytes_max: limits.bytes_max,
        inflated_max: limits.inflated_max,
        text_max: limits.text_max,
        pages_max: limits.pages_max,
        worker: worker.clone(),
    };
    let mut input = serde_json::to_vec(&part).ok()?;
    input.push(b'\n');
    input.extend_from_slice(body.bytes);
    worker.harm(&[REHEARSE.to_owned()], &input)
}

/// The other side: reads what comes in on standard input and forgets it. Returns the exit code.
pub fn rehearsal() -> i32 {
    /// The words are followed by no capture, or there are no threads to be had.
    const NOT_DONE: i32 = 2;
    let mut input = Vec::new();
    if io::stdin().lock().read_to_end(&mut input).is_err() {
        return NOT_DONE;
    }
    // Nobody reads what a hostile file makes a library say.
    std::panic::set_hook(Box::new(|_| {}));
    match perform(&input) {
        Some(_) => 0,
        None => NOT_DONE,
    }
}

/// On a thread like those of a run: its stack is part of what is rehearsed.
fn perform(input: &[u8]) -> Option<Reading> {
    let (line, bytes) = input.split_at(memchr::memchr(b'\n', input)?);
    let bytes = &bytes[1..];
    let part: Part = serde_json::from_slice(line).ok()?;
    let limits = parse::Limits {
        bytes_max: part.bytes_max,
        inflated_max: part.inflated_max,
        text_max: part.text_max,
        pages_max: part.pages_max,
        // Tesseract is another process; what it says cannot be foreseen in a rehearsal's time.
        ocr: parse::Ocr::Never,
        ocr_cache: None,
        worker: Some(part.worker),
    };
    let body = Body {
        id: CaptureId::of(bytes),
        bytes,
        content_type: part.content_type.as_deref(),
    };
    let alone = Config {
        jobs: std::num::NonZero::<usize>::MIN,
        ocr: config::Ocr::Never,
        ..Config::in_folder("")
    };
    let read = || reading::read(&body, &part.context, &limits, Authority::bundled());
    Some(threads(&alone).ok()?.install(read))
}

fn harmful(harm: Harm) -> Diagnostic {
    let (code, message) = match harm {
        Harm::Aborted => (
            "reader_aborted",
            "Đọc tệp này làm chương trình dừng đột ngột nên tệp được để riêng; bản thu vẫn được giữ nguyên.",
        ),
        Harm::TimedOut => (
            "reader_timed_out",
            "Đọc tệp này quá thời gian cho phép nên tệp được để riêng; bản thu vẫn được giữ nguyên.",
        ),
    };
    Diagnostic::error(code, message).with_hint(
        "mở tệp bằng phần mềm gốc rồi lưu lại; hãy gửi tệp này cho nhóm phát triển kehoach",
    )
}
