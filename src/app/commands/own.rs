//! The reader's own commands: rows that the settings give a name, keys and a program.
//!
//! A row is a constant, so there is a fixed number of them; those that the settings do not fill are nowhere shown.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::app::words::Words;
use crate::config::own::{MOST, OwnCommand};

macro_rules! row {
    ($place:literal, $name:literal) => {
        Command {
            name: $name,
            scope: Scope::All,
            keys: &[],
            doc: "Run a command of your own",
            run: |app: &mut App| app.run_own($place),
        }
    };
}

/// The rows, in the order of the settings file.
static ROWS: [Command; MOST] = [
    row!(0, "own-1"),
    row!(1, "own-2"),
    row!(2, "own-3"),
    row!(3, "own-4"),
    row!(4, "own-5"),
    row!(5, "own-6"),
    row!(6, "own-7"),
    row!(7, "own-8"),
    row!(8, "own-9"),
    row!(9, "own-10"),
    row!(10, "own-11"),
    row!(11, "own-12"),
    row!(12, "own-13"),
    row!(13, "own-14"),
    row!(14, "own-15"),
    row!(15, "own-16"),
    row!(16, "own-17"),
    row!(17, "own-18"),
    row!(18, "own-19"),
    row!(19, "own-20"),
    row!(20, "own-21"),
    row!(21, "own-22"),
    row!(22, "own-23"),
    row!(23, "own-24"),
];

/// The rows that the settings fill, each with what fills it.
pub fn rows(own: &[OwnCommand]) -> impl Iterator<Item = (&'static Command, &OwnCommand)> {
    ROWS.iter().zip(own)
}

/// Says to the catalogue what these commands are called.
pub fn tell(own: &[OwnCommand], words: &mut Words) {
    for (row, own) in rows(own) {
        words.call(row.name, (&own.name, &own.run.join(" ")));
    }
}
