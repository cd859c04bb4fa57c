//! A packed set of names known beforehand, for the features of the tagger.
//!
//! Only fingerprints are kept, two bytes a name: the tagger asks whether a run of units is a name of a class and
//! weighs the answer; about one question in a thousand is answered wrongly, and training sees the same errors.

use crate::entity::tagger::unit::{Class, Units, mix};

/// The classes that a name of the lists can have.
pub const CLASSES: [&str; 14] = [
    "person",
    "place",
    "body",
    "own-per",
    "own-org",
    "own-loc",
    "own-prod",
    "own-event",
    "own-work",
    "full-name",
    "other-name",
    "town",
    "given",
    "surname",
];

const BUCKET_BITS: u32 = 17;

/// The most units of a name.
const LONGEST: usize = 14;
/// The most units of a name in a script without blanks.
const LONGEST_HAN: usize = 9;

/// The most words of a name, marks included, after the first.
const WORDS: u32 = 5;

/// A name of the lists that stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// First unit.
    pub from: u32,
    /// One past the last unit.
    pub until: u32,
    /// Its class.
    pub class: u8,
    /// Whether it ends where its word ends.
    pub whole: bool,
    /// Whether it has more than one word.
    pub several: bool,
}

/// The set.
#[derive(Debug)]
pub struct Known<'a> {
    starts: Vec<u32>,
    marks: &'a [u8],
}

/// The hash of a run of units.
fn step(hash: u64, key: u32) -> u64 {
    (hash.rotate_left(17) ^ u64::from(key)).wrapping_mul(0x9FB2_1C65_1E98_DF25)
}

fn place(hash: u64) -> (usize, u16) {
    let hash = hash ^ (hash >> 32);
    (
        (hash >> 20) as usize & ((1 << BUCKET_BITS) - 1),
        (hash & 0xFFF) as u16,
    )
}

/// The hash of a name; `None` if it is too long or has no letters.
pub fn hash(name: &str) -> Option<u64> {
    let units = Units::of(name);
    let letters = units
        .units
        .iter()
        .any(|u| u.class.is_word() && u.class != Class::Digit);
    if !letters || units.units.len() > LONGEST {
        return None;
    }
    let keys = units.units.iter().filter(|u| !is_joint(u.class));
    Some(keys.fold(0, |h, u| step(h, u.key)))
}

/// Whether a mark is left out when names are compared.
fn is_joint(class: Class) -> bool {
    matches!(class, Class::Dot | Class::Dash)
}

/// Packs names with their classes. The form is read by [`Known::new`].
pub fn pack(names: impl Iterator<Item = (u64, u8)>) -> Vec<u8> {
    let mut all: Vec<(usize, u16)> = names
        .map(|(hash, class)| {
            let (bucket, mark) = place(hash);
            (bucket, mark | u16::from(class) << 12)
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    let mut counts = vec![0u8; 1 << BUCKET_BITS];
    let mut marks = Vec::with_capacity(all.len() * 2);
    for (bucket, mark) in all {
        if counts[bucket] < u8::MAX {
            counts[bucket] += 1;
            marks.extend(mark.to_le_bytes());
        }
    }
    counts.extend(marks);
    counts
}

impl<'a> Known<'a> {
    /// Opens a packed set. Cost: one pass over its table of contents.
    pub fn new(packed: &'a [u8]) -> Option<Self> {
        let (counts, marks) = packed.split_at_checked(1 << BUCKET_BITS)?;
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut sum = 0;
        starts.push(0);
        for count in counts {
            sum += u32::from(*count) * 2;
            starts.push(sum);
        }
        (sum as usize == marks.len()).then_some(Self { starts, marks })
    }

    /// The classes of a hash, a bit each.
    pub fn classes(&self, hash: u64) -> u16 {
        let (bucket, mark) = place(hash);
        let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        let mut bits = 0;
        for two in self.marks[range].chunks_exact(2) {
            let have = u16::from_le_bytes([two[0], two[1]]);
            if have & 0xFFF == mark {
                bits |= 1 << (have >> 12);
            }
        }
        bits
    }

    /// All names of the lists that begin at a place where one may begin and can reach a unit that is open.
    pub fn hits(&self, text: &Units, open: &[bool], hits: &mut Vec<Hit>) {
        hits.clear();
        let mut next = 0;
        for (from, unit) in text.units.iter().enumerate() {
            while next < from || (next < open.len() && !open[next]) {
                next += 1;
            }
            let first = text.words[unit.word as usize].first as usize == from;
            let begins = unit.class.is_word() && (first || unit.class == Class::Han);
            if begins && next < (from + LONGEST).min(open.len()) {
                self.hits_from(text, from, hits);
            }
        }
    }

    fn hits_from(&self, text: &Units, from: usize, hits: &mut Vec<Hit>) {
        let open = text.units[from];
        let blankless = matches!(open.class, Class::Han | Class::Kata | Class::Hira);
        let longest = if blankless {
            LONGEST_HAN.max(LONGEST * usize::from(open.class == Class::Kata))
        } else {
            LONGEST
        };
        let mut hash = 0;
        for (at, unit) in text.units.iter().enumerate().skip(from).take(longest) {
            if at > from && (!walks_on(text, at) || unit.word > open.word + WORDS) {
                break;
            }
            if is_joint(unit.class) {
                continue;
            }
            hash = step(hash, unit.key);
            let single = at == from && unit.class != Class::Han && !unit.class.is_latin();
            if single {
                continue;
            }
            let mut bits = self.classes(hash);
            let whole = text.words[unit.word as usize].last as usize == at + 1;
            while bits != 0 {
                let class = bits.trailing_zeros() as u8;
                bits &= bits - 1;
                hits.push(Hit {
                    from: from as u32,
                    until: at as u32 + 1,
                    class,
                    whole,
                    several: unit.word != open.word,
                });
            }
        }
    }
}

/// Whether a name may go on with a unit.
fn walks_on(text: &Units, at: usize) -> bool {
    let unit = text.units[at];
    if unit.class.is_word() {
        return true;
    }
    is_joint(unit.class)
        && !unit.space
        && text
            .units
            .get(at + 1)
            .is_some_and(|n| n.class.is_word() && !n.space)
}

/// Mixes a hit's shape into one number: class, length, right edge, several words.
pub fn shape(hit: &Hit, tail: u32) -> u32 {
    let length = (hit.until - hit.from).min(8);
    mix(
        u32::from(hit.class) | u32::from(hit.several) << 8,
        length | tail << 8,
    )
}
