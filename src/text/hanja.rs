//! The Chinese characters that Korean headlines use for words: 美 for 미국, 檢 for 검찰.
//!
//! A reader types the word in Hangul and means both. The table is data, `assets/hanja.tsv`: a character, the word it
//! stands for in a headline, and its other readings.

use std::collections::HashMap;
use std::sync::LazyLock;

static TABLE: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let rows = include_str!("../../assets/hanja.tsv").lines();
    let rows = rows.filter(|row| !row.starts_with('#')).filter_map(|row| {
        let mut cells = row.split('\t');
        let hanja = cells.next()?.chars().next()?;
        Some((hanja, cells.filter(|c| !c.is_empty()).collect()))
    });
    rows.collect()
});

/// The Hangul words that a character stands for in a headline, the usual one first; none for any other character.
pub fn readings(c: char) -> &'static [&'static str] {
    // Most characters are no Han at all; they never reach the table.
    if !crate::text::letter::is_han(c) {
        return &[];
    }
    TABLE.get(&c).map_or(&[], Vec::as_slice)
}

/// A text with every such character written as the word it stands for; `None` if there is none in it.
pub fn spelt(text: &str) -> Option<String> {
    if text.chars().all(|c| readings(c).is_empty()) {
        return None;
    }
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match readings(c) {
            [] => out.push(c),
            [word, ..] => out.push_str(word),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::letter;

    #[test]
    fn headline_characters_are_spelt_out() {
        assert_eq!(readings('美'), ["미국", "미"]);
        assert_eq!(readings('語'), [""; 0]);
        assert_eq!(readings('가'), [""; 0]);
        assert_eq!(spelt("美·中 정상").as_deref(), Some("미국·중국 정상"));
        assert_eq!(spelt("미국 정상"), None);
    }

    #[test]
    fn the_table_is_whole() {
        let rows: Vec<&str> = include_str!("../../assets/hanja.tsv")
            .lines()
            .filter(|r| !r.starts_with('#'))
            .collect();
        assert!(rows.len() >= 60);
        assert_eq!(TABLE.len(), rows.len(), "a character stands in two rows");
        for (hanja, words) in &*TABLE {
            assert!(letter::is_han(*hanja) && !words.is_empty(), "{hanja}");
            assert!(
                words.iter().all(|w| w.chars().all(letter::is_syllable)),
                "{hanja}"
            );
        }
    }
}
