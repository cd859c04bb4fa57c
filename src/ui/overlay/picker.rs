//! The box over everything: a field, the scopes, the rows and a look at one of them.

use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::{field, popup};
use crate::app::overlay::picker::{Picker, SCOPES, Shape};
use crate::app::words::count;
use crate::library::finder::{About, Found, Glance, Goal, Group, Said, Scope};
use crate::library::value::Header;
use crate::text::wrap::{self, Mode, Wrap};
use crate::text::{Clean, slice};
use crate::ui::sidebar::kind_key;
use crate::ui::theme::STRONG;
use crate::ui::{Canvas, paint};

/// Most rows that a passage takes.
const ROWS: usize = 6;
/// What the keys of the box do: the keys, and the key of the words.
const KEYS: &[(&str, &str)] = &[
    ("Enter", "pick.key-open"),
    ("Tab", "pick.key-scope"),
    ("Esc", "pick.key-close"),
    ("Alt-Enter", "pick.key-keep"),
    ("Ctrl-t", "pick.key-preview"),
    ("Ctrl-y", "pick.key-copy"),
];

pub(super) fn draw(canvas: &mut Canvas, picker: &Picker) -> Position {
    let shape = Shape::new(canvas.app.size, picker.preview);
    let title = canvas.word("pick.title");
    let inside = popup(canvas, shape.area, &title);
    let caret = draw_field(canvas, picker, inside);
    if shape.scopes {
        draw_scopes(canvas, picker, (inside.x + 1, inside.y + 1), inside.right());
        rule(canvas, (inside.x, inside.y + 2), inside.width);
    }
    draw_rows(canvas, picker, shape.list);
    if let Some(preview) = shape.preview {
        if shape.beside {
            let (style, glyph) = (canvas.theme.dim(), canvas.lines.vertical());
            for y in preview.top()..preview.bottom() {
                canvas.put((preview.x - 1, y), preview.x, glyph, style);
            }
        } else {
            rule(canvas, (preview.x, preview.y - 1), preview.width);
        }
        draw_preview(canvas, picker, preview);
    }
    if let Some(keys) = shape.keys {
        draw_keys(canvas, keys);
    }
    caret
}

fn rule(canvas: &mut Canvas, at: (u16, u16), width: u16) {
    let line = canvas.lines.horizontal().repeat(width.into());
    let dim = canvas.theme.dim();
    canvas.put(at, at.0 + width, &line, dim);
}

fn draw_field(canvas: &mut Canvas, picker: &Picker, inside: Rect) -> Position {
    let (x, y) = (inside.x + 1, inside.y);
    let accent = canvas.theme.accent();
    let x = canvas.put((x, y), inside.right(), "> ", accent);
    let tally = match (picker.reading(), picker.counts()) {
        _ if picker.scope == Scope::Bodies => String::new(),
        (Some((read, all)), _) => {
            let holes = [("n", count(read)), ("total", count(all))];
            let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
            canvas.app.words.fill("pick.reading", &holes).to_string()
        }
        (None, (hits, of)) => format!("{} / {}", count(hits), count(of)),
    };
    let dim = canvas.theme.dim();
    let end = canvas.put_right((x + 8, y), inside.right() - 1, &tally, dim);
    let right = end.saturating_sub(1);
    let caret = field(canvas, (x, y), right, &picker.input);
    if picker.chosen {
        let slot = Rect {
            x,
            y,
            width: caret.x.saturating_sub(x),
            height: 1,
        };
        let style = canvas.theme.cursor().add_modifier(Modifier::UNDERLINED);
        paint::tint(&mut canvas.sheet, slot, style);
    }
    caret
}

/// The names of the scopes; where not all of them fit, those around the chosen one, and a sign where there are more.
fn draw_scopes(canvas: &mut Canvas, picker: &Picker, (x, y): (u16, u16), right: u16) {
    let names = picker.scope_names(&canvas.app.words);
    let dim = canvas.theme.dim();
    let places = picker.scope_places(&names, canvas.ruler, (x, right));
    let (before, after) = if canvas.lines.is_ascii() {
        ("<", ">")
    } else {
        ("‹", "›")
    };
    if places.first().is_some_and(|(nth, ..)| *nth > 0) {
        canvas.put((x, y), right, before, dim);
    }
    if let Some((_, x, width)) = places.last().filter(|(nth, ..)| nth + 1 < names.len()) {
        canvas.put((x + width, y), right, after, dim);
    }
    for (nth, x, _) in places {
        let chosen = SCOPES.get(nth).is_some_and(|(scope, ..)| *scope == picker.scope);
        let style = if chosen {
            canvas
                .theme
                .accent()
                .add_modifier(Modifier::BOLD | Modifier::REVERSED)
        } else {
            dim
        };
        canvas.put((x, y), right, &format!(" {} ", names[nth]), style);
    }
}

