//! The library line by line: what goes in and out of the program where there is no terminal.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command as Plain, Stdio};

use super::small;

/// What a session says to a script, and how it ends.
fn session(arguments: &[&str], script: &str, code: i32) -> String {
    let home = small();
    let output = home
        .jobo(arguments)
        .write_stdin(script)
        .assert()
        .code(code)
        .get_output()
        .clone();
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_script_is_answered_and_nothing_else_is_said() {
    for arguments in [&["read", "--from", "news"][..], &["--plain", "news"]] {
        let said = session(arguments, "l\n2\nw Nobody at all?\nv\nq\nl\n", 0);
        assert!(
            said.starts_with("all: 2\n1. ") || said.starts_with("All: 2\n1. "),
            "{said}"
        );
        assert!(
            said.contains("The first ferry left at six. Nobody waved.") || said.contains("물이 찼다"),
            "{said}"
        );
        assert!(
            said.ends_with("Notes: 1\n1. Nobody at all?\n"),
            "nothing after the end: {said}"
        );
        assert!(!said.contains(['\u{1b}', '\r', '>']), "{said:?}");
    }
}

#[test]
fn the_end_of_the_input_is_the_end() {
    for script in ["", "\n", "l", "w", "1\nw\n", "\u{0}\n", "q"] {
        session(&["read", "--from", "news"], script, 0);
    }
}

#[test]
fn one_story_is_printed_where_nobody_talks() {
    let home = small();
    let lines = home.records(&["list", "news", "--jsonl", "--language", "en"], 0);
    let id = lines[0]["id"].as_str().expect("an id");
    for asked in [id, "harbour", "nobody waved"] {
        let text = home.says(&["read", "--from", "news", asked], 0);
        assert!(text.starts_with("Harbour of Haewon reopens\n"), "{text}");
        assert!(text.ends_with("Nobody waved.\n"), "{text}");
    }
    home.says(&["read", "--from", "news", "zzqqxx"], 1);
    assert_eq!(home.says(&["read", "--from", "absent", "x"], 2), "");
}

#[test]
fn what_is_noted_by_lines_is_in_the_library() {
    let home = small();
    home.says(&["import", "news"], 0);
    home.jobo(&["read"])
        .write_stdin("s harbour\n1\nb\nw\nfirst ferry\nsix it was\n")
        .assert()
        .code(0);
    let notes = home.records(&["notes", "list", "--jsonl"], 0);
    assert_eq!(notes[0]["text"], "six it was");
    assert_eq!(home.says(&["list", "--bookmarked"], 0).lines().count(), 1);
    home.jobo(&["read"]).write_stdin("u\nu\n").assert().code(0);
    home.says(&["notes", "list"], 1);
    home.says(&["list", "--bookmarked"], 1);
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let home = small();
    home.says(&["import", "news"], 0);
    let mut command = Plain::new(env!("CARGO_BIN_EXE_jobo"));
    command.current_dir(home.0.path()).env_clear().arg("read");
    for name in ["JOBO_DATA", "JOBO_STATE", "JOBO_CACHE", "HOME", "XDG_CONFIG_HOME"] {
        command.env(name, home.0.path().join(name));
    }
    let pipes = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = pipes.spawn().expect("it starts");
    let mut typed = child.stdin.take().expect("a way in");
    let mut heard = BufReader::new(child.stdout.take().expect("a way out"));
    typed.write_all(b"l\n").expect("it listens");
    // Each line is answered before the next one is typed.
    let mut line = String::new();
    heard.read_line(&mut line).expect("it answers");
    assert!(!line.is_empty());
    drop(heard);
    // Whether it hears these or is gone already makes no difference.
    let _ = typed.write_all("h\n".repeat(2_000).as_bytes());
    drop(typed);
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(0));
    let mut complaint = String::new();
    ended
        .stderr
        .as_slice()
        .read_to_string(&mut complaint)
        .expect("UTF-8");
    assert_eq!(complaint, "");
}
