//! Chooses the particle that fits a name, and takes particles off a word.

use crate::text::hangul::Syllable;
use crate::text::letter;

/// How a word sounds at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    /// The consonant ㄹ, after which 로 stands like after a vowel.
    Liquid,
    Consonant,
}

/// What must stand before a particle.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    Vowel,
    Consonant,
    /// A vowel or ㄹ.
    Open,
    /// A consonant but ㄹ.
    Closed,
}

impl After {
    fn allows(self, sound: Sound) -> bool {
        match self {
            Self::Any => true,
            Self::Vowel => sound == Sound::Vowel,
            Self::Consonant => sound != Sound::Vowel,
            Self::Open => sound != Sound::Consonant,
            Self::Closed => sound == Sound::Consonant,
        }
    }
}

/// Particles that end a phrase and may follow another particle, longer before shorter.
const OUTER: &[(&str, After)] = &[
    ("이야말로", After::Consonant),
    ("야말로", After::Vowel),
    ("이라도", After::Consonant),
    ("라도", After::Vowel),
    ("조차", After::Any),
    ("마저", After::Any),
    ("까지", After::Any),
    ("부터", After::Any),
    ("만큼", After::Any),
    ("이나", After::Consonant),
    ("나", After::Vowel),
    ("은", After::Consonant),
    ("는", After::Vowel),
    ("도", After::Any),
    ("만", After::Any),
    ("의", After::Any),
    ("이", After::Consonant),
    ("가", After::Vowel),
    ("을", After::Consonant),
    ("를", After::Vowel),
    ("과", After::Consonant),
    ("와", After::Vowel),
];

/// Particles of case and quotation, longer before shorter.
const INNER: &[(&str, After)] = &[
    ("으로부터", After::Closed),
    ("로부터", After::Open),
    ("에게서", After::Any),
    ("으로서", After::Closed),
    ("으로써", After::Closed),
    ("이라고", After::Consonant),
    ("이라는", After::Consonant),
    ("이라며", After::Consonant),
    ("로서", After::Open),
    ("로써", After::Open),
    ("라고", After::Vowel),
    ("라는", After::Vowel),
    ("라며", After::Vowel),
    ("에게", After::Any),
    ("에서", After::Any),
    ("에선", After::Any),
    ("에겐", After::Any),
    ("께서", After::Any),
    ("한테", After::Any),
    ("보다", After::Any),
    ("처럼", After::Any),
    ("까지", After::Any),
    ("부터", After::Any),
    ("밖에", After::Any),
    ("으로", After::Closed),
    ("이란", After::Consonant),
    ("이며", After::Consonant),
    ("하고", After::Any),
    ("란", After::Vowel),
    ("며", After::Vowel),
    ("로", After::Open),
    ("에", After::Any),
    ("만", After::Any),
];

/// The half of a pair such as `을/를` or `으로/로` that follows the word. The order in the pair does not matter.
///
/// Digits and Latin letters count as they are read in Korean; brackets and quotes at the end do not count. A word
/// whose reading is unknown counts as ending in a vowel.
pub fn josa<'p>(word: &str, pair: &'p str) -> &'p str {
    let Some((one, other)) = pair.split_once('/') else {
        return pair;
    };
    let swapped = other.starts_with(['이', '으']) && !one.starts_with(['이', '으'])
        || matches!(other, "은" | "을" | "과" | "아");
    let (closed, open) = if swapped { (other, one) } else { (one, other) };
    let is_ro = closed.starts_with("으로");
    match last_sound(word) {
        Some(Sound::Consonant) => closed,
        Some(Sound::Liquid) if !is_ro => closed,
        _ => open,
    }
}

/// Takes the particles off an eojeol: the shortest stem of [`stems`] with all that followed it. `None` if there is no
/// particle or nothing but one syllable would remain.
pub fn strip_particle(word: &str) -> Option<(&str, &str)> {
    let stem = stems(word).last()?.0;
    Some((stem, &word[stem.len()..]))
}

/// Every way to take one or two particles off an eojeol as stem and particles, the longest stem first. A stem keeps
/// two letters or more, and its last sound fits the particle after it.
pub fn stems(word: &str) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for stem in OUTER.iter().filter_map(|particle| strip(word, particle)) {
        found.push((stem, &word[stem.len()..]));
        found.extend(
            INNER
                .iter()
                .filter_map(|p| strip(stem, p))
                .map(|inner| (inner, &word[inner.len()..])),
        );
    }
    found.extend(
        INNER
            .iter()
            .filter_map(|p| strip(word, p))
            .map(|stem| (stem, &word[stem.len()..])),
    );
    found.sort_by_key(|(stem, _)| std::cmp::Reverse(stem.len()));
    found.dedup();
    found
}

fn strip<'w>(word: &'w str, (particle, after): &(&str, After)) -> Option<&'w str> {
    let stem = word.strip_suffix(particle)?;
    let long_enough = stem.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some();
    let fits = last_sound(stem).is_none_or(|sound| after.allows(sound));
    // 으 is half of a particle, never the end of a name.
    (long_enough && !stem.ends_with('으') && (fits || is_loose(stem))).then_some(stem)
}

/// Whether writers disagree about how the word ends: names in Latin letters are read in more than one way.
fn is_loose(word: &str) -> bool {
    word.trim_end_matches(|c: char| !c.is_alphanumeric())
        .ends_with(|c: char| c.is_ascii_alphabetic())
}

