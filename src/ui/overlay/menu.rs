//! Help, command line and filters: a field and the rows that fit it.

use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::{centred, field, popup};
use crate::app::overlay::menu::{Choice, Menu, Purpose};
use crate::text::Clean;
use crate::text::pattern::Tier;
use crate::ui::Canvas;
use crate::ui::paint;

/// One line of the menu: a group's head or a row.
enum Entry<'a> {
    Head(&'a Clean),
    Row(usize, &'a Choice),
}

pub(super) fn draw(canvas: &mut Canvas, menu: &Menu) -> Position {
    let (columns, rows) = canvas.app.size;
    let area = match menu.purpose {
        Purpose::Help => Rect {
            x: 0,
            y: 0,
            width: columns,
            height: rows.saturating_sub(1),
        },
        Purpose::Commands => {
            let height = (menu.len() as u16 + 3).clamp(4, 14).min(rows.saturating_sub(1));
            let width = columns.min(90);
            Rect {
                x: 0,
                y: rows.saturating_sub(1) - height,
                width,
                height,
            }
        }
        Purpose::Filters | Purpose::NoteFilters | Purpose::Tags => centred(canvas, 56, 22),
        Purpose::Export => centred(canvas, 66, menu.len() as u16 + 4),
        Purpose::Correct => centred(canvas, 60, menu.len().clamp(1, 16) as u16 + 4),
    };
    let title = canvas.word(match menu.purpose {
        Purpose::Help => "help.title",
        Purpose::Commands => "mode.command",
        Purpose::Filters => "filter.title",
        Purpose::NoteFilters => "filter.notes",
        Purpose::Tags => "mode.retag",
        Purpose::Export => "export.title",
        Purpose::Correct => "mode.correct",
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
    let caret = field(canvas, (x + 1, inside.y), end.saturating_sub(1), &menu.input);
    let body = Rect {
        y: inside.y + 1,
        height: inside.height.saturating_sub(1),
        ..inside
    };
    draw_rows(canvas, menu, body);
    caret
}

fn draw_rows(canvas: &mut Canvas, menu: &Menu, body: Rect) {
    let entries = entries(menu);
    let at = entries
        .iter()
        .position(|e| matches!(e, Entry::Row(i, _) if *i == menu.cursor()))
        .unwrap_or(0);
    let height = body.height as usize;
    let top = at
        .saturating_sub(height / 2)
        .min(entries.len().saturating_sub(height));
    if entries.is_empty() {
        let text = canvas.word("empty.help");
        let dim = canvas.theme.dim();
        canvas.put((body.x + 1, body.y), body.right(), &text, dim);
    }
    for (entry, y) in entries.iter().skip(top).zip(body.y..body.bottom()) {
        match entry {
            Entry::Head(group) => {
                let style = canvas.theme.dim().add_modifier(Modifier::BOLD);
                canvas.put((body.x + 1, y), body.right(), group, style);
            }
            Entry::Row(i, choice) => {
                draw_row(
                    canvas,
                    menu.purpose,
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

/// Rows with the heads of their groups; what was typed ranks rows, so then there are no heads.
fn entries(menu: &Menu) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut last: Option<&Clean> = None;
    for (i, choice) in menu.shown().enumerate() {
        if menu.input.is_empty() && menu.purpose != Purpose::Commands && last != Some(&choice.group) {
            entries.push(Entry::Head(&choice.group));
            last = Some(&choice.group);
        }
        entries.push(Entry::Row(i, choice));
    }
    entries
}

fn draw_row(
    canvas: &mut Canvas,
    purpose: Purpose,
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
    let keys_end = x + if right - x > 70 { 24 } else { 16 };
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
