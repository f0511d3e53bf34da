//! The tree is the one scraper builds, which gives html5ever everything.

use scraper::{Html, Node};

use super::*;

/// A line for each element and text, indented by its depth; blanks aside: those between two parts are left
/// out, though an end tag that ends nothing may make one of them.
fn ours(page: &str) -> Vec<String> {
    let tree = build(page).expect("a page that fits a tree");
    let line = |node: super::super::dom::NodeOf| {
        let depth = node.ancestors().count();
        let said = node.text().map(inked).unwrap_or(node.name().to_owned());
        (!said.is_empty()).then(|| format!("{depth} {said}"))
    };
    tree.nodes().filter_map(line).collect()
}

fn inked(text: &str) -> String {
    text.split_whitespace().collect()
}

fn theirs(page: &str) -> Vec<String> {
    let tree = Html::parse_document(page);
    let nodes = tree.tree.root().descendants();
    let lines = nodes.filter_map(|node| {
        let depth = node.ancestors().count();
        let said = match node.value() {
            Node::Text(text) => inked(text),
            Node::Element(element) => element.name().to_owned(),
            _ => String::new(),
        };
        (!said.is_empty()).then(|| format!("{depth} {said}"))
    });
    lines.collect()
}

#[test]
fn any_order_of_tags_builds_the_tree_that_scraper_builds() {
    const PIECES: [&str; 44] = [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<a href=x>",
        "<a href=y>",
        "</a>",
        "<font face=.VnTime>",
        "</font>",
        "<i class=q>",
        "</i>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<tbody>",
        "<li>",
        "<ul>",
        "</ul>",
        "<br>",
        "<h2>",
        "</h2>",
        "<select>",
        "<option>",
        "</select>",
        "<input type=hidden>",
        "<input>",
        "<form>",
        "</form>",
        "<svg>",
        "</svg>",
        "<pre>",
        "</pre>",
        "chữ",
        " ",
        "\n",
        "a &amp; b",
        "<!-- x -->",
        "<!DOCTYPE html>",
        "<title>t &lt; u</title>",
    ];
    let mut state = 11_u64;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    for _ in 0..8_000 {
        let page: String = (0..1 + draw(24))
            .map(|_| PIECES[draw(PIECES.len())])
            .collect();
        let starts_as_rows = ["<tr>", "<td>"]
            .iter()
            .any(|tag| page.trim_start().starts_with(tag));
        if !starts_as_rows {
            assert_eq!(ours(&page), theirs(&page), "{page:?}");
        }
    }
}

#[test]
fn a_text_is_the_stretch_of_the_source_that_writes_it() {
    let page = "<p>Số&nbsp;21/KH-UBND <b>ng&agrave;y</b> 2/2</p>";
    let tree = build(page).expect("a tree");
    let texts = tree
        .nodes()
        .filter_map(|node| Some((node.text()?, node.pieces())));
    let told: Vec<String> = texts
        .flat_map(|(text, pieces)| {
            pieces
                .iter()
                .map(|piece| {
                    format!(
                        "{}={}",
                        &text[piece.text.clone()],
                        &page[piece.source.clone()]
                    )
                })
                .collect::<Vec<_>>()
        })
        .collect();
    let expected = [
        "Số=Số",
        "\u{a0}=&nbsp;",
        "21/KH-UBND =21/KH-UBND ",
        "ng=ng",
        "à=&agrave;",
        "y=y",
        " 2/2= 2/2",
    ];
    assert_eq!(told, expected);
}

#[test]
fn blanks_between_words_of_one_line_stay_and_those_between_lines_go() {
    let texts = |page: &str| -> Vec<String> {
        let tree = build(page).expect("a tree");
        let texts = tree.nodes().filter_map(|node| node.text());
        texts.map(str::to_owned).collect()
    };
    assert_eq!(
        texts("<p>a</p>\n<p><b>b</b> <i>c</i></p>\n"),
        ["a", "b", " ", "c"]
    );
    assert_eq!(texts("a</div> <b>b</b>"), ["a ", "b"]);
    assert_eq!(texts("<pre>\n<div>a</div>\n</pre>"), ["a", "\n"]);
}
