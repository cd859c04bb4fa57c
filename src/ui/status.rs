//! The status row: mode, place, hints; above it the short message.

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::Canvas;
use crate::app::App;
use crate::app::command::Scope;
use crate::app::layout::Pane;
use crate::app::overlay::Overlay;
use crate::app::overlay::ask::Question;
use crate::app::overlay::find::Find;
use crate::app::overlay::menu::Purpose;
use crate::app::overlay::sheet::About;
use crate::app::words::count;
use crate::query::{self, Role};
use crate::text::Clean;

/// Commands worth a hint, the most useful last: the row is filled from the right.
const HINTS: &[(&str, &[&str])] = &[
    (
        "mode.list",
        &["help", "filter", "bookmark", "find", "read-on", "open"],
    ),
    (
        "mode.reader",
        &["help", "entities", "bookmark", "hints", "find", "read-on"],
    ),
    (
        "mode.entities",
        &[
            "help",
            "fold-group",
            "watch-entity",
            "why",
            "mentions",
            "entity-card",
            "filter-by-entity",
        ],
    ),
    (
        "mode.visual",
        &[
            "leave-visual",
            "highlight",
            "note",
            "extend",
            "select-sentence",
            "copy-selection",
            "find-selection",
            "name-selection",
        ],
    ),
    (
        "mode.notes",
        &[
            "help",
            "notes-open",
            "notes-filter",
            "notes-find",
            "notes-edit",
            "notes-hang",
            "notes-compare",
            "notes-export",
        ],
    ),
    (
        "mode.note",
        &[
            "note-help",
            "note-save",
            "note-field-next",
            "note-editor",
            "note-discard",
        ],
    ),
    ("mode.history", &["redo", "undo"]),
    ("mode.card", &["why", "watch-entity", "merge-entity", "mentions"]),
    (
        "mode.mentions",
        &["why", "watch-entity", "merge-entity", "entity-card"],
    ),
    ("mode.settings", &["reload-settings", "edit-settings", "themes"]),
    (
        "mode.why",
        &["deny-entity", "merge-entity", "mentions", "entity-card"],
    ),
];

/// The same where there is nothing that a command could be about.
const EMPTY: &[&str] = &["help", "view-all", "filter", "picker"];

/// Whether there is nothing in the pane or the list that keys go to.
fn is_empty(app: &App) -> bool {
    match app.overlays.last() {
        Some(Overlay::Notes(notes)) => notes.is_empty(),
        Some(Overlay::Sheet(sheet)) => sheet.about == About::History && sheet.tally().1 == 0,
        Some(_) => false,
        None => match app.focus {
            Pane::List => app.list.is_empty() && app.list.is_complete(),
            Pane::Reader => app.reader.story().is_none(),
            Pane::Sidebar => app.sidebar.is_empty(),
        },
    }
}

/// Draws the row; returns where the caret of a text field in it stands.
pub(super) fn draw(canvas: &mut Canvas) -> Option<Position> {
    strip(canvas);
    toast(canvas);
    let area = canvas.app.layout.status;
    if let Some(Overlay::Find(find)) = canvas.app.overlays.last() {
        return Some(find_field(canvas, area, find));
    }
    let mode = mode(canvas.app);
    let style = canvas.theme.badge();
    let x = canvas.put((area.x, area.y), area.right(), &badge(canvas.app), style);
    let left = left(canvas.app);
    let x = canvas.put((x + 1, area.y), area.right(), &left, Style::new());
    if canvas.app.hints {
        hints(
            canvas,
            Rect {
                x: x + 1,
                width: area.right().saturating_sub(x + 1),
                ..area
            },
            mode,
        );
    }
    None
}

/// The strip of the tour.
fn strip(canvas: &mut Canvas) {
    let (Some(area), Some(words)) = (canvas.app.layout.strip, canvas.app.tour_words()) else {
        return;
    };
    let style = canvas.theme.accent();
    for (row, y) in canvas.app.tour_rows(&words).iter().zip(area.top()..area.bottom()) {
        let text = crate::text::slice(&words, row.start as usize..row.end as usize);
        canvas.put((area.x + 1, y), area.right(), text, style);
    }
}

/// The mode's name, and whether keys come from a Hangul keyboard.
fn badge(app: &App) -> String {
    let hangul = if app.status.hangul { "한 " } else { "" };
    format!(" {} {hangul}", app.words.get(mode(app)))
}

