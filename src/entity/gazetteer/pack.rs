//! Packs the own list of names and looks for what must not be in it; for the packer and for the tests only.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::entity::Kind;
use crate::entity::fold::{fold, is_joint};
use crate::entity::gazetteer::row::{Field, Row};
use crate::entity::gazetteer::world::{Column, FORM, HEAD, KEY_BITS, RUN_BITS, hash, slot};

/// What [`pack`] makes: the text and the numbers of the packed list.
#[derive(Debug, PartialEq, Eq)]
pub struct Packed {
    /// `world.txt`.
    pub text: String,
    /// `world.bin`.
    pub tables: Vec<u8>,
}

/// A thing as one number: its first spelling, its field, its kind, its star.
fn thing(first: u32, row: &Row) -> u32 {
    let kind = Kind::ALL.iter().position(|k| *k == row.kind).unwrap_or(0) as u32;
    let field = Field::ALL.iter().position(|f| *f == row.field).unwrap_or(0) as u32;
    first << 6 | field << 4 | kind << 1 | u32::from(row.generic)
}

/// A spelling but for its place: owner, length, column, guard.
fn mark(owner: u32, len: usize, column: Column, guarded: bool) -> u32 {
    owner << 16 | (len as u32) << 4 | (column as u32) << 1 | u32::from(guarded)
}

/// The rows of lists.
pub fn rows(text: &str) -> Vec<Row<'_>> {
    let mut field = Field::Unsaid;
    let row = |line| {
        field = Field::read(line).unwrap_or(field);
        Some(Row {
            field,
            ..Row::read(line)?
        })
    };
    text.lines().filter_map(row).collect()
}

/// A key with what decides which spelling it leads to first.
struct Key {
    folded: String,
    guarded: bool,
    owner: u32,
    blanks: std::cmp::Reverse<usize>,
    spelling: u32,
}

/// Packs rows. The same rows always give the same bytes.
pub fn pack(rows: &[Row]) -> Packed {
    let (mut text, mut things, mut spellings) = (String::new(), Vec::new(), Vec::new());
    let mut keys: Vec<Key> = Vec::new();
    for (owner, row) in rows.iter().enumerate() {
        things.push(thing(spellings.len() as u32 / 2, row));
        for (written, column, guarded) in &row.spellings {
            let folded = fold(written);
            // One key a thing: the guarded spelling stays, else the one with most blanks, because a text may leave
            // blanks out.
            let blanks = std::cmp::Reverse(written.chars().filter(|c| is_joint(*c)).count());
            keys.push(Key {
                folded,
                guarded: *guarded,
                owner: owner as u32,
                blanks,
                spelling: spellings.len() as u32 / 2,
            });
            spellings.extend([
                text.len() as u32,
                mark(owner as u32, written.len(), *column, *guarded),
            ]);
            text.push_str(written);
        }
    }
    let keys = ordered(keys);
    let places = places(&keys, &spellings, &mut text);
    let table = table(&keys);
    let counts = [
        things.len(),
        spellings.len() / 2,
        keys.len(),
        table.len() / 2,
        text.len(),
    ];
    let mut numbers = vec![FORM];
    numbers.extend(counts.map(|n| n as u32));
    debug_assert_eq!(numbers.len(), HEAD, "the reader skips as much");
    for part in [things, spellings, places, table] {
        numbers.extend(part);
    }
    Packed {
        text,
        tables: numbers.into_iter().flat_map(u32::to_le_bytes).collect(),
    }
}

/// Where each key lies in the text, and its spelling. Most keys are their spelling itself; the others are added.
fn places(keys: &[Key], spellings: &[u32], text: &mut String) -> Vec<u32> {
    let mut places = Vec::with_capacity(keys.len() * 2);
    let mut last = (0, "");
    for key in keys {
        let len = key.folded.len();
        let written = spellings[key.spelling as usize * 2] as usize;
        let start = if text.get(written..written + len) == Some(&key.folded) {
            written
        } else if last.1 == key.folded {
            last.0
        } else {
            text.push_str(&key.folded);
            text.len() - len
        };
        last = (start, &key.folded);
        places.extend([both(start, len, KEY_BITS), key.spelling]);
    }
    places
}

/// Two numbers as one, the second in so many bits.
fn both(first: usize, second: usize, bits: u32) -> u32 {
    assert!(
        second < 1 << bits && first < 1 << (32 - bits),
        "too large to pack: {first}, {second}"
    );
    (first as u32) << bits | second as u32
}

/// One key for each form of each thing; of one form the spelling that needs no second sign first.
fn ordered(mut keys: Vec<Key>) -> Vec<Key> {
    keys.retain(|key| !key.folded.is_empty());
    keys.sort_by(|a, b| {
        let order = |k: &Key| (k.owner, !k.guarded, k.blanks, k.spelling);
        a.folded.cmp(&b.folded).then_with(|| order(a).cmp(&order(b)))
    });
    keys.dedup_by(|a, b| a.folded == b.folded && a.owner == b.owner);
    keys.sort_by(|a, b| {
        let order = |k: &Key| (k.guarded, k.owner);
        a.folded.cmp(&b.folded).then_with(|| order(a).cmp(&order(b)))
    });
    keys
}

/// The runs of keys by their first two characters.
fn table(keys: &[Key]) -> Vec<u32> {
    let mut runs: BTreeMap<(char, char), Range<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate() {
        let mut chars = key.folded.chars();
        let begins = (chars.next().unwrap_or('\0'), chars.next().unwrap_or('\0'));
        runs.entry(begins).or_insert(at..at).end = at + 1;
    }
    // Every fourth slot is empty, so that looking for a beginning which no key has ends soon.
    let slots = runs.len() * 4 / 3 + 1;
    let mut table = vec![0; slots * 2];
    let mut seen: HashMap<u32, (char, char)> = HashMap::new();
    for ((first, second), run) in runs {
        let wanted = hash(first, second);
        assert!(
            seen.insert(wanted, (first, second)).is_none(),
            "two beginnings have one hash: change the multiplier"
        );
        let mut at = slot(wanted, slots);
        while table[at * 2 + 1] != 0 {
            at = (at + 1) % slots;
        }
        table[at * 2] = wanted;
        table[at * 2 + 1] = both(run.start, run.len(), RUN_BITS);
    }
    table
}
