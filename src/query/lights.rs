//! Where a text answers a search: what is lit in headlines, snippets and stories.

use std::ops::Range;

use super::Query;
use crate::text::fold;
use crate::text::pattern::{Pattern, Tier};

/// What a search lights.
#[derive(Debug, Clone, Default)]
pub struct Lights {
    words: String,
    finished: Pattern,
    typing: Pattern,
    phrases: Vec<String>,
    spellings: Vec<String>,
}

impl PartialEq for Lights {
    fn eq(&self, other: &Self) -> bool {
        (&self.words, &self.phrases, &self.spellings) == (&other.words, &other.phrases, &other.spellings)
    }
}

impl Lights {
    /// Lights words that may be near, what a query asks for as it stands, and other spellings of names in them.
    pub fn new(words: &str, query: Option<&Query>, spellings: impl IntoIterator<Item = String>) -> Self {
        let mut phrases: Vec<String> = Vec::new();
        for text in query.iter().flat_map(|query| query.needles()) {
            let parts = text.text.split('*').filter(|_| text.has_wildcard());
            phrases.extend(parts.map(str::to_owned));
            phrases.extend((!text.has_wildcard()).then(|| text.text.clone()));
        }
        phrases.extend(
            query
                .iter()
                .flat_map(|query| query.names())
                .map(|text| text.text.clone()),
        );
        phrases.retain(|phrase| !phrase.trim().is_empty());
        Self {
            words: words.to_owned(),
            finished: Pattern::finished(words),
            typing: Pattern::new(words),
            phrases,
            spellings: spellings.into_iter().collect(),
        }
    }

    /// Whether nothing is lit.
    pub fn is_empty(&self) -> bool {
        self.finished.is_empty() && self.phrases.is_empty() && self.spellings.is_empty()
    }

    /// The places of phrases and of other spellings alone.
    pub fn phrases(&self, text: &str) -> Vec<Range<u32>> {
        let mut places = all_of(&self.phrases, text);
        places.extend(all_of(&self.spellings, text));
        apart(places)
    }

    /// Every place of a text to light, and how the words are answered.
    pub fn find(&self, text: &str) -> (Option<Tier>, Vec<Range<u32>>) {
        let whole = self.finished.find_all(text);
        let words = whole
            .or_else(|| self.typing.find_all(text))
            // Some of them may stand in the headline alone.
            .or_else(|| self.finished.find_any(text));
        let spelt = all_of(&self.spellings, text);
        // Another spelling that stands there is what was found, not what is only like the words.
        let words = words.filter(|(tier, _)| spelt.is_empty() || *tier > Tier::Similar);
        let widened = words.is_none() && !spelt.is_empty();
        let (tier, mut places) = words.unzip();
        let places = places.get_or_insert_default();
        places.extend(spelt);
        places.extend(all_of(&self.phrases, text));
        let tier = if widened { Some(Tier::Similar) } else { tier };
        (tier, apart(std::mem::take(places)))
    }
}

fn all_of(needles: &[String], text: &str) -> Vec<Range<u32>> {
    needles
        .iter()
        .flat_map(|needle| fold::find_all(text, needle))
        .collect()
}

/// Places in order, those that overlap made one.
fn apart(mut places: Vec<Range<u32>>) -> Vec<Range<u32>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut out: Vec<Range<u32>> = Vec::with_capacity(places.len());
    for place in places {
        match out.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => out.push(place),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_and_other_spellings_are_lit() {
        let query = super::super::parse("\"새 모델\" name:한빛 -버린").unwrap();
        let lights = Lights::new("저커버그", Some(&query), ["zuckerberg".to_owned()]);
        let lit = |text: &'static str| {
            let (tier, places) = lights.find(text);
            let texts = places
                .iter()
                .map(|r| crate::text::slice(text, r.start as usize..r.end as usize));
            (tier, texts.collect::<Vec<_>>())
        };
        assert_eq!(
            lit("저커버그의 새 모델, 버린 것"),
            (Some(Tier::Word), vec!["저커버그", "새 모델"])
        );
        assert_eq!(
            lit("Zuckerberg와 한빛"),
            (Some(Tier::Similar), vec!["Zuckerberg", "한빛"])
        );
        assert_eq!(lit("아무것도"), (None, vec![]));
    }
}
