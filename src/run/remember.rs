//! What terminals answered at earlier starts, so that the first frame is right before this one has answered.
//!
//! A file that can be lost: where it cannot be read or written, the first frame is drawn cautiously and nothing else
//! happens.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::probe::Answers;

/// The variables that tell one terminal, or one version of it, from another. Inside tmux and its like the second pair
/// is theirs.
const TOLD_BY: [&str; 7] = [
    "TERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "LC_TERMINAL",
    "LC_TERMINAL_VERSION",
    "VTE_VERSION",
    "XTERM_VERSION",
];
/// Most terminals that are remembered.
const MOST: usize = 32;
const FILE: &str = "terminals.json";

type Known = BTreeMap<String, Answers>;

/// What this terminal is called, as the environment says it.
pub fn terminal() -> String {
    called(|name| std::env::var(name).ok())
}

fn called(variable: impl Fn(&str) -> Option<String>) -> String {
    TOLD_BY.map(|name| variable(name).unwrap_or_default()).join("|")
}

/// What a terminal answered before; nothing if it was never asked.
pub fn load(cache: &Path, terminal: &str) -> Answers {
    known(cache).remove(terminal).unwrap_or_default()
}

/// Remembers what a terminal answered.
pub(crate) fn save(cache: &Path, terminal: &str, answers: Answers) -> io::Result<()> {
    let mut known = known(cache);
    while known.len() >= MOST && known.pop_first().is_some() {}
    known.insert(terminal.to_owned(), answers);
    std::fs::create_dir_all(cache)?;
    // Two that start at once leave one of both files, and never half of one.
    let part = cache.join(format!("{FILE}.{}", std::process::id()));
    std::fs::write(&part, serde_json::to_string_pretty(&known)?)?;
    std::fs::rename(&part, cache.join(FILE))
}

fn known(cache: &Path) -> Known {
    std::fs::read(cache.join(FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_told_apart() {
        let of = |pairs: &[(&str, &str)]| {
            called(|name| {
                pairs
                    .iter()
                    .find(|(n, _)| *n == name)
                    .map(|(_, v)| (*v).to_owned())
            })
        };
        let tmux = |version| {
            of(&[
                ("TERM", "tmux-256color"),
                ("TERM_PROGRAM", "tmux"),
                ("TERM_PROGRAM_VERSION", version),
            ])
        };
        assert_ne!(tmux("3.3a"), tmux("3.6"));
        assert_ne!(of(&[("TERM", "xterm")]), of(&[("TERM", "xterm-kitty")]));
        assert_eq!(of(&[("TERM", "xterm"), ("PWD", "/")]), of(&[("TERM", "xterm")]));
    }

    #[test]
    fn what_was_answered_is_there_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("not/there/yet");
        let wide = Answers {
            ambiguous: Some(2),
            dark: Some(false),
            ..Answers::default()
        };
        assert_eq!(load(&cache, "a"), Answers::default());
        save(&cache, "a", wide).expect("a file");
        for n in 0..40 {
            save(&cache, &format!("z{n:02}"), Answers::default()).expect("a file");
        }
        save(&cache, "a", wide).expect("a file");
        assert_eq!(load(&cache, "a"), wide);
        assert!(known(&cache).len() <= MOST);
        let left = std::fs::read_dir(&cache).expect("a folder").count();
        assert_eq!(left, 1, "no part of a file is left");
        std::fs::write(cache.join(FILE), "{\"a\": 3").expect("a file");
        assert_eq!(load(&cache, "a"), Answers::default());
    }
}
