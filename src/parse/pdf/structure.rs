//! The structure tree, left out while a file is loaded.
//!
//! A tagged file of Word says of every paragraph and cell what it is to a screen reader: 9,000 of the
//! 9,700 objects of 50/2026/NĐ-CP. Nothing of it is read here, and parsing and keeping it took half of
//! the time and memory of that file. So object streams are thinned out before `lopdf` parses them.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::filter::{Inflated, flate};

/// Bytes of one object stream that is looked into; a hundred objects, the usual content, are 90 KB.
/// A larger one is left to `lopdf` and its limits.
const MEMBERS_BYTES_MAX: usize = 256 << 10;

/// To be given to `lopdf` as a filter: of the members of object streams it keeps what is returned, of
/// all others the object itself. A stream, which is never a member, need not be copied.
pub(super) fn leave_out(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    match object {
        Object::Dictionary(dictionary) if is_element(dictionary) => None,
        Object::Stream(stream) => {
            if let Some(thin) = thinned(stream) {
                *stream = thin;
            }
            Some((id, Object::Null))
        }
        other => Some((id, other.clone())),
    }
}

/// An element has a kind, a parent and, unless it is empty, content.
fn is_element(dictionary: &Dictionary) -> bool {
    dictionary.has_type(b"StructElem")
        || (dictionary.has(b"S") && dictionary.has(b"P") && dictionary.has(b"K"))
}

/// An object stream without the members that call themselves elements. `None` for what is none, or
/// not built as every producer builds it.
fn thinned(stream: &Stream) -> Option<Stream> {
    let dictionary = &stream.dict;
    let is_plain = dictionary.has_type(b"ObjStm") && !dictionary.has(b"DecodeParms");
    if !is_plain || dictionary.get(b"Filter").ok()?.as_name().ok()? != b"FlateDecode" {
        return None;
    }
    let first = usize::try_from(dictionary.get(b"First").ok()?.as_i64().ok()?).ok()?;
    let Inflated::Whole(plain) = flate(&stream.content, MEMBERS_BYTES_MAX) else {
        return None;
    };
    let members = members(plain.get(..first)?)?;
    let bodies = plain.get(first..)?;
    let (mut index, mut kept) = (String::new(), Vec::new());
    let mut count = 0;
    for (at, (id, start)) in members.iter().enumerate() {
        let end = members.get(at + 1).map_or(bodies.len(), |next| next.1);
        let body = bodies.get(*start..end)?;
        if memchr::memmem::find(body, b"/StructElem").is_none() {
            index.push_str(&format!("{id} {} ", kept.len()));
            kept.extend_from_slice(body);
            kept.push(b'\n');
            count += 1;
        }
    }
    let mut thin = dictionary.clone();
    thin.remove(b"Filter");
    thin.set("N", Object::Integer(count));
    thin.set("First", Object::Integer(i64::try_from(index.len()).ok()?));
    Some(Stream::new(thin, [index.as_bytes(), &kept].concat()))
}

/// Number and offset of each member; they follow one another.
fn members(index: &[u8]) -> Option<Vec<(u32, usize)>> {
    let mut numbers = std::str::from_utf8(index).ok()?.split_ascii_whitespace();
    let mut members: Vec<(u32, usize)> = Vec::new();
    while let Some(id) = numbers.next() {
        let offset: usize = numbers.next()?.parse().ok()?;
        if members.last().is_some_and(|before| offset < before.1) {
            return None;
        }
        members.push((id.parse().ok()?, offset));
    }
    Some(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_leave_an_object_stream_and_the_rest_stays() {
        let bodies = ["<</Type/Font>>", "<</S/P/Type/StructElem>>", "[1 2]"];
        let mut index = String::new();
        let mut all = String::new();
        for (id, body) in bodies.iter().enumerate() {
            index.push_str(&format!("{} {} ", id + 7, all.len()));
            all.push_str(body);
        }
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", "ObjStm");
        dictionary.set("First", index.len() as i64);
        dictionary.set("N", 3);
        dictionary.set("Filter", "FlateDecode");
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), Default::default());
        std::io::Write::write_all(&mut packer, format!("{index}{all}").as_bytes()).expect("memory");
        let packed = packer.finish().expect("memory");
        let thin = thinned(&Stream::new(dictionary, packed)).expect("an object stream");
        assert_eq!(thin.content, b"7 0 9 15 <</Type/Font>>\n[1 2]\n");
        assert_eq!(thin.dict.get(b"N").and_then(Object::as_i64).ok(), Some(2));
    }

    #[test]
    fn an_index_that_goes_back_or_ends_early_is_left_alone() {
        assert_eq!(members(b"1 0 2 9"), Some(vec![(1, 0), (2, 9)]));
        for index in [&b"1 9 2 0"[..], b"1 0 2", b"1 x", b"-1 0", b"\xff"] {
            assert_eq!(members(index), None);
        }
    }
}
