//! What can be done in the list.

use crate::app::command::{Command, Scope};

/// The rows.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "open",
        scope: Scope::List,
        keys: &["Enter"],
        doc: "Open the story",
        run: |app| match app.list.current() {
            Some(row) => app.open(row),
            None => app.say_key("toast.no-stories", &[]),
        },
    },
    Command {
        name: "mark-item",
        scope: Scope::List,
        keys: &["x"],
        doc: "Choose the story for what comes next, or no longer",
        run: |app| {
            app.list.toggle_choice();
            app.list.step(1);
            app.cursor_moved()
        },
    },
    Command {
        name: "range-select",
        scope: Scope::List,
        keys: &["v"],
        doc: "Begin to choose several stories; again to end",
        run: |app| {
            app.list.toggle_range();
            Vec::new()
        },
    },
];
