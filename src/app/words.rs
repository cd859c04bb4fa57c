//! The words of the screen, in four languages.
//!
//! One catalogue a language lies in `assets/words`; a test asks that all have the same keys. A value may hold
//! holes: `{name}` takes a value as it is, `{n?story|stories}` one of two forms, the first for 1, `{name:을/를}` takes it with the Korean particle that fits its last
//! sound, and `{key.undo}` takes the key that a command has now.

mod faults;
mod said;

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::article::date::{Date, Precision};
use crate::article::language::Language;
use crate::article::notice::Notice;
use crate::text::pattern::Tier;
use crate::text::{Clean, hangul};
pub use faults::Told;
pub use said::Said;

/// The catalogues, in the order of [`LANGUAGES`].
const CATALOGUES: [&str; 4] = [
    include_str!("../../assets/words/ko.toml"),
    include_str!("../../assets/words/en.toml"),
    include_str!("../../assets/words/ja.toml"),
    include_str!("../../assets/words/zh.toml"),
];

/// The languages that the screen speaks.
pub const LANGUAGES: [Language; 4] = [Language::Ko, Language::En, Language::Ja, Language::Zh];

/// One language's catalogue.
#[derive(Debug, Clone)]
pub struct Words {
    language: Language,
    values: HashMap<String, String>,
    /// Keys of commands as they are bound, for holes like `{key.undo}`.
    keys: HashMap<String, String>,
}

impl Words {
    /// The catalogue of a language; English for one that has none.
    pub fn of(language: Language) -> Self {
        let index = LANGUAGES.iter().position(|l| *l == language).unwrap_or(1);
        let table: toml::Table = CATALOGUES[index].parse().expect("a test parses every catalogue");
        let mut values = HashMap::new();
        flatten("", &table, &mut values);
        Self {
            language: LANGUAGES[index],
            values,
            keys: HashMap::new(),
        }
    }

