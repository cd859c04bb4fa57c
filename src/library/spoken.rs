//! What only the texts can tell: wildcards inside words, and whether someone is quoted.

use crate::library::search::{self, fold};
use crate::library::spans;
use crate::library::value::NameId;
use crate::text::sentence::sentences;
use crate::text::slice;

/// Letters that a `*` stands for at most; it never crosses a blank.
const WILD: usize = 40;
/// Letters around a name in which it is looked for who speaks.
const AROUND: usize = 1_200;

/// A part of a word with wildcards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    text: String,
    /// Whether it begins the word and the word's beginning is known.
    first: bool,
}

impl Piece {
    /// The question to the word index that every text answers which holds it; `None` if the index cannot help.
    pub(super) fn question(&self) -> Option<String> {
        let words = search::words(&self.text);
        let pairs = search::pairs_only(&self.text);
        if pairs {
            // The last letter of a run begins no pair: a lone one may stand where the index does not see it.
            let whole = !search::is_lone(&words) && !words.is_empty();
            return whole.then(|| format!("\"{words}\""));
        }
        let one = !words.is_empty() && !words.contains(' ');
        (self.first && one).then(|| format!("\"{words}\"*"))
    }
}

/// The parts of a word with wildcards.
pub(super) fn pieces(word: &str) -> Vec<Piece> {
    let folded = fold(word);
    let parts = folded.split('*').enumerate().filter(|(_, part)| !part.is_empty());
    parts
        .map(|(n, part)| Piece {
            text: part.to_owned(),
            first: n == 0,
        })
        .collect()
}

/// Whether a text holds the parts one after another without a blank between.
pub(super) fn holds(text: &str, pieces: &[Piece]) -> bool {
    let folded = fold(text);
    let Some((head, rest)) = pieces.split_first() else {
        return false;
    };
    folded.match_indices(head.text.as_str()).any(|(at, _)| {
        let begins = || {
            let before = slice(&folded, 0..at).chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() || search::is_cjk(c))
        };
        let latin = head.text.chars().next().is_some_and(|c| !search::is_cjk(c));
        if head.first && latin && !begins() {
            return false;
        }
        follow(slice(&folded, at + head.text.len()..folded.len()), rest)
    })
}

/// Whether the parts follow, each as early as it can.
fn follow(text: &str, pieces: &[Piece]) -> bool {
    let mut word = text.split(char::is_whitespace).next().unwrap_or_default();
    for piece in pieces {
        let Some(at) = word.find(piece.text.as_str()) else {
            return false;
        };
        if slice(word, 0..at).chars().count() > WILD {
            return false;
        }
        word = slice(word, at + piece.text.len()..word.len());
    }
    true
}

/// Words by which speech is reported.
const SAYS: &[&str] = &[
    "말했",
    "말한",
    "밝혔",
    "밝힌",
    "전했",
    "전한",
    "강조",
    "설명",
    "주장",
    "덧붙",
    "지적",
    "언급",
    "답했",
    "라고",
    "다고",
    "냐고",
    "자고",
    "반박",
    "인정",
    "평가",
    "호소",
    "경고",
    "발표",
    "토로",
    "회고",
    "said",
    "says",
    "told",
    "added",
    "argued",
    "according to",
    "wrote",
    "noted",
    "warned",
    "announced",
    "述べ",
    "語った",
    "話した",
    "説明",
    "と言",
    "说",
    "表示",
    "称",
    "指出",
    "强调",
];
/// What follows a name that is spoken of and does not speak.
const SPOKEN_OF: &[&str] = &[
    "을 ", "를 ", "의 ", "에게 ", "에 ", "와 ", "과 ", "한테 ", "へ", "を", "の",
];

/// Whether a text reports what one of some names said: the name stands in a sentence that reports speech, and not as
/// the one spoken of.
pub(super) fn said(text: &str, packed: &[u8], names: &[NameId]) -> bool {
    let Some(spans) = spans::unpack(packed) else {
        return false;
    };
    let is_one = |index: u16| {
        spans
            .names
            .get(usize::from(index))
            .is_some_and(|n| names.contains(&n.id))
    };
    spans
        .mentions
        .iter()
        .filter(|m| is_one(m.name))
        .any(|m| reports(text, m.start as usize, m.end as usize))
}

fn reports(text: &str, start: usize, end: usize) -> bool {
    let after = slice(text, end..text.len());
    if SPOKEN_OF.iter().any(|particle| after.starts_with(particle)) {
        return false;
    }
    let paragraph = slice(text, 0..start).rfind('\n').map_or(0, |at| at + 1);
    let until = after.find('\n').map_or(text.len(), |at| end + at);
    // A paragraph without end is looked at around the name alone.
    if until - paragraph > AROUND * 4 {
        let near: String = after.chars().take(AROUND / 8).collect();
        return SAYS.iter().any(|word| near.contains(word));
    }
    let whole = slice(text, paragraph..until);
    let at = (start - paragraph) as u32;
    let sentence = sentences(whole).into_iter().find(|s| s.contains(&at));
    let sentence = sentence.map_or(whole, |s| slice(whole, s.start as usize..s.end as usize));
    let lower = sentence.to_lowercase();
    SAYS.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_letters_of_a_word() {
        for (word, text, expected) in [
            ("로*스", "로렌스 판데르", true),
            ("로*스", "로렌 스", false),
            ("*thropic", "Anthropic's", true),
            ("an*ic", "Anthropic", true),
            ("an*ic", "titanic", false),
            ("라마*모델", "라마4신모델을", true),
            ("라마*모델", "모델라마", false),
        ] {
            assert_eq!(holds(text, &pieces(word)), expected, "{word} in {text}");
        }
    }

    #[test]
    fn a_sentence_reports_who_speaks() {
        for (text, name, expected) in [
            ("한빛 대표는 \"좋다\"고 말했다.", "한빛", true),
            ("한빛을 두고 그는 나쁘다고 말했다.", "한빛", false),
            ("한빛이 문을 열었다. 그는 웃었다.", "한빛", false),
            ("Hanbit said it would grow.", "Hanbit", true),
        ] {
            let at = text.find(name).unwrap();
            assert_eq!(reports(text, at, at + name.len()), expected, "{text}");
        }
    }
}
