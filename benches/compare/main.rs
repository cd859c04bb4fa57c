//! Measures jobo, the floor and other readers side by side in one run, and holds the figures against the goals.
//!
//! `cargo build --release --bins --examples && target/release/examples/compare` needs nothing but Linux. See
//! `docs/benchmarks.md`.

mod cases;
mod figures;
mod peers;
mod proc;
mod pty;
mod taking;

#[path = "../generate/rss.rs"]
mod rss;
#[path = "../generate/tables.rs"]
mod tables;
#[path = "../generate/words.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod words;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use cases::Bench;
use clap::Parser;
use figures::{Figures, JOBO, Measure};

/// Measures jobo beside the floor program and other readers and prints a table in Markdown.
#[derive(Parser)]
pub(crate) struct Wish {
    /// Sizes of the libraries in articles.
    #[arg(long, value_delimiter = ',', default_value = "10000,100000")]
    sizes: Vec<u64>,
    /// How often everything is measured; the medians are shown.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Keys of one kind in a round.
    #[arg(long, default_value_t = 60)]
    keys: usize,
    /// Seconds of idling.
    #[arg(long, default_value_t = 10)]
    idle: u64,
    /// The folder for the libraries, kept for the next run.
    #[arg(long, default_value = "target/bench")]
    dir: PathBuf,
    /// The program; by default the one built beside this.
    #[arg(long)]
    jobo: Option<PathBuf>,
    /// The floor; by default the one built beside this.
    #[arg(long)]
    floor: Option<PathBuf>,
    /// Another reader, as `NAME=COMMAND=TEXT`: `{n}` in the command stands for the size, TEXT shows that its list is
    /// painted.
    #[arg(long)]
    peer: Vec<String>,
    /// Also starts with nothing of the program and its library in memory.
    #[arg(long)]
    cold: bool,
    /// Fails when a goal is missed.
    #[arg(long)]
    strict: bool,
}

fn main() -> Result<ExitCode> {
    let args: Vec<String> = env::args().skip(1).collect();
    if let [word, folder, file] = args.as_slice()
        && word == taking::WORD
    {
        return taking::run(folder.as_ref(), file.as_ref()).map(|()| ExitCode::SUCCESS);
    }
    let wish = Wish::parse();
    let mut figures = Figures::default();
    let benches = wish
        .sizes
        .iter()
        .map(|n| Bench::new(&wish, *n))
        .collect::<Result<Vec<_>>>()?;
    for round in 1..=wish.rounds {
        for bench in &benches {
            eprintln!("round {round} of {}: {} articles", wish.rounds, bench.articles);
            bench.round(&wish, &mut figures)?;
        }
    }
    for bench in &benches {
        let bytes = fs::metadata(&bench.jobo)?.len();
        figures.add(JOBO, bench.articles, Measure::Binary, bytes as f64 / 1e6);
    }
    let (goals, missed) = figures::goals(&figures);
    println!("{}\n\n{goals}", figures.table());
    Ok(ExitCode::from(u8::from(wish.strict && missed > 0)))
}

/// A program of this project: as named, else built beside this one, else a folder above (where binaries lie).
pub(crate) fn beside(named: Option<&PathBuf>, name: &str) -> Result<PathBuf> {
    if let Some(path) = named {
        return Ok(path.clone());
    }
    let here = env::current_exe()?;
    let folder = here.parent().context("a program lies in a folder")?;
    [Some(folder), folder.parent()]
        .into_iter()
        .flatten()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .with_context(|| format!("{name} is not built: cargo build --release --bins --examples"))
}
