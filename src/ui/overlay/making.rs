//! The words that are being chosen for a name, lit in the story, and a bar that says what they will be.

use ratatui::layout::Rect;

use super::popup;
use crate::app::overlay::making::Making;
use crate::app::reader::lines::Source;
use crate::text::Clean;
use crate::ui::{Canvas, paint, sidebar};

pub(super) fn draw(canvas: &mut Canvas, making: &Making) {
    let app = canvas.app;
    let (Some(frame), Some((left, _)), Some(story)) = (app.layout.reader, app.column(), app.reader.story())
    else {
        return;
    };
    let bytes = making.bytes();
    let lines = app.reader.lines().lines.iter().skip(app.reader.top());
    for (line, y) in lines.zip(frame.inner.y..frame.inner.bottom()) {
        let (from, to) = (bytes.start.max(line.start), bytes.end.min(line.end));
        if line.source != Source::Body || from >= to {
            continue;
        }
        let body = &story.article.body;
        let before = canvas.ruler.width(body.slice(line.start as usize..from as usize)) as u16;
        let width = canvas.ruler.width(body.slice(from as usize..to as usize)) as u16;
        let slot = Rect {
            x: left + u16::from(line.indent) + before,
            y,
            width,
            height: 1,
        };
        paint::tint(&mut canvas.sheet, slot, canvas.theme.hit(true));
    }
    bar(
        canvas,
        making,
        &Clean::new(story.article.body.slice(bytes.start as usize..bytes.end as usize)),
    );
}

fn bar(canvas: &mut Canvas, making: &Making, text: &str) {
    let (columns, rows) = canvas.app.size;
    let width = columns.min(72);
    let area = Rect {
        x: (columns - width) / 2,
        y: rows.saturating_sub(5),
        width,
        height: rows.min(4),
    };
    let title = canvas.word("correct.make");
    let inside = popup(canvas, area, &title);
    let kind = canvas.word(sidebar::kind_key(making.kind));
    let style = canvas.theme.kind(making.kind);
    let end = canvas.put_right((inside.x + 8, inside.y), inside.right() - 1, &kind, style);
    let room = end.saturating_sub(inside.x + 2) as usize;
    let text = canvas.ruler.elide(text, room).into_owned();
    canvas.put((inside.x + 1, inside.y), end, &text, style);
    let how = canvas.word("correct.make-how");
    let how = canvas
        .ruler
        .elide(&how, inside.width.saturating_sub(2) as usize)
        .into_owned();
    let dim = canvas.theme.dim();
    canvas.put((inside.x + 1, inside.y + 1), inside.right(), &how, dim);
}
