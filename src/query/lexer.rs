//! Cuts a text into words, phrases, fields and signs. Full-width signs, which an input method gives, mean the same.

use std::ops::Range;

use super::fault::{Fault, Wrong, nearest_field};
use super::field::{FIELDS, Field, valued};
use super::{NEAR, Role};
use crate::text::slice;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Or,
    And,
    Not,
    /// A field and its colon; for `near` the number of letters between.
    Field(Field, u32),
    Word(String),
    Phrase(String),
    /// Signs without a letter: nothing is looked for.
    Ignored,
}

/// A token and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Range<u32>,
    /// Whether it is the value of the field before it.
    pub(super) value: bool,
}

impl Token {
    pub(super) fn role(&self) -> Role {
        match self.kind {
            Kind::Open | Kind::Close => Role::Paren,
            Kind::Or | Kind::And | Kind::Not => Role::Operator,
            Kind::Field(..) => Role::Field,
            Kind::Word(_) | Kind::Phrase(_) if self.value => Role::Value,
            Kind::Word(_) => Role::Word,
            Kind::Phrase(_) => Role::Phrase,
            Kind::Ignored => Role::Ignored,
        }
    }
}

/// A sign of the language in its plain form.
fn plain(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '“' | '”' | '„' | '＂' => '"',
        '：' => ':',
        '｜' => '|',
        '＊' => '*',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn is_sign(c: char) -> bool {
    matches!(plain(c), '(' | ')' | '"' | '|' | ' ')
}

/// Words of the language.
const OPERATORS: &[(&str, Kind)] = &[
    ("OR", Kind::Or),
    ("또는", Kind::Or),
    ("AND", Kind::And),
    ("NOT", Kind::Not),
];

/// All tokens of a text, and the first fault in it.
pub(super) fn lex(text: &str) -> (Vec<Token>, Option<Fault>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
        fault: None,
    };
    while lexer.at < text.len() {
        lexer.token();
    }
    (lexer.tokens, lexer.fault)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    fault: Option<Fault>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        slice(self.text, self.at..self.text.len())
    }

    fn push(&mut self, kind: Kind, from: usize) {
        let before = self.tokens.last();
        let value = before.is_some_and(|t| matches!(t.kind, Kind::Field(..)) && t.at.end as usize == from);
        self.tokens.push(Token {
            kind,
            at: from as u32..self.at as u32,
            value,
        });
    }

    fn fault(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    fn token(&mut self) {
        let from = self.at;
        let Some(c) = self.rest().chars().next() else {
            return;
        };
        let next = self.rest().chars().nth(1);
        let wide = c.len_utf8();
        // A value may begin with anything.
        let in_value = self.follows_field();
        match plain(c) {
            ' ' => self.at += wide,
            '(' => self.sign(Kind::Open, wide),
            ')' => self.sign(Kind::Close, wide),
            '|' => self.sign(Kind::Or, wide),
            '"' => self.phrase(from, wide),
            // Two of them say no more than one.
            '-' if !in_value && next == Some('-') => self.at += wide,
            '-' if !in_value && next.is_some_and(|n| !matches!(plain(n), ' ' | ')' | '|')) => {
                self.sign(Kind::Not, wide);
            }
            '=' if !in_value && next.is_some_and(|n| !is_sign(n)) => {
                self.at += wide;
                let word = self.run();
                let kind = worth(&word, false).map_or(Kind::Ignored, Kind::Phrase);
                self.push(kind, from);
            }
            '#' if !in_value && next.is_some_and(|n| !is_sign(n)) => {
                self.sign(Kind::Field(Field::Tag, 0), wide);
            }
            _ => self.word(from, in_value),
        }
    }

    fn follows_field(&self) -> bool {
        let before = self.tokens.last();
        before.is_some_and(|t| matches!(t.kind, Kind::Field(..)) && t.at.end as usize == self.at)
    }

    fn sign(&mut self, kind: Kind, wide: usize) {
        let from = self.at;
        self.at += wide;
        self.push(kind, from);
    }

    /// Letters up to a blank or a sign.
    fn run(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(is_sign).unwrap_or(rest.len());
        let run = slice(rest, 0..end).replace('＊', "*");
        self.at += end;
        run
    }

    fn phrase(&mut self, from: usize, wide: usize) {
        let mut text = String::new();
        let mut escaped = false;
        let inside = slice(self.text, from + wide..self.text.len());
        for (at, c) in inside.char_indices() {
            match c {
                '\\' if !escaped => escaped = true,
                c if plain(c) == '"' && !escaped => {
                    self.at = from + wide + at + c.len_utf8();
                    let kind = worth(&text, false).map_or(Kind::Ignored, Kind::Phrase);
                    return self.push(kind, from);
                }
                c => {
                    // Only what must be is escaped.
                    if escaped && !matches!(c, '"' | '\\') {
                        text.push('\\');
                    }
                    text.push(c);
                    escaped = false;
                }
            }
        }
        self.at = self.text.len();
        let kind = worth(&text, false).map_or(Kind::Ignored, Kind::Phrase);
        self.push(kind, from);
        let place = from as u32..(from + wide) as u32;
        let meant = Some(format!(
            "{}\"",
            slice(self.text, from..self.text.len()).trim_end()
        ));
        self.fault(Fault::new(place, Wrong::Unclosed).meaning(meant));
    }

    fn word(&mut self, from: usize, in_value: bool) {
        let rest = self.rest();
        let end = rest.find(is_sign).unwrap_or(rest.len());
        let run = slice(rest, 0..end);
        if !in_value && let Some((name, after)) = run.split_once([':', '：']) {
            let colon = run.len() - after.len();
            if let Some(field) = field_of(name) {
                self.at = from + colon;
                return self.push(Kind::Field(field.0, field.1), from);
            }
            self.guess(from, name, after);
        }
        let word = self.run();
        let operator = OPERATORS.iter().find(|(name, _)| !in_value && *name == word);
        let kind = match operator {
            Some((_, kind)) => kind.clone(),
            None if in_value => Kind::Word(word),
            None => worth(&word, true).map_or(Kind::Ignored, Kind::Word),
        };
        self.push(kind, from);
    }

    /// Something before a colon that is nearly a field was meant as one; an address or a time of day was not.
    fn guess(&mut self, from: usize, name: &str, after: &str) {
        let letters = name.chars().all(char::is_alphabetic);
        if !letters || name.chars().count() < 2 || after.starts_with("//") {
            return;
        }
        let (name, from) = (name.to_owned(), from as u32);
        if let Some(field) = nearest_field(&name) {
            let place = from..from + name.len() as u32;
            let meant = Some(format!("{}:", field.name()));
            self.fault(Fault::new(place, Wrong::NoField).meaning(meant));
        }
    }
}

/// The text, if there is a letter in it, or a wildcard.
fn worth(text: &str, wild: bool) -> Option<String> {
    let is_letter = |c: char| c.is_alphanumeric() || wild && c == '*';
    text.chars().any(is_letter).then(|| text.to_owned())
}

/// The field of a name, and the distance of `near/20`.
fn field_of(name: &str) -> Option<(Field, u32)> {
    if let Some((name, far)) = name.split_once('/') {
        // A number of any size is one: no text has so many letters between two words as the largest that is kept.
        let digits = !far.is_empty() && far.bytes().all(|b| b.is_ascii_digit());
        let far = digits.then(|| far.parse().unwrap_or(u32::MAX).min(10_000))?;
        return valued(FIELDS, name)
            .filter(|f| *f == Field::Near)
            .map(|f| (f, far));
    }
    valued(FIELDS, name).map(|field| (field, NEAR))
}
