//! `jobo grep`: exact bytes or a regular expression in the texts of the library, line by line.
//!
//! The engine is linear in the text whatever the expression, and the compiled expression has a bound of its own, so
//! that none can stop the program.

use regex::bytes::{Regex, RegexBuilder};
use serde::Serialize;

use super::args::Grep;
use super::fault::{DONE, Fault, NOTHING};
use super::list::shortened;
use super::out::Out;
use super::place::Ground;
use crate::library::value::View;
use crate::query::Today;
use crate::text::{self, Clean};

/// Bytes of a compiled expression.
const SIZE: usize = 4 << 20;
/// Bytes of an expression as typed.
const LONGEST: usize = 4_096;

/// One line that matches.
#[derive(Debug, Serialize)]
pub(super) struct LineRecord {
    id: String,
    headline: Clean,
    line: usize,
    start: usize,
    text: Clean,
    lit: Vec<[usize; 2]>,
}

pub(super) fn run(ground: &Ground, asked: &Grep, out: &mut Out) -> Result<i32, Fault> {
    let pattern = pattern(asked)?;
    let view = match &asked.within {
        Some(query) => super::search::view(query, &ground.words)?,
        None => View::of(crate::query::Query::default(), Today::default()),
    };
    let place = super::reading(ground, &asked.from.from)?;
    let reader = place.library.reader()?;
    // What is only near to the words is not within them.
    let rows = reader.order(&view)?;
    let mut left = asked.limit.unwrap_or(usize::MAX);
    let mut stories = 0;
    let columns = out.columns().is_some();
    let mut records = Vec::new();
    for row in rows {
        if left == 0 {
            break;
        }
        let Some(header) = reader.headers(&[row])?.pop() else {
            continue;
        };
        let Some(body) = reader.body_of(header.story)? else {
            continue;
        };
        let lines = matching(&body, &pattern, left);
        left -= lines.len();
        stories += usize::from(!lines.is_empty());
        for found in lines {
            let id = header.story.to_string();
            if asked.form.json || asked.form.jsonl {
                let headline = header.headline.clone();
                records.push(LineRecord {
                    id,
                    headline,
                    ..found
                });
            } else {
                let id = if columns { shortened(&id) } else { id };
                out.row(&format!("{id}:{}: {}", found.line, found.text))?;
            }
        }
    }
    if asked.form.json || asked.form.jsonl {
        out.json(asked.form, records.into_iter().map(Ok::<_, Fault>))?;
    }
    Ok(if stories == 0 { NOTHING } else { DONE })
}

fn pattern(asked: &Grep) -> Result<Regex, Fault> {
    let typed = &asked.pattern;
    let bad = |detail: String| Fault::BadQuery(Clean::new(typed), 0, Clean::body(&detail));
    if typed.len() > LONGEST {
        return Err(bad(format!("{} > {LONGEST}", typed.len())));
    }
    let expression = if asked.regex {
        typed.clone()
    } else {
        regex::escape(typed)
    };
    let built = RegexBuilder::new(&expression)
        .case_insensitive(asked.ignore_case)
        .size_limit(SIZE)
        .dfa_size_limit(SIZE)
        .nest_limit(64)
        .build();
    built.map_err(|error| bad(error.to_string()))
}

/// The lines of a text that match.
fn matching(body: &Clean, pattern: &Regex, most: usize) -> Vec<LineRecord> {
    let mut found = Vec::new();
    let (mut byte, mut point) = (0, 0);
    for (n, line) in body.split('\n').enumerate() {
        if found.len() == most {
            break;
        }
        let points = |byte: usize| text::slice(line, 0..byte).chars().count();
        // Bytes within a letter match as the letter.
        let ends = |mut at: usize| {
            while !line.is_char_boundary(at) {
                at += 1;
            }
            at
        };
        let starts = |mut at: usize| {
            while !line.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let lit: Vec<[usize; 2]> = pattern
            .find_iter(line.as_bytes())
            .map(|m| [points(starts(m.start())), points(ends(m.end()))])
            .collect();
        if let Some(first) = lit.first() {
            found.push(LineRecord {
                id: String::new(),
                headline: Clean::default(),
                line: n + 1,
                start: point + first[0],
                text: Clean::new(line),
                lit,
            });
        }
        byte += line.len() + 1;
        point += line.chars().count() + 1;
    }
    debug_assert!(found.len() == most || byte == body.len() + 1);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grep(pattern: &str, regex: bool) -> Grep {
        Grep {
            pattern: pattern.into(),
            regex,
            ignore_case: false,
            within: None,
            limit: None,
            from: super::super::args::From::default(),
            form: super::super::args::Form::default(),
        }
    }

    #[test]
    fn lines_match_letter_by_letter() {
        let body = Clean::body("첫 줄\n도토리 4개, a+b\n도토리");
        for (typed, regex, expected) in [
            ("도토리", false, vec![(2, 4), (3, 16)]),
            ("a+b", false, vec![(2, 12)]),
            ("[0-9]개", true, vec![(2, 8)]),
            ("^도토리$", true, vec![(3, 16)]),
            ("밤", false, vec![]),
        ] {
            let pattern = pattern(&grep(typed, regex)).unwrap();
            let lines = matching(&body, &pattern, 9);
            let found: Vec<_> = lines.iter().map(|l| (l.line, l.start)).collect();
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn hostile_expressions_are_refused_or_harmless() {
        for typed in [
            "(",
            "a{1000}{1000}{1000}",
            &"(".repeat(5_000),
            r"(?:\w{50}){50}{50}",
        ] {
            assert!(pattern(&grep(typed, true)).is_err(), "{typed}");
        }
        let evil = pattern(&grep("(a+)+$", true)).unwrap();
        assert_eq!(
            matching(&Clean::new(&format!("{}b", "a".repeat(10_000))), &evil, 9).len(),
            0
        );
    }
}
