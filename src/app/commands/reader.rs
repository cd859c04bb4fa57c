//! What can be done in the reader, and to it from the other panes.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::app::effect::Effects;
use crate::app::layout::Pane;
use crate::app::overlay::Target;

macro_rules! row {
    ($scope:ident, $name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        Command { name: $name, scope: Scope::$scope, keys: &[$($key),*], doc: $doc, run: $run }
    };
}

/// The rows.
pub const COMMANDS: &[Command] = &[
    row!(
        Reader,
        "follow",
        ["Enter"],
        "Put letters on what can be followed; after a number, open the link of that number",
        follow
    ),
    row!(
        All,
        "paragraph-prev",
        ["{"],
        "Go to the paragraph before",
        |app| paragraph(app, false)
    ),
    row!(All, "paragraph-next", ["}"], "Go to the next paragraph", |app| {
        paragraph(app, true)
    }),
    row!(All, "sentence-prev", ["("], "Go to the sentence before", |app| {
        sentence(app, false)
    }),
    row!(All, "sentence-next", [")"], "Go to the next sentence", |app| {
        sentence(app, true)
    }),
    row!(
        All,
        "mention-prev",
        ["[ e"],
        "Go to the last mention of the name followed",
        |app| app.step_lit(false)
    ),
    row!(
        All,
        "mention-next",
        ["] e"],
        "Go to the next mention of the name followed",
        |app| app.step_lit(true)
    ),
    row!(All, "zen", ["z"], "Show nothing but the story", |app| {
        app.zen = !app.zen;
        app.set_focus(Pane::Reader);
        Vec::new()
    }),
];

fn follow(app: &mut App) -> Effects {
    match app.count.take() {
        Some(n) => app.follow(Target::Link((n as usize).saturating_sub(1))),
        None if app.reader.noted().is_some() => app.annotate(),
        None => crate::app::command::named("hints").map_or_else(Vec::new, |hints| (hints.run)(app)),
    }
}

fn paragraph(app: &mut App, forward: bool) -> Effects {
    for _ in 0..app.times() {
        app.reader.paragraph(forward);
    }
    Vec::new()
}

fn sentence(app: &mut App, forward: bool) -> Effects {
    for _ in 0..app.times() {
        app.reader.sentence(forward);
    }
    Vec::new()
}
