//! What html5ever makes of the same bytes is the test.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::*;

/// The elements that both are told to read as raw.
fn raw_of(name: &str) -> Option<Raw> {
    match name {
        "title" => Some(Raw::Title),
        "style" => Some(Raw::Text),
        "script" => Some(Raw::Script),
        _ => None,
    }
}

/// One line for each tag and comment and for the text between them.
#[derive(Default)]
struct Said(Vec<String>);

impl Said {
    fn text(&mut self, text: &str) {
        match self.0.last_mut().filter(|line| line.starts_with("text ")) {
            Some(line) => line.push_str(text),
            None => self.0.push(format!("text {text}")),
        }
    }
}

struct Theirs(RefCell<Said>);

impl TokenSink for Theirs {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut said = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let mut line = format!("<{}", tag.name);
                for attribute in &tag.attrs {
                    line += &format!(" {}={}", attribute.name.local, attribute.value);
                }
                said.0.push(line);
                return match raw_of(&tag.name) {
                    Some(Raw::Title) => TokenSinkResult::RawData(RawKind::Rcdata),
                    Some(Raw::Text) => TokenSinkResult::RawData(RawKind::Rawtext),
                    Some(_) => TokenSinkResult::RawData(RawKind::ScriptData),
                    None => TokenSinkResult::Continue,
                };
            }
            Token::TagToken(tag) => said.0.push(format!("</{}", tag.name)),
            Token::CommentToken(_) => said.0.push("comment".to_owned()),
            Token::DoctypeToken(_) => said.0.push("doctype".to_owned()),
            Token::CharacterTokens(text) => said.text(&text),
            Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn theirs(page: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Theirs(RefCell::default()), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(page));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner().0
}

fn attributes_of(page: &str, tag: &Tag) -> String {
    let mut line = String::new();
    let mut known: Vec<String> = Vec::new();
    for (name, value) in Attributes::new(page, tag.attributes.start) {
        let name = page[name].to_ascii_lowercase();
        if !known.contains(&name) {
            let value = reference::decode_value(&page[value]);
            line += &format!(" {name}={value}");
            known.push(name);
        }
    }
    line
}

fn ours(page: &str) -> Vec<String> {
    let mut said = Said::default();
    let mut lexer = Lexer::new(page);
    while let Some(lexeme) = lexer.next() {
        match lexeme {
            Lexeme::Text(range) => said.text(&page[range]),
            Lexeme::Reference(_, letters) => {
                let mut text = String::new();
                letters.write_to(&mut text);
                said.text(&text);
            }
            Lexeme::Start(tag) => {
                let name = page[tag.name.clone()].to_ascii_lowercase();
                said.0.push(format!("<{name}{}", attributes_of(page, &tag)));
                if let Some(raw) = raw_of(&name) {
                    lexer.enter(raw, &name);
                }
            }
            Lexeme::End(tag) => {
                let name = page[tag.name].to_ascii_lowercase();
                said.0.push(format!("</{name}"));
            }
            Lexeme::Comment => said.0.push("comment".to_owned()),
            Lexeme::Doctype(_) => said.0.push("doctype".to_owned()),
            Lexeme::Cdata => {
                lexer.skip_comment();
                said.0.push("comment".to_owned());
            }
        }
    }
    said.0
}

#[track_caller]
fn check(page: &str) {
    assert_eq!(ours(page), theirs(page), "{page:?}");
}

#[test]
fn broken_markup_is_cut_as_html5ever_cuts_it() {
    for page in [
        "a < b <3 </> </ x> <? php ?> <!x> <!-- a -- b --!> c <!-->d<!--->e<!---->f",
        "<p class=a title='b\"' data-x = \"c>d\" hidden =e f=\"\" =g / h/>x",
        "<div class\"after_main\"><a href=?a=1&copy=2&amp;b=3&lt4 href=no>x</a title=y>",
        "<a href=a/>x<br/>y<P ALIGN=Center>z",
        "<title>a &amp; <b> </titlex></title>b<style>&amp;</styl</style >c",
        "<script>'</scrip'<!-- <script> </script> --> </script>x<script><!--></script>y",
        "<![CDATA[ x ]]> y <!DOCTYPE html PUBLIC \"a>b\">z",
        "end <p class=\"x",
        "end <!-- x",
        "end </",
        "end <",
    ] {
        check(page);
    }
}

#[test]
fn references_are_read_as_html5ever_reads_them() {
    for page in [
        "&nbsp;&amp;&lt&gt;&quot;&agrave&Agrave;&eacute2;&notit;&notin;&NotEqualTilde;&ampx",
        "&#432;&#x1EA1;&#x1ea1 &#0;&#128;&#159;&#x110000;&#99999999999;&#xD800;&#&#x;&#xg&# 1;",
        "& && &; &a; &unknown; &CounterClockwiseContourIntegral; AT&T R&D;",
        "<a href='?a=1&copy=2&copy;&copyx&copy&#65&lt'>",
    ] {
        check(page);
    }
}

#[test]
fn any_order_of_pieces_is_cut_as_html5ever_cuts_it() {
    const PIECES: [&str; 28] = [
        "<",
        ">",
        "/",
        "</",
        "p",
        "script",
        "title",
        "style",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
        "<!--",
        "-->",
        "--",
        "!",
        "=",
        "\"",
        "'",
        " ",
        "&",
        "amp",
        ";",
        "#x41",
        "a",
        "ế",
        "\n",
        "<p a=",
    ];
    let mut state = 7_u64;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    for _ in 0..20_000 {
        let page: String = (0..1 + draw(14))
            .map(|_| PIECES[draw(PIECES.len())])
            .collect();
        check(&page);
    }
}
