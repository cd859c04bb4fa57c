//! Measures searching: from the key to the hits and their count, by relevance, facets, and beside them a scan of the same
//! texts and `rg`, all in one run.
//!
//! `cargo run --release --example generate -- --articles 100000 --library target/bench/s.jobo` makes the library, then
//! `cargo run --release --example search -- --library target/bench/s.jobo`.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Parser;
use jobo::library::Library;
use jobo::library::reader::Reader;
use jobo::library::value::{RowId, View};
use jobo::query::{self, Today};

/// Measures searches of a library.
#[derive(Parser)]
struct Wish {
    /// The library, as `generate` makes it.
    #[arg(long)]
    library: PathBuf,
    /// How often each is asked; the medians are shown.
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// Queries; by default words of one to many letters that the generator plants, and some of the language.
    #[arg(long)]
    query: Vec<String>,
}

const QUERIES: &[&str] = &[
    "정",
    "정부",
    "한다",
    "데이터",
    "said",
    "정부 데이터",
    "정부 OR 데이터",
    "정부 -데이터",
    "\"정부는 데이터\"",
    "is:unread date:2020",
    "없는말이다",
];

fn main() -> Result<()> {
    let wish = Wish::parse();
    let library = Library::open(&wish.library)?;
    let reader = library.reader()?;
    let (texts, size) = texts(&reader)?;
    let on_disk = std::fs::metadata(&wish.library)?.len();
    println!(
        "{} texts, {:.1} MB; library {:.1} MB = {:.2} times the text\n",
        texts.len(),
        mega(size),
        mega(on_disk),
        on_disk as f64 / size as f64
    );
    let file = wish.library.with_extension("texts");
    let mut all = String::with_capacity(size as usize + texts.len());
    for text in &texts {
        writeln!(all, "{}", text.replace('\n', " "))?;
    }
    std::fs::write(&file, &all)?;
    drop(all);
    println!("| query | hits | first answer, ms | scan, ms | ratio | rg, ms | relevance, ms | facets, ms |");
    println!("|---|---|---|---|---|---|---|---|");
    let queries: Vec<String> = if wish.query.is_empty() {
        QUERIES.iter().map(ToString::to_string).collect()
    } else {
        wish.query.clone()
    };
    for typed in &queries {
        row(&reader, &texts, &file, typed, wish.rounds)?;
    }
    std::fs::remove_file(file)?;
    Ok(())
}

fn row(reader: &Reader, texts: &[String], file: &std::path::Path, typed: &str, rounds: usize) -> Result<()> {
    let view = |typed: &str| -> Result<View> {
        let query = query::parse(typed).map_err(|fault| anyhow::anyhow!("{typed}: {fault:?}"))?;
        Ok(View::of(query, Today::default()))
    };
    let plain = view(typed)?;
    // What the list shows first: the stories that hold the words, all of them in order, and so their count.
    let found = reader.order(&plain)?;
    let first = median(rounds, || {
        let mut at = None;
        let began = Instant::now();
        let asked = reader.ordered_in_steps(&plain, |_| at = Some(began.elapsed()));
        let whole = began.elapsed();
        asked.map(|_| at.unwrap_or(whole))
    })?;
    let best = view(&format!("{typed} sort:relevance"))?;
    let ranked = timed(rounds, || reader.order(&best))?;
    let facets = timed(rounds, || reader.tallies(&found))?;
    let words: Vec<&str> = typed
        .split_whitespace()
        .filter(|w| !w.contains([':', '"', '-']))
        .collect();
    let scan = timed(rounds.min(5), || {
        let holds = |text: &&String| words.iter().all(|word| text.contains(word));
        Ok::<_, anyhow::Error>(texts.iter().filter(holds).count())
    })?;
    let ripgrep = words.first().and_then(|word| rg(word, file, rounds.min(5)));
    println!(
        "| `{typed}` | {} | {:.2} | {:.1} | 1/{:.0} | {} | {:.2} | {:.1} |",
        found.len(),
        milli(first),
        milli(scan),
        scan.as_secs_f64() / first.as_secs_f64(),
        ripgrep.map_or("-".into(), |took| format!("{:.0}", milli(took))),
        milli(ranked),
        milli(facets),
    );
    Ok(())
}

fn texts(reader: &Reader) -> Result<(Vec<String>, u64)> {
    let rows: Vec<RowId> = reader.order(&View::default())?;
    let mut texts = Vec::with_capacity(rows.len());
    for row in rows.chunks(256) {
        for header in reader.headers(row)? {
            texts.extend(reader.body_of(header.story)?.map(|text| text.to_string()));
        }
    }
    let size = texts.iter().map(|text| text.len() as u64).sum();
    Ok((texts, size))
}

/// The time of a whole run of ripgrep over the same texts, a line each; `None` if it is not installed.
fn rg(word: &str, file: &std::path::Path, rounds: usize) -> Option<Duration> {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let began = Instant::now();
        Command::new("rg")
            .args(["-c", "-F", word])
            .arg(file)
            .output()
            .ok()?;
        times.push(began.elapsed());
    }
    times.sort();
    times.get(times.len() / 2).copied()
}

fn timed<T, E: Into<anyhow::Error>>(rounds: usize, ask: impl Fn() -> Result<T, E>) -> Result<Duration> {
    median(rounds, || {
        let began = Instant::now();
        ask().map_err(Into::into).map(|_| began.elapsed())
    })
}

fn median<E: Into<anyhow::Error>>(rounds: usize, ask: impl Fn() -> Result<Duration, E>) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..rounds.max(1) {
        times.push(ask().map_err(Into::into)?);
    }
    times.sort();
    Ok(times[times.len() / 2])
}

fn milli(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
