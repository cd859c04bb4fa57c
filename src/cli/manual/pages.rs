//! `jobo man --all`: every page as a file of its own, which is what a package installs.
//!
//! Verbs come from the parser's table, keys from theirs, the rest from the pages of `docs/`, which tests hold against
//! the program: a page that is made cannot fall behind.

use std::fs;
use std::path::Path;

use anyhow::Context;
use clap::{Command as Verb, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::markdown;
use crate::app::command::{self, Command, Scope};
use crate::cli::args::Cli;
use crate::cli::fault::{DONE, Fault};

/// A page that is no verb's: its name, section and subject, and what fills it.
struct Page {
    name: &'static str,
    section: &'static str,
    about: &'static str,
    fill: fn(&mut Roff),
}

const PAGES: &[Page] = &[
    Page {
        name: "jobo-keys",
        section: "7",
        about: "every key and command of the screen",
        fill: keys,
    },
    Page {
        name: "jobo-config",
        section: "5",
        about: "settings, keys, themes, languages",
        fill: |roff| markdown::write(include_str!("../../../docs/settings.md"), roff),
    },
    Page {
        name: "jobo-search",
        section: "7",
        about: "the language of searches, saved searches and rules",
        fill: |roff| markdown::write(include_str!("../../../docs/search.md"), roff),
    },
    Page {
        name: "jobo-formats",
        section: "5",
        about: "the files that jobo reads, and what it takes from them",
        fill: |roff| markdown::write(include_str!("../../../docs/formats.md"), roff),
    },
    Page {
        name: "jobo-json",
        section: "5",
        about: "what jobo prints with --json and --jsonl",
        fill: |roff| markdown::write(include_str!("../../../docs/json.md"), roff),
    },
];

/// Writes every page where `man` looks for it below a folder; folders are made if there are none.
pub(in crate::cli) fn write(folder: &Path) -> Result<i32, Fault> {
    for (name, bytes) in all()? {
        let section = name.rsplit('.').next().unwrap_or_default();
        let folder = folder.join(format!("man{section}"));
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let file = folder.join(name);
        fs::write(&file, bytes).with_context(|| file.display().to_string())?;
    }
    Ok(DONE)
}

/// Every page with the name of its file.
fn all() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    of_verb(&root, &mut pages)?;
    for page in PAGES {
        pages.push((format!("{}.{}", page.name, page.section), of_table(page)?));
    }
    Ok(pages)
}

/// The page of a verb, and those of the verbs below it.
fn of_verb(verb: &Verb, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    let man = Man::new(verb.clone()).source(source()).manual(MANUAL);
    let mut bytes = Vec::new();
    man.render(&mut bytes)?;
    let first = pages.is_empty();
    if first {
        bytes.extend(super::common_sections()?);
    }
    let mut roff = Roff::new();
    see_also(&mut roff, first);
    roff.to_writer(&mut bytes)?;
    pages.push((man.get_filename(), bytes));
    for below in verb.get_subcommands().filter(|v| !v.is_hide_set()) {
        of_verb(below, pages)?;
    }
    Ok(())
}

const MANUAL: &str = "jobo";

fn source() -> String {
    format!("jobo {}", env!("CARGO_PKG_VERSION"))
}

fn of_table(page: &Page) -> std::io::Result<Vec<u8>> {
    let mut roff = Roff::new();
    roff.control("TH", [page.name, page.section, "", &source(), MANUAL]);
    roff.control("SH", ["NAME"]);
    roff.text([roman(format!("{} - {}", page.name, page.about))]);
    (page.fill)(&mut roff);
    see_also(&mut roff, false);
    let mut bytes = Vec::new();
    roff.to_writer(&mut bytes)?;
    Ok(bytes)
}

