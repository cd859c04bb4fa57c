//! The field for tags and the tags that fit.

use ratatui::layout::Position;

use super::{centred, field, popup};
use crate::app::overlay::tags::Tags;
use crate::ui::Canvas;

pub(super) fn draw(canvas: &mut Canvas, tags: &Tags) -> Position {
    let area = centred(canvas, 74, 5);
    let title = canvas.word("pane.tags");
    let inside = popup(canvas, area, &title);
    let (accent, dim) = (canvas.theme.accent(), canvas.theme.dim());
    let room = usize::from(inside.width.saturating_sub(2));
    let known: Vec<String> = tags.suggestions().iter().map(|t| format!("#{t}")).collect();
    let known = canvas.ruler.elide(&known.join(" "), room).into_owned();
    // The first of them is the one that Tab takes.
    let (first, others) = known.split_at(known.find(' ').unwrap_or(known.len()));
    let rows = inside.bottom();
    if inside.y + 1 < rows {
        let next = canvas.put((inside.x + 1, inside.y + 1), inside.right(), first, accent);
        canvas.put((next, inside.y + 1), inside.right(), others, dim);
    }
    if inside.y + 2 < rows {
        let how = canvas.word("tags.how");
        let how = canvas.ruler.elide(&how, room).into_owned();
        canvas.put((inside.x + 1, inside.y + 2), inside.right(), &how, dim);
    }
    field(canvas, (inside.x + 1, inside.y), inside.right() - 1, &tags.input)
}