fn last_sound(word: &str) -> Option<Sound> {
    let spoken = word.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '℃' | '$'));
    let last = spoken.chars().next_back()?;
    if let Some(syllable) = Syllable::of(last) {
        return Some(match syllable.last {
            None => Sound::Vowel,
            Some('ㄹ') => Sound::Liquid,
            Some(_) => Sound::Consonant,
        });
    }
    match last {
        '0'..='9' => Some(sound_of_number(spoken)),
        'a'..='z' | 'A'..='Z' => Some(sound_of_latin(spoken)),
        'ん' | 'ン' => Some(Sound::Consonant),
        '%' | '℃' | '$' => Some(Sound::Vowel),
        'ㄱ'..='ㅎ' => Some(if last == 'ㄹ' {
            Sound::Liquid
        } else {
            Sound::Consonant
        }),
        _ if letter::is_kana(last) => Some(Sound::Vowel),
        _ => None,
    }
}

/// 일 이 삼 사 오 육 칠 팔 구 영; round numbers by their last unit.
fn sound_of_number(word: &str) -> Sound {
    let is_part = |c: char| c.is_ascii_digit() || c == ',';
    let digits = &word[word.trim_end_matches(is_part).len()..];
    let is_fraction = word[..word.len() - digits.len()].ends_with('.');
    let zeros = digits
        .chars()
        .rev()
        .filter(|c| *c != ',')
        .take_while(|c| *c == '0')
        .count();
    let is_round = !is_fraction && zeros > 0 && digits.chars().any(|c| matches!(c, '1'..='9'));
    match digits.chars().next_back() {
        Some('1' | '7' | '8') => Sound::Liquid,
        // 십 백 천 만 억 end in consonants, 조 does not.
        Some('0') if is_round && (12..16).contains(&zeros) => Sound::Vowel,
        Some('0' | '3' | '6') => Sound::Consonant,
        _ => Sound::Vowel,
    }
}

/// Capitals are spelled out (엘 엠 엔 알); other words end as they are usually written in Hangul (`애플`, `슬랙`, `아마존`).
fn sound_of_latin(word: &str) -> Sound {
    let start = word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let latin = &word[start..];
    if latin.chars().all(|c| c.is_ascii_uppercase()) {
        return match latin.chars().next_back() {
            Some('L' | 'R') => Sound::Liquid,
            Some('M' | 'N') => Sound::Consonant,
            _ => Sound::Vowel,
        };
    }
    let lower = latin.to_ascii_lowercase();
    let mut back = lower.bytes().rev();
    match (back.next(), back.next(), back.next()) {
        (Some(b'l'), ..) => Sound::Liquid,
        (Some(b'e'), Some(b'l'), Some(before)) if !is_vowel(before) => Sound::Liquid,
        (Some(b'e'), Some(b'm' | b'n'), Some(before)) if is_vowel(before) => Sound::Consonant,
        (Some(b'm' | b'n'), ..) | (Some(b'g'), Some(b'n'), _) | (Some(b'k'), Some(b'c'), _) => {
            Sound::Consonant
        }
        (Some(b'k' | b'p' | b't' | b'c'), Some(before), _) if is_vowel(before) => Sound::Consonant,
        _ => Sound::Vowel,
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_follows_the_last_sound() {
        for (word, pair, expected) in [
            ("메타", "을/를", "를"),
            ("앤트로픽", "을/를", "을"),
            ("구글", "은/는", "은"),
            ("구글", "으로/로", "로"),
            ("서울", "로/으로", "로"),
            ("부산", "으로/로", "으로"),
            ("‘라마’", "이/가", "가"),
            ("슈퍼인텔리전스 랩(MSL)", "과/와", "과"),
            ("오픈AI", "와/과", "와"),
            ("CEO", "이/가", "가"),
            ("3", "이/가", "이"),
            ("라마 4", "은/는", "는"),
            ("7", "으로/로", "로"),
            ("10", "으로/로", "으로"),
            ("1,000", "을/를", "을"),
            ("3.5", "이/가", "가"),
            ("1000000000000", "이/가", "가"),
            ("64%", "으로/로", "로"),
            ("Google", "이/가", "이"),
            ("Google", "으로/로", "로"),
            ("Slack", "을/를", "을"),
            ("Claude", "을/를", "를"),
            ("Amazon", "이라고/라고", "이라고"),
            ("Microsoft", "은/는", "는"),
            ("Samsung", "이/가", "이"),
            ("iPhone", "이/가", "이"),
            ("日本", "이/가", "가"),
            ("パソコン", "이/가", "이"),
            ("", "을/를", "를"),
            ("메타", "을", "을"),
        ] {
            assert_eq!(josa(word, pair), expected, "{word} {pair}");
        }
    }

    #[test]
    fn particles_come_off() {
        for (word, expected) in [
            ("메타의", Some(("메타", "의"))),
            ("메타에서는", Some(("메타", "에서는"))),
            ("앤트로픽으로", Some(("앤트로픽", "으로"))),
            ("구글로", Some(("구글", "로"))),
            ("저커버그라고", Some(("저커버그", "라고"))),
            ("서울까지도", Some(("서울", "까지도"))),
            ("MSL에서", Some(("MSL", "에서"))),
            ("(AI)은", Some(("(AI)", "은"))),
            ("GitHub은", Some(("GitHub", "은"))),
            ("한국은행이", Some(("한국은행", "이"))),
            ("라마는", Some(("라마", "는"))),
            ("라마은", None),
            ("구글으로", None),
            ("나는", None),
            ("메타", None),
            ("의", None),
            ("", None),
        ] {
            assert_eq!(strip_particle(word), expected, "{word}");
        }
        assert_eq!(stems("메타에서는"), [("메타에서", "는"), ("메타", "에서는")]);
    }
}
