//! The other side: what the program does when it is started as a worker.

use std::io::{self, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Job, Raw};
use crate::parse::{archive, ocr, pdf};

/// Exit codes: the words are no job; there is nothing to answer; the reader panicked.
const NO_JOB: i32 = 2;
pub(super) const NOTHING: i32 = 3;
const PANICKED: i32 = 4;

/// Does the job these words name on what comes in on standard input, and answers on standard output.
/// Returns the exit code.
pub fn serve(words: &[String]) -> i32 {
    let Some(job) = Job::parse(words) else {
        return NO_JOB;
    };
    let mut input = Vec::new();
    if io::stdin().lock().read_to_end(&mut input).is_err() {
        return NOTHING;
    }
    // Nobody reads what a hostile file makes a library say.
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = BufWriter::new(io::stdout().lock());
    let done = catch_unwind(AssertUnwindSafe(|| answer(&job, &input, &mut out)));
    match done {
        Ok(Some(Ok(()))) => match out.flush() {
            Ok(()) => 0,
            Err(_) => NOTHING,
        },
        Ok(_) => NOTHING,
        Err(_) => PANICKED,
    }
}

/// `None` if there is nothing to answer.
fn answer(job: &Job, input: &[u8], out: &mut impl Write) -> Option<io::Result<()>> {
    match *job {
        Job::Draw {
            index,
            pages,
            dpi,
            purpose,
        } => {
            let raw: Raw = ocr::draw_page(input, pages, index, dpi, purpose)?;
            Some(raw.write(out))
        }
        Job::Letters { pages, ref wanted } => pdf::answer_letters(input, pages, wanted, out),
        Job::Decode { frame, purpose } => {
            Some(pdf::decode_photo(input, frame, purpose)?.write(out))
        }
        Job::Unpack {
            bytes_max,
            inflated_max,
            contents,
        } => Some(archive::answer(
            input,
            bytes_max,
            inflated_max,
            contents,
            out,
        )),
    }
}
