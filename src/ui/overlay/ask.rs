//! A field for one line, what it is for, and the answers that fit.

use ratatui::layout::Position;

use super::{centred, field, popup};
use crate::app::overlay::ask::{Ask, Question};
use crate::ui::Canvas;

pub(super) fn draw(canvas: &mut Canvas, ask: &Ask) -> Position {
    let area = centred(canvas, 66, 4);
    let (title, how) = match &ask.question {
        Question::Retag(tag) => (canvas.app.words.fill("retag.title", &[("tag", tag)]), "retag.how"),
        Question::Pipe => (canvas.app.words.fill("pipe.title", &[]), "pipe.how"),
        Question::Resave(name, _) => (
            canvas.app.words.fill("resave.title", &[("text", name)]),
            "resave.how",
        ),
        Question::Export(form) => (
            canvas.app.words.fill("export.where", &[("form", form.title())]),
            "export.how",
        ),
    };
    let inside = popup(canvas, area, &title);
    let known: Vec<String> = ask.suggestions().iter().map(|t| format!("#{t}")).collect();
    let text = if known.is_empty() {
        canvas.word(how)
    } else {
        known.join(" ")
    };
    let room = inside.width.saturating_sub(2) as usize;
    let text = canvas.ruler.elide(&text, room).into_owned();
    let dim = canvas.theme.dim();
    canvas.put((inside.x + 1, inside.y + 1), inside.right(), &text, dim);
    field(canvas, (inside.x + 1, inside.y), inside.right() - 1, &ask.input)
}
