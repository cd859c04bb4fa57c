//! The own list of names as it is packed: read in place, so that opening it costs nothing and only the pages that a
//! story asks for are ever read.
//!
//! `world.txt` holds the spellings, those of one thing side by side with its main form first, and after them the
//! folded keys that are not the same as their spelling. `world.bin` holds numbers, four bytes each: the counts, then
//! for every thing its first spelling, field, kind and star; for every spelling its place in the text, its owner, length,
//! column and guard; for every key, in order, its place, length and spelling; and a table from the first two
//! characters of a key to the run of keys that begin so.

use std::ops::Range;

use crate::entity::Kind;
use crate::entity::gazetteer::row::Field;
use crate::entity::gazetteer::walk::Keys;

const TEXT: &str = include_str!("../../../assets/names/world.txt");
const TABLES: &[u8] = include_bytes!("../../../assets/names/world.bin");

/// What the file begins with; another number is another form of it.
pub(super) const FORM: u32 = 0x4A57_0003;
/// Numbers before the first table.
pub(super) const HEAD: usize = 6;
/// Bits of a key's number that hold its length in bytes; the others hold its place.
pub(super) const KEY_BITS: u32 = 9;
/// Bits of a run's number that hold how many keys it has; the others hold the first.
pub(super) const RUN_BITS: u32 = 12;

/// Which column of the list a spelling stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The form by which it is shown.
    Main,
    /// Another Korean spelling.
    Korean,
    /// In Latin letters.
    English,
    /// Japanese.
    Japanese,
    /// Chinese.
    Chinese,
}

impl Column {
    /// All columns, in the order of the list.
    pub const ALL: [Self; 5] = [
        Self::Main,
        Self::Korean,
        Self::English,
        Self::Japanese,
        Self::Chinese,
    ];
}

/// A spelling of the packed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// As it is written.
    pub text: &'static str,
    /// Whose it is.
    pub owner: u32,
    /// Where it stands in its row.
    pub column: Column,
    /// Whether it needs a second sign.
    pub guarded: bool,
}

/// The packed list.
#[derive(Debug, Clone, Copy)]
pub struct World {
    text: &'static str,
    things: &'static [[u8; 4]],
    spellings: &'static [[u8; 4]],
    keys: &'static [[u8; 4]],
    table: &'static [[u8; 4]],
}

/// The number of two characters, which [`slot`] brings to the size of a table.
pub(super) fn hash(first: char, second: char) -> u32 {
    let both = u64::from(first as u32) << 32 | u64::from(second as u32);
    (both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// Where a table of so many slots is looked at first.
pub(super) fn slot(hash: u32, slots: usize) -> usize {
    ((u64::from(hash) * slots as u64) >> 32) as usize
}

impl World {
    /// The list that is built in.
    pub fn bundled() -> Self {
        Self::open(TEXT, TABLES).expect("the packed list is checked by a test")
    }

    /// A packed list; `None` if the bytes are none.
    pub(super) fn open(text: &'static str, bytes: &'static [u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let head = numbers.get(..HEAD)?;
        let [form, things, spellings, keys, slots, end] = [0, 1, 2, 3, 4, 5].map(|at| number(head, at));
        let sizes = [things, spellings * 2, keys * 2, slots * 2].map(|n| n as usize);
        let total: usize = sizes.iter().sum();
        if form != FORM || !rest.is_empty() || numbers.len() != HEAD + total || end as usize != text.len() {
            return None;
        }
        let (things, rest) = numbers.get(HEAD..)?.split_at_checked(sizes[0])?;
        let (spellings, rest) = rest.split_at_checked(sizes[1])?;
        let (keys, table) = rest.split_at_checked(sizes[2])?;
        Some(Self {
            text,
            things,
            spellings,
            keys,
            table,
        })
    }

    /// How many things the list has.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// The kind of a thing and whether it tells little.
    pub fn kind(&self, thing: u32) -> (Kind, bool) {
        let packed = number(self.things, thing as usize);
        let kind = Kind::ALL.get((packed >> 1 & 7) as usize);
        (kind.copied().unwrap_or(Kind::Org), packed & 1 == 1)
    }

    /// What a listed person is known for.
    pub fn field(&self, thing: u32) -> Field {
        let packed = number(self.things, thing as usize);
        Field::ALL
            .get((packed >> 4 & 3) as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The spellings of a thing, its main form first.
    pub fn spellings(&self, thing: u32) -> impl Iterator<Item = Listed> + use<> {
        let world = *self;
        let first = |at: usize| number(world.things, at) >> 6;
        let until = if (thing as usize) + 1 < self.things.len() {
            first(thing as usize + 1)
        } else {
            self.spellings.len() as u32 / 2
        };
        let range = if self.things.is_empty() {
            0..0
        } else {
            first(thing as usize)..until
        };
        range.map(move |at| world.spelling(at))
    }

    /// The form by which a thing is shown.
    pub fn main(&self, thing: u32) -> &'static str {
        self.spelling(number(self.things, thing as usize) >> 6).text
    }

    /// The spelling of a key.
    pub fn listed(&self, place: usize) -> Listed {
        self.spelling(number(self.keys, place * 2 + 1))
    }

    fn spelling(&self, at: u32) -> Listed {
        let (start, mark) = (
            number(self.spellings, at as usize * 2),
            number(self.spellings, at as usize * 2 + 1),
        );
        let (start, len) = (start as usize, (mark >> 4 & 0xFFF) as usize);
        Listed {
            text: self.text.get(start..start + len).unwrap_or_default(),
            owner: mark >> 16,
            column: Column::ALL
                .get((mark >> 1 & 7) as usize)
                .copied()
                .unwrap_or(Column::Main),
            guarded: mark & 1 == 1,
        }
    }

    /// The run of keys that begin with two characters, or that are the first alone if the second is zero.
    fn run(&self, first: char, second: char) -> Range<usize> {
        let slots = self.table.len() / 2;
        let wanted = hash(first, second);
        let mut at = slot(wanted, slots);
        for _ in 0..slots {
            let (found, run) = (number(self.table, at * 2), number(self.table, at * 2 + 1));
            if run == 0 {
                break;
            }
            if found == wanted {
                let (start, len) = apart(run, RUN_BITS);
                return start..start + len;
            }
            at = (at + 1) % slots;
        }
        0..0
    }
}

/// Two numbers that were packed as one, the second in so many bits.
fn apart(packed: u32, bits: u32) -> (usize, usize) {
    ((packed >> bits) as usize, (packed & ((1 << bits) - 1)) as usize)
}

fn number(of: &[[u8; 4]], at: usize) -> u32 {
    of.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

impl Keys for World {
    // Two beginnings may have one number.
    const SURE: usize = 0;

    fn runs(&self, first: char, second: char) -> [Range<usize>; 2] {
        let two = if second == '\0' {
            0..0
        } else {
            self.run(first, second)
        };
        // No name is one syllable of Hangul.
        let alone = !('\u{AC00}'..='\u{D7A3}').contains(&first);
        [two, if alone { self.run(first, '\0') } else { 0..0 }]
    }

    fn key(&self, at: usize) -> &str {
        let (start, len) = apart(number(self.keys, at * 2), KEY_BITS);
        self.text.get(start..start + len).unwrap_or_default()
    }

    fn written(&self, at: usize) -> &str {
        self.listed(at).text
    }
}
