//! Ruling lines as they were meant: stretches put together, those that hang together in one group.

use std::collections::BTreeMap;

use super::super::page::Rule;

/// Rules this close are one: a double border, rounding.
pub(super) const SAME_RULE: f32 = 3.0;

#[derive(Clone, Copy, Debug)]
pub(super) struct Across {
    pub y: f32,
    pub x0: f32,
    pub x1: f32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Down {
    pub x: f32,
    pub y0: f32,
    pub y1: f32,
}

/// The rules across and those down, each as long as it looks.
pub(super) fn read(rules: impl Iterator<Item = Rule>) -> (Vec<Across>, Vec<Down>) {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for rule in rules {
        match rule {
            Rule::Horizontal { y, x0, x1 } => across.push(Across { y, x0, x1 }),
            Rule::Vertical { x, y0, y1 } => down.push(Down { x, y0, y1 }),
        }
    }
    (joined_across(across), joined_down(down))
}

/// Rules that hang together by crossing or touching.
pub(super) fn groups(across: &[Across], down: &[Down]) -> Vec<(Vec<Across>, Vec<Down>)> {
    let mut parents: Vec<usize> = (0..across.len() + down.len()).collect();
    for (i, horizontal) in across.iter().enumerate() {
        for (j, vertical) in down.iter().enumerate() {
            let touches = horizontal.x0 - SAME_RULE <= vertical.x
                && vertical.x <= horizontal.x1 + SAME_RULE
                && vertical.y0 - SAME_RULE <= horizontal.y
                && horizontal.y <= vertical.y1 + SAME_RULE;
            if touches {
                let (a, b) = (root(&mut parents, i), root(&mut parents, across.len() + j));
                parents[a] = b;
            }
        }
    }
    let mut by_root: BTreeMap<usize, (Vec<Across>, Vec<Down>)> = BTreeMap::new();
    for (i, horizontal) in across.iter().enumerate() {
        by_root
            .entry(root(&mut parents, i))
            .or_default()
            .0
            .push(*horizontal);
    }
    for (j, vertical) in down.iter().enumerate() {
        by_root
            .entry(root(&mut parents, across.len() + j))
            .or_default()
            .1
            .push(*vertical);
    }
    by_root.into_values().collect()
}

/// Stretches of one rule, which producers draw cell by cell, put together.
fn joined_across(mut rules: Vec<Across>) -> Vec<Across> {
    rules.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut joined: Vec<Across> = Vec::new();
    for rule in rules {
        let near = joined.iter_mut().rev().take(64).find(|earlier| {
            (rule.y - earlier.y).abs() <= 1.5
                && rule.x0 <= earlier.x1 + SAME_RULE
                && earlier.x0 <= rule.x1 + SAME_RULE
        });
        match near {
            Some(earlier) => {
                earlier.x0 = earlier.x0.min(rule.x0);
                earlier.x1 = earlier.x1.max(rule.x1);
            }
            None => joined.push(rule),
        }
    }
    joined
}

fn joined_down(mut rules: Vec<Down>) -> Vec<Down> {
    rules.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y0.total_cmp(&b.y0)));
    let mut joined: Vec<Down> = Vec::new();
    for rule in rules {
        let near = joined.iter_mut().rev().take(64).find(|earlier| {
            (rule.x - earlier.x).abs() <= 1.5
                && rule.y0 <= earlier.y1 + SAME_RULE
                && earlier.y0 <= rule.y1 + SAME_RULE
        });
        match near {
            Some(earlier) => {
                earlier.y0 = earlier.y0.min(rule.y0);
                earlier.y1 = earlier.y1.max(rule.y1);
            }
            None => joined.push(rule),
        }
    }
    joined
}

fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}
