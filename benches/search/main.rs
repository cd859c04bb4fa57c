//! Measures searching: from the key to the hits and their count, by relevance, facets, and beside them a scan of the same
//! texts and `rg`, all in one run.
//!
//! `cargo run --release --example generate -- --articles 100000 --library target/bench/s.jobo` makes the library (with
//! `--direct` in a fifth of the time), then `cargo run --release --example search -- --library target/bench/s.jobo`.

#[path = "../generate/direct.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod direct;
mod hostile;
mod peers;
#[path = "../compare/proc.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod proc;
#[path = "../compare/pty.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod pty;
#[path = "../generate/tables.rs"]
mod tables;
mod taking;
#[path = "../generate/words.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod words;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Parser;
use jobo::library::Library;
use jobo::library::reader::Reader;
use jobo::library::value::{RowId, Sort, View};
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
    /// Takes no texts into memory and runs nothing beside: for libraries that are too large for it.
    #[arg(long)]
    alone: bool,
    /// A folder that `generate --newsboat` made: searches it with newsboat, too.
    #[arg(long)]
    newsboat: Option<PathBuf>,
    /// Takes so many articles into another library for half a minute and searches that meanwhile.
    #[arg(long, default_value_t = 0)]
    meanwhile: u64,
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
    let queries: Vec<String> = if wish.query.is_empty() {
        QUERIES.iter().map(ToString::to_string).collect()
    } else {
        wish.query.clone()
    };
    let beside = if wish.alone {
        None
    } else {
        Some(Beside::new(&wish, &reader)?)
    };
    let began = Instant::now();
    reader.order(&view("없는말이다")?)?;
    println!("the first question of a session: {} ms\n", shown(began.elapsed()));
    println!(
        "| query | hits | whole list and count: median, ms | least | scan, ms | rg, ms | fzf, ms | newsboat, ms | best of these | relevance, ms | facets, ms |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let mut beside = beside;
    for typed in &queries {
        row(&reader, beside.as_mut(), typed, wish.rounds)?;
    }
    if let Some(beside) = beside {
        beside.end()?;
    }
    println!();
    taking::one_more(&library, 30)?;
    if wish.meanwhile > 0 {
        taking::meanwhile(wish.meanwhile, Duration::from_secs(30), &queries)?;
    }
    taking::hostile(&library, wish.rounds.min(5))
}

/// What is asked the same beside jobo.
struct Beside {
    texts: Vec<String>,
    /// The same, one a line.
    file: PathBuf,
    newsboat: Option<peers::Newsboat>,
}

impl Beside {
    fn new(wish: &Wish, reader: &Reader) -> Result<Self> {
        let texts = texts(reader)?;
        let size = texts.iter().map(|text| text.len() as u64).sum::<u64>();
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
        let newsboat = wish.newsboat.as_deref().map(peers::Newsboat::start).transpose()?;
        Ok(Self {
            texts,
            file,
            newsboat,
        })
    }

    fn end(self) -> Result<()> {
        std::fs::remove_file(self.file)?;
        self.newsboat.map_or(Ok(()), peers::Newsboat::leave)
    }

    fn newsboat(&mut self, word: &str) -> Result<Option<Duration>> {
        self.newsboat
            .as_mut()
            .map(|newsboat| newsboat.search(word))
            .transpose()
    }
}

fn view(typed: &str) -> Result<View> {
    let query = query::parse(typed).map_err(|fault| anyhow::anyhow!("{typed}: {fault:?}"))?;
    Ok(View::of(query, Today::default()))
}

fn row(reader: &Reader, beside: Option<&mut Beside>, typed: &str, rounds: usize) -> Result<()> {
    let plain = view(typed)?;
    // What the list shows first: the stories that hold the words, all of them in order, and so their count.
    let found = reader.order(&plain)?;
    let plainly = firsts(reader, &plain, rounds)?;
    // The least is what a quiet machine would take.
    let (first, least) = (plainly[rounds / 2], plainly[0]);
    // Behind alternatives `sort:` would be one of them.
    let best = View {
        sort: Sort::Relevance,
        ..plain.clone()
    };
    let ranked = firsts(reader, &best, rounds)?[rounds / 2];
    let facets = timed(rounds, || reader.tallies(&found))?;
    let words: Vec<&str> = typed
        .split_whitespace()
        .filter(|w| !w.contains([':', '"', '-']))
        .collect();
    let mut others = [None; 4];
    if let (Some(beside), Some(word)) = (beside, words.first()) {
        others = [
            Some(peers::scan(&beside.texts, &words, rounds.min(5))?),
            peers::rg(word, &beside.file, rounds.min(5)),
            peers::fzf(word, &beside.file),
            beside.newsboat(word)?,
        ];
    }
    let ratio = others
        .iter()
        .flatten()
        .min()
        .map(|other| other.as_secs_f64() / first.as_secs_f64());
    let other = others
        .map(|took| took.map_or("–".into(), |took| format!("{:.1}", milli(took))))
        .join(" | ");
    println!(
        "| `{typed}` | {} | {} | {} | {other} | {} | {} | {} |",
        found.len(),
        shown(first),
        shown(least),
        ratio.map_or("–".into(), |ratio| format!("1/{ratio:.0}")),
        shown(ranked),
        shown(facets),
    );
    Ok(())
}

/// How long it took each time until what holds the words was there, the shortest first.
fn firsts(reader: &Reader, view: &View, rounds: usize) -> Result<Vec<Duration>> {
    let mut firsts = Vec::new();
    for _ in 0..rounds.max(1) {
        let mut at = None;
        let began = Instant::now();
        reader.ordered_in_steps(view, |_| at = Some(began.elapsed()))?;
        firsts.push(at.unwrap_or(began.elapsed()));
    }
    firsts.sort();
    Ok(firsts)
}

fn texts(reader: &Reader) -> Result<Vec<String>> {
    let rows: Vec<RowId> = reader.order(&View::default())?;
    let mut texts = Vec::with_capacity(rows.len());
    for row in rows.chunks(256) {
        for header in reader.headers(row)? {
            texts.extend(reader.body_of(header.story)?.map(|text| text.to_string()));
        }
    }
    Ok(texts)
}

fn timed<T, E: Into<anyhow::Error>>(rounds: usize, ask: impl Fn() -> Result<T, E>) -> Result<Duration> {
    median(rounds, || {
        let began = Instant::now();
        ask().map_err(Into::into).map(|_| began.elapsed())
    })
}

fn median<E: Into<anyhow::Error>>(
    rounds: usize,
    mut ask: impl FnMut() -> Result<Duration, E>,
) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..rounds.max(1) {
        times.push(ask().map_err(Into::into)?);
    }
    times.sort();
    Ok(times[times.len() / 2])
}

fn shown(time: Duration) -> String {
    format!("{:.2}", milli(time))
}

fn milli(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
