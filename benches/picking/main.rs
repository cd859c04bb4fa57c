//! Types words into the engine of the box over everything and prints how long a key takes and what is found.
//!
//! `cargo run --release --example picking [--headlines N | --list FILE] [--fzf]`; the tables are in `docs/picker.md`.

#[path = "../compare/proc.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod proc;
#[path = "../compare/pty.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod pty;
#[path = "../generate/tables.rs"]
mod tables;
#[path = "../generate/words.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod words;

mod kinds;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Parser;
use jobo::text::heap::Heap;
use jobo::text::pattern::{Pattern, Rank, Sifted, top};
use kinds::{KINDS, Kind};

/// As the box has it: with so many sure hits nothing similar is looked for, with so many hits nothing loose.
const ENOUGH: usize = 50;
const FEW: usize = 10;
/// Rows that are shown.
const SHOWN: usize = 100;

/// Types words into the engine of the box over everything.
#[derive(Parser)]
struct Wish {
    /// How many invented headlines.
    #[arg(long, default_value_t = 100_000)]
    headlines: u64,
    /// A file of headlines, one a line, instead.
    #[arg(long)]
    list: Option<PathBuf>,
    /// How many words are drawn from them.
    #[arg(long, default_value_t = 60)]
    words: usize,
    /// Times fzf on the same list, too.
    #[arg(long)]
    fzf: bool,
}

/// What is done for one key.
struct Key {
    first: Duration,
    later: Duration,
    rows: Vec<Rank>,
    sifted: Sifted,
}

fn main() -> Result<()> {
    let wish = Wish::parse();
    let headlines: Vec<String> = match &wish.list {
        Some(file) => fs::read_to_string(file)?.lines().map(ToOwned::to_owned).collect(),
        None => (0..wish.headlines)
            .map(|n| words::article(1, n, wish.headlines).headline)
            .collect(),
    };
    let begun = Instant::now();
    let mut heap = Heap::default();
    for headline in &headlines {
        heap.push(headline);
    }
    let made = begun.elapsed();
    let bytes: usize = headlines.iter().map(String::len).sum();
    println!(
        "{} headlines of {} bytes; packed in {} ms, {:.1} MB\n",
        headlines.len(),
        bytes / headlines.len().max(1),
        made.as_millis(),
        heap.bytes() as f64 / 1e6
    );
    let drawn = kinds::draw(&headlines, wish.words);
    println!(
        "| query | words | first rows: median, ms | worst, ms | later rows: median, ms | worst, ms | precision at 10 |"
    );
    println!("|---|---|---|---|---|---|---|");
    for kind in KINDS {
        measure(kind, &drawn, &headlines, &heap);
    }
    typed(&drawn, &heap);
    if wish.fzf {
        fzf(&headlines, &drawn)?;
    }
    Ok(())
}

