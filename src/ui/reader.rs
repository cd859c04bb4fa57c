//! The reader: exactly the visible lines, with names, links and hits where they stand.

use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::Canvas;
use super::theme::STRONG;
use crate::app::App;
use crate::app::layout::Pane;
use crate::app::reader::lines::{Line, Look, Source};
use crate::app::reader::selection::column_of;
use crate::article::anchor::Standing;
use crate::article::body::Zone;
use crate::entity::{Kind, Mention};
use crate::library::note::{Colour, Noted};
use crate::library::value::Story;

/// What stands at the left and the right of the reader's border.
pub(super) fn title(app: &App) -> (String, String) {
    let Some(story) = app.reader.story() else {
        return (String::new(), String::new());
    };
    let mut parts: Vec<String> = Vec::new();
    if story.header.story.item > 0 {
        let n = story.header.story.item.to_string();
        parts.push(app.words.fill("reader.item", &[("n", &n)]).to_string());
    }
    parts.extend(story.article.outlet.as_ref().map(ToString::to_string));
    parts.extend(
        story
            .article
            .date
            .map(|d| d.zoned().strftime("%Y-%m-%d").to_string()),
    );
    if parts.is_empty() {
        parts.push(story.header.headline.to_string());
    }
    if app.reader.preview {
        parts.push(app.words.get("reader.preview").to_owned());
    }
    (parts.join(" · "), format!("{}%", app.reader.percent()))
}

pub(super) fn draw(canvas: &mut Canvas) {
    let Some(frame) = canvas.app.layout.reader else {
        return;
    };
    let Some((left, width)) = canvas.app.column() else {
        return;
    };
    let area = frame.inner;
    let Some(story) = canvas.app.reader.story() else {
        return nothing(canvas, area);
    };
    let top = canvas.app.reader.top();
    let lines = &canvas.app.reader.lines().lines;
    let shown = lines.iter().skip(top).take(area.height as usize);
    for (line, y) in shown.zip(area.y..) {
        draw_line(canvas, story, line, (left, y), left + width);
    }
    thumb(canvas, frame.outer, lines.len(), area.height as usize);
}

/// What stands where there is no story: nothing while one is on its way, else what to do.
fn nothing(canvas: &mut Canvas, area: Rect) {
    let list = &canvas.app.list;
    if !list.is_complete() || !list.is_empty() || list.crumbs.len() > 1 {
        return;
    }
    let (accent, dim) = (canvas.theme.accent(), canvas.theme.dim());
    let lines = [
        ("조보 · 朝報".to_owned(), accent),
        (String::new(), dim),
        (canvas.word("empty.library"), Style::new()),
        (canvas.word("empty.library-how"), dim),
        (canvas.word("empty.library-sample"), dim),
        (canvas.word("empty.library-tour"), dim),
    ];
    let top = area.y + area.height.saturating_sub(lines.len() as u16) / 3;
    for ((text, style), y) in lines.iter().zip(top..area.bottom()) {
        canvas.put((area.x + 2, y), area.right(), text, *style);
    }
}

fn draw_line(canvas: &mut Canvas, story: &Story, line: &Line, (left, y): (u16, u16), right: u16) {
    let base = style_of(canvas, line.look);
    let mut x = left + u16::from(line.indent);
    if let Some(bar) = bar(canvas, line) {
        canvas.put((left, y), right, bar, canvas.theme.dim());
    }
    margin(canvas, story, line, (left, y));
    let text = canvas.app.reader.lines().text(story, line);
    if line.source != Source::Body {
        canvas.put((x, y), right, text, base);
        return;
    }
    // Stretches of equal style are drawn at once; most lines have one.
    for (bytes, style) in runs(canvas, story, line, base) {
        x = canvas.put((x, y), right, story.article.body.slice(bytes), style);
    }
}

/// The bar or mark before a line that is set apart.
fn bar(canvas: &Canvas, line: &Line) -> Option<&'static str> {
    match line.look {
        Look::Caption | Look::Quote => Some(canvas.lines.vertical()),
        Look::Item if line.first => Some("■"),
        _ => None,
    }
}

