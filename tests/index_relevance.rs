//! How good the ranking is, on a public set of law questions that is not part of the project:
//! `KEHOACH_REAL/eval/sets/alqac2023`, 2,249 articles and 100 questions with their answers.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use kehoach::index::{Access, Change, Entry, Facetting, Index, Op, Page, Question};
use kehoach::text::fold;
use serde::Deserialize;
use tempfile::TempDir;

/// Below this a change has cost something: the best engine beside ours reached .819 typed.
const NDCG_MIN: f64 = 0.86;

#[derive(Deserialize)]
struct Asked {
    text: String,
    relevant_articles: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    law_id: String,
    article_id: String,
}

fn index_of(dir: &Path, articles: &HashMap<String, String>) -> Index {
    let mut changes: Vec<Change> = Vec::new();
    for (seq, (id, text)) in (1..).zip(articles) {
        let entry = Entry {
            id: id.clone(),
            body: text.clone(),
            ..Entry::default()
        };
        let op = Op::Put(Box::new(entry));
        changes.push(Change { seq, op });
    }
    let mut index = Index::open(dir, Access::Write).expect("the folder is ours");
    index.apply(&changes).expect("the articles fit");
    index.commit().expect("the disk is not full");
    index
}

/// Every second word without its marks.
fn half_bare(text: &str) -> String {
    let words = text.split_whitespace().enumerate();
    let words: Vec<String> = words
        .map(|(at, word)| {
            if at % 2 == 0 {
                fold(word)
            } else {
                word.to_owned()
            }
        })
        .collect();
    words.join(" ")
}

fn ndcg(index: &Index, typed: &str, relevant: &[String]) -> f64 {
    let question = Question::parse(typed).expect("a law question is well formed");
    let page = Page {
        limit: 10,
        snippets: 0,
        facets: Facetting::Skip,
        ..Page::default()
    };
    let answer = index.search(&question, &page).expect("the index answers");
    let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let hits = answer.hits.iter().enumerate();
    let got: f64 = hits
        .filter(|(_, hit)| relevant.contains(&hit.id))
        .map(|(rank, _)| gain(rank))
        .sum();
    let ideal: f64 = (0..relevant.len().min(10)).map(gain).sum();
    got / ideal
}

#[test]
fn law_questions_find_their_articles_typed_bare_and_half_bare() {
    let Some(real) = std::env::var_os("KEHOACH_REAL") else {
        println!("bỏ qua: KEHOACH_REAL không được đặt");
        return;
    };
    let set = Path::new(&real).join("eval/sets/alqac2023");
    let read = |name: &str| fs::read_to_string(set.join(name)).expect("the set is there");
    let articles = serde_json::from_str(&read("articles.json")).expect("articles by id");
    let asked: Vec<Asked> = serde_json::from_str(&read("train.json")).expect("questions");
    let dir = TempDir::new().expect("a folder");
    let index = index_of(dir.path(), &articles);
    let mut means = Vec::new();
    for (name, writing) in [
        ("typed", str::to_owned as fn(&str) -> String),
        ("bare", fold),
        ("half bare", half_bare),
    ] {
        let sum: f64 = asked
            .iter()
            .map(|one| {
                let name = |a: &Article| format!("{}@{}", a.law_id, a.article_id);
                let relevant: Vec<String> = one.relevant_articles.iter().map(name).collect();
                ndcg(&index, &writing(&one.text), &relevant)
            })
            .sum();
        means.push((name, sum / asked.len() as f64));
    }
    println!("nDCG@10 of {} questions: {means:.3?}", asked.len());
    assert!(
        means.iter().all(|(_, mean)| NDCG_MIN <= *mean),
        "{means:.3?}"
    );
}
