//! The editor of a note: the quote, the text with the caret in it, tags, colours.

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::{centred, field, popup};
use crate::app::acts::noting::colour_key;
use crate::app::layout::{note_size, note_text};
use crate::app::overlay::note::{Editor, Field};
use crate::library::note::Colour;
use crate::text::slice;
use crate::text::wrap::{self, Mode, Wrap};
use crate::ui::Canvas;

pub(super) fn draw(canvas: &mut Canvas, editor: &Editor) -> Option<Position> {
    let (width, height) = note_size(canvas.app.size);
    let area = centred(canvas, width, height);
    let colour = canvas.word(colour_key(editor.colour));
    let title = format!("{} · {colour}", canvas.word("pane.note"));
    let inside = popup(canvas, area, &title);
    let text = note_text(canvas.app.size);
    match &editor.message {
        Some(text) => message(canvas, text, inside),
        None => quote(canvas, editor, inside),
    }
    for (row, y) in editor.window().map(str::to_owned).zip(text.y..text.bottom()) {
        canvas.put((text.x, y), text.right(), &row, Style::new());
    }
    let caret = tags_and_colours(canvas, editor, inside, text.bottom());
    beyond(canvas, editor, text);
    match editor.field {
        Field::Text => {
            let (row, column) = editor.caret_in_window();
            Some(Position::new((text.x + column).min(text.right()), text.y + row))
        }
        Field::Tags => caret,
        Field::Colour => None,
    }
}

fn quote(canvas: &mut Canvas, editor: &Editor, inside: Rect) {
    let quote = editor.note().on.anchor.as_ref();
    let text = quote.map_or_else(
        || canvas.word("note.whole"),
        |a| format!("“{}”", a.quote.replace('\n', " ")),
    );
    let room = inside.width.saturating_sub(2) as usize;
    let text = canvas.ruler.elide(&text, room).into_owned();
    let style = canvas.theme.dim();
    canvas.put((inside.x + 1, inside.y), inside.right(), &text, style);
    rule(canvas, inside, inside.y + 1);
}

/// What is wrong and what can be done, in the place of the quote: in two rows where one is too short.
fn message(canvas: &mut Canvas, message: &str, inside: Rect) {
    let room = inside.width.saturating_sub(2).max(2);
    let wrap = Wrap {
        cols: room,
        mode: Mode::Auto,
        ruler: canvas.ruler,
    };
    let style = canvas.theme.fault().add_modifier(Modifier::BOLD);
    rule(canvas, inside, inside.y + 1);
    let rows = wrap::rows(message, &wrap);
    for (n, row) in rows.iter().take(2).enumerate() {
        // What the second row has no room for is elided.
        let end = if n == 0 { row.end as usize } else { message.len() };
        let line = slice(message, row.start as usize..end);
        let line = format!("{} ", canvas.ruler.elide(line, room.into()));
        canvas.put((inside.x + 1, inside.y + n as u16), inside.right(), &line, style);
    }
}

fn rule(canvas: &mut Canvas, inside: Rect, y: u16) {
    let style = canvas.theme.dim();
    for x in inside.x..inside.right() {
        canvas.put((x, y), inside.right(), canvas.lines.horizontal(), style);
    }
}

/// Draws what stands under the text; returns where the caret of the tags stands.
fn tags_and_colours(canvas: &mut Canvas, editor: &Editor, inside: Rect, y: u16) -> Option<Position> {
    if y + 1 >= inside.bottom() {
        return None;
    }
    rule(canvas, inside, y);
    let (accent, dim) = (canvas.theme.accent(), canvas.theme.dim());
    let here = |field: Field| if editor.field == field { accent } else { dim };
    let x = canvas.put((inside.x + 1, y + 1), inside.right(), "#", here(Field::Tags));
    let known: Vec<String> = editor.suggestions().iter().map(|t| format!("#{t}")).collect();
    let mut end = inside.right() - 1;
    if editor.field == Field::Tags && !known.is_empty() {
        let known = known.join(" ");
        end = canvas
            .put_right((inside.x + inside.width / 2, y + 1), end, &known, dim)
            .saturating_sub(1);
    }
    let caret = field(canvas, (x + 1, y + 1), end, &editor.tags);
    if y + 2 < inside.bottom() {
        last_line(canvas, editor, inside, y + 2);
    }
    Some(caret)
}

/// The colours.
fn last_line(canvas: &mut Canvas, editor: &Editor, inside: Rect, y: u16) {
    let mut x = inside.x + 1;
    for colour in Colour::ALL {
        let on = editor.colour == colour;
        let name = canvas.word(colour_key(colour));
        let number = Colour::ALL.iter().position(|c| *c == colour).unwrap_or_default() + 1;
        let text = if on {
            format!("[{number} {name}]")
        } else {
            format!(" {number} {name} ")
        };
        let style = canvas.theme.pen(colour);
        let style = if on {
            style.add_modifier(Modifier::BOLD)
        } else {
            style
        };
        if x + canvas.ruler.width(&text) as u16 > inside.right() {
            let text = if on {
                format!("[{number}]")
            } else {
                format!(" {number} ")
            };
            x = canvas.put((x, y), inside.right(), &text, style);
        } else {
            x = canvas.put((x, y), inside.right(), &text, style);
        }
    }
    if editor.field == Field::Colour {
        let accent = canvas.theme.accent();
        canvas.put((inside.x, y), inside.right(), "▸", accent);
    }
}

/// Says that there is more above or below.
fn beyond(canvas: &mut Canvas, editor: &Editor, text: Rect) {
    let (above, below) = editor.beyond();
    let dim = canvas.theme.dim();
    if above > 0 {
        let sign = format!(" +{above} ");
        canvas.put_right((text.x, text.y.saturating_sub(1)), text.right(), &sign, dim);
    }
    if below > 0 {
        let sign = format!(" +{below} ");
        canvas.put_right((text.x, text.bottom()), text.right(), &sign, dim);
    }
}
