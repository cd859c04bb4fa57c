//! What else finds a word in the same texts: a scan of them in memory, ripgrep, fzf, newsboat.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;
use regex::bytes::Regex;

use super::median;
use super::pty::{Session, Start};

/// How long newsboat may take to start or to search.
const PATIENCE: Duration = Duration::from_mins(3);

/// A scan for all words, as a search in memory without an index would do it. A literal is looked for by memmem.
pub(crate) fn scan(texts: &[String], words: &[&str], rounds: usize) -> Result<Duration> {
    let words: Result<Vec<Regex>, _> = words.iter().map(|w| Regex::new(&regex::escape(w))).collect();
    let words = words?;
    median(rounds, || {
        let began = Instant::now();
        let holds = |text: &&String| words.iter().all(|word| word.is_match(text.as_bytes()));
        std::hint::black_box(texts.iter().filter(holds).count());
        Ok::<_, anyhow::Error>(began.elapsed())
    })
}

/// A whole run of a program that reads the texts, one a line; `None` if it is not installed.
fn run(program: &str, args: &[&str], file: &Path, rounds: usize) -> Option<Duration> {
    let times = (0..rounds).map(|_| {
        let lines = File::open(file).ok()?;
        let began = Instant::now();
        Command::new(program)
            .args(args)
            .stdin(lines)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()?;
        Some(began.elapsed())
    });
    let mut times: Vec<Duration> = times.collect::<Option<_>>()?;
    times.sort();
    times.get(times.len() / 2).copied()
}

/// ripgrep, counting the lines with a word.
pub(crate) fn rg(word: &str, file: &Path, rounds: usize) -> Option<Duration> {
    run(
        "rg",
        &["-c", "-F", "-e", word, &file.display().to_string()],
        file,
        rounds,
    )
}

/// fzf as a filter; one round, since it takes seconds.
pub(crate) fn fzf(word: &str, file: &Path) -> Option<Duration> {
    run("fzf", &["--exact", "--filter", word], file, 1)
}

/// newsboat with the same articles, on its list of feeds.
pub(crate) struct Newsboat(Session);

impl Newsboat {
    /// Starts it on a folder that `generate --newsboat` made.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let at = |name: &str| folder.join(name).into_os_string();
        let start = Start {
            program: "newsboat".into(),
            args: vec![
                "-u".into(),
                at("urls"),
                "-c".into(),
                at("cache.db"),
                "-C".into(),
                at("config"),
            ],
            env: vec![("HOME".into(), folder.into())],
        };
        Ok(Self(Session::start(&start, &["feed 00000".into()], PATIENCE)?.0))
    }

    /// From the last key of a search to its list.
    pub(crate) fn search(&mut self, word: &str) -> Result<Duration> {
        self.0.press("/")?;
        self.0.press(word)?;
        let took = self.0.open(
            "\r",
            &[
                "Search result".into(),
                "Search Result".into(),
                "No matches".into(),
            ],
            PATIENCE,
        )?;
        self.0.press("q")?;
        Ok(took)
    }

    /// Ends it.
    pub(crate) fn leave(self) -> Result<()> {
        self.0.leave("Q")
    }
}
