//! Which captures are being read at this moment, on the disk before a reader sees them: what stands
//! there when a store is opened was in hand when a process died, and may be what killed it.
//!
//! One file of slots, 32 bytes each, zeros for an empty one. Nothing is synced: a process that dies
//! leaves its writes to the system, and what a power cut loses was no reader's fault. So noting a
//! capture costs two small writes, some microseconds beside the milliseconds of its reading.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::CaptureId;
use super::error::{Error, Result};

const SLOT_BYTES: usize = 32;

const EMPTY: [u8; SLOT_BYTES] = [0; SLOT_BYTES];

/// Slots that are read back: as many as captures may be under suspicion. A file that claims more was
/// not written by us.
const SLOTS_MAX: usize = 1 << 16;

/// Captures in hand in this process, whatever the store.
static READING: AtomicUsize = AtomicUsize::new(0);

/// True while a capture is being read: if the process dies now, that may be why.
pub fn is_reading() -> bool {
    0 < READING.load(Ordering::Relaxed)
}

/// Safe to use from many threads at once.
#[derive(Debug)]
pub struct InHand {
    /// `None` for a reader of the store, who reads no captures.
    file: Option<File>,
    slots: Mutex<Slots>,
}

#[derive(Debug, Default)]
struct Slots {
    taken: Vec<bool>,
    suspects: BTreeMap<CaptureId, usize>,
}

impl InHand {
    /// Notes nothing.
    pub fn nothing() -> InHand {
        InHand {
            file: None,
            slots: Mutex::default(),
        }
    }

    /// What a dead process left in hand is under suspicion from here on.
    pub fn open(dir: &Path) -> Result<InHand> {
        let path = dir.join("in-hand");
        let mut found = Vec::new();
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .and_then(|file| {
                let most = (SLOTS_MAX * SLOT_BYTES) as u64;
                (&file).take(most).read_to_end(&mut found)?;
                Ok(file)
            })
            .map_err(|error| Error::io("xem tệp đang đọc dở", &path, error))?;
        let mut slots = Slots::default();
        for (index, slot) in found.chunks(SLOT_BYTES).enumerate() {
            let id = <[u8; SLOT_BYTES]>::try_from(slot).ok();
            let id = id.filter(|id| *id != EMPTY).map(CaptureId::from_bytes);
            slots.taken.push(id.is_some());
            slots.suspects.extend(id.map(|id| (id, index)));
        }
        Ok(InHand {
            file: Some(file),
            slots: Mutex::new(slots),
        })
    }

    /// True if a process died with this capture in hand and nobody has cleared it since.
    pub fn is_suspect(&self, id: CaptureId) -> bool {
        self.slots().suspects.contains_key(&id)
    }

    /// It was read in a process of its own and nothing happened.
    pub fn clear(&self, id: CaptureId) {
        let slot = self.slots().suspects.remove(&id);
        if let Some(slot) = slot {
            self.put_down(slot);
        }
    }

    /// Notes that a capture is being read, for as long as the guard lives.
    pub fn take(&self, id: CaptureId) -> Held<'_> {
        READING.fetch_add(1, Ordering::Relaxed);
        let slot = {
            let mut slots = self.slots();
            let free = slots.taken.iter().position(|taken| !taken);
            match free {
                Some(free) => slots.taken[free] = true,
                None => slots.taken.push(true),
            }
            free.unwrap_or(slots.taken.len() - 1)
        };
        self.write(slot, id.as_bytes());
        Held {
            in_hand: self,
            slot,
        }
    }

    fn put_down(&self, slot: usize) {
        self.write(slot, &EMPTY);
        if let Some(taken) = self.slots().taken.get_mut(slot) {
            *taken = false;
        }
    }

    /// A disk that is full is told by what is written for keeps; here it only costs the suspicion.
    fn write(&self, slot: usize, bytes: &[u8; SLOT_BYTES]) {
        if let Some(file) = &self.file {
            let _ = file.write_all_at(bytes, (slot * SLOT_BYTES) as u64);
        }
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A capture in hand.
#[derive(Debug)]
pub struct Held<'a> {
    in_hand: &'a InHand,
    slot: usize,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.in_hand.put_down(self.slot);
        READING.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_in_hand_when_a_process_died_is_under_suspicion_until_cleared() {
        let dir = tempfile::tempdir().expect("a folder");
        let open = || InHand::open(dir.path()).expect("opens");
        let [good, bad, other] = [&b"good"[..], b"bad", b"other"].map(CaptureId::of);
        let first = open();
        let held = first.take(good);
        // A process that dies drops nothing.
        std::mem::forget(first.take(bad));
        drop(held);
        assert!(!first.is_suspect(bad));

        let second = open();
        assert!(second.is_suspect(bad) && !second.is_suspect(good) && !second.is_suspect(other));
        // What is read meanwhile does not hide it.
        drop((second.take(good), second.take(other)));
        let third = open();
        assert!(third.is_suspect(bad) && !third.is_suspect(good));
        third.clear(bad);
        assert!(!third.is_suspect(bad) && !open().is_suspect(bad));
    }

    #[test]
    fn a_file_that_is_no_list_suspects_nobody_we_know() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("in-hand"), [7; 45]).expect("writes");
        let in_hand = InHand::open(dir.path()).expect("opens");
        let id = CaptureId::of(b"x");
        assert!(!in_hand.is_suspect(id));
        drop(in_hand.take(id));
        assert!(!InHand::open(dir.path()).expect("opens").is_suspect(id));
        assert!(!InHand::nothing().is_suspect(id));
    }
}
