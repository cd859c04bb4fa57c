//! Names of articles that never change.
//!
//! An id comes from the text and not from a path or a row, so that marks survive a moved file, a second import
//! and another machine.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Digits of the printed form: Crockford's base 32, which has no i, l, o or u.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Length of a printed id in characters: 128 bits at 5 bits a character.
pub const PRINTED: usize = 26;

/// 128 bits of the SHA-256 of an article's first canonical text, printed as 26 base32 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ArticleId(pub [u8; 16]);

impl ArticleId {
    /// Makes the id of an article from the canonical text of its first revision. Cost: one pass.
    pub fn of(canonical: &str) -> Self {
        let hash = Sha256::digest(canonical.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(hash.get(..16).expect("SHA-256 gives 32 bytes"));
        Self(id)
    }

    /// The least and the greatest id whose printed form starts with `prefix`; `None` if it is no such prefix.
    pub fn range(prefix: &str) -> Option<(Self, Self)> {
        if prefix.is_empty() || prefix.len() > PRINTED {
            return None;
        }
        let low = format!("{prefix:0<PRINTED$}");
        let high = format!("{prefix:z<PRINTED$}");
        Some((parse(&low)?, parse_saturating(&high)?))
    }
}

fn digit(c: u8) -> Option<u128> {
    let c = match c.to_ascii_lowercase() {
        b'o' => b'0',
        b'i' | b'l' => b'1',
        c => c,
    };
    DIGITS.iter().position(|d| *d == c).map(|p| p as u128)
}

fn parse(s: &str) -> Option<ArticleId> {
    let mut value = 0u128;
    for c in s.bytes() {
        value = value.checked_mul(32)?.checked_add(digit(c)?)?;
    }
    Some(ArticleId(value.to_be_bytes()))
}

fn parse_saturating(s: &str) -> Option<ArticleId> {
    let mut value = 0u128;
    for c in s.bytes() {
        let d = digit(c)?;
        value = value
            .checked_mul(32)
            .and_then(|v| v.checked_add(d))
            .unwrap_or(u128::MAX);
    }
    Some(ArticleId(value.to_be_bytes()))
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = u128::from_be_bytes(self.0);
        for place in (0..PRINTED).rev() {
            let d = DIGITS[((value >> (place * 5)) & 31) as usize];
            fmt::Write::write_char(f, d as char)?;
        }
        Ok(())
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text given is no article id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is no article id: an id is {PRINTED} letters and digits, or the first few of them")]
pub struct BadId(pub String);

impl FromStr for ArticleId {
    type Err = BadId;
    fn from_str(s: &str) -> Result<Self, BadId> {
        if s.len() == PRINTED {
            parse(s).ok_or_else(|| BadId(s.into()))
        } else {
            Err(BadId(s.into()))
        }
    }
}

/// An article, or one item of a digest inside it: printed `ID` or `ID.k`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct StoryId {
    /// The article.
    pub article: ArticleId,
    /// The digest item, counted from one; 0 is the whole article.
    pub item: u16,
}

impl StoryId {
    /// The whole article.
    pub fn whole(article: ArticleId) -> Self {
        Self { article, item: 0 }
    }
}

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.item {
            0 => self.article.fmt(f),
            k => write!(f, "{}.{k}", self.article),
        }
    }
}

impl FromStr for StoryId {
    type Err = BadId;
    fn from_str(s: &str) -> Result<Self, BadId> {
        let (id, item) = match s.split_once('.') {
            Some((id, k)) => (id, k.parse().map_err(|_| BadId(s.into()))?),
            None => (s, 0),
        };
        Ok(Self {
            article: id.parse().map_err(|_| BadId(s.into()))?,
            item,
        })
    }
}

/// Serialises an id as its printed form.
macro_rules! as_printed {
    ($($id:ty),*) => {$(
        impl Serialize for $id {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $id {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_printed!(ArticleId, StoryId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_printed() {
        let id = ArticleId::of("메타가 새 모델을 냈다.");
        let story = StoryId { article: id, item: 3 };
        assert_eq!(id.to_string().len(), PRINTED);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(story.to_string().parse(), Ok(story));
        assert!("zzz".parse::<ArticleId>().is_err());
    }

    #[test]
    fn a_prefix_bounds_the_ids_that_start_with_it() {
        let id = ArticleId::of("x");
        let printed = id.to_string();
        for n in 1..=PRINTED {
            let (low, high) = ArticleId::range(printed.get(..n).unwrap()).unwrap();
            assert!(low <= id && id <= high, "{n}");
        }
        assert_eq!(ArticleId::range("한"), None);
    }
}
