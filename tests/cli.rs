//! The commands outside the screen: what they print, what they return, and that nothing hostile gets through.

#[path = "cli/linear.rs"]
mod linear;
#[path = "cli/refused.rs"]
mod refused;
#[path = "cli/trust.rs"]
mod trust;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command as Plain, Stdio};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A reader's home, with a folder of articles in it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(home.path().join("news")).expect("a folder in it");
        Self(home)
    }

    fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.0.path().join("news").join(name), text).expect("a file");
        self
    }

    fn jobo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jobo"));
        command.current_dir(self.0.path()).env_clear().args(arguments);
        for name in ["JOBO_DATA", "JOBO_STATE", "JOBO_CACHE", "HOME", "XDG_CONFIG_HOME"] {
            command.env(name, self.0.path().join(name));
        }
        command.env("LANG", "en_US.UTF-8").env("TERM", "xterm-256color");
        command
    }

    /// The same, to be talked to while it runs.
    fn plain(&self, arguments: &[&str]) -> Plain {
        let mut command = Plain::new(env!("CARGO_BIN_EXE_jobo"));
        command.current_dir(self.0.path()).env_clear().args(arguments);
        for name in ["JOBO_DATA", "JOBO_STATE", "JOBO_CACHE", "HOME", "XDG_CONFIG_HOME"] {
            command.env(name, self.0.path().join(name));
        }
        command.env("LANG", "en_US.UTF-8").env("TERM", "xterm-256color");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Standard output of a command that is to end with this code.
    fn says(&self, arguments: &[&str], code: i32) -> String {
        let output = self.jobo(arguments).assert().code(code).get_output().clone();
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs it, however it ends.
    fn run(&self, arguments: &[&str]) -> std::process::Output {
        self.jobo(arguments).output().expect("it runs")
    }

    /// What was printed as JSON lines.
    fn records(&self, arguments: &[&str], code: i32) -> Vec<Value> {
        let lines = self.says(arguments, code);
        lines.lines().map(|l| serde_json::from_str(l).expect(l)).collect()
    }
}

const DIKE: &str = "둑길 위의 새벽\n\n(해원=새벽통신) 한누리 기자 = 물이 찼다. 사람들은 둑으로 올라갔다.\n";
const HARBOUR: &str = "Harbour of Haewon reopens\n\nThe first ferry left at six. Nobody waved.\n";

fn small() -> Home {
    Home::new().file("dike.txt", DIKE).file("harbour.txt", HARBOUR)
}

#[test]
fn a_folder_is_listed_without_being_touched() {
    let home = small();
    let list = home.says(&["list", "news"], 0);
    assert_eq!(list.lines().count(), 2, "{list}");
    assert!(list.lines().all(|line| line.split('\t').count() == 5), "{list}");
    assert_eq!(
        std::fs::read_to_string(home.0.path().join("news/dike.txt")).expect("it is there"),
        DIKE
    );
    assert_eq!(
        std::fs::read_dir(home.0.path().join("news"))
            .expect("it is there")
            .count(),
        2
    );
}

#[test]
fn json_is_one_array_and_jsonl_one_object_a_line() {
    let home = small();
    let array: Value = serde_json::from_str(&home.says(&["list", "news", "--json"], 0)).expect("JSON");
    let lines = home.records(&["list", "news", "--jsonl"], 0);
    assert_eq!(array, Value::Array(lines));
    assert_eq!(
        home.says(&["list", "news", "--json", "--outlet", "none"], 1),
        "[]\n"
    );
    assert_eq!(home.says(&["list", "news", "--jsonl", "--outlet", "none"], 1), "");
}

#[test]
fn what_was_imported_stays() {
    let home = small();
    assert!(home.says(&["import", "news"], 0).contains('2'));
    let ids = home.records(&["list", "--jsonl"], 0);
    assert_eq!(ids.len(), 2);
    let again = home.records(&["import", "--jsonl"], 0);
    assert_eq!(
        (&again[0]["added"], &again[0]["unchanged"]),
        (&Value::from(0), &Value::from(2))
    );
    for story in ids {
        let id = story["id"].as_str().expect("an id");
        let shown = home.records(&["show", "--jsonl", id.get(..12).expect("26 letters")], 0);
        assert_eq!(
            shown,
            std::slice::from_ref(&story),
            "a prefix of an id is enough, and the record is the same"
        );
    }
}

#[test]
fn a_story_is_printed_whole() {
    let home = small();
    let lines = home.records(&["list", "news", "--jsonl", "--language", "en"], 0);
    let id = lines[0]["id"].as_str().expect("an id");
    let text = home.says(&["show", id, "--from", "news"], 0);
    assert!(text.starts_with("Harbour of Haewon reopens\n"), "{text}");
    assert!(
        text.contains("\nThe first ferry left at six. Nobody waved.\n"),
        "{text}"
    );
}

#[test]
fn filters_choose() {
    let home = small();
    for (arguments, count) in [
        (&["--language", "ko"][..], 1),
        (&["--lang-of", "en"], 1),
        (&["--unread"], 2),
        (&["--bookmarked"], 0),
        (&["--limit", "1"], 1),
        (&["--until", "1990-01-01"], 0),
        (&["--since", "1990-01-01"], 2),
    ] {
        let all = [&["list", "news"], arguments].concat();
        let code = i32::from(count == 0);
        assert_eq!(home.says(&all, code).lines().count(), count, "{arguments:?}");
    }
}

#[test]
fn wrong_use_ends_with_2_and_nothing_found_with_1() {
    let home = small();
    for (arguments, code) in [
        (&["list", "no-such-folder"][..], 2),
        (&["--library", "none.jobo", "list"], 2),
        (&["--library", "news/dike.txt", "list"], 2),
        (&["list", "--json", "--jsonl"], 2),
        (&["list", "--since", "soon"], 2),
        (&["show", "zzzzz", "--from", "news"], 1),
        (&["entities", "Nobody Inparticular", "--from", "news"], 1),
        (&["related", "zzzzz", "--from", "news"], 1),
    ] {
        let output = home.jobo(arguments).assert().code(code).get_output().clone();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.stdout.is_empty() && complaint.ends_with('\n'),
            "{arguments:?} {complaint}"
        );
    }
    assert_eq!(
        std::fs::read_to_string(home.0.path().join("news/dike.txt")).expect("it is there"),
        DIKE
    );
}

