//! Names known beforehand: an own list with spellings in four languages, and a large list of people and bodies.
//!
//! The own list (`assets/names/starter.tsv`) is read at the start; the large one is a packed automaton that is
//! walked in place, so that opening it costs nothing.

use fst::Map;
use fst::raw::CompiledAddr;

use crate::entity::Kind;
use crate::entity::fold::{fold, is_joint};
use crate::entity::hash::Map as Table;
use crate::entity::particle;
use crate::entity::units::{Script, Sep, Stream};

const STARTER: &str = include_str!("../../assets/names/starter.tsv");
const LARGE: &[u8] = include_bytes!("../../assets/names/kiwi.fst");
const MAIN_FORMS: &str = include_str!("../../assets/names/kiwi.main.txt");

/// The longest name that is looked for, in units.
const LONGEST: usize = 48;

/// One thing of the own list.
#[derive(Debug)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its main form, as it is shown.
    pub text: &'static str,
    /// Whether so many stories name it that it tells little.
    pub generic: bool,
}

/// One way to write a name.
#[derive(Debug, Clone)]
pub struct Spelling<T> {
    /// As it is written.
    pub text: T,
    /// What it belongs to.
    pub owner: u32,
    /// Whether it is also an ordinary word and needs a second sign.
    pub guarded: bool,
}

/// Spellings that can be looked up along a stream.
#[derive(Debug)]
pub struct Index<T> {
    keys: Vec<(Box<str>, u32)>,
    starts: Table<char, (u32, u32)>,
    spellings: Vec<Spelling<T>>,
}

impl<T: AsRef<str>> Index<T> {
    /// Sorts spellings for looking up. Of two things with the same folded form the first stays.
    pub fn new(spellings: Vec<Spelling<T>>) -> Self {
        let mut keys: Vec<(Box<str>, u32)> = spellings
            .iter()
            .enumerate()
            .map(|(at, s)| (fold(s.text.as_ref()).into(), at as u32))
            .filter(|(key, _): &(Box<str>, u32)| !key.is_empty())
            .collect();
        // Of one thing's spellings of one form the guarded one stays, else the one with most blanks, because a text may
        // leave blanks out.
        keys.sort_by_cached_key(|(key, at)| {
            let spelling = &spellings[*at as usize];
            let blanks = spelling.text.as_ref().chars().filter(|c| is_joint(*c)).count();
            (
                key.clone(),
                spelling.owner,
                !spelling.guarded,
                std::cmp::Reverse(blanks),
            )
        });
        keys.dedup_by(|a, b| a.0 == b.0);
        let mut starts = Table::default();
        for (at, (key, _)) in keys.iter().enumerate() {
            let range = starts
                .entry(key.chars().next().unwrap_or(' '))
                .or_insert((at as u32, 0));
            range.1 = at as u32 + 1;
        }
        Self {
            keys,
            starts,
            spellings,
        }
    }

    /// The spelling whose folded form is `folded`.
    pub fn get(&self, folded: &str) -> Option<&Spelling<T>> {
        let at = self.keys.binary_search_by(|(k, _)| (**k).cmp(folded)).ok()?;
        self.spellings.get(self.keys.get(at)?.1 as usize)
    }

    /// The longest spelling that begins at a unit and ends where a name may end.
    pub fn longest(&self, stream: &Stream, from: usize) -> Option<(Span, &Spelling<T>)> {
        let first = stream.units.get(from)?;
        let (low, high) = *self.starts.get(&first.ch)?;
        let (mut low, mut high) = (low as usize, high as usize);
        let mut best = None;
        let mut depth = 0;
        let mut bytes = [0; 4];
        for at in from..stream.units.len().min(from + LONGEST) {
            if at > from && !walks_on(stream, at) {
                break;
            }
            let letter = stream.units[at].ch.encode_utf8(&mut bytes).as_bytes();
            let wanted = first_bytes(letter, letter.len());
            // Keys of the first letter are known already.
            if at > from {
                let keys = &self.keys[low..high];
                let part = |k: &(Box<str>, u32)| {
                    let rest = k.0.as_bytes().get(depth..).unwrap_or_default();
                    first_bytes(rest, letter.len())
                };
                let start = keys.partition_point(|k| part(k) < wanted);
                let end = start + keys[start..].partition_point(|k| part(k) == wanted);
                (low, high) = (low + start, low + end);
            }
            depth += letter.len();
            let Some((key, spelling)) = self.keys.get(low).filter(|_| low < high) else {
                break;
            };
            if key.len() == depth {
                let spelling = &self.spellings[*spelling as usize];
                if let Some(span) = Span::of(stream, from, at + 1)
                    && written_as(spelling.text.as_ref(), stream.slice(span.start, span.end))
                {
                    best = Some((span, spelling));
                }
            }
        }
        best
    }
}

/// Up to four bytes as a number in their order; comparing these takes no call.
fn first_bytes(bytes: &[u8], most: usize) -> u32 {
    let byte = |at: usize| bytes.get(at).filter(|_| at < most).map_or(0, |b| u32::from(*b));
    byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3)
}

/// Whether a name may go on with a unit: inside a word, or into the next word over a blank or a hyphen.
fn walks_on(stream: &Stream, at: usize) -> bool {
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
        ends.then_some(Self {
            start: first.start,
            end: last.end,
            first: first.word,
            last: last.word,
            until: until as u32,
            whole,
            numbered,
        })
    }
}

