//! Mistakes in the settings in the words of the screen.

use super::Words;
use crate::config::fault::{Expected, Fault, FaultKind};
use crate::text::Clean;
use crate::text::width::Ruler;

/// A mistake, ready to be shown: its place, the line with a caret under it, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// File, line and column.
    pub place: Clean,
    /// The line with its number; `None` where the whole file is meant.
    pub source: Option<Clean>,
    /// Columns before the caret.
    pub before: u16,
    /// The caret, as long as what is wrong.
    pub caret: String,
    /// What is wrong, and what was perhaps meant.
    pub said: Clean,
}

impl Words {
    /// A mistake with its line.
    pub fn told(&self, fault: &Fault, ruler: Ruler) -> Told {
        let place = &fault.place;
        let number = format!("{} | ", place.line);
        let head: String = place
            .source
            .chars()
            .take(place.column.saturating_sub(1))
            .collect();
        let marked: String = place
            .source
            .chars()
            .skip(place.column.saturating_sub(1))
            .take(place.length)
            .collect();
        // A letter at the end keeps the blanks before it.
        let head = ruler.width(&Clean::new(&format!("{head}x"))).saturating_sub(1);
        Told {
            place: where_(fault),
            source: (place.line > 0).then(|| Clean::new(&format!("{number}{}", Clean::new(&place.source)))),
            before: (number.len() + head) as u16,
            caret: "^".repeat(ruler.width(&Clean::new(&marked)).max(1)),
            said: self.fault_words(fault),
        }
    }

    /// A mistake in one line, with its place.
    pub fn setting_fault(&self, fault: &Fault) -> Clean {
        Clean::new(&format!("{}: {}", where_(fault), self.fault_words(fault)))
    }

    /// What is wrong, and what was perhaps meant.
    pub fn fault_words(&self, fault: &Fault) -> Clean {
        let quoted = |text: &str| format!("‘{text}’");
        let said = match &fault.kind {
            FaultKind::Unknown { name } => self.fill("wrong.unknown", &[("name", &quoted(name))]),
            FaultKind::BadValue {
                name,
                expected,
                default,
            } => {
                let holes = [("name", &*quoted(name)), ("expected", &*self.expected(*expected))];
                let said = self.fill("wrong.value", &holes);
                match *default {
                    "" => said,
                    default => {
                        let using = self.fill("wrong.default", &[("default", default)]);
                        self.sentences(&said, &using)
                    }
                }
            }
            FaultKind::NoKey { key } => self.fill("wrong.no-key", &[("key", &quoted(key))]),
            FaultKind::Conflict {
                key,
                pane,
                first,
                second,
                at,
            } => {
                let pane = self.get(&format!("help.{pane}")).to_owned();
                let line = at.line.to_string();
                let holes = [
                    ("key", quoted(key)),
                    ("first", quoted(first)),
                    ("second", quoted(second)),
                    ("line", line),
                    ("pane", pane),
                ];
                let holes = holes.each_ref().map(|(hole, value)| (*hole, value.as_str()));
                self.fill("wrong.conflict", &holes)
            }
            FaultKind::Keyless { key, command, taker } => {
                let holes = [
                    ("key", quoted(key)),
                    ("command", quoted(command)),
                    ("taker", quoted(taker)),
                ];
                let holes = holes.each_ref().map(|(hole, value)| (*hole, value.as_str()));
                self.fill("wrong.keyless", &holes)
            }
            FaultKind::Circle { name } => self.fill("wrong.circle", &[("name", &quoted(name))]),
            FaultKind::Syntax { message } => self.fill("wrong.syntax", &[("detail", message)]),
            FaultKind::Unreadable { message } => self.fill("wrong.unreadable", &[("detail", message)]),
        };
        match &fault.suggestion {
            Some(meant) => {
                let meant = self.fill("wrong.meant", &[("name", &quoted(meant))]);
                self.sentences(&said, &meant)
            }
            None => said,
        }
    }

    /// What a value can be.
    pub fn expected(&self, expected: Expected) -> Clean {
        let range = |least: u16, most: u16| [("least", least.to_string()), ("most", most.to_string())];
        match expected {
            Expected::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
                self.fill("wrong.words", &[("list", &words.join(", "))])
            }
            Expected::Number(least, most) => {
                let range = range(least, most);
                self.fill(
                    "wrong.number",
                    &range.each_ref().map(|(hole, n)| (*hole, n.as_str())),
                )
            }
            Expected::NumberOr(least, most, word) => {
                let [least, most] = range(least, most);
                let word = format!("{word:?}");
                let holes = [least, most, ("word", word)];
                self.fill(
                    "wrong.number-or",
                    &holes.each_ref().map(|(hole, n)| (*hole, n.as_str())),
                )
            }
            Expected::Switch => self.get("wrong.switch").into(),
            Expected::Encoding => self.get("wrong.encoding").into(),
            Expected::ThemeOrAuto => self.get("wrong.theme-or-auto").into(),
            Expected::Theme => self.get("wrong.theme").into(),
            Expected::Colour => self.get("wrong.colour").into(),
            Expected::Keys => self.get("wrong.keys").into(),
            Expected::Run => self.get("wrong.run").into(),
            Expected::Template => self.get("wrong.template").into(),
        }
    }
}

fn where_(fault: &Fault) -> Clean {
    let path = fault.path.to_string_lossy();
    match fault.place.line {
        0 => Clean::new(&path),
        line => Clean::new(&format!("{path}:{line}:{}", fault.place.column)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::article::language::Language;
    use crate::config::settings;

    fn told(language: Language, text: &str) -> Told {
        let faults = settings::parse(Path::new("설정.toml"), text).1;
        Words::of(language).told(faults.first().expect("a fault"), Ruler::default())
    }

    #[test]
    fn the_caret_stands_under_what_is_wrong() {
        for (text, source, place, caret) in [
            ("[reader]\n  mesure = 72", "2 | mesure = 72", 4, 6),
            ("[reader]\nwrap =   \"가나\"", "2 | wrap = \"가나\"", 11, 6),
            ("[reader]\n\"측정\" = 72", "2 | \"측정\" = 72", 4, 6),
        ] {
            let told = told(Language::Ko, text);
            let ruler = Ruler::default();
            assert_eq!(told.source.as_deref(), Some(source));
            assert_eq!((told.before, ruler.width(&told.caret)), (place, caret), "{text}");
        }
    }

    #[test]
    fn every_language_says_every_mistake() {
        for language in super::super::LANGUAGES {
            for text in [
                "theme = 3",
                "mesure = 1",
                "[reader]\nmeasure = 1",
                "[keys.list]\ndown = 3",
                "x",
            ] {
                let told = told(language, text);
                assert!(!told.said.contains(['{', '}']), "{language:?} {}", told.said);
                assert!(!told.said.contains("wrong."), "{language:?} {}", told.said);
            }
        }
        let korean = told(Language::Ko, "[reader]\nmesure = 72");
        assert_eq!(
            korean.said.as_str(),
            "‘reader.mesure’라는 설정은 없습니다. ‘reader.measure’를 뜻했나요?"
        );
    }
}
