//! Which cells of the screen stand for an address, for terminals that open what is clicked.
//!
//! A buffer has no place for addresses, and escapes within its symbols would be drawn: so they are told beside it.

use std::sync::Arc;

use crate::app::App;
use crate::app::layout::Class;
use crate::app::reader::lines::{Line, Look, Source};
use crate::library::value::Story;

/// Rows above the status row that short messages may cover.
const TOAST: u16 = 4;

/// Cells of a row that stand for an address as an article has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The row.
    pub y: u16,
    /// The first column.
    pub from: u16,
    /// One past the last column.
    pub to: u16,
    /// The address, not checked yet.
    pub url: Arc<str>,
}

/// All of them, in order. What lies over the panes covers them.
pub fn links(app: &App) -> Vec<Stretch> {
    let covered = !app.overlays.is_empty() || app.which_key || app.layout.class == Class::TooSmall;
    if covered || !app.settings.screen.links {
        return Vec::new();
    }
    let (Some(frame), Some((left, width)), Some(story)) =
        (app.layout.reader, app.column(), app.reader.story())
    else {
        return Vec::new();
    };
    if story.article.links.is_empty() {
        return Vec::new();
    }
    let mut bottom = frame.inner.bottom();
    if app.status.toast.is_some() {
        bottom = bottom.min(app.layout.status.y.saturating_sub(TOAST));
    }
    let lines = app.reader.lines().lines.iter().skip(app.reader.top());
    let mut found = Vec::new();
    for (line, y) in lines.zip(frame.inner.y..bottom) {
        for (from, to, url) in on_line(app, story, line) {
            let x = left + u16::from(line.indent);
            let cut = |columns: usize| (usize::from(x) + columns).min(usize::from(left + width)) as u16;
            let (from, to) = (cut(from), cut(to));
            if from < to {
                found.push(Stretch { y, from, to, url });
            }
        }
    }
    found
}

/// The addresses of a line: columns from its text on.
fn on_line(app: &App, story: &Story, line: &Line) -> Vec<(usize, usize, Arc<str>)> {
    let text = app.reader.lines().text(story, line);
    let url = |nth: usize| story.article.links.get(nth).map(|l| Arc::from(l.url.as_str()));
    if line.look == Look::Link {
        let nth = app.reader.lines().link_of(story, line);
        let url = nth.and_then(url);
        return url
            .map(|url| (0, app.ruler.width(text), url))
            .into_iter()
            .collect();
    }
    if line.source != Source::Body {
        return Vec::new();
    }
    let body = &story.article.body;
    let width = |from: u32, to: u32| app.ruler.width(body.slice(from as usize..to as usize));
    let links = story.article.links.iter().enumerate();
    let on = links.filter(|(_, l)| l.bytes.start < line.end && l.bytes.end > line.start);
    on.filter_map(|(nth, link)| {
        let (from, to) = (link.bytes.start.max(line.start), link.bytes.end.min(line.end));
        let begin = width(line.start, from);
        Some((begin, begin + width(from, to), url(nth)?))
    })
    .collect()
}
