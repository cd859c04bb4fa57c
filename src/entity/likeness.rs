//! How alike two spellings look, by their letters: to show them to a reader, never to merge them alone.
//!
//! Hangul is compared by its jamo, where sounds that transliterations confuse cost little. Names with other digits
//! are never alike.

use crate::entity::sound;

/// What changing, adding or leaving out a jamo costs at most.
const WHOLE: u32 = 20;

/// One jamo with its place in the syllable: 0 onset, 1 vowel, 2 coda.
type Jamo = (u8, u8);

fn jamo(text: &str) -> Vec<Jamo> {
    let mut out = Vec::new();
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        match (c as u32).checked_sub(0xAC00).filter(|i| *i < 11_172) {
            Some(index) => {
                out.push((0, (index / 588) as u8));
                out.push((1, (index % 588 / 28) as u8));
                if !index.is_multiple_of(28) {
                    out.push((2, (index % 28) as u8));
                }
            }
            None => out.extend(c.to_lowercase().map(|c| (3, (u32::from(c) % 251) as u8))),
        }
    }
    out
}

/// Onsets by the class of their sound.
const ONSETS: &[u8; 19] = b"KKNTTRMPPSS0JJJKTPH";
/// Vowels that transliterations take for one another.
const VOWELS: &[u8; 21] = b"aaaaeeeeooaeooueeuiii";

fn swap(a: Jamo, b: Jamo) -> u32 {
    if a == b {
        return 0;
    }
    let class = |table: &[u8], at: u8| table.get(usize::from(at)).copied();
    match (a.0, b.0) {
        (0, 0) if class(ONSETS, a.1) == class(ONSETS, b.1) => 4,
        (1, 1) if class(VOWELS, a.1) == class(VOWELS, b.1) => 4,
        (1, 1) => 9,
        (2, 2) => 10,
        _ => WHOLE,
    }
}

/// What a jamo costs that only one spelling has: silent onsets and codas little.
fn drop_cost(jamo: Jamo) -> u32 {
    match jamo {
        (0, 11) => 3,
        (2, _) | (1, 18) => 8,
        _ => 14,
    }
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_digit)
}

/// How alike two spellings look, in percent; 0 where their digits differ. Cost: the product of their lengths.
pub fn alike(a: &str, b: &str) -> u8 {
    if !digits(a).eq(digits(b)) {
        return 0;
    }
    let (a, b) = (jamo(a), jamo(b));
    let longest = a.len().max(b.len()) as u32;
    if longest == 0 || longest > 120 {
        return 0;
    }
    let lost = distance(&a, &b) * 100 / (WHOLE * longest);
    100u32.saturating_sub(lost) as u8
}

fn distance(a: &[Jamo], b: &[Jamo]) -> u32 {
    let mut row: Vec<u32> = std::iter::once(0)
        .chain(b.iter().scan(0, |sum, j| {
            *sum += drop_cost(*j);
            Some(*sum)
        }))
        .collect();
    for x in a {
        let mut corner = row[0];
        row[0] += drop_cost(*x);
        for (at, y) in b.iter().enumerate() {
            let best = (corner + swap(*x, *y))
                .min(row[at] + drop_cost(*y))
                .min(row[at + 1] + drop_cost(*x));
            corner = row[at + 1];
            row[at + 1] = best;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The key that names of like sound share: the opening consonants of a Hangul name, the consonants of a Latin one.
/// `None` where there are fewer than two.
pub fn key(text: &str) -> Option<String> {
    let key = if text.chars().any(|c| ('가'..='힣').contains(&c)) {
        sound::onsets(text)
    } else {
        sound::skeleton(text).into_iter().collect()
    };
    (key.chars().count() >= 2).then_some(key)
}

/// The keys under which names like this one are filed: its own, and those with one sound less.
pub fn near_keys(text: &str) -> Vec<String> {
    let Some(key) = key(text) else {
        return Vec::new();
    };
    let letters: Vec<char> = key.chars().collect();
    let mut keys = vec![key];
    if letters.len() >= 4 {
        keys.extend((0..letters.len()).map(|at| {
            let rest = letters.iter().enumerate().filter(|(n, _)| *n != at);
            rest.map(|(_, c)| *c).collect()
        }));
    }
    keys.sort();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_look_alike() {
        for (a, b, shown) in [
            ("저커버그", "주커버그", true),
            ("로렌스 판데르 마텐", "로런스 반데르마텐", true),
            ("샘 알트먼", "샘 올트먼", true),
            ("얀 라이케", "얀 르쿤", false),
            ("라마 4", "라마 4.5", false),
            ("라마 3", "라마 4", false),
            ("메타", "구글", false),
            ("Zuckerberg", "Zuckerburg", true),
            ("", "", false),
        ] {
            let likeness = alike(a, b);
            assert_eq!(likeness >= 88, shown, "{a} {b} {likeness}");
            assert_eq!(likeness, alike(b, a), "{a} {b}");
        }
    }

    #[test]
    fn likeness_is_found_by_key() {
        for (a, b) in [
            ("저커버그", "주커버그"),
            ("샘 알트먼", "샘 올트먼"),
            ("반데르마텐", "판데르마텐"),
        ] {
            assert!(near_keys(a).contains(&key(b).unwrap()), "{a} {b}");
        }
        assert_eq!(key("아이"), None);
        assert_eq!(near_keys(""), Vec::<String>::new());
    }
}
