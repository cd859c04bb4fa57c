//! Trains the taggers of names and packs the lists they look at; `docs/names.md` says how it is run.
#![allow(
    clippy::string_slice,
    reason = "offsets are those of labels and units of the same text"
)]

#[path = "train_names/chance.rs"]
mod chance;
#[path = "train_names/corpus.rs"]
mod corpus;
#[path = "train_names/learn.rs"]
mod learn;
#[path = "train_names/names.rs"]
mod names;
#[path = "train_names/score.rs"]
mod score;
#[path = "train_names/sound.rs"]
mod sound;
#[path = "train_names/vary.rs"]
mod vary;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use jobo::entity::Kind;
use jobo::entity::tagger::Tagger;
use jobo::entity::tagger::guess::Guess;
use jobo::entity::tagger::known::{self, Known};

use chance::Chance;
use corpus::Sentence;
use learn::{Learner, Plan};
use score::Score;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("pack") => pack(&Arguments::of(&arguments[1..])),
        Some("train") => train(&Arguments::of(&arguments[1..])),
        Some("gate") => gate(&Arguments::of(&arguments[1..])),
        Some("score") => score_files(&Arguments::of(&arguments[1..])),
        _ => Err("train_names pack|train|gate|score …; docs/names.md has the whole lines".into()),
    };
    if let Err(words) = done {
        eprintln!("{words}");
        std::process::exit(2);
    }
}

/// `key=value` pairs, and all other words. A key may be given again.
struct Arguments {
    values: BTreeMap<String, Vec<String>>,
    files: Vec<String>,
}

impl Arguments {
    fn of(words: &[String]) -> Self {
        let mut all = Self {
            values: BTreeMap::new(),
            files: Vec::new(),
        };
        for word in words {
            match word.split_once('=') {
                Some((key, value)) if key.starts_with("--") => {
                    all.values.entry(key[2..].into()).or_default().push(value.into());
                }
                _ => all.files.push(word.clone()),
            }
        }
        all
    }

    fn one(&self, key: &str) -> Option<&str> {
        self.values.get(key)?.last().map(String::as_str)
    }

    fn needed(&self, key: &str) -> Result<&str, String> {
        self.one(key).ok_or_else(|| format!("--{key}=… is missing"))
    }

    fn number<T: std::str::FromStr>(&self, key: &str, default: T) -> Result<T, String> {
        self.one(key).map_or(Ok(default), |v| {
            v.parse().map_err(|_| format!("--{key}={v} is no number"))
        })
    }

    fn lists(&self) -> Result<Vec<names::Listed>, String> {
        let mut all = Vec::new();
        for source in self.values.get("list").into_iter().flatten() {
            all.extend(names::read(source)?);
        }
        Ok(all)
    }
}

/// Packs lists of names into one set.
fn pack(arguments: &Arguments) -> Result<(), String> {
    let lists = arguments.lists()?;
    let packed = known::pack(
        lists
            .iter()
            .filter_map(|l| Some((known::hash(&l.name)?, l.class?))),
    );
    eprintln!("{} names, {} bytes", lists.len(), packed.len());
    write(arguments.needed("out")?, &packed)
}

fn write(path: &str, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{path}: {e}"))
}

fn read_bytes(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{path}: {e}"))
}

/// Joins places that follow each other with a blank between: the Korean labels have `전남 고흥군` as one.
fn join_places(one: &mut Sentence) {
    let mut joined: Vec<corpus::Label> = Vec::new();
    for label in std::mem::take(&mut one.labels) {
        match joined.last_mut() {
            Some(last)
                if last.kind == Kind::Loc
                    && label.kind == Kind::Loc
                    && one.text.get(last.end..label.start) == Some(" ") =>
            {
                last.end = label.end;
            }
            _ => joined.push(label),
        }
    }
    one.labels = joined;
}

