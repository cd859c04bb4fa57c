//! The sidebar: names by group with their counts, and related stories.

use ratatui::layout::Rect;

use super::Canvas;
use crate::app::App;
use crate::app::layout::Pane;
use crate::app::pages::MINE;
use crate::app::sidebar::SideRow;
use crate::app::words::count;
use crate::entity::Kind;
use crate::text::Clean;
use crate::text::wrap::{self, Mode, Wrap};

/// The title of the sidebar's border.
pub(super) fn title(app: &App) -> String {
    format!("{} {}", app.words.get("pane.entities"), app.sidebar.names.len())
}

/// The key of a kind in the catalogues.
pub(super) fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Per => "group.per",
        Kind::Org => "group.org",
        Kind::Prod => "group.prod",
        Kind::Loc => "group.loc",
        Kind::Event => "group.event",
        Kind::Work => "group.work",
    }
}

pub(super) fn draw(canvas: &mut Canvas) {
    let Some(frame) = canvas.app.layout.sidebar else {
        return;
    };
    let area = frame.inner;
    if canvas.app.sidebar.is_empty() {
        if canvas.app.reader.story().is_some() {
            let text = canvas.word("empty.entities");
            let style = canvas.theme.dim();
            paragraph(canvas, area, &text, style);
        }
        return;
    }
    let rows: Vec<_> = canvas.app.sidebar.window().collect();
    for (place, y, row) in rows {
        let height = (row.height() as u16).min(area.height - y as u16);
        let slot = Rect {
            y: area.y + y as u16,
            height,
            ..area
        };
        let under_cursor = place == canvas.app.sidebar.cursor() && canvas.app.focus == Pane::Sidebar;
        draw_row(canvas, slot, row, frame.outer);
        if under_cursor {
            let lit = Rect {
                height: slot.height.min(2),
                ..slot
            };
            super::paint::underlay(&mut canvas.sheet, lit, canvas.theme.cursor());
            let accent = canvas.theme.accent();
            canvas.put((slot.x, slot.y), slot.right(), canvas.sign("▌"), accent);
        }
    }
}

fn draw_row(canvas: &mut Canvas, slot: Rect, row: SideRow, outer: Rect) {
    match row {
        SideRow::Group(kind, n) => group(canvas, slot, kind, n),
        SideRow::Name(i) => name(canvas, slot, i),
        SideRow::NotesHead(n) => {
            let text = format!("{} {n}", canvas.word("pane.notes"));
            head(canvas, slot, outer, &text);
        }
        SideRow::Note(i) => note(canvas, slot, i),
        SideRow::RelatedHead => {
            let text = canvas.word("pane.related");
            head(canvas, slot, outer, &text);
        }
        SideRow::Related(i) => related(canvas, slot, i),
    }
}

fn group(canvas: &mut Canvas, slot: Rect, kind: Kind, n: usize) {
    let mark = if canvas.app.sidebar.is_folded(kind) {
        "▸"
    } else {
        "▾"
    };
    let style = canvas
        .theme
        .kind(kind)
        .add_modifier(ratatui::style::Modifier::BOLD);
    let text = format!("{mark} {}", canvas.word(kind_key(kind)));
    let dim = canvas.theme.dim();
    let x = canvas.put_right((slot.x + 2, slot.y), slot.right() - 1, &n.to_string(), dim);
    canvas.put((slot.x + 1, slot.y), x, &text, style);
}

fn name(canvas: &mut Canvas, slot: Rect, i: usize) {
    let app = canvas.app;
    let Some(name) = app.sidebar.names.get(i) else {
        return;
    };
    let dim = canvas.theme.dim();
    let library = format!("{:>4}", count(name.stories));
    let x = canvas.put_right((slot.x + 8, slot.y), slot.right() - 1, &library, dim);
    let here = (name.here + name.noted).to_string();
    let x = canvas.put_right((slot.x + 6, slot.y), x, &here, ratatui::style::Style::new());
    let followed = app.following == Some(name.id);
    let style = if followed {
        canvas.theme.accent()
    } else {
        ratatui::style::Style::new()
    };
    let mine = if name.noted > 0 { 2 } else { 0 };
    let text = canvas
        .ruler
        .elide(&name.text, x.saturating_sub(slot.x + 4 + mine) as usize)
        .into_owned();
    let end = canvas.put((slot.x + 3, slot.y), x, &text, style);
    if name.noted > 0 {
        let accent = canvas.theme.accent();
        canvas.put((end + 1, slot.y), x, MINE, accent);
    }
    // A followed name is told by its colour too, a watched one by its mark alone.
    if name.watched {
        let accent = canvas.theme.accent();
        canvas.put((slot.x + 1, slot.y), x, "◉", accent);
    } else if followed {
        canvas.put((slot.x + 1, slot.y), x, "›", style);
    }
}

