//! Turns notes into the files of other programs and back.
//!
//! Every format is pure: a sheet of a story and its notes in, text out; text in, passages of somewhere out, which
//! [`intake`] then finds in the library by their words. `docs/notes.md` describes each format.

use crate::article::byline::Byline;
use crate::article::date::Date;
use crate::article::id::StoryId;
use crate::article::language::Language;
use crate::library::LibraryError;
use crate::library::note::{Colour, Note, NoteId, Noted};
use crate::library::reader::Reader;
use crate::text::Clean;

pub mod cite;
pub mod deliver;
pub mod hypothesis;
pub mod intake;
pub mod jsonl;
pub mod markdown;
pub mod marked;
pub mod readwise;
#[cfg(test)]
mod tests;
mod time;
pub mod w3c;

/// A story with its notes, as formats need it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The story.
    pub story: StoryId,
    /// Its headline.
    pub headline: Clean,
    /// Its address.
    pub url: Option<Clean>,
    /// The paper, site or agency.
    pub outlet: Option<Clean>,
    /// Who wrote it.
    pub bylines: Vec<Byline>,
    /// When it was published.
    pub date: Option<Date>,
    /// Its language.
    pub language: Language,
    /// Its tags.
    pub tags: Vec<Clean>,
    /// Its present body; empty if the library does not have it.
    pub text: Clean,
    /// Its notes, as they stand in the text.
    pub notes: Vec<Noted>,
}

/// All notes of some sheets, as one array of JSON.
fn array(sheets: &[Sheet], annotation: impl Fn(&Sheet, &Noted) -> Json) -> String {
    let notes = sheets
        .iter()
        .flat_map(|sheet| sheet.notes.iter().map(move |noted| (sheet, noted)));
    let all: Vec<Json> = notes.map(|(sheet, noted)| annotation(sheet, noted)).collect();
    let mut text = serde_json::to_string_pretty(&all).expect("strings and numbers always fit JSON");
    text.push('\n');
    text
}

impl Sheet {
    /// The sheet of a story. `None` if it has neither text nor notes here.
    pub fn of(reader: &Reader, story: StoryId) -> Result<Option<Self>, LibraryError> {
        let notes = reader.notes_of(story)?;
        let known = match reader.row_of(story)? {
            Some(row) => reader.story(row)?,
            None => None,
        };
        let Some(known) = known else {
            return Ok((!notes.is_empty()).then(|| Self::absent(story, notes)));
        };
        let article = known.article;
        Ok(Some(Self {
            story,
            headline: article.headline,
            url: article.url,
            outlet: article.outlet,
            bylines: article.bylines,
            date: article.date,
            language: article.language,
            tags: known.tags,
            text: article.body.text().clone(),
            notes,
        }))
    }

    fn absent(story: StoryId, notes: Vec<Noted>) -> Self {
        Self {
            story,
            headline: Clean::new(&story.to_string()),
            url: None,
            outlet: None,
            bylines: Vec::new(),
            date: None,
            language: Language::Und,
            tags: Vec::new(),
            text: Clean::default(),
            notes,
        }
    }

    /// The address, or a name that stands for one.
    fn source(&self) -> String {
        match &self.url {
            Some(url) if !url.is_empty() => url.to_string(),
            _ => format!("urn:jobo:story:{}", self.story),
        }
    }

    /// When it says that it was published; what was worked out, as from the time of its file, is not what it says.
    fn published(&self) -> Option<Date> {
        self.date.filter(|date| !date.inferred)
    }

    /// The day of publishing, as `2025-08-22`.
    fn day(&self) -> Option<String> {
        self.published()
            .map(|date| date.zoned().strftime("%Y-%m-%d").to_string())
    }

    /// The names of those who wrote it.
    fn authors(&self) -> Vec<&str> {
        let names = self.bylines.iter().map(|byline| byline.name.as_str());
        names.filter(|name| !name.is_empty()).collect()
    }
}

