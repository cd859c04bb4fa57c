//! The CSV that Readwise takes: one highlight a row.

use std::fmt::Write as _;

use crate::exchange::{Sheet, points};
use crate::library::note::Colour;

/// The names of the columns.
pub(super) const HEAD: &str = "Highlight,Title,Author,URL,Note,Location,Date";
/// The longest highlight that Readwise takes, in characters.
const LONGEST: usize = 8_191;

/// All notes of some sheets. Notes on a whole story stand in a row whose highlight is the headline.
pub fn write(sheets: &[Sheet]) -> String {
    let mut text = format!("{HEAD}\r\n");
    for sheet in sheets {
        for noted in &sheet.notes {
            let note = &noted.note;
            let quote = note
                .on
                .anchor
                .as_ref()
                .map_or(&sheet.headline, |anchor| &anchor.quote);
            let quote: String = quote.chars().take(LONGEST).collect();
            let at = noted
                .standing
                .as_ref()
                .and_then(crate::article::anchor::Standing::at);
            let location = at
                .map(|at| points(&sheet.text, at.start).to_string())
                .unwrap_or_default();
            let made = super::time::written(note.made.unwrap_or_default());
            let authors = sheet.authors().join(", ");
            let url = sheet.url.as_deref().unwrap_or_default();
            let tagged = with_tags(&note.text, &note.tags, note.colour);
            let cells = [&*quote, &sheet.headline, &authors, url, &tagged, &location, &made];
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            let _ = write!(text, "{}\r\n", cells.join(","));
        }
    }
    text
}

/// Readwise reads `.tag` at the beginning of a note as a tag; blanks end it.
fn with_tags(text: &str, tags: &[crate::text::Clean], colour: Colour) -> String {
    let mut out = String::new();
    for tag in tags {
        let _ = write!(out, ".{} ", tag.replace(char::is_whitespace, "_"));
    }
    if colour != Colour::Yellow {
        let _ = write!(out, ".{} ", colour.name());
    }
    if !out.is_empty() && !text.is_empty() {
        out.push('\n');
    }
    out.push_str(text);
    out.trim_end().to_owned()
}

/// A cell in quotes. One that a spreadsheet would take for a formula gets an apostrophe before it.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}
