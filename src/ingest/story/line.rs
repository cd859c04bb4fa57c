//! One paragraph before cleaning, with the places of its links, and what cleaning makes of them.

use std::ops::Range;

use crate::article::body::Zone;
use crate::text::Clean;

/// Longest address that is kept, in bytes; longer ones carry data, not a place.
const LONGEST_URL: usize = 4_096;

/// A paragraph as a format gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub zone: Zone,
    /// Uncleaned text; any white space is a blank.
    pub text: String,
    /// Byte ranges of linked words in `text`, in order and apart, with their addresses.
    pub links: Vec<(Range<usize>, String)>,
}

/// A paragraph after cleaning.
#[derive(Debug)]
pub(super) struct Cleaned {
    pub zone: Zone,
    pub text: String,
    /// Byte ranges in `text`.
    pub links: Vec<(Range<usize>, Clean)>,
}

impl Line {
    pub(crate) fn of(zone: Zone, text: &str) -> Self {
        Self {
            zone,
            text: text.to_owned(),
            links: Vec::new(),
        }
    }

    /// Cleans stretch by stretch between the ends of links, so that their places in the cleaned text are known.
    /// Cost: one pass, however many links.
    pub(super) fn cleaned(&self) -> Cleaned {
        if self.links.is_empty() {
            return Cleaned {
                zone: self.zone,
                text: Clean::new(&self.text).into_string(),
                links: Vec::new(),
            };
        }
        let mut text = String::with_capacity(self.text.len());
        let mut links = Vec::with_capacity(self.links.len());
        let mut at = 0;
        for (words, url) in &self.links {
            append(&mut text, self.text.get(at..words.start).unwrap_or_default());
            let gap = text.len();
            append(&mut text, self.text.get(words.clone()).unwrap_or_default());
            let start = text
                .get(gap..)
                .map_or(gap, |t| gap + t.len() - t.trim_start().len());
            let end = text.trim_end().len();
            links.push((start.min(end)..end, Clean::new(url)));
            at = words.end;
        }
        append(&mut text, self.text.get(at..).unwrap_or_default());
        let whole = Clean::new(&text);
        // A mark that joined across the end of a link, or a blank at the end: then places may have moved.
        if *whole != *text.trim_end() {
            for (words, _) in &mut links {
                *words = 0..0;
            }
        }
        Cleaned {
            zone: self.zone,
            text: whole.to_string(),
            links,
        }
    }
}

/// Appends a stretch, cleaned, and keeps one blank at its ends where it had any.
fn append(text: &mut String, raw: &str) {
    let words = Clean::new(raw);
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let separate = |text: &str| !text.is_empty() && !text.ends_with(' ');
    if blank(raw.chars().next()) && separate(text) {
        text.push(' ');
    }
    text.push_str(&words);
    if blank(raw.chars().next_back()) && separate(text) {
        text.push(' ');
    }
}

/// Makes a link's address absolute. `None` for schemes that name no page or mailbox, for places inside the
/// page, and for a relative address on a page whose own address is not known.
pub(crate) fn resolve(base: &str, href: &str) -> Option<String> {
    let href = href.trim();
    let lower: String = href.chars().take(8).collect::<String>().to_ascii_lowercase();
    if href.is_empty() || href.starts_with('#') || href.len() > LONGEST_URL {
        return None;
    }
    if ["http://", "https://", "mailto:"]
        .iter()
        .any(|s| lower.starts_with(s))
    {
        return Some(href.to_owned());
    }
    let scheme = href
        .split_once(':')
        .is_some_and(|(s, _)| !s.contains(['/', '?', '#']));
    let (protocol, rest) = base.split_once("://").filter(|_| !scheme)?;
    let host = rest.split(['/', '?', '#']).next()?;
    if !matches!(protocol, "http" | "https") || host.is_empty() {
        return None;
    }
    if let Some(elsewhere) = href.strip_prefix("//") {
        return Some(format!("{protocol}://{elsewhere}"));
    }
    if href.starts_with('/') {
        return Some(format!("{protocol}://{host}{href}"));
    }
    let path = rest.split(['?', '#']).next()?;
    let folder = path.rsplit_once('/').map_or(path, |(folder, _)| folder);
    Some(format!("{protocol}://{folder}/{href}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, links: &[(usize, usize)], expected: &str, words: &[&str]) {
        let line = Line {
            zone: Zone::Text,
            text: text.into(),
            links: links
                .iter()
                .map(|(from, to)| (*from..*to, "https://a.example".into()))
                .collect(),
        };
        let cleaned = line.cleaned();
        assert_eq!(cleaned.text, expected);
        let found: Vec<_> = cleaned
            .links
            .iter()
            .map(|(r, _)| cleaned.text.get(r.clone()).unwrap())
            .collect();
        assert_eq!(found, words, "{text}");
    }

    #[test]
    fn links_keep_their_words() {
        check(
            "see  the  report now",
            &[(3, 17)],
            "see the report now",
            &["the report"],
        );
        check("보고서를 보라", &[(0, 9)], "보고서를 보라", &["보고서"]);
        check("  lead", &[(2, 6)], "lead", &["lead"]);
        check("tail  ", &[(0, 6)], "tail", &["tail"]);
        check("a b", &[(2, 2)], "a b", &[""]);
        check("ab", &[(0, 1), (1, 2)], "ab", &["a", "b"]);
        check("a\n\tb", &[(0, 1), (3, 4)], "a b", &["a", "b"]);
    }

    #[test]
    fn addresses_become_absolute_or_are_dropped() {
        let base = "https://news.example/it/story.html?x=1";
        for (href, expected) in [
            ("https://a.example/x", Some("https://a.example/x")),
            ("HTTP://a.example", Some("HTTP://a.example")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("/top", Some("https://news.example/top")),
            ("//cdn.example/x", Some("https://cdn.example/x")),
            ("next.html", Some("https://news.example/it/next.html")),
            ("#note", None),
            ("javascript:alert(1)", None),
            ("JavaScript:alert(1)", None),
            ("data:text/html,x", None),
            ("file:///etc/hosts", None),
            ("", None),
        ] {
            assert_eq!(resolve(base, href).as_deref(), expected, "{href}");
        }
        assert_eq!(resolve("", "/top"), None);
    }
}
