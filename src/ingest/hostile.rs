//! Hostile texts through every format: none panics, and every place that a draft names is in its body.

use proptest::prelude::*;

use super::format::Source;
use super::{Draft, FORMATS, Input, read};
use crate::article::date::Date;
use crate::article::notice::NoticeKind;

/// Pieces that make a text look like one format or another; chance joins them into broken ones.
const PIECES: &[&str] = &[
    "---\n",
    "+++\n",
    "title: 항구\n",
    "title = \"항구\"\n",
    "tags: [a, b]\n",
    "date: 2025-13-40\n",
    "&a ",
    "*a ",
    "\n",
    "\r",
    "\r\n",
    "# 제목\n",
    "> ",
    "- ",
    "1. ",
    "| a | b |\n|---|---|\n",
    "```\n",
    "==",
    "**",
    "[글](https://a.example)",
    "[[쪽지]]",
    "![그림](x.png)",
    "[^1]",
    "<div>",
    "</div>",
    "<p>",
    "<br>",
    "<a href='/x'>",
    "</a>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<title>",
    "</title>",
    "<h1>",
    "</h1>",
    "<li>",
    "<ul>",
    "<pre>",
    "</pre>",
    "<figcaption>",
    "<main hidden>",
    "<svg>",
    "<b>",
    "<html lang=ko>",
    "<meta property=og:title content='",
    "'>",
    "<",
    ">",
    "\"",
    "&amp;",
    "&#27;",
    "&#xD800;",
    "&",
    ";",
    "{\"title\":\"항구\"}",
    "{\"text\":\"",
    "\"}",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\ud800",
    "1e400",
    "null",
    "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
    "<?xml version='1.0'?>",
    "<rss version='2.0'><channel>",
    "<item>",
    "</item>",
    "</channel></rss>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>",
    "</entry></feed>",
    "(서울=한밭) 도담 기자 = ",
    "한가람 기자 garam@a.example",
    "입력 2025.08.22 10:14",
    "■ 소식",
    "가을이 왔다. ",
    "秋が来た。",
    "秋天来了。",
    "\u{202e}",
    "\u{200b}",
    "\u{301}",
    "\0",
    "é",
    "👩‍👩‍👧",
    " ",
];

fn sound(draft: &Draft, text: &str) {
    let article = &draft.article;
    let body = article.body.text();
    let mut end = 0;
    for block in article.body.blocks() {
        assert!(block.start >= end && block.start < block.end, "{text:?}");
        assert!(
            body.get(block.bytes()).is_some_and(|s| !s.contains('\n')),
            "{text:?}"
        );
        end = block.end;
    }
    let links = article.links.iter().map(|l| &l.bytes);
    let items = article.items.iter().flat_map(|i| [&i.head, &i.text]);
    for bytes in links.chain(items) {
        assert!(
            body.get(bytes.start as usize..bytes.end as usize).is_some(),
            "{text:?}"
        );
    }
    assert!(
        article.links.iter().all(|l| !l.url.starts_with("javascript:")),
        "{text:?}"
    );
}

fn through_the_door(text: &str) {
    for name in ["a.md", "a.html", "a.json", "a.txt"] {
        let input = Input {
            name,
            bytes: text.as_bytes(),
            modified: None,
        };
        let reading = read(&input);
        assert!(!reading.drafts.is_empty(), "{text:?}");
        assert!(
            reading.notices.iter().all(|n| n.kind != NoticeKind::Failed),
            "{text:?}"
        );
        assert!(
            reading.drafts.iter().all(|d| !d.article.headline.is_empty()),
            "{text:?}"
        );
    }
}

fn through_all(text: &str) {
    let modified = Date::day(2025, 8, 30, 540);
    for format in FORMATS {
        let source = Source {
            name: "a",
            text,
            modified,
        };
        (format.sniff)(text, "a.md");
        for draft in (format.read)(&source) {
            sound(&draft, text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        through_all(&text);
    }

    #[test]
    fn any_broken_file_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        through_all(&pieces.concat());
        through_the_door(&pieces.concat());
    }
}

#[test]
fn repeated_pieces_are_read() {
    for piece in PIECES {
        through_all(&piece.repeat(3_000));
    }
}

#[test]
fn a_byline_before_a_mark_without_a_letter_is_read() {
    let text = "(서울=한밭) 도담 기자 = \u{301}";
    through_all(text);
    through_the_door(text);
}
