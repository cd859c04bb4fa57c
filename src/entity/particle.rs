//! What may follow a Korean name inside one eojeol.
//!
//! A table tuned for names: a particle is taken off only where the final sound of the name allows it, and
//! never down to one syllable.

use std::sync::OnceLock;

use crate::entity::hash::Map;

/// Which final sound a particle asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// Any.
    Any,
    /// A final consonant: `은`, `이`, `을`, `과`.
    Closed,
    /// No final consonant: `는`, `가`, `를`, `와`.
    Open,
    /// No final consonant, or `ㄹ`: `로`.
    OpenOrRieul,
    /// A final consonant other than `ㄹ`: `으로`.
    ClosedNotRieul,
}

/// Particles and endings, the longer before the shorter of the same start.
const PARTICLES: &[(&str, After)] = &[
    ("은", After::Closed),
    ("는", After::Open),
    ("이", After::Closed),
    ("가", After::Open),
    ("을", After::Closed),
    ("를", After::Open),
    ("과", After::Closed),
    ("와", After::Open),
    ("랑", After::Open),
    ("이랑", After::Closed),
    ("의", After::Any),
    ("에", After::Any),
    ("에서", After::Any),
    ("에게", After::Any),
    ("에게서", After::Any),
    ("에는", After::Any),
    ("에도", After::Any),
    ("에선", After::Any),
    ("엔", After::Any),
    ("에만", After::Any),
    ("에의", After::Any),
    ("에서는", After::Any),
    ("에서도", After::Any),
    ("에서의", After::Any),
    ("에게는", After::Any),
    ("에게도", After::Any),
    ("께", After::Any),
    ("께서", After::Any),
    ("께서는", After::Any),
    ("한테", After::Any),
    ("한테서", After::Any),
    ("도", After::Any),
    ("만", After::Any),
    ("만은", After::Any),
    ("만이", After::Any),
    ("만의", After::Any),
    ("까지", After::Any),
    ("까지도", After::Any),
    ("부터", After::Any),
    ("부터는", After::Any),
    ("보다", After::Any),
    ("보다는", After::Any),
    ("보단", After::Any),
    ("처럼", After::Any),
    ("같은", After::Any),
    ("마저", After::Any),
    ("조차", After::Any),
    ("뿐", After::Any),
    ("뿐만", After::Any),
    ("밖에", After::Any),
    ("마다", After::Any),
    ("대로", After::Any),
    ("하고", After::Any),
    ("으로", After::ClosedNotRieul),
    ("으로서", After::ClosedNotRieul),
    ("으로써", After::ClosedNotRieul),
    ("으로서는", After::ClosedNotRieul),
    ("으로부터", After::ClosedNotRieul),
    ("으로는", After::ClosedNotRieul),
    ("으로도", After::ClosedNotRieul),
    ("으로의", After::ClosedNotRieul),
    ("로", After::OpenOrRieul),
    ("로서", After::OpenOrRieul),
    ("로써", After::OpenOrRieul),
    ("로서는", After::OpenOrRieul),
    ("로부터", After::OpenOrRieul),
    ("로는", After::OpenOrRieul),
    ("로도", After::OpenOrRieul),
    ("로의", After::OpenOrRieul),
    ("과의", After::Closed),
    ("와의", After::Open),
    ("과는", After::Closed),
    ("와는", After::Open),
    ("과도", After::Closed),
    ("와도", After::Open),
    ("이나", After::Closed),
    ("나", After::Open),
    ("이란", After::Closed),
    ("란", After::Open),
    ("이라", After::Closed),
    ("라", After::Open),
    ("이라는", After::Closed),
    ("라는", After::Open),
    ("이라고", After::Closed),
    ("라고", After::Open),
    ("이라며", After::Closed),
    ("라며", After::Open),
    ("이라도", After::Closed),
    ("라도", After::Open),
    ("이라면", After::Closed),
    ("라면", After::Open),
    ("이며", After::Any),
    ("며", After::Open),
    ("이자", After::Any),
    ("자", After::Open),
    ("인", After::Any),
    ("인데", After::Any),
    ("이고", After::Any),
    ("고", After::Open),
    ("이다", After::Any),
    ("다", After::Open),
    ("였다", After::Open),
    ("이었다", After::Any),
    ("이었던", After::Any),
    ("였던", After::Open),
    ("이지만", After::Any),
    ("지만", After::Open),
    ("이든", After::Closed),
    ("든", After::Open),
    ("입니다", After::Any),
    ("이야", After::Closed),
    ("야", After::Open),
    ("이여", After::Closed),
    ("여", After::Open),
    ("인지", After::Any),
    ("이냐", After::Any),
    ("이기도", After::Any),
    ("이어서", After::Any),
    ("일", After::Any),
    ("임", After::Any),
    ("들", After::Any),
    ("들은", After::Any),
    ("들이", After::Any),
    ("들의", After::Any),
    ("들을", After::Any),
    ("들도", After::Any),
    ("들과", After::Any),
];

