//! The list: exactly the visible rows.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::Canvas;
use super::theme::STRONG;
use crate::app::App;
use crate::app::layout::Pane;
use crate::app::list::GUTTER;
use crate::app::words::count;
use crate::library::value::Header;
use crate::text::slice;
use crate::text::width::Ruler;
use crate::text::wrap::{self, Mode, Wrap};

/// Columns that the way here keeps beside the counts.
const WAY: usize = 8;

/// The title of the list's border in so many columns: how many are chosen, the way here, how many there are. The way is
/// shortened first.
pub(super) fn title(app: &App, room: usize) -> String {
    let here = if app.list.is_complete() {
        format!(" {}", count(app.list.len() as u32))
    } else {
        String::new()
    };
    let unread = if app.list.crumbs.len() == 1 && app.totals.unread > 0 {
        let unread = count(app.totals.unread);
        format!("·{}", app.words.fill("list.unread", &[("n", &unread)]))
    } else {
        String::new()
    };
    let counts = here + &unread;
    let chosen = match app.list.chosen() {
        0 => String::new(),
        n => format!("{}·", app.words.fill("list.selected", &[("n", &n.to_string())])),
    };
    let taken = app.ruler.width(&chosen) + app.ruler.width(&counts);
    let crumbs: Vec<&str> = app.list.crumbs.iter().map(|c| c.label.as_str()).collect();
    let way = way(&crumbs, room.saturating_sub(taken).max(WAY), app.ruler);
    format!("{chosen}{way}{counts}")
}

/// The way here in so many columns: the first steps of a long one are left out, and its last one is elided.
fn way(crumbs: &[&str], room: usize, ruler: Ruler) -> String {
    let from = |nth: usize| {
        let left_out = if nth > 0 { "… › " } else { "" };
        format!("{left_out}{}", crumbs[nth..].join(" › "))
    };
    let ways = (0..crumbs.len()).map(from);
    let fits = |way: &String| ruler.width(way) <= room;
    let last = crumbs.last().copied().unwrap_or_default();
    ways.into_iter()
        .find(fits)
        .unwrap_or_else(|| ruler.elide(last, room).into_owned())
}

pub(super) fn draw(canvas: &mut Canvas) {
    let Some(frame) = canvas.app.layout.list else {
        return;
    };
    let area = frame.inner;
    if canvas.app.list.is_empty() {
        return empty(canvas, area);
    }
    let height = canvas.app.row_height() as u16;
    let rows: Vec<_> = canvas.app.list.window().collect();
    for (i, (place, row)) in rows.into_iter().enumerate() {
        let y = area.y + i as u16 * height;
        if y + height > area.bottom() {
            break;
        }
        let slot = Rect { y, height, ..area };
        let under_cursor = place == canvas.app.list.cursor();
        if let Some(header) = canvas.app.list.header(row) {
            item(
                canvas,
                slot,
                header,
                (under_cursor, canvas.app.list.is_chosen(place, row)),
            );
        } else {
            let dim = canvas.theme.dim();
            canvas.put((slot.x + GUTTER, y), slot.right(), "…", dim);
        }
        if under_cursor {
            cursor(canvas, slot);
        }
    }
}

fn cursor(canvas: &mut Canvas, slot: Rect) {
    let focused = canvas.app.focus == Pane::List;
    let style = if focused {
        canvas.theme.cursor()
    } else {
        canvas.theme.cursor_away()
    };
    super::paint::underlay(&mut canvas.sheet, slot, style);
    let accent = canvas.theme.accent();
    for y in slot.top()..slot.bottom() {
        canvas.put((slot.x, y), slot.right(), canvas.sign("▌"), accent);
    }
}

