//! The house's rooms as data: which may import which, and what is absent where.

use std::fs;
use std::path::{Path, PathBuf};

/// Every room and the rooms that it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("config", &[]),
    ("article", &["text"]),
    ("ingest", &["article", "text"]),
    ("entity", &["article", "text"]),
    ("query", &["article", "text"]),
    ("library", &["article", "entity", "query", "text"]),
    ("exchange", &["library", "article", "text"]),
    (
        "intake",
        &["ingest", "entity", "library", "query", "article", "text"],
    ),
    (
        "app",
        &["config", "text", "article", "entity", "query", "library"],
    ),
    (
        "ui",
        &["app", "config", "text", "article", "entity", "query", "library"],
    ),
    (
        "run",
        &[
            "app", "ui", "intake", "exchange", "ingest", "library", "query", "config", "entity", "article",
            "text",
        ],
    ),
    (
        "cli",
        &[
            "run", "app", "intake", "exchange", "ingest", "library", "query", "config", "entity", "article",
            "text",
        ],
    ),
    ("main", &["cli"]),
];

/// Text that may stand only in some rooms: what, where it may stand, why.
const ONLY_IN: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["library"], "the store is one room's business"),
    (
        "ratatui::widgets",
        &["run"],
        "cells are filled by ui::paint alone; a picture is turned into what a terminal takes on a buffer of its own",
    ),
    (
        "rayon",
        &["intake"],
        "only the taking in of files uses many cores",
    ),
];

/// Text that may not stand in some rooms.
const NOT_IN: &[(&str, &[&str], &str)] = &[
    (
        "std::fs",
        &["text", "article", "ingest", "entity", "query", "app", "ui"],
        "no I/O here",
    ),
    (
        "std::thread",
        &[
            "text", "config", "article", "ingest", "entity", "query", "library", "app", "ui",
        ],
        "no threads here",
    ),
    (
        "Instant::now",
        &["text", "article", "ingest", "entity", "query", "app", "ui"],
        "no clock here",
    ),
    (
        "SystemTime",
        &["text", "article", "ingest", "entity", "query", "app", "ui"],
        "no clock here",
    ),
    (
        "Command::new",
        &[
            "text", "config", "article", "ingest", "entity", "library", "intake", "app", "ui",
        ],
        "nothing is run here",
    ),
    (
        "std::net",
        &[
            "text", "config", "article", "ingest", "entity", "library", "intake", "app", "ui", "run", "cli",
        ],
        "no network",
    ),
];

/// Drawing libraries by room: below `app` none; in `app` the values of keys and rectangles alone.
const DRAWS: &[&str] = &["app", "ui", "run"];

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir)
        .expect("src can be read")
        .map(|e| e.expect("entry").path())
    {
        if entry.is_dir() {
            sources(&entry, into);
        } else if entry.extension().is_some_and(|e| e == "rs") {
            into.push(entry);
        }
    }
}

/// Every file with its room and its code: no comments, and nothing after the tests begin.
fn files() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths
        .into_iter()
        .filter_map(|path| {
            let name = path
                .strip_prefix(&root)
                .expect("inside src")
                .to_string_lossy()
                .replace('\\', "/");
            let room = name.split(['/', '.']).next().expect("a name").to_owned();
            let test =
                name.contains("/tests/") || name.ends_with("/tests.rs") || name.ends_with("/fixture.rs");
            if test || room == "lib" || room == "bin" {
                return None;
            }
            let text = fs::read_to_string(&path).expect("source can be read");
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let code: Vec<&str> = code
                .lines()
                .filter(|l| !l.trim_start().starts_with("//"))
                .collect();
            Some((name, room, code.join("\n")))
        })
        .collect()
}

/// Rooms named after a path prefix such as `crate::`, also in braces: `crate::{text, app::App}`.
fn imported(code: &str, prefix: &str) -> Vec<String> {
    let word = |s: &str| {
        s.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = code.get(at + prefix.len()..).unwrap_or_default();
        let Some(group) = rest.strip_prefix('{') else {
            rooms.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    rooms.push(word(group.get(i..).unwrap_or_default()));
                    start = false;
                }
                _ => {}
            }
        }
    }
    rooms
}

#[test]
fn no_room_imports_a_higher_one() {
    let mut faults = Vec::new();
    for (name, room, code) in files() {
        let (_, may) = ROOMS
            .iter()
            .find(|(r, _)| *r == room)
            .unwrap_or_else(|| panic!("{name}: the room ‘{room}’ is not in the table"));
        for other in imported(&code, "crate::")
            .iter()
            .chain(&imported(&code, "jobo::"))
        {
            let known = ROOMS.iter().any(|(r, _)| r == other);
            if known && *other != room && !may.contains(&other.as_str()) {
                faults.push(format!("{name} imports {other}"));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn what_belongs_to_one_room_stays_there() {
    let mut faults = Vec::new();
    for (name, room, code) in files() {
        for (what, rooms, why) in ONLY_IN {
            if code.contains(what) && !rooms.contains(&room.as_str()) {
                faults.push(format!("{name} has {what}: {why}"));
            }
        }
        for (what, rooms, why) in NOT_IN {
            if code.contains(what) && rooms.contains(&room.as_str()) {
                faults.push(format!("{name} has {what}: {why}"));
            }
        }
        if code.contains("ratatui") && !DRAWS.contains(&room.as_str()) {
            faults.push(format!("{name} has ratatui"));
        }
        if room == "app" && code.replace("ratatui::layout::Rect", "").contains("ratatui") {
            faults.push(format!("{name} has more of ratatui than Rect"));
        }
        if code.contains("super::super") {
            faults.push(format!("{name} has super::super"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn the_state_of_a_pane_never_names_the_app() {
    for (name, _, code) in files() {
        let pane = [
            "app/list",
            "app/reader",
            "app/sidebar",
            "app/status",
            "app/overlay",
            "app/layout",
            "app/trail",
            "app/input",
        ];
        if pane.iter().any(|p| name.starts_with(p)) {
            assert!(!code.contains("App"), "{name} names App");
        }
    }
}

#[test]
fn only_paint_touches_cells() {
    for (name, _, code) in files() {
        let touches = [
            "cell_mut",
            "set_symbol",
            "set_string",
            "set_line",
            "set_span",
            "set_stringn",
        ];
        if !name.starts_with("ui/paint") && !name.starts_with("run/") {
            assert!(!touches.iter().any(|t| code.contains(t)), "{name} touches cells");
        }
    }
}

#[test]
fn no_module_file_is_called_mod() {
    assert!(files().iter().all(|(name, _, _)| !name.ends_with("/mod.rs")));
}

#[test]
fn the_test_sees_arrows_in_every_form() {
    let code = "use crate::app::App;\nuse crate::{text, ui::{theme, paint}, run};\ncrate::cli::go();";
    assert_eq!(imported(code, "crate::"), ["app", "text", "ui", "run", "cli"]);
}
