//! The block of keys before the text of a Markdown file: YAML between `---`, TOML between `+++`.
//!
//! Keys are matched against the parts of a story and nothing else: front matter can name no command, no path and
//! no setting. A block that cannot be parsed costs its keys, never the text.

use serde_json::{Map, Value};
use serde_saphyr::options::DuplicateKeyPolicy;

use crate::article::notice::{Notice, NoticeKind};
use crate::text::Clean;

/// Largest block that is parsed, in bytes; a clipping has a few hundred.
const LARGEST: usize = 64 * 1024;

/// A text without its front matter.
#[derive(Debug, Default)]
pub(crate) struct Parted<'a> {
    pub fields: Map<String, Value>,
    pub body: &'a str,
    pub notice: Option<Notice>,
}

#[derive(Clone, Copy)]
enum Syntax {
    Yaml,
    Toml,
}

/// Parts front matter from the text after it. The text may use any line ends.
pub(crate) fn part(text: &str) -> Parted<'_> {
    let text = text.trim_start_matches('\u{feff}');
    let whole = Parted {
        body: text,
        ..Parted::default()
    };
    let Some((syntax, fence)) = opened(text) else {
        return whole;
    };
    let Some(cut) = cut(text, fence) else {
        // A lone `---` is a rule in Markdown; only a block that looks like keys was meant as front matter.
        let meant = text.lines().nth(1).is_some_and(|l| l.contains([':', '=']));
        let notice = meant.then(|| bad(Some(1), "front matter is not closed"));
        return Parted { notice, ..whole };
    };
    let mut parted = Parted {
        body: cut.body,
        ..Parted::default()
    };
    match parse(syntax, cut.block) {
        Ok(fields) => parted.fields = fields,
        Err(notice) => parted.notice = Some(notice),
    }
    parted
}

/// Whether a text opens with a block of keys.
pub(crate) fn present(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    opened(text).is_some() && lines(text).nth(1).is_some_and(|(_, l)| l.contains([':', '=']))
}

fn opened(text: &str) -> Option<(Syntax, &'static str)> {
    let first = lines(text).next()?.1.trim_end();
    match first {
        "---" => Some((Syntax::Yaml, "---")),
        "+++" => Some((Syntax::Toml, "+++")),
        _ => None,
    }
}

struct Cut<'a> {
    block: &'a str,
    body: &'a str,
}

fn cut<'a>(text: &'a str, fence: &str) -> Option<Cut<'a>> {
    let mut lines = lines(text);
    let (_, first) = lines.next()?;
    let closes = |line: &str| line.trim_end() == fence || fence == "---" && line.trim_end() == "...";
    let (start, line) = lines.find(|(_, line)| closes(line))?;
    let body = text.get(start + line.len()..)?;
    let body = body
        .strip_prefix("\r\n")
        .or_else(|| body.strip_prefix(['\n', '\r']))
        .unwrap_or(body);
    Some(Cut {
        block: text.get(first.len()..start)?,
        body,
    })
}

/// Lines with their starts, whatever ends them.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|r| !r.is_empty())?;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (start, line) = (at, rest.get(..end)?);
        let after = rest.get(end..)?;
        at += end
            + if after.starts_with("\r\n") {
                2
            } else {
                usize::from(!after.is_empty())
            };
        Some((start, line))
    })
}

fn parse(syntax: Syntax, block: &str) -> Result<Map<String, Value>, Notice> {
    if block.len() > LARGEST {
        return Err(bad(Some(1), "front matter is too large"));
    }
    // A CR alone ends lines in old files, and in neither syntax.
    let block = block.replace("\r\n", "\n").replace('\r', "\n");
    let block = block.strip_prefix('\n').unwrap_or(&block);
    if block.trim().is_empty() {
        return Ok(Map::new());
    }
    let value = match syntax {
        Syntax::Yaml => yaml(block)?,
        Syntax::Toml => toml(block)?,
    };
    match value {
        Value::Object(fields) => Ok(fields),
        Value::Null => Ok(Map::new()),
        _ => Err(bad(Some(2), "front matter holds no keys")),
    }
}

fn yaml(block: &str) -> Result<Value, Notice> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: 16,
            max_nodes: 4_000,
            max_events: 20_000,
            max_aliases: 50,
            max_anchors: 50,
            max_documents: 1,
            max_merge_keys: 10,
            max_recorded_anchor_events: 4_000,
        },
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        // `title: yes` and `id: 007` are words here.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        ignore_binary_tag_for_string: true,
    };
    serde_saphyr::from_str_with_options(block, options).map_err(|e| {
        let line = e.location().map(|l| l.line() as u32 + 1);
        bad(line, &reason(&e.to_string()))
    })
}

