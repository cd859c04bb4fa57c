//! Makes a query of tokens: `OR` binds weakest, words side by side must all hold, `-` binds strongest.

use std::ops::Range;

use super::fault::{Fault, Wrong, nearest_date, nearest_value};
use super::field::{Field, LANGUAGES, SORTS, STATES, THINGS, valued};
use super::lexer::{Kind, Token, lex};
use super::{DEEPEST, Expr, LONGEST, MOST, Query, Sort, Term, Text, When};

/// Most words that are looked for near each other.
const MOST_NEAR: usize = 12;
/// Most of them that are one letter, which most stories hold at very many places.
const MOST_LETTERS: usize = 3;
/// Most stars in a word.
const MOST_STARS: usize = 8;

pub(super) fn parse(text: &str) -> Result<Query, Fault> {
    if text.len() > LONGEST {
        let end = text.len() as u32;
        return Err(Fault::new(end..end, Wrong::TooLong));
    }
    let (tokens, fault) = lex(text);
    if let Some(fault) = fault {
        return Err(fault);
    }
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        end: text.len() as u32,
        terms: 0,
        depth: 0,
        sort: None,
        bare: 0,
    };
    let root = parser.either(None)?;
    match parser.next() {
        Some(token) => Err(Fault::new(token.at.clone(), Wrong::Stray)),
        None => Ok(Query {
            root,
            sort: parser.sort,
        }),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    end: u32,
    terms: usize,
    depth: usize,
    sort: Option<Sort>,
    /// Negations and alternatives around: an order has no place in them.
    bare: usize,
}

