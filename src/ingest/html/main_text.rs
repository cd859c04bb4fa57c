//! Finds the story among menus, lists of other stories and comments.
//!
//! Known containers first, because publishing systems of newspapers name them; then readability's scoring, on a
//! page rewritten without inline markup, so that its tree is small and shallow; then all that is visible.

use std::fmt::Write;
use std::ops::Range;

use dom_smoothie::{Config, Readability};

use super::entity;
use super::outline::{Event, Role, Unseen, outline};
use super::text;
use super::token::{Tag, Token, tokens};
use crate::article::body::Zone;
use crate::ingest::story::Line;

/// Ids, classes and `itemprop`s under which papers and publishing systems keep the text of a story.
const CONTAINERS: &[&str] = &[
    "articleBody",
    "article-view-content-div",
    "articleBodyContents",
    "article_body",
    "article-body",
    "articleBodyArea",
    "articleText",
    "article_text",
    "article_txt",
    "article-text",
    "articleContent",
    "article_content",
    "article-content",
    "article_view",
    "article__body",
    "article__content",
    "newsct_article",
    "dic_area",
    "harmonyContainer",
    "newsEndContents",
    "news_body",
    "news_body_area",
    "news_content",
    "newsContent",
    "news_view",
    "art_body",
    "art_txt",
    "arti_txt",
    "view_con",
    "textBody",
    "story-body",
    "story_body",
    "StoryBody",
    "entry-content",
    "post-content",
    "honbun",
    "article-main",
];

/// Least text of a container that is believed, in bytes.
const LEAST: usize = 90;
/// Most elements that are handed to the scoring; its cost grows faster than the page.
const MOST_ELEMENTS: usize = 12_000;
/// Up to so many bytes of text outside links a page is small, and losing a part of it costs more than keeping a menu.
const SMALL: usize = 3_000;

/// The paragraphs of the story on a page.
pub(super) fn find(events: &[Event], base: &str) -> Vec<Line> {
    if let Some(range) = container(events) {
        return text::lines(events, range, base);
    }
    let all = text::lines(events, 0..events.len(), base);
    match scored(events, base) {
        Some(story) if believed(&story, &all) => story,
        _ => all,
    }
}

/// Bytes of text up to each event.
fn lengths(events: &[Event]) -> Vec<usize> {
    let mut sum = 0;
    let step = |event: &Event| {
        if let Event::Text(text) = event {
            sum += text.trim().len();
        }
        sum
    };
    events.iter().map(step).collect()
}

/// The known container with the most text.
fn container(events: &[Event]) -> Option<Range<usize>> {
    let lengths = lengths(events);
    let size = |r: &Range<usize>| lengths[r.end] - lengths[r.start];
    let found = events.iter().enumerate().filter_map(|(at, event)| match event {
        Event::Open {
            tag,
            role: Role::Block | Role::Cell | Role::Paragraph | Role::Row,
            end,
        } if is_container(tag) => Some(at..*end),
        _ => None,
    });
    found.filter(|r| size(r) >= LEAST).max_by_key(size)
}

fn is_container(tag: &Tag) -> bool {
    ["id", "class", "itemprop"]
        .iter()
        .filter_map(|a| tag.get(a))
        .any(|value| {
            value
                .split_whitespace()
                .any(|word| CONTAINERS.iter().any(|c| c.eq_ignore_ascii_case(word)))
        })
}

/// What readability takes for the story. `None` if it finds none or the page is too large for it.
fn scored(events: &[Event], base: &str) -> Option<Vec<Line>> {
    if events.iter().filter(|e| matches!(e, Event::Open { .. })).count() > MOST_ELEMENTS {
        return None;
    }
    let config = Config {
        disable_json_ld: true,
        keep_classes: true,
        ..Config::default()
    };
    let mut readability = Readability::new(rewritten(events), None, Some(config)).ok()?;
    let content = readability.parse().ok()?.content;
    let content = unmasked(&content);
    let tokens: Vec<Token> = tokens(&content).collect();
    let events = outline(&tokens, Unseen::LeftOut).ok()?;
    Some(text::lines(&events, 0..events.len(), base))
}

