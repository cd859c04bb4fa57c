//! That nothing of the reader's is changed where it was not meant, and that what was refused is said.

use super::{Home, small};

/// Standard error of a command that is to end with this code.
fn complains(home: &Home, arguments: &[&str], code: i32) -> String {
    let output = home.jobo(arguments).assert().code(code).get_output().clone();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_done_to_the_sample_is_not_done_to_ones_own_library() {
    let home = small();
    // Without a library of one's own: the sample stays what is listed.
    let sample = home.records(&["list", "--jsonl"], 0).len();
    home.says(&["searches", "add", "하나", "다리"], 0);
    home.says(&["rules", "add", "하나", "다리", "--read"], 0);
    assert_eq!(home.records(&["list", "--jsonl"], 0).len(), sample);
    assert_eq!(home.records(&["searches", "list", "--jsonl"], 0).len(), 1);
    home.says(&["import", "news"], 0);
    home.says(&["searches", "list"], 1);
    for arguments in [
        &["searches", "add", "둘", "둑"][..],
        &["searches", "rename", "둘", "셋"],
        &["searches", "rm", "셋"],
        &["searches", "add", "넷", "둑"],
        &["rules", "add", "둘", "둑", "--read"],
        &["rules", "rm", "하나"],
    ] {
        home.says(&[arguments, &["--sample"]].concat(), 0);
    }
    let names = |arguments: &[&str], code| -> Vec<String> {
        let all = home.records(&[arguments, &["--jsonl"]].concat(), code);
        all.iter()
            .filter_map(|one| Some(one["name"].as_str()?.to_owned()))
            .collect()
    };
    assert_eq!(names(&["searches", "list"], 1), [""; 0]);
    assert_eq!(names(&["rules", "list"], 1), [""; 0]);
    assert_eq!(names(&["--sample", "searches", "list"], 0), ["넷", "하나"]);
    assert_eq!(names(&["--sample", "rules", "list"], 0), ["둘"]);
    for arguments in [&["import", "news"][..], &["import"], &["sync", "meeting"]] {
        let said = complains(&home, &[&["--sample"], arguments].concat(), 2);
        assert!(said.contains("--sample"), "{said}");
    }
    assert!(!home.0.path().join("meeting").exists());
}

#[test]
fn what_asks_for_nothing_or_has_no_name_is_not_kept() {
    let home = small();
    home.says(&["import", "news"], 0);
    for query in ["", "-", "#", "\"\"", "..."] {
        for arguments in [
            &["rules", "add", "새것", query, "--hide"][..],
            &["rules", "try", query],
            &["searches", "add", "새것", query],
        ] {
            let said = complains(&home, arguments, 2);
            assert!(
                said.contains("something to look for is missing"),
                "{arguments:?} {said}"
            );
        }
        home.says(&["search", "--", query], 0);
    }
    complains(&home, &["rules", "add", "새것", "sort:oldest", "--hide"], 2);
    home.says(&["searches", "add", "새것", "sort:oldest"], 0);
    for arguments in [
        &["rules", "add", " ", "둑", "--hide"][..],
        &["searches", "add", "", "둑"],
        &["searches", "rename", "새것", "\u{200b}"],
    ] {
        let said = complains(&home, arguments, 2);
        assert!(said.contains("name is empty"), "{arguments:?} {said}");
    }
    assert_eq!(home.says(&["rules", "list"], 1), "");
    assert_eq!(home.says(&["searches", "list"], 0).lines().count(), 1);
}

#[test]
fn what_is_not_there_is_named_and_what_is_there_is_not_lost() {
    let home = small();
    home.says(&["import", "news"], 0);
    home.says(&["searches", "add", "둑", "둑길"], 0);
    home.says(&["searches", "add", "강", "강물"], 0);
    for (arguments, code, words) in [
        (&["searches", "rename", "둑", "강"][..], 2, "saved as 강 already"),
        (&["searches", "rename", "둑", "둑"], 1, "Nothing was changed"),
        (&["searches", "rename", "산", "강"], 1, "No search is saved as 산"),
        (&["searches", "rm", "산"], 1, "No search is saved as 산"),
        (&["searches", "add", "둑", "둑길"], 1, "Nothing was changed"),
        (&["rules", "rm", "산"], 1, "no rule 산"),
        (
            &["--sample", "names", "split", "라온", "두누리"],
            1,
            "never written 두누리",
        ),
    ] {
        let said = complains(&home, arguments, code);
        assert!(said.contains(words), "{arguments:?} {said}");
    }
    let listed = home.says(&["searches", "list"], 0);
    assert!(
        listed.contains("강\t강물") && listed.contains("둑\t둑길"),
        "{listed}"
    );
}

#[test]
fn exports_go_over_nothing_but_earlier_exports() {
    let home = small();
    home.says(&["import", "news"], 0);
    let id = home.records(&["list", "--jsonl"], 0)[0]["id"].to_string();
    home.says(&["notes", "add", id.trim_matches('"'), "--text", "메모"], 0);
    home.says(&["names", "make", "loc", "둑길"], 0);
    let at = |name: &str| home.0.path().join(name);
    let forms = ["w3c", "hypothesis", "readwise", "jsonl", "biblatex", "csl"];
    let mut ways: Vec<Vec<&str>> = forms.map(|form| vec!["notes", "export", form, "--to"]).into();
    ways.push(vec!["names", "export"]);
    for way in &ways {
        let to = |file| [way.as_slice(), &[file]].concat();
        let said = complains(&home, &to("news/dike.txt"), 2);
        assert!(said.contains("is a story of"), "{way:?} {said}");
        std::fs::write(at("mine.json"), "[{\"id\": 1}]").expect("a file");
        let said = complains(&home, &to("mine.json"), 2);
        assert!(said.contains("no export"), "{way:?} {said}");
        assert_eq!(
            std::fs::read(at("mine.json")).expect("it is there"),
            b"[{\"id\": 1}]"
        );
        std::fs::write(at("made"), "").expect("a file");
        home.says(&to("made"), 0);
        let once = std::fs::read(at("made")).expect("it is there");
        home.says(&to("made"), 0);
        assert!(!once.is_empty() && once == std::fs::read(at("made")).expect("it is there"));
        let said = complains(&home, &to("nowhere/made"), 2);
        assert!(said.contains("nowhere/made"), "{way:?} {said}");
    }
    assert_eq!(
        std::fs::read_to_string(at("news/dike.txt")).expect("it is there"),
        super::DIKE
    );
}

#[test]
fn a_date_that_was_worked_out_is_not_exported_and_own_notes_are_known_again() {
    let home = small();
    home.says(&["import", "news"], 0);
    let id = home.records(&["list", "--jsonl"], 0)[0]["id"].to_string();
    home.says(&["notes", "add", id.trim_matches('"'), "--text", "메모"], 0);
    for (form, word) in [("biblatex", "  date ="), ("csl", "issued")] {
        let text = home.says(&["notes", "export", form], 0);
        assert!(text.contains("jobo-") && !text.contains(word), "{text}");
    }
    home.says(&["notes", "export", "hypothesis", "--to", "h.json"], 0);
    let taken = home.records(&["notes", "import", "h.json", "--jsonl"], 0);
    assert_eq!(
        (&taken[0]["added"], &taken[0]["unchanged"]),
        (&0.into(), &1.into())
    );
    assert_eq!(home.says(&["notes"], 0).lines().count(), 1);
}

#[test]
fn rows_that_are_only_near_say_so() {
    let home = small();
    let search = ["--sample", "search", "라온"];
    let record: serde_json::Value =
        serde_json::from_str(&home.says(&[&search[..], &["--json"]].concat(), 0)).expect("JSON");
    let (count, near) = (record["count"].as_u64(), record["near"].as_u64());
    let output = home.run(&search);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = format!(
        "{} found, {} more near",
        count.expect("a number"),
        near.expect("a number")
    );
    assert!(near > Some(0) && said.contains(&line), "{said}");
    let rows = String::from_utf8_lossy(&output.stdout).into_owned();
    let columns = rows
        .lines()
        .filter(|row| !row.starts_with(' '))
        .map(|row| row.split('\t'));
    let marks: Vec<Option<&str>> = columns.map(|mut row| row.nth(5)).collect();
    let marked = marks
        .iter()
        .filter(|mark| mark.is_some_and(|mark| !mark.is_empty()));
    assert_eq!(Some(marked.count() as u64), near, "{rows}");
    assert!(marks.iter().all(Option::is_some), "{rows}");
}

#[test]
fn what_was_typed_wrong_is_named() {
    let home = small();
    std::fs::write(home.0.path().join("bad.jsonl"), "# mine\n{\n").expect("a file");
    let long = format!("{} nmae:x", "둑 ".repeat(60));
    for (arguments, code, words, never) in [
        (&["serach", "둑"][..], 2, "Did you mean jobo search?", "terminal"),
        (&["nowhere/list"], 2, "nowhere/list does not exist", "mean"),
        (&["--config", "/none", "list"], 2, "/none does not exist", "mean"),
        (&["names", "scan", "news"], 2, "news: ", "does not exist"),
        (&["names", "import", "bad.jsonl"], 2, "Line 2", "column"),
        (&["search", &long], 2, "…", &long),
    ] {
        let said = complains(&home, arguments, code);
        assert!(
            said.contains(words) && !said.contains(never),
            "{arguments:?} {said}"
        );
    }
    let longest = format!("{}\"", "둑 ".repeat(2_000));
    let said = complains(&home, &["search", &longest], 2);
    assert!(said.lines().all(|line| line.chars().count() < 300), "{said}");
    home.says(&["config", "path", "--config", "/none"], 0);
    home.says(&["import", "news"], 0);
    assert_eq!(home.records(&["rules", "try", "둑길", "--jsonl"], 0).len(), 1);
    home.says(&["searches", "add", "둑", "둑길"], 0);
    let sync = home.says(&["sync", "meeting"], 0);
    assert!(sync.contains("1 device."), "{sync}");
}

#[test]
fn an_editor_that_fails_is_said() {
    let home = small();
    let mut edit = home.jobo(&["config", "edit"]);
    let output = edit
        .env("PATH", "/usr/bin:/bin")
        .env("EDITOR", "false")
        .assert()
        .code(2)
        .get_output()
        .clone();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("false ended with an error"), "{said}");
}

#[test]
#[cfg(unix)]
fn what_never_ends_is_not_read() {
    let home = small();
    home.says(&["import", "news"], 0);
    let config = home.0.path().join("XDG_CONFIG_HOME/jobo");
    std::fs::create_dir_all(config.join("themes")).expect("a folder");
    let zero = |name: &str| std::os::unix::fs::symlink("/dev/zero", config.join(name)).expect("a link");
    for name in ["config.toml", "entities.toml", "entities.tsv", "themes/mine.toml"] {
        zero(name);
        let given: &[&str] = if name.starts_with("themes") {
            &["--theme", "mine"]
        } else {
            &[]
        };
        let said = complains(&home, &[given, &["list"]].concat(), 0);
        assert!(
            said.contains(name) && said.contains("no regular file"),
            "{name} {said}"
        );
        std::fs::remove_file(config.join(name)).expect("it is there");
    }
    std::fs::write(config.join("entities.tsv"), "x\n".repeat(3 << 20)).expect("a file");
    assert!(complains(&home, &["list"], 0).contains("4 MiB"));
}
