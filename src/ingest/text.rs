//! Takes raw news text apart by the conventions of newspapers, Korean ones first.
//!
//! It is the last resort of every file, so it accepts anything. Each step marks what it is sure of and leaves the
//! rest; what nobody claims is text.

mod caption;
mod digest;
mod given;
mod head;
mod link;
mod meta;
mod page;
mod stand_in;

use crate::article::body::Zone;
use crate::ingest::Draft;
use crate::ingest::format::{Format, Source, draft};
use crate::ingest::furniture::{self, Reach};
pub(crate) use given::marked;
pub(crate) use link::links;
use page::Page;
pub(crate) use stand_in::stand_in;

/// Raw news text.
pub(crate) const FORMAT: Format = Format {
    name: "text",
    endings: &["txt", "text"],
    sniff: |_, _| true,
    read,
};

/// The steps, in order: a later one sees what an earlier one has claimed.
const STEPS: &[fn(&mut Page)] = &[
    set_aside,
    caption::mark,
    meta::mark,
    head::open,
    head::mark,
    digest::mark,
    head::mark_inside,
    meta::settle,
];

fn read(source: &Source) -> Vec<Draft> {
    let mut page = Page::new(source.text, source.modified);
    for step in STEPS {
        step(&mut page);
    }
    let body = page.body();
    let mut article = page.article;
    article.items = digest::items(&body);
    article.links = links(&body);
    article.body = body;
    let mut draft = draft(article);
    draft.notices = page.notices;
    vec![draft]
}

/// Marks furniture: single lines wherever they stand, and the tail from its first line on.
fn set_aside(page: &mut Page) {
    let mut sentences_after = 0;
    for line in (0..page.lines.len()).rev() {
        let rule = page
            .open(line)
            .then(|| furniture::rule(page.words(line)))
            .flatten();
        let Some(rule) = rule else {
            sentences_after += usize::from(page.prose(line));
            continue;
        };
        tracing::trace!(rule = rule.name, line, "set aside");
        page.mark(line, Zone::Furniture);
        if rule.reach == Reach::Tail && sentences_after < 2 {
            (line..page.lines.len()).for_each(|l| page.mark(l, Zone::Furniture));
        }
    }
}
