//! Stream bytes in, plain bytes out, never more than asked for.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use lopdf::{Dictionary, Document, Object, Stream};

/// What a stream came to.
#[derive(Debug, PartialEq)]
pub(super) enum Inflated {
    /// All of it, or as much as a damaged stream gives.
    Whole(Vec<u8>),
    /// The stream holds more than the limit; what it holds is not text.
    TooLarge,
    /// An image filter, or damage from the first byte.
    Unreadable,
}

/// Undoes the filters of `stream`. The common chain (one Flate without predictor) runs here and
/// keeps what comes before damage; the rare ones are left to `lopdf` under their full names,
/// because abbreviated ones (`/Fl`, two of five real TCVN3 files) come back empty from it.
pub(super) fn inflate(document: &Document, stream: &Stream, bytes_max: usize) -> Inflated {
    let filters = names_of(document, &stream.dict);
    match filters.as_slice() {
        [] if bytes_max < stream.content.len() => Inflated::TooLarge,
        [] => Inflated::Whole(stream.content.clone()),
        [b"FlateDecode"] if !has_predictor(document, &stream.dict) => {
            flate(&stream.content, bytes_max)
        }
        _ => by_lopdf(document, stream, &filters, bytes_max),
    }
}

/// Undoes one Flate, and keeps what comes before damage.
pub(super) fn flate(content: &[u8], bytes_max: usize) -> Inflated {
    let mut plain = Vec::with_capacity(content.len().saturating_mul(4).min(bytes_max));
    read_capped(ZlibDecoder::new(content), bytes_max, &mut plain);
    if plain.is_empty() && 2 < content.len() {
        // A wrong zlib header before a sound deflate stream, as some encrypting tools leave it.
        read_capped(DeflateDecoder::new(&content[2..]), bytes_max, &mut plain);
    }
    if bytes_max < plain.len() {
        return Inflated::TooLarge;
    }
    if plain.is_empty() && !content.is_empty() {
        return Inflated::Unreadable;
    }
    Inflated::Whole(plain)
}

/// Reads one byte more than allowed, so that the caller sees that there is more.
fn read_capped(reader: impl Read, bytes_max: usize, plain: &mut Vec<u8>) {
    // An error keeps what was read before it: a page cut in the middle still has its first half.
    let _ = reader.take(bytes_max as u64 + 1).read_to_end(plain);
}

fn by_lopdf(document: &Document, stream: &Stream, names: &[&[u8]], bytes_max: usize) -> Inflated {
    let full = names
        .iter()
        .map(|name| Object::Name(name.to_vec()))
        .collect();
    let mut plain = Stream::new(Dictionary::new(), stream.content.clone());
    plain.dict.set("Filter", Object::Array(full));
    if let Some(parameters) = parameters_of(document, &stream.dict) {
        plain.dict.set("DecodeParms", parameters.clone());
    }
    match plain.decompressed_content_with_limit(bytes_max) {
        Ok(bytes) => Inflated::Whole(bytes),
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            Inflated::TooLarge
        }
        Err(_) => Inflated::Unreadable,
    }
}

fn names_of<'a>(document: &'a Document, dictionary: &'a Dictionary) -> Vec<&'a [u8]> {
    let filter = dictionary
        .get_deref(b"Filter", document)
        .or_else(|_| dictionary.get_deref(b"F", document));
    match filter {
        Ok(Object::Name(name)) => vec![full_name(name)],
        Ok(Object::Array(names)) => names
            .iter()
            .filter_map(|name| document.dereference(name).ok()?.1.as_name().ok())
            .map(full_name)
            .collect(),
        _ => Vec::new(),
    }
}

fn full_name(name: &[u8]) -> &[u8] {
    match name {
        b"Fl" => b"FlateDecode",
        b"LZW" => b"LZWDecode",
        b"A85" => b"ASCII85Decode",
        b"AHx" => b"ASCIIHexDecode",
        b"RL" => b"RunLengthDecode",
        other => other,
    }
}

fn parameters_of<'a>(document: &'a Document, dictionary: &'a Dictionary) -> Option<&'a Object> {
    dictionary
        .get_deref(b"DecodeParms", document)
        .or_else(|_| dictionary.get_deref(b"DP", document))
        .ok()
}

fn has_predictor(document: &Document, dictionary: &Dictionary) -> bool {
    let parameters = match parameters_of(document, dictionary) {
        Some(Object::Dictionary(parameters)) => parameters,
        Some(Object::Array(all)) => {
            let first = all
                .first()
                .and_then(|first| document.dereference(first).ok());
            match first {
                Some((_, Object::Dictionary(parameters))) => parameters,
                _ => return false,
            }
        }
        _ => return false,
    };
    parameters
        .get_deref(b"Predictor", document)
        .and_then(Object::as_i64)
        .is_ok_and(|predictor| 1 < predictor)
}
