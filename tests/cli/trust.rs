//! That no edit is lost or halved: by two programs at once, and by a disk that fails at any call.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command as Plain, Stdio};

use super::{Home, small};

/// Notes that each of two programs writes.
const NOTES: usize = 100;

#[test]
fn two_programs_that_write_at_once_lose_nothing() {
    let home = small();
    home.says(&["import", "news"], 0);
    let write = |who: &str| {
        let lines: Vec<String> = (0..NOTES).map(|n| format!("w {who} {n}\n")).collect();
        let script = format!("l\n1\n{}", lines.concat());
        let mut child = home.plain(&["read"]).spawn().expect("it starts");
        let way = child.stdin.take().expect("a way in");
        (child, way, script)
    };
    let both = [write("one"), write("two")];
    let mut children = Vec::new();
    for (child, mut way, script) in both {
        way.write_all(script.as_bytes()).expect("it listens");
        children.push(child);
    }
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}");
        assert_eq!(said.matches("Noted.").count(), NOTES, "{said}");
    }
    let notes = home.records(&["notes", "list", "--jsonl"], 0);
    let mut texts: Vec<&str> = notes.iter().filter_map(|n| n["text"].as_str()).collect();
    texts.sort_unstable();
    let mut told: Vec<String> = (0..NOTES)
        .flat_map(|n| [format!("one {n}"), format!("two {n}")])
        .collect();
    told.sort_unstable();
    assert_eq!(texts, told);
    home.says(&["doctor"], 0);
    // The journal that both wrote has a line for each, and no line is broken.
    let journal = journal(&home.0.path().join("JOBO_DATA"));
    let notes = journal.lines().filter(|line| line.contains("\"edit\":\"note\""));
    assert_eq!(notes.count(), 2 * NOTES);
    for line in journal.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect(line);
    }
}

fn journal(data: &Path) -> String {
    let files = fs::read_dir(data).expect("it is there");
    let paths = files.map(|file| file.expect("a file").path());
    let logs = paths.filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
    logs.map(|path| fs::read_to_string(path).expect("UTF-8"))
        .collect()
}

/// The library that has calls fail; `None` where there is no compiler for it.
fn faults(home: &Home) -> Option<PathBuf> {
    let made = home.0.path().join("faults.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/faults.c");
    let done = Plain::new("cc")
        .args(["-shared", "-fPIC", "-w", "-o"])
        .args([&made, &source])
        .arg("-ldl")
        .stderr(Stdio::null())
        .status();
    (cfg!(target_os = "linux") && done.is_ok_and(|status| status.success())).then_some(made)
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("a folder");
    for file in fs::read_dir(from).expect("it is there") {
        let file = file.expect("a file").path();
        fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("a copy");
    }
}

/// Adds a note while one call after another fails; gives how many calls that can be.
fn fail_each_call(errno: i32, all: bool, step: usize) -> Option<usize> {
    let home = small();
    home.says(&["import", "news"], 0);
    let id = home.records(&["list", "--jsonl"], 0)[0]["id"]
        .as_str()?
        .to_owned();
    home.says(&["notes", "add", &id, "--text", "before"], 0);
    let (data, kept) = (home.0.path().join("JOBO_DATA"), home.0.path().join("kept"));
    copy(&data, &kept);
    let preload = faults(&home)?;
    for n in (1..).step_by(step) {
        copy(&kept, &data);
        let seen = home.0.path().join(format!("seen-{n}"));
        let mut command = home.plain(&["notes", "add", &id, "--text", "after"]);
        command
            .env("LD_PRELOAD", &preload)
            .env("FAULT_AT", n.to_string())
            .env("FAULT_ERRNO", errno.to_string())
            .env("FAULT_UNDER", &data)
            .env("FAULT_SEEN", &seen);
        if all {
            command.env("FAULT_ALL", "1");
        }
        let output = command.output().expect("it runs");
        let (code, said) = (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        );
        let notes = home.records(&["notes", "list", "--jsonl"], 0);
        let mut texts: Vec<&str> = notes.iter().filter_map(|n| n["text"].as_str()).collect();
        texts.sort_unstable();
        match (code, texts.as_slice()) {
            (Some(0), ["after", "before"]) => {}
            // Refused, with the reason. A commit may fail so late that it holds all the same.
            (Some(code), ["before"] | ["after", "before"]) if code != 0 => {
                assert!(!said.trim().is_empty(), "call {n}: no word");
            }
            (code, texts) => panic!("call {n}: {code:?} {texts:?}\n{said}"),
        }
        home.says(&["doctor"], 0);
        home.says(&["notes", "add", &id, "--text", "later"], 0);
        assert!(journal(&data).contains("\"later\""), "call {n}");
        if !seen.exists() {
            return Some(n);
        }
    }
    None
}

#[test]
fn a_disk_that_fails_at_a_call_halves_nothing() {
    // Every fifth call here; all of them in the long version.
    fail_each_call(5, false, 5);
}

#[test]
#[ignore = "every call, with each error, takes a minute or two"]
fn a_disk_that_fails_at_any_call_halves_nothing() {
    for (name, errno) in [("EIO", 5), ("ENOSPC", 28), ("EROFS", 30)] {
        for all in [false, true] {
            let calls = fail_each_call(errno, all, 1).expect("a compiler");
            println!(
                "{name}, once or from then on ({all}): each of {} calls",
                calls - 1
            );
        }
    }
}
