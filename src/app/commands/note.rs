//! What can be done while a note is being written; every other key is text.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::app::overlay::menu::Purpose;
use crate::library::note::Colour;

macro_rules! row {
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        Command { name: $name, scope: Scope::Note, keys: &[$($key),*], doc: $doc, run: $run }
    };
}

/// The rows.
pub const COMMANDS: &[Command] = &[
    row!(
        "note-save",
        ["Esc", "Ctrl-s", "Ctrl-Enter!"],
        "Save the note and close it",
        App::save_note
    ),
    row!(
        "note-discard",
        ["Ctrl-c"],
        "Throw away what was typed",
        App::discard_note
    ),
    row!(
        "note-editor",
        ["Alt-e"],
        "Go on in your own editor",
        App::compose_note
    ),
    row!("note-colour-1", ["Alt-1"], "Yellow", |app| app
        .colour_note(Colour::Yellow)),
    row!("note-colour-2", ["Alt-2"], "Green", |app| app
        .colour_note(Colour::Green)),
    row!("note-colour-3", ["Alt-3"], "Blue", |app| app
        .colour_note(Colour::Blue)),
    row!("note-colour-4", ["Alt-4"], "Pink", |app| app
        .colour_note(Colour::Pink)),
    row!("note-colour-5", ["Alt-5"], "Purple", |app| app
        .colour_note(Colour::Purple)),
    row!("note-field-next", ["Tab"], "Go to text, tags, colours", |app| app
        .turn_field(true)),
    row!(
        "note-field-prev",
        ["Shift-Tab"],
        "Go back through text, tags, colours",
        |app| app.turn_field(false)
    ),
    row!("note-undo", ["Ctrl-z"], "Take back what was typed", |app| app
        .undo_typing(true)),
    row!("note-redo", ["Ctrl-y"], "Type it again", |app| app
        .undo_typing(false)),
    row!("note-help", ["F1"], "Show every key", |app| {
        app.command_menu(Purpose::Help);
        Vec::new()
    }),
];
