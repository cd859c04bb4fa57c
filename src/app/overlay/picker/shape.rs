//! Where the parts of the box stand on screens of any size.

use ratatui::layout::Rect;

/// Where the parts of the box stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The box with its border.
    pub area: Rect,
    /// The rows.
    pub list: Rect,
    /// Whether there is room for the scopes.
    pub scopes: bool,
    /// The preview, if there is room and it is wanted.
    pub preview: Option<Rect>,
    /// Whether the preview stands beside the rows; else below them.
    pub beside: bool,
    /// The keys, if there is room for them.
    pub keys: Option<Rect>,
}

impl Shape {
    /// The parts of a box on a screen of this size.
    pub fn new((columns, rows): (u16, u16), preview: bool) -> Self {
        let room = rows.saturating_sub(1);
        let roomy = columns >= 100 && room >= 28;
        let width = if columns >= 100 {
            (columns - 8).min(150)
        } else {
            columns
        };
        let height = if roomy { room - 6 } else { room };
        let area = Rect::new((columns - width) / 2, (room - height) / 2, width, height);
        let inside = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: width.saturating_sub(2),
            height: height.saturating_sub(2),
        };
        // The field, the scopes and a line; where there is no room for them the field alone.
        let head = if inside.height < 7 { 1 } else { 3 };
        let keys = (inside.height >= 12).then(|| Rect {
            y: inside.bottom() - 1,
            height: 1,
            ..inside
        });
        let body = Rect {
            y: inside.y + head,
            height: inside.height.saturating_sub(head + u16::from(keys.is_some())),
            ..inside
        };
        let beside = width >= 100;
        let wanted = preview && (beside && body.height > 4 || body.height >= 14 && width >= 60);
        let (list, preview) = match (wanted, beside) {
            (false, _) => (body, None),
            (true, true) => {
                let list = body.width * 54 / 100;
                let rest = Rect {
                    x: body.x + list + 1,
                    width: body.width - list - 1,
                    ..body
                };
                (Rect { width: list, ..body }, Some(rest))
            }
            (true, false) => {
                let below = body.height * 2 / 5;
                let list = body.height - below - 1;
                let rest = Rect {
                    y: body.y + list + 1,
                    height: below,
                    ..body
                };
                (Rect { height: list, ..body }, Some(rest))
            }
        };
        Self {
            area,
            list,
            scopes: head > 1,
            preview,
            beside,
            keys,
        }
    }
}
