//! Takes texts and questions apart into the words of the index.
//!
//! Runs of Han, kana and Hangul become overlapping pairs, because these languages put no blanks where a reader
//! searches: 메타 is found in 메타는. Other runs stay whole. No single letter is added at the end of a run: it would
//! part 라마 from 4 in 라마4 and break the search for it. FTS5 is given the words with blanks between them and
//! nothing to decide.

use rusqlite::params;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::library::fault::LibraryError;
use crate::library::reader::Reader;
use crate::library::value::{NameId, RowId};
use crate::library::wanted::{Phrase, Wanted};

/// More parts of a long query are not looked for one by one.
const MOST_PARTS: usize = 32;

/// Whether a letter is written without blanks between words, or with endings grown onto them.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{2FD5}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3031}'..='\u{3035}' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{318E}' | '\u{31A0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What a letter is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Cjk,
    Other,
    Gap,
}

fn class(c: char) -> Class {
    if is_cjk(c) {
        Class::Cjk
    } else if c.is_alphanumeric() || is_mark(c) {
        Class::Other
    } else {
        Class::Gap
    }
}

/// Combining marks belong to the word that they stand in.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The form in which texts and questions are compared: NFKC in small letters.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    if text.chars().all(is_plain) || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return small(text.chars(), text.len());
    }
    small(text.nfkc(), text.len())
}

