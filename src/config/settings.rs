//! What a reader can set, with its default, its words in the example file and how it is read.
//!
//! One row of `TABLE` is one setting; the example file, the faults and the suggestions all come from it.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::fault::{Expected, Fault, FaultKind, Place, nearest, visible};
use crate::config::own::{self, Hooks, OwnCommand, Show};

mod table;

use table::{Key, TABLE};

/// Everything a reader can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language of the screen.
    pub language: Tongue,
    /// The theme's name; `auto` takes the terminal's own brightness.
    pub theme: String,
    /// What `auto` takes on a dark ground.
    pub dark_theme: String,
    /// What `auto` takes on a light ground.
    pub light_theme: String,
    /// How articles are set.
    pub reader: Reader,
    /// How lists are set.
    pub list: List,
    /// How the screen is drawn.
    pub screen: Screen,
    /// How articles are taken in.
    pub library: Library,
    /// The keys to begin with.
    pub preset: Preset,
    /// The reader's own keys, in the order of the file.
    pub keys: Vec<Binding>,
    /// The reader's own commands, in the order of the file.
    pub own: Vec<OwnCommand>,
    /// What runs when something happens.
    pub hooks: Hooks,
}

/// Keys to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// Our own.
    #[default]
    Jobo,
    /// As newsboat has them.
    Newsboat,
    /// Without letters for moving.
    Arrows,
}

/// The language of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tongue {
    /// The system's.
    #[default]
    Auto,
    /// Korean.
    Ko,
    /// English.
    En,
    /// Japanese.
    Ja,
    /// Chinese.
    Zh,
}

/// How articles are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The widest column of text, in columns.
    pub measure: u16,
    /// Where rows are broken.
    pub wrap: Wrapping,
    /// Whether names are underlined.
    pub names: bool,
    /// Whether what is no part of the story is shown.
    pub furniture: bool,
}

/// Where rows are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wrapping {
    /// At blanks, in very narrow panes at any syllable.
    #[default]
    Auto,
    /// At blanks.
    Word,
    /// At any syllable.
    Char,
}

/// How lists are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What comes first.
    pub sort: Order,
    /// Rows a headline may take: 1 or 2; `None` takes two where one is too short.
    pub lines: Option<u8>,
}

/// What comes first in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The newest.
    #[default]
    Date,
    /// By outlet.
    Outlet,
    /// By headline.
    Title,
    /// The unread.
    Unread,
}

/// How the screen is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// The lines around panes.
    pub borders: Borders,
    /// The columns of characters such as `…` and `“`: 1 or 2; `None` is what the terminal does.
    pub ambiguous_width: Option<u8>,
    /// Milliseconds for which answers of the terminal count; 0 asks nothing.
    pub answer_ms: u16,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Whether addresses are links of the terminal.
    pub links: bool,
    /// How pictures are drawn.
    pub pictures: Way,
    /// Whether the bottom row shows keys.
    pub hints: bool,
    /// Milliseconds after which a half-typed key shows how it can go on; `None` never.
    pub which_key_ms: Option<u16>,
    /// Milliseconds the cursor rests on a row before its article is shown.
    pub preview_ms: u16,
}

/// How pictures of a story are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// As well as the terminal says that it can.
    #[default]
    Auto,
    /// By the protocol of kitty.
    Kitty,
    /// By sixels.
    Sixel,
    /// By the protocol of iTerm2.
    Iterm2,
    /// By half blocks, which every terminal has.
    Blocks,
}

/// The lines around panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Borders {
    /// With round corners.
    #[default]
    Rounded,
    /// With square corners.
    Plain,
    /// Of `+`, `-` and `|`.
    Ascii,
}

/// How articles are taken in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Library {
    /// The encoding of files that do not say; `None` finds it out for each.
    pub encoding: Option<String>,
}