/// The sentences of the files: those to learn from, and those held out.
fn sentences(files: &[String], join: bool) -> Result<(Vec<Sentence>, Vec<Sentence>), String> {
    let (mut taught, mut held) = (Vec::new(), Vec::new());
    for file in files {
        if file.contains(".test.") {
            return Err(format!("{file} is a test file and is never trained on"));
        }
        for (at, mut one) in corpus::read(Path::new(file))?.into_iter().enumerate() {
            if join && one.own {
                join_places(&mut one);
            }
            if corpus::held_out(at) {
                &mut held
            } else {
                &mut taught
            }
            .push(one);
        }
    }
    Ok((taught, held))
}

/// Trains one language.
fn train(arguments: &Arguments) -> Result<(), String> {
    let start = Instant::now();
    let mut chance = Chance(arguments.number("seed", 7)?);
    let plan = Plan {
        main: arguments.number("places", 1u32 << 16)?,
        side: arguments.number("side", 0)?,
        rounds: arguments.number("rounds", 8)?,
        rate: arguments.number("rate", 0.03)?,
        decay: arguments.number("decay", 1e-4)?,
        drop_list: arguments.number("drop-list", 0.5)?,
        drop_sound: arguments.number("drop-sound", 0.5)?,
        drop_text: arguments.number("drop-text", 0.0)?,
        least: arguments.number("least", 2)?,
        first: arguments.number("first", 4)?,
        rank: arguments.number("rank", 0.5)?,
        unit: arguments.number("unit", 0.04)?,
        bias: 0.0,
    };
    let lists = arguments.lists()?;
    let packed = read_bytes(arguments.needed("known")?)?;
    let known = Known::new(&packed).ok_or("the packed names are none")?;
    let sound_rounds: usize = arguments.number("sound", 4)?;
    let table = if sound_rounds > 0 {
        Some(sound::train(&lists, sound_rounds, &mut chance))
    } else {
        None
    };
    let (mut taught, held) = sentences(&arguments.files, arguments.number("join-places", false)?)?;
    let fixed: Option<f32> = arguments
        .one("bias")
        .map(|_| arguments.number("bias", 0.0))
        .transpose()?;
    if fixed.is_some() {
        // The bias is known from a run before, so nothing is chosen any more and all may be learned.
        taught.extend(held.iter().cloned());
    }
    let stock = vary::Stock::of(&lists);
    let copies: usize = arguments.number("copies", 0)?;
    let swap = [
        arguments.number("swap-per", 0.7)?,
        arguments.number("swap-org", 0.2)?,
        arguments.number("swap-loc", 0.3)?,
    ];
    // The own prose is little and new: it is repeated, each time with other names.
    let own: usize = arguments.number("own", 3)?;
    let mut varied = Vec::new();
    for one in &taught {
        let (times, swap) = if one.own {
            (own - own.min(1), [0.5, 0.4, 0.3])
        } else {
            (copies, swap)
        };
        for _ in 0..times {
            let other = vary::vary(one, &stock, swap, &mut chance);
            varied.extend(other.or_else(|| one.own.then(|| one.clone())));
        }
    }
    eprintln!(
        "{} sentences, {} varied, {} held out",
        taught.len(),
        varied.len(),
        held.len()
    );
    taught.extend(varied);
    let mut learner = Learner::new(plan, &known, table.as_deref().map(Guess::new));
    learner.train(&taught, &mut chance, |_, _| {});
    let mut bytes = learner.write(table.as_deref());
    let bias = match fixed {
        Some(bias) => bias,
        None => best_bias(&mut bytes, &known, &held)? + arguments.number("lean", 0.0f32)?,
    };
    set_bias(&mut bytes, bias);
    eprintln!("bias {bias:.1}; {:.0} s", start.elapsed().as_secs_f32());
    write(arguments.needed("out")?, &bytes)
}

