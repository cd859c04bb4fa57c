//! Letters on the names and links in view.

use crate::app::overlay::hints::Hints;
use crate::app::reader::lines::Source;
use crate::ui::Canvas;
use crate::ui::paint;

pub(super) fn draw(canvas: &mut Canvas, hints: &Hints) {
    let app = canvas.app;
    let (Some(frame), Some((left, _)), Some(story)) = (app.layout.reader, app.column(), app.reader.story())
    else {
        return;
    };
    let lines = app.reader.lines().lines.iter().skip(app.reader.top());
    for (line, y) in lines.zip(frame.inner.y..frame.inner.bottom()) {
        if line.source != Source::Body {
            continue;
        }
        let here = hints
            .hints
            .iter()
            .filter(|h| (line.start..line.end).contains(&h.byte));
        for hint in here.filter(|h| h.letters.starts_with(&hints.typed)) {
            let before = story.article.body.slice(line.start as usize..hint.byte as usize);
            let x = left + u16::from(line.indent) + canvas.ruler.width(before) as u16;
            let width = hint.letters.len() as u16;
            let slot = ratatui::layout::Rect {
                x,
                y,
                width,
                height: 1,
            };
            paint::clear(&mut canvas.sheet, slot, canvas.ruler);
            let style = canvas.theme.letters();
            canvas.put((x, y), frame.inner.right(), &hint.letters, style);
        }
    }
}