/// The field whose parentheses we are in.
type Inside = Option<(Field, u32)>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.at);
        self.at += 1;
        token
    }

    fn here(&self) -> Range<u32> {
        self.peek().map_or(self.end..self.end, |t| t.at.clone())
    }

    /// Alternatives.
    fn either(&mut self, inside: Inside) -> Result<Option<Expr>, Fault> {
        let first = self.all(inside)?;
        let mut parts = Vec::new();
        let mut alone: Option<Range<u32>> = None;
        let mut last = first;
        while let Some(or) = self.peek().filter(|t| t.kind == Kind::Or) {
            self.at += 1;
            self.bare += 1;
            if last.is_none() {
                alone.get_or_insert(or.at.clone());
            }
            parts.extend(last);
            last = self.all(inside)?;
            self.bare -= 1;
            if last.is_none() {
                alone.get_or_insert(or.at.clone());
            }
        }
        if let Some(at) = alone {
            return Err(Fault::new(at, Wrong::Alone));
        }
        parts.extend(last);
        Ok(Expr::any(parts))
    }

    /// Conditions side by side.
    fn all(&mut self, inside: Inside) -> Result<Option<Expr>, Fault> {
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Or | Kind::Close => break,
                Kind::Ignored => self.at += 1,
                Kind::And => {
                    self.at += 1;
                    let follows = self
                        .peek()
                        .is_some_and(|t| !matches!(t.kind, Kind::Or | Kind::Close | Kind::And));
                    if parts.is_empty() || !follows {
                        return Err(Fault::new(token.at.clone(), Wrong::Alone));
                    }
                }
                _ => parts.extend(self.one(inside)?),
            }
        }
        // `(a b) c` is `a b c`: what means the same is the same value.
        let flat = parts.into_iter().flat_map(|part| match part {
            Expr::And(parts) => parts,
            other => vec![other],
        });
        Ok(Expr::all(flat.collect()))
    }

    /// A condition, or none where it only set the order.
    fn one(&mut self, inside: Inside) -> Result<Option<Expr>, Fault> {
        let Some(token) = self.next() else {
            return Ok(None);
        };
        match &token.kind {
            Kind::Not => {
                self.deeper(&token.at)?;
                self.bare += 1;
                while self.peek().is_some_and(|t| t.kind == Kind::Ignored) {
                    self.at += 1;
                }
                let alone = self
                    .peek()
                    .is_none_or(|t| matches!(t.kind, Kind::Or | Kind::Close | Kind::And));
                let part = if alone { None } else { self.one(inside)? };
                self.bare -= 1;
                self.depth -= 1;
                match part {
                    None => Err(Fault::new(token.at.clone(), Wrong::Alone)),
                    Some(Expr::Not(part)) => Ok(Some(*part)),
                    Some(part) => Ok(Some(Expr::Not(Box::new(part)))),
                }
            }
            Kind::Open => self.group(&token.at, inside),
            Kind::Field(field, far) => self.field(token, *field, *far, inside),
            Kind::Word(text) => self.term(inside, Text::word(text), &token.at),
            Kind::Phrase(text) => self.term(inside, Text::phrase(text), &token.at),
            Kind::Close | Kind::Or | Kind::And | Kind::Ignored => Ok(None),
        }
    }

    fn deeper(&mut self, at: &Range<u32>) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::new(at.clone(), Wrong::TooDeep));
        }
        Ok(())
    }

    fn group(&mut self, open: &Range<u32>, inside: Inside) -> Result<Option<Expr>, Fault> {
        self.deeper(open)?;
        let part = self.either(inside)?;
        self.depth -= 1;
        match self.next() {
            Some(close) if part.is_none() => Err(Fault::new(open.start..close.at.end, Wrong::Nothing)),
            Some(_) => Ok(part),
            None => Err(Fault::new(open.clone(), Wrong::Open)),
        }
    }

    fn field(
        &mut self,
        token: &Token,
        field: Field,
        far: u32,
        inside: Inside,
    ) -> Result<Option<Expr>, Fault> {
        if inside.is_some() {
            return Err(Fault::new(token.at.clone(), Wrong::Misplaced));
        }
        let Some(value) = self.peek().filter(|t| t.at.start == token.at.end) else {
            return Err(Fault::new(token.at.clone(), Wrong::NoValue));
        };
        match &value.kind {
            Kind::Open if field == Field::Near => self.near(far),
            Kind::Open if matches!(field, Field::Sort) => Err(Fault::new(value.at.clone(), Wrong::Misplaced)),
            Kind::Open => {
                self.at += 1;
                self.group(&value.at, Some((field, far)))
            }
            Kind::Word(_) | Kind::Phrase(_) => self.one(Some((field, far))),
            _ => Err(Fault::new(token.at.clone(), Wrong::NoValue)),
        }
    }

    /// Words in parentheses that stand near each other.
    fn near(&mut self, far: u32) -> Result<Option<Expr>, Fault> {
        let open = self.here();
        self.at += 1;
        let mut texts = Vec::new();
        loop {
            let Some(token) = self.next() else {
                return Err(Fault::new(open, Wrong::Open));
            };
            match &token.kind {
                Kind::Word(text) if text.contains('*') => {
                    return Err(Fault::new(token.at.clone(), Wrong::Misplaced));
                }
                Kind::Word(text) | Kind::Phrase(text) => texts.push(Text::phrase(text)),
                Kind::Ignored => {}
                Kind::Close => break,
                _ => return Err(Fault::new(token.at.clone(), Wrong::Misplaced)),
            }
        }
        if texts.is_empty() {
            return Err(Fault::new(open.start..open.end + 1, Wrong::Nothing));
        }
        // Words near each other are compared all with all.
        let letters = texts.iter().filter(|text| text.text.chars().count() == 1).count();
        if texts.len() > MOST_NEAR || letters > MOST_LETTERS {
            return Err(Fault::new(open.clone(), Wrong::TooMany));
        }
        self.count(texts.len(), &open)?;
        Ok(Some(Expr::Term(Term::Near(texts, far))))
    }

    fn count(&mut self, more: usize, at: &Range<u32>) -> Result<(), Fault> {
        self.terms += more;
        if self.terms > MOST {
            return Err(Fault::new(at.clone(), Wrong::TooMany));
        }
        Ok(())
    }

    fn term(&mut self, inside: Inside, text: Text, at: &Range<u32>) -> Result<Option<Expr>, Fault> {
        self.count(1, at)?;
        let blank = !text.text.chars().any(char::is_alphanumeric);
        let bad = |wrong| Err(Fault::new(at.clone(), wrong));
        if text.text.matches('*').count() > MOST_STARS {
            return bad(Wrong::TooMany);
        }
        let Some((field, far)) = inside else {
            return if blank {
                bad(Wrong::BadWildcard)
            } else {
                Ok(Some(Expr::Term(Term::Words(text))))
            };
        };
        if blank {
            return bad(if text.text.contains('*') {
                Wrong::BadWildcard
            } else {
                Wrong::NoValue
            });
        }
        let value = text.text.as_str();
        let unknown = || {
            let meant = nearest_value(field, value).map(str::to_owned);
            Fault::new(at.clone(), Wrong::BadValue).meaning(meant)
        };
        let term = match field {
            Field::Name => Term::Name(text),
            Field::Said => Term::Said(text),
            Field::By => Term::By(text),
            Field::In => Term::Outlet(text),
            Field::Tag => Term::Tag(text),
            Field::Note => Term::Note(text),
            Field::Title => Term::Title(text),
            Field::Body => Term::Body(text),
            Field::Near => Term::Near(vec![Text::phrase(value)], far),
            Field::Lang => Term::Language(valued(LANGUAGES, value).ok_or_else(unknown)?),
            Field::Is => Term::Is(valued(STATES, value).ok_or_else(unknown)?),
            Field::Has => Term::Has(valued(THINGS, value).ok_or_else(unknown)?),
            Field::Date => Term::Date(
                When::read(value)
                    .ok_or_else(|| Fault::new(at.clone(), Wrong::BadDate).meaning(nearest_date(value)))?,
            ),
            Field::Sort => {
                let sort = valued(SORTS, value).ok_or_else(unknown)?;
                if self.bare > 0 || self.depth > 0 {
                    return bad(Wrong::Misplaced);
                }
                self.sort = Some(sort);
                return Ok(None);
            }
        };
        Ok(Some(Expr::Term(term)))
    }
}
