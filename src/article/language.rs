//! Which language a story is in, by its letters.

use serde::{Deserialize, Serialize};

/// The languages that jobo tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Korean.
    Ko,
    /// English, or another language in Latin letters.
    En,
    /// Japanese.
    Ja,
    /// Chinese.
    Zh,
    /// None of them, or no letters at all.
    #[default]
    Und,
}

/// Characters from which the language is guessed.
const LOOKED_AT: usize = 4_000;

impl Language {
    /// The tag of RFC 5646.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
            Self::Ja => "ja",
            Self::Zh => "zh",
            Self::Und => "und",
        }
    }

    /// Reads a tag such as `ko-KR` or `zh_Hans`; `None` if it is another language.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        [Self::Ko, Self::En, Self::Ja, Self::Zh]
            .into_iter()
            .find(|l| l.tag() == first)
    }

    /// Guesses from the letters of a text; looks at no more than its first 4,000 characters.
    ///
    /// Han counts as Chinese unless there is kana (Japanese) or more Hangul than Han (Korean); a Latin letter
    /// weighs a third, because words in Latin letters are longer.
    pub fn of(text: &str) -> Self {
        Self::of_all(std::iter::once(text))
    }

    /// Guesses from several texts as if they were one.
    pub fn of_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut hangul, mut kana, mut han, mut latin) = (0u32, 0u32, 0u32, 0u32);
        let mut left = LOOKED_AT;
        for text in texts {
            let (text, letters) = cut(text, left);
            left -= letters;
            for c in text.chars() {
                match c {
                    '\u{AC00}'..='\u{D7A3}' => hangul += 3,
                    '\u{3041}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9D}' => kana += 3,
                    '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{2FA1F}' => han += 3,
                    'a'..='z' | 'A'..='Z' => latin += 1,
                    _ => {}
                }
            }
        }
        let cjk = hangul + kana + han;
        if cjk + latin == 0 {
            Self::Und
        } else if cjk < latin {
            Self::En
        } else if hangul >= han + kana {
            Self::Ko
        } else if kana * 12 >= han {
            Self::Ja
        } else {
            Self::Zh
        }
    }
}

/// The first characters of a text, and how many they are. No character takes less than a byte.
fn cut(text: &str, most: usize) -> (&str, usize) {
    if text.len() <= most {
        return (text, text.chars().count());
    }
    let end = text.char_indices().nth(most).map(|(at, _)| at);
    let text = end.and_then(|end| text.get(..end)).unwrap_or(text);
    (text, text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_the_language() {
        for (text, language) in [
            ("메타의 인공지능(AI) 모델", Language::Ko),
            ("メタの人工知能開発チーム", Language::Ja),
            ("人工智能公司宣布裁员", Language::Zh),
            ("The court gazette", Language::En),
            ("Anthropic, 라마 4와 경쟁하는 모델을 공개", Language::Ko),
            ("123 …", Language::Und),
        ] {
            assert_eq!(Language::of(text), language, "{text}");
        }
    }
}
