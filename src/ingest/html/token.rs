//! Cuts HTML into tags and text in one pass, without a tree.
//!
//! A tree builder may take quadratic time on hostile pages; this never does: every search that finds nothing is
//! remembered, so that no stretch is looked at twice for the same thing.

use std::borrow::Cow;

use super::entity;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Open(Tag<'a>),
    /// The name, in lower case.
    Close(Cow<'a, str>),
    /// Text with its entities still encoded.
    Text(&'a str),
    /// What a `script`, `style` or `title` holds; the name of the element stands before it as `Open`.
    Raw(&'a str),
    Comment(&'a str),
}

/// An opening tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// In lower case.
    pub name: Cow<'a, str>,
    /// Everything between name and `>`.
    attributes: &'a str,
}

/// Elements whose content is not markup.
const RAW: [&str; 6] = ["script", "style", "title", "textarea", "xmp", "noembed"];

/// The pieces of a page, in order. Cost: one pass.
pub(crate) fn tokens(html: &str) -> Tokens<'_> {
    Tokens {
        html,
        at: 0,
        raw: None,
        absent: [false; 4],
        unquoted: false,
    }
}

pub(crate) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// The element whose content is taken whole next.
    raw: Option<Cow<'a, str>>,
    /// Which of `>`, `"`, `'` and `-->` do not come any more.
    absent: [bool; 4],
    /// Whether quotes are out of step up to the end of the page, so that they no longer hide a `>`.
    unquoted: bool,
}

const SOUGHT: [&str; 4] = [">", "\"", "'", "-->"];

impl<'a> Tokens<'a> {
    fn rest(&self, at: usize) -> &'a str {
        self.html.get(at..).unwrap_or_default()
    }

    /// Where the next of [`SOUGHT`] is; remembers when there is none.
    fn seek(&mut self, what: usize, from: usize) -> Option<usize> {
        if self.absent[what] {
            return None;
        }
        let found = self.rest(from).find(SOUGHT[what]).map(|i| from + i);
        self.absent[what] = found.is_none();
        found
    }

    /// The end of a tag whose attributes start at `from`: the first `>` outside quotes, else the first `>`.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let first = self.seek(0, from)?;
        if self.unquoted {
            return Some(first);
        }
        let mut at = from;
        let mut after_equals = false;
        while let Some(b) = self.html.as_bytes().get(at).copied() {
            match b {
                b'>' => return Some(at),
                b'"' | b'\'' if after_equals => {
                    let quote = if b == b'"' { 1 } else { 2 };
                    let Some(end) = self.seek(quote, at + 1) else {
                        return Some(first);
                    };
                    at = end;
                    after_equals = false;
                }
                b'=' => after_equals = true,
                _ if !b.is_ascii_whitespace() => after_equals = false,
                _ => {}
            }
            at += 1;
        }
        self.unquoted = true;
        Some(first)
    }

    fn markup(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let rest = self.rest(start);
        if rest.starts_with("<!--")
            && let Some(end) = self.seek(3, start + 4)
        {
            self.at = end + 3;
            return self.html.get(start + 4..end).map(Token::Comment);
        }
        let mut after = rest.chars().skip(1);
        match after.next() {
            Some('!' | '?') => {
                let end = self.seek(0, start)?;
                self.at = end + 1;
                self.html.get(start + 2..end).map(Token::Comment)
            }
            Some('/') if after.next().is_some_and(|c| c.is_ascii_alphabetic()) => {
                let end = self.seek(0, start)?;
                self.at = end + 1;
                let name = self.html.get(start + 2..end)?;
                Some(Token::Close(lower(name_of(name))))
            }
            Some(c) if c.is_ascii_alphabetic() => {
                let name = name_of(self.rest(start + 1));
                let from = start + 1 + name.len();
                let end = self.tag_end(from)?;
                self.at = end + 1;
                let attributes = self.html.get(from..end)?;
                let name = lower(name);
                if RAW.contains(&name.as_ref()) && !attributes.ends_with('/') {
                    self.raw = Some(name.clone());
                }
                Some(Token::Open(Tag { name, attributes }))
            }
            _ => None,
        }
    }

    /// Takes the content of a raw element up to its closing tag, or to the end of the page.
    fn raw_text(&mut self, name: &str) -> Token<'a> {
        let start = self.at;
        let mut from = start;
        let end = loop {
            let Some(i) = self.rest(from).find("</").map(|i| from + i) else {
                break self.html.len();
            };
            let after = self.rest(i + 2);
            if after
                .get(..name.len())
                .is_some_and(|n| n.eq_ignore_ascii_case(name))
            {
                break i;
            }
            from = i + 2;
        };
        self.at = end;
        Token::Raw(self.html.get(start..end).unwrap_or_default())
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take() {
            return Some(self.raw_text(&name));
        }
        let start = self.at;
        if start >= self.html.len() {
            return None;
        }
        if self.rest(start).starts_with('<') {
            if let Some(token) = self.markup() {
                return Some(token);
            }
            // A bare `<` is text.
            self.at = start + 1;
        }
        let end = self
            .rest(self.at)
            .find('<')
            .map_or(self.html.len(), |i| self.at + i);
        self.at = end;
        self.html.get(start..end).map(Token::Text)
    }
}

