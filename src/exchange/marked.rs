//! Highlights inside texts: Markdown with `==…==` as Obsidian's Web Clipper makes it, its JSON, and the highlight
//! files of an Omnivore export.

use pulldown_cmark::{Event, Parser, TagEnd};

use crate::exchange::{Foreign, Json, string, strings, tags, time};
use crate::text::{self, Clean};

/// Characters on either side that go with a highlight.
const AROUND: usize = 64;

/// Reads a text; `None` if nothing in it is marked.
pub(super) fn read(raw: &str) -> Option<Vec<Foreign>> {
    let (head, body) = front_matter(raw);
    let found = equals_signs(&head, body);
    if !found.is_empty() {
        return Some(found);
    }
    omnivore(&head, body)
}

/// What front matter says of the page.
#[derive(Debug, Default)]
struct Head {
    title: String,
    source: String,
}

/// Plain keys only: what else front matter may hold is of no use here.
fn front_matter(raw: &str) -> (Head, &str) {
    let mut head = Head::default();
    let Some(rest) = raw.strip_prefix("---\n").or_else(|| raw.strip_prefix("---\r\n")) else {
        return (head, raw);
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        if line.trim_end() == "---" {
            return (head, text::slice(rest, at..rest.len()));
        }
        if let Some((key, value)) = line.split_once(':') {
            let value = value.trim().trim_matches(['"', '\'']).replace("\\\"", "\"");
            match key.trim() {
                "title" => head.title = value,
                "source" | "url" => head.source = value,
                _ => {}
            }
        }
    }
    (Head::default(), raw)
}

/// The text of a Markdown file without its signs, one line a block.
fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock)
                if !out.ends_with('\n') =>
            {
                out.push('\n');
            }
            _ => {}
        }
    }
    out
}

/// Every `==…==` of a block; several blocks are never one highlight.
fn equals_signs(head: &Head, body: &str) -> Vec<Foreign> {
    let text = plain(body);
    let mut found = Vec::new();
    for (line_at, line) in lines(&text) {
        // Four signs in a row are a rule or a comparison and no highlight.
        let pieces: Vec<&str> = line.split("==").collect();
        let mut at = 0;
        for (n, piece) in pieces.iter().enumerate() {
            let marked = n % 2 == 1 && n + 1 < pieces.len() && !piece.trim().is_empty();
            if marked {
                let start = line_at + at;
                found.push(Foreign {
                    source: head.source.clone(),
                    title: Clean::new(&head.title),
                    quote: (*piece).to_owned(),
                    before: last(&text::slice(&text, 0..start).replace("==", "")),
                    after: first(&text::slice(&text, start + piece.len()..text.len()).replace("==", "")),
                    ..Foreign::default()
                });
            }
            at += piece.len() + 2;
        }
    }
    found
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches('\n'))
    })
}

fn last(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(AROUND);
    text.chars().skip(skip).collect()
}

fn first(text: &str) -> String {
    text.chars().take(AROUND).collect()
}

/// Blocks of `> quote`, then labels, then a note; what stands before the first quote is about the whole page.
fn omnivore(head: &Head, body: &str) -> Option<Vec<Foreign>> {
    let mut notes: Vec<Foreign> = Vec::new();
    let new = || Foreign {
        source: head.source.clone(),
        title: Clean::new(&head.title),
        ..Foreign::default()
    };
    let mut said: Vec<(usize, String)> = Vec::new();
    let mut in_quote = false;
    let mut labels: Vec<(usize, String)> = Vec::new();
    for line in body.lines() {
        let line = line.trim_end();
        if let Some(quote) = line.strip_prefix('>') {
            if !in_quote {
                notes.push(new());
            }
            if let Some(note) = notes.last_mut() {
                if in_quote {
                    note.quote.push('\n');
                }
                note.quote.push_str(quote.trim());
            }
            in_quote = true;
            continue;
        }
        in_quote = false;
        if line.is_empty() {
            continue;
        }
        let is_label = |word: &str| word.len() > 1 && word.starts_with('#') && !word.starts_with("##");
        if !notes.is_empty() && line.split_whitespace().all(is_label) {
            labels.extend(
                line.split_whitespace()
                    .map(|w| (notes.len(), w.trim_start_matches('#').to_owned())),
            );
        } else {
            said.push((notes.len(), line.to_owned()));
        }
    }
    if notes.is_empty() {
        return None;
    }
    let of = |all: &[(usize, String)], n: usize| -> Vec<String> {
        all.iter()
            .filter(|(at, _)| *at == n)
            .map(|(_, words)| words.clone())
            .collect()
    };
    for (n, note) in notes.iter_mut().enumerate() {
        note.text = Clean::body(&of(&said, n + 1).join("\n\n"));
        note.tags = tags(of(&labels, n + 1).iter().map(String::as_str));
    }
    let whole = of(&said, 0).join("\n\n");
    if !whole.is_empty() && (!head.source.is_empty() || !head.title.is_empty()) {
        notes.insert(
            0,
            Foreign {
                text: Clean::body(&whole),
                ..new()
            },
        );
    }
    Some(notes)
}

/// A page of the clipper's export; `None` if it is none.
pub(super) fn read_clipper(value: &Json) -> Option<Vec<Foreign>> {
    let marks = value
        .get("data")
        .or_else(|| value.get("highlights"))?
        .as_array()?;
    let url = value.get("url")?.as_str()?;
    let note = |mark: &Json| {
        let content = [string(mark, "content"), string(mark, "text")].concat();
        let around = mark.get("textQuote").unwrap_or(&Json::Null);
        let id = string(mark, "id");
        let made = time::read(string(mark, "timestamp"));
        Foreign {
            id: if id.is_empty() {
                String::new()
            } else {
                format!("{url}#{id}")
            },
            source: url.to_owned(),
            title: Clean::new(string(value, "title")),
            quote: without_tags(&content),
            before: string(around, "prefix").to_owned(),
            after: string(around, "suffix").to_owned(),
            text: Clean::body(&strings(mark, "notes").join("\n\n")),
            made,
            ..Foreign::default()
        }
    };
    Some(
        marks
            .iter()
            .map(note)
            .filter(|note| !note.quote.trim().is_empty())
            .collect(),
    )
}

/// The text of a piece of HTML: tags go, the five plain entities are read.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside = false;
    for (at, c) in html.char_indices() {
        match c {
            '<' if text::slice(html, at + 1..html.len())
                .starts_with(|n: char| n.is_ascii_alphabetic() || n == '/') =>
            {
                inside = true;
            }
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let entities = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(out, |text, (name, sign)| text.replace(name, sign))
}
