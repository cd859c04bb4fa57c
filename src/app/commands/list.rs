//! What can be done in the list.

use crate::app::command::{Command, Scope};

/// The rows.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "open",
        scope: Scope::List,
        keys: &["Enter"],
        doc: "Open the story",
        run: |app| app.list.current().map_or_else(Vec::new, |row| app.open(row)),
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
