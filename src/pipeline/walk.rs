//! Paths as given in, files in a fixed order out.
//!
//! Folders are walked whole, sorted by name, so that two runs meet the files in the same order.
//! Hidden names are skipped, links inside folders are not followed (a link to a parent would never
//! end), and so is the data folder itself: `kehoach ingest .` must not ingest its own blobs.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::Failure;

/// A file that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub path: PathBuf,
    /// As given, without the `./` that means nothing: the same file has the same name next time.
    pub name: String,
    pub bytes: u64,
}

#[derive(Debug, Default)]
pub(super) struct Walk {
    pub found: Vec<Found>,
    pub failures: Vec<Failure>,
    /// The data folder, wherever it is met.
    apart: Option<PathBuf>,
}

/// Every file under `paths`. What cannot be listed becomes a failure and the rest is kept.
pub(super) fn walk(paths: &[PathBuf], data: &Path) -> Walk {
    let mut walk = Walk {
        apart: data.canonicalize().ok(),
        ..Walk::default()
    };
    for path in paths {
        let path = tidy(path);
        // What a person names is followed, link or not.
        match fs::metadata(&path) {
            Ok(metadata) => walk.visit(&path, &metadata),
            Err(error) => walk.fail(&path, &error),
        }
    }
    walk
}

impl Walk {
    fn visit(&mut self, path: &Path, metadata: &Metadata) {
        if metadata.is_file() {
            let bytes = metadata.len();
            self.found.push(Found {
                path: path.to_owned(),
                name: name(path),
                bytes,
            });
        } else if metadata.is_dir() {
            self.enter(path);
        } else {
            let error = io::Error::other("không phải tệp hay thư mục");
            self.fail(path, &error);
        }
    }

    fn enter(&mut self, folder: &Path) {
        if self.apart.is_some() && folder.canonicalize().ok() == self.apart {
            return;
        }
        let mut entries =
            match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
                Ok(entries) => entries,
                Err(error) => return self.fail(folder, &error),
            };
        entries.sort_by_key(|entry| entry.file_name());
        for entry in entries {
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if is_hidden {
                continue;
            }
            match entry.metadata() {
                // Neither links nor pipes: nobody named them.
                Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => {}
                Ok(metadata) => self.visit(&entry.path(), &metadata),
                Err(error) => self.fail(&entry.path(), &error),
            }
        }
    }

    fn fail(&mut self, path: &Path, error: &io::Error) {
        self.failures.push(Failure {
            file: name(path),
            reason: reason(error),
        });
    }
}

/// Why a file cannot be had, in Vietnamese where it is one of the usual reasons.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "không tìm thấy tệp, hãy kiểm tra lại đường dẫn".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "không có quyền đọc, hãy cấp quyền rồi chạy lại".to_owned()
        }
        _ => error.to_string(),
    }
}

fn tidy(path: &Path) -> PathBuf {
    let tidied: PathBuf = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect();
    if tidied.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        tidied
    }
}

fn name(path: &Path) -> String {
    tidy(path).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(walk: &Walk, root: &Path) -> Vec<String> {
        let root = format!("{}/", root.display());
        walk.found
            .iter()
            .map(|found| found.name.replace(&root, ""))
            .collect()
    }

    #[test]
    fn folders_are_walked_in_order_without_hidden_files_links_and_the_data_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path();
        for file in [
            "b/2.txt",
            "b/1.txt",
            "a.txt",
            ".git/x",
            "b/.an",
            "kho/blob",
            "c/d/e.txt",
        ] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("makes");
            fs::write(path, "x").expect("writes");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("c/vong")).expect("links");
        let walk = walk(&[root.to_owned()], &root.join("kho"));
        assert_eq!(
            names(&walk, root),
            ["a.txt", "b/1.txt", "b/2.txt", "c/d/e.txt"]
        );
        assert!(walk.failures.is_empty());
    }

    #[test]
    fn a_missing_path_is_a_failure_and_the_rest_is_walked() {
        let dir = tempfile::tempdir().expect("a folder");
        let (there, gone) = (dir.path().join("co.txt"), dir.path().join("khong"));
        fs::write(&there, "x").expect("writes");
        let walk = walk(&[gone, there], Path::new("kho"));
        assert_eq!(walk.found.len(), 1);
        assert!(
            walk.failures[0].reason.contains("không tìm thấy"),
            "{:?}",
            walk.failures
        );
    }

    #[test]
    fn a_name_is_as_given_but_for_dots_that_mean_nothing() {
        assert_eq!(name(Path::new("./a/./b.txt")), "a/b.txt");
        assert_eq!(name(Path::new("../a.txt")), "../a.txt");
        assert_eq!(name(Path::new(".")), ".");
    }
}
