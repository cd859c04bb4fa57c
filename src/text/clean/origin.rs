//! Where the letters of a clean text come from in the text as it was read.
//!
//! A place in a story is a byte of its clean text; what lies outside, the file and notes that others made on it, counts
//! in raw bytes. The map is worked out when it is asked for, because hardly anyone asks: cleaning itself stays one pass
//! without a shadow.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::Clean;
use crate::text::clean::strip;
use crate::text::letter::lone_jamo;

/// The way back from a clean text to its raw one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Where the way changes: a clean byte, the raw bytes of its letter. Between two of these both count alike.
    turns: Vec<(u32, Range<u32>)>,
    /// Bytes of the clean and of the raw text.
    ends: (u32, u32),
}

/// A part of a letter of the raw text, with the bytes of the whole.
struct Part {
    c: char,
    bytes: Range<u32>,
}

impl Origin {
    /// Works out the way from a clean text to the raw one that it was made of. Cost: a pass over both.
    pub fn of(clean: &Clean, raw: &str) -> Self {
        let mut origin = Self {
            turns: Vec::new(),
            ends: (clean.len() as u32, raw.len() as u32),
        };
        // Composing and cutting happened to the parts of letters, so parts are compared.
        let parts = strip::kept(raw).flat_map(|kept| {
            let bytes = kept.start..kept.end;
            let part = move |c| Part {
                c: lone_jamo(c),
                bytes: bytes.clone(),
            };
            std::iter::once(kept.c).nfd().map(part)
        });
        let parts: Vec<Part> = parts.collect();
        let (mut from, mut last) = (0, 0);
        for (at, c) in clean.char_indices() {
            let mut bytes: Option<Range<u32>> = None;
            for part in std::iter::once(c).nfd().map(lone_jamo) {
                let Some(found) = find(&parts, from, part) else {
                    continue;
                };
                let raw = &parts[found].bytes;
                bytes = Some(bytes.map_or(raw.clone(), |b| b.start..b.end.max(raw.end)));
                // Marks are looked for behind their letter, in whatever order they stand.
                if !is_combining_mark(part) {
                    from = found + 1;
                }
            }
            if let Some(bytes) = bytes {
                // Marks that were put in order stand where the first of them stands.
                last = bytes.start.max(last);
                let bytes = last..bytes.end.max(last);
                origin.add(at as u32, bytes, c.len_utf8() as u32);
            }
        }
        origin
    }

    /// Remembers where a letter comes from, unless that follows from the letters before.
    fn add(&mut self, at: u32, bytes: Range<u32>, length: u32) {
        let follows = match self.turns.last() {
            Some((clean, raw)) => raw.start + (at - clean) == bytes.start,
            None => at == bytes.start,
        };
        if !follows || bytes.end - bytes.start != length {
            self.turns.push((at, bytes));
        }
    }

    /// The raw byte that the letter at a clean byte begins at.
    pub fn raw(&self, clean: u32) -> u32 {
        if clean >= self.ends.0 {
            return self.ends.1;
        }
        let after = self.turns.partition_point(|(at, _)| *at <= clean);
        match after.checked_sub(1).and_then(|at| self.turns.get(at)) {
            Some((at, raw)) => (raw.start + (clean - at)).min(self.ends.1),
            None => clean,
        }
    }

    /// The raw bytes of a part of the clean text.
    pub fn raw_range(&self, clean: Range<u32>) -> Range<u32> {
        let start = self.raw(clean.start);
        start..self.raw(clean.end).max(start)
    }
}

/// The next part that is this one. Letters are all there in their order; marks may have changed places, and some were
/// left out.
fn find(parts: &[Part], from: usize, c: char) -> Option<usize> {
    let rest = parts.get(from..)?;
    let same = |part: &Part| part.c == c || (c == ' ' && part.c.is_whitespace());
    let found = if is_combining_mark(c) {
        rest.iter()
            .take_while(|part| is_combining_mark(part.c))
            .position(same)
    } else {
        rest.iter().position(same)
    };
    found.map(|n| from + n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::letter;

    /// The raw text of a part of the clean one.
    fn check(raw: &str, part: &str, expected: &str) {
        let clean = Clean::body(raw);
        let at = clean.find(part).expect("the part") as u32;
        let range = Origin::of(&clean, raw).raw_range(at..at + part.len() as u32);
        assert_eq!(
            &raw[range.start as usize..range.end as usize],
            expected,
            "{raw:?}"
        );
    }

    #[test]
    fn places_lead_back_to_the_raw_text() {
        check("한글 body", "body", "body");
        check("\u{feff}메타\u{200b}의 인\u{ad}공지능", "공지능", "공지능");
        check("\u{feff}메타\u{200b}의 인\u{ad}공지능", "인", "인\u{ad}");
        check(
            "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} 글",
            "한",
            "\u{1112}\u{1161}\u{11ab}",
        );
        check("앞\u{1b}[31m빨강\u{1b}[0m 뒤", "뒤", "뒤");
        check("첫 줄  \r\n\r\n둘째\u{a0}줄", "둘째", "둘째");
        check("첫 줄  \r\n\r\n둘째\u{a0}줄", "줄\n", "줄  \r\n\r");
        check("a\u{301}\u{323}b끝", "끝", "끝");
        check("\u{1100}\u{1100} 가\u{11a8}나", "나", "나");
    }

    #[test]
    fn a_clean_text_is_its_own_origin() {
        let text = "그대로인 글\n\n둘째 문단";
        let clean = Clean::body(text);
        let origin = Origin::of(&clean, text);
        assert!(origin.turns.is_empty());
        assert_eq!(origin.raw_range(4..13), 4..13);
    }

    proptest::proptest! {
        #[test]
        fn places_keep_their_order(raw in "(가|나|\u{1100}|\u{1161}|\u{11a8}|\u{301}|\u{323}|a| |\n|\r\n|\u{200b}|\u{1b}\\[1m|e\u{301}|\u{e000}){0,40}") {
            let clean = Clean::body(&raw);
            let origin = Origin::of(&clean, &raw);
            let mut last = 0;
            for (at, c) in clean.char_indices() {
                let place = origin.raw(at as u32);
                proptest::prop_assert!(last <= place && raw.is_char_boundary(place as usize));
                if c.is_alphabetic() && !letter::is_hangul(c) && c.is_ascii() {
                    proptest::prop_assert!(raw[place as usize..].starts_with(c));
                }
                last = place;
            }
        }
    }
}
