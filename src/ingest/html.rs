//! Saved web pages: the story among the menus, what the head says of it, and no tree before the page is known
//! to be shallow.

pub(crate) mod entity;
mod main_text;
pub(crate) mod meta;
pub(crate) mod outline;
pub(crate) mod text;
pub(crate) mod token;

use std::ops::Range;

use crate::article::body::Zone;
use crate::article::notice::NoticeKind;
use crate::ingest::Draft;
use crate::ingest::format::{Format, Source};
use crate::ingest::story::{Line, Story};
use meta::Meta;
use outline::{TooDeep, Unseen, outline};
use token::{Token, tokens};

/// Most pieces of a page that are followed; larger ones are shown as plain text.
const MOST_PIECES: usize = 600_000;
pub(crate) const FORMAT: Format = Format {
    name: "html",
    endings: &["html", "htm", "xhtml", "shtml"],
    sniff,
    read,
};

fn sniff(text: &str, name: &str) -> bool {
    let mut start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    // A saved page may open with an XML declaration or a comment.
    for _ in 0..4 {
        let skipped = if start.starts_with("<?xml") {
            start.split_once("?>")
        } else if start.starts_with("<!--") {
            if start.contains("SingleFile") {
                return true;
            }
            start.split_once("-->")
        } else {
            None
        };
        match skipped {
            Some((_, rest)) => start = rest.trim_start(),
            None => break,
        }
    }
    let head: String = start.chars().take(15).collect::<String>().to_ascii_lowercase();
    let signs = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta",
        "<article",
        "<div",
        "<p>",
        "<h1",
    ];
    signs.iter().any(|s| head.starts_with(s)) || FORMAT.names(name)
}

fn read(source: &Source) -> Vec<Draft> {
    let tokens: Vec<Token> = tokens(source.text).take(MOST_PIECES + 1).collect();
    let mut story = Story::default();
    let meta = Meta::of(&tokens);
    meta.fill(&mut story);
    let base = meta.url();
    let lines = Some(&tokens).filter(|t| t.len() <= MOST_PIECES);
    if let Some(Ok(lines)) = lines.map(|tokens| found(tokens, &base)) {
        story.lines = lines;
    } else {
        story.notice(NoticeKind::TooDeep, "");
        story.lines = stripped(source.text);
    }
    vec![story.finish(source)]
}

fn found(tokens: &[Token], base: &str) -> Result<Vec<Line>, TooDeep> {
    let events = outline(tokens, Unseen::LeftOut)?;
    let lines = main_text::find(&events, base);
    if !lines.is_empty() {
        return Ok(lines);
    }
    // Pages that unpack themselves keep their text hidden for search.
    let events = outline(tokens, Unseen::Shown)?;
    Ok(text::lines(&events, 0..events.len(), base))
}

/// The paragraphs of a piece of HTML that is all story: the content of a feed's entry.
pub(crate) fn fragment(html: &str, base: &str, story: &mut Story) {
    let tokens: Vec<Token> = tokens(html).take(MOST_PIECES + 1).collect();
    let events = outline(&tokens, Unseen::LeftOut)
        .ok()
        .filter(|_| tokens.len() <= MOST_PIECES);
    if let Some(events) = events {
        let all: Range<usize> = 0..events.len();
        story.lines.extend(text::lines(&events, all, base));
    } else {
        story.notice(NoticeKind::TooDeep, "");
        story.lines.extend(stripped(html));
    }
}

/// The paragraphs of a piece of HTML inside another text.
pub(crate) fn bare_lines(html: &str, base: &str) -> Vec<Line> {
    let mut story = Story::default();
    fragment(html, base, &mut story);
    story.lines
}

/// One line of HTML as plain text: tags away, entities decoded.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for token in tokens(html) {
        match token {
            Token::Text(piece) => text.push_str(&entity::decode(piece)),
            Token::Open(tag) if tag.name == "br" || tag.name == "p" => text.push(' '),
            _ => {}
        }
    }
    text
}

/// All text of a page without its tags, a paragraph at each element. For pages too deep to follow.
fn stripped(html: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for token in tokens(html) {
        if let Token::Text(text) = token {
            let text = entity::decode(text);
            if !text.trim().is_empty() {
                lines.push(Line::of(Zone::Text, text.trim()));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests;
