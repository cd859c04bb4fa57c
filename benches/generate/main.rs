//! Makes libraries of invented articles for the benchmarks and for trying things out.
//!
//! The same seed and number give the same bytes on every machine. Files carry the date of their article, so that
//! a library looks as if it had grown over ten years.

mod direct;
mod rss;
mod tables;
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod words;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use clap::Parser;
use jobo::article::date::Date;
use jobo::intake::{Given, Intake, take_in};
use jobo::library::Library;
use rayon::prelude::*;
use words::{Made, article, file_name};

/// Makes a library of invented articles: 70 % Korean, 15 % English, 8 % Japanese, 7 % Chinese, 2 to 4 KB each.
#[derive(Parser)]
struct Wish {
    /// How many articles.
    #[arg(long, default_value_t = 10_000)]
    articles: u64,
    /// What the dice start from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A folder to fill with .txt and .md files; it must not exist or be empty.
    #[arg(long, group = "to")]
    out: Option<PathBuf>,
    /// A JSON Lines file to write, an article a line.
    #[arg(long, group = "to")]
    jsonl: Option<PathBuf>,
    /// A library file of jobo to make, as if the articles had been taken in.
    #[arg(long, group = "to")]
    library: Option<PathBuf>,
    /// A folder of feeds to make, with newsboat's store of them if it is installed.
    #[arg(long, group = "to")]
    newsboat: Option<PathBuf>,
    /// With --library: files the articles and the names that were put into them, without reading files or looking for
    /// names; some five times as fast.
    #[arg(long, requires = "library")]
    direct: bool,
}

fn main() -> Result<()> {
    let wish = Wish::parse();
    if let Some(folder) = &wish.newsboat {
        return newsboat(&wish, folder);
    }
    match (&wish.out, &wish.jsonl, &wish.library) {
        (Some(folder), ..) => files(&wish, folder),
        (_, Some(file), _) => lines(&wish, file),
        (.., Some(file)) => library(&wish, file),
        _ => anyhow::bail!("say where to: --out FOLDER, --jsonl FILE, --library FILE or --newsboat FOLDER"),
    }
}

fn files(wish: &Wish, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    anyhow::ensure!(
        fs::read_dir(folder)?.next().is_none(),
        "{} is not empty",
        folder.display()
    );
    for nth in 0..wish.articles.div_ceil(1_000) {
        fs::create_dir(folder.join(format!("{nth:04}")))?;
    }
    (0..wish.articles).into_par_iter().try_for_each(|index| {
        let made = article(wish.seed, index, wish.articles);
        let path = folder.join(file_name(index));
        let mut file = File::create_new(&path).with_context(|| path.display().to_string())?;
        file.write_all(made.file(Made::form(index)).as_bytes())?;
        Ok(file.set_modified(UNIX_EPOCH + Duration::from_secs(made.date as u64))?)
    })
}

fn newsboat(wish: &Wish, folder: &Path) -> Result<()> {
    rss::feeds(folder, wish.articles, wish.seed)?;
    let at = |name: &str| folder.join(name);
    let read = std::process::Command::new("newsboat")
        .args([
            "-u".as_ref(),
            at("urls").as_os_str(),
            "-c".as_ref(),
            at("cache.db").as_os_str(),
        ])
        .args([
            "-C".as_ref(),
            at("config").as_os_str(),
            "-x".as_ref(),
            "reload".as_ref(),
        ])
        .env("HOME", folder)
        .status()?;
    anyhow::ensure!(read.success(), "newsboat did not read the feeds");
    Ok(())
}

fn lines(wish: &Wish, path: &Path) -> Result<()> {
    let mut file = BufWriter::new(File::create_new(path).with_context(|| path.display().to_string())?);
    for index in 0..wish.articles {
        let made = article(wish.seed, index, wish.articles);
        let date = jiff::Timestamp::from_second(made.date)?.to_string();
        let line = serde_json::json!({
            "title": made.headline, "author": made.author, "date": date, "site": made.outlet,
            "language": made.language, "text": made.text,
        });
        writeln!(file, "{line}")?;
    }
    Ok(file.flush()?)
}

/// Takes the articles in as if they lay in a folder, without one.
fn library(wish: &Wish, path: &Path) -> Result<()> {
    anyhow::ensure!(!path.exists(), "{} is there already", path.display());
    if wish.direct {
        return direct::fill(path, wish.seed, wish.articles);
    }
    let library = Library::open(path)?;
    let (seed, of) = (wish.seed, wish.articles);
    let given = (0..of).map(move |index| {
        let made = article(seed, index, of);
        Given {
            name: file_name(index).into(),
            bytes: made.file(Made::form(index)).into_bytes().into(),
            modified: Some(Date::moment(made.date)),
        }
    });
    let mut intake = Intake::given("invented", given, library.reader()?);
    let mut told = 0;
    take_in(&mut intake, &mut library.writer()?, |progress| {
        let now = progress.done / 10_000;
        if now != told {
            told = now;
            eprintln!("{} of {of}", progress.done);
        }
    })?;
    Ok(())
}
