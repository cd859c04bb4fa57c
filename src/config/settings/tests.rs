use std::path::PathBuf;

use super::*;

fn read(text: &str) -> (Settings, Vec<Fault>) {
    parse(Path::new("config.toml"), text)
}

#[test]
fn settings_are_taken_over() {
    let (settings, faults) = read(
        r#"
        language = "ko"
        theme = "light"
        reader = { measure = 0x40, wrap = "char" }
        [list]
        sort = "unread"
        lines = 2
        [screen]
        borders = "ascii"
        ambiguous_width = 2
        answer_ms = 0
        mouse = false
        pictures = "sixel"
        which_key_ms = "never"
        preview_ms = 0
        [library]
        encoding = "cp949"
        [keys.list]
        down = ["j", "Down"]
        quit = "Q"
        archive = []
        "#,
    );
    assert_eq!(faults, []);
    assert_eq!(
        (settings.language, settings.theme.as_str()),
        (Tongue::Ko, "light")
    );
    assert_eq!(
        settings.reader,
        Reader {
            measure: 64,
            wrap: Wrapping::Char,
            names: true,
            furniture: false,
        }
    );
    assert_eq!(
        settings.list,
        List {
            sort: Order::Unread,
            lines: Some(2)
        }
    );
    let screen = Screen {
        borders: Borders::Ascii,
        ambiguous_width: Some(2),
        answer_ms: 0,
        mouse: false,
        links: true,
        pictures: Way::Sixel,
        hints: true,
        which_key_ms: None,
        preview_ms: 0,
    };
    assert_eq!(settings.screen, screen);
    assert_eq!(settings.library.encoding.as_deref(), Some("EUC-KR"));
    let keys: Vec<_> = settings
        .keys
        .iter()
        .map(|b| {
            let keys: Vec<&str> = b.keys.iter().map(|(key, _)| key.as_str()).collect();
            (b.command.as_str(), keys.join(" "), b.place.line)
        })
        .collect();
    let expected = [
        ("down", "j Down".to_owned(), 19),
        ("quit", "Q".to_owned(), 20),
        ("archive", String::new(), 21),
    ];
    assert_eq!(keys, expected);
}

#[test]
fn a_mistake_costs_its_line_only() {
    let (settings, faults) =
        read("theme = 7\n[reader]\nmesure = 60\nwrap = \"cahr\"\n[list]\nsort = \"title\"\n");
    let mut expected = Settings::default();
    expected.list.sort = Order::Title;
    assert_eq!(settings, expected);
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "config.toml:1:9: `theme` must be \"auto\" or the name of a theme; using \"auto\"",
            "config.toml:3:1: there is no setting `reader.mesure`; did you mean `reader.measure`?",
            "config.toml:4:8: `reader.wrap` must be \"auto\", \"word\" or \"char\"; using \"auto\"; did you mean `char`?",
        ]
    );
    let place = Place {
        line: 3,
        column: 1,
        length: 6,
        source: "mesure = 60".to_owned(),
    };
    assert_eq!(faults[1].place, place);
}

#[test]
fn every_kind_of_mistake_is_said() {
    for (text, place, meant) in [
        ("measure = 60", (1, 1), Some("reader.measure")),
        ("[raeder]\nmeasure = 60", (1, 2), Some("reader")),
        ("[reader.more]\nx = 1", (1, 9), None),
        ("reader = 3", (1, 1), None),
        ("[reader]\nmeasure = 7", (2, 11), None),
        ("[reader]\nmeasure = 99999999999", (2, 11), None),
        ("[screen]\nmouse = \"yes\"", (2, 9), None),
        ("[library]\nencoding = \"korean-ish\"", (2, 12), None),
        ("theme = \"../x\"", (1, 9), None),
        ("keys = 1", (1, 1), None),
        ("[keys]\nlist = 1", (2, 1), None),
        ("[keys.list]\ndown = [1]", (2, 8), None),
        ("theme = \"light\"\n[list\nlines = 1", (2, 6), None),
        ("theme = \"a\"\ntheme = \"b\"", (2, 1), None),
    ] {
        let (settings, faults) = read(text);
        assert_eq!(settings, Settings::default(), "{text}");
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
        assert_eq!(
            (faults[0].place.line, faults[0].place.column),
            place,
            "{text}: {}",
            faults[0]
        );
        let suggestion = faults[0].suggestion.as_deref();
        assert!(meant.is_none() || suggestion == meant, "{text}: {suggestion:?}");
    }
}

#[test]
fn a_file_may_be_missing_or_no_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config.toml");
    assert_eq!(load(&path), (Settings::default(), Vec::new()));
    std::fs::write(&path, b"\xef\xbb\xbftheme = \"light\"").expect("it is written");
    assert_eq!(load(&path).0.theme, "light");
    std::fs::write(&path, b"theme = \"\xff\"").expect("it is written");
    let (settings, faults) = load(&path);
    assert_eq!(settings, Settings::default());
    assert!(matches!(faults[0].kind, FaultKind::Unreadable { .. }));
    assert!(matches!(
        load(folder.path()).1[0].kind,
        FaultKind::Unreadable { .. }
    ));
}

#[test]
fn the_example_sets_every_default() {
    let example = Settings::example();
    assert_eq!(read(&example), (Settings::default(), Vec::new()));
    for row in TABLE {
        let mut settings = Settings::default();
        let text = format!("x = {}", row.default);
        let table = DeTable::parse(&text).expect("the default is TOML");
        let value = table.get_ref().values().next().expect("one value");
        assert!(
            (row.set)(&mut settings, value.get_ref()) && settings == Settings::default(),
            "{}",
            row.name
        );
        assert!(
            example.contains(&format!("\n{} = {}\n", row.own_name(), row.default)),
            "{}",
            row.name
        );
    }
    assert!(example.lines().all(|line| line.chars().count() <= 110));
}

/// `UPDATE=1 cargo test` writes it anew.
#[test]
fn the_example_file_is_up_to_date() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("config.example.toml");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, Settings::example()).expect("the example can be written");
    }
    let kept = std::fs::read_to_string(&path).expect("config.example.toml is there");
    assert_eq!(kept, Settings::example(), "run UPDATE=1 cargo test");
}

#[test]
fn a_fault_shows_no_control() {
    for text in [
        "\"\\u001b[31m\" = 1",
        "theme = \"\u{1b}]0;x\u{7}\"",
        "[keys.\"\\u0007\"]\n\"\\u009b\" = 1",
    ] {
        let (_, faults) = read(text);
        assert_eq!(faults.len(), 1, "{text:?}");
        assert!(!faults[0].to_string().contains(char::is_control), "{text:?}");
        assert!(!faults[0].place.source.contains(char::is_control), "{text:?}");
    }
}
