//! Linking measured on records with a known truth, as many works as `KEHOACH_LINK_WORKS` says (300).
//!
//! The floors are those the product promises for 10,000 works; `make bench-link` measures them there.

use crate::linked::World;
use crate::linked::score::{self, Score};

fn works() -> usize {
    let said = std::env::var("KEHOACH_LINK_WORKS").ok();
    said.and_then(|value| value.parse().ok()).unwrap_or(300)
}

fn measured() -> (World, Score) {
    let world = World::new(crate::generated::SEED, works());
    let score = score::run(&world);
    (world, score)
}

#[test]
fn a_world_of_known_truth_is_linked_as_promised() {
    let (_, score) = measured();
    println!("{score}");
    let said = score.samples.join("\n");
    assert!(0.995 <= score.links.precision(), "{score}\n{said}");
    assert!(0.95 <= score.links.recall(), "{score}\n{said}");
    assert!(0.97 <= score.faulty.precision(), "{score}\n{said}");
    assert!(0.85 <= score.faulty.recall(), "{score}\n{said}");
    assert!(0.97 <= score.pairs.f1(), "{score}\n{said}");
    assert!(
        score.wrong_merges * 1000 <= 3 * score.works_made,
        "{score}\n{said}"
    );
    assert!(0.95 <= score.anomalies.precision(), "{score}\n{said}");
    assert!(0.85 <= score.anomalies.recall(), "{score}\n{said}");
    assert_eq!((score.self_links, score.guesses), (0, 0), "{score}\n{said}");
}
