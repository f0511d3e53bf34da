//! The object model: what `lopdf` loads, with its silent failures made visible.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::budget::{Budget, load_stream_max};
use super::filter::{Inflated, inflate};
use super::matrix::Matrix;
use super::structure;
use crate::parse::Limits;

/// Nodes of a page tree that are visited: twice the pages we read, and no loops.
const PAGE_NODES_MAX: usize = 20_000;

/// Ancestors of a page that are asked for an inherited attribute.
const PAGE_DEPTH_MAX: usize = 64;

pub(super) struct File {
    document: Document,
}

/// Why a file has no pages to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Encrypted,
    Damaged,
    TooLarge,
}

/// One page with what it inherits.
pub(super) struct Page<'a> {
    pub dictionary: &'a Dictionary,
    pub resources: Option<&'a Dictionary>,
    /// Left, bottom, right, top of what is shown, in user space.
    pub shown: [f32; 4],
    /// Quarter turns clockwise.
    pub turns: u8,
}

impl File {
    pub fn open(bytes: &[u8], limits: &Limits) -> Result<File, Unreadable> {
        let document = load(bytes, limits, false)?;
        let file = File { document };
        if !file.page_ids().is_empty() {
            return Ok(file);
        }
        // A cross-reference table that reads but describes the wrong objects: look for them.
        let document = load(bytes, limits, true)?;
        let rebuilt = File { document };
        if rebuilt.page_ids().is_empty() && rebuilt.stray_pages().is_empty() {
            return Err(Unreadable::Damaged);
        }
        Ok(rebuilt)
    }

    /// Pages in order. A damaged tree is replaced by every page object in the file.
    pub fn pages(&self) -> Vec<ObjectId> {
        let pages = self.page_ids();
        if pages.is_empty() {
            self.stray_pages()
        } else {
            pages
        }
    }

    /// What the signature fields of the form hold, at most `most` of them.
    pub fn signature_fields(&self, most: usize) -> Vec<&Dictionary> {
        /// Fields of one form that are looked at.
        const FIELDS_MAX: usize = 5_000;
        let form = self.document.catalog().ok();
        let form = form.and_then(|catalog| self.dictionary(catalog, b"AcroForm"));
        let fields = form.and_then(|form| self.array(form, b"Fields"));
        let mut open: Vec<&Object> = fields.unwrap_or_default().iter().rev().collect();
        let (mut found, mut seen) = (Vec::new(), 0);
        while let Some(field) = open
            .pop()
            .filter(|_| seen < FIELDS_MAX && found.len() < most)
        {
            seen += 1;
            let Some(field) = self.resolve(field).and_then(as_dictionary) else {
                continue;
            };
            if let Some(kids) = self.array(field, b"Kids") {
                open.extend(kids.iter().rev().take(FIELDS_MAX));
            }
            found.extend(
                self.dictionary(field, b"V")
                    .filter(|value| value.has(b"Contents")),
            );
        }
        found
    }