/// Keys that a reader gives to a command in a pane. Whether pane, command and keys exist is for the key map to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The pane.
    pub pane: String,
    /// The command's name.
    pub command: String,
    /// The keys, each with its place; none takes the command's keys away.
    pub keys: Vec<(String, Place)>,
    /// Where the command is named.
    pub place: Place,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Tongue::Auto,
            theme: "auto".to_owned(),
            dark_theme: "dark".to_owned(),
            light_theme: "light".to_owned(),
            reader: Reader {
                measure: 72,
                wrap: Wrapping::Auto,
                names: true,
                furniture: false,
            },
            list: List {
                sort: Order::Date,
                lines: None,
            },
            screen: Screen {
                borders: Borders::Rounded,
                ambiguous_width: None,
                answer_ms: 200,
                mouse: true,
                links: true,
                pictures: Way::Auto,
                hints: true,
                which_key_ms: Some(250),
                preview_ms: 150,
            },
            library: Library::default(),
            preset: Preset::Jobo,
            keys: Vec::new(),
            own: Vec::new(),
            hooks: Hooks::default(),
        }
    }
}

/// Reads the settings file; a file that is not there sets nothing and is no fault.
pub fn load(path: &Path) -> (Settings, Vec<Fault>) {
    match text(path) {
        Ok(text) => parse(path, &text),
        Err(fault) => (Settings::default(), vec![*fault]),
    }
}

/// The text of a settings file; nothing where there is none.
pub(super) fn text(path: &Path) -> Result<String, Box<Fault>> {
    match crate::config::read_file(path) {
        Ok(bytes) => {
            String::from_utf8(bytes).map_err(|error| Box::new(Fault::unreadable(path, error.to_string())))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Box::new(Fault::unreadable(path, error.to_string()))),
    }
}

/// Where a setting without a section has its value in a file; the file as a whole where it has none.
pub(super) fn place(text: &str, name: &str) -> Place {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let span = DeTable::parse(text).ok().and_then(|table| {
        let value = table.get_ref().get(name)?;
        Some(value.span())
    });
    span.map_or_else(Place::default, |span| Place::of(text, &span))
}

/// Reads settings from a text; `path` is only named in the faults, which come in the order of their lines.
pub fn parse(path: &Path, text: &str) -> (Settings, Vec<Fault>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading {
        path,
        text,
        settings: Settings::default(),
        faults: Vec::new(),
    };
    match DeTable::parse(text) {
        Ok(table) => reading.table("", table.get_ref()),
        Err(error) => {
            let message = visible(error.message());
            reading.fault(&error.span().unwrap_or(0..0), FaultKind::Syntax { message }, None);
        }
    }
    reading
        .faults
        .sort_by_key(|fault| (fault.place.line, fault.place.column));
    reading
        .settings
        .keys
        .sort_by_key(|binding| (binding.place.line, binding.place.column));
    (reading.settings, reading.faults)
}