    /// The language spoken.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words for a key; the key itself if there are none, so that a gap is seen and not silent.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.values.get(key).map_or(key, String::as_str)
    }

    /// Says which key a command has, for holes like `{key.undo}`.
    pub fn bind(&mut self, command: &str, key: String) {
        self.keys.insert(command.to_owned(), key);
    }

    /// Says what a command of the reader's own is called, and what it does.
    pub fn call(&mut self, command: &str, (name, doc): (&str, &str)) {
        self.values
            .insert(format!("command.{command}"), Clean::new(name).to_string());
        self.values
            .insert(format!("doc.{command}"), Clean::new(doc).to_string());
    }

    /// Whether the catalogue has a key.
    pub fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// The words for a key with its holes filled.
    pub fn fill(&self, key: &str, holes: &[(&str, &str)]) -> Clean {
        let mut out = String::new();
        let mut rest = self.get(key);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((hole, tail)) = after.split_once('}') else {
                break;
            };
            if let Some((name, forms)) = hole.split_once('?') {
                let one = holes.iter().any(|(n, v)| *n == name && *v == "1");
                let (single, many) = forms.split_once('|').unwrap_or((forms, forms));
                out.push_str(if one { single } else { many });
                rest = tail;
                continue;
            }
            let (name, particle) = hole.split_once(':').map_or((hole, None), |(n, p)| (n, Some(p)));
            let value = holes.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
            let bound = || self.keys.get(name.strip_prefix("key.")?).map(String::as_str);
            let value = value.or_else(bound).unwrap_or_default();
            out.push_str(value);
            if let Some(pair) = particle {
                out.push_str(hangul::josa(value, pair));
            }
            rest = tail;
        }
        out.push_str(rest);
        Clean::new(&out)
    }

    /// So many days back from now, today being the first of them.
    pub fn days(&self, days: u16) -> Clean {
        match days {
            1 => self.get("filter.today").into(),
            _ => self.fill("filter.days", &[("n", &days.to_string())]),
        }
    }

    /// Two sentences one after the other, apart by a blank where the language writes blanks.
    fn sentences(&self, first: &str, second: &str) -> Clean {
        let apart = match self.language {
            Language::Ja | Language::Zh => "",
            _ => " ",
        };
        Clean::new(&format!("{first}{apart}{second}"))
    }

    /// Why something was found, in words; `None` where it is plain to see.
    pub fn reason(&self, tier: Tier) -> Option<&str> {
        let key = match tier {
            Tier::Word | Tier::Typed => return None,
            Tier::Keys => "found.keys",
            Tier::Sound => "found.sound",
            Tier::Similar => "found.similar",
            Tier::Loose => "found.loose",
        };
        Some(self.get(key))
    }

    /// The label of a command, as in a hint.
    pub fn label(&self, command: &str) -> &str {
        self.values
            .get(&format!("command.{command}"))
            .map_or("", String::as_str)
    }

    /// The one line that says what a command does; `fallback` where the catalogue has none.
    pub fn doc<'a>(&'a self, command: &str, fallback: &'a str) -> &'a str {
        self.values
            .get(&format!("doc.{command}"))
            .map_or(fallback, String::as_str)
    }

    /// A notice as a sentence.
    pub fn notice(&self, notice: &Notice) -> Clean {
        let kind = serde_json::to_value(notice.kind).ok();
        let key = format!(
            "notice.{}",
            kind.as_ref().and_then(|k| k.as_str()).unwrap_or_default()
        );
        let text = self.fill(&key, &[("detail", &notice.detail)]);
        match notice.line {
            Some(line) => self.fill("notice.at-line", &[("text", &text), ("line", &line.to_string())]),
            None => text,
        }
    }

    /// A date as short as a list shows it: month and day, with the year if it is not `today`'s.
    pub fn short_date(&self, date: Date, today: Date) -> Clean {
        let (at, now) = (date.zoned(), today.zoned());
        let key = if at.year() == now.year() {
            "date.short"
        } else {
            "date.short-year"
        };
        self.date_form(key, &at)
    }

    /// A date in full, with the time of day where it is known.
    pub fn long_date(&self, date: Date) -> Clean {
        let at = date.zoned();
        let key = match date.precision {
            Precision::Day => "date.day",
            Precision::Time => "date.time",
        };
        self.date_form(key, &at)
    }

    fn date_form(&self, key: &str, at: &jiff::Zoned) -> Clean {
        let month_key = format!("month.m{}", at.month());
        let year = at.year().to_string();
        let short_year = format!("{:02}", at.year().rem_euclid(100));
        let holes = [
            ("y", year.as_str()),
            ("yy", &short_year),
            ("m", &at.month().to_string()),
            (
                "month",
                if self.has(&month_key) {
                    self.get(&month_key)
                } else {
                    ""
                },
            ),
            ("d", &at.day().to_string()),
            ("h", &format!("{:02}", at.hour())),
            ("min", &format!("{:02}", at.minute())),
        ];
        self.fill(key, &holes)
    }
}

/// A number with its thousands set apart.
pub fn count(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        let _ = out.write_char(c);
    }
    out
}

