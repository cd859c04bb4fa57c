//! Packs the lists of names.
//!
//! `cargo run --features train --bin pack_names -- assets/names` packs the own list, `assets/names/world/*.tsv`, into
//! `world.txt` and `world.bin`.
//!
//! `cargo run --release --features train --bin pack_names -- NER_FOLDER assets/names` packs the large one as well. It
//! reads `gazetteer.kiwi-multi.tsv` and `alias.kiwi-multi.json` (`kiwipiepy_model`, Apache-2.0) and writes
//! `kiwi.fst` (folded name to kind and main form), `kiwi.main.txt` (main forms) and `given.txt` (given names).
//! The Korean training text only serves to leave names out that are ordinary words; no word of it is kept.
//! The same input always gives the same bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result};
use jobo::entity::gazetteer::pack as own;
use jobo::entity::particle;
use jobo::entity::sound;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next().context("the folder to write to is missing")?;
    match arguments.next() {
        None => pack_own(Path::new(&first)),
        Some(target) => {
            pack(Path::new(&first), Path::new(&target))?;
            pack_own(Path::new(&target))
        }
    }
}

fn pack_own(folder: &Path) -> Result<()> {
    let text = read_lists(&folder.join("world"))?;
    let packed = own::pack(&own::rows(&text));
    std::fs::write(folder.join("world.txt"), packed.text)?;
    std::fs::write(folder.join("world.bin"), packed.tables)?;
    Ok(())
}

/// The text of all lists of a folder, in order of their names.
fn read_lists(folder: &Path) -> std::io::Result<String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "tsv"))
        .collect();
    paths.sort();
    paths.iter().map(std::fs::read_to_string).collect()
}

fn read(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
}

fn pack(source: &Path, target: &Path) -> Result<()> {
    let ordinary = ordinary_words(&read(source, "ko.train.konec-reconstructed.tsv")?);
    let list = read(source, "gazetteer.kiwi-multi.tsv")?;
    let aliases: HashMap<String, Vec<String>> =
        serde_json::from_str(&read(source, "alias.kiwi-multi.json")?)?;
    let names = names(&list, &ordinary);
    let main_of = main_forms(&aliases, &names);
    let main_forms: BTreeSet<&str> = main_of.values().copied().collect();
    let line: HashMap<&str, u64> = main_forms
        .iter()
        .enumerate()
        .map(|(at, m)| (*m, at as u64))
        .collect();
    let mut map = fst::MapBuilder::memory();
    for (name, kind) in &names {
        let main = main_of.get(name.as_str()).map_or(0, |m| line[m] + 1);
        map.insert(name, kind | main << 2)?;
    }
    std::fs::write(target.join("kiwi.fst"), map.into_inner()?)?;
    let lines: Vec<&str> = main_forms.into_iter().collect();
    std::fs::write(target.join("kiwi.main.txt"), lines.join("\n") + "\n")?;
    std::fs::write(
        target.join("given.txt"),
        given_names(&names, &ordinary).join("\n") + "\n",
    )?;
    Ok(())
}

/// Names of several words, without those that are made of ordinary words only.
fn names(list: &str, ordinary: &HashSet<String>) -> BTreeMap<String, u64> {
    let mut names = BTreeMap::new();
    for (name, class) in list.lines().filter_map(|l| l.split_once('\t')) {
        let kind = match class {
            "1" => 1,
            "3" => 2,
            _ => 3,
        };
        let plain = name.chars().all(|c| c.is_alphanumeric() || c == ' ');
        let words: Vec<&str> = name.split(' ').collect();
        let telling = words
            .iter()
            .any(|w| w.chars().count() > 1 && !ordinary.contains(*w));
        let hangul = name.chars().any(|c| ('가'..='힣').contains(&c));
        if plain && hangul && words.len() > 1 && words.len() < 8 && telling {
            names.entry(name.to_lowercase()).or_insert(kind);
        }
    }
    names
}

/// For each spelling that sounds like its main form, that main form. Spellings with two main forms are left out.
fn main_forms<'a>(
    aliases: &'a HashMap<String, Vec<String>>,
    names: &BTreeMap<String, u64>,
) -> HashMap<&'a str, &'a str> {
    let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
    for (main, others) in aliases {
        for other in others
            .iter()
            .filter(|o| names.contains_key(*o) && names.contains_key(main))
        {
            let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
            let alike = sound::onsets(other) == sound::onsets(main)
                || sound::skeleton(other) == sound::skeleton(main);
            if alike && digits(other) == digits(main) {
                found.entry(other).or_default().push(main);
            }
        }
    }
    let is_main = |name: &str| aliases.contains_key(name);
    found
        .into_iter()
        .filter(|(other, mains)| mains.len() == 1 && !is_main(other))
        .map(|(other, mains)| (other, mains[0]))
        .collect()
}

/// First words of people's names that two people or more have and that are no ordinary words.
fn given_names(names: &BTreeMap<String, u64>, ordinary: &HashSet<String>) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, _) in names.iter().filter(|(_, kind)| **kind == 1) {
        let first = name.split(' ').next().unwrap_or_default();
        *counts.entry(first).or_default() += 1;
    }
    let hangul = |w: &str| w.chars().all(|c| ('가'..='힣').contains(&c));
    counts
        .into_iter()
        .filter(|(word, n)| {
            let least = if word.chars().count() == 1 { 100 } else { 2 };
            *n >= least && hangul(word) && !ordinary.contains(*word)
        })
        .map(|(word, _)| word.to_owned())
        .collect()
}

/// Words that the training text has outside of names at least twice, with and without their particles.
fn ordinary_words(text: &str) -> HashSet<String> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let (mut word, mut outside) = (String::new(), true);
    for line in text.lines().chain(std::iter::once("")) {
        let (c, label) = line.split_once('\t').unwrap_or(("", "O"));
        let mut chars = c.chars();
        if let Some(c) = chars.next().filter(|c| *c != '␠' && c.is_alphanumeric()) {
            word.push(c);
            outside &= label == "O";
        } else {
            if outside && !word.is_empty() {
                count(&word, &mut counts);
            }
            word.clear();
            outside = true;
        }
    }
    counts
        .into_iter()
        .filter(|(_, n)| *n >= 2)
        .map(|(w, _)| w)
        .collect()
}

fn count(word: &str, counts: &mut HashMap<String, u32>) {
    *counts.entry(word.to_owned()).or_default() += 1;
    let stem = particle::strip(word);
    if stem != word {
        *counts.entry(stem.to_owned()).or_default() += 1;
    }
}