/// A file being read.
struct Reading<'t> {
    path: &'t Path,
    text: &'t str,
    settings: Settings,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn table(&mut self, section: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = if section.is_empty() {
                key.get_ref().to_string()
            } else {
                format!("{section}.{}", key.get_ref())
            };
            match value.get_ref() {
                DeValue::Table(panes) if name == "keys" => self.keys(panes),
                DeValue::Array(given) if name == "command" => given.iter().for_each(|one| self.own(one)),
                DeValue::Table(inner) if section.is_empty() && is_section(&name) => self.table(&name, inner),
                value_of_key => match TABLE.iter().find(|row| row.name == name) {
                    Some(row) => self.set(row, value_of_key, value.span()),
                    None => self.unknown(&name, key.span()),
                },
            }
        }
    }

    fn set(&mut self, row: &Key, value: &DeValue<'_>, span: std::ops::Range<usize>) {
        if !(row.set)(&mut self.settings, value) {
            let written = || value.as_str().and_then(|written| row.nearest_word(written));
            let kind = FaultKind::BadValue {
                name: row.name.to_owned(),
                expected: row.expected,
                default: row.default,
            };
            self.fault(&span, kind, written());
        }
    }

    fn unknown(&mut self, name: &str, span: std::ops::Range<usize>) {
        let sections = TABLE.iter().filter_map(Key::section).chain(["keys", "command"]);
        let in_full = TABLE.iter().map(|row| row.name).chain(sections);
        let last = name.rsplit('.').next().unwrap_or("");
        let elsewhere = || {
            TABLE
                .iter()
                .find(|row| row.own_name() == last)
                .map(|row| row.name)
        };
        let suggestion = nearest(name, in_full).or_else(elsewhere).map(str::to_owned);
        self.fault(&span, FaultKind::Unknown { name: visible(name) }, suggestion);
    }

    fn keys(&mut self, panes: &DeTable<'_>) {
        for (pane, commands) in panes {
            let name = format!("keys.{}", pane.get_ref());
            if let Some(row) = TABLE.iter().find(|row| row.name == name) {
                self.set(row, commands.get_ref(), commands.span());
                continue;
            }
            let Some(commands) = commands.get_ref().as_table() else {
                self.unknown(&format!("keys.{}", pane.get_ref()), pane.span());
                continue;
            };
            for (command, keys) in commands {
                self.binding(pane.get_ref(), command, keys);
            }
        }
    }

    /// A command of the reader's own; what is wrong in it takes it away.
    fn own(&mut self, given: &Spanned<DeValue<'_>>) {
        let full = self.settings.own.len() >= own::MOST;
        let Some(rows) = given.get_ref().as_table().filter(|_| !full) else {
            return self.unknown("command", given.span());
        };
        let mut own = OwnCommand::default();
        let mut sound = true;
        for (key, value) in rows {
            let text = value.get_ref().as_str();
            let (taken, expected) = match key.get_ref().as_ref() {
                "name" => (text.map(|t| t.clone_into(&mut own.name)), Expected::Template),
                "key" => (
                    strings(value, self.text).map(|keys| own.keys = keys),
                    Expected::Keys,
                ),
                "run" => (arguments(value.get_ref()).map(|run| own.run = run), Expected::Run),
                "input" => {
                    let known = text.filter(|t| own::holes(t).all(|hole| own::HOLES.contains(&hole)));
                    (known.map(|t| t.clone_into(&mut own.input)), Expected::Template)
                }
                "show" => {
                    let words = Expected::Words(&["nothing", "output", "terminal"]);
                    (word_of_show(text).map(|show| own.show = show), words)
                }
                other => {
                    self.unknown(&format!("command.{other}"), key.span());
                    continue;
                }
            };
            if taken.is_none() {
                sound = false;
                self.bad(&format!("command.{}", key.get_ref()), expected, value.span());
            }
        }
        if own.run.is_empty() && sound {
            sound = false;
            self.bad("command.run", Expected::Run, given.span());
        }
        if own.name.trim().is_empty() {
            own.name = own.run.first().cloned().unwrap_or_default();
        }
        if sound {
            self.settings.own.push(own);
        }
    }

    fn bad(&mut self, name: &str, expected: Expected, span: std::ops::Range<usize>) {
        let kind = FaultKind::BadValue {
            name: visible(name),
            expected,
            default: "",
        };
        self.fault(&span, kind, None);
    }

    fn binding(&mut self, pane: &str, command: &Spanned<Cow<'_, str>>, keys: &Spanned<DeValue<'_>>) {
        let Some(written) = strings(keys, self.text) else {
            let name = visible(&format!("keys.{pane}.{}", command.get_ref()));
            let kind = FaultKind::BadValue {
                name,
                expected: Expected::Keys,
                default: "",
            };
            return self.fault(&keys.span(), kind, None);
        };
        self.settings.keys.push(Binding {
            pane: pane.to_owned(),
            command: command.get_ref().to_string(),
            place: Place::of(self.text, &command.span()),
            keys: written,
        });
    }

    fn fault(&mut self, span: &std::ops::Range<usize>, kind: FaultKind, suggestion: Option<String>) {
        let place = Place::of(self.text, span);
        self.faults.push(Fault {
            path: self.path.to_owned(),
            place,
            kind,
            suggestion,
        });
    }
}