/// The bias against outside that serves the held-out sentences best.
fn best_bias(bytes: &mut [u8], known: &Known, held: &[Sentence]) -> Result<f32, String> {
    let (own, given): (Vec<_>, Vec<_>) = held.iter().cloned().partition(|s| s.own);
    let mut all = Vec::new();
    for step in 0..=12 {
        let bias = step as f32 * 0.1;
        set_bias(bytes, bias);
        let score = score_with(bytes, known, &given)?;
        eprintln!("bias {bias:.1}: {}", score.line());
        eprintln!("     own: {}", score_with(bytes, known, &own)?.line());
        all.push((score.all().f1(), bias));
    }
    // Of biases that do as well, the one that finds more.
    let top = all.iter().map(|b| b.0).fold(0.0, f64::max);
    let best = all
        .iter()
        .rfind(|b| b.0 >= top - 0.1)
        .copied()
        .unwrap_or_default();
    eprintln!("best: {:.2} at bias {:.1}", best.0, best.1);
    Ok(best.1)
}

/// Sets a model's gate so that it lets through all but one in so many units of the names that are found without it.
fn gate(arguments: &Arguments) -> Result<(), String> {
    let lost: f64 = arguments.number("lost", 4000.0)?;
    let packed = read_bytes(arguments.needed("known")?)?;
    let known = Known::new(&packed).ok_or("the packed names are none")?;
    let path = arguments.needed("model")?;
    let mut bytes = read_bytes(path)?;
    let (taught, held) = sentences(&arguments.files, false)?;
    let tagger = Tagger::open(&bytes, Some(&known)).ok_or("the model is none")?;
    let doubts: Vec<(f32, bool)> = taught
        .iter()
        .chain(&held)
        .flat_map(|one| tagger.doubts(&one.text))
        .collect();
    let of = |named: bool| doubts.iter().filter(move |d| d.1 == named).map(|d| d.0);
    let mut margins: Vec<f32> = of(true).collect();
    margins.sort_by(|a, b| b.total_cmp(a));
    let at = (margins.len() as f64 / lost) as usize;
    let gate = *margins.get(at).ok_or("no names in these files")?;
    let shut = of(false).filter(|m| *m > gate).count() as f64 / of(false).count().max(1) as f64;
    eprintln!(
        "gate {gate:.2}; {:.0} % of the units outside are shut out",
        shut * 100.0
    );
    set_gate(&mut bytes, gate);
    write(path, &bytes)
}

/// Writes the gate into a model's head.
fn set_gate(bytes: &mut [u8], gate: f32) {
    const AT: usize = 8 + 16;
    bytes[AT..AT + 4].copy_from_slice(&gate.to_le_bytes());
}

/// Writes the bias into a model's head.
fn set_bias(bytes: &mut [u8], bias: f32) {
    const AT: usize = 8 + 12;
    bytes[AT..AT + 4].copy_from_slice(&bias.to_le_bytes());
}

fn score_with(bytes: &[u8], known: &Known, sentences: &[Sentence]) -> Result<Score, String> {
    let tagger = Tagger::open(bytes, Some(known)).ok_or("the model is none")?;
    let mut score = Score::default();
    for one in sentences {
        score.add(one, &tagger.tag(&one.text));
    }
    Ok(score)
}

/// Scores a model on labelled files.
fn score_files(arguments: &Arguments) -> Result<(), String> {
    let packed = read_bytes(arguments.needed("known")?)?;
    let known = Known::new(&packed).ok_or("the packed names are none")?;
    let mut bytes = read_bytes(arguments.needed("model")?)?;
    if let Some(bias) = arguments.one("bias") {
        set_bias(&mut bytes, bias.parse().map_err(|_| "--bias is no number")?);
    }
    for file in &arguments.files {
        let mut all = corpus::read(Path::new(file))?;
        if arguments.number("join-places", false)? {
            all.iter_mut().filter(|s| s.own).for_each(join_places);
        }
        let start = Instant::now();
        let score = score_with(&bytes, &known, &all)?;
        let chars: usize = all.iter().map(|s| s.text.chars().count()).sum();
        let speed = chars as f64 / start.elapsed().as_secs_f64();
        println!(
            "{}: {}; {:.2} million characters a second",
            file.rsplit('/').next().unwrap_or(file),
            score.line(),
            speed / 1e6
        );
    }
    Ok(())
}