fn draw_rows(canvas: &mut Canvas, picker: &Picker, area: Rect) {
    let height = area.height as usize;
    if height == 0 {
        return;
    }
    let dim = canvas.theme.dim();
    if picker.rows().is_empty() {
        let text = match (picker.scope, picker.input.is_empty()) {
            (Scope::Bodies, true) => canvas.word("pick.bodies-how"),
            (Scope::Bodies, false) => canvas
                .app
                .words
                .fill("pick.bodies-enter", &[("text", &picker.input.value())])
                .to_string(),
            (Scope::All, _) if picker.is_barren() && !picker.input.is_empty() => canvas.word("pick.none-all"),
            (Scope::Searches, true) if picker.is_barren() => {
                canvas.app.words.fill("pick.no-searches", &[]).to_string()
            }
            _ if picker.is_barren() && picker.input.is_empty() => canvas.word("pick.empty"),
            _ if picker.is_barren() => canvas.word("pick.none"),
            _ => return,
        };
        let wrap = Wrap {
            cols: area.width.saturating_sub(2).max(2),
            mode: Mode::Auto,
            ruler: canvas.ruler,
        };
        for (row, y) in wrap::rows(&text, &wrap).iter().zip(area.top()..area.bottom()) {
            let line = slice(&text, row.start as usize..row.end as usize);
            canvas.put((area.x + 1, y), area.right(), line, dim);
        }
        return;
    }
    let top = picker.top(height);
    for (nth, y) in (top..picker.rows().len()).zip(area.top()..area.bottom()) {
        let slot = Rect { y, height: 1, ..area };
        // The ground first: what is lit has one of its own.
        if nth == picker.cursor() {
            paint::tint(&mut canvas.sheet, slot, canvas.theme.cursor());
        }
        draw_row(canvas, picker, &picker.rows()[nth], slot);
        if nth == picker.cursor() {
            let accent = canvas.theme.accent();
            canvas.put((area.x, y), area.right(), canvas.sign("▌"), accent);
        }
    }
}

fn sign(group: Group) -> &'static str {
    match group {
        Group::Names => "@",
        Group::Outlets => "%",
        Group::Tags => "#",
        Group::Searches => "?",
        Group::Titles => "",
        Group::Own => ":",
        Group::Places => "'",
        Group::Notes => "¶",
    }
}

fn draw_row(canvas: &mut Canvas, picker: &Picker, found: &Found, slot: Rect) {
    let (dim, right) = (canvas.theme.dim(), slot.right().saturating_sub(1));
    let x = slot.x + 2;
    canvas.put((x, slot.y), right, sign(found.group), dim);
    let x = x + 2;
    // The headline says most; what stands at the right takes two fifths at most.
    let least = x + right.saturating_sub(x) * 3 / 5;
    let detail = detail(canvas, picker, found);
    let end = canvas.put_right((least.min(right), slot.y), right, &detail, dim);
    let room = end.saturating_sub(x + 1);
    let label = canvas.ruler.elide(&found.label, room.into()).into_owned();
    let style = match &found.about {
        About::Name(kind, ..) => canvas.theme.kind(*kind),
        About::Story(header) if found.group == Group::Titles && !header.marks.read => STRONG,
        _ => Style::new(),
    };
    canvas.put_lit((x, slot.y), x + room, (&label, 0), style, &found.lit);
}