/// Longest name of an element that is looked for, in bytes; an endless one would be searched again and again.
const LONGEST_NAME: usize = 40;

fn name_of(tag: &str) -> &str {
    let tag = tag
        .get(..tag.floor_char_boundary(LONGEST_NAME))
        .unwrap_or_default();
    let end = tag
        .find(|c: char| c.is_whitespace() || c == '/' || c == '>')
        .unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

impl<'a> Tag<'a> {
    /// The value of an attribute, decoded; empty where it has none. `None` if the tag does not have it.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        attributes(self.attributes)
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| entity::decode(value))
    }

    /// Whether the tag closes itself, as in `<br/>`.
    pub(crate) fn closes_itself(&self) -> bool {
        self.attributes.ends_with('/')
    }
}

/// Names and raw values.
fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        // A name may start with `=`; everything else ends at it.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_whitespace() || matches!(c, '=' | '/'))
            .map_or(rest.len(), |(i, _)| i.max(first));
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let (value, after) = value_of(value.trim_start());
        rest = after;
        Some((name, value))
    })
}

fn value_of(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = rest.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        tokens(html)
            .map(|t| match t {
                Token::Open(tag) => format!("<{}", tag.name),
                Token::Close(name) => format!("/{name}"),
                Token::Text(text) => format!("'{text}"),
                Token::Raw(text) => format!("={text}"),
                Token::Comment(text) => format!("!{text}"),
            })
            .collect()
    }

    #[test]
    fn pages_are_cut_into_pieces() {
        for (html, expected) in [
            ("<P CLASS=a>가</p>", &["<p", "'가", "/p"][..]),
            ("1 < 2 <3", &["'1 ", "'< 2 ", "'<3"]),
            ("<!-- a > b --><b>", &["! a > b ", "<b"]),
            ("<!doctype html>x", &["!doctype html", "'x"]),
            (
                "<script>if (a</b>c) x()</script>y",
                &["<script", "=if (a</b>c) x()", "/script", "'y"],
            ),
            ("<title>a <b></TITLE>", &["<title", "=a <b>", "/title"]),
            ("<a title='x > y'>z", &["<a", "'z"]),
            ("<a title=\"x>y", &["<a", "'y"]),
            ("<a title", &["'<a title"]),
            ("<!-- never", &["'<!-- never"]),
            ("<style>p{}", &["<style", "=p{}"]),
            ("</>", &["'</>"]),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn attributes_are_found_in_every_style() {
        for (html, expected) in [
            ("<a href=\"x y\">", Some("x y")),
            ("<a HREF='x'>", Some("x")),
            ("<a id=1 href=x/y>", Some("x/y")),
            ("<a href = x>", Some("x")),
            ("<a href>", Some("")),
            ("<a data-href=x>", None),
            ("<a href='a&amp;b'>", Some("a&b")),
            ("<a =href=x href=y>", Some("y")),
            ("<a 한글=x href=y>", Some("y")),
        ] {
            let Some(Token::Open(tag)) = tokens(html).next() else {
                panic!("{html} is no tag")
            };
            assert_eq!(tag.get("href").as_deref(), expected, "{html}");
        }
    }

    #[test]
    fn hostile_pages_are_cut_in_one_pass() {
        for piece in [
            "<a \"", "<a x='", "<!--", "<", "</", "<script", "<script>", "&", "<a x=\"",
        ] {
            let html = piece.repeat(200_000);
            assert!(tokens(&html).count() <= 400_001, "{piece}");
        }
    }
}