fn toml(block: &str) -> Result<Value, Notice> {
    let table: toml::Table = block.parse().map_err(|e: toml::de::Error| {
        let before = e.span().and_then(|s| block.get(..s.start)).unwrap_or_default();
        bad(Some(before.matches('\n').count() as u32 + 2), e.message())
    })?;
    Ok(json(toml::Value::Table(table), 0))
}

/// The same value as JSON; dates become the strings that they were.
fn json(value: toml::Value, depth: u8) -> Value {
    match value {
        toml::Value::String(s) => Value::String(s),
        toml::Value::Integer(i) => i.into(),
        toml::Value::Float(f) => f.into(),
        toml::Value::Boolean(b) => b.into(),
        toml::Value::Datetime(d) => Value::String(d.to_string()),
        _ if depth > 16 => Value::Null,
        toml::Value::Array(values) => values.into_iter().map(|v| json(v, depth + 1)).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(k, v)| (k, json(v, depth + 1))).collect(),
    }
}

/// The parser's reason without its own count of lines, which starts inside the block.
fn reason(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    let placed = first
        .starts_with("line ")
        .then(|| first.split_once(": "))
        .flatten();
    placed
        .map_or(first, |(_, reason)| reason)
        .chars()
        .take(200)
        .collect()
}

fn bad(line: Option<u32>, reason: &str) -> Notice {
    Notice {
        kind: NoticeKind::BadSyntax,
        line,
        detail: Clean::new(reason),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    fn check(text: &str, fields: &str, body: &str) {
        let parted = part(text);
        assert_eq!(serde_json::to_string(&parted.fields).unwrap(), fields, "{text}");
        assert_eq!(parted.body, body, "{text}");
        assert_eq!(parted.notice, None, "{text}");
    }

    fn check_bad(text: &str, body: &str, line: Option<u32>) {
        let parted = part(text);
        assert_eq!(parted.body, body);
        let notice = parted.notice.expect("a notice");
        assert_eq!(
            (notice.kind, notice.line),
            (NoticeKind::BadSyntax, line),
            "{}",
            notice.detail
        );
        assert!(parted.fields.is_empty() && !notice.detail.is_empty());
    }

    #[test]
    fn keys_are_read_and_the_body_is_what_follows() {
        check("---\ntitle: 가\n---\n본문\n", r#"{"title":"가"}"#, "본문\n");
        check("---\r\ntitle: 가\r\n---\r\n본문", r#"{"title":"가"}"#, "본문");
        check("---\rtitle: 가\r---\r본문", r#"{"title":"가"}"#, "본문");
        check(
            "\u{feff}---\ntags: [a, 2, yes]\n...\nx",
            r#"{"tags":["a",2,"yes"]}"#,
            "x",
        );
        check(
            "---\ndate: 2025-08-22\nid: 007\n---\n",
            r#"{"date":"2025-08-22","id":"007"}"#,
            "",
        );
        check("---\na: 1\na: 2\n---\nx", r#"{"a":2}"#, "x");
        check(
            "+++\ntitle = '가'\ndate = 2025-08-22\n+++\n본문",
            r#"{"date":"2025-08-22","title":"가"}"#,
            "본문",
        );
        check("---\n---\nx", "{}", "x");
        check(
            "---\nauthor:\n  - \"[[도담]]\"\n---\nx",
            r#"{"author":["[[도담]]"]}"#,
            "x",
        );
        check("no front matter", "{}", "no front matter");
        check("---\n\ntext after a rule", "{}", "---\n\ntext after a rule");
        check("", "{}", "");
    }

    #[test]
    fn a_broken_block_costs_its_keys_only() {
        check_bad("---\na: [1\n---\n본문", "본문", Some(2));
        check_bad("---\na: 1\nb: [2\n---\n본문", "본문", Some(3));
        check_bad("+++\na = \n+++\n본문", "본문", Some(2));
        check_bad("---\n- a\n- b\n---\n본문", "본문", Some(2));
        check_bad("---\ntitle: 가\n\n본문", "---\ntitle: 가\n\n본문", Some(1));
    }

    #[test]
    fn bombs_are_refused() {
        let mut laughs = String::from("---\na: &a [x,x,x,x,x,x,x,x,x]\n");
        for (name, of) in ('b'..'z').zip('a'..) {
            let _ = writeln!(
                laughs,
                "{name}: &{name} [*{of},*{of},*{of},*{of},*{of},*{of},*{of},*{of}]"
            );
        }
        let deep = format!("---\na: {}\n", "[".repeat(20_000));
        let long = format!("---\n{}: 1\n", "k".repeat(1 << 20));
        let deep_toml = format!("+++\na = {}\n", "[".repeat(20_000));
        for (bomb, fence) in [(laughs, "---"), (deep, "---"), (long, "---"), (deep_toml, "+++")] {
            let text = format!("{bomb}{fence}\n본문");
            let parted = part(&text);
            assert_eq!(parted.body, "본문");
            assert!(parted.notice.is_some() && parted.fields.is_empty());
        }
    }
}