fn head(canvas: &mut Canvas, slot: Rect, outer: Rect, text: &str) {
    let style = canvas.theme.dim();
    let line = canvas.lines.horizontal();
    for x in slot.x..slot.right() {
        canvas.put((x, slot.y), slot.right(), line, style);
    }
    debug_assert!(outer.width >= slot.width);
    canvas.put((slot.x + 1, slot.y), slot.right(), &format!(" {text} "), style);
}

/// A note: the number of its colour and its quote, then what it says.
fn note(canvas: &mut Canvas, slot: Rect, i: usize) {
    let app = canvas.app;
    let Some(noted) = app.sidebar.notes.get(i) else {
        return;
    };
    let (dim, right) = (canvas.theme.dim(), slot.right().saturating_sub(1));
    let x = super::overlay::colour_mark(canvas, (slot.x + 1, slot.y), right, noted.note.colour);
    let quote = noted.note.on.anchor.as_ref().map(|a| a.quote.to_string());
    let quote = quote.unwrap_or_else(|| canvas.word("note.whole"));
    let room = |x: u16| right.saturating_sub(x) as usize;
    let quote = canvas
        .ruler
        .elide(&quote.replace('\n', " "), room(x + 1))
        .into_owned();
    let now = app.reader.note == Some(noted.note.id);
    let style = if now {
        canvas.theme.accent()
    } else {
        ratatui::style::Style::new()
    };
    canvas.put((x + 1, slot.y), right, &quote, style);
    if slot.height < 2 {
        return;
    }
    let state = app
        .standing_words(noted)
        .map(|w| format!("{w} · "))
        .unwrap_or_default();
    let tags: Vec<String> = noted.note.tags.iter().map(|t| format!("#{t}")).collect();
    let tags = tags.join(" ");
    let text = format!("{state}{} {tags}", noted.note.text.replace('\n', " "));
    let text = canvas.ruler.elide(text.trim(), room(x + 1)).into_owned();
    canvas.put((x + 1, slot.y + 1), right, &text, dim);
}

/// A related story: one or two lines of headline, then what it shares.
fn related(canvas: &mut Canvas, slot: Rect, i: usize) {
    let app = canvas.app;
    let Some(related) = app.sidebar.related.get(i) else {
        return;
    };
    let (left, right) = (slot.x + 1, slot.right().saturating_sub(1));
    let room = right.saturating_sub(left);
    let title = canvas
        .ruler
        .elide(&related.header.headline, room as usize)
        .into_owned();
    let style = if related.header.marks.read {
        canvas.theme.dim()
    } else {
        ratatui::style::Style::new()
    };
    canvas.put((left, slot.y), right, &title, style);
    if slot.height < 2 {
        return;
    }
    let dim = canvas.theme.dim();
    let date = related
        .header
        .date
        .map(|d| app.words.short_date(d, app.today).to_string())
        .unwrap_or_default();
    let x = canvas.put_right((left, slot.y + 1), right, &date, dim);
    let names: Vec<&str> = related.shared.iter().map(Clean::as_str).collect();
    let shared = app
        .words
        .fill("sidebar.shared", &[("n", &related.shared.len().to_string())]);
    let text = format!("{shared} {}", names.join("·"));
    let text = canvas
        .ruler
        .elide(&text, x.saturating_sub(left + 1) as usize)
        .into_owned();
    canvas.put((left, slot.y + 1), x, &text, dim);
}

fn paragraph(canvas: &mut Canvas, area: Rect, text: &str, style: ratatui::style::Style) {
    let wrap = Wrap {
        cols: area.width.saturating_sub(2).max(2),
        mode: Mode::Auto,
        ruler: canvas.ruler,
    };
    for (row, y) in wrap::rows(text, &wrap).iter().zip(area.y..area.bottom()) {
        let line = crate::text::slice(text, row.start as usize..row.end as usize);
        canvas.put((area.x + 1, y), area.right(), line, style);
    }
}
