//! A headline for a story that has none: its first sentence.

use super::page::cols;
use crate::article::body::{Block, Body, Zone};
use crate::text::Clean;

/// Columns of the longest headline that is made up.
const MOST: usize = 100;

/// The first sentence of a body's text, cut between words where it is long; `None` if the body has no text.
pub(crate) fn stand_in(body: &Body) -> Option<Clean> {
    let says = |zone: Zone| matches!(zone, Zone::Text | Zone::Quote | Zone::Point | Zone::ItemText);
    // What is left of a block may be a mark that stood on what was taken off: alone it is nothing.
    let sentence = |block: &Block| {
        let sentence = first_sentence(body.slice(block.bytes()));
        Some(Clean::new(&cut(sentence, MOST))).filter(|s| !s.is_empty())
    };
    let blocks = body.blocks();
    let said = blocks.iter().filter(|b| says(b.zone)).find_map(sentence);
    said.or_else(|| blocks.iter().filter(|b| b.zone.counts()).find_map(sentence))
        .or_else(|| blocks.iter().find_map(sentence))
}

/// A text up to the end of its first sentence. A stop inside a quotation or after an initial ends nothing.
fn first_sentence(text: &str) -> &str {
    let mut letters = text.char_indices().peekable();
    let mut before = ['\0'; 2];
    while let Some((at, c)) = letters.next() {
        if matches!(c, '.' | '!' | '?' | '。' | '！' | '？') {
            let mut end = at + c.len_utf8();
            let mut closed = false;
            while let Some((at, closer)) =
                letters.next_if(|(_, c)| matches!(c, '"' | '”' | '’' | '\'' | '」' | '』' | ')' | '）'))
            {
                end = at + closer.len_utf8();
                closed = true;
            }
            let next = letters.peek().map(|(_, c)| *c);
            let free = next.is_none_or(char::is_whitespace) || (!c.is_ascii() && !closed);
            let initial = c == '.' && before[1].is_uppercase() && !before[0].is_alphanumeric();
            if free && (!initial || next.is_none()) {
                return text.get(..end).unwrap_or(text);
            }
        }
        before = [before[1], c];
    }
    text
}

/// A text of at most `most` columns: cut at the last space, or anywhere if the words are longer than half of it.
fn cut(text: &str, most: usize) -> String {
    if cols(text) <= most {
        return text.to_owned();
    }
    let mut taken = 0;
    let end = text.char_indices().find_map(|(at, c)| {
        taken += cols(c.encode_utf8(&mut [0; 4]));
        (taken >= most).then_some(at)
    });
    let kept = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
    let word = kept.rfind(' ').filter(|at| at * 2 > kept.len());
    let kept = word.and_then(|at| kept.get(..at)).unwrap_or(kept);
    format!(
        "{}…",
        kept.trim_end_matches([' ', ',', '·', '、', '，', ';', ':'])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_ends_where_a_reader_would_end_it() {
        for (text, sentence) in [
            ("배가 떠났다. 비가 왔다.", "배가 떠났다."),
            (
                "그는 \"배가 떠났다.\"라고 말했다. 비가 왔다.",
                "그는 \"배가 떠났다.\"라고 말했다.",
            ),
            ("버전 4.5가 나왔다. 모두 놀랐다.", "버전 4.5가 나왔다."),
            ("J. R. Roe left. It rained.", "J. R. Roe left."),
            ("船が出た。雨が降った。", "船が出た。"),
            ("「船が出た。」と彼は言った。雨。", "「船が出た。」と彼は言った。"),
            ("没有句号的一行", "没有句号的一行"),
        ] {
            assert_eq!(first_sentence(text), sentence);
        }
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        for (text, most, short) in [
            ("배가 떠났다.", 100, "배가 떠났다."),
            ("새벽에 배가, 떠났다고 한다.", 14, "새벽에 배가…"),
            ("船が港を出て島へ向かった", 9, "船が港を…"),
            ("abc", 2, "a…"),
        ] {
            let got = cut(text, most);
            assert_eq!(got, short);
            assert!(cols(&got) <= most);
        }
    }
}
