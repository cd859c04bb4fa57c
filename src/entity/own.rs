//! Finds names that the reader gave, by the rules of words and particles that hold for all names.

use crate::article::Article;
use crate::entity::gazetteer::{Index, Spelling};
use crate::entity::units::{Script, Stream};

/// Names to be found wherever they stand.
#[derive(Debug)]
pub struct OwnNames(Index<String>);

/// Where one of them stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSpan {
    /// First byte in the body's text.
    pub start: u32,
    /// One past the last byte; particles are outside.
    pub end: u32,
    /// Whose it is.
    pub owner: u32,
}

impl OwnNames {
    /// Spellings with their owners. Of two owners of one spelling the first keeps it.
    pub fn new(spellings: impl IntoIterator<Item = (String, u32)>) -> Self {
        let spelling = |(text, owner)| Spelling {
            text,
            owner,
            guarded: false,
        };
        Self(Index::new(spellings.into_iter().map(spelling).collect()))
    }

    /// Where they stand in a story: in order and apart, the longest at each place. Cost: one pass over the text.
    pub fn find(&self, article: &Article) -> Vec<OwnSpan> {
        let stream = Stream::of(article);
        let mut spans = Vec::new();
        let mut from = 0;
        while let Some(unit) = stream.units.get(from) {
            let word = stream.words[unit.word as usize];
            if let Some((span, spelling)) = self.0.longest(&stream, from).filter(|(s, _)| !s.numbered) {
                spans.push(OwnSpan {
                    start: span.start,
                    end: span.end,
                    owner: spelling.owner,
                });
                from = span.until as usize;
            } else if word.script == Script::Han {
                from += 1;
            } else {
                from = word.last.max(from as u32 + 1) as usize;
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::body::{Body, Zone};

    #[test]
    fn own_names_follow_the_rules_of_words() {
        let names = OwnNames::new([("솔내마을".to_owned(), 0), ("Solnae Lab".to_owned(), 1)]);
        for (text, expected) in [
            ("솔내마을에서 왔다", &[(0, 12, 0)][..]),
            ("솔내마을버스가 왔다", &[]),
            ("a Solnae Lab report", &[(2, 12, 1)]),
            ("a solnae lab report", &[]),
            ("솔내마을과 솔내 마을", &[(0, 12, 0)]),
        ] {
            let article = Article {
                body: Body::from_paragraphs([[(Zone::Text, text)]]),
                ..Article::default()
            };
            let found: Vec<_> = names
                .find(&article)
                .iter()
                .map(|s| (s.start, s.end, s.owner))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
