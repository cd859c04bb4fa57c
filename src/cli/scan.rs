//! `jobo names scan`: the names of a text that is in no library, a JSON object a name.
//!
//! Spans alone (`--no-link`) are read from the text as it is given. With links the text is read as a story first,
//! with its headline and furniture, and every name is put back to where it stands in the given text.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use serde::Serialize;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::args::{Form, Scan};
use super::fault::{DONE, Fault, NOTHING};
use super::out::Out;
use crate::entity::{Kind, Recogniser, Rule, models};
use crate::ingest::{self, Input};
use crate::text::Clean;

/// One name of a text.
#[derive(Debug, Serialize)]
pub(super) struct ScanRecord<'a> {
    id: &'a Value,
    start: usize,
    end: usize,
    text: &'a str,
    kind: Kind,
    entity: Option<String>,
    canonical: Option<String>,
    by: &'static str,
    rule: Rule,
    p: f64,
}

/// A name of a text before its offsets are counted in code points.
struct Named {
    start: usize,
    end: usize,
    kind: Kind,
    entity: Option<(String, String)>,
    rule: Rule,
    p: f32,
}

/// A text with its names.
struct Scanned {
    id: Value,
    text: String,
    found: Vec<Named>,
}

/// Bytes of a text, and of a line of JSON Lines with its escapes, beyond which it is refused.
const LONGEST: usize = 2 * ingest::MAX_BYTES;

/// Lines that are held at once, and their bytes together but for the last.
const BATCH: (usize, usize) = (512, 4 << 20);

/// Prints the names of a file or of standard input. JSON Lines are read a batch at a time, on all cores, so that a
/// corpus of any size may be given.
pub(super) fn run(asked: &Scan, out: &mut Out) -> Result<i32, Fault> {
    let mut lines = Lines::of(asked.path.as_deref())?;
    let first = loop {
        match lines.next()? {
            None => return Ok(NOTHING),
            Some(line) if line.trim().is_empty() => lines.before.push_str(&line),
            Some(line) => break line,
        }
    };
    if record(&first).is_none() {
        let text = lines.whole(&first)?;
        print(&scanned(Value::Null, text, asked.no_link), out)?;
        return Ok(DONE);
    }
    let (mut unread, mut batch) = (0, vec![first]);
    while !batch.is_empty() {
        for one in all(&batch, asked.no_link) {
            match one {
                Some(one) => print(&one, out)?,
                None => unread += 1,
            }
        }
        batch = lines.batch()?;
    }
    if unread > 0 {
        super::complain(&Clean::new(&format!("{unread} lines without a text")));
    }
    Ok(if unread > 0 { NOTHING } else { DONE })
}

/// The lines of a file or of standard input.
struct Lines {
    input: Box<dyn BufRead>,
    path: PathBuf,
    /// Empty lines before the first that says something.
    before: String,
}

impl Lines {
    fn of(path: Option<&Path>) -> Result<Self, Fault> {
        let path = path.unwrap_or(Path::new("-"));
        let input: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(std::io::stdin().lock())
        } else {
            let file = File::open(path).map_err(|e| unreadable(path, &e))?;
            Box::new(BufReader::new(file))
        };
        Ok(Self {
            input,
            path: path.into(),
            before: String::new(),
        })
    }

    /// The next line with its end; a mark of the byte order is no part of the first.
    fn next(&mut self) -> Result<Option<String>, Fault> {
        let mut bytes = Vec::new();
        let mut input = self.input.by_ref().take(LONGEST as u64 + 1);
        input
            .read_until(b'\n', &mut bytes)
            .map_err(|e| unreadable(&self.path, &e))?;
        self.fair(&bytes)?;
        let line = String::from_utf8_lossy(&bytes);
        let line = if self.before.is_empty() {
            line.strip_prefix('\u{feff}').unwrap_or(&line)
        } else {
            &line
        };
        Ok((!bytes.is_empty()).then(|| line.to_owned()))
    }

    fn fair(&self, bytes: &[u8]) -> Result<(), Fault> {
        if bytes.len() > LONGEST {
            return Err(Fault::TooLong(self.path.clone(), LONGEST >> 20));
        }
        Ok(())
    }

    /// All there is, given the first line that says something.
    fn whole(&mut self, first: &str) -> Result<String, Fault> {
        let mut bytes = std::mem::take(&mut self.before).into_bytes();
        bytes.extend(first.as_bytes());
        let mut rest = self.input.by_ref().take(LONGEST as u64 + 1);
        rest.read_to_end(&mut bytes)
            .map_err(|e| unreadable(&self.path, &e))?;
        self.fair(&bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The next lines that say something.
    fn batch(&mut self) -> Result<Vec<String>, Fault> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH.0 && bytes < BATCH.1 {
            let Some(line) = self.next()? else { break };
            if !line.trim().is_empty() {
                bytes += line.len();
                batch.push(line);
            }
        }
        Ok(batch)
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    match error.kind() {
        std::io::ErrorKind::NotFound => Fault::NoPath(path.into()),
        _ => Fault::Notes(path.into(), error.to_string()),
    }
}

/// The names of lines, in their order, found on all cores; `None` for a line without a text.
fn all(lines: &[String], alone: bool) -> Vec<Option<Scanned>> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let of_line = |line: &String| {
        let (id, text) = record(line)?;
        Some(scanned(id, text, alone))
    };
    let of_part = |part: &[String]| part.iter().map(of_line).collect::<Vec<_>>();
    thread::scope(|scope| {
        let parts = lines.chunks(lines.len().div_ceil(threads).max(1));
        let parts: Vec<_> = parts.map(|part| scope.spawn(move || of_part(part))).collect();
        let joined = parts
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|e| resume_unwind(e)));
        joined.flatten().collect()
    })
}

