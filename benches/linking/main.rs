//! Measures the linking of foreign names by their sound: `linking FOLDER`.
//!
//! The folder holds `alias.kiwi-multi.json` (main form to other spellings) and `gazetteer.kiwi-multi.tsv` (names and
//! classes; 1 is a person). Pairs are chosen by a fixed rule: people, Hangul to Hangul, unequal without blanks, at least
//! 0.7 alike by plain distance of their sounds (others are other names, not other spellings). The weights were fitted to
//! pairs whose main form has an even hash; here only the odd ones count, and the lists are not asked. False merges are
//! pairs of different people among 20,000 names of odd hash in the order of their hashes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use jobo::entity::link::{Naming, Reach, digits, sounds_alike};
use jobo::entity::lists::Lists;
use jobo::entity::sound::evidence;
use jobo::entity::{Kind, Recogniser};

type Fallible<T> = Result<T, Box<dyn Error>>;

/// How many random names are held against each other.
const POOL: usize = 20_000;
/// How alike two spellings must be to be two spellings of one name.
const VARIANT: f64 = 0.7;

fn main() -> Fallible<()> {
    let folder = env::args().nth(1).ok_or("the folder with the lists is missing")?;
    let folder = Path::new(&folder);
    let aliases: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&fs::read_to_string(folder.join("alias.kiwi-multi.json"))?)?;
    let names = fs::read_to_string(folder.join("gazetteer.kiwi-multi.tsv"))?;
    let people: HashSet<&str> = names.lines().filter_map(|l| l.strip_suffix("\t1")).collect();
    let lists = Lists::bundled();
    let alike = |a: &str, b: &str| sounds_alike(&lists, Kind::Per, a, b, false);

    println!("held-out pairs of spellings, and false merges among {POOL} random names");
    let mut pool: Vec<&str> = people
        .iter()
        .copied()
        .filter(|n| is_hangul(n) && is_odd(n))
        .collect();
    pool.sort_by_key(|n| (hash(n), *n));
    pool.truncate(POOL);
    let false_merges = merges(&pool, &aliases, &alike);
    for (label, range) in [("4 to 5 syllables", 4..=5), ("6 and more", 6..=99)] {
        let (mut all, mut found) = (0, 0);
        for (a, b) in pairs(&aliases, &people).filter(|(a, b)| range.contains(&least(a, b))) {
            all += 1;
            found += u32::from(alike(a, b));
        }
        let wrong: Vec<_> = false_merges
            .iter()
            .filter(|(a, b)| range.contains(&least(a, b)))
            .collect();
        println!(
            "{label:18} pairs {all:6}  recall {:.3}  false merges {}",
            f64::from(found) / f64::from(all),
            wrong.len()
        );
        for (a, b) in wrong {
            println!("    {a} / {b}");
        }
    }
    over_digits(&aliases);
    Ok(())
}

/// Merges of spellings with different digits, whatever the lists say: there must be none.
fn over_digits(aliases: &BTreeMap<String, Vec<String>>) {
    let recogniser = Recogniser::bundled();
    let (mut all, mut merged) = (0, 0);
    for (main, others) in aliases {
        for other in others.iter().filter(|o| digits(o) != digits(main)) {
            for kind in Kind::ALL {
                let naming = |text| Naming {
                    kind,
                    text,
                    shares: true,
                };
                let linked = recogniser.link(Reach::Library, &naming(other), &[naming(main)]);
                all += 1;
                merged += u32::from(linked.is_some());
            }
        }
    }
    println!("different digits   pairs {all:6}  merged {merged}");
}

/// Pairs of different people that are taken for one.
fn merges<'a>(
    pool: &[&'a str],
    aliases: &BTreeMap<String, Vec<String>>,
    alike: &dyn Fn(&str, &str) -> bool,
) -> BTreeSet<(&'a str, &'a str)> {
    let mut mains: HashMap<&str, Vec<&str>> = HashMap::new();
    for (main, others) in aliases {
        for name in others.iter().chain([main]) {
            mains.entry(name).or_default().push(main);
        }
    }
    let same = |a: &str, b: &str| {
        let of = |n| mains.get(n).map(Vec::as_slice).unwrap_or_default();
        letters(a) == letters(b) || of(a).iter().any(|m| *m == b || of(b).contains(m)) || of(b).contains(&a)
    };
    let mut by_key: HashMap<String, Vec<&str>> = HashMap::new();
    for name in pool {
        for key in evidence::keys(name) {
            by_key.entry(key).or_default().push(name);
        }
    }
    let mut merges = BTreeSet::new();
    for group in by_key.values() {
        for (at, a) in group.iter().enumerate() {
            for b in group.get(at + 1..).unwrap_or_default() {
                let pair = (*a.min(b), *a.max(b));
                if !merges.contains(&pair) && alike(a, b) && !same(a, b) {
                    merges.insert(pair);
                }
            }
        }
    }
    merges
}

/// The held-out pairs.
fn pairs<'a>(
    aliases: &'a BTreeMap<String, Vec<String>>,
    people: &'a HashSet<&str>,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    aliases
        .iter()
        .filter(|(main, _)| people.contains(main.as_str()) && is_hangul(main) && is_odd(main))
        .flat_map(|(main, others)| others.iter().map(move |o| (main.as_str(), o.as_str())))
        .filter(|(main, other)| is_hangul(other) && letters(main) != letters(other))
        .filter(|(main, other)| likeness(main, other) >= VARIANT)
}

fn least(a: &str, b: &str) -> usize {
    evidence::syllables(a).min(evidence::syllables(b))
}

fn is_hangul(name: &str) -> bool {
    name.chars()
        .all(|c| ('가'..='힣').contains(&c) || matches!(c, ' ' | '·' | '-'))
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| ('가'..='힣').contains(c)).collect()
}

/// How alike two names are by plain distance of their sounds.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (sounds(a), sounds(b));
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let best = (row[j] + 1).min(row[j + 1] + 1).min(corner + usize::from(x != y));
            corner = row[j + 1];
            row[j + 1] = best;
        }
    }
    1.0 - row[b.len()] as f64 / a.len().max(b.len()).max(1) as f64
}

fn sounds(name: &str) -> Vec<u32> {
    let syllables = name
        .chars()
        .filter(|c| ('가'..='힣').contains(c))
        .map(|c| c as u32 - 0xAC00);
    let parts = syllables.flat_map(|i| [i / 588, 100 + i % 588 / 28, 200 + i % 28]);
    parts.filter(|part| *part != 200).collect()
}

fn is_odd(name: &str) -> bool {
    hash(name) >> 32 & 1 == 1
}

/// FNV-1a.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
    })
}
