//! Packs the names of one story and the places where they stand: some three hundred bytes instead of three thousand.
//!
//! Numbers are little-endian base 128. Layout: number of names; for each its id, the mentions that count, its text
//! where the library writes it otherwise, its spellings; number of mentions; for each the gap since the mention
//! before, its length, its name, rule and confidence.

use crate::entity::Mention;
use crate::entity::fold::fold;
use crate::library::codes::{rule_code, rule_of};
use crate::library::value::NameId;
use crate::text::Clean;

/// One name of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) id: NameId,
    /// Mentions in zones that count.
    pub(super) count: u32,
    /// The text that this story shows, if it is not the library's.
    pub(super) text: Option<Clean>,
    pub(super) spellings: Vec<Clean>,
}

/// The names of a story and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Spans {
    pub(super) names: Vec<Packed>,
    pub(super) mentions: Vec<Mention>,
}

/// Packs names and mentions. Mentions must be in order and not overlap.
pub(super) fn pack(spans: &Spans) -> Vec<u8> {
    let mut out = Vec::with_capacity(16 + spans.names.len() * 8 + spans.mentions.len() * 6);
    put(&mut out, spans.names.len() as u32);
    for name in &spans.names {
        put(&mut out, name.id.0);
        put(&mut out, name.count);
        put_text(&mut out, name.text.as_deref().unwrap_or_default());
        put(&mut out, name.spellings.len() as u32);
        for spelling in &name.spellings {
            put_text(&mut out, spelling);
        }
    }
    put(&mut out, spans.mentions.len() as u32);
    let mut end = 0;
    for mention in &spans.mentions {
        put(&mut out, mention.start - end);
        put(&mut out, mention.end - mention.start);
        put(&mut out, u32::from(mention.name));
        out.extend([rule_code(mention.rule), mention.confidence]);
        end = mention.end;
    }
    out
}

/// Takes packed names apart; `None` if the bytes are not what [`pack`] makes.
pub(super) fn unpack(bytes: &[u8]) -> Option<Spans> {
    let mut rest = bytes;
    let mut spans = Spans::default();
    for _ in 0..take(&mut rest)? {
        let (id, count) = (NameId(take(&mut rest)?), take(&mut rest)?);
        let text = Some(take_text(&mut rest)?).filter(|t| !t.is_empty());
        let mut spellings = Vec::new();
        for _ in 0..take(&mut rest)? {
            spellings.push(take_text(&mut rest)?);
        }
        spans.names.push(Packed {
            id,
            count,
            text,
            spellings,
        });
    }
    let mut end = 0u32;
    for _ in 0..take(&mut rest)? {
        let start = end.checked_add(take(&mut rest)?)?;
        end = start.checked_add(take(&mut rest)?)?;
        let name = u16::try_from(take(&mut rest)?).ok()?;
        let (rule, confidence) = (rule_of(byte(&mut rest)?)?, byte(&mut rest)?);
        spans.names.get(usize::from(name))?;
        spans.mentions.push(Mention {
            start,
            end,
            name,
            rule,
            confidence,
        });
    }
    Some(spans)
}

/// The names of packed spans that count, with their counts; texts and mentions are passed over.
pub(super) fn unpack_counts(bytes: &[u8]) -> Option<Vec<(NameId, u32)>> {
    let mut names = Vec::new();
    unpack_counts_into(bytes, &mut names)?;
    Some(names)
}

/// The same, put to what is there.
pub(super) fn unpack_counts_into(bytes: &[u8], names: &mut Vec<(NameId, u32)>) -> Option<()> {
    let mut rest = bytes;
    for _ in 0..take(&mut rest)? {
        let (id, count) = (NameId(take(&mut rest)?), take(&mut rest)?);
        pass_text(&mut rest)?;
        for _ in 0..take(&mut rest)? {
            pass_text(&mut rest)?;
        }
        if count > 0 {
            names.push((id, count));
        }
    }
    Some(())
}

/// Whether packed spans may write a name in one way; `is_main` tells whether that is how the library writes it.
pub(super) fn writes(bytes: &[u8], name: NameId, folded: &str, is_main: bool) -> bool {
    wrote(bytes, name, folded, is_main).unwrap_or_default()
}

fn wrote(bytes: &[u8], name: NameId, folded: &str, is_main: bool) -> Option<bool> {
    let mut rest = bytes;
    for _ in 0..take(&mut rest)? {
        let (id, _) = (NameId(take(&mut rest)?), take(&mut rest)?);
        if id != name {
            pass_text(&mut rest)?;
            for _ in 0..take(&mut rest)? {
                pass_text(&mut rest)?;
            }
            continue;
        }
        let text = take_text(&mut rest)?;
        let own = if text.is_empty() {
            is_main
        } else {
            fold(&text) == folded
        };
        let spellings = take(&mut rest)?;
        // A story keeps sixteen spellings at most; with as many, another may be among the rest.
        let mut writes = own || spellings >= 16;
        for _ in 0..spellings {
            writes |= fold(&take_text(&mut rest)?) == folded;
        }
        if writes {
            return Some(true);
        }
    }
    Some(false)
}

fn pass_text(rest: &mut &[u8]) -> Option<()> {
    let length = take(rest)? as usize;
    *rest = rest.get(length..)?;
    Some(())
}

fn put(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u32);
    out.extend(text.as_bytes());
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, tail) = rest.split_first()?;
    *rest = tail;
    Some(*first)
}

fn take(rest: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in [0, 7, 14, 21, 28] {
        let next = byte(rest)?;
        value |= u32::from(next & 0x7f).checked_shl(shift)?;
        if next < 0x80 {
            return Some(value);
        }
    }
    None
}

fn take_text(rest: &mut &[u8]) -> Option<Clean> {
    let length = take(rest)? as usize;
    let (text, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(Clean::new(std::str::from_utf8(text).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Rule;
    use proptest::prelude::*;

    fn sample(gaps: &[(u32, u32, u8)]) -> Spans {
        let names = vec![
            Packed {
                id: NameId(7),
                count: 3,
                text: None,
                spellings: vec![Clean::new("Meta")],
            },
            Packed {
                id: NameId(u32::MAX),
                count: 0,
                text: Some(Clean::new("한빛")),
                spellings: Vec::new(),
            },
        ];
        let mut end = 0;
        let mention = |(gap, length, confidence): &(u32, u32, u8)| {
            let start = end + gap;
            end = start + length;
            let name = u16::from(confidence % 2 == 0);
            Mention {
                start,
                end,
                name,
                rule: Rule::Gloss,
                confidence: *confidence,
            }
        };
        let mentions = gaps.iter().map(mention).collect();
        Spans { names, mentions }
    }

    proptest! {
        #[test]
        fn spans_survive_packing(gaps in prop::collection::vec((0..90_000u32, 1..400u32, 0..=100u8), 0..40)) {
            let spans = sample(&gaps);
            prop_assert_eq!(unpack(&pack(&spans)), Some(spans));
        }

        #[test]
        fn any_bytes_are_spans_or_nothing(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = unpack(&bytes);
        }
    }

    #[test]
    fn cut_bytes_are_no_spans() {
        let bytes = pack(&sample(&[(3, 6, 90), (1, 2, 80)]));
        for end in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..end]), None, "{end}");
        }
    }
}
