//! Other readers, with the same articles in their own stores. They are measured where they are installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::cases::{Reader, home, markers, millis, run};
use super::proc::spent_by_children;
use super::pty::Start;
use super::rss;

/// Those of the readers known here that are installed.
pub(crate) fn installed(dir: &Path, articles: u64, seed: u64) -> Result<Vec<Reader>> {
    let there = Command::new("newsboat")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match there {
        Ok(status) if status.success() => Ok(vec![newsboat(dir, articles, seed)?]),
        _ => Ok(Vec::new()),
    }
}

/// A reader from the command line: `NAME=COMMAND=TEXT`.
pub(crate) fn named(peer: &str, articles: u64) -> Result<Reader> {
    let mut parts = peer.splitn(3, '=');
    let (Some(name), Some(command), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
        bail!("‘{peer}’ is not NAME=COMMAND=TEXT");
    };
    let command = command.replace("{n}", &articles.to_string());
    let mut words = command.split_whitespace();
    Ok(Reader {
        name: name.into(),
        start: Start {
            program: words.next().context("the command is empty")?.into(),
            args: words.map(Into::into).collect(),
            env: Vec::new(),
        },
        painted: vec![text.into()],
        list: None,
        back: "",
        leave: "q",
        store: Vec::new(),
        take_in: None,
    })
}

/// Newsboat with its query feed of all articles, which is its only list of them.
fn newsboat(dir: &Path, articles: u64, seed: u64) -> Result<Reader> {
    let at = |name: &str| dir.join("newsboat").join(name);
    if !at("cache.db").exists() {
        rss::feeds(&dir.join("newsboat"), articles, seed)?;
        eprintln!("newsboat takes in {articles} articles");
        run(Command::new("newsboat")
            .args(options(&at))
            .args(["-x", "reload"])
            .envs(home(dir)))?;
    }
    Ok(Reader {
        name: "newsboat".into(),
        start: Start {
            program: "newsboat".into(),
            args: options(&at),
            env: home(dir),
        },
        painted: markers(),
        list: Some("\r"),
        back: "q",
        leave: "Q",
        store: vec![at("cache.db")],
        take_in: Some(reload),
    })
}

/// Has newsboat read all feeds into a new store.
fn reload(dir: &Path) -> Result<f64> {
    let fresh = tempfile::tempdir_in(dir)?;
    let at = |name: &str| match name {
        "cache.db" => fresh.path().join(name),
        name => dir.join("newsboat").join(name),
    };
    let before = spent_by_children()?;
    run(Command::new("newsboat")
        .args(options(&at))
        .args(["-x", "reload"])
        .envs(home(dir)))?;
    Ok(millis(spent_by_children()?.saturating_sub(before)))
}

fn options(at: &dyn Fn(&str) -> PathBuf) -> Vec<std::ffi::OsString> {
    let pair = |option: &str, name: &str| [option.into(), at(name).into_os_string()];
    [pair("-u", "urls"), pair("-c", "cache.db"), pair("-C", "config")].concat()
}