#[test]
fn without_a_terminal_the_screen_is_refused_in_one_line() {
    let home = small();
    for (arguments, input) in [(&[][..], ""), (&["news"], "x"), (&["--sample"], "")] {
        let output = home
            .jobo(arguments)
            .write_stdin(input)
            .assert()
            .code(2)
            .get_output()
            .clone();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.stdout.is_empty() && !said.contains('\u{1b}'), "{said:?}");
        assert!(
            said.contains("jobo list") && said.lines().count() == 1,
            "{said:?}"
        );
    }
    assert!(
        !home.0.path().join("JOBO_DATA").exists(),
        "nothing is made for a screen that cannot be"
    );
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let home = Home::new();
    let home = (0..400).fold(home, |home, n| {
        let text = format!("Notice {n}\n\n{}\n", format!("Ferry {n} leaves. ").repeat(60));
        home.file(&format!("{n}.txt"), text)
    });
    home.jobo(&["import", "news"]).assert().code(0);
    let mut jobo = Plain::new(env!("CARGO_BIN_EXE_jobo"))
        .args(["list", "--jsonl"])
        .env("JOBO_DATA", home.0.path().join("JOBO_DATA"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(jobo.stdout.take());
    let output = jobo.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// What a terminal would obey, or not show.
fn hostile(text: &str) -> Vec<char> {
    let bad = |c: &char| {
        (c.is_control() && *c != '\n' && *c != '\t')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().filter(bad).collect()
}

#[test]
fn nothing_hostile_is_printed() {
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[31mred\u{9b}2J\u{202e}live\u{200b}\u{2066}x";
    let home = Home::new()
        .file("plain.txt", format!("{evil} headline\n\nA body with {evil} in it.\n"))
        .file("entities.html", "<title>&#27;[31m red &#x9d;52;c;x</title><p>Text with &#27;]0;x&#7; in it, long enough to be read.")
        .file("\u{1b}[31mname\u{202e}.txt", "A headline of its own\n\nA body.\n");
    home.jobo(&["import", "news"]).assert().code(0);
    let ids: Vec<String> = home
        .records(&["list", "--jsonl"], 0)
        .iter()
        .map(|story| story["id"].as_str().expect("an id").to_owned())
        .collect();
    let mut shows = vec!["show"];
    shows.extend(ids.iter().map(String::as_str));
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["list", "--jsonl"],
        &shows,
        &["entities", "--json"],
        &["related", &ids[0]],
        &["doctor"],
        &["list", evil],
        &[evil],
        &["--lang", evil],
        &["show", evil],
        &["entities", evil],
        &["--config", evil, "doctor"],
    ] {
        let output = home.jobo(arguments).output().expect("it runs");
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            let text = String::from_utf8_lossy(bytes).into_owned();
            assert_eq!(
                hostile(&text),
                Vec::<char>::new(),
                "{name} of {arguments:?}:\n{text}"
            );
        }
    }
}

#[test]
fn files_that_cannot_be_read_are_counted_and_hide_no_other() {
    let home = small().file("picture.txt", [0x89, b'P', b'N', b'G', 0, 0, 1, 2, 0, 0, 0]);
    let report = home.records(&["import", "news", "--jsonl"], 1);
    assert_eq!(report[0]["faults"], 1);
    let stories = home.records(&["list", "--jsonl"], 0);
    assert_eq!(stories.iter().filter(|s| s["readable"] == true).count(), 2);
    let bad = stories
        .iter()
        .find(|s| s["readable"] == false)
        .expect("it is in the list");
    assert!(bad["notices"][0]["kind"].is_string(), "{bad}");
}

#[test]
fn the_manual_and_the_completions_are_made() {
    let home = Home::new();
    let page = home.says(&["man"], 0);
    for words in [
        "EXIT STATUS",
        "JOBO_DATA",
        "Takes files and folders",
        "bookmarked",
    ] {
        assert!(page.contains(words), "{words}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            home.says(&["completions", shell], 0).contains("import"),
            "{shell}"
        );
    }
    home.says(&["man", "--all", "made/pages"], 0);
    for page in [
        "man1/jobo.1",
        "man1/jobo-notes-add.1",
        "man5/jobo-config.5",
        "man7/jobo-keys.7",
    ] {
        let text = std::fs::read_to_string(home.0.path().join("made/pages").join(page)).expect(page);
        assert!(text.contains(".TH "), "{page}");
    }
}

/// The keys that a section of the page names, as paths.
fn documented(page: &str, section: &str) -> BTreeSet<String> {
    let body = page
        .split("\n## ")
        .find(|part| part.starts_with(section))
        .expect(section);
    let rows = body
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.map(|(key, _)| key.to_owned()).collect()
}

fn keys(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                keys(value, &path, found);
                found.insert(path);
            }
        }
        Value::Array(values) => {
            for value in values {
                keys(value, &format!("{path}[]"), found);
            }
        }
        _ => {}
    }
}