    pub fn page(&self, id: ObjectId) -> Option<Page<'_>> {
        let dictionary = self.document.get_dictionary(id).ok()?;
        let shown = self.shown_box(dictionary);
        let turns = self
            .inherited(dictionary, b"Rotate")
            .and_then(|rotate| rotate.as_float().ok())
            .map_or(0, |degrees| (degrees / 90.0).round().rem_euclid(4.0) as u8);
        Some(Page {
            dictionary,
            resources: self
                .inherited(dictionary, b"Resources")
                .and_then(as_dictionary),
            shown,
            turns,
        })
    }

    /// The content streams of a page, inflated one after the other into `content`.
    pub fn page_content(&self, page: &Page, budget: &mut Budget, content: &mut Vec<u8>) {
        content.clear();
        let Some(contents) = self.get(page.dictionary, b"Contents") else {
            return;
        };
        let single = std::slice::from_ref(contents);
        let parts = contents.as_array().map_or(single, Vec::as_slice);
        for part in parts {
            let Some(Object::Stream(stream)) = self.resolve(part) else {
                continue;
            };
            if let Some(plain) = self.plain(stream, budget) {
                content.extend_from_slice(&plain);
                // Tokens do not run over the edge of a stream.
                content.push(b'\n');
            }
            if budget.exceeded {
                return;
            }
        }
    }

    /// The bytes of a stream, counted against the budget; `None` if there are too many of them.
    pub fn plain(&self, stream: &Stream, budget: &mut Budget) -> Option<Vec<u8>> {
        match inflate(&self.document, stream, budget.stream_max()) {
            Inflated::Whole(bytes) => budget.spend(bytes.len()).then_some(bytes),
            Inflated::TooLarge => {
                budget.exceeded = true;
                None
            }
            Inflated::Unreadable => None,
        }
    }

    pub fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        dictionary.get_deref(key, &self.document).ok()
    }

    pub fn resolve<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        self.document
            .dereference(object)
            .ok()
            .map(|(_, object)| object)
    }

    pub fn dictionary<'a>(&'a self, parent: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        self.get(parent, key).and_then(as_dictionary)
    }

    pub fn stream<'a>(&'a self, parent: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
        self.get(parent, key)?.as_stream().ok()
    }

    pub fn array<'a>(&'a self, parent: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        self.get(parent, key)?.as_array().ok().map(Vec::as_slice)
    }

    pub fn name<'a>(&'a self, parent: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(parent, key)?.as_name().ok()
    }

    pub fn number(&self, parent: &Dictionary, key: &[u8]) -> Option<f32> {
        self.get(parent, key)?.as_float().ok()
    }

    pub fn float(&self, object: &Object) -> Option<f32> {
        self.resolve(object)?.as_float().ok()
    }

    /// Left, bottom, right, top.
    pub fn rectangle(&self, parent: &Dictionary, key: &[u8]) -> Option<[f32; 4]> {
        let corners = self.array(parent, key)?;
        self.corners(corners)
    }

    pub fn matrix(&self, parent: &Dictionary, key: &[u8]) -> Matrix {
        self.get(parent, key)
            .and_then(Matrix::from_object)
            .unwrap_or(Matrix::IDENTITY)
    }

    fn corners(&self, corners: &[Object]) -> Option<[f32; 4]> {
        let mut numbers = [0.0f32; 4];
        for (index, number) in numbers.iter_mut().enumerate() {
            *number = self.float(corners.get(index)?)?;
        }
        let [x0, y0, x1, y1] = numbers;
        Some([x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)])
    }

    fn shown_box(&self, page: &Dictionary) -> [f32; 4] {
        /// A4, when the file does not say.
        const A4: [f32; 4] = [0.0, 0.0, 595.0, 842.0];
        let inherited_box = |key| {
            let corners = self.inherited(page, key)?.as_array().ok()?;
            self.corners(corners)
                .filter(|[x0, y0, x1, y1]| x0 < x1 && y0 < y1)
        };
        let media = inherited_box(b"MediaBox").unwrap_or(A4);
        let Some(crop) = inherited_box(b"CropBox") else {
            return media;
        };
        let cut = [
            crop[0].max(media[0]),
            crop[1].max(media[1]),
            crop[2].min(media[2]),
            crop[3].min(media[3]),
        ];
        if cut[0] < cut[2] && cut[1] < cut[3] {
            cut
        } else {
            media
        }
    }

    fn inherited<'a>(&'a self, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let mut node = page;
        for _ in 0..PAGE_DEPTH_MAX {
            if let Some(found) = self.get(node, key) {
                return Some(found);
            }
            node = self.dictionary(node, b"Parent")?;
        }
        None
    }

    /// The leaves of the page tree, each once.
    fn page_ids(&self) -> Vec<ObjectId> {
        let mut pages = Vec::new();
        let mut seen = HashSet::new();
        let root = self
            .document
            .catalog()
            .and_then(|catalog| catalog.get(b"Pages"));
        let mut stack: Vec<ObjectId> = root.and_then(Object::as_reference).into_iter().collect();
        while let Some(id) = stack.pop() {
            if PAGE_NODES_MAX < seen.len() {
                break;
            }
            if !seen.insert(id) {
                continue;
            }
            let Ok(node) = self.document.get_dictionary(id) else {
                continue;
            };
            match self.array(node, b"Kids") {
                Some(kids) => {
                    stack.extend(kids.iter().rev().filter_map(|kid| kid.as_reference().ok()));
                }
                None if node.has_type(b"Page") || node.has(b"Contents") => pages.push(id),
                None => {}
            }
        }
        pages
    }

    fn stray_pages(&self) -> Vec<ObjectId> {
        let objects = self.document.objects.iter();
        objects
            .filter(|(_, object)| object.as_dict().is_ok_and(|page| page.has_type(b"Page")))
            .map(|(id, _)| *id)
            .take(PAGE_NODES_MAX)
            .collect()
    }
}

fn load(bytes: &[u8], limits: &Limits, force_reconstruct: bool) -> Result<Document, Unreadable> {
    let options = LoadOptions {
        max_decompressed_size: Some(load_stream_max(bytes, limits)),
        force_reconstruct,
        // The second reading finds what it can.
        filter: (!force_reconstruct).then_some(structure::leave_out),
        ..LoadOptions::default()
    };
    // The one place where foreign code walks hostile bytes before ours does: a panic there costs
    // this document and no more.
    let loaded = catch_unwind(AssertUnwindSafe(|| {
        Document::load_mem_with_options(bytes, options)
    }));
    match loaded {
        // Without the password `lopdf` returns an empty document and no error.
        Ok(Ok(document)) if document.is_encrypted() => Err(Unreadable::Encrypted),
        Ok(Ok(document)) => Ok(document),
        Ok(Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_))) => {
            Err(Unreadable::Encrypted)
        }
        Ok(Err(lopdf::Error::UnsupportedSecurityHandler(_))) => Err(Unreadable::Encrypted),
        Ok(Err(lopdf::Error::Decompress(_))) => Err(Unreadable::TooLarge),
        Ok(Err(_)) | Err(_) => Err(Unreadable::Damaged),
    }
}

/// The dictionary an object is or carries.
pub(super) fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}
