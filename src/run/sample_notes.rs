//! Notes over the sample library, so that a first look meets highlights, notes and tags.

use serde::Deserialize;

use crate::exchange::{Foreign, intake};
use crate::library::LibraryError;
use crate::library::edit::Edit;
use crate::library::note::Colour;
use crate::library::reader::Reader;
use crate::text::Clean;

const NOTES: &str = include_str!("../../assets/sample-notes.toml");

/// When the first of them was written, in milliseconds since 1970: the morning after the newest article.
const WRITTEN: i64 = 1_789_516_800_000;
const HOUR: i64 = 3_600_000;

#[derive(Deserialize)]
struct File {
    note: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default)]
    quote: String,
    #[serde(default)]
    source: String,
    colour: Colour,
    text: String,
    tags: Vec<String>,
}

/// The edits that put the notes of the sample into its library; none once it has notes.
pub fn edits(reader: &Reader) -> Result<Vec<Edit>, LibraryError> {
    if reader.note_totals()?.notes > 0 {
        return Ok(Vec::new());
    }
    let rows = toml::from_str::<File>(NOTES)
        .map(|file| file.note)
        .unwrap_or_default();
    let foreign = |(i, row): (usize, Row)| Foreign {
        id: format!("jobo sample {i}"),
        source: row.source,
        quote: row.quote,
        text: Clean::body(&row.text),
        tags: row.tags.iter().map(|tag| Clean::new(tag)).collect(),
        colour: row.colour,
        made: Some(WRITTEN + i as i64 * HOUR),
        ..Foreign::default()
    };
    let notes = rows.into_iter().enumerate().map(foreign).collect();
    Ok(intake::plan(reader, notes)?.edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        let rows = toml::from_str::<File>(NOTES).expect("notes").note;
        assert!(rows.len() >= 5);
        assert!(rows.iter().all(|r| r.quote.is_empty() != r.source.is_empty()));
        let colours: std::collections::BTreeSet<_> = rows.iter().map(|r| r.colour).collect();
        assert_eq!(colours.len(), Colour::ALL.len());
    }
}