fn style_of(canvas: &Canvas, look: Look) -> Style {
    let theme = canvas.theme;
    match look {
        Look::Headline => STRONG,
        Look::Deck => theme.accent(),
        Look::Meta | Look::Caption | Look::Aside | Look::Link => theme.dim(),
        Look::Subhead | Look::Item => theme.subhead(),
        Look::Digest => theme.dim().add_modifier(Modifier::BOLD),
        Look::Notice => theme.fault(),
        Look::Blank | Look::Text | Look::Quote | Look::Code => Style::new(),
    }
}

/// The line cut where its style changes: body ranges in order.
fn runs(canvas: &Canvas, story: &Story, line: &Line, base: Style) -> Vec<(std::ops::Range<usize>, Style)> {
    let spans = spans(canvas, story, line, base);
    let mut cuts: Vec<u32> = vec![line.start, line.end];
    for (from, to, _) in &spans {
        cuts.extend(
            [*from, *to]
                .into_iter()
                .filter(|c| (line.start..line.end).contains(c)),
        );
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|pair| {
            let covers = spans
                .iter()
                .filter(|(from, to, _)| *from <= pair[0] && pair[1] <= *to);
            let style = covers.fold(base, |style, (_, _, patch)| style.patch(*patch));
            (pair[0] as usize..pair[1] as usize, style)
        })
        .collect()
}

/// Styles on parts of a line, the later ones over the earlier ones.
fn spans(canvas: &Canvas, story: &Story, line: &Line, base: Style) -> Vec<(u32, u32, Style)> {
    let (app, theme) = (canvas.app, canvas.theme);
    let mut spans: Vec<(u32, u32, Style)> = Vec::new();
    let blocks = on_line(story.article.body.blocks(), line, |b| (b.start, b.end));
    let datelines = blocks.filter(|(_, b)| b.zone == Zone::Dateline);
    spans.extend(datelines.map(|(_, b)| (b.start, b.end, theme.dim())));
    if app.name_marks && line.look != Look::Aside {
        let mentions = on_line(&story.found.mentions, line, |m| (m.start, m.end));
        spans.extend(mentions.map(|(_, m)| (m.start, m.end, mention(canvas, story, line, base, m))));
    }
    let link = theme.accent().add_modifier(Modifier::UNDERLINED);
    let links = on_line(&story.article.links, line, |l| (l.bytes.start, l.bytes.end));
    spans.extend(links.map(|(_, l)| (l.bytes.start, l.bytes.end, link)));
    spans.extend(highlights(canvas, story, line));
    let hits = on_line(&app.reader.lit.hits, line, |h| (h.start, h.end));
    spans.extend(hits.map(|(i, h)| (h.start, h.end, theme.hit(i == app.reader.lit.current))));
    if let Some((selection, page)) = app.reader.selection.zip(app.reader.page()) {
        let chosen = selection.bytes(page);
        spans.push((chosen.start, chosen.end, theme.chosen()));
        spans.push((selection.caret(), page.end_of(selection.caret()), theme.caret()));
    }
    let clip = |(from, to, style): (u32, u32, Style)| (from.max(line.start), to.min(line.end), style);
    spans
        .into_iter()
        .map(clip)
        .filter(|(from, to, _)| from < to)
        .collect()
}

/// The notes that stand on a line, and where; the longer ones first, so that the shorter ones are seen.
fn notes_on<'a>(story: &'a Story, line: &'a Line) -> Vec<(Range<u32>, &'a Noted)> {
    if line.source != Source::Body {
        return Vec::new();
    }
    let at = |n: &'a Noted| Some((n.standing.as_ref()?.at()?, n));
    let on = story.notes.iter().filter_map(at);
    let mut on: Vec<_> = on
        .filter(|(at, _)| at.start < line.end && at.end > line.start)
        .collect();
    on.sort_by_key(|(at, _)| std::cmp::Reverse(at.end - at.start));
    on
}

/// Highlights on a line: the shorter one lies over the longer one, and what both cover is underlined.
fn highlights(canvas: &Canvas, story: &Story, line: &Line) -> Vec<(u32, u32, Style)> {
    let on = notes_on(story, line);
    let mut spans = Vec::new();
    for (i, (at, noted)) in on.iter().enumerate() {
        let gone_to = canvas.app.reader.note == Some(noted.note.id);
        let style = canvas.theme.pen(noted.note.colour);
        let style = if gone_to {
            style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
        } else {
            style
        };
        spans.push((at.start, at.end, style));
        for (under, _) in &on[..i] {
            let both = (under.start.max(at.start), under.end.min(at.end));
            if both.0 < both.1 {
                spans.push((both.0, both.1, Style::new().add_modifier(Modifier::UNDERLINED)));
            }
        }
    }
    spans
}

