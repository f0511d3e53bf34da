//! The best by score alone: a plain union of weighted terms, of which the engine skips whole blocks
//! that cannot reach the first page. What such a text must hold is asked afterwards, of it alone.

use std::collections::BTreeSet;

use tantivy::query::EnableScoring;
use tantivy::{DocAddress, DocSet};

use super::compile::Refusal;
use super::query::{Bool, Query};
use super::search::Search;

/// Texts looked at for each that is wanted: those that hold every word are on the list already.
const LOOKED_AT: usize = 3;

impl Search<'_> {
    /// The best by `rank` that hold `query`, among the best of all.
    pub fn best_holding(
        &self,
        rank: &[Query],
        query: &Query,
        limit: usize,
    ) -> Result<Vec<(f32, DocAddress)>, Refusal> {
        let union = Query::any(rank.to_vec());
        let mut found = self.best(&union, limit * LOOKED_AT)?;
        let held = self.held(query, found.iter().map(|(_, address)| *address).collect())?;
        found.retain(|(_, address)| held.contains(address));
        found.truncate(limit);
        Ok(found)
    }

    /// Those of some texts that hold a query.
    fn held(
        &self,
        query: &Query,
        mut texts: Vec<DocAddress>,
    ) -> Result<BTreeSet<DocAddress>, Refusal> {
        let query = self.compiler().compile(query)?;
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        texts.sort_unstable();
        let mut held = BTreeSet::new();
        for of_segment in texts.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = self.searcher.segment_reader(of_segment[0].segment_ord);
            let mut scorer = weight.scorer(segment, 1.0)?;
            for text in of_segment {
                if scorer.doc() < text.doc_id {
                    scorer.seek(text.doc_id);
                }
                if scorer.doc() == text.doc_id {
                    held.insert(*text);
                }
            }
        }
        Ok(held)
    }
}

/// Everything of `wanted` and nothing of `not`.
pub(super) fn without(wanted: Query, not: &[Query]) -> Query {
    Query::Bool(Bool {
        filter: vec![wanted],
        not: not.to_vec(),
        ..Bool::default()
    })
}
