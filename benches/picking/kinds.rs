//! Words of headlines and the ways in which people type them.

use jobo::text::hangul::{self, Syllable};
use jobo::text::keystrokes::compose;

/// A way of typing a word.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The word as it is typed; `None` where it cannot be typed so.
    pub(crate) type_it: fn(&str) -> Option<String>,
}

/// Every way.
pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "as it stands (메타)",
        type_it: |word| Some(word.to_owned()),
    },
    Kind {
        name: "its last letter half typed (메ㅌ)",
        type_it: half_typed,
    },
    Kind {
        name: "the same, joined (멭)",
        type_it: joined,
    },
    Kind {
        name: "initials, three to six (ㅁㅌㅂㅅ)",
        type_it: initials,
    },
    Kind {
        name: "the other keyboard (apxk)",
        type_it: |word| Some(word.chars().filter_map(hangul::keys).collect()),
    },
    Kind {
        name: "a blank too many (메 타)",
        type_it: |word| Some(spaced(word)),
    },
    Kind {
        name: "one wrong vowel (매타)",
        type_it: wrong_vowel,
    },
];

/// Words of two to five syllables, each once, drawn evenly.
pub(crate) fn draw(headlines: &[String], many: usize) -> Vec<String> {
    let mut words = Vec::new();
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..many * 200 {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let Some(headline) = headlines.get((dice >> 33) as usize % headlines.len().max(1)) else {
            break;
        };
        let runs: Vec<&str> = headline.split(|c| Syllable::of(c).is_none()).collect();
        let fitting: Vec<&&str> = runs
            .iter()
            .filter(|w| (2..=5).contains(&w.chars().count()))
            .collect();
        if fitting.is_empty() {
            continue;
        }
        let word = (**fitting[(dice >> 20) as usize % fitting.len()]).to_owned();
        if !words.contains(&word) {
            words.push(word);
        }
        if words.len() == many {
            break;
        }
    }
    words
}

/// Whether a headline truly holds a word, blanks left aside.
pub(crate) fn holds(headline: &str, word: &str) -> bool {
    let letters: String = headline.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.contains(word)
}

/// What stands in the field after each key of a word.
pub(crate) fn keys_of(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().flat_map(letters_of).collect();
    (1..=letters.len()).map(|n| compose(&letters[..n])).collect()
}

fn letters_of(c: char) -> Vec<char> {
    let parts = Syllable::of(c).map(|s| [Some(s.initial), Some(s.vowel), s.last]);
    parts.into_iter().flatten().flatten().collect()
}

fn half_typed(word: &str) -> Option<String> {
    let last = Syllable::of(word.chars().next_back()?)?;
    let before: String = word.chars().take(word.chars().count() - 1).collect();
    Some(format!("{before}{}", last.initial))
}

fn joined(word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().flat_map(letters_of).collect();
    let last = letters_of(word.chars().next_back()?);
    letters.truncate(letters.len() - last.len() + 1);
    let typed = compose(&letters);
    (typed.chars().count() < word.chars().count()).then_some(typed)
}

fn initials(word: &str) -> Option<String> {
    (word.chars().count() > 2).then(|| hangul::initials(word))
}

fn spaced(word: &str) -> String {
    let mut letters = word.chars();
    let first: String = letters.by_ref().take(word.chars().count() / 2).collect();
    format!("{first} {}", letters.as_str())
}

/// The vowel of the second syllable, one key beside: ㅐ for ㅔ, ㅓ for ㅏ, ㅗ for ㅜ and so on.
fn wrong_vowel(word: &str) -> Option<String> {
    const BESIDE: &[(char, char)] = &[
        ('ㅏ', 'ㅓ'),
        ('ㅓ', 'ㅏ'),
        ('ㅔ', 'ㅐ'),
        ('ㅐ', 'ㅔ'),
        ('ㅗ', 'ㅜ'),
        ('ㅜ', 'ㅗ'),
        ('ㅡ', 'ㅜ'),
        ('ㅣ', 'ㅡ'),
        ('ㅕ', 'ㅑ'),
        ('ㅑ', 'ㅕ'),
        ('ㅛ', 'ㅠ'),
        ('ㅠ', 'ㅛ'),
    ];
    let at = word.chars().count() / 2;
    let mut letters = Vec::new();
    let mut changed = false;
    for (nth, c) in word.chars().enumerate() {
        for letter in letters_of(c) {
            let other = BESIDE
                .iter()
                .find(|(own, _)| *own == letter)
                .map(|(_, other)| *other);
            match other.filter(|_| nth == at) {
                Some(other) => {
                    changed = true;
                    letters.push(other);
                }
                None => letters.push(letter),
            }
        }
    }
    changed.then(|| compose(&letters))
}