/// The processor time of this thread: what others do on the machine does not count.
fn spent() -> Duration {
    // The system counts up to the last time that it looked at the thread; this makes it look.
    std::thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|n| n.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// One key: a whole search, or one among the hits of the key before.
fn press(query: &str, heap: &Heap, before: Option<(&Pattern, &Sifted)>) -> Key {
    let never = || false;
    let begun = spent();
    let pattern = Pattern::new(query);
    let sieve = pattern.sieve();
    let narrow = before.filter(|(short, _)| short.widens(&pattern));
    let sifted = match narrow {
        Some((_, sifted)) => sieve.surely_among(heap, &sifted.wide, &never),
        None => sieve.surely(heap, &never),
    };
    let sifted = sifted.unwrap_or_default();
    let mut rows = sifted.ranks.clone();
    top(&mut rows, SHOWN, i64::from);
    let first = spent().saturating_sub(begun);
    let begun = spent();
    let sure = sifted.ranks.len();
    if sure < ENOUGH {
        let mut near = sieve.similarly(heap, &sifted.ranks, &never).unwrap_or_default();
        if sure + near.len() < FEW {
            let mut known: Vec<u32> = sifted.ranks.iter().chain(&near).map(|r| r.place).collect();
            known.sort_unstable();
            let mut loose = sieve.loosely(heap, &known, &never).unwrap_or_default();
            top(&mut loose, SHOWN, i64::from);
            top(&mut near, SHOWN, i64::from);
            near.extend(loose);
        } else {
            top(&mut near, SHOWN, i64::from);
        }
        rows.extend(near);
    }
    Key {
        first,
        later: spent().saturating_sub(begun),
        rows,
        sifted,
    }
}

fn measure(kind: &Kind, drawn: &[String], headlines: &[String], heap: &Heap) {
    let (mut first, mut later, mut precision) = (Vec::new(), Vec::new(), Vec::new());
    for word in drawn {
        let Some(query) = (kind.type_it)(word) else {
            continue;
        };
        // The least of three: others work on this machine, too.
        let keys: Vec<Key> = (0..3).map(|_| press(&query, heap, None)).collect();
        first.extend(keys.iter().map(|k| k.first).min());
        later.extend(keys.iter().map(|k| k.later).min());
        let rows = keys[0].rows.iter().take(10);
        let held = rows
            .clone()
            .filter(|r| kinds::holds(&headlines[r.place as usize], word))
            .count();
        let all = rows.count();
        precision.push(if all == 0 { 0.0 } else { held as f64 / all as f64 });
    }
    let mean = precision.iter().sum::<f64>() / precision.len().max(1) as f64;
    println!(
        "| {} | {} | {} | {} | {} | {} | {mean:.2} |",
        kind.name,
        precision.len(),
        median(&mut first),
        worst(&first),
        median(&mut later),
        worst(&later)
    );
}

/// Every key of every word, one after the other, as an input method sends them.
fn typed(drawn: &[String], heap: &Heap) {
    let (mut first, mut narrowed, mut all) = (Vec::new(), 0, 0);
    for word in drawn {
        let mut before: Option<(Pattern, Sifted)> = None;
        for query in kinds::keys_of(word) {
            let known = before.as_ref().map(|(p, s)| (p, s));
            let pattern = Pattern::new(&query);
            narrowed += usize::from(known.is_some_and(|(short, _)| short.widens(&pattern)));
            all += 1;
            let keys: Vec<Key> = (0..3).map(|_| press(&query, heap, known)).collect();
            first.extend(keys.iter().map(|k| k.first).min());
            before = keys.into_iter().next().map(|key| (pattern, key.sifted));
        }
    }
    println!(
        "\n{all} keys as they are typed: median {} ms, worst {} ms; {narrowed} looked among the hits before\n",
        median(&mut first),
        worst(&first)
    );
}

/// The keys of the same words in fzf, from the key to the finished frame.
fn fzf(headlines: &[String], drawn: &[String]) -> Result<()> {
    let list = std::env::temp_dir().join("jobo-picking.txt");
    fs::write(&list, headlines.join("\n"))?;
    let found = run_fzf(&list, headlines.len(), drawn);
    fs::remove_file(&list)?;
    found
}

fn run_fzf(list: &Path, count: usize, drawn: &[String]) -> Result<()> {
    let start = pty::Start {
        program: PathBuf::from("sh"),
        args: vec!["-c".into(), format!("fzf < '{}'", list.display()).into()],
        env: vec![("FZF_DEFAULT_OPTS".into(), "".into())],
    };
    let loaded = format!("{count}/{count}");
    let (mut session, _) = pty::Session::start(&start, &[loaded], Duration::from_mins(1))?;
    let mut times = Vec::new();
    for word in drawn {
        for letter in word.chars() {
            times.extend(session.press(letter.encode_utf8(&mut [0; 4]))?.settled);
        }
        session.press("\u{15}")?;
        session.rest(Duration::from_millis(50))?;
    }
    session.leave("\u{1b}")?;
    println!(
        "fzf, the same words letter by letter: median {} ms, worst {} ms",
        median(&mut times),
        worst(&times)
    );
    Ok(())
}

fn median(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = times.get(times.len() / 2).copied().unwrap_or_default();
    millis(at)
}

fn worst(sorted: &[Duration]) -> String {
    millis(sorted.last().copied().unwrap_or_default())
}

fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}