/// The names of the home's library, with their stories.
fn entities(home: &Home) -> Vec<(String, u64)> {
    let names = home.records(&["entities", "--jsonl"], 0);
    let name = |n: &Value| {
        (
            n["name"].as_str().unwrap_or_default().to_owned(),
            n["stories"].as_u64().unwrap_or_default(),
        )
    };
    names.iter().map(name).collect()
}

#[test]
fn names_are_corrected_undone_and_handed_on() {
    let home = Home::new()
        .file(
            "a.txt",
            "가람전자, 새 칩 공개\n\n가람전자가 새 칩을 공개했다. 김한결 가람전자 대표가 말했다.\n",
        )
        .file(
            "b.txt",
            "한빛은행, 지점 열어\n\n한빛은행이 가람전자와 함께 둑길에 지점을 열었다. 서울의 삼성전자도, 저커버그와 주커버그도 왔다.\n",
        );
    home.says(&["import", "news"], 0);
    let before = entities(&home);
    home.says(&["names", "make", "loc", "둑길"], 0);
    let made = entities(&home);
    assert!(made.contains(&("둑길".into(), 1)), "{made:?}");
    home.says(&["names", "rename", "둑길", "강둑길"], 0);
    assert!(entities(&home).contains(&("강둑길".into(), 1)));
    home.says(&["names", "hide", "강둑길"], 0);
    assert_eq!(entities(&home), before);
    home.says(&["names", "hide", "강둑길"], 1);
    let lessons = home.says(&["names", "export", "mine.jsonl"], 0);
    assert_eq!(lessons, "");
    for _ in 0..3 {
        home.says(&["names", "undo"], 0);
    }
    assert_eq!(entities(&home), before);
    home.says(&["names", "export"], 1);
    home.says(&["names", "import", "mine.jsonl"], 0);
    assert_eq!(home.says(&["names", "export"], 0).lines().count(), 3);
    let again = home.says(&["names", "import", "mine.jsonl"], 0);
    assert!(again.contains('0') && again.contains('3'), "{again}");
    home.says(&["names", "import", "news/a.txt"], 2);
    home.says(&["names", "merge", "없는이름", "가람전자"], 1);
    for alike in ["저커버그", "주커버그"] {
        home.says(&["names", "make", "per", alike], 0);
    }
    home.jobo(&["names", "review"])
        .write_stdin("s\nu\nx\nq\n")
        .assert()
        .success();
    let graph = home.says(&["names", "graph", "--least", "1"], 0);
    assert!(graph.starts_with("<?xml") && graph.contains("<edge"), "{graph}");
    let graph = home.says(&["names", "graph", "--least", "1", "--format", "dot"], 0);
    assert!(graph.starts_with("graph names {"), "{graph}");
}

