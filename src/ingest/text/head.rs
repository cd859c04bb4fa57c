//! Headline, decks and the opening of a story, and the headings inside it.

use super::meta;
use super::page::Page;
use crate::article::body::Zone;
use crate::article::dateline;
use crate::text::Clean;

/// Columns of the longest line that can be a headline.
const HEADLINE: usize = 160;
/// Columns of the longest deck.
const DECK: usize = 160;
/// The most decks that a story has.
const DECKS: usize = 5;
/// Lines from the first in which a dateline or a byline opens the story.
const REACH: usize = 14;
/// Columns of the longest heading inside a story.
const SUBHEAD: usize = 64;

/// Marks the datelines. Only that of the first paragraph is the story's own.
pub(super) fn open(page: &mut Page) {
    let mut first = true;
    for line in 0..page.lines.len() {
        if !page.open(line) {
            continue;
        }
        let Some(opening) = dateline::read(page.words(line)) else {
            continue;
        };
        // A bracket before a heading is a label of the paper; before a paragraph it opens the story.
        let rest = page.lines[line].end - page.lines[line].start - opening.len;
        if rest == 0
            || !(page.lines[line].prose || opening.dateline.is_some())
            || (!first && !page.lines[line].prose)
        {
            continue;
        }
        page.lines[line].lead = Some((opening.len, Zone::Dateline));
        page.mark(line, Zone::Text);
        if std::mem::take(&mut first) {
            page.article.dateline = opening.dateline;
            page.signed(line, opening.bylines);
            page.article.outlet = page.article.outlet.take().or(opening.outlet);
            if let Some(day) = opening.day {
                meta::filed(page, &day);
            }
        }
    }
}

/// Marks headline and decks.
pub(super) fn mark(page: &mut Page) {
    let Some(first) =
        (0..page.lines.len()).find(|l| page.open(*l) || page.lines[*l].zone == Some(Zone::Text))
    else {
        return;
    };
    if !page.open(first) || page.lines[first].prose || page.lines[first].cols > HEADLINE {
        return;
    }
    page.mark(first, Zone::Headline);
    let headline = Clean::new(page.words(first));
    let same = |l: &usize| page.open(*l) && page.words(*l) == &*headline;
    if let Some(copy) = (first + 1..page.lines.len().min(first + 4)).find(same) {
        page.mark(copy, Zone::Repeat);
    }
    page.article.headline = headline;
    mark_decks(page, first);
}

fn mark_decks(page: &mut Page, headline: usize) {
    let end = page.lines.len().min(headline + REACH);
    let zone = |l: usize| page.lines[l].zone;
    let goes_on = |l: usize| {
        (l + 1..page.lines.len()).any(|l| page.lines[l].prose && matches!(zone(l), None | Some(Zone::Text)))
    };
    // Before a dateline, or before the writer's line, everything is deck; else what does not end as a sentence.
    let dateline = (headline + 1..end).find(|l| zone(*l) == Some(Zone::Text));
    let signed = (headline + 1..end).find(|l| zone(*l) == Some(Zone::Byline) && goes_on(*l));
    let opened = dateline.or(signed);
    let mut decks = Vec::new();
    for line in headline + 1..opened.unwrap_or(end) {
        if !page.open(line) {
            continue;
        }
        let paragraph = page.lines[line].prose && opened.is_none();
        if paragraph || page.lines[line].cols > DECK || decks.len() == DECKS {
            break;
        }
        decks.push(line);
    }
    // Short lines that no paragraph follows are the story itself: a poem, a table.
    if opened.is_some() || decks.last().is_some_and(|l| goes_on(*l)) {
        for line in decks {
            page.mark(line, Zone::Deck);
        }
    }
}

/// Signs before a heading.
const HEADING_SIGNS: &[char] = &['■', '◆', '◇', '●', '▶', '□', '○', '◎', '☞', '▣', '★', '#'];
/// Signs before a point of a list.
const POINT_SIGNS: &[char] = &[
    '-', '•', '·', '*', '▲', '△', '▷', '※', '✔', '–', '■', '◆', '◇', '●', '▶', '□', '○',
];

/// Marks headings and points among what is left.
pub(super) fn mark_inside(page: &mut Page) {
    for line in 0..page.lines.len() {
        if page.open(line) {
            if is_point(page, line) {
                page.mark(line, Zone::Point);
            } else if is_heading(page, line) {
                page.mark(line, Zone::Subhead);
            }
        }
    }
}

fn is_heading(page: &Page, line: usize) -> bool {
    let this = &page.lines[line];
    let words = page.words(line);
    let signed = words.starts_with(HEADING_SIGNS);
    let boxed = [('<', '>'), ('[', ']'), ('【', '】'), ('〈', '〉'), ('《', '》')]
        .iter()
        .any(|(open, close)| words.starts_with(*open) && words.ends_with(*close));
    let text = |l: Option<usize>| {
        l.and_then(|l| page.lines.get(l))
            .is_some_and(|l| l.prose && matches!(l.zone, None | Some(Zone::Text)))
    };
    let before = (0..line)
        .rev()
        .find(|l| page.lines[*l].zone != Some(Zone::Furniture));
    let between = text(before) && text(Some(line + 1));
    let bare = !words.ends_with([',', '、', '，', ':', '：', ';', '!', '?', '"', '”', '」', '…'])
        && words.contains(char::is_alphabetic);
    !this.prose && this.cols <= SUBHEAD && text(Some(line + 1)) && (signed || boxed || (between && bare))
}

/// A point has a sign or a number, and a neighbour with the same sign or with a number.
fn is_point(page: &Page, line: usize) -> bool {
    let kind = |l: usize| point_kind(page.words(l));
    let Some(own) = kind(line) else {
        return false;
    };
    let alike = |l: Option<usize>| l.is_some_and(|l| l < page.lines.len() && kind(l) == Some(own));
    alike(line.checked_sub(1)) || alike(Some(line + 1))
}

fn point_kind(words: &str) -> Option<char> {
    let mut letters = words.chars();
    let sign = letters.next()?;
    let next = letters.next()?;
    let spaced = !sign.is_ascii() || next == ' ';
    if POINT_SIGNS.contains(&sign) {
        return spaced.then_some(sign);
    }
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = words.len() - rest.len();
    let numbered = (1..=2).contains(&digits) && [". ", ") "].iter().any(|m| rest.starts_with(m));
    (numbered || matches!(sign, '①'..='⑳')).then_some('1')
}
