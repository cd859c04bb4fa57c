//! Files that are made from the program are compared with it; `UPDATE=1 cargo test` writes them anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use jobo::app::command::{self, Scope};
use jobo::app::keymap::Keymap;
use jobo::app::words::Words;
use jobo::article::language::Language;
use jobo::config::settings::{self, Preset};
use jobo::config::theme;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a file with what it should be, or writes it.
fn check(name: &str, expected: &str) {
    let path = root().join(name);
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, expected).expect("the file can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{name} is not what the program makes it: run UPDATE=1 cargo test"
    );
}

/// Replaces what stands between two markers of a file's text.
fn between(text: &str, mark: &str, new: &str) -> String {
    let (open, close) = (format!("<!-- {mark} -->"), format!("<!-- /{mark} -->"));
    let (before, rest) = text.split_once(&open).expect("the opening marker");
    let (_, after) = rest.split_once(&close).expect("the closing marker");
    format!("{before}{open}\n{new}{close}{after}")
}

fn key_table() -> String {
    let korean = Words::of(Language::Ko);
    let mut out = String::new();
    for scope in Scope::ALL {
        let title = match scope {
            Scope::All => "Everywhere",
            Scope::List => "In the list",
            Scope::Reader => "In the story",
            Scope::Entities => "In the sidebar",
            Scope::Visual => "While text is chosen",
            Scope::Notes => "In the list of notes",
            Scope::Note => "While a note is written",
        };
        let _ = writeln!(
            out,
            "\n**{title}**\n\n| keys | what | name | |\n|---|---|---|---|"
        );
        for row in command::all().filter(|c| c.scope == scope) {
            let keys: Vec<String> = row
                .keys
                .iter()
                .map(|k| {
                    let word = if k.split(' ').all(|p| p.chars().count() == 1) {
                        k.replace(' ', "")
                    } else {
                        (*k).into()
                    };
                    format!("`{}`", word.replace('|', "\\|"))
                })
                .collect();
            let _ = writeln!(
                out,
                "| {} | {} | `{}` | {} |",
                keys.join(" "),
                row.doc,
                row.name,
                korean.label(row.name)
            );
        }
    }
    out.push('\n');
    out
}

#[test]
fn the_readme_has_every_key() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    check("README.md", &between(&readme, "keys", &key_table()));
}

/// A text in one line of a table.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

fn setting_table() -> String {
    let mut out = String::from("\n| setting | default | can be | what it does |\n|---|---|---|---|\n");
    for row in settings::rows() {
        let later = if row.live { "" } else { " (At the next start.)" };
        let _ = writeln!(
            out,
            "| `{}` | `{}` | {} | {}{later} |",
            row.name,
            row.default,
            cell(&row.expected.to_string()),
            cell(row.doc)
        );
    }
    out.push('\n');
    out
}

fn preset_table() -> String {
    let maps = [Preset::Jobo, Preset::Newsboat, Preset::Arrows].map(|p| Keymap::new(p, &[], Path::new("")).0);
    let mut out = String::from("\n| command | jobo | newsboat | arrows |\n|---|---|---|---|\n");
    for row in command::all() {
        let keys = maps.each_ref().map(|map| {
            let keys: Vec<String> = map
                .keys_of(row)
                .iter()
                .map(|k| format!("`{}`", cell(k)))
                .collect();
            keys.join(" ")
        });
        if keys.iter().any(|k| *k != keys[0]) {
            let _ = writeln!(out, "| `{}` | {} |", row.name, keys.join(" | "));
        }
    }
    out.push('\n');
    out
}

fn theme_table() -> String {
    let mut out = String::from("\n| theme | ground |\n|---|---|\n");
    for name in theme::shipped() {
        let ground = match theme::Theme::shipped(name).ground {
            theme::Ground::Any => "dark and light",
            theme::Ground::Dark => "dark",
            theme::Ground::Light => "light",
        };
        let _ = writeln!(out, "| `{name}` | {ground} |");
    }
    out.push('\n');
    out
}

fn token_table() -> String {
    let mut out = String::from("\n| token | what it is for | left out, it is as |\n|---|---|---|\n");
    for token in theme::Token::all() {
        let row = token.row();
        let like = row
            .like
            .map_or(String::new(), |like| format!("`{}`", like.row().name));
        let _ = writeln!(out, "| `{}` | {} | {like} |", row.name, cell(row.doc));
    }
    out.push('\n');
    out
}

