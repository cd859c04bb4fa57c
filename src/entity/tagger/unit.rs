//! A text as the units that carry labels: one CJK character, or one run of Latin letters or of digits.
//!
//! Names of these languages begin and end between such units, so a label per unit loses nothing, and a Latin word
//! costs as much as one syllable.

/// What a unit is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// A Hangul syllable.
    Hangul = 1,
    /// A Chinese character.
    Han,
    /// Hiragana.
    Hira,
    /// Katakana.
    Kata,
    /// A Latin word in small letters.
    Lower,
    /// A Latin word with a capital first.
    Title,
    /// One capital.
    Initial,
    /// Capitals throughout.
    Upper,
    /// Capitals within: `OpenAI`.
    Mixed,
    /// Digits.
    Digit,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A quotation mark.
    Quote,
    /// A middle dot.
    Dot,
    /// A comma.
    Comma,
    /// A full stop, an exclamation or question mark.
    Stop,
    /// A hyphen or dash.
    Dash,
    /// A lone jamo.
    Jamo,
    /// Anything else.
    Other,
    /// Before the first or after the last unit.
    Edge,
}

impl Class {
    /// Whether units of this class make words.
    pub fn is_word(self) -> bool {
        (self as u8) <= Self::Digit as u8
    }

    /// Whether it is a Latin word.
    pub fn is_latin(self) -> bool {
        (Self::Lower as u8..=Self::Mixed as u8).contains(&(self as u8))
    }
}

/// One unit.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Identity for the features; numbers of equal length are alike.
    pub id: u32,
    /// Identity for the lists; numbers differ.
    pub key: u32,
    /// What it is made of.
    pub class: Class,
    /// Whether a blank stands before it.
    pub space: bool,
    /// The word it belongs to; for a mark, the word it would be.
    pub word: u32,
}

/// A run of units without blanks and marks; a mark is a word of its own.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// First unit.
    pub first: u32,
    /// One past the last unit.
    pub last: u32,
    /// Identity of the whole.
    pub id: u32,
    /// Whether it is made of letters or digits.
    pub named: bool,
}

/// The units and words of a text.
#[derive(Debug, Default, Clone)]
pub struct Units {
    /// Its units.
    pub units: Vec<Unit>,
    /// Its words.
    pub words: Vec<Word>,
    /// The first unit of the last word.
    begun: usize,
}

/// Most units of a word: what runs on without a blank or a mark is cut, because every unit looks at its whole word.
const LONGEST: usize = 128;

/// Mixes a number into another; all identities and features are made by this.
pub fn mix(a: u32, b: u32) -> u32 {
    let x = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((x >> 32) ^ (x >> 15)) as u32
}

/// The plain form of a character of full width.
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '･' => '・',
        _ => c,
    }
}

fn class(c: char) -> Class {
    match c {
        '\u{AC00}'..='\u{D7A3}' => Class::Hangul,
        'a'..='z' => Class::Lower,
        'A'..='Z' => Class::Upper,
        '0'..='9' => Class::Digit,
        '\u{3041}'..='\u{309F}' => Class::Hira,
        '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}' => Class::Kata,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '々' | '〇' => {
            Class::Han
        }
        '(' | '[' | '{' | '<' | '【' | '［' | '〔' => Class::Open,
        ')' | ']' | '}' | '>' | '】' | '］' | '〕' => Class::Close,
        '\'' | '"' | '‘' | '’' | '“' | '”' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉' => {
            Class::Quote
        }
        '·' | '・' | 'ㆍ' | '‧' | '•' | '∙' | '⋅' => Class::Dot,
        '\u{3131}'..='\u{318E}' => Class::Jamo,
        ',' | '、' => Class::Comma,
        '.' | '!' | '?' | '。' | '…' => Class::Stop,
        '-' | '‐' | '‑' | '–' | '—' | '~' => Class::Dash,
        'À'..='ɏ' if c.is_alphabetic() => {
            if c.is_uppercase() {
                Class::Upper
            } else {
                Class::Lower
            }
        }
        _ => Class::Other,
    }
}