/// A line of JSON Lines: its id, if it has one, and its text.
fn record(line: &str) -> Option<(Value, String)> {
    let mut record: Value = serde_json::from_str(line.trim()).ok()?;
    let text = record.get("text")?.as_str()?.to_owned();
    let id = record.get_mut("id").map_or(Value::Null, Value::take);
    Some((id, text))
}

fn scanned(id: Value, text: String, alone: bool) -> Scanned {
    let found = if alone { spans(&text) } else { linked(&text) };
    Scanned { id, text, found }
}

fn print(Scanned { id, text, found }: &Scanned, out: &mut Out) -> Result<(), Fault> {
    let mut points = Points::of(text);
    let records = found.iter().map(|name| {
        Ok::<_, Fault>(ScanRecord {
            id,
            start: points.at(name.start),
            end: points.at(name.end),
            text: crate::text::slice(text, name.start..name.end),
            kind: name.kind,
            entity: name.entity.as_ref().map(|e| e.0.clone()),
            canonical: name.entity.as_ref().map(|e| e.1.clone()),
            by: by(name.rule),
            rule: name.rule,
            p: (f64::from(name.p) * 1_000.0).round() / 1_000.0,
        })
    });
    let form = Form {
        json: false,
        jsonl: true,
    };
    out.json(form, records)?;
    Ok(())
}

fn by(rule: Rule) -> &'static str {
    match rule {
        Rule::Gazetteer => "list",
        Rule::Model => "model",
        _ => "rule",
    }
}

fn spans(text: &str) -> Vec<Named> {
    let named = |span: crate::entity::tagger::Span| Named {
        start: span.start as usize,
        end: span.end as usize,
        kind: span.kind,
        entity: None,
        rule: Rule::Model,
        p: span.p,
    };
    models::spans(text).into_iter().map(named).collect()
}

/// The names with what they mean, each put back to where it stands in the given text.
fn linked(text: &str) -> Vec<Named> {
    let reading = ingest::read(&Input {
        name: "",
        bytes: text.as_bytes(),
        modified: None,
    });
    let mut all = Vec::new();
    for draft in &reading.drafts {
        let found = Recogniser::bundled().find(&draft.article);
        let body = draft.article.body.text().as_str();
        let places = align(text, body);
        for mention in &found.mentions {
            let Some(name) = found.names.get(usize::from(mention.name)) else {
                continue;
            };
            let (start, end) = (
                places.get(mention.start as usize),
                places.get(mention.end as usize - 1),
            );
            if let (Some(Some((start, _))), Some(Some((_, end)))) = (start, end) {
                all.push(Named {
                    start: *start,
                    end: *end,
                    kind: name.kind,
                    entity: Some((name.key.to_string(), name.text.to_string())),
                    rule: mention.rule,
                    p: f32::from(mention.confidence) / 100.0,
                });
            }
        }
    }
    all.sort_by_key(|n| (n.start, n.end));
    all
}

/// For each byte of the cleaned text, the bytes of the given text that its character came from.
///
/// Cleaning drops and composes but never reorders, so both are walked at once; what does not fit was dropped.
fn align(given: &str, clean: &str) -> Vec<Option<(usize, usize)>> {
    let mut places = vec![None; clean.len()];
    let mut at = 0;
    for (start, cluster) in given.grapheme_indices(true) {
        let plain = Clean::new(cluster);
        let rest = crate::text::slice(clean, at..clean.len());
        let rest = rest.trim_start();
        let skipped = clean.len() - at - rest.len();
        if !plain.is_empty() && rest.starts_with(plain.as_str()) {
            at += skipped;
            places[at..at + plain.len()].fill(Some((start, start + cluster.len())));
            at += plain.len();
        }
    }
    places
}

/// Counts code points of a text up to offsets that come in order or nearly so.
struct Points<'a> {
    text: &'a str,
    at: usize,
    count: usize,
}

impl<'a> Points<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            count: 0,
        }
    }

    fn at(&mut self, offset: usize) -> usize {
        let (from, before) = if offset >= self.at {
            (self.at, self.count)
        } else {
            (0, 0)
        };
        self.count = before + crate::text::slice(self.text, from..offset).chars().count();
        self.at = offset;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_back_where_they_stand() {
        for (given, clean, name) in [
            ("  서울에서\n\n부산까지", "서울에서\n부산까지", "부산"),
            ("e\u{301}t 서울", "ét 서울", "서울"),
            ("가\u{200b}나 서울", "가나 서울", "서울"),
            ("\u{1109}\u{1165}\u{110b}\u{116e}\u{11af} 가", "서울 가", "서울"),
        ] {
            let places = align(given, clean);
            let start = clean.find(name).unwrap();
            let (from, _) = places[start].unwrap();
            let (_, until) = places[start + name.len() - 1].unwrap();
            assert_eq!(
                Clean::new(crate::text::slice(given, from..until)).as_str(),
                name,
                "{given:?}"
            );
        }
    }

    #[test]
    fn offsets_are_code_points() {
        let mut points = Points::of("a한é글");
        assert_eq!(
            [points.at(0), points.at(4), points.at(6), points.at(1)],
            [0, 2, 3, 1]
        );
    }

    #[test]
    fn a_line_is_a_record_if_it_has_a_text() {
        assert!(record(r#"{"id":1,"text":"서울"}"#).is_some());
        assert!(record(r#"{"text":"서울"}"#).is_some());
        assert!(record(r#"{"id":1}"#).is_none());
        assert!(record("서울").is_none());
    }
}