/// The page as plain, well-formed HTML without inline markup, scripts and hidden parts.
fn rewritten(events: &[Event]) -> String {
    let mut html = String::from("<html><body>");
    let mut open: Vec<(&str, Role)> = Vec::new();
    // Where the table of figures ends that we are in.
    let (mut at, mut table_end) = (0, 0);
    while let Some(event) = events.get(at) {
        match event {
            Event::Open {
                role: Role::Hidden,
                end,
                ..
            } => at = *end,
            Event::Open { tag, role, end } => {
                if *role == Role::Table {
                    table_end = *end;
                }
                let name = written_name(tag, *role, at < table_end);
                write_tag(&mut html, name, tag);
                open.push((name, *role));
            }
            Event::Close(_) => {
                // Void elements are closed by their opening tag.
                if let Some((name, _)) = open.pop().filter(|(n, _)| !matches!(*n, "br" | "hr")) {
                    let _ = write!(html, "</{name}>");
                }
            }
            // A tree builder moves text between cells out of the table.
            Event::Text(_) if matches!(open.last(), Some((_, Role::Table | Role::Row))) => {}
            Event::Text(text) => html.push_str(&masked(&entity::decode(text))),
        }
        at += 1;
    }
    html.push_str("</body></html>");
    html
}

fn write_tag(html: &mut String, name: &str, tag: &Tag) {
    html.push('<');
    html.push_str(name);
    for kept in ["id", "class", "href", "role", "itemprop", "start"] {
        if let Some(value) = tag.get(kept) {
            let _ = write!(html, " {kept}=\"{}\"", masked(&value).replace('"', "%22"));
        }
    }
    html.push('>');
}

/// The element's own name; layout tables and what may stand only once become plain blocks.
fn written_name<'a>(tag: &'a Tag, role: Role, in_table: bool) -> &'a str {
    match (tag.name.as_ref(), role) {
        ("html" | "body" | "head" | "form", _) | ("table", Role::Block) => "div",
        ("tr" | "td" | "th" | "caption" | "tbody" | "thead" | "tfoot", _) if !in_table => "div",
        (name, _) => name,
    }
}

/// Signs of markup in text, and what stands for them while a tree is built: the builder takes a thousand times
/// as long for a reference as for a letter. These code points are in no text.
const STAND_INS: [(char, char, &str); 3] = [
    ('&', '\u{fdd0}', "&amp;"),
    ('<', '\u{fdd1}', "&lt;"),
    ('>', '\u{fdd2}', "&gt;"),
];

fn masked(text: &str) -> String {
    let mask = |c: char| {
        STAND_INS
            .iter()
            .find(|(sign, ..)| *sign == c)
            .map_or(c, |(_, mask, _)| *mask)
    };
    text.chars().map(mask).collect()
}

fn unmasked(html: &str) -> String {
    STAND_INS
        .iter()
        .fold(html.to_owned(), |html, (_, mask, written)| {
            html.replace(*mask, written)
        })
}

/// Whether what the scoring left is the story: on a small page it must hold most of the text outside links.
fn believed(story: &[Line], all: &[Line]) -> bool {
    let size = |lines: &[Line]| -> usize {
        let counted = lines.iter().filter(|l| l.zone != Zone::Furniture);
        counted
            .map(|l| {
                l.text.trim().len()
                    - l.links
                        .iter()
                        .map(|(r, _)| r.len())
                        .sum::<usize>()
                        .min(l.text.trim().len())
            })
            .sum()
    };
    let (story, all) = (size(story), size(all));
    if all <= SMALL {
        story * 2 > all
    } else {
        story >= LEAST
    }
}
