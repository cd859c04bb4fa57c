//! Says which known article an incoming text is, if any.
//!
//! In order: its address or feed id; the same text; its place in its file; the same headline over mostly the same
//! words. The same text comes before the place, so that files that were renamed over one another keep their stories.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use crate::article::Article;
use crate::article::id::ArticleId;
use crate::library::search::fold;
use crate::library::value::SourceId;

/// How many articles of one headline are compared.
const CANDIDATES: u32 = 8;
/// Letters of a text that are compared; the rest of a longer one is taken to be alike.
const COMPARED: usize = 20_000;

/// 64 bits of a hash that stays the same for ever.
pub(super) fn short_hash(text: &str) -> i64 {
    let ArticleId(hash) = ArticleId::of(text);
    let (first, _) = hash.split_first_chunk().expect("an id has sixteen bytes");
    i64::from_be_bytes(*first)
}

/// What two articles under one headline have in common; `None` for a headline without letters.
pub(super) fn head_hash(headline: &str) -> Option<i64> {
    let folded: String = fold(headline).chars().filter(|c| c.is_alphanumeric()).collect();
    (!folded.is_empty()).then(|| short_hash(&folded))
}

/// The hashes of an article's address and feed id. An id that is unique in its feed only counts with the source.
pub(super) fn addresses(article: &Article, source: SourceId) -> Vec<i64> {
    let url = article
        .url
        .as_ref()
        .filter(|u| !u.is_empty())
        .map(|u| short_hash(&format!("u:{u}")));
    let guid = article.guid.as_ref().filter(|g| !g.is_empty()).map(|g| {
        let everywhere = g.contains(':') || g.len() >= 32;
        let scope = if everywhere {
            String::new()
        } else {
            source.0.to_string()
        };
        short_hash(&format!("g:{scope}:{g}"))
    });
    url.into_iter().chain(guid).collect()
}

/// The article with one of these addresses.
pub(super) fn by_address(db: &Connection, addresses: &[i64]) -> rusqlite::Result<Option<i64>> {
    let mut statement = db.prepare_cached("SELECT row FROM address WHERE hash = ?1")?;
    for address in addresses {
        let row = statement.query_row([address], |r| r.get(0)).optional()?;
        if row.is_some() {
            return Ok(row);
        }
    }
    Ok(None)
}

/// The article of which a revision, first or later, has this text.
pub(super) fn by_text(db: &Connection, hash: ArticleId) -> rusqlite::Result<Option<i64>> {
    let mut first = db.prepare_cached("SELECT row FROM story WHERE article = ?1 AND item = 0")?;
    let row = first.query_row([hash.0], |r| r.get(0)).optional()?;
    if row.is_some() {
        return Ok(row);
    }
    let mut later = db.prepare_cached("SELECT row FROM variant WHERE hash = ?1")?;
    later.query_row([hash.0], |r| r.get(0)).optional()
}

/// An article under the same headline with mostly the same words, the latest first; none of those in `taken`.
pub(super) fn by_headline(
    db: &Connection,
    head: Option<i64>,
    text: &str,
    taken: &HashSet<i64>,
) -> rusqlite::Result<Option<i64>> {
    let Some(head) = head else {
        return Ok(None);
    };
    // The lengths are compared before a text is read: a stub is not the story that grew out of it.
    let sql = "SELECT s.row, b.text FROM story s INDEXED BY story_head CROSS JOIN body b ON b.row = s.row \
               WHERE s.head = ?1 AND length(b.text) BETWEEN ?2 / 2 AND ?2 * 2 ORDER BY s.row DESC LIMIT ?3";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((head, text.chars().count() as i64, CANDIDATES))?;
    while let Some(r) = rows.next()? {
        let row = r.get(0)?;
        if !taken.contains(&row) && alike(text, r.get_ref(1)?.as_str()?) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// Whether the shorter of two texts has four fifths of its runs of five letters from the longer.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (grams(a), grams(b));
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = small.iter().filter(|g| large.contains(*g)).count();
    !small.is_empty() && shared * 5 >= small.len() * 4
}

/// The runs of five letters of a text, blanks left out.
fn grams(text: &str) -> HashSet<[char; 5]> {
    let letters: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(COMPARED)
        .collect();
    letters.windows(5).filter_map(|w| w.try_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

    #[test]
    fn texts_are_alike_that_share_four_fifths() {
        let text = "가람은행이 오늘 기준 금리를 사분의 일 내린다고 밝혔다. 시장은 조용했다. 행장은 물가가 \
                    내렸고 경기가 식었다고 까닭을 댔다.";
        for (other, expected) in [
            (text.to_owned(), true),
            (text.replace("오늘", "어제"), true),
            (format!("{text} 한편 한빛전자는 답하지 않았다."), true),
            (
                "한빛전자가 새 칩을 공개했다. 값은 그대로다. 가람은행이 오늘".to_owned(),
                false,
            ),
            (String::new(), false),
        ] {
            assert_eq!(alike(text, &other), expected, "{other}");
        }
    }

    #[test]
    fn a_headline_is_its_letters() {
        assert_eq!(head_hash("[속보] 새 칩 공개"), head_hash("속보 새칩, 공개"));
        assert_ne!(head_hash("새 칩 공개"), head_hash("새 칩 연기"));
        assert_eq!(head_hash("…"), None);
    }

    #[test]
    fn a_feeds_own_number_counts_within_its_source() {
        let with = |guid: &str| Article {
            guid: Some(Clean::new(guid)),
            ..Article::default()
        };
        assert_ne!(
            addresses(&with("7"), SourceId(1)),
            addresses(&with("7"), SourceId(2))
        );
        assert_eq!(
            addresses(&with("tag:a,2026:7"), SourceId(1)),
            addresses(&with("tag:a,2026:7"), SourceId(2))
        );
        assert_eq!(addresses(&Article::default(), SourceId(1)), Vec::<i64>::new());
    }
}
