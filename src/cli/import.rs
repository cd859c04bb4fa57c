//! `jobo import`: takes files and folders into one's own library.

use std::path::PathBuf;

use super::args::Import;
use super::fault::{DONE, Fault, NOTHING};
use super::json::ImportRecord;
use super::out::Out;
use super::place::{Ground, Place};
use super::progress::Bar;
use crate::app::words::Words;
use crate::intake::walk::Skip;
use crate::intake::{self, Intake};
use crate::library::Library;
use crate::library::edit::Cause;
use crate::library::value::Report;

pub(super) fn run(ground: &Ground, import: &Import, out: &mut Out) -> Result<i32, Fault> {
    let real = |path: &PathBuf| path.canonicalize().map_err(|_| Fault::NoPath(path.clone()));
    let paths = import.paths.iter().map(real).collect::<Result<Vec<_>, _>>()?;
    if paths.is_empty() && !ground.has_own() {
        return Err(Fault::NothingToImport);
    }
    let place = ground.open_own()?;
    for words in &place.told {
        super::complain(words);
    }
    let folder = ground.paths.folder_library(&paths);
    let report = take_in(&place, paths, &ground.words)?;
    if folder.exists() && folder != place.path() {
        adopt(&Library::open(&folder)?, &place)?;
    }
    say(ground, &place, import, report, out)?;
    Ok(if report.faults > 0 { NOTHING } else { DONE })
}

/// The words for why something was passed over.
fn skip_key(skip: Skip) -> &'static str {
    match skip {
        Skip::Device => "cli.skip-device",
        Skip::Absent => "cli.skip-absent",
        Skip::Link => "cli.skip-link",
        Skip::TooDeep => "cli.skip-deep",
    }
}

fn take_in(place: &Place, paths: Vec<PathBuf>, words: &Words) -> Result<Report, Fault> {
    // The writer first: what cannot be written should be said before anything is read.
    let mut writer = place.library.writer()?;
    let reader = place.library.reader()?;
    let intake = if paths.is_empty() {
        Intake::again(reader)?
    } else {
        Intake::new(paths, reader)
    };
    let mut intake = intake.in_encoding(place.encoding.as_deref());
    let bar = Bar::new(words);
    let report = intake::take_in(&mut intake, &mut writer, |progress| bar.show(progress));
    bar.end();
    let ruled = writer.run_rules(super::search::today())?;
    for (name, stories) in &ruled.watched {
        let text = format!("{name} {}", crate::app::words::count(*stories));
        super::complain(&words.fill("toast.rule-watched", &[("text", &text)]));
    }
    for (path, skip) in intake.skips() {
        let path = path.to_string_lossy();
        super::complain(&words.fill(skip_key(skip), &[("path", &path)]));
    }
    Ok(report?)
}

/// Takes over what the reader marked while these paths were a library of their own: every edit in its order, so that
/// the last one holds.
fn adopt(from: &Library, to: &Place) -> Result<(), Fault> {
    let known = to.library.reader()?;
    let mut edits = Vec::new();
    for logged in from.reader()?.history(usize::MAX)?.into_iter().rev() {
        // What is about no story holds for all of them; it comes along too.
        let here = match logged.edit.story() {
            Some(story) => known.row_of(story)?.is_some(),
            None => true,
        };
        if here {
            edits.push(logged.edit);
        }
    }
    if !edits.is_empty() {
        to.library.writer()?.edit(Cause::Automatic, &edits)?;
    }
    Ok(())
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
    for line in came(&ground.words, report) {
        out.line(&line)?;
    }
    Ok(())
}

/// What came of taking files in, as lines.
pub(super) fn came(words: &Words, report: Report) -> Vec<String> {
    let fresh = report.added + report.revised;
    let key = match (fresh, report.faults) {
        (0, 0) if report.gone > 0 => None,
        (0, 0) => Some("cli.unchanged"),
        (_, 0) => Some("cli.imported"),
        _ => Some("cli.imported-faults"),
    };
    let holes = [
        ("n", &*fresh.to_string()),
        ("faults", &*report.faults.to_string()),
    ];
    let first = key.map(|key| words.fill(key, &holes).into_string());
    let mut lines: Vec<String> = first.into_iter().collect();
    for (count, key) in [(report.gone, "cli.gone"), (report.skipped, "cli.skipped")] {
        if count > 0 {
            lines.push(words.fill(key, &[("n", &count.to_string())]).into_string());
        }
    }
    lines
}