/// Characters that make a word for a language, a people or a make out of a country: `日本語`, `中国製`.
const DERIVING: [char; 10] = ['語', '语', '人', '系', '製', '制', '式', '産', '产', '籍'];

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
fn written_as(spelling: &str, text: &str) -> bool {
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

/// A name of the large list.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// What it is.
    pub kind: Kind,
    /// Its main form where the spelling found is another one.
    pub main: Option<&'static str>,
}

/// All names known beforehand.
#[derive(Debug)]
pub struct Gazetteer {
    /// The things of the own list.
    pub entries: Vec<Entry>,
    /// Their spellings.
    pub index: Index<&'static str>,
    large: Map<&'static [u8]>,
    /// Where in the large list the names of each first letter lie, and the value up to there.
    large_starts: Table<char, (CompiledAddr, u64)>,
    main_forms: Vec<&'static str>,
}

impl Gazetteer {
    /// Reads the embedded lists.
    pub fn bundled() -> Self {
        let (entries, spellings) = read(STARTER);
        let large = Map::new(LARGE).expect("the packed list is checked by a test");
        Self {
            large_starts: starts(&large),
            entries,
            index: Index::new(spellings),
            large,
            main_forms: MAIN_FORMS.lines().collect(),
        }
    }

    /// The longest name of the large list, of two words or more, that begins with a word.
    pub fn large(&self, stream: &Stream, from: usize) -> Option<(Span, Known)> {
        let large = self.large.as_fst();
        let first = stream.units.get(from)?;
        // Every name of the list has a blank in it.
        if stream.words.get(first.word as usize + 1)?.sep != Sep::Blank {
            return None;
        }
        let (start, mut value) = *self.large_starts.get(&first.ch)?;
        let mut node = large.node(start);
        let mut best = None;
        let mut bytes = [0; 4];
        let mut blank = false;
        for at in from + 1..stream.units.len().min(from + LONGEST) {
            let unit = stream.units[at];
            if unit.word != stream.units[at - 1].word {
                if stream.words[unit.word as usize].sep != Sep::Blank {
                    break;
                }
                let Some(step) = node.find_input(b' ').map(|i| node.transition(i)) else {
                    break;
                };
                (node, value, blank) = (large.node(step.addr), value + step.out.value(), true);
            }
            let mut lost = false;
            for byte in unit.ch.encode_utf8(&mut bytes).bytes() {
                let Some(step) = node.find_input(byte).map(|i| node.transition(i)) else {
                    lost = true;
                    break;
                };
                (node, value) = (large.node(step.addr), value + step.out.value());
            }
            if lost {
                break;
            }
            if blank && node.is_final() {
                let found = self.known(value + node.final_output().value());
                best = Span::of(stream, from, at + 1).map(|span| (span, found)).or(best);
            }
        }
        best
    }

    /// Unpacks a value of the large list: two bits of kind, then one more than the line of the main form.
    fn known(&self, value: u64) -> Known {
        let kind = match value & 3 {
            1 => Kind::Per,
            2 => Kind::Loc,
            _ => Kind::Org,
        };
        let main = (value >> 2)
            .checked_sub(1)
            .and_then(|line| self.main_forms.get(line as usize).copied());
        Known { kind, main }
    }
}

/// Reads the rows of the own list: kind, main form, then spellings in four columns, `|` between them.
/// For each letter that a name of the large list begins with, the place after it and the value up to there.
fn starts(large: &Map<&'static [u8]>) -> Table<char, (CompiledAddr, u64)> {
    let large = large.as_fst();
    let mut starts = Table::default();
    let mut open = vec![(Vec::new(), large.root().addr(), 0)];
    while let Some((bytes, addr, value)) = open.pop() {
        if let Some(letter) = str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            starts.insert(letter, (addr, value));
            continue;
        }
        for step in large.node(addr).transitions() {
            let bytes = bytes.iter().copied().chain([step.inp]).collect();
            open.push((bytes, step.addr, value + step.out.value()));
        }
    }
    starts
}

fn read(list: &'static str) -> (Vec<Entry>, Vec<Spelling<&'static str>>) {
    let (mut entries, mut spellings) = (Vec::new(), Vec::new());
    for line in list.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let (kind, main) = (
            columns.next().unwrap_or_default(),
            columns.next().unwrap_or_default(),
        );
        let Some((kind, generic)) = kind_of(kind) else {
            continue;
        };
        let owner = entries.len() as u32;
        let text = main.trim_start_matches('?');
        entries.push(Entry { kind, text, generic });
        for spelling in std::iter::once(main).chain(columns.flat_map(|c| c.split('|'))) {
            let text = spelling.trim_start_matches('?');
            let guarded = text.len() != spelling.len();
            if !text.is_empty() {
                spellings.push(Spelling { text, owner, guarded });
            }
        }
    }
    (entries, spellings)
}

/// The kind of a row, and whether a star marks it as telling little.
fn kind_of(column: &str) -> Option<(Kind, bool)> {
    let plain = column.trim_end_matches('*');
    let kind = match plain {
        "PER" => Kind::Per,
        "ORG" => Kind::Org,
        "PROD" => Kind::Prod,
        "LOC" => Kind::Loc,
        "EVENT" => Kind::Event,
        "WORK" => Kind::Work,
        _ => return None,
    };
    Some((kind, plain.len() != column.len()))
}
