//! Cleans, measures, breaks and folds text by grapheme and column.
//!
//! This is the one room that may cut a `str` at byte offsets: everywhere else half a Hangul syllable is a panic.
#![allow(
    clippy::string_slice,
    reason = "offsets here come from the segmenters and from char_indices"
)]

use std::ops::Range;

pub mod clean;
pub mod fold;
pub mod hangul;
pub mod hanja;
pub mod heap;
pub mod keystrokes;
pub mod letter;
pub mod pattern;
pub mod sentence;
pub mod sound;
pub mod width;
pub mod wrap;

pub use clean::Clean;

/// The part of a text between two byte offsets, or nothing if an offset is off its characters' borders.
pub fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::slice;

    #[test]
    fn a_slice_off_the_borders_is_empty() {
        for (range, expected) in [
            (0..3, "한"),
            (3..6, "글"),
            (0..2, ""),
            (1..3, ""),
            (3..99, ""),
            (2..2, ""),
        ] {
            assert_eq!(slice("한글", range), expected);
        }
        assert_eq!(slice("한글", std::ops::Range { start: 6, end: 3 }), "");
    }
}