fn item(canvas: &mut Canvas, slot: Rect, header: &Header, (under_cursor, chosen): (bool, bool)) {
    let read = header.marks.read;
    let style = if read { canvas.theme.dim() } else { STRONG };
    // On the cursor's own ground the dim shade would be too faint.
    let style = if under_cursor && read {
        ratatui::style::Style::new()
    } else {
        style
    };
    // A first sentence that stands in for a headline is no headline.
    let style = if header.derived {
        style
            .remove_modifier(Modifier::BOLD)
            .add_modifier(Modifier::ITALIC)
    } else {
        style
    };
    marks(canvas, slot, header, chosen);
    let left = slot.x + GUTTER + u16::from(slot.height == 1);
    let right = slot.right().saturating_sub(1);
    let date = date(canvas.app, header, slot.height > 1);
    let lit = canvas.app.list.lit(header.row);
    if slot.height == 1 {
        let x = canvas.put_right((left, slot.y), right, &date, style);
        let title = canvas
            .ruler
            .elide(&header.headline, x.saturating_sub(left + 1) as usize)
            .into_owned();
        canvas.put_lit((left, slot.y), x, (&title, 0), style, lit);
        return;
    }
    // Broken when it came into the window; until then, as much as fits.
    let whole = header.headline.len() as u32;
    let broken = canvas.app.list.break_of(header.row);
    let end = broken.map_or(whole, |b| b.end) as usize;
    let first = (slice(&header.headline, 0..end), 0);
    canvas.put_lit((left, slot.y), right, first, style, lit);
    let x = canvas.put_right((left, slot.y + 1), right, &date, canvas.theme.dim());
    let room = x.saturating_sub(left + 1) as usize;
    if let Some(rest) = broken.and_then(|b| b.rest) {
        let from = rest;
        let rest = slice(&header.headline, from as usize..header.headline.len());
        let rest = canvas.ruler.elide(rest, room).into_owned();
        canvas.put_lit((left, slot.y + 1), x, (&rest, from), style, lit);
    } else {
        let outlet = header.outlet.as_deref().unwrap_or_default();
        let outlet = canvas.ruler.elide(outlet, room).into_owned();
        canvas.put((left, slot.y + 1), x, &outlet, canvas.theme.dim());
    }
}

/// Unread, at fault or chosen on the first line; the bookmark under it, or beside it where there is one line.
fn marks(canvas: &mut Canvas, slot: Rect, header: &Header, chosen: bool) {
    let accent = canvas.theme.accent();
    let (mark, style) = match header {
        _ if chosen => ("✓", accent),
        Header { fault: true, .. } => ("!", canvas.theme.fault()),
        header if !header.marks.read => (canvas.sign("•"), accent),
        _ => (" ", accent),
    };
    canvas.put((slot.x + 1, slot.y), slot.right(), mark, style);
    if header.marks.bookmarked {
        let at = if slot.height == 1 {
            (slot.x + 2, slot.y)
        } else {
            (slot.x + 1, slot.y + 1)
        };
        canvas.put(at, slot.right(), "★", accent);
    }
}

/// Why the story was found if that is not plain, the notes on it and its date; `~` before one that was worked out.
fn date(app: &App, header: &Header, roomy: bool) -> String {
    let reason = app.list.near(header.row).and_then(|tier| app.words.reason(tier));
    let reason = match reason {
        Some(reason) if roomy => format!("{reason} "),
        Some(_) => "≈ ".to_owned(),
        None => String::new(),
    };
    let notes = match header.marks.notes {
        0 => String::new(),
        n => format!("¶{n} "),
    };
    let date = header.date.map_or(String::new(), |date| {
        let about = if date.inferred { "~" } else { "" };
        format!("{about}{}", app.words.short_date(date, app.today))
    });
    reason + &notes + &date
}

/// Says why there is nothing, and which key changes that.
fn empty(canvas: &mut Canvas, area: Rect) {
    if !canvas.app.list.is_complete() {
        return;
    }
    let filtered = canvas.app.list.crumbs.len() > 1 || canvas.app.list.view().filter.unread;
    let lines: Vec<String> = if filtered {
        let label = canvas
            .app
            .list
            .crumbs
            .last()
            .map_or(String::new(), |c| c.label.to_string());
        let filter = &canvas.app.list.view().filter;
        let text = if filter.unread {
            canvas.app.words.fill("empty.no-unread", &[])
        } else if filter.bookmarked {
            canvas.app.words.fill("empty.no-bookmarks", &[])
        } else {
            canvas.app.words.fill("empty.filtered", &[("filter", &label)])
        };
        vec![text.to_string()]
    } else {
        vec![canvas.word("empty.library")]
    };
    let mut y = area.y + area.height / 4;
    for line in lines {
        let wrap = Wrap {
            cols: area.width.saturating_sub(4).max(2),
            mode: Mode::Auto,
            ruler: canvas.ruler,
        };
        for row in wrap::rows(&line, &wrap) {
            if y < area.bottom() {
                let text = slice(&line, row.start as usize..row.end as usize).to_owned();
                canvas.put((area.x + 2, y), area.right(), &text, canvas.theme.dim());
            }
            y += 1;
        }
        y += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_way_loses_its_first_steps() {
        let crumbs = ["전체", "여울전자", "수온 감시"];
        for (room, expected) in [
            (40, "전체 › 여울전자 › 수온 감시"),
            (26, "… › 여울전자 › 수온 감시"),
            (15, "… › 수온 감시"),
            (9, "수온 감시"),
            (8, "수온 감…"),
        ] {
            assert_eq!(way(&crumbs, room, Ruler::default()), expected, "{room}");
        }
    }
}
