//! Decodes `&amp;`, `&#39;` and their kin.
//!
//! Always before cleaning, so that an encoded control never outlives it.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// Longest name of an entity in characters, with `&` and `;`.
const LONGEST: usize = 34;

/// The names that make up nearly all of real pages; the rest comes from the Markdown reader's full table.
const COMMON: [(&str, &str); 24] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("middot", "·"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("copy", "©"),
    ("reg", "®"),
    ("times", "×"),
    ("deg", "°"),
    ("bull", "•"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("trade", "™"),
    ("sect", "§"),
    ("eacute", "é"),
];

/// Decodes once: `&amp;lt;` becomes `&lt;`.
pub(crate) fn decode(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut pieces = raw.split('&');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        if let Some((decoded, rest)) = entity(piece) {
            text.push_str(&decoded);
            text.push_str(rest);
        } else {
            text.push('&');
            text.push_str(piece);
        }
    }
    Cow::Owned(text)
}

/// The characters of the entity that `piece` starts with, and what follows it.
fn entity(piece: &str) -> Option<(Cow<'static, str>, &str)> {
    if let Some(number) = piece.strip_prefix('#') {
        return numeric(number);
    }
    let end = piece
        .bytes()
        .take(LONGEST)
        .position(|b| !b.is_ascii_alphanumeric());
    let (name, rest) = piece.split_at(end.unwrap_or(piece.len().min(piece.floor_char_boundary(LONGEST))));
    let common = COMMON.iter().find(|(n, _)| *n == name);
    match (common, rest.strip_prefix(';')) {
        (Some((_, text)), rest_after) => Some((Cow::Borrowed(*text), rest_after.unwrap_or(rest))),
        (None, Some(rest)) if !name.is_empty() => Some((Cow::Owned(rare(name)?), rest)),
        _ => None,
    }
}

fn numeric(number: &str) -> Option<(Cow<'static, str>, &str)> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (number, 10),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let (value, rest) = digits.split_at(end);
    if value.is_empty() {
        return None;
    }
    let code = u32::from_str_radix(value, radix).ok();
    let c = code
        .map(windows)
        .and_then(char::from_u32)
        .filter(|c| *c != '\0')
        .unwrap_or('\u{fffd}');
    Some((Cow::Owned(c.to_string()), rest.strip_prefix(';').unwrap_or(rest)))
}

/// Browsers read 0x80 to 0x9F as Windows-1252; the quotes and dashes of old pages are written so.
fn windows(code: u32) -> u32 {
    const QUOTES: [(u32, u32); 9] = [
        (0x80, 0x20ac),
        (0x85, 0x2026),
        (0x91, 0x2018),
        (0x92, 0x2019),
        (0x93, 0x201c),
        (0x94, 0x201d),
        (0x95, 0x2022),
        (0x96, 0x2013),
        (0x97, 0x2014),
    ];
    QUOTES
        .iter()
        .find(|(from, _)| *from == code)
        .map_or(code, |(_, to)| *to)
}

fn rare(name: &str) -> Option<String> {
    let encoded = format!("&{name};");
    let text: String = Parser::new(&encoded)
        .filter_map(|e| {
            if let Event::Text(t) = e {
                Some(t.into_string())
            } else {
                None
            }
        })
        .collect();
    (text != encoded && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once() {
        for (raw, expected) in [
            ("R&amp;D", "R&D"),
            ("a &lt;b&gt;", "a <b>"),
            ("&amp;#27;", "&#27;"),
            ("&#27;[0m", "\u{1b}[0m"),
            ("&#x9d;", "\u{9d}"),
            ("&#147;인용&#148;", "“인용”"),
            ("&#54620;&#xAE00;", "한글"),
            ("&NotEqualTilde;", "≂̸"),
            ("&Eacute;t&eacute;", "Été"),
            ("AT&T & co", "AT&T & co"),
            ("&nbsp", "\u{a0}"),
            ("&#;&#x;&;", "&#;&#x;&;"),
            ("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("&없음;", "&없음;"),
            ("&bogus;", "&bogus;"),
        ] {
            assert_eq!(decode(raw), expected, "{raw}");
        }
        let long = format!("&{}", "가나".repeat(40));
        assert_eq!(decode(&long), long);
    }
}
