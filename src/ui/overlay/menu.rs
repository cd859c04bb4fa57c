//! Help, command line and filters: a field and the rows that fit it.

use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::{field, popup};
use crate::app::overlay::menu::{Choice, Entry, Menu, Purpose, WHOLE};
use crate::text::pattern::Tier;
use crate::text::wrap::{self, Mode, Wrap};
use crate::ui::Canvas;
use crate::ui::paint;

pub(super) fn draw(canvas: &mut Canvas, menu: &Menu) -> Position {
    let area = menu.area(canvas.app.size);
    let title = canvas.word(match menu.purpose {
        Purpose::Help => "help.title",
        Purpose::Commands => "mode.command",
        Purpose::Filters => "filter.title",
        Purpose::NoteFilters => "filter.notes",
        Purpose::Tags => "mode.retag",
        Purpose::Export => "export.title",
        Purpose::Correct => "mode.correct",
        Purpose::Context => "mode.context",
    });
    let inside = popup(canvas, area, &title);
    let prompt = if menu.purpose == Purpose::Commands {
        ":"
    } else {
        "/"
    };
    let x = canvas.put(
        (inside.x + 1, inside.y),
        inside.right(),
        prompt,
        canvas.theme.accent(),
    );
    let tally = menu.len().to_string();
    let end = canvas.put_right((x + 8, inside.y), inside.right() - 1, &tally, canvas.theme.dim());
    if menu.purpose == Purpose::Help && menu.input.is_empty() {
        let (asked, dim) = (canvas.word("help.filter"), canvas.theme.dim());
        canvas.put((x + 1, inside.y), end.saturating_sub(1), &asked, dim);
    }
    let caret = field(canvas, (x + 1, inside.y), end.saturating_sub(1), &menu.input);
    let (rows, told) = menu.rows(canvas.app.size);
    let body = Rect {
        y: inside.y + 1,
        height: rows,
        ..inside
    };
    draw_rows(canvas, menu, body);
    draw_told(canvas, menu, (inside, told));
    caret
}

/// The columns of the keys in a box of so many: on a wide one as many as the longest keys take.
fn keys_room(canvas: &Canvas, menu: &Menu, width: u16) -> u16 {
    let usual = if width > 70 { 24 } else { 16 };
    if menu.purpose != Purpose::Help || width < WHOLE - 2 {
        return usual;
    }
    let longest = menu.shown().map(|c| canvas.ruler.width(&c.keys)).max();
    let longest = u16::try_from(longest.unwrap_or(0)).unwrap_or(u16::MAX);
    longest.saturating_add(4).clamp(usual, width / 3)
}

fn draw_rows(canvas: &mut Canvas, menu: &Menu, body: Rect) {
    let entries = menu.window(body.height.into());
    if entries.is_empty() {
        let text = canvas.word(match menu.purpose {
            Purpose::Help => "empty.help",
            _ => "empty.menu",
        });
        let dim = canvas.theme.dim();
        canvas.put((body.x + 1, body.y), body.right(), &text, dim);
    }
    let keys = keys_room(canvas, menu, body.width);
    for (entry, y) in entries.iter().zip(body.y..body.bottom()) {
        let (Entry::Head(i) | Entry::Row(i)) = entry;
        let Some(choice) = menu.shown().nth(*i) else {
            continue;
        };
        match entry {
            Entry::Head(_) => {
                let style = canvas.theme.dim().add_modifier(Modifier::BOLD);
                canvas.put((body.x + 1, y), body.right(), &choice.group, style);
            }
            Entry::Row(i) => {
                draw_row(
                    canvas,
                    (menu.purpose, keys),
                    (body.x, y),
                    body.right(),
                    (choice, menu.why(*i)),
                );
                if *i == menu.cursor() {
                    let slot = Rect {
                        x: body.x,
                        y,
                        width: body.width,
                        height: 1,
                    };
                    paint::underlay(&mut canvas.sheet, slot, canvas.theme.cursor());
                    let accent = canvas.theme.accent();
                    canvas.put((body.x, y), body.right(), canvas.sign("▌"), accent);
                }
            }
        }
    }
}

/// All of what the row under the cursor does, and all its keys where the row has no room for them.
fn draw_told(canvas: &mut Canvas, menu: &Menu, (inside, rows): (Rect, u16)) {
    let Some(choice) = menu.shown().nth(menu.cursor()).filter(|_| rows > 0) else {
        return;
    };
    let room = usize::from(keys_room(canvas, menu, inside.width) - 3);
    let told = if canvas.ruler.width(&choice.keys) > room {
        format!("{} · {}", choice.keys, choice.detail)
    } else {
        choice.detail.to_string()
    };
    let wrap = Wrap {
        cols: inside.width.saturating_sub(4).max(2),
        mode: Mode::Auto,
        ruler: canvas.ruler,
    };
    let top = inside.bottom().saturating_sub(rows);
    let accent = canvas.theme.accent();
    for (row, y) in wrap::rows(&told, &wrap).iter().zip(top..inside.bottom()) {
        // What the last row has no room for is elided.
        let last = y + 1 == inside.bottom();
        let end = if last { told.len() } else { row.end as usize };
        let text = crate::text::slice(&told, row.start as usize..end);
        let text = canvas.ruler.elide(text, wrap.cols.into()).into_owned();
        canvas.put((inside.x + 2, y), inside.right(), &text, accent);
    }
}

fn draw_row(
    canvas: &mut Canvas,
    (purpose, keys_room): (Purpose, u16),
    (x, y): (u16, u16),
    right: u16,
    (choice, (lit, tier)): (&Choice, (&[Range<u32>], Option<Tier>)),
) {
    let (accent, dim) = (canvas.theme.accent(), canvas.theme.dim());
    let reason = tier.and_then(|tier| canvas.app.words.reason(tier));
    let detail = match reason {
        Some(reason) => format!("{} · {reason}", choice.detail),
        None => choice.detail.to_string(),
    };
    if !matches!(purpose, Purpose::Help | Purpose::Commands) {
        let end = canvas.put_right((x + 20, y), right - 1, &detail, dim);
        let label = canvas
            .ruler
            .elide(&choice.label, end.saturating_sub(x + 4) as usize)
            .into_owned();
        canvas.put_lit((x + 3, y), end, (&label, 0), Style::new(), lit);
        return;
    }
    let keys_end = x + keys_room;
    let keys = canvas
        .ruler
        .elide(&choice.keys, (keys_end - x - 3) as usize)
        .into_owned();
    canvas.put((x + 2, y), keys_end, &keys, accent);
    let label_end = keys_end + if right - x > 70 { 18 } else { 16 };
    let label = canvas
        .ruler
        .elide(&choice.label, (label_end - keys_end - 1) as usize)
        .into_owned();
    canvas.put_lit((keys_end, y), label_end, (&label, 0), Style::new(), lit);
    let detail = canvas
        .ruler
        .elide(&detail, right.saturating_sub(label_end + 1) as usize)
        .into_owned();
    canvas.put((label_end, y), right, &detail, dim);
}