#[test]
fn the_settings_are_documented() {
    let mut text = fs::read_to_string(root().join("docs/settings.md")).expect("the page on settings");
    let names: Vec<String> = jobo::app::keymap::key_names().map(|n| format!("`{n}`")).collect();
    for (mark, new) in [
        ("settings", setting_table()),
        ("presets", preset_table()),
        ("themes", theme_table()),
        ("tokens", token_table()),
    ] {
        text = between(&text, mark, &new);
    }
    let (before, rest) = text.split_once("<!-- names -->").expect("the place of the keys");
    let (_, after) = rest.split_once("<!-- /names -->").expect("its end");
    let text = format!("{before}<!-- names -->{}<!-- /names -->{after}", names.join(", "));
    check("docs/settings.md", &text);
}

#[test]
fn every_command_has_words_in_every_language() {
    for language in jobo::app::words::LANGUAGES {
        let words = Words::of(language);
        for row in command::all() {
            assert!(
                !words.label(row.name).is_empty(),
                "{language:?}: command.{}",
                row.name
            );
            assert!(
                words.has(&format!("doc.{}", row.name)),
                "{language:?}: doc.{}",
                row.name
            );
        }
    }
}

#[test]
fn labels_fit_their_slots() {
    let ruler = jobo::text::width::Ruler::default();
    for language in jobo::app::words::LANGUAGES {
        let words = Words::of(language);
        for row in command::all() {
            let width = ruler.width(words.label(row.name));
            assert!(
                width <= 18,
                "{language:?}: command.{} is {width} columns",
                row.name
            );
        }
    }
}

fn read_all(dir: &Path, ending: &str, into: &mut String) {
    for entry in fs::read_dir(dir)
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
    {
        if entry.is_dir() {
            read_all(&entry, ending, into);
        } else if entry.extension().is_some_and(|e| e == ending) {
            into.push_str(&fs::read_to_string(&entry).expect("source"));
        }
    }
}

/// Keys made at run time: a table, and the end that is added to it.
const MADE: &[&str] = &[
    "command",
    "doc",
    "notice",
    "kind",
    "group",
    "month",
    "prefix",
    "language",
    "help",
    "info",
    "doctor",
    "linear-word",
    "linear-help",
    "tour",
    "export",
];

#[test]
fn the_catalogues_have_no_word_too_many_and_none_too_few() {
    let mut source = String::new();
    read_all(&root().join("src"), "rs", &mut source);
    let catalogue: toml::Table = fs::read_to_string(root().join("assets/words/en.toml"))
        .expect("the catalogue")
        .parse()
        .expect("TOML");
    let mut here = BTreeSet::new();
    for (table, values) in &catalogue {
        for key in values.as_table().expect("tables of words").keys() {
            here.insert(format!("{table}.{key}"));
        }
    }
    let quoted = |key: &str| source.contains(&format!("\"{key}\""));
    let unused: Vec<_> = here
        .iter()
        .filter(|key| {
            let table = key.split('.').next().unwrap_or_default();
            // A form for several is used by the form for one.
            let one = key.strip_suffix("-n").unwrap_or(key);
            !MADE.contains(&table) && !quoted(key) && !quoted(one)
        })
        .collect();
    assert_eq!(unused, Vec::<&String>::new(), "words that nothing says");
    let commands: BTreeSet<&str> = command::all().map(|c| c.name).collect();
    let idle: Vec<_> = here
        .iter()
        .filter_map(|k| k.strip_prefix("command.").or_else(|| k.strip_prefix("doc.")))
        .filter(|name| !commands.contains(name))
        .collect();
    assert_eq!(idle, Vec::<&str>::new(), "labels of no command");
    // The rooms that speak; others have quoted names of their own, as those of settings.
    let mut spoken = String::new();
    for room in ["app", "ui", "run", "cli"] {
        read_all(&root().join("src").join(room), "rs", &mut spoken);
    }
    let tables: Vec<&String> = catalogue.keys().collect();
    let mut missing = BTreeSet::new();
    for table in tables {
        for (at, _) in spoken.match_indices(&format!("\"{table}.")) {
            let rest = spoken.get(at + 1..).unwrap_or_default();
            let key = rest.split('"').next().unwrap_or_default();
            let plain = key
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c));
            if plain && key.matches('.').count() == 1 && !key.ends_with('.') && !here.contains(key) {
                missing.insert(key.to_owned());
            }
        }
    }
    assert_eq!(missing, BTreeSet::new(), "words that are missing");
}
