//! A story's text as words and folded characters that know where they stand.
//!
//! All rules read this one stream, so the text is walked once, and a span of units is always a span of whole
//! characters of the body.

use crate::article::Article;
use crate::article::body::{Block, Zone};
use crate::entity::fold::{fold_char, is_dot};

/// The script of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Hangul, also with Latin letters and digits in the same eojeol.
    Hangul,
    /// Latin letters, also with digits.
    Latin,
    /// Digits.
    Digit,
    /// Katakana.
    Kata,
    /// Hiragana.
    Hira,
    /// Chinese characters.
    Han,
}

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sep {
    /// Nothing: the script changed.
    None,
    /// Blanks.
    Blank,
    /// A hyphen.
    Hyphen,
    /// A middle dot.
    Dot,
    /// Anything else, or the start of a block.
    Break,
}

/// One folded character.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// The folded character.
    pub ch: char,
    /// First byte of the character it came from.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The word it belongs to.
    pub word: u32,
}

/// A run of letters and digits.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// First unit.
    pub first: u32,
    /// One past the last unit.
    pub last: u32,
    /// What stands before it.
    pub sep: Sep,
    /// Its script.
    pub script: Script,
    /// The zone of its block.
    pub zone: Zone,
}

/// The words and units of the zones in which names may stand.
#[derive(Debug, Default)]
pub struct Stream<'a> {
    /// The body's text.
    pub text: &'a str,
    /// Its words, in order.
    pub words: Vec<Word>,
    /// Its units, in order.
    pub units: Vec<Unit>,
}

/// The script of a character that can be part of a name.
fn script(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z' | 'A'..='Z' => Script::Latin,
        '0'..='9' | '０'..='９' => Script::Digit,
        '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
        '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FE}' | '\u{FF66}'..='\u{FF9F}' => Script::Kata,
        '\u{3041}'..='\u{309E}' => Script::Hira,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '々' | '〇' => {
            Script::Han
        }
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{C0}'..='\u{24F}' if c.is_alphabetic() => Script::Latin,
        _ => return None,
    })
}

/// The script of a word of script `a` that goes on with a character of script `b`; `None` where a new word begins.
fn joined(a: Script, b: Script) -> Option<Script> {
    use Script::{Digit, Han, Hangul, Hira, Kata, Latin};
    match (a, b) {
        _ if a == b => Some(a),
        (Hangul, Latin | Digit) | (Latin | Digit, Hangul) => Some(Hangul),
        (Latin, Digit) | (Digit, Latin) => Some(Latin),
        (Kata | Hira | Han | Hangul | Latin | Digit, _) => None,
    }
}

/// Whether names are looked for in a zone at all.
fn reads(zone: Zone) -> bool {
    zone.counts() && zone != Zone::Code || zone == Zone::Caption
}

impl<'a> Stream<'a> {
    /// Reads the blocks of a story in which names may stand. Cost: one pass.
    pub fn of(article: &'a Article) -> Self {
        let text = article.body.text().as_str();
        let mut stream = Self {
            text,
            words: Vec::with_capacity(text.len() / 8),
            units: Vec::with_capacity(text.len() / 2),
        };
        for block in stream.blocks(article) {
            stream.read(block);
        }
        stream
    }

    /// The blocks of a story in which names may stand.
    pub fn blocks(&self, article: &'a Article) -> impl Iterator<Item = Block> + use<'a> {
        article.body.blocks().iter().copied().filter(|b| reads(b.zone))
    }

    fn read(&mut self, block: Block) {
        let Some(text) = self.text.get(block.bytes()) else {
            return;
        };
        let mut sep = Sep::Break;
        let mut open: Option<Word> = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let start = block.start + at as u32;
            let next = chars.peek().map_or(' ', |(_, n)| *n);
            let Some(kind) = script(c) else {
                if open.is_some_and(|w| self.holds_on(w, c, next)) {
                    if c != '\'' && c != '’' {
                        self.push(c, start);
                        self.grow(&mut open, start + c.len_utf8() as u32);
                    }
                    continue;
                }
                self.close(&mut open, &mut sep);
                sep = after(sep, c);
                continue;
            };
            let grown = open.and_then(|w| joined(w.script, kind));
            if open.is_some() && grown.is_none() {
                self.close(&mut open, &mut sep);
            }
            let word = open.get_or_insert(Word {
                start,
                end: start,
                first: self.units.len() as u32,
                last: 0,
                sep,
                script: kind,
                zone: block.zone,
            });
            word.script = grown.unwrap_or(kind);
            self.push(c, start);
            self.grow(&mut open, start + c.len_utf8() as u32);
        }
        self.close(&mut open, &mut sep);
    }

