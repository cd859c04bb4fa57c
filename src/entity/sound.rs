//! How names sound across spellings and scripts.
//!
//! Only ever used to choose a border inside `Hangul(Latin)` or to confirm what another sign says: a likeness of sound
//! alone proves nothing (`라이터` and `로이터` both sound like Writer).

pub mod evidence;

/// The consonant classes that spellings of one name share.
fn onset(c: char) -> Option<char> {
    let index = (c as u32).checked_sub(0xAC00).filter(|i| *i < 11_172)? / 588;
    "KKNTTRMPPSS\0JJJKTPH"
        .chars()
        .nth(index as usize)
        .filter(|o| *o != '\0')
}

/// The opening consonants of a Hangul name as classes: `저커버그` is `JKPK`.
pub fn onsets(name: &str) -> String {
    name.chars().filter_map(onset).collect()
}

/// The sounds of a Hangul name, with the final consonants that another spelling writes as a syllable.
pub fn skeleton(name: &str) -> Vec<char> {
    let mut out = Vec::new();
    for c in name.chars() {
        let Some(index) = (c as u32).checked_sub(0xAC00).filter(|i| *i < 11_172) else {
            if c.is_ascii_alphabetic() {
                latin_letter(c.to_ascii_lowercase(), None, &mut out);
            }
            continue;
        };
        out.extend(onset(c));
        match index % 28 {
            1 | 2 | 24 => out.push('K'),
            4 | 21 => out.push('N'),
            7 | 19 | 20 | 25 => out.push('S'),
            8 => out.push('R'),
            16 => out.push('M'),
            17 | 26 => out.push('P'),
            _ => {}
        }
    }
    out.dedup();
    out
}

fn latin_letter(c: char, next: Option<char>, out: &mut Vec<char>) {
    let class = match (c, next) {
        ('c', Some('h')) | ('j' | 'z', _) | ('g', Some('e' | 'i')) => 'J',
        ('g' | 'k' | 'q' | 'c', _) => 'K',
        ('n', _) => 'N',
        ('d' | 't', _) => 'T',
        ('r' | 'l', _) => 'R',
        ('m', _) => 'M',
        ('p', Some('h')) | ('b' | 'p' | 'f' | 'v', _) => 'P',
        ('s', _) => 'S',
        ('x', _) => {
            out.push('K');
            'S'
        }
        _ => return,
    };
    out.push(class);
}

fn latin_skeleton(name: &str) -> Vec<char> {
    let mut out = Vec::new();
    let mut letters = name
        .chars()
        .filter(|c| c.is_alphabetic())
        .map(|c| c.to_ascii_lowercase())
        .peekable();
    while let Some(c) = letters.next() {
        latin_letter(c, letters.peek().copied(), &mut out);
    }
    out.dedup();
    out
}

/// How alike a Hangul and a Latin name sound, from 0 to 100. Cost: the product of their lengths.
pub fn likeness(hangul: &str, latin: &str) -> u8 {
    let (a, b) = (skeleton(hangul), latin_skeleton(latin));
    let longest = a.len().max(b.len());
    if longest == 0 || longest > 60 {
        return 0;
    }
    (100 - distance(&a, &b) * 100 / (2 * longest as u32).max(1)).min(100) as u8
}

/// Edits between two skeletons in halves: sounds that spellings drop or confuse cost half.
fn distance(a: &[char], b: &[char]) -> u32 {
    let drop = |c: char| if matches!(c, 'R' | 'H' | 'S' | 'T') { 1 } else { 2 };
    let swap = |x: char, y: char| match (x, y) {
        _ if x == y => 0,
        ('S' | 'K', 'J') | ('S', 'T') | ('J', 'S' | 'T' | 'K') | ('T', 'S' | 'J') => 1,
        _ => 2,
    };
    let mut row: Vec<u32> = std::iter::once(0)
        .chain(b.iter().scan(0, |sum, c| {
            *sum += drop(*c);
            Some(*sum)
        }))
        .collect();
    for x in a {
        let mut corner = row[0];
        row[0] += drop(*x);
        for (at, y) in b.iter().enumerate() {
            let best = (corner + swap(*x, *y))
                .min(row[at] + drop(*y))
                .min(row[at + 1] + drop(*x));
            corner = row[at + 1];
            row[at + 1] = best;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sound_like_their_latin_spelling() {
        for (hangul, latin, alike) in [
            ("라이터", "Writer", true),
            ("앤트로픽", "Anthropic", true),
            ("저커버그", "Zuckerberg", true),
            ("로런스 반데르마텐", "Laurens van der Maaten", true),
            ("라마", "Llama", true),
            ("마이크로소프트", "Google", false),
            ("메타", "Nvidia", false),
            ("", "", false),
        ] {
            let likeness = likeness(hangul, latin);
            assert_eq!(likeness >= 70, alike, "{hangul} {latin} {likeness}");
        }
        assert_eq!(onsets("저커버그"), "JKPK");
        assert_eq!(onsets("주커버그"), "JKPK");
    }
}
