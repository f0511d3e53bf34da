//! A lot of one thing, in few bytes.

use std::io::{Cursor, Write};

use flate2::{Compress, Compression, FlushCompress};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// `times` times the flood of `piece`, as a zlib stream, without making all of it: a block that refers
/// to nothing before it may be repeated as it is. Only the sum at the end is missing.
pub fn packed(piece: &[u8], times: usize) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut block = Vec::with_capacity(piece.len() + 1_000);
    compress
        .compress_vec(piece, &mut block, FlushCompress::Full)
        .expect("memory");
    let mut stream = vec![0x78, 0xda];
    for _ in 0..times {
        stream.extend_from_slice(&block);
    }
    stream
}

/// A megabyte of `piece` over and over.
pub fn megabyte(piece: &str) -> Vec<u8> {
    piece.repeat((1 << 20) / piece.len() + 1).into_bytes()
}

/// A zip of parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        writer
            .start_file(*name, stored_or_not(name))
            .expect("a name");
        writer.write_all(part).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// The type of an ODF file is told by its first part, which is stored as it is.
fn stored_or_not(name: &str) -> SimpleFileOptions {
    match name {
        "mimetype" => SimpleFileOptions::default().compression_method(CompressionMethod::Stored),
        _ => SimpleFileOptions::default(),
    }
}

/// Without optimization a flood of the full size takes minutes and shows nothing more.
pub fn sized(full: usize) -> usize {
    if cfg!(debug_assertions) {
        full / 8
    } else {
        full
    }
}

/// The bytes with some of them overwritten, drawn from `seed`.
pub fn flipped(bytes: &[u8], times: usize, seed: u64) -> Vec<u8> {
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut flipped = bytes.to_vec();
    for _ in 0..times {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let at = random as usize % flipped.len();
        flipped[at] = (random >> 32) as u8;
    }
    flipped
}
