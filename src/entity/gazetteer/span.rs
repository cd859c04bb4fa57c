//! Where a listed name may begin and end in running text, and whether the text writes it as the list does.

use crate::entity::fold::is_joint;
use crate::entity::particle;
use crate::entity::units::{Script, Sep, Stream};

/// Whether a name may go on with a unit: inside a word, or into the next word over a blank or a hyphen.
pub(super) fn walks_on(stream: &Stream, at: usize) -> bool {
    let (unit, before) = (stream.units[at], stream.units[at - 1]);
    if unit.word == before.word {
        return true;
    }
    let word = stream.words[unit.word as usize];
    let hangul = |w: u32| stream.words[w as usize].script == Script::Hangul;
    match word.sep {
        Sep::Blank | Sep::Hyphen | Sep::None => true,
        Sep::Dot => !hangul(before.word) && !hangul(unit.word),
        Sep::Break => false,
    }
}

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// First word.
    pub first: u32,
    /// Last word.
    pub last: u32,
    /// One past the last unit.
    pub until: u32,
    /// Whether it ends with its word, without a particle.
    pub whole: bool,
    /// Whether a number follows in the same word: `라마4`. Only a product may end there.
    pub numbered: bool,
}

impl Span {
    /// The span of units `from..until`, if a name may begin and end there.
    pub fn of(stream: &Stream, from: usize, until: usize) -> Option<Self> {
        let (first, last) = (stream.units.get(from)?, stream.units.get(until.checked_sub(1)?)?);
        let (open, close) = (
            stream.words[first.word as usize],
            stream.words[last.word as usize],
        );
        let inside = from as u32 != open.first;
        if inside && (open.script != Script::Han || until - from < 2 || open.script != close.script) {
            return None;
        }
        if from > 0 && stream.units[from - 1].end > first.start
            || stream.units.get(until).is_some_and(|u| u.start < last.end)
        {
            return None;
        }
        let whole = until as u32 == close.last;
        let rest = stream.slice(last.end, close.end);
        let numbered = !whole && rest.starts_with(|c: char| c.is_ascii_digit()) && !last.ch.is_ascii_digit();
        let ends = whole
            || numbered
            || match close.script {
                Script::Hangul => ends_before(last.ch, rest),
                Script::Han => until - from >= 2 && !rest.starts_with(DERIVING),
                _ => false,
            };
        let derives = whole
            && stream.words.get(last.word as usize + 1).is_some_and(|next| {
                next.sep == Sep::None
                    && next.script == Script::Han
                    && stream.slice(next.start, next.end).starts_with(DERIVING)
            });
        (ends && !derives).then_some(Self {
            start: first.start,
            end: last.end,
            first: first.word,
            last: last.word,
            until: until as u32,
            whole,
            numbered,
        })
    }

    /// The span of a place with the word for a town or a district that follows it: `広島` and `市`, `구시로` and `시`.
    #[must_use]
    pub fn of_place(self, stream: &Stream) -> Self {
        let Some(unit) = stream.units.get(self.until as usize) else {
            return self;
        };
        let word = stream.words[unit.word as usize];
        let here = unit.word == self.last;
        let rest = stream.slice(unit.end, word.end);
        let town = match (word.script, here) {
            (Script::Hangul, true) => matches!(unit.ch, '시' | '주') && particle::is_tail(unit.ch, rest),
            (Script::Han, _) => {
                (here || word.sep == Sep::None && unit.start == self.end)
                    && TOWNS.contains(&unit.ch)
                    && !rest.starts_with(OF_TOWNS)
            }
            _ => false,
        };
        if !town {
            return self;
        }
        Self {
            end: unit.end,
            last: unit.word,
            until: self.until + 1,
            whole: self.until + 1 == word.last,
            numbered: false,
            ..self
        }
    }
}

/// Words of one character for towns and districts.
const TOWNS: [char; 11] = ['市', '県', '縣', '县', '省', '州', '郡', '区', '區', '町', '村'];
/// What makes a body, its people or an office out of a town.
const OF_TOWNS: [char; 11] = ['民', '警', '立', '役', '議', '议', '内', '產', '産', '庁', '厅'];

/// Characters that make a word for a language, a people or a make out of a country: `日本語`, `中国製`.
const DERIVING: [char; 12] = [
    '語', '语', '人', '系', '製', '制', '式', '産', '产', '籍', '話', '话',
];

/// Whether the rest of a Hangul word lets a name end before it.
fn ends_before(last: char, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else {
        return true;
    };
    if !('\u{AC00}'..='\u{D7A3}').contains(&next) {
        return false;
    }
    particle::is_loose_tail(last, rest)
}

/// Whether a text spells a name the way the list does: its blanks and its capitals.
///
/// A blank may be missing between CJK characters and may be added where the script changes; a capital of the list
/// must be a capital in the text, and a short acronym must be written in capitals throughout.
pub(super) fn written_as(spelling: &str, text: &str) -> bool {
    let acronym = spelling.len() <= 5 && spelling.chars().all(|c| !c.is_lowercase()) && spelling.is_ascii();
    let mut want = Letters::new(spelling);
    let mut have = Letters::new(text);
    let mut last = ' ';
    loop {
        match (want.next(), have.next()) {
            (None, None) => return true,
            (Some((w, w_joint)), Some((h, h_joint))) => {
                let turn = is_latin(last) != is_latin(w) || last.is_ascii_digit() != w.is_ascii_digit();
                let blank = match (w_joint, h_joint) {
                    (false, true) => turn,
                    (true, false) => !(is_latin(last) && is_latin(w)) || turn,
                    _ => true,
                };
                let capital = !is_latin(w)
                    || !w.is_uppercase()
                    || h.is_uppercase()
                    || !(acronym || last == ' ' || w_joint);
                let small = !(acronym && is_latin(h) && h.is_lowercase());
                if last != ' ' && !blank || !capital || !small {
                    return false;
                }
                last = w;
            }
            _ => return false,
        }
    }
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{C0}'..='\u{24F}').contains(&c)
}

/// The letters of a spelling, each with whether a blank or hyphen stands before it.
struct Letters<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
}

impl<'a> Letters<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            chars: text.chars().peekable(),
        }
    }
}

impl Iterator for Letters<'_> {
    type Item = (char, bool);
    fn next(&mut self) -> Option<(char, bool)> {
        let mut joint = false;
        loop {
            let c = self.chars.next()?;
            if c.is_alphanumeric() || c == '&' || c == 'ー' {
                return Some((c, joint));
            }
            joint |= is_joint(c);
        }
    }
}
