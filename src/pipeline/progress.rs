//! What a run tells whoever watches. Nothing here prints.

/// The stages of a run, in the order in which work goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// A portal is asked for its pages and files, at the pace it allows.
    Fetching,
    /// Files are read, parsed and extracted.
    Reading,
    /// A batch is written and acknowledged.
    Storing,
    /// Groups are resolved into works and verdicts.
    Linking,
    /// The index catches up.
    Indexing,
    /// An index that grew much is written once more as one, which is quicker to search.
    Gathering,
    /// Blobs and tables are checked.
    Checking,
}

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub stage: Stage,
    /// Items of this stage done so far: answers, groups, works, captures, megabytes of the index; files that were read, which
    /// are acknowledged with [`Stage::Storing`].
    pub done: u64,
    /// How many there will be, where that is known.
    pub total: Option<u64>,
}

/// Told of every step; while files are read, by the threads that read them.
pub trait Progress: Sync {
    fn at(&self, step: Step);
}

/// For those who do not watch.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn at(&self, _: Step) {}
}
