//! The field for tags and the tags that fit.

use ratatui::layout::Position;

use super::{centred, field, popup};
use crate::app::overlay::tags::Tags;
use crate::ui::Canvas;

pub(super) fn draw(canvas: &mut Canvas, tags: &Tags) -> Position {
    let area = centred(canvas, 60, 4);
    let title = canvas.word("pane.tags");
    let inside = popup(canvas, area, &title);
    let known: Vec<String> = tags.suggestions().iter().map(|t| format!("#{t}")).collect();
    let text = if known.is_empty() {
        canvas.word("tags.how")
    } else {
        known.join(" ")
    };
    let text = canvas
        .ruler
        .elide(&text, inside.width.saturating_sub(2) as usize)
        .into_owned();
    canvas.put(
        (inside.x + 1, inside.y + 1),
        inside.right(),
        &text,
        canvas.theme.dim(),
    );
    field(canvas, (inside.x + 1, inside.y), inside.right() - 1, &tags.input)
}