    /// Whether a mark belongs to the word before it: `4.5`, `U.S`, `AT&T`, `O'Brien`.
    fn holds_on(&self, word: Word, c: char, next: char) -> bool {
        let last = self.units.last().map_or(' ', |u| u.ch);
        match c {
            '.' => {
                last.is_ascii_digit() && next.is_ascii_digit()
                    || word.script == Script::Latin && next.is_ascii_uppercase() && word.end - word.start <= 5
            }
            '&' => last.is_ascii_alphabetic() && next.is_ascii_uppercase(),
            '\'' | '’' => word.script == Script::Latin && next.is_ascii_uppercase(),
            _ => false,
        }
    }

    fn push(&mut self, c: char, start: u32) {
        let (end, word) = (start + c.len_utf8() as u32, self.words.len() as u32);
        // A dot inside an abbreviation carries no meaning, one inside a number does.
        if c == '.' && !self.units.last().is_some_and(|u| u.ch.is_ascii_digit()) {
            return;
        }
        let units = &mut self.units;
        fold_char(c, |ch| units.push(Unit { ch, start, end, word }));
    }

    fn grow(&self, open: &mut Option<Word>, end: u32) {
        if let Some(word) = open {
            word.end = end;
            word.last = self.units.len() as u32;
        }
    }

    fn close(&mut self, open: &mut Option<Word>, sep: &mut Sep) {
        if let Some(word) = open.take() {
            self.words.push(word);
            *sep = Sep::None;
        }
    }

    /// The text of a word.
    pub fn word(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |w| self.slice(w.start, w.end))
    }

    /// The text between two offsets; empty where there is none.
    pub fn slice(&self, start: u32, end: u32) -> &'a str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// What stands between a word and the one before it in the text, if both are in the same block.
    pub fn gap(&self, at: usize) -> &'a str {
        match (
            at.checked_sub(1).and_then(|b| self.words.get(b)),
            self.words.get(at),
        ) {
            (Some(before), Some(word)) => self.slice(before.end, word.start),
            _ => "",
        }
    }

    /// The character right before a word, if the word does not open the text.
    pub fn before(&self, at: usize) -> Option<char> {
        let start = self.words.get(at)?.start as usize;
        self.text.get(..start)?.chars().next_back()
    }

    /// The character right after a word, if the word does not end the text.
    pub fn after(&self, at: usize) -> Option<char> {
        let end = self.words.get(at)?.end as usize;
        self.text.get(end..)?.chars().next()
    }

    /// Whether a word follows the one before it after nothing but a blank.
    pub fn follows(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|w| w.sep == Sep::Blank)
    }
}

/// What stands before the next word, given what stood so far and one more mark.
fn after(sep: Sep, c: char) -> Sep {
    let one = if c.is_whitespace() && c != '\n' {
        Sep::Blank
    } else if matches!(c, '-' | '‐' | '‑') {
        Sep::Hyphen
    } else if is_dot(c) {
        Sep::Dot
    } else {
        Sep::Break
    };
    match (sep, one) {
        (Sep::None, one) => one,
        (Sep::Dot, Sep::Blank) | (Sep::Blank, Sep::Dot) => Sep::Dot,
        (sep, one) if sep == one && one == Sep::Blank => Sep::Blank,
        _ => Sep::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::body::Body;

    fn words(text: &str) -> String {
        let article = Article {
            body: Body::from_paragraphs([[(Zone::Text, text)]]),
            ..Article::default()
        };
        let stream = Stream::of(&article);
        (0..stream.words.len())
            .flat_map(|at| {
                let mark = match stream.words[at].sep {
                    Sep::None => "_",
                    Sep::Blank => " ",
                    Sep::Hyphen => "-",
                    Sep::Dot => "·",
                    Sep::Break => "|",
                };
                [mark, stream.word(at)]
            })
            .collect()
    }

    #[test]
    fn text_falls_into_words() {
        for (text, expected) in [
            ("오픈AI와 구글", "|오픈AI와 구글"),
            ("라이터(Writer)의", "|라이터|Writer|의"),
            ("GPT-5, 라마 4.5가", "|GPT-5|라마 4.5가"),
            ("U.S. and AT&T", "|U.S|and AT&T"),
            ("Meta's O'Brien", "|Meta|s O'Brien"),
            (
                "米メタのマーク・ザッカーバーグCEO",
                "|米_メタ_の_マーク·ザッカーバーグ_CEO",
            ),
            ("휴고 투브론·자비에", "|휴고 투브론·자비에"),
            ("끝. 다음", "|끝|다음"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
