//! What tesseract has read before, by the pictures it was given. A page read once is read for ever:
//! reading one takes a second or more, a look into the folder less than a thousandth.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::tesseract::{self, Failure};

/// Bytes of an answer that is believed; the fullest page comes to 300 KB.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// The answer in `folder`, or that of `read`, which is kept. A folder that cannot be written to costs
/// time and nothing else.
pub(super) fn through(
    folder: Option<&Path>,
    pictures: &[u8],
    read: impl FnOnce() -> Result<String, Failure>,
) -> Result<String, Failure> {
    let Some(folder) = folder else {
        return read();
    };
    let path = path(folder, pictures);
    if let Some(known) = known(&path) {
        return Ok(known);
    }
    let answer = read()?;
    let _ = keep(folder, &path, &answer);
    Ok(answer)
}

fn path(folder: &Path, pictures: &[u8]) -> PathBuf {
    let mut hash = Sha256::new();
    hash.update(tesseract::VERSION);
    hash.update(pictures);
    let name: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    folder.join(format!("{name}.hocr.zst"))
}

fn known(path: &Path) -> Option<String> {
    let packed = fs::read(path).ok()?;
    let plain = zstd::bulk::decompress(&packed, ANSWER_BYTES_MAX).ok()?;
    String::from_utf8(plain).ok()
}

/// Written beside and moved into place, so that a kill leaves no half answer.
fn keep(folder: &Path, path: &Path, answer: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let packed = zstd::bulk::compress(answer.as_bytes(), 3)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&packed)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut times = 0;
        for _ in 0..2 {
            let answer = through(Some(folder.path()), b"picture", || {
                times += 1;
                Ok("chữ".to_owned())
            });
            assert_eq!(answer.ok().as_deref(), Some("chữ"));
        }
        assert_eq!(times, 1);
        let other = through(Some(folder.path()), b"other", || Err(Failure::TimedOut));
        assert!(other.is_err(), "failures are not kept");
    }
}