/// The place after the badge.
pub(super) fn rest(app: &App) -> Position {
    let area = app.layout.status;
    let after = app.ruler.width(&badge(app)) as u16;
    Position::new((area.x + after).min(area.right().saturating_sub(1)), area.y)
}

/// The key of the mode's name.
fn mode(app: &App) -> &'static str {
    match app.overlays.last() {
        Some(Overlay::Menu(menu)) => match menu.purpose {
            Purpose::Help => "mode.help",
            Purpose::Commands => "mode.command",
            Purpose::Filters | Purpose::NoteFilters => "mode.filter",
            Purpose::Correct => "mode.correct",
            Purpose::Tags => "mode.retag",
            Purpose::Export => "mode.export",
            Purpose::Context => "mode.context",
        },
        Some(Overlay::Find(_)) => "mode.find",
        Some(Overlay::Picker(_)) => "mode.pick",
        Some(Overlay::Hints(_)) => "mode.hints",
        Some(Overlay::Info(_)) => "mode.info",
        Some(Overlay::Pictures(_)) => "mode.pictures",
        Some(Overlay::Tags(_)) => "mode.tags",
        Some(Overlay::Sheet(sheet)) => match sheet.about {
            About::Card(_) => "mode.card",
            About::Mentions(_) => "mode.mentions",
            About::Why(_) => "mode.why",
            About::Tie(_) => "mode.tie",
            About::History => "mode.history",
            About::Changes => "mode.changes",
            About::Settings => "mode.settings",
            About::Output => "mode.output",
        },
        Some(Overlay::Naming(_) | Overlay::Making(_)) => "mode.correct",
        Some(Overlay::Note(_)) => "mode.note",
        Some(Overlay::Notes(_)) => "mode.notes",
        Some(Overlay::Ask(ask)) => match ask.question {
            Question::Retag(_) => "mode.retag",
            Question::Export(_) => "mode.export",
            Question::Pipe => "mode.pipe",
            Question::Resave(..) => "mode.resave",
        },
        None if app.scope() == Scope::Visual => "mode.visual",
        Some(Overlay::Themes(_)) => "mode.themes",
        None => match app.focus {
            Pane::List => "mode.list",
            Pane::Reader => "mode.reader",
            Pane::Sidebar => "mode.entities",
        },
    }
}

/// Keys typed so far, the place in the list, what is lit, what goes on.
fn left(app: &App) -> String {
    let mut parts: Vec<String> = Vec::new();
    let typed: String = app.count.map(|n| n.to_string()).into_iter().collect::<String>()
        + &app.pending.iter().map(ToString::to_string).collect::<String>();
    if !typed.is_empty() {
        parts.push(typed);
    }
    if !app.list.is_empty() {
        parts.push(format!(
            "{}/{}",
            count(app.list.cursor() as u32 + 1),
            count(app.list.len() as u32)
        ));
    }
    if let Some(lit) = lit(app) {
        parts.push(lit);
    }
    parts.extend(app.status.sought.as_ref().map(ToString::to_string));
    let marks = app.reader.story().map(|s| s.header.marks);
    if let Some(n) = chosen(app) {
        parts.push(
            app.words
                .fill("status.chosen", &[("n", &n.to_string())])
                .to_string(),
        );
    }
    if marks.is_some_and(|m| m.bookmarked) && app.focus != Pane::List {
        parts.push("★".into());
    }
    if app.reader.has_newer() {
        parts.push(app.words.fill("status.newer", &[]).to_string());
    }
    parts.extend(foreign(app).map(ToString::to_string));
    if let Some(progress) = app.status.progress.filter(|_| app.status.progress_shown) {
        let key = match (progress.done < progress.total, progress.faults) {
            // How fast it goes is not known at once.
            (false, _) if progress.rate == 0 => "status.naming-begun",
            (false, _) => "status.naming-left",
            (true, 0) => "status.importing",
            (true, _) => "status.importing-faults",
        };
        let holes = [
            ("rate", count(progress.rate)),
            ("n", count(progress.done)),
            ("total", count(progress.total)),
            ("left", count(progress.unindexed)),
            ("faults", count(progress.faults)),
        ];
        let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
        parts.push(app.words.fill(key, &holes).to_string());
    }
    if app.status.unsaveable {
        parts.push(app.words.get("status.unsaved").to_owned());
    }
    if app.sample && !app.list.is_moved() && app.overlays.is_empty() && parts.len() < 2 {
        parts.push(app.words.get("status.sample").to_owned());
    }
    parts.join("  ")
}

