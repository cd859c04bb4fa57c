//! What kind of letter a character is, as far as cleaning, measuring and breaking care.
//!
//! The tables are short on purpose: they name the blocks that newspapers use and leave the rest to the Unicode
//! crates, so that plain Korean, Latin, kana and Han text never reaches the slow paths.

/// Whether it is a composed Hangul syllable.
pub fn is_syllable(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// Whether it is any Hangul letter: syllable, compatibility, conjoining or half-width jamo.
pub fn is_hangul(c: char) -> bool {
    is_syllable(c) || is_conjoining(c) || matches!(c, '\u{3131}'..='\u{318E}' | '\u{FFA1}'..='\u{FFDC}')
}

/// Whether it is a jamo that joins its neighbours into a syllable.
pub fn is_conjoining(c: char) -> bool {
    is_leading(c) || is_vowel(c) || is_trailing(c)
}

/// Whether it is a conjoining initial consonant.
pub fn is_leading(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}')
}

/// Whether it is a conjoining vowel.
pub fn is_vowel(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11A7}' | '\u{D7B0}'..='\u{D7C6}')
}

/// Whether it is a conjoining final consonant.
pub fn is_trailing(c: char) -> bool {
    matches!(c, '\u{11A8}'..='\u{11FF}' | '\u{D7CB}'..='\u{D7FB}')
}

/// Whether it is a Han character or an iteration mark that stands for one.
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{3005}' | '\u{3007}')
}

/// Whether it is kana of any width.
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// Whether a variation selector or a joiner after it makes sense: emoji and the signs that have an emoji form.
pub fn is_emoji(c: char) -> bool {
    matches!(c, '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2194}'..='\u{21AA}' | '\u{231A}'..='\u{23FF}' | '\u{24C2}' | '\u{25AA}'..='\u{25FE}'
        | '\u{2600}'..='\u{27BF}' | '\u{2934}' | '\u{2935}' | '\u{2B00}'..='\u{2BFF}' | '\u{3030}'
        | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Whether it only colours the emoji before it.
pub fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether it is a visible character that stands alone: in NFC, its own cluster next to any other of these, and
/// changed by no rule of cleaning. ASCII, Hangul, kana, Han and the punctuation of all four.
#[inline]
pub fn is_plain(c: char) -> bool {
    let code = c as usize;
    PLAIN
        .get(code >> 6)
        .is_some_and(|row| row >> (code & 63) & 1 == 1)
}

/// Whether every character is plain, or one of the `others`, which are ASCII. Cost: some eight steps a character.
///
/// It reads the bytes itself: an index of `PLAIN` is what a character of two or three bytes holds before its last
/// six bits, so nothing has to be decoded.
pub fn all_plain(text: &str, others: &[u8]) -> bool {
    let is = |row: usize, bit: u8| PLAIN[row & 1023] >> (bit & 63) & 1 == 1;
    let mut rest = text.as_bytes();
    loop {
        rest = match *rest {
            [] => return true,
            [one @ 0..0x80, ref rest @ ..] if matches!(one, b' '..=b'~') || others.contains(&one) => rest,
            [one @ 0xC0..0xE0, two, ref rest @ ..] if is(usize::from(one & 31), two) => rest,
            [one @ 0xE0..0xF0, two, three, ref rest @ ..]
                if is(usize::from(one & 15) << 6 | usize::from(two & 63), three) =>
            {
                rest
            }
            _ => return false,
        };
    }
}

/// One bit a character of the first plane: every letter of every article is looked up here more than once, and a row
/// of comparisons took a third of the time of cleaning.
static PLAIN: [u64; 1024] = {
    let mut rows = [0; 1024];
    let mut code = 0;
    while code < 0xFFFF {
        if among_plain(code) {
            rows[code as usize >> 6] |= 1 << (code & 63);
        }
        code += 1;
    }
    rows
};

const fn among_plain(code: u32) -> bool {
    matches!(code, 0x20..=0x7E | 0xAC00..=0xD7A3 | 0x4E00..=0x9FFF | 0x3041..=0x3096 | 0x30A1..=0x30FF
        | 0x3001..=0x3029 | 0x2010..=0x2027 | 0x3131..=0x3163 | 0xFF01..=0xFF5E | 0xA1..=0xAC | 0xAF..=0xFF
        | 0x2030..=0x203B | 0x2190..=0x2193 | 0x2460..=0x24C1 | 0x25A0..=0x25A9)
        && code != 0xA9
}

/// The columns of a plain character where ambiguous ones take one; `None` if it is not one of the quick cases.
pub fn plain_width(c: char) -> Option<u16> {
    match c {
        ' '..='~' => Some(1),
        '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FFF}' | '\u{3041}'..='\u{3096}' => Some(2),
        _ => None,
    }
}

/// Whether it is punctuation of Japanese or Chinese, which leaves no blank after itself.
pub fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{301F}' | '\u{30FB}' | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}

/// Whether it is a Hangul letter that joins no syllable.
pub fn is_lone_jamo(c: char) -> bool {
    matches!(c, '\u{3131}'..='\u{318E}' | '\u{FFA1}'..='\u{FFDC}')
}

/// The compatibility letter of a conjoining or half-width jamo; other characters, and jamo that have none, as they
/// are.
pub fn lone_jamo(c: char) -> char {
    const LEADING: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
    const TRAILING: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
    let code = c as u32;
    let nth = |letters: &str, first: u32| letters.chars().nth((code - first) as usize);
    let letter = match code {
        0x1100..=0x1112 => nth(LEADING, 0x1100),
        0x1161..=0x1175 => char::from_u32(code - 0x1161 + 0x314F),
        0x11A8..=0x11C2 => nth(TRAILING, 0x11A8),
        0xFFA1..=0xFFBE => char::from_u32(code - 0xFFA1 + 0x3131),
        // The half-width vowels come in groups of six with gaps of two.
        0xFFC2..=0xFFDC => char::from_u32(0x314F + (code - 0xFFC2) / 8 * 6 + (code - 0xFFC2) % 8),
        _ => None,
    };
    letter.unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_those_of_plain_characters() {
        for c in (char::MIN..=char::MAX).filter(|c| *c < '\u{30000}') {
            let text = format!("가{c}a");
            assert_eq!(all_plain(&text, &[]), is_plain(c), "{c:?}");
        }
        assert!(all_plain("가\n나", b"\n") && !all_plain("가\n나\t", b"\n"));
    }

    #[test]
    fn lone_jamo_are_what_unicode_says() {
        use unicode_normalization::UnicodeNormalization;
        for c in ('\u{FFA1}'..='\u{FFDC}').filter(|c| {
            !matches!(
                c,
                '\u{FFBF}'
                    ..='\u{FFC1}'
                        | '\u{FFC8}'
                        | '\u{FFC9}'
                        | '\u{FFD0}'
                        | '\u{FFD1}'
                        | '\u{FFD8}'
                        | '\u{FFD9}'
            )
        }) {
            assert_eq!(
                c.nfkc().collect::<String>(),
                lone_jamo(c).nfkc().collect::<String>(),
                "{c}"
            );
        }
        for (jamo, letter) in [
            ('\u{1100}', 'ㄱ'),
            ('\u{1112}', 'ㅎ'),
            ('\u{1175}', 'ㅣ'),
            ('\u{11aa}', 'ㄳ'),
        ] {
            assert_eq!(lone_jamo(jamo), letter);
        }
    }
}