fn flatten(prefix: &str, table: &toml::Table, into: &mut HashMap<String, String>) {
    for (key, value) in table {
        let name = if prefix.is_empty() {
            key.clone()
        } else {
            format!("{prefix}.{key}")
        };
        match value {
            toml::Value::Table(inner) => flatten(&name, inner, into),
            toml::Value::String(text) => {
                into.insert(name, text.clone());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_catalogues_have_the_same_keys_and_holes() {
        let all: Vec<Words> = LANGUAGES.iter().map(|l| Words::of(*l)).collect();
        let keys = |w: &Words| w.values.keys().cloned().collect::<BTreeSet<_>>();
        let holes = |s: &str| {
            s.split('{')
                .skip(1)
                .filter_map(|h| h.split(['}', ':', '?']).next())
                .map(str::to_owned)
                .collect::<BTreeSet<_>>()
        };
        for words in &all {
            let (here, korean) = (keys(words), keys(&all[0]));
            assert_eq!(
                here.symmetric_difference(&korean).collect::<Vec<_>>(),
                Vec::<&String>::new()
            );
            for (key, value) in words.values.iter().filter(|(k, _)| !k.starts_with("date.")) {
                assert_eq!(holes(value), holes(all[0].get(key)), "{:?} {key}", words.language);
            }
        }
    }

    #[test]
    fn holes_take_values_and_particles() {
        let mut words = Words::of(Language::Ko);
        words
            .values
            .insert("t".into(), "{name:을/를} {n}번 {missing}봤습니다".into());
        assert_eq!(
            words.fill("t", &[("name", "메타"), ("n", "3")]).as_str(),
            "메타를 3번 봤습니다"
        );
        assert_eq!(
            words.fill("t", &[("name", "앤트로픽"), ("n", "1")]).as_str(),
            "앤트로픽을 1번 봤습니다"
        );
    }

    #[test]
    fn korean_particles_fit_what_is_filled_in() {
        let particles = [
            "으로", "로", "을", "를", "은", "는", "이", "가", "와", "과", "이라", "라",
        ];
        let korean = Words::of(Language::Ko);
        for (key, value) in &korean.values {
            for after in value.split('}').skip(1) {
                let word: String = (after.trim_start_matches(['’', '”']).chars())
                    .take_while(|c| ('가'..='힣').contains(c))
                    .collect();
                assert!(!particles.contains(&word.as_str()), "{key}: {value}");
            }
        }
        for (colour, said) in [("보라", "보라로"), ("노랑", "노랑으로"), ("파랑", "파랑으로")]
        {
            let toast = korean.fill("toast.painted", &[("colour", colour)]);
            assert!(toast.starts_with(said), "{toast}");
        }
    }

    #[test]
    fn commands_are_told_in_one_way() {
        let told = |language: Language, is: fn(&str) -> bool| {
            let words = Words::of(language);
            let docs = words.values.iter().filter(|(key, _)| key.starts_with("doc."));
            let other: Vec<&String> = docs.map(|(_, doc)| doc).filter(|doc| !is(doc)).collect();
            assert!(other.is_empty(), "{language:?}: {other:#?}");
        };
        told(Language::Ko, |doc| doc.ends_with("니다"));
        told(Language::Ja, |doc| {
            ["ます", "です", "ません"].iter().any(|end| doc.ends_with(end))
        });
        // An imperative has no ending.
        told(Language::En, |doc| {
            doc.split(' ').next().is_some_and(|verb| !verb.ends_with('s'))
        });
    }

    #[test]
    fn a_day_is_today() {
        let korean = Words::of(Language::Ko);
        assert_eq!(korean.days(1).as_str(), "오늘");
        assert_eq!(korean.days(7).as_str(), "최근 7일");
    }

    #[test]
    fn sentences_stand_as_their_language_writes_them() {
        for (language, said) in [
            (Language::Ko, "a. b."),
            (Language::En, "a. b."),
            (Language::Ja, "a.b."),
        ] {
            assert_eq!(Words::of(language).sentences("a.", "b.").as_str(), said);
        }
    }

    #[test]
    fn one_is_said_as_one() {
        let english = Words::of(Language::En);
        for (n, said) in [
            ("1", "1 story"),
            ("0", "0 stories"),
            ("21", "21 stories"),
            ("1,001", "1,001 stories"),
        ] {
            assert_eq!(english.fill("card.count", &[("n", n)]).as_str(), said);
        }
        // No catalogue says a count in front of a plural that does not turn.
        for (key, value) in &english.values {
            for plural in [
                "stories",
                "articles",
                "files",
                "notes",
                "lines",
                "corrections",
                "mistakes",
                "characters",
            ] {
                let bare = value.contains(&format!("}} {plural}"));
                assert!(!bare || key == "toast.settings-faults", "{key}: {value}");
            }
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (n, text) in [(0, "0"), (999, "999"), (1_204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(count(n), text);
        }
    }
}
