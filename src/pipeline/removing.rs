//! Taking a wrong capture out, and putting it back.

use std::time::SystemTime;

use crate::store::{CaptureId, Removal};

use super::{Library, Result, Watch, indexing, linking};

impl Library {
    /// Takes captures out, with who and why; what they alone held disappears from works, links and
    /// search until they are restored. Returns how many were in.
    pub fn remove(
        &self,
        captures: &[CaptureId],
        author: &str,
        reason: &str,
        watch: Watch,
    ) -> Result<usize> {
        let mut store = self.write()?;
        let mut removed = 0;
        for capture in captures {
            let removal = Removal {
                capture: *capture,
                author: author.to_owned(),
                reason: reason.to_owned(),
                removed_at: SystemTime::now(),
            };
            removed += usize::from(store.remove(&removal)?);
        }
        linking::settle(self, &mut store, &watch)?;
        indexing::catch_up(self, &mut store, &watch)?;
        Ok(removed)
    }

    /// Puts captures back in. Returns how many were out.
    pub fn restore(&self, captures: &[CaptureId], author: &str, watch: Watch) -> Result<usize> {
        let mut store = self.write()?;
        let mut restored = 0;
        for capture in captures {
            restored += usize::from(store.restore(*capture, author, SystemTime::now())?);
        }
        linking::settle(self, &mut store, &watch)?;
        indexing::catch_up(self, &mut store, &watch)?;
        Ok(restored)
    }

    /// What was taken out, by whom and why.
    pub fn removals(&self) -> Result<Vec<Removal>> {
        self.ask(|store| Ok(store.removals()?))
    }

    /// The captures a person may mean: a SHA-256, the name of a file or a URL as it was given, or
    /// all that carry a work named by number or id.
    pub fn captures_of(&self, name: &str) -> Result<Vec<CaptureId>> {
        self.ask(|store| {
            if let Ok(id) = name.parse::<CaptureId>() {
                return Ok(store
                    .capture(id)?
                    .map(|capture| capture.id)
                    .into_iter()
                    .collect());
            }
            let named = super::asking::captures_named(store, name)?;
            if !named.is_empty() {
                return Ok(named);
            }
            let works = super::asking::works_named(store, name)?;
            let carried = works.iter().flat_map(|work| &work.manifestations);
            Ok(carried.filter_map(|one| one.capture.parse().ok()).collect())
        })
    }
}