fn is_section(name: &str) -> bool {
    TABLE.iter().any(|row| row.section() == Some(name))
}

fn word_of_show(word: Option<&str>) -> Option<Show> {
    match word? {
        "nothing" => Some(Show::Nothing),
        "output" => Some(Show::Output),
        "terminal" => Some(Show::Terminal),
        _ => None,
    }
}

/// A program and its arguments, if they can be run.
fn arguments(value: &DeValue<'_>) -> Option<Vec<String>> {
    let words = value.as_array()?.iter();
    let run: Option<Vec<String>> = words.map(|w| w.get_ref().as_str().map(str::to_owned)).collect();
    run.filter(|run| own::is_sound(run))
}

/// The same, or nothing.
fn hook(value: &DeValue<'_>) -> Option<Vec<String>> {
    let none = value.as_array().is_some_and(|words| words.is_empty());
    if none { Some(Vec::new()) } else { arguments(value) }
}

/// Keys with the place of each.
fn strings(value: &Spanned<DeValue<'_>>, text: &str) -> Option<Vec<(String, Place)>> {
    let one = |key: &Spanned<DeValue<'_>>| {
        let written = key.get_ref().as_str()?.to_owned();
        Some((written, Place::of(text, &key.span())))
    };
    match value.get_ref() {
        DeValue::String(_) => Some(vec![one(value)?]),
        DeValue::Array(many) => many.iter().map(one).collect(),
        _ => None,
    }
}

/// One setting, for documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name with its section.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Its default as written in a file.
    pub default: &'static str,
    /// What it can be.
    pub expected: Expected,
    /// Whether a change shows at once.
    pub live: bool,
}

/// Every setting, in the order of the example file.
pub fn rows() -> impl Iterator<Item = Row> {
    TABLE.iter().map(|key| Row {
        name: key.name,
        doc: key.doc,
        default: key.default,
        expected: key.expected,
        live: key.live,
    })
}

impl Settings {
    /// The example file: every setting at its default, under its own words.
    pub fn example() -> String {
        Self::file("")
    }

    /// A file to begin with: the example with every setting taken out.
    pub fn first_file() -> String {
        Self::file("# ")
    }

    fn file(before: &str) -> String {
        let mut out = String::from(HEAD);
        let mut section = None;
        for row in TABLE {
            if row.section() != section {
                section = row.section();
                out += &["\n[", section.unwrap_or(""), "]\n"].concat();
            }
            out += "\n";
            for line in row.doc.lines() {
                out += &["# ", line, "\n"].concat();
            }
            out += &[before, row.own_name(), " = ", row.default, "\n"].concat();
        }
        out + TAIL
    }
}

const HEAD: &str = "\
# The settings of jobo, each at its default. `jobo config edit` opens your own file: what is not in it
# keeps its default. A mistake in one line costs that line only, and is told on the screen and by
# `jobo config check`. Saved changes show at once.
";

const TAIL: &str = "
# Your own keys: a section for each pane (all, list, reader, entities), in it a command with its keys.
# The keys given here take the place of the command's own; an empty list takes them away. Keys of a
# sequence stand apart by blanks. docs/settings.md has the names of all commands and keys.
#
# [keys.all]
# close-or-quit = \"Q\"
# down = [\"j\", \"Down\", \"Ctrl-n\"]
# view-unread = \"g v\"
#
# [keys.list]
# toggle-read = []
#
# Your own commands: each is a program with its arguments, and no shell. {path} {url} {headline} {text}
# {selection} {outlet} {date} and {id} stand for those of the article. show = \"output\" shows what the command
# writes, show = \"terminal\" gives it the terminal.
#
# [[command]]
# name = \"Translate\"
# key = \"g v\"
# run = [\"trans\", \"-b\"]
# input = \"{text}\"
# show = \"output\"
";

#[cfg(test)]
mod tests;