/// How many letters are chosen.
fn chosen(app: &App) -> Option<usize> {
    let bytes = app.reader.chosen()?;
    let text = app
        .reader
        .story()?
        .article
        .body
        .slice(bytes.start as usize..bytes.end as usize);
    Some(app.ruler.clusters(text).count())
}

/// The encoding of the file being read, if it is not the one that files have today.
fn foreign(app: &App) -> Option<&Clean> {
    let story = app.reader.story().filter(|_| app.focus == Pane::Reader)?;
    let encodings = story.sources.iter().map(|source| &source.encoding);
    encodings.filter(|e| !e.is_empty() && **e != "UTF-8").min()
}

/// Which of the lit places is the current one: `메타 2/14`.
fn lit(app: &App) -> Option<String> {
    let lit = &app.reader.lit;
    let what = match (&app.query, app.following) {
        (Some(query), _) => query.to_string(),
        (None, Some(id)) => app.sidebar.names.iter().find(|n| n.id == id)?.text.to_string(),
        (None, None) => return None,
    };
    let now = if lit.hits.is_empty() { 0 } else { lit.current + 1 };
    let all = if app.query.is_none() && app.places > 0 {
        format!(" ({})", count(app.places))
    } else {
        String::new()
    };
    let reason = reason(app);
    Some(format!("{what} {now}/{}{all}{reason}", lit.hits.len()))
}

/// How what is lit answers what was looked for, if that is not plain.
fn reason(app: &App) -> String {
    let reason = app.reader.lit.tier.and_then(|tier| app.words.reason(tier));
    reason.map_or(String::new(), |reason| format!(" {reason}"))
}

fn hints(canvas: &mut Canvas, area: Rect, mode: &str) {
    let commands = if is_empty(canvas.app) {
        EMPTY
    } else {
        HINTS
            .iter()
            .find(|(m, _)| *m == mode)
            .map_or(&[][..], |(_, c)| *c)
    };
    let mut right = area.right().saturating_sub(1);
    for name in commands {
        let key = canvas.app.keymap.key_in(canvas.app.scope(), name);
        let label = canvas.app.words.label(name).to_owned();
        if key.is_empty() || label.is_empty() {
            continue;
        }
        let width = (canvas.ruler.width(&key) + 1 + canvas.ruler.width(&label)) as u16;
        if right < area.x + width + 2 {
            return;
        }
        let x = right - width;
        let next = canvas.put((x, area.y), right, &key, canvas.theme.accent());
        canvas.put((next + 1, area.y), right, &label, canvas.theme.dim());
        right = x.saturating_sub(2);
    }
}

fn find_field(canvas: &mut Canvas, area: Rect, find: &Find) -> Position {
    let badge = format!(
        " {} ",
        canvas.word(if find.everywhere {
            "mode.search"
        } else {
            "mode.find"
        })
    );
    let x = canvas.put((area.x, area.y), area.right(), &badge, canvas.theme.badge());
    let x = canvas.put(
        (x + 1, area.y),
        area.right(),
        if find.everywhere { "//" } else { "/" },
        canvas.theme.accent(),
    );
    let hits = &canvas.app.reader.lit.hits;
    let tally = if find.everywhere {
        found(canvas.app, find)
    } else if find.input.is_empty() {
        canvas.word("find.widen")
    } else {
        let now = if hits.is_empty() {
            0
        } else {
            canvas.app.reader.lit.current + 1
        };
        format!("{now}/{}{}", hits.len(), reason(canvas.app))
    };
    let end = canvas.put_right((x + 10, area.y), area.right() - 1, &tally, canvas.theme.dim());
    let right = end.saturating_sub(1);
    let caret = super::overlay::field(canvas, (x, area.y), right, &find.input);
    if find.everywhere {
        query_lit(canvas, (x, area.y), right, find);
    }
    caret
}

/// How many stories a search found so far.
fn found(app: &App, find: &Find) -> String {
    if find.input.is_empty() || !find.live {
        return app.words.get("find.everywhere").to_owned();
    }
    let n = count(app.list.len() as u32);
    app.words.fill("find.stories", &[("n", &n)]).to_string()
}

