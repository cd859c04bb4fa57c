//! The trained taggers that lie in the program, one a language, opened when the first text of that language comes.

use std::sync::OnceLock;

use crate::article::language::Language;
use crate::entity::tagger::known::Known;
use crate::entity::tagger::{Span, Tagger};

const KNOWN: &[u8] = include_bytes!("../../assets/models/known.bin");
const KO: &[u8] = include_bytes!("../../assets/models/ko.bin");
const EN: &[u8] = include_bytes!("../../assets/models/en.bin");
const JA: &[u8] = include_bytes!("../../assets/models/ja.bin");
const ZH: &[u8] = include_bytes!("../../assets/models/zh.bin");

/// Characters from which a paragraph is read in its own language and not in that of its text.
const OWN_LANGUAGE: usize = 60;

/// The packed names that all taggers look at.
pub fn known() -> Option<&'static Known<'static>> {
    static OPEN: OnceLock<Option<Known<'static>>> = OnceLock::new();
    OPEN.get_or_init(|| Known::new(KNOWN)).as_ref()
}

/// The tagger of a language; `None` for text without letters.
pub fn tagger(language: Language) -> Option<&'static Tagger<'static>> {
    static OPEN: [OnceLock<Option<Tagger<'static>>>; 4] = [const { OnceLock::new() }; 4];
    let (at, bytes) = match language {
        Language::Ko => (0, KO),
        Language::En => (1, EN),
        Language::Ja => (2, JA),
        Language::Zh => (3, ZH),
        Language::Und => return None,
    };
    OPEN[at].get_or_init(|| Tagger::open(bytes, known())).as_ref()
}

/// The names of a text, as the taggers alone see them: in order and apart. A line is read by itself.
pub fn spans(text: &str) -> Vec<Span> {
    let whole = Language::of(text);
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        found.extend(shifted(of_line(line, whole), start));
        start += line.len() as u32;
    }
    found
}

/// The names of one line of a text in a language.
pub fn of_line(line: &str, whole: Language) -> Vec<Span> {
    let own = || Some(Language::of(line)).filter(|l| *l != Language::Und);
    let long = line.chars().nth(OWN_LANGUAGE).is_some();
    let language = own().filter(|_| long || whole == Language::Und).unwrap_or(whole);
    tagger(language).map_or_else(Vec::new, |t| t.tag(line))
}

fn shifted(spans: Vec<Span>, by: u32) -> impl Iterator<Item = Span> {
    spans.into_iter().map(move |span| Span {
        start: span.start + by,
        end: span.end + by,
        ..span
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_opens() {
        assert!(known().is_some());
        for language in [Language::Ko, Language::En, Language::Ja, Language::Zh] {
            assert!(tagger(language).is_some(), "{language:?}");
        }
    }

    #[test]
    fn names_that_no_list_has_are_found_in_four_languages() {
        for (text, names) in [
            (
                "서은결 의원은 충남 서천군에서 기자들과 만났다.",
                &["서은결", "충남 서천군"][..],
            ),
            (
                "Harold Brimley flew from Denver to Ohio on Monday.",
                &["Harold Brimley", "Denver", "Ohio"],
            ),
            (
                "宮原悠子は新潟県長岡市で生まれた。",
                &["宮原悠子", "新潟県長岡市"],
            ),
            ("王晓岚出生于江苏省苏州市。", &["王晓岚", "江苏省苏州市"]),
        ] {
            let found: Vec<&str> = spans(text)
                .iter()
                .filter_map(|s| text.get(s.start as usize..s.end as usize))
                .collect();
            assert_eq!(found, names, "{text}");
        }
    }
}