/// Where to read on: the first page names those of the tables, the others name the first.
fn see_also(roff: &mut Roff, first: bool) {
    roff.control("SH", ["SEE ALSO"]);
    let others = PAGES.iter().map(|page| (page.name, page.section));
    let named: Vec<(&str, &str)> = if first {
        others.collect()
    } else {
        vec![("jobo", "1")]
    };
    let mut line: Vec<Inline> = Vec::new();
    for (name, section) in named {
        let comma = if line.is_empty() { "" } else { ", " };
        line.extend([roman(comma), bold(name), roman(format!("({section})"))]);
    }
    roff.text(line);
}

fn keys(roff: &mut Roff) {
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([roman(
        "Each row: the keys, what they do, and the name of the command, which the command line of the screen and the \
         settings know. A sequence is typed one key after the other.",
    )]);
    for scope in Scope::ALL {
        roff.control("SH", [title(scope)]);
        for row in command::all().filter(|row| row.scope == scope) {
            let keys: Vec<String> = row.keys.iter().map(|key| spelled(key)).collect();
            roff.control("TP", []);
            roff.text([bold(keys.join("  "))]);
            roff.text(meaning(row));
        }
    }
}

fn title(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "EVERYWHERE",
        Scope::List => "IN THE LIST",
        Scope::Reader => "IN THE STORY",
        Scope::Entities => "IN THE SIDEBAR",
        Scope::Visual => "WHILE TEXT IS CHOSEN",
        Scope::Notes => "IN THE LIST OF NOTES",
        Scope::Note => "WHILE A NOTE IS WRITTEN",
    }
}

fn meaning(row: &Command) -> [Inline; 4] {
    [roman(row.doc), roman(" ("), bold(row.name), roman(")")]
}

/// Single letters are written together, as in `gg`.
fn spelled(key: &str) -> String {
    let letters = key.split(' ').all(|chord| chord.chars().count() == 1);
    if letters {
        key.replace(' ', "")
    } else {
        key.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn text_of() -> BTreeMap<String, String> {
        let pages = all().expect("pages are made in memory");
        let texts = pages
            .into_iter()
            .map(|(name, bytes)| (name, String::from_utf8(bytes).expect("text").replace("\\-", "-")));
        texts.collect()
    }

    #[test]
    fn every_verb_has_a_page() {
        fn names(verb: &Verb, path: &str, found: &mut Vec<String>) {
            found.push(format!("{path}.1"));
            for below in verb.get_subcommands() {
                names(below, &format!("{path}-{}", below.get_name()), found);
            }
        }
        let mut expected = Vec::new();
        names(&Cli::command(), "jobo", &mut expected);
        let pages = text_of();
        for name in &expected {
            assert!(pages.contains_key(name), "{name}");
        }
        assert_eq!(pages.len(), expected.len() + PAGES.len());
    }

    #[test]
    fn pages_say_what_their_tables_say() {
        let pages = text_of();
        for (page, words) in [
            ("jobo.1", "EXIT STATUS"),
            ("jobo.1", "\\fBjobo-keys\\fR(7)"),
            ("jobo-import.1", "Takes files and folders into your own library"),
            ("jobo-notes-export.1", "obsidian"),
            ("jobo-config.5", "\\fBreader.measure\\fR"),
            ("jobo-config.5", "default: \\fB72\\fR"),
            ("jobo-config.5", "[keys.all]"),
            ("jobo-search.7", "\\fBname:\\fR"),
            ("jobo-keys.7", "\\fBgg  Home\\fR"),
            ("jobo-keys.7", "\\fBclose-or-quit\\fR"),
            ("jobo-formats.5", ".SH"),
            ("jobo-json.5", "\\fBjobo\\fR(1)"),
        ] {
            assert!(pages[page].contains(words), "{page}: {words}");
        }
    }

    #[test]
    fn every_command_is_there() {
        let pages = text_of();
        for row in command::all() {
            assert!(
                pages["jobo-keys.7"].contains(&format!("\\fB{}\\fR", row.name)),
                "{row:?}"
            );
        }
    }
}
