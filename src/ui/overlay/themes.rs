//! Themes to pick from: each in its own colours, beside the screen that shows the one under the cursor.

use ratatui::layout::Rect;

use super::popup;
use crate::app::overlay::themes::{Row, Themes};
use crate::entity::Kind;
use crate::ui::theme::{STRONG, Theme};
use crate::ui::{Canvas, paint};

/// What each row shows of its theme.
const SAMPLE: [(&str, Kind); 4] = [
    ("가나", Kind::Per),
    ("Aa", Kind::Org),
    ("カ", Kind::Prod),
    ("字", Kind::Loc),
];

pub(super) fn draw(canvas: &mut Canvas, themes: &Themes) {
    let area = themes.area(canvas.app.size);
    let title = canvas.word("pane.themes");
    let inside = popup(canvas, area, &title);
    let rows: Vec<Row> = themes.window().collect();
    let last = inside.bottom().saturating_sub(1);
    for (row, y) in rows.into_iter().zip(inside.y..last) {
        let slot = Rect {
            y,
            height: 1,
            ..inside
        };
        if row.here {
            paint::underlay(&mut canvas.sheet, slot, canvas.theme.cursor());
            let sign = canvas.sign("▌");
            canvas.put((inside.x, y), inside.right(), sign, canvas.theme.accent());
        }
        let name = row
            .theme
            .map_or_else(|| canvas.word("theme.as-set"), |theme| theme.name.clone());
        let style = if row.here {
            STRONG
        } else {
            ratatui::style::Style::new()
        };
        let end = inside.right().saturating_sub(16);
        let name = canvas
            .ruler
            .elide(&name, end.saturating_sub(inside.x + 2).into())
            .into_owned();
        canvas.put((inside.x + 2, y), end, &name, style);
        if let Some((palette, dark)) = row.colours.filter(|_| inside.width > 30) {
            sample(canvas, (end + 1, y), inside.right(), (Theme::new(palette), dark));
        }
    }
    let how = canvas.word("theme.how");
    let how = canvas
        .ruler
        .elide(&how, inside.width.saturating_sub(2).into())
        .into_owned();
    canvas.put((inside.x + 1, last), inside.right(), &how, canvas.theme.dim());
}

/// A few letters in the colours of a theme, on a ground like its own; none where there are too few colours for one.
fn sample(canvas: &mut Canvas, (mut x, y): (u16, u16), right: u16, (own, dark): (Theme, bool)) {
    let Some(page) = own.page(dark) else { return };
    let slot = Rect {
        x,
        y,
        width: right.saturating_sub(x + 1),
        height: 1,
    };
    paint::tint(&mut canvas.sheet, slot, page);
    x += 1;
    for (text, kind) in SAMPLE {
        x = canvas.put((x, y), right, text, page.patch(own.kind(kind))) + 1;
    }
    canvas.put((x, y), right, "Aa", own.hit(false));
}
