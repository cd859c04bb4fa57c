//! The commands outside the screen, and exit codes.

pub mod args;
mod config;
mod doctor;
pub mod fault;
mod grep;
mod import;
mod json;
mod linear;
mod list;
mod manual;
mod names;
mod notes;
mod out;
mod own_lists;
mod place;
mod progress;
mod rules;
mod scan;
mod search;
mod searches;
mod show;
mod sync;

use std::ffi::OsString;

use clap::Parser;

use crate::run::stock::Stock;
use crate::run::terminal::NoScreen;
use crate::run::{self, Opening, terminal};
use crate::text::Clean;
use args::{Cli, Verb};
use fault::{DONE, Fault, REFUSED};
use out::Out;
use place::Ground;
use progress::Bar;

/// Does what the command line says; gives the exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    run::outlast_full_quotas();
    match Cli::try_parse_from(arguments) {
        Ok(cli) => command(cli),
        Err(error) => refused(&error),
    }
}

/// Help and version are no faults; what was typed wrong is repeated without its escapes.
fn refused(error: &clap::Error) -> i32 {
    if error.use_stderr() {
        eprint_all(&format!("{}\n", Clean::body(&error.render().to_string())));
        return REFUSED;
    }
    match error.print() {
        Ok(()) => DONE,
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => DONE,
        Err(_) => REFUSED,
    }
}

fn command(cli: Cli) -> i32 {
    let mut options = cli.options;
    if matches!(cli.verb, Some(Verb::Tour)) {
        options.sample = true;
        options.library = None;
    }
    let makes_settings = matches!(cli.verb, Some(Verb::Config(_) | Verb::Doctor(_)));
    let ground = Ground::new(options);
    run::log::start(&ground.paths.log_file());
    let missing = ground
        .options
        .config
        .as_ref()
        .filter(|file| !makes_settings && !file.exists());
    let done = match cli.verb {
        _ if missing.is_some() => Err(Fault::NoPath(missing.cloned().unwrap_or_default())),
        None if cli.plain || terminal::check() == Err(NoScreen::Dumb) => plain(&ground, &cli.paths),
        None => screen(&ground, &cli.paths, false),
        Some(verb) => self::verb(&ground, verb),
    };
    match done {
        Ok(code) => code,
        Err(fault) => {
            tracing::error!(%fault, "ended");
            let last = fault.last(&ground.words);
            for words in [last.words, last.hint].into_iter().flatten() {
                complain(&words);
            }
            last.code
        }
    }
}

fn verb(ground: &Ground, verb: Verb) -> Result<i32, Fault> {
    if !matches!(verb, Verb::Config(_) | Verb::Doctor(_) | Verb::Tour) {
        for fault in ground.setting_lines() {
            complain(&fault);
        }
    }
    let mut out = Out::new();
    let code = match verb {
        Verb::Import(import) => import::run(ground, &import, &mut out),
        Verb::List(list) => list::run(ground, &list, &mut out),
        Verb::Read(read) => linear::run(ground, &read.from.from, &read.asked.join(" "), &mut out),
        Verb::Tour if terminal::check() == Err(NoScreen::Dumb) => linear::run(ground, &[], "", &mut out),
        Verb::Tour => screen(ground, &[], true),
        Verb::Search(asked) => search::run(ground, &asked, &mut out),
        Verb::Grep(asked) => grep::run(ground, &asked, &mut out),
        Verb::Searches(asked) => searches::run(ground, &asked, &mut out),
        Verb::Rules(asked) => rules::run(ground, &asked, &mut out),
        Verb::Show(show) => show::run(ground, &show, &mut out),
        Verb::Entities(entities) => names::entities(ground, &entities, &mut out),
        Verb::Entity(entity) => names::entity(ground, &entity, &mut out),
        Verb::Names(asked) => names::names(ground, &asked.what, &mut out),
        Verb::Path(path) => names::path(ground, &path, &mut out),
        Verb::Related(related) => names::related(ground, &related, &mut out),
        Verb::Notes(notes) => notes::run(ground, notes.verb.as_ref(), &mut out),
        Verb::Sync { folder, form } => sync::run(ground, &folder, form, &mut out),
        Verb::Config(config) => config::run(ground, config.verb, &mut out),
        Verb::Doctor(doctor) => doctor::run(ground, &doctor, &mut out),
        Verb::Completions { shell } => manual::completions(shell, &mut out),
        Verb::Man { all: None } => manual::page(&mut out),
        Verb::Man { all: Some(folder) } => manual::pages::write(&folder),
    }?;
    out.finish()?;
    Ok(code)
}

/// Opens the library line by line.
fn plain(ground: &Ground, paths: &[std::path::PathBuf]) -> Result<i32, Fault> {
    for fault in ground.setting_lines() {
        complain(&fault);
    }
    let mut out = Out::new();
    let code = linear::run(ground, paths, "", &mut out)?;
    out.finish()?;
    Ok(code)
}

/// Opens the screen. What was named must be there, for it may be a verb with a letter wrong; and whether there is a
/// screen is asked before anything is made on disk for it.
fn screen(ground: &Ground, paths: &[std::path::PathBuf], tour: bool) -> Result<i32, Fault> {
    for path in paths {
        path.canonicalize().map_err(|_| Fault::NoPath(path.clone()))?;
    }
    terminal::check()?;
    let place = ground.open(paths)?;
    let ended = run::run(Opening {
        library: place.library,
        stock: place.stock,
        name: place.name,
        setup: ground.setup.clone(),
        words: ground.words.clone(),
        log: ground.paths.log_file(),
        cache: ground.paths.cache.clone(),
        tour,
        first_words: place.told,
    })?;
    if let Some(words) = ended.last_words {
        complain(&words);
    }
    Ok(ended.code)
}

/// Opens the library that a reading verb means, and says so where it is the sample.
fn reading(ground: &Ground, paths: &[std::path::PathBuf]) -> Result<place::Place, Fault> {
    reading_with(ground, paths, Bar::new(&ground.words))
}

/// The same, told in another way how far it is.
fn reading_with(ground: &Ground, paths: &[std::path::PathBuf], bar: Bar<'_>) -> Result<place::Place, Fault> {
    let place = ground.open(paths)?;
    if place.stock == Stock::Sample && !ground.options.sample {
        complain(&ground.words.get("cli.own-hint").into());
    }
    for words in &place.told {
        complain(words);
    }
    place.bring_up_to_date(bar)?;
    Ok(place)
}

/// Says something on standard error; nobody may be listening.
fn complain(words: &Clean) {
    eprint_all(&format!("jobo: {words}\n"));
}

fn eprint_all(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(text.as_bytes());
}
