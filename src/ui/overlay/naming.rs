//! The field for a name, and the names that fit.

use ratatui::layout::{Position, Rect};

use super::{field, popup};
use crate::app::overlay::naming::{Naming, Purpose};
use crate::app::words::count;
use crate::ui::{Canvas, paint};

pub(super) fn draw(canvas: &mut Canvas, naming: &Naming) -> Position {
    let key = match naming.purpose {
        Purpose::Merge => "correct.merge",
        Purpose::Rename => "correct.rename",
    };
    let area = naming.area(canvas.app.size);
    let title = canvas.app.words.fill(key, &[("name", &naming.hand.text)]);
    let inside = popup(canvas, area, &title);
    names(canvas, inside, naming);
    let how = canvas.word(match naming.purpose {
        Purpose::Merge => "correct.merge-how",
        Purpose::Rename => "correct.rename-how",
    });
    let how = canvas
        .ruler
        .elide(&how, inside.width.saturating_sub(2) as usize)
        .into_owned();
    let dim = canvas.theme.dim();
    if inside.height > 1 {
        canvas.put((inside.x + 1, inside.bottom() - 1), inside.right(), &how, dim);
    }
    field(
        canvas,
        (inside.x + 1, inside.y),
        inside.right() - 1,
        &naming.input,
    )
}

fn names(canvas: &mut Canvas, inside: Rect, naming: &Naming) {
    let rows = inside.height.saturating_sub(2);
    let top = (naming.cursor() + 1).saturating_sub(rows as usize);
    let shown = naming.known.iter().enumerate().skip(top);
    for ((i, name), y) in shown.zip(inside.y + 1..inside.y + 1 + rows) {
        let stories = canvas
            .app
            .words
            .fill("card.count", &[("n", &count(name.stories))]);
        let dim = canvas.theme.dim();
        let end = canvas.put_right((inside.x + 8, y), inside.right() - 1, &stories, dim);
        let room = end.saturating_sub(inside.x + 4) as usize;
        let text = canvas.ruler.elide(&name.text, room).into_owned();
        let style = canvas.theme.kind(name.kind);
        canvas.put((inside.x + 3, y), end, &text, style);
        if i == naming.cursor() {
            let slot = Rect {
                y,
                height: 1,
                ..inside
            };
            paint::underlay(&mut canvas.sheet, slot, canvas.theme.cursor());
            let accent = canvas.theme.accent();
            canvas.put((inside.x, y), inside.right(), "▌", accent);
        }
    }
}
