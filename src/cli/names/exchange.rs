//! `jobo names export` and `import`: what a reader said of names, as a plain file.
//!
//! One JSON object a line, as in the journal beside the library but without its clocks; lines that begin with `#` are
//! remarks. Taking a file in twice changes nothing the second time.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use crate::cli::args::Exchange;
use crate::cli::fault::{DONE, Fault, NOTHING};
use crate::cli::out::Out;
use crate::cli::place::Ground;
use crate::library::edit::{Cause, Edit};
use crate::text::Clean;

/// The largest file of corrections that is read.
const LARGEST: u64 = 64 << 20;

/// A correction as a line.
pub(super) fn line_of(edit: &Edit) -> String {
    serde_json::to_string(edit).unwrap_or_default()
}

/// Writes all corrections.
pub(super) fn export(ground: &Ground, asked: &Exchange, out: &mut Out) -> Result<i32, Fault> {
    let place = crate::cli::reading(ground, &[])?;
    let reader = place.library.reader()?;
    let lessons = reader.lessons()?;
    let mut text = String::new();
    for edit in &lessons {
        let _ = writeln!(text, "{}", line_of(edit));
    }
    match named(asked) {
        Some(file) => crate::cli::notes::put(&reader, file, &text)?,
        None => out.bytes(text.as_bytes())?,
    }
    Ok(if lessons.is_empty() { NOTHING } else { DONE })
}

fn named(asked: &Exchange) -> Option<&Path> {
    asked.file.as_deref().filter(|file| *file != Path::new("-"))
}

/// Takes corrections in as one step of undo; a line that is none is an error, and then nothing is taken.
pub(super) fn import(ground: &Ground, asked: &Exchange, out: &mut Out) -> Result<i32, Fault> {
    let mut text = Vec::new();
    if let Some(file) = named(asked) {
        let read = std::fs::File::open(file).and_then(|opened| opened.take(LARGEST).read_to_end(&mut text));
        read.map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => Fault::NoPath(file.to_owned()),
            _ => Fault::Notes(file.to_owned(), e.to_string()),
        })?;
    } else {
        std::io::stdin().take(LARGEST).read_to_end(&mut text)?;
    }
    let edits = edits(&String::from_utf8_lossy(&text))?;
    let place = crate::cli::reading(ground, &[])?;
    let receipt = place.library.writer()?.edit(Cause::Deliberate, &edits)?;
    let (new, old) = (
        receipt.applied.len().to_string(),
        receipt.unchanged.len().to_string(),
    );
    out.line(
        &ground
            .words
            .fill("cli.corrections-in", &[("n", &new), ("same", &old)]),
    )?;
    Ok(DONE)
}

fn edits(text: &str) -> Result<Vec<Edit>, Fault> {
    let mut edits = Vec::new();
    let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
    for (line, number) in lines.filter(|(l, _)| !l.trim().is_empty() && !l.starts_with('#')) {
        let edit: Edit = serde_json::from_str(line).map_err(|e| {
            // Its own place is in this one line, and would be read as one in the file.
            let said = e.to_string();
            let what = said.rsplit_once(" at line ").map_or(&*said, |(what, _)| what);
            Fault::BadLine(number, Clean::new(what))
        })?;
        if edit.name().is_none() {
            return Err(Fault::BadLine(number, Clean::new("no correction of a name")));
        }
        edits.push(edit);
    }
    Ok(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_corrections_remarks_or_errors() {
        let merge = r#"{"edit":"merge","name":"ORG:meta","into":"ORG:메타"}"#;
        for (text, expected) in [
            (String::new(), Some(0)),
            (format!("# mine\n\n{merge}\n{merge}"), Some(2)),
            (format!("{merge}\n{{"), None),
            (r#"{"edit":"read","story":"x","on":true}"#.to_owned(), None),
        ] {
            assert_eq!(edits(&text).ok().map(|e| e.len()), expected, "{text}");
        }
        assert_eq!(line_of(&edits(merge).unwrap()[0]), merge);
    }
}