#[test]
fn own_lists_are_read_where_they_lie_and_said_to_be_wrong() {
    let home = Home::new().file("a.txt", "아침\n\n둑길에 서울 사람이 왔다.\n");
    home.says(&["import", "news"], 0);
    assert!(!entities(&home).contains(&("둑길".into(), 1)));
    let beside = home.0.path().join("JOBO_DATA");
    std::fs::write(beside.join("entities.tsv"), "LOC\t둑길\n?\tx\n").expect("written");
    assert!(entities(&home).contains(&("둑길".into(), 1)));
    std::fs::remove_file(beside.join("entities.tsv")).expect("removed");
    assert!(!entities(&home).contains(&("둑길".into(), 1)));
}

#[test]
fn every_key_printed_is_documented_and_the_other_way_round() {
    let home = small().file("empty.txt", "");
    let rain = Home::new().file("rain.txt", "It rained in Chicago.");
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md"))
        .expect("the page");
    let mut stories = home.records(&["--sample", "list", "--jsonl"], 0);
    let first = stories[0]["id"].as_str().expect("an id").to_owned();
    let names = home.records(&["--sample", "entities", "--limit", "12", "--jsonl"], 0);
    let key = |n: usize| names[n]["key"].as_str().expect("a key").to_owned();
    let (name, other) = (key(0), key(1));
    home.says(&["--sample", "names", "retype", &key(2), "work"], 0);
    let cards = names
        .iter()
        .flat_map(|name| {
            let key = name["key"].as_str().expect("a key");
            home.records(&["--sample", "entity", key, "--jsonl"], 0)
        })
        .collect();
    stories.extend(home.records(&["list", "news", "--jsonl"], 0));
    let imported = home.records(&["import", "news", "--jsonl"], 1);
    let own = home.records(&["list", "--jsonl"], 0);
    let own = own
        .iter()
        .find(|s| s["headline"] == "둑길 위의 새벽")
        .expect("it is there");
    let id = own["id"].as_str().expect("an id");
    home.says(
        &[
            "notes",
            "add",
            id,
            "--quote",
            "사람들은 둑으로",
            "--text",
            "- 볼 것",
            "--tag",
            "둑",
        ],
        0,
    );
    let w3c = home.says(&["notes", "export", "w3c"], 0);
    std::fs::write(home.0.path().join("w3c.json"), w3c).expect("a file");
    // What jobo keeps of a note for itself has keys of its own.
    let mut notes = home.records(&["notes", "list", "--jsonl"], 0);
    for note in &mut notes {
        note["own"] = Value::Null;
    }
    for (section, records) in [
        ("Story", stories),
        (
            "Related story",
            home.records(&["--sample", "related", &first, "--jsonl"], 0),
        ),
        ("Name", home.records(&["--sample", "entities", "--jsonl"], 0)),
        ("Card", cards),
        (
            "Mention",
            home.records(&["--sample", "entity", &name, "--mentions", "--jsonl"], 0),
        ),
        (
            "Step",
            home.records(&["--sample", "path", &name, &other, "--jsonl"], 0),
        ),
        (
            "Score",
            home.records(&["--sample", "names", "check", "--jsonl"], 0),
        ),
        (
            "Name in a text",
            rain.records(&["names", "scan", "news/rain.txt", "--no-link"], 0),
        ),
        ("Import", imported),
        ("Note", notes),
        (
            "Notes taken in",
            home.records(&["notes", "import", "w3c.json", "--jsonl"], 0),
        ),
        ("Notes counted", home.records(&["notes", "check", "--jsonl"], 0)),
        ("Devices", home.records(&["sync", "meeting", "--jsonl"], 0)),
        ("Finding", home.records(&["doctor", "--jsonl"], 0)),
    ]
    .into_iter()
    .chain(searched(&home))
    {
        let documented = documented(&page, section);
        let mut printed = BTreeSet::new();
        for record in &records {
            keys(record, "", &mut printed);
        }
        let unknown: Vec<_> = printed.difference(&documented).collect();
        assert!(unknown.is_empty(), "{section}: not in docs/json.md: {unknown:?}");
        // Keys of what no sample has may be missing; the record's own keys may not.
        let absent: Vec<_> = documented
            .iter()
            .filter(|k| !k.contains(['.', '[']))
            .filter(|k| !printed.contains(*k))
            .collect();
        assert!(
            absent.is_empty(),
            "{section}: documented and not printed: {absent:?}"
        );
    }
}

