//! What may follow at the caret: fields, and the values of the field that is being typed.

use std::ops::Range;

use super::field::{FIELDS, Field};
use super::lexer::{Kind, lex};
use super::{LONGEST, Text};
use crate::text::pattern::{Pattern, Tier};
use crate::text::slice;

/// Choices given at most.
const MOST: usize = 12;

/// What may stand at the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes that a choice takes the place of.
    pub at: Range<u32>,
    /// The field whose value it is; `None`: the choices are fields.
    pub field: Option<Field>,
    /// The choices, the likeliest first.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is put into the text.
    pub text: String,
    /// The same in the other language, if there is one.
    pub also: String,
}

/// What may stand at a caret, a byte of the text. `values` gives names, outlets or tags of the library for what was
/// typed of one, the likeliest first; it is asked for fields that take such.
pub fn complete(text: &str, caret: usize, values: &dyn Fn(Field, &str) -> Vec<String>) -> Option<Completion> {
    if text.len() > LONGEST {
        return None;
    }
    let before = slice(text, 0..caret.min(text.len()));
    let (tokens, _) = lex(before);
    let last = tokens.last().filter(|t| t.at.end as usize == before.len())?;
    match &last.kind {
        Kind::Field(field, _) => offer(*field, "", last.at.end..last.at.end, values),
        Kind::Word(typed) if last.value => {
            let field = tokens.iter().rev().nth(1).and_then(|t| match t.kind {
                Kind::Field(field, _) => Some(field),
                _ => None,
            })?;
            offer(field, typed, last.at.clone(), values)
        }
        Kind::Word(typed) => fields(typed, last.at.clone()),
        _ => None,
    }
}

/// How well a word begins what was typed, also by initials and in the other state of the keyboard.
fn fit(pattern: &Pattern, word: &str) -> Option<Tier> {
    pattern
        .sure(word)
        .filter(|hit| hit.ranges.first().is_some_and(|r| r.start == 0))
        .map(|hit| hit.tier)
}

fn fields(typed: &str, at: Range<u32>) -> Option<Completion> {
    let pattern = Pattern::new(typed);
    let choice = |(field, names): &(Field, &[&str])| {
        names.iter().find(|name| fit(&pattern, name).is_some())?;
        let also = names.iter().find(|name| !name.is_ascii());
        Some(Choice {
            text: format!("{}:", field.name()),
            also: also.map_or(String::new(), |name| format!("{name}:")),
        })
    };
    let choices: Vec<Choice> = FIELDS.iter().filter_map(choice).collect();
    (!choices.is_empty()).then_some(Completion {
        at,
        field: None,
        choices,
    })
}

fn offer(
    field: Field,
    typed: &str,
    at: Range<u32>,
    values: &dyn Fn(Field, &str) -> Vec<String>,
) -> Option<Completion> {
    let fixed = field.values();
    let mut choices: Vec<Choice> = if fixed.is_empty() {
        values(field, typed).iter().map(|value| plain(value)).collect()
    } else {
        let pattern = Pattern::new(typed);
        let fits = |word: &&&str| typed.is_empty() && word.is_ascii() || fit(&pattern, word).is_some();
        fixed.iter().filter(fits).map(|word| plain(word)).collect()
    };
    choices.truncate(MOST);
    (!choices.is_empty()).then_some(Completion {
        at,
        field: Some(field),
        choices,
    })
}

/// A value as it must be typed: in quotation marks if it would fall apart.
fn plain(value: &str) -> Choice {
    let whole = super::parse(&format!("tag:{value}")).ok();
    let safe = whole.is_some_and(|query| {
        query.root == Some(super::Expr::Term(super::Term::Tag(Text::word(value)))) && !value.contains('*')
    });
    let text = if safe {
        Text::word(value)
    } else {
        Text::phrase(value)
    };
    Choice {
        text: text.to_string(),
        also: String::new(),
    }
}