/// Whether a letter is its own NFKC form whatever stands beside it: most letters of most texts, seen without a table.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{9F}' | '\u{2010}' | '\u{2013}'..='\u{2016}' | '\u{2018}'..='\u{201F}'
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Small letters; most letters of most texts have none, and asking each for its own costs more than the rest.
fn small(letters: impl Iterator<Item = char>, size: usize) -> String {
    let mut out = String::with_capacity(size);
    for c in letters {
        match c {
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            '\u{3000}'..='\u{A63F}' | '\u{AC00}'..='\u{D7FF}' => out.push(c),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Calls back with each word, in order.
fn each_word(folded: &str, mut take: impl FnMut(&str)) {
    let mut run = 0..0;
    let mut kind = Class::Gap;
    for (at, c) in folded.char_indices() {
        let next = class(c);
        if next != kind {
            end_run(folded, run.clone(), kind, &mut take);
            run.start = at;
            kind = next;
        }
        run.end = at + c.len_utf8();
    }
    end_run(folded, run, kind, &mut take);
}

fn end_run(folded: &str, run: std::ops::Range<usize>, kind: Class, take: &mut impl FnMut(&str)) {
    let run = folded.get(run).unwrap_or_default();
    match kind {
        Class::Gap => {}
        Class::Other => take(run),
        Class::Cjk => pairs(run, take),
    }
}

fn pairs(run: &str, take: &mut impl FnMut(&str)) {
    let mut starts = run.char_indices().map(|(at, _)| at).skip(1).chain([run.len()]);
    let (mut first, mut second) = (0, starts.next().unwrap_or_default());
    if second == run.len() {
        take(run);
    }
    for end in starts {
        take(run.get(first..end).unwrap_or_default());
        (first, second) = (second, end);
    }
}

/// A text as the index takes it: its words with blanks between them.
pub fn words(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len() * 5 / 2);
    each_word(&folded, |word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    });
    out
}

/// A name as the index takes it. Taking texts apart never gives this letter.
pub(super) fn name_word(name: NameId) -> String {
    format!("\u{E000}{}", name.0)
}

/// The question for the stories that have a name.
pub(super) fn named(name: NameId) -> String {
    format!("\"{}\"", name_word(name))
}

/// What the reader typed, as a question to the index: all words, each as one phrase, a lone letter as the start of
/// one. `None` if there is no letter in it.
pub fn query(typed: &str) -> Option<String> {
    wanted(typed).map(|wanted| wanted.to_string())
}

/// The same as a value.
pub(super) fn wanted(typed: &str) -> Option<Wanted> {
    let mut phrases: Vec<Wanted> = Vec::new();
    for phrase in typed.split_whitespace().filter_map(phrase) {
        let phrase = Wanted::Phrase(phrase);
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    (!phrases.is_empty()).then(|| Wanted::all(phrases))
}

/// Words as one phrase; `None` if there is no letter in them.
pub(super) fn phrase(word: &str) -> Option<Phrase> {
    let words = words(word);
    (!words.is_empty()).then(|| Phrase {
        open: is_lone(&words),
        words,
        part: None,
    })
}

/// Words that may go on as one phrase; `None` if there is no letter in them.
pub(super) fn beginning(word: &str) -> Option<Phrase> {
    let words = words(word);
    (!words.is_empty()).then(|| Phrase {
        open: goes_on(&words),
        words,
        part: None,
    })
}

/// Whether it is a lone letter, which begins a pair in most texts.
pub(super) fn is_lone(words: &str) -> bool {
    let mut letters = words.chars();
    letters.next().is_some_and(is_cjk) && letters.next().is_none()
}

/// Whether words may go on: a pair of letters does so by itself.
pub(super) fn goes_on(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default();
    if last.chars().all(is_cjk) {
        is_lone(last)
    } else {
        true
    }
}

/// Whether a text is of letters that the index takes in pairs, and of nothing else.
pub(super) fn pairs_only(text: &str) -> bool {
    text.chars().all(is_cjk)
}

/// The parts of what was typed that a text with a typing error in it may still hold: pairs of letters,
/// and the first halves of long words.
pub(super) fn parts(typed: &str) -> Vec<Phrase> {
    let mut parts: Vec<Phrase> = Vec::new();
    let mut add = |words: String, open: bool| {
        let part = Phrase {
            words,
            open,
            part: None,
        };
        if parts.len() < MOST_PARTS && !parts.contains(&part) {
            parts.push(part);
        }
    };
    each_word(&fold(typed), |word| {
        let letters = word.chars().count();
        if word.chars().all(is_cjk) {
            if letters > 1 {
                add(word.to_owned(), false);
            }
        } else if letters > 4 {
            add(word.chars().take(letters / 2).collect(), true);
        }
    });
    // Of a short word an error in the middle leaves no pair, but its first letter.
    for word in typed.split_whitespace().map(fold) {
        let short = (2..4).contains(&word.chars().count()) && word.chars().all(is_cjk);
        if let Some(first) = word.chars().next().filter(|_| short) {
            add(first.to_string(), true);
        }
    }
    parts
}

impl Reader {
    /// Articles whose headline or body hold all the words typed, the newest first. Words not in the index yet are
    /// not found; see [`Reader::totals`] and [`Reader::health`] for how many stories that are.
    pub fn search(&self, typed: &str, limit: usize) -> Result<Vec<RowId>, LibraryError> {
        let Some(query) = query(typed) else {
            return Ok(Vec::new());
        };
        let sql = "SELECT s.row FROM words w CROSS JOIN story s ON s.row = w.rowid WHERE words MATCH ?1 \
                   ORDER BY s.date DESC, s.row DESC LIMIT ?2";
        self.ask(|| {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![query, limit as i64], |r| r.get(0).map(RowId))?;
            rows.collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::fixture::{Desk, article};
    use proptest::prelude::*;

    #[test]
    fn texts_fall_into_pairs_and_words() {
        for (text, expected) in [
            ("메타는", "메타 타는"),
            ("라마4, 공개", "라마 4 공개"),
            ("AI인재 Anthropic's", "ai 인재 anthropic s"),
            ("검", "검"),
            ("ＡＩ ㈜한빛", "ai 주 한빛"),
            ("中国的AI", "中国 国的 ai"),
            ("", ""),
            (" …!", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn plain_letters_are_their_own_form() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
            let around = format!("가{c}힣");
            assert_eq!(around.nfkc().collect::<String>(), around, "{:x}", u32::from(c));
        }
    }

    #[test]
    fn questions_are_phrases_joined() {
        for (typed, expected) in [
            ("메타", Some("\"메타\"")),
            ("라마4 공개", Some("\"라마 4\" AND \"공개\"")),
            ("공개 라마 공개", Some("\"공개\" AND \"라마\"")),
            ("검", Some("\"검\"*")),
            ("a", Some("\"a\"")),
            ("\" OR * -", Some("\"or\"")),
            (" ( ", None),
        ] {
            assert_eq!(query(typed).as_deref(), expected, "{typed}");
        }
    }

    /// The oracle: reads every text and compares words, without an index.
    fn scan(texts: &[String], typed: &str) -> Vec<usize> {
        let holds = |text: &str, word: &str| {
            let (text, wanted) = (words(text), words(word));
            let (text, wanted): (Vec<_>, Vec<_>) = (text.split(' ').collect(), wanted.split(' ').collect());
            let lone = wanted.len() == 1
                && wanted[0].chars().count() == 1
                && is_cjk(wanted[0].chars().next().unwrap());
            text.windows(wanted.len()).any(|w| {
                if lone {
                    w[0].starts_with(wanted[0])
                } else {
                    w == wanted
                }
            })
        };
        let typed: Vec<_> = typed
            .split_whitespace()
            .filter(|w| !words(w).is_empty())
            .collect();
        let hit = |text: &String| !typed.is_empty() && typed.iter().all(|w| holds(text, w));
        (0..texts.len()).rev().filter(|n| hit(&texts[*n])).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn the_index_finds_what_a_scan_finds(
            texts in prop::collection::vec("[가나다 a4.中]{1,14}", 1..12),
            typed in prop::collection::vec("[가나다a4中]{1,3}( [가나다a4中]{1,2})?", 12),
        ) {
            let mut desk = Desk::new();
            let headline = |n: usize| format!("z{n}");
            let rows: Vec<RowId> = texts
                .iter()
                .enumerate()
                .map(|(n, text)| desk.named(&format!("{n}.txt"), article(&headline(n), text), &[]))
                .collect();
            let texts: Vec<String> = texts.iter().enumerate().map(|(n, t)| format!("{} {t}", headline(n))).collect();
            for typed in typed {
                let hits = desk.reader.search(&typed, 100).unwrap();
                let hits: Vec<usize> = hits.iter().map(|h| rows.iter().position(|r| r == h).unwrap()).collect();
                prop_assert_eq!(&hits, &scan(&texts, &typed), "{}", typed);
                // Nothing that a plain search in the letters finds is missed, where a word has two letters or more.
                if typed.chars().all(is_cjk) && typed.chars().count() > 1 {
                    for (n, text) in texts.iter().enumerate().filter(|(_, t)| t.contains(&typed)) {
                        prop_assert!(hits.contains(&n), "{} in {}", typed, text);
                    }
                }
            }
        }
    }
}
