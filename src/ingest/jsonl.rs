//! JSON with one article a line, and files of one article or of an array of them.
//!
//! The form that scripts write most easily, and that jobo itself writes. A line that cannot be read is shown with
//! its number and the reason; the others are read as if it were not there.

mod article;
mod zoned;

pub(crate) use article::paragraphs;

use serde_json::Value;

use crate::article::notice::{Notice, NoticeKind};
use crate::ingest::Draft;
use crate::ingest::format::{Format, Source};
use crate::ingest::{jsonfeed, story};
use crate::text::Clean;

pub(crate) const FORMAT: Format = Format {
    name: "jsonl",
    endings: &["jsonl", "ndjson", "json"],
    sniff,
    read,
};

/// How much of a line that cannot be read is shown, in characters.
pub(crate) const SHOWN: usize = 400;
/// Most stories that are taken from one file.
pub(crate) const MOST: usize = 200_000;

fn sniff(text: &str, name: &str) -> bool {
    let named = FORMAT.names(name);
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let first = start.lines().next().unwrap_or_default().trim_end();
    let opens = start.starts_with('{') || start.starts_with('[');
    // Prose may open with a bracket; an object with a key on the first line is meant.
    let object = first.starts_with("{\"") && first.contains("\":");
    named && opens || object
}

fn read(source: &Source) -> Vec<Draft> {
    let text = source.text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Value>(text) {
        Ok(value) => whole(&value, source),
        Err(_) if in_lines(text) => lines(text, source),
        Err(reason) => vec![fault(source, text, reason.line() as u32, &reason)],
    }
}

/// Whether a file that is no single value is one of lines: it has several, and one of them holds an article.
fn in_lines(text: &str) -> bool {
    let mut lines = text.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty());
    let object = |l: &str| l.starts_with('{') && serde_json::from_str::<Value>(l).is_ok();
    let several = lines.clone().nth(1).is_some();
    several && lines.any(object)
}

fn whole(value: &Value, source: &Source) -> Vec<Draft> {
    if jsonfeed::is_feed(value) {
        return jsonfeed::stories(value, source);
    }
    match value {
        Value::Array(values) => numbered(values.iter().take(MOST).map(|v| article::draft(v, source))),
        _ => vec![article::draft(value, source)],
    }
}

fn lines(text: &str, source: &Source) -> Vec<Draft> {
    // CRLF is one end of a line, CR alone another; numbers count as editors do.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = text.split('\n').enumerate().filter(|(_, l)| !l.trim().is_empty());
    numbered(
        lines
            .take(MOST)
            .map(|(at, line)| match serde_json::from_str::<Value>(line) {
                Ok(value) => {
                    let mut draft = article::draft(&value, source);
                    if let Some(fault) = &mut draft.fault {
                        fault.line = Some(at as u32 + 1);
                    }
                    draft
                }
                Err(reason) => fault(source, line, at as u32 + 1, &reason),
            }),
    )
}

/// Counts the stories of a file from one.
pub(crate) fn numbered(drafts: impl Iterator<Item = Draft>) -> Vec<Draft> {
    let number = |(at, draft): (usize, Draft)| Draft {
        part: Some(at as u32 + 1),
        ..draft
    };
    drafts.enumerate().map(number).collect()
}

fn fault(source: &Source, text: &str, line: u32, reason: &serde_json::Error) -> Draft {
    let shown: String = text.chars().take(SHOWN).collect();
    let reason = Notice {
        kind: NoticeKind::BadSyntax,
        line: Some(line),
        detail: Clean::new(&reason.to_string()),
    };
    story::fault(source, source.name, &shown, reason)
}

#[cfg(test)]
mod tests;
