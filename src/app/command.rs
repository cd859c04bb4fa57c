//! What a reader can do, as rows.
//!
//! The key map, the help, which-key, the command line, the README's key table and the man page are all made from
//! these rows; nothing else knows a key.

use crate::app::App;
use crate::app::commands;
use crate::app::effect::Effects;

/// Where a command can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// In every pane.
    All,
    /// With the focus on the list.
    List,
    /// With the focus on the reader.
    Reader,
    /// With the focus on the entity sidebar.
    Entities,
    /// While text of the story is being chosen.
    Visual,
    /// In the list of notes.
    Notes,
    /// While a note is being written: all other keys are text.
    Note,
}

/// Commands of all panes that hold while text is chosen and in the list of notes.
const EVERYWHERE: &[&str] = &[
    "help",
    "quit",
    "undo",
    "redo",
    "redraw",
    "suspend",
    "command-line",
    "toggle-hints",
    "toggle-theme",
    "history",
];

/// Commands of all panes that move in a list.
const MOVES: &[&str] = &[
    "down",
    "up",
    "half-down",
    "half-up",
    "page-down",
    "page-up",
    "top",
    "bottom",
];

impl Scope {
    /// All scopes, in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::List,
        Self::Reader,
        Self::Entities,
        Self::Visual,
        Self::Notes,
        Self::Note,
    ];

    /// Whether a command can be given here.
    pub fn sees(self, command: &Command) -> bool {
        command.scope == self
            || command.scope == Self::All
                && match self {
                    Self::Note => false,
                    Self::Visual => {
                        let own = command.name == "pipe" || command.name.starts_with("own-");
                        own || EVERYWHERE.contains(&command.name)
                    }
                    Self::Notes => EVERYWHERE.contains(&command.name) || MOVES.contains(&command.name),
                    _ => true,
                }
    }

    /// Its place among all.
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// The name in the settings file and in the catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Entities => "entities",
            Self::Visual => "visual",
            Self::Notes => "notes",
            Self::Note => "note",
        }
    }
}

/// One thing a reader can do.
pub struct Command {
    /// The name in the settings file and on the command line; its words are in the catalogues under it.
    pub name: &'static str,
    /// Where it can be given.
    pub scope: Scope,
    /// The default keys: alternatives, each a sequence of chords apart by blanks. `*` stands for any letter, a
    /// `!` at the end for a key that only some terminals report.
    pub keys: &'static [&'static str],
    /// What it does, in one English sentence without a full stop.
    pub doc: &'static str,
    /// Does it.
    pub run: fn(&mut App) -> Effects,
}

impl Command {
    /// Whether this is the same row. Rows are constants, of which a program may hold several copies: their addresses
    /// say nothing.
    pub fn is(&self, other: &Self) -> bool {
        self.name == other.name && self.scope == other.scope
    }
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.scope.name(), self.name)
    }
}

/// Every row, in the order of the help.
pub fn all() -> impl Iterator<Item = &'static Command> {
    [
        commands::general::COMMANDS,
        commands::views::COMMANDS,
        commands::names::COMMANDS,
        commands::list::COMMANDS,
        commands::reader::COMMANDS,
        commands::sidebar::COMMANDS,
        commands::noting::COMMANDS,
        commands::visual::COMMANDS,
        commands::notes::COMMANDS,
        commands::note::COMMANDS,
    ]
    .into_iter()
    .flatten()
}

/// The row of a name; `None` if there is no such command.
pub fn named(name: &str) -> Option<&'static Command> {
    all().find(|c| c.name == name)
}
