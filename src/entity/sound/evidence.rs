//! How much two Hangul spellings speak for one foreign name.
//!
//! The sounds of the two are laid side by side; every difference has a weight that was fitted to pairs of spellings of
//! one person against pairs of different people (`assets/names/sound.tsv`). A difference in what transcribers disagree
//! about costs little, another much. Names of one's own language must not be compared: one letter makes another person.

use std::sync::OnceLock;

use crate::entity::hash::Map;
use crate::entity::sound::onsets;

const WEIGHTS: &str = include_str!("../../../assets/names/sound.tsv");

/// The longest name that is compared, in sounds.
const LONGEST: usize = 64;

/// From here on two spellings of six syllables or more are one name.
const SURE_LONG: i32 = 260;
/// From here on two spellings of four or five syllables are.
const SURE_SHORT: i32 = 230;
/// What a name that both stories share is worth.
const SHARED: i32 = 60;

/// A sound of Hangul: none, a closing consonant, an opening one, a vowel.
type Sound = u8;

const NONE: Sound = 0;
const OPENING: Sound = 32;
const VOWEL: Sound = 64;
const SILENT: Sound = OPENING + 11;

const OPENINGS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWELS: &str = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const CLOSINGS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

/// What one difference speaks for, in hundredths.
struct Weights {
    edits: Map<(Sound, Sound), i32>,
    kinds: Map<(u8, u8), i32>,
}

fn weights() -> &'static Weights {
    static WEIGHED: OnceLock<Weights> = OnceLock::new();
    WEIGHED.get_or_init(|| {
        let (mut edits, mut kinds) = (Map::default(), Map::default());
        for line in WEIGHTS.lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            match columns.as_slice() {
                ["default", a, b, weight] => {
                    kinds.insert((kind_of(a), kind_of(b)), weight.parse().unwrap_or_default());
                }
                [a, b, weight] => {
                    edits.insert((read(a), read(b)), weight.parse().unwrap_or_default());
                }
                _ => {}
            }
        }
        Weights { edits, kinds }
    })
}

fn kind_of(column: &str) -> u8 {
    match column {
        "c" => 1,
        "o" => 2,
        "v" => 3,
        _ => 0,
    }
}

/// A sound as the table writes it: `oㄱ`, `vㅏ`, `cㄴ`, `-`.
fn read(column: &str) -> Sound {
    let mut chars = column.chars();
    let (kind, letter) = (chars.next(), chars.next());
    let at = |of: &str| of.chars().position(|c| Some(c) == letter).unwrap_or_default() as Sound;
    match kind {
        Some('c') => 1 + at(CLOSINGS),
        Some('o') => OPENING + at(OPENINGS),
        Some('v') => VOWEL + at(VOWELS),
        _ => NONE,
    }
}

fn class(sound: Sound) -> u8 {
    match sound {
        NONE => 0,
        1..OPENING => 1,
        OPENING..VOWEL => 2,
        _ => 3,
    }
}

/// The sounds of a name, without what is not Hangul.
fn sounds(name: &str) -> Vec<Sound> {
    let mut sounds = Vec::with_capacity(name.len());
    for index in name
        .chars()
        .filter_map(|c| (c as u32).checked_sub(0xAC00).filter(|i| *i < 11_172))
    {
        sounds.push(OPENING + (index / 588) as Sound);
        sounds.push(VOWEL + (index % 588 / 28) as Sound);
        if index % 28 > 0 {
            sounds.push((index % 28) as Sound);
        }
    }
    sounds
}

/// The cost by which sounds are laid side by side; only for finding out which belong together.
fn cost(a: Sound, b: Sound) -> u32 {
    match (class(a), class(b)) {
        _ if a == b => 0,
        (0, _) if b == SILENT => 3,
        (_, 0) if a == SILENT => 3,
        (0, 1) | (1, 0) => 6,
        (0, _) | (_, 0) => 7,
        (3, x) | (x, 3) if x != 3 => 15,
        (x, y) if x != y => 10,
        (2, 2) if same_class(a, b) => 4,
        (2, 2) => 10,
        _ => 8,
    }
}

fn same_class(a: Sound, b: Sound) -> bool {
    const CLASSES: &[u8; 19] = b"KKNTTRMPPSS0JJJKTPH";
    let of = |s: Sound| CLASSES.get(usize::from(s - OPENING));
    of(a) == of(b)
}

/// The differences between two names. Cost: the product of their lengths.
fn differences(a: &[Sound], b: &[Sound]) -> Vec<(Sound, Sound)> {
    let width = b.len() + 1;
    let mut costs = vec![0; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let from = |di: usize, dj: usize| costs[(i - di) * width + j - dj];
            let both = (i > 0 && j > 0).then(|| from(1, 1) + cost(a[i - 1], b[j - 1]));
            let left = (i > 0).then(|| from(1, 0) + cost(a[i - 1], NONE));
            let right = (j > 0).then(|| from(0, 1) + cost(NONE, b[j - 1]));
            costs[i * width + j] = [both, left, right].into_iter().flatten().min().unwrap_or(0);
        }
    }
    let (mut i, mut j) = (a.len(), b.len());
    let mut found = Vec::new();
    while i > 0 || j > 0 {
        let here = costs[i * width + j];
        let pair = if i > 0 && j > 0 && here == costs[(i - 1) * width + j - 1] + cost(a[i - 1], b[j - 1]) {
            (i, j) = (i - 1, j - 1);
            (a[i], b[j])
        } else if i > 0 && here == costs[(i - 1) * width + j] + cost(a[i - 1], NONE) {
            i -= 1;
            (a[i], NONE)
        } else {
            j -= 1;
            (NONE, b[j])
        };
        if pair.0 != pair.1 {
            found.push((pair.0.min(pair.1), pair.0.max(pair.1)));
        }
    }
    found
}