/// Colours the parts of a query, and says above it what is wrong at which letter, or what may follow.
fn query_lit(canvas: &mut Canvas, (x, y): (u16, u16), right: u16, find: &Find) {
    let text = find.input.text();
    let column = |byte: u32| {
        let before = crate::text::slice(text, 0..byte as usize);
        x.saturating_add(canvas.ruler.width(before).min(usize::from(u16::MAX - x)) as u16)
    };
    // A query that does not fit is moved, and its parts with it: then it stays plain.
    let fits = column(text.len() as u32) < right;
    let mut places: Vec<(u16, u16, Style)> = Vec::new();
    for (at, role) in query::spans(text).into_iter().filter(|_| fits) {
        let style = match role {
            Role::Field | Role::Operator | Role::Paren => canvas.theme.accent(),
            Role::Ignored => canvas.theme.dim(),
            Role::Value | Role::Phrase | Role::Word => continue,
        };
        places.push((column(at.start), column(at.end), style));
    }
    let mut above: Option<(u16, String, Style)> = None;
    if let Some(fault) = &find.fault {
        let (from, to) = (column(fault.at.start), column(fault.at.end));
        let style = canvas.theme.fault().add_modifier(Modifier::UNDERLINED);
        places.extend(fits.then_some((from, to.max(from + 1), style)));
        let words = format!(" {} ", canvas.app.fault_words(fault));
        above = Some((if fits { from } else { x }, words, canvas.theme.fault()));
    } else if let Some(offered) = find.offered() {
        let choices = offered.choices.iter().map(|choice| match choice.also.as_str() {
            "" => choice.text.clone(),
            also => format!("{} {also}", choice.text),
        });
        let words = format!(" Tab {} ", choices.collect::<Vec<_>>().join(" · "));
        above = Some((
            if fits { column(offered.at.start) } else { x },
            words,
            canvas.theme.dim(),
        ));
    }
    for (from, to, style) in places {
        let part = Rect {
            x: from,
            y,
            width: to.min(right).saturating_sub(from),
            height: 1,
        };
        super::paint::tint(&mut canvas.sheet, part, style);
    }
    if let Some((from, words, style)) = above.filter(|_| y > 0) {
        told_above(canvas, (from, y - 1), right, &words, style);
    }
}

/// A line above the field, beginning at a letter where there is room for it.
fn told_above(canvas: &mut Canvas, (from, y): (u16, u16), right: u16, words: &str, style: Style) {
    let edge = canvas.app.layout.status.right().max(right);
    let width = canvas.ruler.width(words).min(usize::from(edge)) as u16;
    let slot = Rect {
        x: from.min(edge - width),
        y,
        width,
        height: 1,
    };
    super::paint::clear(&mut canvas.sheet, slot, canvas.ruler);
    let style = style.add_modifier(Modifier::REVERSED);
    super::paint::tint(&mut canvas.sheet, slot, style);
    canvas.put((slot.x, y), slot.right(), words, style);
}

fn toast(canvas: &mut Canvas) {
    let Some(toast) = canvas.app.status.toast.clone() else {
        return;
    };
    let area = canvas.app.layout.status;
    let wide = area.width.saturating_sub(4).clamp(2, 72);
    let wrap = crate::text::wrap::Wrap {
        cols: wide,
        mode: crate::text::wrap::Mode::Auto,
        ruler: canvas.ruler,
    };
    let rows = crate::text::wrap::rows(&toast.text, &wrap);
    let rows = &rows[..rows.len().min(3)];
    let width = rows.iter().map(|r| r.cols).max().unwrap_or(0) + 2;
    let height = rows.len() as u16;
    let bottom = canvas.app.layout.strip.map_or(area.y, |strip| strip.y);
    if bottom < height {
        return;
    }
    let slot = Rect {
        x: area.right().saturating_sub(width + 1),
        y: bottom - height,
        width,
        height,
    };
    super::paint::clear(&mut canvas.sheet, slot, canvas.ruler);
    let style = if toast.fault {
        canvas.theme.fault()
    } else {
        canvas.theme.accent()
    };
    let style = style.add_modifier(Modifier::REVERSED);
    super::paint::tint(&mut canvas.sheet, slot, style);
    for (row, y) in rows.iter().zip(slot.y..) {
        let text = crate::text::slice(&toast.text, row.start as usize..row.end as usize);
        canvas.put((slot.x + 1, y), slot.right(), text, style);
    }
}
