//! Reads the author fields of metadata: one string or a list, names in several styles.
//!
//! Metadata names authors more loosely than the bylines of a text: wiki links, `By`, several names in one
//! string, an address instead of a name.

use crate::article::byline::Byline;
use crate::text::Clean;

/// Words that follow or lead a name and say what its bearer does. Longer ones stand before their endings.
const ROLES: [&str; 16] = [
    "수습기자",
    "선임기자",
    "전문기자",
    "인턴기자",
    "논설위원",
    "특파원",
    "편집위원",
    "객원기자",
    "기자",
    "앵커",
    "PD",
    "記者",
    "特派員",
    "编辑",
    "编译",
    "记者",
];
/// What stands between two names in one string.
const BETWEEN: [char; 6] = [',', ';', '、', '·', '，', '/'];

/// Reads the authors of one string.
pub(crate) fn read(raw: &str) -> Vec<Byline> {
    let raw = raw.trim();
    let raw = ["By ", "by ", "BY "]
        .iter()
        .find_map(|by| raw.strip_prefix(by))
        .unwrap_or(raw);
    // The address of an author's page names nobody.
    if raw.starts_with("http://") || raw.starts_with("https://") {
        return Vec::new();
    }
    unlinked(raw)
        .split(BETWEEN)
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .filter_map(one)
        .collect()
}

fn one(raw: &str) -> Option<Byline> {
    let (mut words, mut address) = (Vec::new(), None);
    for word in raw.split_whitespace() {
        let bare = word.trim_matches(['(', ')', '<', '>', '[', ']']);
        if bare.contains('@') && !bare.starts_with('@') && !bare.ends_with('@') {
            address = Some(Clean::new(bare));
        } else {
            words.push(word);
        }
    }
    let words = words.join(" ");
    let whole = words.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
    let (name, role) = role(whole.unwrap_or(&words));
    (!name.is_empty() || address.is_some()).then(|| Byline {
        name: Clean::new(&closed_up(&name)),
        role: role.map(Clean::new),
        address,
        outlet: None,
    })
}

/// Puts the shown words in place of `[[Name]]`, `[[page|Name]]` and `[Name](address)`.
fn unlinked(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, link)) = rest.split_once('[') {
        text.push_str(before);
        let (shown, after) = match link.strip_prefix('[').and_then(|l| l.split_once("]]")) {
            Some((inner, after)) => (inner.rsplit('|').next().unwrap_or(inner), after),
            None => match link
                .split_once("](")
                .and_then(|(n, l)| Some((n, l.split_once(')')?.1)))
            {
                Some(found) => found,
                None => ("", link),
            },
        };
        text.push_str(shown);
        rest = after;
    }
    text + rest
}

/// Papers part family and given name to fill a line; the name itself has no blank.
fn closed_up(name: &str) -> String {
    let unspaced = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '々');
    let blank = char::is_whitespace;
    if name.chars().all(|c| unspaced(c) || blank(c)) && name.chars().count() <= 8 {
        name.split_whitespace().collect()
    } else {
        name.to_owned()
    }
}

fn role(words: &str) -> (String, Option<&'static str>) {
    for role in ROLES {
        let rest = words.strip_suffix(role).or_else(|| words.strip_prefix(role));
        if let Some(rest) = rest
            .map(str::trim)
            .filter(|r| !r.is_empty() && !r.ends_with(['-', '의']))
        {
            return (rest.trim_matches(['(', ')']).trim().to_owned(), Some(role));
        }
    }
    (words.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &[(&str, &str, &str)]) {
        let read = read(raw);
        let read: Vec<_> = read
            .iter()
            .map(|b| {
                (
                    &*b.name,
                    b.role.as_deref().unwrap_or(""),
                    b.address.as_deref().unwrap_or(""),
                )
            })
            .collect();
        assert_eq!(read, expected, "{raw}");
    }

    #[test]
    fn authors_are_read_in_every_style() {
        check("한가람 기자", &[("한가람", "기자", "")]);
        check(
            "한가람기자 garam@news.example",
            &[("한가람", "기자", "garam@news.example")],
        );
        check("[[Ada Reed]]", &[("Ada Reed", "", "")]);
        check("[[people/ada|Ada Reed]]", &[("Ada Reed", "", "")]);
        check(
            "By Ada Reed and Tom Lin",
            &[("Ada Reed", "", ""), ("Tom Lin", "", "")],
        );
        check("한가람, 도담 기자", &[("한가람", "", ""), ("도담", "기자", "")]);
        check("三浦 千景", &[("三浦千景", "", "")]);
        check("记者 林小雨", &[("林小雨", "记者", "")]);
        check("https://news.example/people/7", &[]);
        check("  ", &[]);
    }
}