/// What stands at the right of a row: why it is there, and what it is.
fn detail(canvas: &Canvas, picker: &Picker, found: &Found) -> String {
    let words = &canvas.app.words;
    let stories = |n: u32| words.fill("pick.stories", &[("n", &count(n))]).to_string();
    let mut parts: Vec<String> = Vec::new();
    parts.extend(
        found
            .tier
            .and_then(|tier| words.reason(tier))
            .map(ToOwned::to_owned),
    );
    match &found.about {
        About::Name(_, _, Some(name)) => parts.push(format!("= {name}")),
        About::Name(kind, n, None) => parts.extend([words.get(kind_key(*kind)).to_owned(), stories(*n)]),
        About::Stories(n) => parts.push(stories(*n)),
        About::Query(query) => parts.push(query.to_string()),
        About::Story(header) => {
            let shown = header
                .outlet
                .iter()
                .map(ToString::to_string)
                .chain(date(canvas, header));
            parts.push(shown.collect::<Vec<_>>().join(" "));
        }
        About::Nothing => {
            if let Goal::Own(at) = found.goal
                && let Some(own) = picker.own.get(at)
            {
                parts.push(own.keys.to_string());
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

fn date(canvas: &Canvas, header: &Header) -> Option<String> {
    let date = header.date?;
    let about = if date.inferred { "~" } else { "" };
    Some(format!(
        "{about}{}",
        canvas.app.words.short_date(date, canvas.app.today)
    ))
}

/// A place to write lines one below the other.
struct Column<'a, 'b> {
    canvas: &'a mut Canvas<'b>,
    area: Rect,
    y: u16,
}

impl Column<'_, '_> {
    /// Writes a text, broken into rows, some bytes of it lit; a long one from around the first of them on.
    fn write(&mut self, text: &Clean, style: Style, lit: &[Range<u32>], most: usize) {
        let wrap = Wrap {
            cols: self.area.width.saturating_sub(2).max(2),
            mode: Mode::Auto,
            ruler: self.canvas.ruler,
        };
        let rows = wrap::rows(text, &wrap);
        let first = lit.first().map_or(0, |hit| hit.start);
        let at = rows.iter().rposition(|row| row.start <= first).unwrap_or(0);
        let from = if at < most { 0 } else { at.saturating_sub(1) };
        for row in rows.iter().skip(from).take(most) {
            if self.y >= self.area.bottom() {
                return;
            }
            let line = slice(text, row.start as usize..row.end as usize);
            let at = (self.area.x + 1, self.y);
            self.canvas
                .put_lit(at, self.area.right(), (line, row.start), style, lit);
            self.y += 1;
        }
    }

    fn gap(&mut self) {
        self.y += u16::from(self.y > self.area.y);
    }
}

fn draw_preview(canvas: &mut Canvas, picker: &Picker, area: Rect) {
    let Some(found) = picker.current() else {
        return;
    };
    let mut column = Column {
        canvas,
        area,
        y: area.y,
    };
    if let Goal::Own(at) = found.goal {
        if let Some(own) = picker.own.get(at) {
            let accent = column.canvas.theme.accent();
            column.write(&found.label, STRONG, &[], 2);
            column.write(&own.keys, accent, &[], 1);
            column.gap();
            column.write(&own.detail, Style::new(), &[], ROWS);
        }
        return;
    }
    // What is here may be of the row before; it stays until the new one comes only if it is the same.
    if let Some((_, glance)) = picker.glance.as_ref().filter(|(goal, _)| *goal == found.goal) {
        say(&mut column, glance);
    }
}

fn say(column: &mut Column, glance: &Glance) {
    let dim = column.canvas.theme.dim();
    let listed = matches!(glance.said.first(), Some(Said::Head(_)));
    for said in &glance.said {
        match said {
            Said::Head(text) => column.write(text, STRONG, &[], 2),
            Said::Story(header) => {
                if listed {
                    column.gap();
                    column.write(&header.headline, Style::new(), &[], 2);
                } else {
                    column.write(&header.headline, STRONG, &[], 3);
                }
                let long = |date| column.canvas.app.words.long_date(date).to_string();
                let parts = header
                    .outlet
                    .iter()
                    .map(ToString::to_string)
                    .chain(header.date.map(long));
                let line = Clean::new(&parts.collect::<Vec<_>>().join(" · "));
                column.write(&line, dim, &[], 1);
            }
            Said::Name(text, kind, stories, others) => {
                let style = column.canvas.theme.kind(*kind).add_modifier(Modifier::BOLD);
                column.write(text, style, &[], 2);
                let words = &column.canvas.app.words;
                let stories = words.fill("pick.stories", &[("n", &count(*stories))]);
                let line = Clean::new(&format!("{} · {stories}", words.get(kind_key(*kind))));
                column.write(&line, dim, &[], 1);
                if !others.is_empty() {
                    let line = others
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(", ");
                    column.write(&Clean::new(&format!("= {line}")), dim, &[], 2);
                }
            }
            Said::Passage(text, lit) => {
                column.gap();
                column.write(text, Style::new(), lit, ROWS);
            }
        }
    }
}

fn draw_keys(canvas: &mut Canvas, area: Rect) {
    let (mut x, accent, dim) = (area.x + 1, canvas.theme.accent(), canvas.theme.dim());
    for (key, words) in KEYS {
        let label = canvas.word(words);
        let width = canvas.ruler.width(key) + 1 + canvas.ruler.width(&label);
        if x as usize + width >= area.right() as usize {
            return;
        }
        let next = canvas.put((x, area.y), area.right(), key, accent);
        x = canvas.put((next + 1, area.y), area.right(), &label, dim) + 3;
    }
}
