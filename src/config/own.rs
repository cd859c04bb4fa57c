//! Commands and hooks of the reader's own: argument vectors with holes, and what may stand in them.
//!
//! No shell is between us and a program. What an article says may fill an argument, but is never an option and never
//! a part of a script: that is checked here, where the settings are read, and once more where the holes are filled.

use crate::config::fault::Place;

/// Most commands of one's own.
pub const MOST: usize = 24;

/// The holes that an argument can have.
pub const HOLES: &[&str] = &[
    "path",
    "url",
    "headline",
    "text",
    "selection",
    "outlet",
    "date",
    "id",
];

/// What is done with what a command writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Nothing; only a failure is told.
    #[default]
    Nothing,
    /// It is shown in a page.
    Output,
    /// The command has the terminal for as long as it runs.
    Terminal,
}

/// A command of the reader's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnCommand {
    /// What to call it.
    pub name: String,
    /// Its keys, each with its place.
    pub keys: Vec<(String, Place)>,
    /// The program and its arguments.
    pub run: Vec<String>,
    /// What it is given on its standard input: a text with holes; empty for nothing.
    pub input: String,
    /// What is done with what it writes.
    pub show: Show,
}

/// What runs when something happens; empty where nothing does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hooks {
    /// Stories were taken in.
    pub import: Vec<String>,
    /// A story was opened.
    pub open: Vec<String>,
    /// A note was made or changed.
    pub note: Vec<String>,
    /// The program ends.
    pub quit: Vec<String>,
}

/// The holes of a text, in order.
pub fn holes(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| {
        let (hole, _) = rest.split_once('}')?;
        let named = !hole.is_empty() && hole.chars().all(|c| c.is_ascii_alphabetic());
        named.then_some(hole)
    })
}

/// Whether a program can be run with these arguments: there is a program that no article names, every hole is known,
/// and none stands in a script.
pub fn is_sound(run: &[String]) -> bool {
    let known = |text: &String| holes(text).all(|hole| HOLES.contains(&hole));
    let program = run
        .first()
        .is_some_and(|p| !p.trim().is_empty() && holes(p).next().is_none());
    let script = |pair: &[String]| takes_script(&pair[0]) && holes(&pair[1]).next().is_some();
    let nul = run.iter().any(|text| text.contains('\0'));
    program && !nul && run.iter().all(known) && !run.windows(2).any(script)
}

/// Whether what follows an argument is run by a program as a script: `-c`, `-lc`, `-e`, `--eval` and the like.
fn takes_script(argument: &str) -> bool {
    let long = matches!(
        argument,
        "--eval" | "--command" | "--exec" | "--expression" | "-exec" | "-execdir"
    );
    let letters = argument.strip_prefix('-').unwrap_or_default();
    let short = (1..=4).contains(&letters.len()) && letters.chars().all(|c| c.is_ascii_alphabetic());
    long || short && letters.ends_with(['c', 'e', 'E'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_article_is_a_program_or_a_script() {
        for (run, sound) in [
            (&["trans", "-b", "{text}"][..], true),
            (&["cp", "--", "{path}", "/tmp"], true),
            (&["x", "--title={headline}"], true),
            (&["x", "{", "}", "{}", "{ 가 }", "a{b c}"], true),
            (&["sh", "-c", "echo \"$1\"", "sh", "{headline}"], true),
            (&["sh", "-c", "echo {headline}"], false),
            (&["bash", "-lc", "{text}"], false),
            (&["perl", "-e", "print '{headline}'"], false),
            (&["python3", "-c", "{selection}"], false),
            (&["{headline}"], false),
            (&["{path}", "x"], false),
            (&["x", "{headlin}"], false),
            (&["x", "a\0b"], false),
            (&[" "], false),
            (&[], false),
        ] {
            let run: Vec<String> = run.iter().map(|s| (*s).to_owned()).collect();
            assert_eq!(is_sound(&run), sound, "{run:?}");
        }
    }
}
