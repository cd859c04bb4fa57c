use super::*;

fn read(files: &[(&str, &str)], name: &str) -> (Option<Arc<Theme>>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(format!("{name}.toml")), text).expect("it is written");
    }
    let mut reading = Reading::new(folder.path());
    let theme = reading.theme(name);
    let said = reading.faults.iter().map(|fault| {
        let file = fault.path.file_name().map(|f| f.to_string_lossy().into_owned());
        let said = fault.to_string();
        let said = said.strip_prefix(&*fault.path.to_string_lossy()).unwrap_or(&said);
        format!("{}{said}", file.unwrap_or_default())
    });
    (theme, said.collect())
}

fn tone(theme: &Theme, token: Token) -> Colour {
    theme.tone(token, true).many
}

#[test]
fn every_shipped_theme_is_whole_and_without_fault() {
    for name in shipped() {
        let (theme, said) = read(&[], name);
        let theme = theme.expect("it is shipped");
        assert_eq!(said, Vec::<String>::new(), "{name}");
        for dark in [true, false] {
            let own = |token: &Token| {
                let layer = if dark { &theme.dark } else { &theme.light };
                layer[token.index()].is_some()
            };
            let bare: Vec<Token> = Token::all()
                .filter(|t| t.row().like.is_none() && !matches!(t, Token::Ground | Token::Ink))
                .filter(|t| theme.ground.dark(dark) == dark && !own(t))
                .collect();
            assert_eq!(bare, [], "{name}");
        }
    }
}

#[test]
fn a_theme_inherits_what_it_leaves_out() {
    let files = [
        ("mine", "inherits = \"base\"\n[colours]\naccent = \"#123\"\n"),
        (
            "base",
            "ground = \"dark\"\n[colours]\ndim = \"#010203\"\naccent = \"red\"\n",
        ),
    ];
    let (theme, said) = read(&files, "mine");
    let theme = theme.expect("it is there");
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(tone(&theme, Token::Accent), Colour::Rgb(0x11, 0x22, 0x33));
    assert_eq!(tone(&theme, Token::Dim), Colour::Rgb(1, 2, 3));
    assert_eq!(theme.ground, Ground::Dark);
    let shipped = Theme::shipped("dark");
    assert_eq!(tone(&theme, Token::Person), tone(&shipped, Token::Person));
    assert_eq!(
        tone(&theme, Token::Focus),
        tone(&theme, Token::Accent),
        "goes with it"
    );
}

#[test]
fn a_theme_may_add_to_the_shipped_one_of_its_name() {
    let files = [("dark", "inherits = \"dark\"\n[colours]\naccent = \"#ffffff\"\n")];
    let (theme, said) = read(&files, "dark");
    let theme = theme.expect("it is there");
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(tone(&theme, Token::Accent), Colour::Rgb(255, 255, 255));
    assert_eq!(
        tone(&theme, Token::Dim),
        tone(&Theme::shipped("dark"), Token::Dim)
    );
}

#[test]
fn mistakes_are_told_with_their_places() {
    for (text, expected) in [
        (
            "[colours]\nacent = \"red\"\n",
            "x.toml:2:1: there is no setting `acent`; did you mean `accent`?",
        ),
        (
            "[colours]\naccent = \"rde\"\n",
            "x.toml:2:10: `colours.accent` must be a colour such as \"#f0a870\", \"bright-yellow\" or \"default\"; \
             did you mean `red`?",
        ),
        (
            "[colours]\naccent = [\"#fff\", \"#000\"]\n",
            "x.toml:2:10: `colours.accent` must be a colour such as \"#f0a870\", \"bright-yellow\" or \"default\"",
        ),
        (
            "ground = \"drak\"\n",
            "x.toml:1:10: `ground` must be \"dark\", \"light\" or \"any\"; did you mean `dark`?",
        ),
        (
            "inherits = \"nrod\"\n",
            "x.toml:1:12: `inherits` must be the name of a theme; did you mean `nord`?",
        ),
        (
            "inherits = \"x\"\n",
            "x.toml:1:12: theme `x` inherits from itself",
        ),
        (
            "colour = 1\n",
            "x.toml:1:1: there is no setting `colour`; did you mean `colours`?",
        ),
        (
            "inherits = \"../x\"\n",
            "x.toml:1:12: `inherits` must be the name of a theme",
        ),
    ] {
        let (theme, said) = read(&[("x", text)], "x");
        assert_eq!(said, [expected], "{text}");
        assert!(theme.is_some(), "what is right in it holds");
    }
    let (_, said) = read(&[("x", "[colours\n")], "x");
    assert!(said[0].starts_with("x.toml:1:"), "{said:?}");
}

#[test]
fn a_circle_of_themes_ends() {
    let files = [("a", "inherits = \"b\""), ("b", "inherits = \"a\"")];
    let (theme, said) = read(&files, "a");
    assert!(theme.is_some());
    assert_eq!(said, ["b.toml:1:12: theme `a` inherits from itself"]);
    assert_eq!(read(&[], "nothing").0, None);
}

#[test]
fn all_themes_are_listed_once() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["sea", "dark"] {
        std::fs::write(folder.path().join(format!("{name}.toml")), "").expect("it is written");
    }
    std::fs::write(folder.path().join("no theme.toml"), "").expect("it is written");
    let mut reading = Reading::new(folder.path());
    let names: Vec<String> = reading.all().iter().map(|t| t.name.clone()).collect();
    let mut expected: Vec<&str> = shipped().collect();
    expected.push("sea");
    assert_eq!(names, expected);
}
