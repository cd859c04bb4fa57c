//! Chinese by its pinyin and kana by romaji: what a reader types who has no input method for them at hand.
//!
//! Behind the cargo feature `sounds`; without it nothing is found by sound.

/// The pinyin of a Han character without tones; `None` for what has none.
#[cfg(feature = "sounds")]
pub fn pinyin(c: char) -> Option<&'static str> {
    use pinyin::ToPinyin as _;
    c.to_pinyin().map(pinyin::Pinyin::plain)
}

/// Without the feature `sounds` no character has one.
#[cfg(not(feature = "sounds"))]
pub fn pinyin(_: char) -> Option<&'static str> {
    None
}

/// Romaji as hiragana; `None` if it is none, or not altogether.
#[cfg(feature = "sounds")]
pub fn kana(romaji: &str) -> Option<String> {
    use wana_kana::ConvertJapanese as _;
    if romaji.chars().count() < 2
        || !romaji
            .chars()
            .all(|c| c.is_ascii_lowercase() || matches!(c, ' ' | '-' | '\''))
    {
        return None;
    }
    let kana = romaji.to_hiragana();
    let whole = kana.chars().all(|c| c == ' ' || crate::text::letter::is_kana(c));
    whole.then_some(kana)
}

/// Without the feature `sounds` there is none.
#[cfg(not(feature = "sounds"))]
pub fn kana(_: &str) -> Option<String> {
    None
}

#[cfg(all(test, feature = "sounds"))]
mod tests {
    use super::*;

    #[test]
    fn letters_have_sounds() {
        for (c, expected) in [
            ('人', Some("ren")),
            ('工', Some("gong")),
            ('가', None),
            ('a', None),
        ] {
            assert_eq!(pinyin(c), expected, "{c}");
        }
        for (romaji, expected) in [
            ("rama", Some("らま")),
            ("gakkou", Some("がっこう")),
            ("nihon", Some("にほん")),
            ("meta", Some("めた")),
            ("gpt", None),
            ("a", None),
            ("Meta", None),
            ("라마", None),
        ] {
            assert_eq!(kana(romaji).as_deref(), expected, "{romaji}");
        }
    }
}