/// Class of a Latin word so far, with one more letter.
fn grown(word: Class, letter: Class) -> Class {
    match (word, letter) {
        (Class::Initial | Class::Title, Class::Lower) => Class::Title,
        (Class::Initial | Class::Upper, Class::Upper) => Class::Upper,
        (Class::Lower, Class::Lower) => Class::Lower,
        _ => Class::Mixed,
    }
}

impl Units {
    /// Cuts a text into units. Cost: one pass.
    pub fn of(text: &str) -> Self {
        let mut all = Self {
            units: Vec::with_capacity(text.len() / 2),
            words: Vec::with_capacity(text.len() / 6),
            begun: 0,
        };
        let mut space = true;
        for (at, c) in text.char_indices() {
            if c.is_whitespace() {
                space = true;
                continue;
            }
            let plain = narrow(c);
            all.push(plain, class(plain), at as u32, (at + c.len_utf8()) as u32, space);
            space = false;
        }
        all.finish();
        all
    }

    fn push(&mut self, c: char, class: Class, start: u32, end: u32, space: bool) {
        let latin = matches!(class, Class::Lower | Class::Upper);
        if let Some(last) = self.units.last_mut().filter(|_| !space) {
            if latin && last.class.is_latin() {
                last.class = grown(last.class, class);
                last.key = mix(last.key, c.to_lowercase().next().unwrap_or(c) as u32);
                last.end = end;
                return;
            }
            if class == Class::Digit && last.class == Class::Digit {
                last.key = mix(last.key, c as u32);
                last.end = end;
                return;
            }
        }
        let first = if class == Class::Upper {
            Class::Initial
        } else {
            class
        };
        let word = match self.units.last() {
            Some(before)
                if !space && joins(before.class, first) && self.units.len() - self.begun < LONGEST =>
            {
                before.word
            }
            Some(before) => {
                self.begun = self.units.len();
                before.word + 1
            }
            None => 0,
        };
        let key = if latin {
            c.to_lowercase().next().unwrap_or(c) as u32
        } else {
            c as u32
        };
        self.units.push(Unit {
            start,
            end,
            id: 0,
            key: mix(u32::from(latin), key),
            class: first,
            space,
            word,
        });
    }

    /// Fills in the identities, which are known once the units are whole.
    fn finish(&mut self) {
        for (at, unit) in self.units.iter_mut().enumerate() {
            unit.id = match unit.class {
                Class::Digit => mix(9, (unit.end - unit.start).min(5)),
                _ => unit.key,
            };
            let (at, word) = (at as u32, unit.word as usize);
            if word == self.words.len() {
                self.words.push(Word {
                    first: at,
                    last: at,
                    id: 0,
                    named: unit.class.is_word(),
                });
            }
            let word = &mut self.words[word];
            word.last = at + 1;
            word.id = mix(word.id, unit.id);
        }
    }
}

/// Whether a unit goes on with the word of the unit before it.
fn joins(before: Class, class: Class) -> bool {
    let korean = |c: Class| c == Class::Hangul || c == Class::Digit || c.is_latin();
    before == class && class.is_word() || korean(before) && korean(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_units_and_words() {
        for (text, units, words) in [
            ("오픈AI와 구글", 6, 2),
            ("라마 4.5가", 6, 4),
            ("米メタのCEO", 5, 4),
            ("Mark Zuckerberg's", 4, 4),
            ("", 0, 0),
            (" \n ", 0, 0),
        ] {
            let all = Units::of(text);
            assert_eq!((all.units.len(), all.words.len()), (units, words), "{text}");
        }
    }

    #[test]
    fn a_word_is_never_longer_than_looking_at_it_costs() {
        let all = Units::of(&"가".repeat(1_000));
        assert_eq!((all.units.len(), all.words.len()), (1_000, 8));
        assert!(all.words.iter().all(|w| (w.last - w.first) as usize <= LONGEST));
        assert_eq!(Units::of(&"가나다 라마".repeat(40)).words.len(), 41);
    }

    #[test]
    fn full_width_letters_and_case_do_not_matter_to_the_lists() {
        let key = |text: &str| Units::of(text).units.iter().map(|u| u.key).collect::<Vec<_>>();
        assert_eq!(key("ＯｐｅｎＡＩ"), key("openai"));
        assert_ne!(key("12"), key("13"));
    }
}
