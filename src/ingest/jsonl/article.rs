//! One article as a JSON object.

use serde_json::Value;

use crate::article::body::Zone;
use crate::article::dateline::Dateline;
use crate::article::notice::{Notice, NoticeKind};
use crate::ingest::Draft;
use crate::ingest::format::Source;
use crate::ingest::html;
use crate::ingest::record::{Fields, words};
use crate::ingest::story::{self, Line, Story};
use crate::text::Clean;

use super::zoned;

const TEXT: &[&str] = &["text", "body", "content", "contenttext", "article", "paragraphs"];
const HTML: &[&str] = &["html", "contenthtml", "bodyhtml"];
const CAPTIONS: &[&str] = &["captions", "caption"];

/// Reads one value; what is no object, or holds neither headline nor text, is a draft at fault.
pub(super) fn draft(value: &Value, source: &Source) -> Draft {
    let Value::Object(fields) = value else {
        let shown = value.to_string().chars().take(super::SHOWN).collect::<String>();
        return story::fault(source, source.name, &shown, missing("no object"));
    };
    let fields = Fields(fields);
    let mut story = Story::default();
    fields.fill(&mut story);
    text(&fields, &mut story);
    if story.headline.trim().is_empty() && story.lines.is_empty() {
        let shown = value.to_string().chars().take(super::SHOWN).collect::<String>();
        return story::fault(source, source.name, &shown, missing("neither headline nor text"));
    }
    story.derived = fields.truth("derived") || fields.truth("headlinederived");
    story.dateline = fields.get(&["dateline"]).and_then(dateline);
    story.finish(source)
}

fn missing(what: &str) -> Notice {
    Notice::new(NoticeKind::BadSyntax, what)
}

fn text(fields: &Fields, story: &mut Story) {
    if let Some(lines) = zoned::lines(fields, story) {
        story.lines = lines;
        return;
    }
    if let Some(html) = fields.get(HTML) {
        let base = story.url.clone();
        html::fragment(&words(html), &base, story);
        return;
    }
    match fields.get(TEXT) {
        Some(Value::Array(paragraphs)) => story.lines = paragraphs.iter().map(paragraph).collect(),
        Some(text) => story.lines = paragraphs(&words(text)),
        None => story.lines = paragraphs(&story.summary),
    }
    let own = |line: &Line| story.lines.iter().any(|l| l.text.trim() == line.text.trim());
    let captions: Vec<Line> = match fields.get(CAPTIONS) {
        Some(Value::Array(captions)) => captions
            .iter()
            .map(|c| Line::of(Zone::Caption, &words(c)))
            .collect(),
        Some(caption) => vec![Line::of(Zone::Caption, &words(caption))],
        None => Vec::new(),
    };
    let captions: Vec<Line> = captions.into_iter().filter(|c| !own(c)).take(64).collect();
    story.lines.extend(captions);
}

/// A paragraph each line.
pub(crate) fn paragraphs(text: &str) -> Vec<Line> {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .filter(|l| !l.trim().is_empty())
        .map(|l| Line::of(Zone::Text, l))
        .collect()
}

/// A paragraph as words, or as an object that names its zone.
fn paragraph(value: &Value) -> Line {
    let zone = value.get("zone").or_else(|| value.get("kind")).and_then(zone);
    Line::of(zone.unwrap_or(Zone::Text), &words(value))
}

fn zone(value: &Value) -> Option<Zone> {
    serde_json::from_value(value.clone()).ok()
}

fn dateline(value: &Value) -> Option<Dateline> {
    let part = |name: &str| Some(Clean::new(&words(value.get(name)?))).filter(|c| !c.is_empty());
    let place = match value {
        Value::String(place) => Clean::new(place),
        _ => part("place")?,
    };
    Some(Dateline {
        place,
        agency: part("agency"),
    })
}
