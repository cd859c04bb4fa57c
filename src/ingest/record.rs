//! Keys that name the parts of a story, in front matter and in JSON: one table for all of them.
//!
//! Tools name the same part differently and give it other types than one expects; a number for a title is a
//! title, and a key that is not in the table is nothing.

mod people;

use serde_json::{Map, Value};

use super::story::Story;
use crate::article::id::ArticleId;

pub(crate) use people::bylines;

/// Keys of each part, the ones that count first in front. Keys are compared without case, `_`, `-` and blanks.
const HEADLINE: &[&str] = &["headline", "title", "subject"];
const DECKS: &[&str] = &["decks", "deck", "subtitle", "subheadline"];
const AUTHORS: &[&str] = &[
    "bylines", "byline", "authors", "author", "writer", "reporter", "creator",
];
const OUTLET: &[&str] = &[
    "outlet",
    "publisher",
    "site",
    "sitename",
    "media",
    "press",
    "feed",
];
const DATE: &[&str] = &[
    "date",
    "published",
    "publishedat",
    "datepublished",
    "pubdate",
    "publishdate",
];
/// When the file was made: stands in where it does not say when the story was published.
const SAVED: &[&str] = &["created", "createdat", "savedat", "clipped", "added"];
const UPDATED: &[&str] = &[
    "updated",
    "updatedat",
    "modified",
    "datemodified",
    "lastmod",
    "lastupdated",
];
const URL: &[&str] = &[
    "url",
    "link",
    "permalink",
    "sourceurl",
    "canonicalurl",
    "canonical",
];
const GUID: &[&str] = &["guid", "id", "uid"];
const LANGUAGE: &[&str] = &["language", "lang", "locale"];
const TAGS: &[&str] = &["tags", "tag", "keywords", "categories", "labels"];
const SUMMARY: &[&str] = &["summary", "description", "excerpt", "abstract"];
/// An address, or the name of the outlet.
const SOURCE: &[&str] = &["source"];

/// All keys, for the page that documents them.
#[cfg(test)]
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    let parts = [
        HEADLINE, DECKS, AUTHORS, OUTLET, DATE, SAVED, UPDATED, URL, GUID, LANGUAGE, TAGS, SUMMARY, SOURCE,
    ];
    parts.into_iter().flatten().copied()
}

/// Most tags and decks that are kept.
const MOST: usize = 64;

/// The keys of one file or line.
pub(crate) struct Fields<'a>(pub &'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// The value of the first of several keys that has one.
    pub(crate) fn get(&self, names: &[&str]) -> Option<&'a Value> {
        names.iter().find_map(|name| {
            let same = |key: &str| key.eq_ignore_ascii_case(name) || plain(key).eq(name.chars());
            let found = self.0.iter().find(|(key, value)| same(key) && !is_empty(value));
            found.map(|(_, value)| value)
        })
    }

    pub(crate) fn words(&self, names: &[&str]) -> String {
        self.get(names).map(words).unwrap_or_default()
    }

    pub(crate) fn truth(&self, name: &str) -> bool {
        self.get(&[name]).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Fills in every part that a key names.
    pub(crate) fn fill(&self, story: &mut Story) {
        story.headline = self.words(HEADLINE);
        story.decks = self.get(DECKS).map(list).unwrap_or_default();
        story.bylines = self.get(AUTHORS).map(bylines).unwrap_or_default();
        story.outlet = self.words(OUTLET);
        story.url = self.words(URL);
        story.updated = self.get(UPDATED).map(date).unwrap_or_default();
        story.language = self.words(LANGUAGE);
        story.tags = self.get(TAGS).map(tags).unwrap_or_default();
        story.summary = self.words(SUMMARY);
        // An id that jobo itself gave belongs to the library that gave it.
        story.guid = Some(self.words(GUID))
            .filter(|g| g.parse::<ArticleId>().is_err())
            .unwrap_or_default();
        self.fill_date(story);
        self.fill_source(story);
    }

    fn fill_date(&self, story: &mut Story) {
        story.date = self.get(DATE).map(date).unwrap_or_default();
        story.inferred = self.truth("inferred") || self.truth("dateinferred");
        if let Some(Value::Object(parts)) = self.get(DATE) {
            story.inferred |= Fields(parts).truth("inferred");
        }
        if story.date.is_empty() {
            story.date = self.get(SAVED).map(date).unwrap_or_default();
            story.inferred = true;
        }
    }

    fn fill_source(&self, story: &mut Story) {
        let source = self.words(SOURCE);
        let address = source.starts_with("http://") || source.starts_with("https://");
        if address && story.url.is_empty() {
            story.url.clone_from(&source);
        }
        if !address && story.outlet.is_empty() {
            story.outlet = source;
        }
    }
}

