//! The words that the patterns look for, by category.
//!
//! They are data (`assets/names/words.tsv`, `assets/names/given.txt`), so that a word is added without touching a rule.

use crate::entity::hash::Map;

const WORDS: &str = include_str!("../../assets/names/words.tsv");
const GIVEN: &str = include_str!("../../assets/names/given.txt");

/// The categories of `words.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is said in the file itself")]
pub enum Set {
    Role,
    Trade,
    Reporter,
    Modifier,
    BeforeOrg,
    BeforeProd,
    Body,
    Counter,
    Ordinary,
    AlsoName,
    Acronym,
    AfterPlace,
    Calling,
    Variant,
    Strong,
    Foreign,
    Link,
    Source,
    Joining,
    KoSurname,
    KoGiven,
    EnRole,
    EnBody,
    EnPlace,
    EnOrdinary,
    EnGiven,
    JaRole,
    JaGiven,
    JaSurname,
    ZhRole,
    ZhSurname,
    ZhForeign,
    State,
    Arts,
    Sports,
}

const SETS: &[(&str, Set)] = &[
    ("role", Set::Role),
    ("trade", Set::Trade),
    ("reporter", Set::Reporter),
    ("modifier", Set::Modifier),
    ("before-org", Set::BeforeOrg),
    ("before-prod", Set::BeforeProd),
    ("body", Set::Body),
    ("counter", Set::Counter),
    ("ordinary", Set::Ordinary),
    ("also-name", Set::AlsoName),
    ("acronym", Set::Acronym),
    ("after-place", Set::AfterPlace),
    ("calling", Set::Calling),
    ("variant", Set::Variant),
    ("strong", Set::Strong),
    ("foreign", Set::Foreign),
    ("link", Set::Link),
    ("source", Set::Source),
    ("joining", Set::Joining),
    ("ko-surname", Set::KoSurname),
    ("ko-given", Set::KoGiven),
    ("en-role", Set::EnRole),
    ("en-body", Set::EnBody),
    ("en-place", Set::EnPlace),
    ("en-ordinary", Set::EnOrdinary),
    ("en-given", Set::EnGiven),
    ("ja-role", Set::JaRole),
    ("ja-given", Set::JaGiven),
    ("ja-surname", Set::JaSurname),
    ("zh-role", Set::ZhRole),
    ("zh-surname", Set::ZhSurname),
    ("zh-foreign", Set::ZhForeign),
    ("state", Set::State),
    ("arts", Set::Arts),
    ("sports", Set::Sports),
];

/// The bit of the words of `given.txt`, above those of the sets.
const IS_GIVEN: u64 = 1 << 63;

/// All word lists.
#[derive(Debug)]
pub struct Lists {
    sets: Map<&'static str, u64>,
    ja_roles: Vec<&'static str>,
    zh_roles: Vec<&'static str>,
}

impl Lists {
    /// Reads the embedded lists.
    pub fn bundled() -> Self {
        let mut sets: Map<&'static str, u64> = Map::default();
        let (mut ja_roles, mut zh_roles) = (Vec::new(), Vec::new());
        for (name, words) in WORDS
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'))
        {
            let Some((_, set)) = SETS.iter().find(|(n, _)| *n == name) else {
                continue;
            };
            for word in words.split(' ').filter(|w| !w.is_empty()) {
                *sets.entry(word).or_default() |= 1 << *set as u64;
            }
            match set {
                Set::JaRole => ja_roles.extend(words.split(' ')),
                Set::ZhRole => zh_roles.extend(words.split(' ')),
                _ => {}
            }
        }
        for name in GIVEN.lines() {
            *sets.entry(name).or_default() |= IS_GIVEN;
        }
        Self {
            sets,
            ja_roles,
            zh_roles,
        }
    }

    /// The lists in which a word stands, a bit for each.
    pub fn bits(&self, word: &str) -> u64 {
        self.sets.get(word).copied().unwrap_or(0)
    }

    /// Whether a word stands in a list.
    pub fn has(&self, set: Set, word: &str) -> bool {
        self.bits(word) & 1 << set as u64 != 0
    }

    /// Whether a character stands in a list as a word of its own.
    pub fn has_char(&self, set: Set, c: char) -> bool {
        self.has(set, c.encode_utf8(&mut [0; 4]))
    }

    /// Whether a Hangul word is a given name of another language: `로런스`, `댄`.
    pub fn is_given(&self, word: &str) -> bool {
        !word.ends_with('의') && self.bits(word) & IS_GIVEN != 0
    }

    /// Offices that follow a Japanese name.
    pub fn ja_roles(&self) -> &[&'static str] {
        &self.ja_roles
    }

    /// Offices beside a Chinese name.
    pub fn zh_roles(&self) -> &[&'static str] {
        &self.zh_roles
    }

    /// Whether a Hangul word ends like the name of a body and says more than that end.
    pub fn is_body(&self, word: &str) -> bool {
        word.char_indices()
            .skip(2)
            .any(|(at, _)| word.get(at..).is_some_and(|end| self.has(Set::Body, end)))
            && !self.has(Set::Ordinary, word)
    }

    /// Whether a word has the shape of a Korean person's full name: a surname and two syllables of given names.
    pub fn is_native(&self, word: &str) -> bool {
        const ENDS: &str = "회소부과팀단청사당차시군구도";
        let chars: Vec<char> = word.chars().take(5).collect();
        let given = match chars.as_slice() {
            [s, a, b] if self.has_char(Set::KoSurname, *s) => [*a, *b],
            [s, t, a, b] if self.has(Set::KoSurname, &String::from_iter([s, t])) => [*a, *b],
            _ => return false,
        };
        given.iter().all(|c| self.has_char(Set::KoGiven, *c))
            && !ENDS.contains(given[1])
            && !self.has(Set::Ordinary, word)
            && !self.has(Set::Role, word)
    }

    /// Whether a Hangul word sounds like a name of another language by its syllables.
    pub fn is_foreign(&self, word: &str) -> bool {
        let (mut strong, mut n) = (0, 0);
        for c in word.chars() {
            n += 1;
            if self.has_char(Set::Strong, c) {
                strong += 1;
            } else if !self.has_char(Set::Foreign, c) {
                return false;
            }
        }
        n >= 2 && strong >= 1 && strong * 4 >= n && !self.has(Set::Ordinary, word)
    }
}
