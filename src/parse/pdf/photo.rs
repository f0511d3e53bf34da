//! A picture given by itself (JPEG, PNG, TIFF): a page that is nothing but its picture, and in a TIFF
//! as many of them as it has directories. Decoded in a [`Worker`] where there is one.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{ImageReader, Limits as ImageLimits};
use rayon::prelude::*;

use super::scan::{self, Outcome};
use super::{Canvas, Document, PageLayout, Unseen, finish, frames};
use crate::parse::ocr::{Desk, Failure, Ocr, Picture, Sheet, raw};
use crate::parse::worker::{Job, Purpose, Raw, Worker};
use crate::parse::{Limits, MediaType, Why};

/// Pixels of one side; a flat-bed scan of A3 at 600 dpi has 9,900.
const SIDE_MAX: u32 = 20_000;

/// Bytes that a picture may come to in memory: A3 at 600 dpi in colour is 210 MB.
const BYTES_MAX: u64 = 512 << 20;

/// Height of an A4 page in inches: a picture does not say how large its paper was, and paper is A4.
const PAPER_INCHES: f32 = 11.69;

/// Resolutions by which a page is read well.
const DPI: std::ops::RangeInclusive<f32> = 70.0..=300.0;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unseen> {
    if limits.ocr == Ocr::Never {
        return Err(Unseen::NotAsked);
    }
    if !is_readable(bytes) {
        return Err(Unseen::Damaged);
    }
    let desk = Desk::new(limits.ocr_cache.as_deref()).ok_or(Unseen::Missing)?;
    let count = frames::starts(bytes).len();
    let most = limits.pages_max.min(scan::PAGES_MAX);
    let read: Vec<Result<PageRead, Unseen>> = (0..count.min(most))
        .into_par_iter()
        .map(|frame| read_frame(bytes, frame, limits.worker.as_ref(), &desk))
        .collect();
    let mut outcome = Outcome::default();
    outcome.is_cut = most < count;
    let mut pages = Vec::with_capacity(read.len());
    for (number, read) in (1..).zip(read) {
        match read {
            Ok(PageRead { canvas, sheet }) => {
                let mut page = scan::lay_out(canvas, &sheet, number);
                page.kept = Some(scan::by_ocr(&sheet, Why::NoText, None));
                pages.push(page);
                scan::note(&sheet, number, &mut outcome);
            }
            Err(reason) if count == 1 || reason == Unseen::Missing => return Err(reason),
            Err(_) => {
                outcome.failed.push(number);
                pages.push(PageLayout {
                    number,
                    ..PageLayout::default()
                });
            }
        }
    }
    Ok(finish(MediaType::Image, &mut pages, &outcome, Vec::new()))
}

struct PageRead {
    canvas: Canvas,
    sheet: Sheet,
}

fn read_frame(
    bytes: &[u8],
    frame: usize,
    worker: Option<&Worker>,
    desk: &Desk,
) -> Result<PageRead, Unseen> {
    let raw = picture(bytes, frame, Purpose::Read, worker)?;
    let picture = Picture::from_raw(raw).ok_or(Unseen::Damaged)?;
    let mut canvas = Canvas::default();
    let points = 72.0 / picture.dpi;
    canvas.clear(
        picture.width as f32 * points,
        picture.height as f32 * points,
    );
    canvas.images = 1;
    let sheet = scan::read_picture(picture, desk).map_err(|failure| match failure {
        Failure::Missing => Unseen::Missing,
        Failure::TimedOut | Failure::Failed | Failure::Crashed => Unseen::Failed,
    })?;
    Ok(PageRead { canvas, sheet })
}

/// One page of a picture, by the worker if there is one.
pub(super) fn picture(
    bytes: &[u8],
    frame: usize,
    purpose: Purpose,
    worker: Option<&Worker>,
) -> Result<Raw, Unseen> {
    let Some(worker) = worker else {
        return decode(bytes, frame, purpose).ok_or(Unseen::Damaged);
    };
    let answer = worker.ask(&Job::Decode { frame, purpose }, bytes);
    match answer.map_err(Failure::from) {
        Ok(answer) => Raw::read(answer).ok_or(Unseen::Damaged),
        Err(Failure::Crashed) => Err(Unseen::Failed),
        Err(_) => Err(Unseen::Damaged),
    }
}

/// What a worker decodes.
pub(in crate::parse) fn decode(bytes: &[u8], frame: usize, purpose: Purpose) -> Option<Raw> {
    let start = *frames::starts(bytes).get(frame)?;
    let file = frames::alone(bytes, start);
    let decoded = catch_unwind(AssertUnwindSafe(|| decode_one(&file, purpose)));
    decoded.ok().flatten()
}

/// By its head alone.
fn is_readable(bytes: &[u8]) -> bool {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    reader.is_ok_and(|reader| reader.into_dimensions().is_ok())
}

fn decode_one(bytes: &[u8], purpose: Purpose) -> Option<Raw> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut bounds = ImageLimits::default();
    bounds.max_image_width = Some(SIDE_MAX);
    bounds.max_image_height = Some(SIDE_MAX);
    bounds.max_alloc = Some(BYTES_MAX);
    reader.limits(bounds);
    let decoded = reader.decode().ok()?;
    let paper = decoded.width().max(decoded.height()) as f32;
    let own = paper / PAPER_INCHES;
    let dpi = own.clamp(*DPI.start(), *DPI.end());
    let decoded = match own <= dpi {
        true => decoded,
        false => {
            let side = |pixels: u32| (pixels as f32 * dpi / own) as u32;
            let (width, height) = (side(decoded.width()), side(decoded.height()));
            decoded.resize(width, height, image::imageops::FilterType::Triangle)
        }
    };
    let rgba = decoded.into_rgba8();
    let (width, height) = (rgba.width() as usize, rgba.height() as usize);
    Some(raw(width, height, rgba.into_raw(), dpi, purpose))
}