/// The letters by which keys are compared.
fn plain(key: &str) -> impl Iterator<Item = char> {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// The words of any value: of a list its first, of a thing its name.
pub(crate) fn words(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Number(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Array(values) => values.first().map(words).unwrap_or_default(),
        Value::Object(thing) => Fields(thing).words(&["name", "title", "text", "value"]),
        Value::Null => String::new(),
    }
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().take(MOST).map(words).collect(),
        _ => vec![words(value)],
    }
}

/// A date as a string, as Unix seconds, or as an object that holds either.
fn date(value: &Value) -> String {
    match value {
        Value::Object(parts) => Fields(parts).words(&["date", "value", "rfc3339", "iso", "unix"]),
        _ => words(value),
    }
}

/// Tags from a list, or from one string parted by commas or blanks with `#`.
fn tags(value: &Value) -> Vec<String> {
    let cut = |raw: &str| raw.trim().trim_start_matches('#').to_owned();
    let tags: Vec<String> = match value {
        Value::String(s) if s.contains(',') => s.split(',').map(cut).collect(),
        Value::String(s) if s.trim().starts_with('#') => s.split_whitespace().map(cut).collect(),
        _ => list(value).iter().map(|t| cut(t)).collect(),
    };
    tags.into_iter().filter(|t| !t.is_empty()).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(json: &str) -> Story {
        let Value::Object(fields) = serde_json::from_str(json).unwrap() else {
            panic!("no object")
        };
        let mut story = Story::default();
        Fields(&fields).fill(&mut story);
        story
    }

    #[test]
    fn keys_of_many_tools_name_the_same_parts() {
        for json in [
            r#"{"headline":"가","url":"https://a.example/1","date":"2025-08-22","tags":["x","y"]}"#,
            r#"{"Title":"가","source":"https://a.example/1","published":"2025-08-22","tags":"x, y"}"#,
            r##"{"title":["가"],"source_url":"https://a.example/1","publishedAt":"2025-08-22","keywords":"#x #y"}"##,
            r#"{"title":{"text":"가"},"link":"https://a.example/1","date":{"value":"2025-08-22"},"categories":[{"name":"x"},"y"]}"#,
        ] {
            let story = filled(json);
            assert_eq!(
                (story.headline.as_str(), story.url.as_str()),
                ("가", "https://a.example/1"),
                "{json}"
            );
            assert_eq!(
                (story.date.as_str(), story.outlet.as_str()),
                ("2025-08-22", ""),
                "{json}"
            );
            assert_eq!(story.tags, ["x", "y"], "{json}");
        }
    }

    #[test]
    fn odd_types_are_taken_as_words_or_left_out() {
        for (json, headline) in [
            (r#"{"title":2025}"#, "2025"),
            (r#"{"title":true}"#, "true"),
            (r#"{"title":null,"subject":"x"}"#, "x"),
            (r#"{"title":[],"headline":"  "}"#, ""),
            (r#"{"title":[[["x"]]]}"#, "x"),
            (r#"{"title":{"other":1}}"#, ""),
        ] {
            assert_eq!(filled(json).headline, headline, "{json}");
        }
    }

    #[test]
    fn a_saved_date_only_stands_in() {
        let story = filled(r#"{"published":"","created":"2025-08-23T09:00:00+09:00"}"#);
        assert_eq!(
            (story.date.as_str(), story.inferred),
            ("2025-08-23T09:00:00+09:00", true)
        );
        let story = filled(r#"{"published":"2025-08-22","created":"2025-08-23"}"#);
        assert_eq!((story.date.as_str(), story.inferred), ("2025-08-22", false));
    }

    #[test]
    fn an_id_of_jobo_is_no_guid() {
        let id = ArticleId::of("x").to_string();
        assert_eq!(filled(&format!("{{\"id\":\"{id}\"}}")).guid, "");
        assert_eq!(filled(r#"{"id":77}"#).guid, "77");
    }

    #[test]
    fn a_source_is_an_address_or_an_outlet() {
        let story = filled(r#"{"source":"한밭신문"}"#);
        assert_eq!((story.outlet.as_str(), story.url.as_str()), ("한밭신문", ""));
    }
}