/// How many syllables of Hangul a name has.
pub fn syllables(name: &str) -> usize {
    name.chars().filter(|c| ('가'..='힣').contains(c)).count()
}

/// What two spellings speak for, in hundredths of a logit; positive for one name.
fn evidence(a: &str, b: &str) -> Option<i32> {
    let (one, two) = (sounds(a), sounds(b));
    let least = syllables(a).min(syllables(b)) as i32;
    if least == 0 || one.len() > LONGEST || two.len() > LONGEST {
        return None;
    }
    let weights = weights();
    let differences = differences(&one, &two);
    let edits: i32 = differences
        .iter()
        .map(|(a, b)| {
            let kinds = (class(*a), class(*b));
            let usual = weights.kinds.get(&kinds).copied().unwrap_or(UNUSUAL);
            weights.edits.get(&(*a, *b)).copied().unwrap_or(usual)
        })
        .sum();
    let rate = RATE * 6 * differences.len() as i32 / least;
    Some(edits + rate + LENGTH * least / 6 + parts(a, b))
}

// The weights of what is not a single difference; fitted with them.
const UNUSUAL: i32 = -300;
const RATE: i32 = -68;
const LENGTH: i32 = 217;
const START: i32 = 195;
const AS_MANY_PARTS: i32 = 78;
const OTHER_PARTS: i32 = 368;
const SAME_FIRST: i32 = -1;
const SAME_LAST: i32 = 61;
const NONE_SAME: i32 = 73;
const OTHER_START: i32 = -56;
const OTHER_END: i32 = -97;

/// What the parts of two names and their ends speak for.
fn parts(a: &str, b: &str) -> i32 {
    let split = |name: &'_ str| -> Vec<String> {
        let parts = name.split([' ', '·', '-']).filter(|p| !p.is_empty());
        parts.map(str::to_owned).collect()
    };
    let (one, two) = (split(a), split(b));
    let ends = |parts: &[String]| {
        let letters: String = parts.concat();
        (letters.chars().next(), letters.chars().next_back())
    };
    let (first, last) = (one.first() == two.first(), one.last() == two.last());
    let mut sum = START;
    if one.len() == two.len() {
        sum += AS_MANY_PARTS;
        if one.len() > 1 {
            sum += i32::from(first) * SAME_FIRST + i32::from(last) * SAME_LAST;
            sum += i32::from(!first && !last) * NONE_SAME;
        }
    } else if one.concat() != two.concat() {
        sum += OTHER_PARTS;
    }
    let (one, two) = (ends(&one), ends(&two));
    sum + if one.0 == two.0 { 0 } else { OTHER_START } + if one.1 == two.1 { 0 } else { OTHER_END }
}

/// The opening consonants of a name and all that remain when one is left out: two names can only be one if they have a
/// key in common.
pub fn keys(name: &str) -> Vec<String> {
    let whole: Vec<char> = onsets(name).chars().collect();
    let mut keys = vec![whole.iter().collect::<String>()];
    for at in 0..whole.len() {
        let rest = whole.iter().enumerate().filter(|(i, _)| *i != at);
        keys.push(rest.map(|(_, c)| *c).collect());
    }
    keys.sort();
    keys.dedup();
    keys
}

/// Whether two Hangul spellings are one foreign name. `shared`: whether their stories share another name.
pub fn is_one(a: &str, b: &str, shared: bool) -> bool {
    let least = syllables(a).min(syllables(b));
    let sure = match least {
        0..4 => return false,
        4 | 5 => SURE_SHORT,
        _ => SURE_LONG,
    };
    let relief = if shared && least >= 5 { SHARED } else { 0 };
    let near = || {
        let two = keys(b);
        keys(a).iter().any(|key| two.contains(key))
    };
    near() && evidence(a, b).is_some_and(|e| e >= sure - relief)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_foreign_name_are_told_from_other_names() {
        for (a, b, one) in [
            ("로렌스 판데르 마텐", "로런스 반데르마텐", true),
            ("샘 알트먼", "샘 올트먼", false),
            ("안드레이 타르콥스키", "안드레이 타르코프스키", true),
            ("마크 저커버그", "마크 주커버그", true),
            ("얀 라이케", "얀 르쿤", false),
            ("라이터", "로이터", false),
            ("김정은", "김정운", false),
            ("벤 칼슨", "벤 카슨", false),
            ("이노우에 아쓰시", "이노우에 야스시", false),
            ("다리오 아모데이", "다니엘라 아모데이", false),
            ("", "", false),
        ] {
            assert_eq!(is_one(a, b, false), one, "{a} {b} {:?}", evidence(a, b));
            assert_eq!(is_one(b, a, false), one, "{b} {a}");
        }
    }
}
