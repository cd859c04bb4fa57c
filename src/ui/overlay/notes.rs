//! All notes of the library: three rows each, and what the list was narrowed to.

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::{centred, colour_mark, field, popup};
use crate::app::overlay::notes::{Notes, ROWS};
use crate::app::words::count;
use crate::article::date::Date;
use crate::library::note::{NoteSort, Noted};
use crate::ui::{Canvas, paint};

pub(super) fn draw(canvas: &mut Canvas, notes: &Notes) -> Option<Position> {
    let (columns, rows) = canvas.app.size;
    let area = centred(canvas, columns, rows.saturating_sub(1));
    let title = format!("{} {}", canvas.word("pane.all-notes"), count(notes.len() as u32));
    let inside = popup(canvas, area, &title);
    states(canvas, notes, area);
    let caret = head(canvas, notes, inside);
    let body = Rect {
        y: inside.y + 1,
        height: inside.height.saturating_sub(1),
        ..inside
    };
    if notes.is_empty() && notes.complete {
        let key = if notes.totals.notes == 0 {
            "empty.notes"
        } else {
            "empty.notes-narrowed"
        };
        let text = canvas.app.words.fill(key, &[]).to_string();
        let dim = canvas.theme.dim();
        canvas.put((body.x + 2, body.y + 1), body.right(), &text, dim);
    }
    let shown: Vec<_> = notes
        .window()
        .map(|(place, noted)| (place, noted.cloned()))
        .collect();
    for ((place, noted), y) in shown.into_iter().zip((body.y..body.bottom()).step_by(ROWS)) {
        let slot = Rect {
            y,
            height: (ROWS as u16).min(body.bottom() - y),
            ..body
        };
        if let Some(noted) = noted {
            entry(canvas, slot, &noted);
        } else {
            let dim = canvas.theme.dim();
            canvas.put((slot.x + 2, y), slot.right(), "…", dim);
        }
        if place == notes.cursor() {
            let lit = Rect {
                height: slot.height.min(2),
                ..slot
            };
            paint::underlay(&mut canvas.sheet, lit, canvas.theme.cursor());
            let accent = canvas.theme.accent();
            canvas.put((slot.x, y), slot.right(), canvas.sign("▌"), accent);
        }
    }
    caret
}

/// How many notes moved or lost their place, on the lower border.
fn states(canvas: &mut Canvas, notes: &Notes, area: Rect) {
    let totals = notes.totals;
    if totals.moved + totals.orphans == 0 {
        return;
    }
    let holes = [("moved", count(totals.moved)), ("orphans", count(totals.orphans))];
    let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let text = format!(" {} ", canvas.app.words.fill("note.states", &holes));
    let fault = canvas.theme.fault();
    canvas.put_right((area.x + 2, area.bottom() - 1), area.right() - 2, &text, fault);
}

/// What the list was narrowed to and how it is sorted, or the words that are being typed.
fn head(canvas: &mut Canvas, notes: &Notes, inside: Rect) -> Option<Position> {
    let (accent, dim) = (canvas.theme.accent(), canvas.theme.dim());
    let sort = canvas.word(match notes.view.sort {
        NoteSort::Changed => "sort.changed",
        NoteSort::Made => "sort.made",
        NoteSort::Story => "sort.story",
        NoteSort::Colour => "sort.colour",
    });
    let sort = if notes.view.reverse {
        format!("{sort} ↑")
    } else {
        sort
    };
    let end = canvas.put_right((inside.x + 8, inside.y), inside.right() - 1, &sort, dim);
    if let Some(input) = &notes.input {
        let x = canvas.put((inside.x + 1, inside.y), end, "/", accent);
        return Some(field(canvas, (x + 1, inside.y), end.saturating_sub(1), input));
    }
    let words = notes.view.filter.text.iter().map(|w| format!("“{w}”"));
    let parts: Vec<String> = words
        .chain(notes.narrowed.iter().map(ToString::to_string))
        .collect();
    let room = end.saturating_sub(inside.x + 2) as usize;
    let text = canvas.ruler.elide(&parts.join(" · "), room).into_owned();
    canvas.put((inside.x + 1, inside.y), end, &text, accent);
    None
}

fn entry(canvas: &mut Canvas, slot: Rect, noted: &Noted) {
    let app = canvas.app;
    let (dim, right) = (canvas.theme.dim(), slot.right().saturating_sub(1));
    let x = colour_mark(canvas, (slot.x + 1, slot.y), right, noted.note.colour) + 1;
    let made = noted.note.made.unwrap_or(noted.changed);
    let date = Date {
        unix: made / 1_000,
        ..app.today
    };
    let date = if made == 0 {
        String::new()
    } else {
        app.words.short_date(date, app.today).to_string()
    };
    let end = canvas.put_right((x + 8, slot.y), right, &date, dim);
    let quote = noted.note.on.anchor.as_ref().map(|a| a.quote.replace('\n', " "));
    let quote = quote.unwrap_or_else(|| canvas.word("note.whole"));
    let quote = canvas
        .ruler
        .elide(&quote, end.saturating_sub(x + 1) as usize)
        .into_owned();
    canvas.put((x, slot.y), end, &quote, Style::new());
    let room = right.saturating_sub(x) as usize;
    let tags: Vec<String> = noted.note.tags.iter().map(|t| format!("#{t}")).collect();
    let tags = tags.join(" ");
    let says = format!("{} {tags}", noted.note.text.replace('\n', " "));
    let says = canvas.ruler.elide(says.trim(), room).into_owned();
    if slot.height > 1 {
        let style = Style::new().add_modifier(Modifier::BOLD);
        canvas.put((x, slot.y + 1), right, &says, style);
    }
    if slot.height > 2 {
        let mut from = x;
        if let Some(state) = app.standing_words(noted) {
            let fault = canvas.theme.fault();
            from = canvas.put((from, slot.y + 2), right, &state, fault) + 1;
        }
        let header = noted.header.as_ref();
        let story = header.map_or_else(|| canvas.word("note.absent"), |h| h.headline.to_string());
        let outlet = header
            .and_then(|h| h.outlet.as_ref())
            .map_or(String::new(), |o| format!(" · {o}"));
        let text = format!("{story}{outlet}");
        let text = canvas
            .ruler
            .elide(&text, right.saturating_sub(from) as usize)
            .into_owned();
        canvas.put((from, slot.y + 2), right, &text, dim);
    }
}
