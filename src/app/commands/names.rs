//! What can be done with a name, wherever it is seen.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::app::overlay::Wish;

macro_rules! row {
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        Command { name: $name, scope: Scope::All, keys: &[$($key),*], doc: $doc, run: $run }
    };
}

/// The rows.
pub const COMMANDS: &[Command] = &[
    row!(
        "entity-card",
        ["g d"],
        "Show all that the library knows of a name",
        |app| app.wish(Wish::Card)
    ),
    row!(
        "mentions",
        ["g m"],
        "Show every place where a name stands, the newest first",
        |app| app.wish(Wish::Mentions)
    ),
    row!(
        "why",
        ["g w"],
        "Say why a name was found, or why a story is related",
        App::ask_why
    ),
    row!(
        "merge-entity",
        ["c m", "&"],
        "Say that a name is the same as another",
        |app| app.wish(Wish::Merge)
    ),
    row!(
        "split-entity",
        ["c s"],
        "Let a spelling of a name go its own way",
        |app| app.wish(Wish::Split)
    ),
    row!("rename-entity", ["c r"], "Show a name by another text", |app| app
        .wish(Wish::Rename)),
    row!("retype-entity", ["c k"], "Give a name another kind", |app| app
        .wish(Wish::Retype)),
    row!("hide-entity", ["c h"], "Hide a name everywhere", |app| app
        .wish(Wish::Hide)),
    row!(
        "deny-entity",
        ["c n"],
        "Say that it is not this name here",
        |app| { app.wish(Wish::Deny) }
    ),
    row!(
        "watch-entity",
        ["w", "c w"],
        "Watch a name, or no longer",
        |app| app.wish(Wish::Watch)
    ),
    row!(
        "make-entity",
        ["@", "c a"],
        "Make a name of words of the story",
        App::begin_making
    ),
];