#[test]
fn a_text_is_scanned_for_names_without_a_library() {
    let lines = concat!(
        r#"{"id":7,"text":"서은결 의원은  서울에서 말했다."}"#,
        "\n",
        r#"{"id":"b","text":"It rained in Chicago."}"#,
        "\n",
    );
    let home = Home::new()
        .file("texts.jsonl", lines)
        .file("bad.jsonl", "{\"text\":\"서울\"}\n{}\n");
    for more in [&[][..], &["--no-link"]] {
        let arguments = [&["names", "scan", "news/texts.jsonl"], more].concat();
        let found = home.records(&arguments, 0);
        let told: Vec<_> = found
            .iter()
            .map(|r| {
                (
                    r["id"].clone(),
                    r["start"].as_u64(),
                    r["text"].as_str(),
                    r["kind"].as_str(),
                )
            })
            .collect();
        let expected = [
            (Value::from(7), Some(0), Some("서은결"), Some("PER")),
            (Value::from(7), Some(9), Some("서울"), Some("LOC")),
            (Value::from("b"), Some(13), Some("Chicago"), Some("LOC")),
        ];
        assert_eq!(told, expected, "{more:?}");
        assert_eq!(found[0]["canonical"].is_null(), !more.is_empty());
    }
    assert_eq!(home.records(&["names", "scan", "news/bad.jsonl"], 1).len(), 1);
    assert_eq!(home.says(&["names", "scan", "news/none.txt"], 2), "");
    let piped = home
        .jobo(&["names", "scan", "-"])
        .write_stdin("부산에 비가 왔다.")
        .assert()
        .code(0);
    let line = String::from_utf8(piped.get_output().stdout.clone()).expect("UTF-8");
    assert!(line.contains(r#""text":"부산""#), "{line}");
}

#[test]
fn a_corpus_is_scanned_in_its_order_and_what_never_ends_is_refused() {
    let line = |n: u32| format!("{{\"id\":{n},\"text\":\"서울에 비가 왔다.\"}}\n");
    let home = Home::new()
        .file("many.jsonl", (0..1_300).map(line).collect::<String>())
        .file("blank.txt", "\u{feff}\n\n 서울에 비가 왔다.\n");
    let ids = |records: Vec<Value>| -> Vec<u64> { records.iter().filter_map(|r| r["id"].as_u64()).collect() };
    let found = home.records(&["names", "scan", "news/many.jsonl", "--no-link"], 0);
    assert_eq!(ids(found), (0..1_300).collect::<Vec<u64>>());
    let found = home.records(&["names", "scan", "news/blank.txt", "--no-link"], 0);
    assert_eq!(found[0]["start"], 3);
    #[cfg(target_os = "linux")]
    {
        let said = home.jobo(&["names", "scan", "/dev/zero"]).assert().code(2);
        let said = String::from_utf8_lossy(&said.get_output().stderr).into_owned();
        assert!(said.contains("32 MiB"), "{said}");
    }
}

#[test]
fn names_of_a_note_count_at_once() {
    let home = Home::new()
        .file("a.txt", "서울에 비\n\n서울에 비가 왔다. 우산이 팔렸다.\n")
        .file("b.txt", "부산에 눈\n\n부산에 눈이 왔다. 장갑이 팔렸다.\n");
    home.says(&["import", "news"], 0);
    let story = home.records(&["list", "--jsonl"], 0)[0]["id"].clone();
    let counts = || entities(&home).contains(&("삼성전자".into(), 1));
    assert!(!counts());
    let add = [
        "notes",
        "add",
        story.as_str().expect("an id"),
        "--text",
        "삼성전자는 왜 빠졌을까.",
    ];
    home.says(&add, 0);
    assert!(counts());
    // Line by line, too.
    home.jobo(&["read"])
        .write_stdin("2\nw LG전자는 왔다.\nq\n")
        .assert()
        .code(0);
    assert!(entities(&home).contains(&("LG전자".into(), 1)));
}

#[test]
fn notes_go_out_and_come_in_and_meet() {
    let home = small();
    home.says(&["import", "news"], 0);
    assert_eq!(home.says(&["notes"], 1), "");
    let list = home.says(&["list"], 0);
    let line = list.lines().find(|l| l.contains("둑길")).expect("it is there");
    let story = line.split('\t').next().expect("an id").to_owned();
    let add = |words: &[&str], code: i32| {
        let mut all = vec!["notes", "add", &story];
        all.extend(words);
        home.says(&all, code)
    };
    let note = add(
        &[
            "--quote",
            "사람들은  둑으로",
            "--text",
            "- 하나\n- 둘",
            "--colour",
            "pink",
        ],
        0,
    );
    let note = note.trim();
    assert_eq!(add(&["--quote", "어디에도 없는 말"], 1), "");
    add(&["--text", "-"], 0);
    let shown = home.says(&["notes", "show", note.get(..8).expect("letters")], 0);
    assert!(
        shown.contains("> 사람들은 둑으로") && shown.contains("- 둘"),
        "{shown}"
    );
    let listed = home.says(&["list"], 0);
    assert!(
        listed.lines().any(|l| l.contains("✎") && l.contains("둑길")),
        "{listed}"
    );
    // Out to files, written again around what was added.
    home.says(&["notes", "export", "obsidian"], 2);
    home.says(&["notes", "export", "obsidian", "--to", "vault"], 0);
    let file = std::fs::read_dir(home.0.path().join("vault"))
        .expect("a folder")
        .next();
    let file = file.expect("one file").expect("it can be read").path();
    let mut text = std::fs::read_to_string(&file).expect("text");
    text.push_str("\n내 생각\n");
    std::fs::write(&file, &text).expect("it can be written");
    home.says(&["notes", "export", "obsidian", "--to", "vault"], 0);
    assert_eq!(std::fs::read_to_string(&file).expect("text"), text);
    std::fs::write(&file, "# 내 글\n").expect("it can be written");
    home.says(&["notes", "export", "obsidian", "--to", "vault"], 1);
    assert_eq!(std::fs::read_to_string(&file).expect("text"), "# 내 글\n");
    // In on another machine, by a file and by a meeting.
    let w3c = home.says(&["notes", "export", "w3c"], 0);
    let far = small();
    far.says(&["import", "news"], 0);
    std::fs::write(far.0.path().join("w.json"), &w3c).expect("a file");
    far.says(&["notes", "import", "w.json"], 0);
    assert_eq!(
        far.says(&["notes", "export", "csl"], 0),
        home.says(&["notes", "export", "csl"], 0)
    );
    let meeting = home.0.path().join("meeting");
    let meeting = meeting.to_str().expect("UTF-8");
    home.says(&["sync", meeting], 0);
    let third = small();
    third.says(&["import", "news"], 0);
    third.says(&["sync", meeting], 0);
    assert_eq!(third.says(&["notes", "export", "w3c"], 0), w3c);
    far.says(&["notes", "import", "news/dike.txt"], 2);
    far.says(&["notes", "import", "nothing.json"], 2);
}

/// What searching prints, by the section of its page.
fn searched(home: &Home) -> [(&'static str, Vec<Value>); 5] {
    let search = home.says(&["--sample", "search", "lang:ko", "--json", "--facets"], 0);
    let search = serde_json::from_str(&search).expect("JSON");
    home.says(
        &["rules", "add", "둑", "둑길 -없는말", "--tag", "둑", "--bookmark"],
        0,
    );
    home.says(&["searches", "add", "둑", "둑길 is:unread"], 0);
    [
        ("Search", vec![search]),
        (
            "Hit",
            home.records(&["--sample", "search", "lang:ko", "--jsonl"], 0),
        ),
        (
            "Line",
            home.records(&["--sample", "grep", "-e", "[0-9]+%", "--jsonl"], 0),
        ),
        ("Saved", home.records(&["searches", "list", "--jsonl"], 0)),
        ("Rule", home.records(&["rules", "list", "--jsonl"], 0)),
    ]
}

/// The examples of the page, each with the number that stands behind it.
fn examples(page: &str) -> Vec<(String, u64)> {
    let block = page
        .split("```examples\n")
        .nth(1)
        .expect("examples")
        .split("```")
        .next()
        .expect("their end");
    let read = |line: &str| {
        let (query, count) = line.rsplit_once(' ').expect("a count");
        (query.trim().to_owned(), count.parse().expect("a number"))
    };
    block.lines().map(read).collect()
}

#[test]
fn the_examples_of_the_page_on_searching_find_what_they_say() {
    let home = small();
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/search.md"))
        .expect("the page");
    for (query, count) in examples(&page) {
        let code = i32::from(count == 0);
        // What is only near may be found where the words are not.
        let output = home.run(&["--sample", "search", "--json", "--limit", "1", "--", &query]);
        assert!(
            output.status.code() == Some(0) || output.status.code() == Some(code),
            "{query}"
        );
        let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(found["count"], Value::from(count), "{query}");
    }
    // What stands in the tables is read too.
    let typed = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(typed, _)| typed);
    for typed in typed.filter(|typed| !typed.contains("` ") && !typed.ends_with(':')) {
        let query = typed.replace("\\|", "|");
        assert!(jobo::query::parse(&query).is_ok(), "{query}");
    }
}

#[test]
fn a_mistake_in_a_query_is_pointed_at() {
    let home = small();
    let output = home.run(&["--sample", "search", "둑 nmae:메타"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Vec<&str> = said.lines().collect();
    // Two columns of 둑, one of the blank, and the program's name before it all.
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("---------^ 3: ") && line.contains("name:")),
        "{said}"
    );
}

#[test]
fn a_digest_comes_back_from_what_is_printed() {
    let digest = "아침 소식입니다.\n\n이어 22일 주요 뉴스입니다.\n■ 등대 불빛, 백 년 만에 바뀐다\n\n등대에 새 불이 들어왔다.\n\n■ 어시장, 새벽 경매 중단\n\n경매는 없었다. 상인들은 돌아갔다.\n";
    let home = Home::new().file("a.txt", digest);
    home.says(&["import", "news"], 0);
    let printed = home.says(&["list", "--jsonl"], 0);
    let sections = |home: &Home| home.records(&["list", "--jsonl"], 0)[0]["sections"].clone();
    assert_eq!(sections(&home).as_array().map(Vec::len), Some(2));
    let other = Home::new().file("a.jsonl", &printed);
    other.says(&["import", "news"], 0);
    let heads = |sections: &Value| {
        let all = sections.as_array().cloned().unwrap_or_default();
        all.iter().map(|s| s["headline"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(heads(&sections(&other)), heads(&sections(&home)));
}

#[test]
fn searches_are_kept_renamed_and_forgotten() {
    let home = small();
    home.says(&["import", "news"], 0);
    home.says(&["searches", "add", "물가", "둑", "OR", "강"], 0);
    let listed = || home.records(&["searches", "list", "--jsonl"], 0);
    let found = home.records(&["search", "둑 OR 강", "--jsonl"], 0).len();
    assert!(found > 0);
    assert_eq!(listed()[0]["query"], "둑 OR 강");
    assert_eq!(listed()[0]["unread"], Value::from(found));
    home.says(&["searches", "rename", "물가", "강가"], 0);
    assert_eq!(
        home.says(&["searches", "list"], 0),
        format!("{found}\t강가\t둑 OR 강\n")
    );
    for (verb, code) in [
        (&["rename", "물가", "바다"][..], 1),
        (&["add", "물가", "(둑"], 2),
        (&["rm", "물가"], 1),
        (&["rm", "강가"], 0),
        (&["list"], 1),
    ] {
        let line = [&["searches"], verb].concat();
        assert_eq!(home.run(&line).status.code(), Some(code), "{line:?}");
    }
}

#[test]
fn rules_act_on_what_is_imported_after_them() {
    let home = small();
    home.says(&["import", "news"], 0);
    home.says(
        &["rules", "add", "새것", "둑 OR 강", "--tag", "물", "--bookmark"],
        0,
    );
    assert_eq!(
        home.run(&["rules", "add", "새것", "(둑", "--read"]).status.code(),
        Some(2)
    );
    assert_eq!(home.run(&["search", "tag:물"]).status.code(), Some(1));
    let home = home.file(
        "more.txt",
        "강가의 아침\n\n강물이 천천히 흘렀다. 둑에는 아무도 없었다.\n",
    );
    home.says(&["import", "news"], 0);
    let tagged = home.records(&["search", "tag:물 is:bookmarked", "--jsonl"], 0);
    assert_eq!(tagged.len(), 1);
    assert_eq!(tagged[0]["headline"], "강가의 아침");
    assert!(home.says(&["rules", "list"], 0).contains("#물 bookmark"));
    home.says(&["rules", "rm", "새것"], 0);
    assert_eq!(home.run(&["rules", "list"]).status.code(), Some(1));
}
