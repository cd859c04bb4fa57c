//! What a line means: one row for each order, with its letter; its words and what it does stand in the catalogues.

use crate::app::words::Words;
use crate::text::fold::fold;
use crate::text::keystrokes::latin_of_hangul;

/// What a reader may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    List,
    Unread,
    Kept,
    Search,
    Next,
    Previous,
    Again,
    Whole,
    Names,
    Follow,
    Related,
    Info,
    Bookmark,
    Read,
    Tag,
    Write,
    Notes,
    Delete,
    Undo,
    Redo,
    Reload,
    Back,
    Help,
    Quit,
}

/// Every order with its letters and its word in English, in the order of the help. The word is also the key of the
/// words of other languages.
pub(super) const ORDERS: &[(Order, &str, &str)] = &[
    (Order::List, "l", "list"),
    (Order::Unread, "o", "unread"),
    (Order::Kept, "k", "bookmarks"),
    (Order::Search, "s /", "search"),
    (Order::Next, "n", "next"),
    (Order::Previous, "p", "previous"),
    (Order::Again, "g", "again"),
    (Order::Whole, "a", "all"),
    (Order::Names, "e", "names"),
    (Order::Follow, "f", "follow"),
    (Order::Related, "r", "related"),
    (Order::Info, "i", "info"),
    (Order::Bookmark, "b", "bookmark"),
    (Order::Read, "m", "read"),
    (Order::Tag, "t", "tag"),
    (Order::Write, "w", "write"),
    (Order::Notes, "v", "notes"),
    (Order::Delete, "d", "delete"),
    (Order::Undo, "u", "undo"),
    (Order::Redo, "y", "redo"),
    (Order::Reload, "x", "reload"),
    (Order::Back, "z", "back"),
    (Order::Help, "h ?", "help"),
    (Order::Quit, "q", "quit"),
];

/// A line as it was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'l> {
    /// Nothing was typed: go on.
    Empty,
    /// The number of something that was listed.
    Number(usize),
    /// An order and what was typed after it.
    Order(Order, &'l str),
    /// None of these.
    Unknown(&'l str),
}

/// Reads a line. Letters count in full width and on the Korean keyboard too.
pub(super) fn read<'l>(line: &'l str, words: &Words) -> Line<'l> {
    let line = line.trim();
    if line.is_empty() {
        return Line::Empty;
    }
    if let Some(rest) = line.strip_prefix(['/', '／']) {
        return Line::Order(Order::Search, rest.trim());
    }
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    if let Some(number) = number(line) {
        return Line::Number(number);
    }
    match meant(first, words) {
        Some(order) => Line::Order(order, rest.trim()),
        None => Line::Unknown(line),
    }
}

fn meant(typed: &str, words: &Words) -> Option<Order> {
    let typed = fold(typed);
    let find = |typed: &str| {
        let is = |many: &str| many.split(' ').any(|one| fold(one) == typed);
        let row = ORDERS.iter().find(|(_, letters, name)| {
            is(letters) || *name == typed || is(words.get(&format!("linear-word.{name}")))
        });
        row.map(|(order, ..)| *order)
    };
    find(&typed).or_else(|| find(&latin_of_hangul(&typed)?))
}

/// A number as people write one in a list: `3`, `３`, `3.`, `3번`.
pub(super) fn number(typed: &str) -> Option<usize> {
    let folded = fold(typed.trim());
    let digits = folded.trim_end_matches(['.', ')', '번', '番', '号', '號', '篇']);
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    // A number too large to be one of anything is a number all the same.
    plain.then(|| digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::app::words::LANGUAGES;
    use crate::article::language::Language;

    #[test]
    fn a_line_is_an_order_a_number_or_nothing() {
        for (language, line, expected) in [
            (Language::En, "", Line::Empty),
            (Language::En, "  \t\u{3000}", Line::Empty),
            (Language::En, "12", Line::Number(12)),
            (Language::Ja, "１２", Line::Number(12)),
            (Language::Ko, "3번", Line::Number(3)),
            (Language::Zh, "3.", Line::Number(3)),
            (Language::En, "99999999999999999999999", Line::Number(usize::MAX)),
            (Language::En, "l", Line::Order(Order::List, "")),
            (Language::En, "L", Line::Order(Order::List, "")),
            (Language::Ja, "ｌ", Line::Order(Order::List, "")),
            (Language::Ko, "ㅣ", Line::Order(Order::List, "")),
            (Language::Ko, "목록", Line::Order(Order::List, "")),
            (Language::Ko, "list", Line::Order(Order::List, "")),
            (
                Language::Ko,
                "검색  둑길 위",
                Line::Order(Order::Search, "둑길 위"),
            ),
            (Language::Ja, "検索\u{3000}橋", Line::Order(Order::Search, "橋")),
            (Language::Zh, "搜索 桥", Line::Order(Order::Search, "桥")),
            (Language::Zh, "／桥", Line::Order(Order::Search, "桥")),
            (
                Language::En,
                "/ two words",
                Line::Order(Order::Search, "two words"),
            ),
            (Language::En, "b 3", Line::Order(Order::Bookmark, "3")),
            (Language::En, "?", Line::Order(Order::Help, "")),
            (Language::En, "목록", Line::Unknown("목록")),
            (Language::En, "frobnicate it", Line::Unknown("frobnicate it")),
            (Language::En, "3 b", Line::Unknown("3 b")),
        ] {
            assert_eq!(
                read(line, &Words::of(language)),
                expected,
                "{language:?} {line:?}"
            );
        }
    }

    #[test]
    fn no_word_means_two_orders_and_each_order_has_its_words() {
        for language in LANGUAGES {
            let words = Words::of(language);
            let mut met: HashMap<String, Order> = HashMap::new();
            for (order, letters, name) in ORDERS {
                for key in [format!("linear-word.{name}"), format!("linear-help.{name}")] {
                    assert!(words.has(&key), "{language:?} {key}");
                }
                let own = words.get(&format!("linear-word.{name}")).to_owned();
                for word in letters.split(' ').chain([*name]).chain(own.split(' ')) {
                    let other = met.insert(fold(word), *order);
                    assert!(
                        other.is_none_or(|other| other == *order),
                        "{language:?} {word}: {other:?} and {order:?}"
                    );
                }
            }
        }
    }
}