/// A note of another program, or of jobo's own export: a passage of somewhere, known by its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foreign {
    /// What names it where it comes from; empty if nothing does.
    pub id: String,
    /// The address of the page, or `urn:jobo:story:…`.
    pub source: String,
    /// The title of the page.
    pub title: Clean,
    /// The words; empty for a note on the whole page.
    pub quote: String,
    /// What stands before them.
    pub before: String,
    /// What stands after them.
    pub after: String,
    /// What is said of them.
    pub text: Clean,
    /// The tags.
    pub tags: Vec<Clean>,
    /// The colour.
    pub colour: Colour,
    /// When it was made, in milliseconds since 1970.
    pub made: Option<i64>,
    /// When it was last changed.
    pub changed: Option<i64>,
    /// The note itself, where the file is of jobo's own making.
    pub own: Option<Note>,
}

impl Foreign {
    /// The name that the note gets here: the same each time, so that it is taken in once.
    pub fn note_id(&self) -> NoteId {
        if let Some(own) = &self.own {
            return own.id;
        }
        // One of jobo's, in a form that has no room for all of it.
        if let Some(id) = self.id.strip_prefix(w3c::NOTE).and_then(|id| id.parse().ok()) {
            return id;
        }
        if self.id.is_empty() {
            return NoteId::of(&format!("{}\n{}\n{}", self.source, self.quote, self.text));
        }
        NoteId::of(&self.id)
    }
}

/// Why a file holds no notes that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not in any form that is known.
    #[error("no form of notes that jobo knows")]
    Unknown,
    /// It breaks the rules of its form.
    #[error("{0}")]
    Broken(String),
}

/// Deepest nesting of a file that is looked into is that of the JSON reader: 128.
type Json = serde_json::Value;

/// Reads notes in whatever form they are, by what the file holds.
pub fn read(text: &str) -> Result<Vec<Foreign>, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    let json = matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'['));
    if !json {
        return marked::read(text).ok_or(Unreadable::Unknown);
    }
    let values: Vec<Json> = match serde_json::from_str(text) {
        Ok(value) => vec![value],
        // One value a line.
        Err(first) => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let values: Result<Vec<Json>, _> = lines.map(serde_json::from_str).collect();
            values.map_err(|_| Unreadable::Broken(first.to_string()))?
        }
    };
    let mut notes = Vec::new();
    for value in values {
        notes.extend(read_value(&value).ok_or(Unreadable::Unknown)?);
    }
    Ok(notes)
}

fn read_value(value: &Json) -> Option<Vec<Foreign>> {
    if let Json::Array(values) = value {
        let read: Option<Vec<Vec<Foreign>>> = values.iter().map(read_value).collect();
        return read.map(|notes| notes.into_iter().flatten().collect());
    }
    jsonl::read(value)
        .or_else(|| w3c::read(value))
        .or_else(|| hypothesis::read(value))
        .or_else(|| marked::read_clipper(value))
}

/// A string of an object; empty if it has none.
fn string<'a>(value: &'a Json, key: &str) -> &'a str {
    value.get(key).and_then(Json::as_str).unwrap_or_default()
}

/// The strings of a list of an object, or the one in its place.
fn strings<'a>(value: &'a Json, key: &str) -> Vec<&'a str> {
    match value.get(key) {
        Some(Json::Array(values)) => values.iter().filter_map(Json::as_str).collect(),
        Some(Json::String(one)) => vec![one],
        _ => Vec::new(),
    }
}

/// Tags without blanks around them, each once.
fn tags<'a>(raw: impl IntoIterator<Item = &'a str>) -> Vec<Clean> {
    let mut tags: Vec<Clean> = raw
        .into_iter()
        .map(Clean::new)
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

/// Letters of a text before a byte: offsets of W3C annotations.
fn points(text: &str, byte: u32) -> usize {
    text.get(..byte as usize).unwrap_or_default().chars().count()
}

/// UTF-16 units of a text before a byte: offsets of hypothes.is.
fn units(text: &str, byte: u32) -> usize {
    text.get(..byte as usize)
        .unwrap_or_default()
        .encode_utf16()
        .count()
}