/// What stands in the margin: on the line where a note begins the number of its colour, `~` if its words moved, and
/// where there is room whether it says something; on its other lines a bar.
fn margin(canvas: &mut Canvas, story: &Story, line: &Line, (left, y): (u16, u16)) {
    let on = notes_on(story, line);
    let Some((at, noted)) = on.iter().max_by_key(|(at, _)| (at.start >= line.start, at.start)) else {
        return;
    };
    let room = left.saturating_sub(canvas.app.layout.reader.map_or(0, |f| f.inner.x));
    let accent = canvas.theme.accent();
    if room == 0 {
        return;
    }
    if at.start < line.start {
        let bar = canvas.lines.vertical();
        canvas.put((left - 1, y), left, bar, canvas.theme.dim());
        return;
    }
    let moved = matches!(noted.standing, Some(Standing::Moved { .. }));
    let number = Colour::ALL
        .iter()
        .position(|c| *c == noted.note.colour)
        .unwrap_or_default()
        + 1;
    let sign = if moved { "~".to_owned() } else { number.to_string() };
    canvas.put((left - 1, y), left, &sign, accent.add_modifier(Modifier::BOLD));
    let begin = on.iter().filter(|(at, _)| at.start >= line.start).count();
    if room > 1 && (begin > 1 || !noted.note.text.is_empty()) {
        let sign = if begin > 1 { "+" } else { "¶" };
        canvas.put((left - 2, y), left - 1, sign, accent);
    }
}

/// Where the caret of what is chosen stands.
pub(super) fn caret(app: &App) -> Option<Position> {
    let selection = app
        .reader
        .selection
        .filter(|_| app.overlays.is_empty() && app.focus == Pane::Reader)?;
    let (page, frame, (left, _)) = (app.reader.page()?, app.layout.reader?, app.column()?);
    let lines = app.reader.lines().lines.iter().skip(app.reader.top());
    let mut shown = lines.take(frame.inner.height as usize).zip(frame.inner.y..);
    let holds = |l: &Line| l.source == Source::Body && (l.start..l.end).contains(&selection.caret());
    let (line, y) = shown.find(|(l, _)| holds(l))?;
    Some(Position::new(left + column_of(page, line, selection.caret()), y))
}

/// Those of some things in order of the body that meet a line, and their places. Cost: the logarithm of all, and
/// those found.
fn on_line<'a, T>(
    all: &'a [T],
    line: &'a Line,
    bytes: impl Fn(&T) -> (u32, u32) + 'a,
) -> impl Iterator<Item = (usize, &'a T)> {
    let from = all.partition_point(|t| bytes(t).1 <= line.start);
    let rest = all.iter().enumerate().skip(from);
    rest.take_while(move |(_, t)| bytes(t).0 < line.end)
}

/// How a mention looks: a coloured line keeps its colour, and the underline alone then says that it is a name.
fn mention(canvas: &Canvas, story: &Story, line: &Line, base: Style, mention: &Mention) -> Style {
    if base.fg.is_some() || line.look == Look::Headline {
        return Style::new().add_modifier(Modifier::UNDERLINED);
    }
    let name = story.found.names.get(mention.name as usize);
    canvas.theme.mention(name.map_or(Kind::Work, |n| n.kind))
}

/// Where we are, on the right border.
fn thumb(canvas: &mut Canvas, outer: Rect, lines: usize, height: usize) {
    if lines <= height || canvas.app.layout.title.is_some() || height < 3 {
        return;
    }
    let length = (height * height / lines).max(1);
    let room = height - length;
    let last = lines - height;
    let from = canvas.app.reader.top() * room / last.max(1);
    let focused = canvas.app.focus == Pane::Reader;
    let style = canvas.theme.border(focused).add_modifier(Modifier::BOLD);
    let glyph = if canvas.lines.vertical() == "|" {
        "#"
    } else {
        "┃"
    };
    for i in from..(from + length).min(height) {
        let y = outer.y + 1 + i as u16;
        canvas.put((outer.right() - 1, y), outer.right(), glyph, style);
    }
}