/// Bytes of the longest particle.
const LONGEST: usize = 15;

/// The particles, to be asked for by a whole rest of a word.
fn table() -> &'static Map<&'static str, After> {
    static TABLE: OnceLock<Map<&'static str, After>> = OnceLock::new();
    TABLE.get_or_init(|| PARTICLES.iter().copied().collect())
}

/// Nouns that lean on a name without being part of it: `메타측`, `미국내`, `서울시`.
const LEANING: &[&str] = &["측", "내", "행", "발", "시", "주", "발언", "전", "표", "사"];

/// How a syllable ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Open,
    Rieul,
    Closed,
    /// Letters and digits that may be read either way.
    Unknown,
}

/// How the last character of a name sounds when it is read aloud in Korean.
fn sound(last: char) -> Sound {
    match last {
        '\u{AC00}'..='\u{D7A3}' => match (last as u32 - 0xAC00) % 28 {
            0 => Sound::Open,
            8 => Sound::Rieul,
            _ => Sound::Closed,
        },
        '2' | '4' | '5' | '9' => Sound::Open,
        '1' | '7' | '8' => Sound::Rieul,
        '0' | '3' | '6' => Sound::Closed,
        _ => Sound::Unknown,
    }
}

fn fits(after: After, sound: Sound) -> bool {
    match (after, sound) {
        (After::Any, _) | (_, Sound::Unknown) => true,
        (After::Closed, s) => s == Sound::Closed || s == Sound::Rieul,
        (After::Open, s) => s == Sound::Open,
        (After::OpenOrRieul, s) => s != Sound::Closed,
        (After::ClosedNotRieul, s) => s == Sound::Closed,
    }
}

/// Whether `rest` may follow a name that ends in `last`: a particle, an ending of `이다`, or nothing.
pub fn is_tail(last: char, rest: &str) -> bool {
    if rest.is_empty() {
        return true;
    }
    if rest.len() > LONGEST {
        return false;
    }
    table().get(rest).is_some_and(|after| fits(*after, sound(last)))
}

/// Like [`is_tail`], and also allows a leaning noun before the particle: `측은`, `시에`.
pub fn is_loose_tail(last: char, rest: &str) -> bool {
    if is_tail(last, rest) {
        return true;
    }
    LEANING.iter().any(|noun| {
        rest.strip_prefix(noun)
            .is_some_and(|more| noun.chars().last().is_some_and(|l| is_tail(l, more)))
    })
}

/// The stems a word may have, the shortest first and the whole word last. None has fewer than two characters.
pub fn stems(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices()
        .skip(2)
        .filter_map(move |(at, _)| {
            let (stem, rest) = (word.get(..at)?, word.get(at..)?);
            let last = stem.chars().last()?;
            is_tail(last, rest).then_some(stem)
        })
        .chain(std::iter::once(word))
}

/// The stem that remains when the longest particle is taken off; the word itself where there is none.
pub fn strip(word: &str) -> &str {
    stems(word).next().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_come_off_by_the_final_sound() {
        for (word, stem) in [
            ("앤트로픽으로", "앤트로픽"),
            ("저커버그가", "저커버그"),
            ("저커버그이", "저커버그이"),
            ("오픈AI와", "오픈AI"),
            ("반데르마텐도", "반데르마텐"),
            ("비켈은", "비켈"),
            ("비켈는", "비켈는"),
            ("구글에서도", "구글"),
            ("서울로", "서울"),
            ("라마4가", "라마4"),
            ("라마3가", "라마3가"),
            ("아닐이라는", "아닐"),
            ("왕이", "왕이"),
            ("은", "은"),
            ("", ""),
        ] {
            assert_eq!(strip(word), stem, "{word}");
        }
    }

    #[test]
    fn a_tail_is_a_particle_or_nothing() {
        for (last, rest, tail, loose) in [
            ('타', "", true, true),
            ('타', "는", true, true),
            ('타', "은", false, false),
            ('타', "버스", false, false),
            ('타', "측은", false, true),
            ('국', "인", true, true),
            ('I', "은", true, true),
            ('마', "단", false, false),
        ] {
            assert_eq!(is_tail(last, rest), tail, "{last}{rest}");
            assert_eq!(is_loose_tail(last, rest), loose, "{last}{rest}");
        }
    }
}
