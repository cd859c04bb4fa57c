//! Finds in paragraphs of other formats what the trade writes into the text itself: datelines, bylines, captions,
//! digests, furniture.
//!
//! A saved page or a feed marks headings and quotations by its own means, and leaves the rest to the words.

use super::page::Page;
use super::{caption, digest, head, links, meta};
use crate::article::Article;
use crate::article::body::Zone;
use crate::article::date::Date;
use crate::article::notice::Notice;

/// Paragraphs beyond which a text is no story, and is left as it is.
const MOST: usize = 5_000;

/// The steps, in order. None of them looks for a headline: a format says it, or there is none.
const STEPS: &[fn(&mut Page)] = &[
    caption::mark,
    meta::mark,
    head::open,
    digest::mark,
    head::mark_inside,
];

/// Completes an article of cleaned paragraphs. `None` is a paragraph whose zone the format leaves open.
pub(crate) fn marked(
    paragraphs: &[(Option<Zone>, &str)],
    article: Article,
    modified: Option<Date>,
) -> (Article, Vec<Notice>) {
    let dateline = article.dateline.clone();
    let mut page = Page::given(paragraphs, article, modified);
    if paragraphs.len() <= MOST {
        super::set_aside(&mut page);
        keep_sure(&mut page, paragraphs);
        for step in STEPS {
            step(&mut page);
        }
    }
    meta::settle(&mut page);
    let body = page.body();
    let mut article = page.article;
    article.dateline = article.dateline.or(dateline);
    article.items = digest::items(&body);
    article.links = links(&body);
    article.body = body;
    (article, page.notices)
}

/// Gives back what no rule about words may set aside.
fn keep_sure(page: &mut Page, paragraphs: &[(Option<Zone>, &str)]) {
    for (line, (zone, _)) in paragraphs.iter().enumerate() {
        if let Some(zone @ (Zone::Headline | Zone::Deck | Zone::Quote | Zone::Code)) = zone {
            page.mark(line, *zone);
        }
    }
}
