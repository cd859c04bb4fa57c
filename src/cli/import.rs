//! `jobo import`: takes files and folders into one's own library.

use std::io::IsTerminal;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Import;
use super::fault::{DONE, Fault, NOTHING};
use super::json::ImportRecord;
use super::out::Out;
use super::place::{Ground, Place};
use crate::intake::{self, Intake};
use crate::library::Library;
use crate::library::edit::{Cause, Edit};
use crate::library::value::{Header, View};
use crate::library::value::{Progress, Report};

/// Rows that are read at a time.
const PAGE: usize = 1_000;

pub(super) fn run(ground: &Ground, import: &Import, out: &mut Out) -> Result<i32, Fault> {
    let real = |path: &PathBuf| path.canonicalize().map_err(|_| Fault::NoPath(path.clone()));
    let paths = import.paths.iter().map(real).collect::<Result<Vec<_>, _>>()?;
    let place = ground.open_own()?;
    for words in &place.told {
        super::complain(words);
    }
    let folder = ground.paths.folder_library(&paths);
    let report = take_in(&place, paths)?;
    if folder.exists() && folder != place.path() {
        adopt(&Library::open(&folder)?, &place)?;
    }
    say(ground, &place, import, report, out)?;
    Ok(if report.faults > 0 { NOTHING } else { DONE })
}

fn take_in(place: &Place, paths: Vec<PathBuf>) -> Result<Report, Fault> {
    // The writer first: what cannot be written should be said before anything is read.
    let mut writer = place.library.writer()?;
    let reader = place.library.reader()?;
    let intake = if paths.is_empty() {
        Intake::again(reader)?
    } else {
        Intake::new(paths, reader)
    };
    let mut intake = intake.in_encoding(place.encoding.as_deref());
    let bar = bar();
    let report = intake::take_in(&mut intake, &mut writer, |progress| show(&bar, progress));
    bar.finish_and_clear();
    Ok(report?)
}

/// Takes over what the reader marked while these paths were a library of their own.
fn adopt(from: &Library, to: &Place) -> Result<(), Fault> {
    let (source, known) = (from.reader()?, to.library.reader()?);
    let mut edits = Vec::new();
    for page in source.order(&View::default())?.chunks(PAGE) {
        for header in source.headers(page)? {
            if known.row_of(header.story)?.is_some() {
                edits.extend(marks(&header));
            }
        }
    }
    if !edits.is_empty() {
        to.library.writer()?.edit(Cause::Automatic, &edits)?;
    }
    Ok(())
}

fn marks(header: &Header) -> impl Iterator<Item = Edit> {
    let story = header.story;
    let read = header.marks.read.then_some(Edit::Read { story, on: true });
    let bookmarked = header
        .marks
        .bookmarked
        .then_some(Edit::Bookmark { story, on: true });
    read.into_iter().chain(bookmarked)
}

/// A bar on standard error, only where someone looks at it.
fn bar() -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(10)
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(0), target).with_style(style)
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_length(progress.total.into());
    bar.set_position(progress.done.into());
    if progress.unindexed > 0 {
        bar.set_message(format!("({})", progress.unindexed));
    }
}

fn say(ground: &Ground, place: &Place, import: &Import, report: Report, out: &mut Out) -> Result<(), Fault> {
    if import.form.json || import.form.jsonl {
        let record = ImportRecord {
            library: place.path().to_string_lossy().into_owned(),
            added: report.added,
            revised: report.revised,
            unchanged: report.unchanged,
            gone: report.gone,
            faults: report.faults,
            skipped: report.skipped,
        };
        out.json(import.form, std::iter::once(Ok::<_, Fault>(record)))?;
        return Ok(());
    }
    let fresh = report.added + report.revised;
    let key = match (fresh, report.faults) {
        (0, 0) => "cli.unchanged",
        (_, 0) => "cli.imported",
        _ => "cli.imported-faults",
    };
    let holes = [
        ("n", &*fresh.to_string()),
        ("faults", &*report.faults.to_string()),
    ];
    out.line(&ground.words.fill(key, &holes))?;
    Ok(())
}
