//! Finds out how a file's bytes spell text, and spells it.
//!
//! Korean libraries hold UTF-8 and CP949 side by side, so a wrong guess must cost a visible mark and never the
//! file: whatever does not fit becomes U+FFFD and is counted. Order: byte order mark, strict UTF-8, zeros at odd or
//! even places, the file's own declaration, statistics, and one rule for short Korean texts.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, Encoding, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes that the statistics are fed: more costs time and changes no guess.
const FED: usize = 32 << 10;
/// Bytes that the tests for zeros and for binary files look at.
const LOOKED_AT: usize = 8 << 10;
/// Fewer bytes outside ASCII than this are too few for statistics; then a text that can be Korean is Korean.
const FEW: usize = 40;

/// A file's text with the name of its encoding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    /// The name as `UTF-8`, `EUC-KR`, `UTF-16LE`.
    pub name: &'static str,
    /// The text with `\n`, `\r\n` or `\r` as the file has it, without a byte order mark.
    pub text: Cow<'a, str>,
    /// How many places fitted no letter.
    pub bad: usize,
}

/// First bytes of files that are no text.
const MAGIC: &[(usize, &[u8])] = &[
    (0, b"%PDF-"),
    (0, b"\x89PNG\r\n"),
    (0, b"\xFF\xD8\xFF"),
    (0, b"GIF87a"),
    (0, b"GIF89a"),
    (0, b"PK\x03\x04"),
    (0, b"PK\x05\x06"),
    (0, b"\x1F\x8B\x08"),
    (0, b"BZh9"),
    (0, b"\xFD7zXZ\0"),
    (0, b"7z\xBC\xAF\x27\x1C"),
    (0, b"Rar!\x1A\x07"),
    (0, b"\x28\xB5\x2F\xFD"),
    (0, b"\x7FELF"),
    (0, b"\0asm"),
    (0, b"\xCA\xFE\xBA\xBE"),
    (0, b"SQLite format 3\0"),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    (0, b"HWP Document File"),
    (0, b"OggS\0"),
    (0, b"fLaC\0"),
    (0, b"ID3\x02"),
    (0, b"ID3\x03"),
    (0, b"ID3\x04"),
    (0, b"II*\0"),
    (0, b"MM\0*"),
    (0, b"\x1A\x45\xDF\xA3"),
    (4, b"ftyp"),
    (8, b"WEBPVP8"),
    (8, b"WAVEfmt "),
    (257, b"ustar"),
];

/// Whether the bytes are no text in any encoding: a known file of another kind, or too many controls.
fn binary(bytes: &[u8]) -> bool {
    if is_kind_known(bytes) {
        return true;
    }
    let told = Encoding::for_bom(bytes).is_some() || utf_16(bytes).is_some();
    if told || utf_32(bytes).is_some() || iso_2022_kr(bytes).is_some() {
        return false;
    }
    let head = first(bytes, LOOKED_AT);
    let zeros = zeros(head);
    let controls = head
        .iter()
        .filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31))
        .count();
    (zeros > 1 && zeros * 100 > head.len()) || controls * 30 > head.len()
}

/// Spells bytes as text; `None` if they are none. `label` overrides every guess if it names an encoding.
pub(crate) fn read<'a>(bytes: &'a [u8], label: Option<&str>) -> Option<Decoded<'a>> {
    if is_kind_known(bytes) {
        None
    } else if let Some(text) = plain(bytes).filter(|_| label.is_none()) {
        Some(Decoded {
            name: UTF_8.name(),
            text: Cow::Borrowed(text),
            bad: 0,
        })
    } else if binary(bytes) {
        None
    } else {
        Some(decode(bytes, label))
    }
}

/// The text of bytes that can be nothing but UTF-8: most files, and these need none of the tests below.
fn plain(bytes: &[u8]) -> Option<&str> {
    // Counted and not looked for: so the compiler compares many bytes at once.
    let control = |b: &u8| u8::from(matches!(b, 0..=8 | 14..=31));
    if bytes.iter().map(control).fold(0, |any, one| any | one) != 0 {
        return None;
    }
    let text = str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// Whether the bytes begin as a file of another known kind does.
fn is_kind_known(bytes: &[u8]) -> bool {
    let starts = |(at, magic): &(usize, &[u8])| bytes.get(*at..).is_some_and(|b| b.starts_with(magic));
    MAGIC.iter().any(starts)
}

/// Spells bytes as text; `label` overrides every guess if it names an encoding. Cost: one or two passes.
fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Decoded<'a> {
    if let Some(decoded) = utf_32(bytes).or_else(|| iso_2022_kr(bytes)) {
        return decoded;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return spell(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let asked = label.and_then(|l| Encoding::for_label(l.trim().as_bytes()));
    spell(asked.unwrap_or_else(|| guess(bytes)), bytes)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = utf_16(bytes) {
        return encoding;
    }
    let utf_8 = fit(bytes);
    if mostly_utf_8(bytes, &utf_8) {
        return UTF_8;
    }
    if let Some(encoding) = declared(bytes) {
        return encoding;
    }
    if short_korean(bytes) {
        return EUC_KR;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let fed = first(bytes, FED);
    detector.feed(fed, fed.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Allow);
    // Two encodings in one file: half a Korean title is worth more than none.
    let foreign = bytes.iter().filter(|b| !b.is_ascii()).count();
    if guess.is_single_byte() && utf_8.taken * 2 >= foreign {
        UTF_8
    } else {
        guess
    }
}

/// How well bytes read as UTF-8: letters outside ASCII, the bytes they take, and places that fit nothing.
struct Fit {
    letters: usize,
    taken: usize,
    bad: usize,
}

fn fit(bytes: &[u8]) -> Fit {
    let mut fit = Fit {
        letters: 0,
        taken: 0,
        bad: 0,
    };
    for chunk in bytes.utf8_chunks() {
        let foreign = || chunk.valid().bytes().filter(|b| !b.is_ascii());
        fit.letters += foreign().filter(|b| *b >= 0xC2).count();
        fit.taken += foreign().count();
        fit.bad += usize::from(!chunk.invalid().is_empty());
    }
    fit
}

/// UTF-8, or UTF-8 with so few bad places that nothing else explains the good ones. A letter cut off by the end of
/// the file is no bad place.
fn mostly_utf_8(bytes: &[u8], fit: &Fit) -> bool {
    let cut = str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none());
    fit.letters >= fit.bad * 4 || (cut && fit.letters > 0)
}

/// The byte order of UTF-16 without a mark: blanks and stops leave their zero on one side.
///
/// Other zeros tell nothing: U+5F00 and U+3000 have theirs on the wrong side.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = first(bytes, LOOKED_AT);
    let (units, _) = head.as_chunks::<2>();
    let common = |b: u8| matches!(b, b' ' | b'\n' | b'\r' | b'.' | b',');
    let little = units.iter().filter(|u| u[1] == 0 && common(u[0])).count();
    let big = units.iter().filter(|u| u[0] == 0 && common(u[1])).count();
    let encoding = if little > big * 4 {
        UTF_16LE
    } else if big > little * 4 {
        UTF_16BE
    } else {
        return None;
    };
    let zeros = zeros(head);
    // UTF-16 that is also UTF-8 is ASCII, and every second byte of that is zero. Less are strays.
    let cut = head.len() < bytes.len();
    let utf_8 = str::from_utf8(head).map_or_else(|e| cut && e.error_len().is_none(), |_| true);
    if zeros * 100 < head.len() || (utf_8 && zeros * 5 < head.len() * 2) {
        return None;
    }
    let (text, failed) = encoding.decode_without_bom_handling(units.as_flattened());
    let broken = if failed {
        text.matches(char::REPLACEMENT_CHARACTER).count()
    } else {
        0
    };
    (broken * 50 < units.len()).then_some(encoding)
}

/// UTF-32, which only ever comes with a mark.
fn utf_32(bytes: &[u8]) -> Option<Decoded<'static>> {
    let (name, read): (_, fn([u8; 4]) -> u32) = match bytes {
        [0xFF, 0xFE, 0, 0, _, _, ..] => ("UTF-32LE", u32::from_le_bytes),
        [0, 0, 0xFE, 0xFF, ..] => ("UTF-32BE", u32::from_be_bytes),
        _ => return None,
    };
    let (units, rest) = bytes.as_chunks::<4>();
    let letters = units.iter().skip(1).map(|unit| char::from_u32(read(*unit)));
    let mut bad = usize::from(!rest.is_empty());
    let text: String = letters
        .map(|letter| {
            bad += usize::from(letter.is_none());
            letter.unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    Some(Decoded {
        name,
        text: Cow::Owned(text),
        bad,
    })
}

/// The encoding of old Korean mail, which announces itself: letters of KS X 1001 in seven bits, between two shifts.
fn iso_2022_kr(bytes: &[u8]) -> Option<Decoded<'static>> {
    const ANNOUNCED: &[u8] = b"\x1B$)C";
    let at = find(first(bytes, 1_024), ANNOUNCED)?;
    let mut shifted = false;
    let mut eight_bits = bytes.get(..at)?.to_vec();
    for byte in bytes.get(at + ANNOUNCED.len()..)? {
        match byte {
            0x0E => shifted = true,
            0x0F => shifted = false,
            0x21..=0x7E if shifted => eight_bits.push(byte | 0x80),
            _ => eight_bits.push(*byte),
        }
    }
    let Decoded { text, bad, .. } = spell(EUC_KR, &eight_bits);
    Some(Decoded {
        name: "ISO-2022-KR",
        text: Cow::Owned(text.into_owned()),
        bad,
    })
}

/// The encoding that an HTML or XML file says it has, if its bytes fit it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = first(bytes, 1_024).to_ascii_lowercase();
    let after = [&b"charset="[..], b"encoding="]
        .iter()
        .find_map(|word| find(&head, word).map(|at| at + word.len()))?;
    let label: Vec<u8> = head
        .get(after..)?
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    let encoding = Encoding::for_label(&label).filter(|e| *e != UTF_8 && *e != WINDOWS_1252)?;
    let (_, failed) = encoding.decode_without_bom_handling(first(bytes, FED));
    (!failed || bytes.len() > FED).then_some(encoding)
}

/// Whether a text too short for statistics reads as Korean: it fits CP949, and most of it is everyday Hangul.
fn short_korean(bytes: &[u8]) -> bool {
    let foreign = bytes.iter().filter(|b| !b.is_ascii()).take(FEW).count();
    if foreign == 0 || foreign >= FEW {
        return false;
    }
    let (text, failed) = EUC_KR.decode_without_bom_handling(bytes);
    if failed {
        return false;
    }
    let (mut hangul, mut other) = (0, 0);
    for letter in text.chars().filter(|c| !c.is_ascii()) {
        *(if everyday(letter) { &mut hangul } else { &mut other }) += 1;
    }
    hangul * 10 >= (hangul + other) * 7
}

/// Whether a syllable is one of the 2,350 of KS X 1001; the rest of CP949 is rare enough to be a wrong guess.
fn everyday(letter: char) -> bool {
    let mut buffer = [0; 4];
    let (spelt, _, failed) = EUC_KR.encode(letter.encode_utf8(&mut buffer));
    !failed && matches!(*spelt, [0xB0..=0xC8, 0xA1..=0xFE])
}

fn spell<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let name = match encoding.name() {
        "gb18030" => "GB18030",
        name => name,
    };
    if encoding == UTF_8 {
        let bad = bytes.utf8_chunks().filter(|c| !c.invalid().is_empty()).count();
        return Decoded {
            name,
            text: String::from_utf8_lossy(bytes),
            bad,
        };
    }
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    let bad = if failed {
        text.matches(char::REPLACEMENT_CHARACTER).count()
    } else {
        0
    };
    // Four-byte letters are what GB18030 adds to GBK; only they make the name of the older one wrong.
    let name = if encoding == GBK && text.chars().any(|c| u32::from(c) > 0xFFFF) {
        "GB18030"
    } else {
        name
    };
    Decoded { name, text, bad }
}

fn zeros(bytes: &[u8]) -> usize {
    bytes.iter().map(|b| usize::from(*b == 0)).sum()
}

fn first(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(..most).unwrap_or(bytes)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, GB18030, SHIFT_JIS};

    use super::*;

    const KO: &str =
        "새벽호는 오늘 부산항을 떠나 제주로 향했다. 승객은 모두 마흔두 명이었다고 한다.\n둘째 줄입니다.";
    const JA: &str =
        "夜明け号はきょう午前、港を出て島へ向かった。乗客は四十二人だったという。\nふたつ目の行です。";
    const ZH: &str = "黎明号今天上午离开港口前往海岛。船上共有四十二名乘客。\n这是第二行，天气很好。";
    const TW: &str = "黎明號今天上午離開港口前往海島。船上共有四十二名乘客。\n這是第二行，天氣很好。";

    fn utf_16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn every_encoding_is_told_from_the_others() {
        for (encoding, text, name) in [
            (UTF_8, KO, "UTF-8"),
            (EUC_KR, KO, "EUC-KR"),
            (SHIFT_JIS, JA, "Shift_JIS"),
            (EUC_JP, JA, "EUC-JP"),
            (GBK, ZH, "GBK"),
            (GB18030, ZH, "GBK"),
            (BIG5, TW, "Big5"),
        ] {
            let (bytes, _, failed) = encoding.encode(text);
            assert!(!failed);
            let got = decode(&bytes, None);
            assert_eq!((got.name, &*got.text, got.bad), (name, text, 0));
        }
    }

    #[test]
    fn utf_16_is_found_with_and_without_a_mark() {
        for text in [KO, JA, ZH, "Dawn left the harbour.\n"] {
            for (order, name) in [
                (u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"),
                (u16::to_be_bytes, "UTF-16BE"),
            ] {
                for mark in ["", "\u{FEFF}"] {
                    let bytes = utf_16_bytes(&format!("{mark}{text}"), order);
                    assert!(!binary(&bytes), "{name} {text}");
                    let got = decode(&bytes, None);
                    assert_eq!((got.name, &*got.text, got.bad), (name, text, 0));
                }
            }
        }
        let bytes: Vec<u8> = "\u{FEFF}새벽"
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        assert_eq!(&*decode(&bytes, None).text, "새벽");
    }

    #[test]
    fn a_few_korean_bytes_are_korean() {
        for text in ["한국", "새벽호 출항", "서울 12일 AI 발표"] {
            let (bytes, ..) = EUC_KR.encode(text);
            let got = decode(&bytes, None);
            assert_eq!((got.name, &*got.text), ("EUC-KR", text));
        }
        let (bytes, ..) = SHIFT_JIS.encode("夜明け号が港を出たという");
        assert_eq!(decode(&bytes, None).name, "Shift_JIS");
    }

    #[test]
    fn bad_places_are_counted_and_marked() {
        for (bytes, name, text, bad) in [
            (
                &b"\xEC\x83\x88\xEB\xB2\xBD\xED\x98\xB8\xEA\xB0\x80 \xFF\n"[..],
                "UTF-8",
                "새벽호가 \u{FFFD}\n",
                1,
            ),
            (b"\xEF\xBB\xBFa\xFFb\xFE", "UTF-8", "a\u{FFFD}b\u{FFFD}", 2),
            (b"\xFF\xFEa\0\0\xD8", "UTF-16LE", "a\u{FFFD}", 1),
            (b"\xEC\x83\x88\xEB\xB2", "UTF-8", "새\u{FFFD}", 1),
            (b"\x1B$)C\x0E\x3B\x75\x3A\x2E\x0F AI", "ISO-2022-KR", "새벽 AI", 0),
        ] {
            let got = decode(bytes, None);
            assert_eq!((got.name, &*got.text, got.bad), (name, text, bad));
        }
    }

    #[test]
    fn a_declaration_or_an_order_is_believed() {
        let (bytes, ..) = EUC_KR.encode("<meta charset=\"euc-kr\"><p>café 밖 뷁</p>");
        assert_eq!(decode(&bytes, None).name, "EUC-KR");
        let (bytes, ..) = BIG5.encode("港");
        let got = decode(&bytes, Some("big5"));
        assert_eq!((got.name, &*got.text), ("Big5", "港"));
        assert_eq!(decode("항".as_bytes(), Some("no such thing")).name, "UTF-8");
    }

    #[test]
    fn files_of_another_kind_are_no_text() {
        for bytes in [
            &b"%PDF-1.7\n"[..],
            b"\x89PNG\r\n\x1A\n\0\0",
            b"PK\x03\x04ab",
            b"a\0\0b\0\0\0c\0",
            b"\x01\x02\x03",
        ] {
            assert!(binary(bytes), "{bytes:?}");
        }
        let stray = format!("{}\0{}", "harbour ".repeat(20), "dawn ".repeat(20));
        for bytes in [
            b"plain".as_slice(),
            stray.as_bytes(),
            KO.as_bytes(),
            b"\x1B[31mred\x1B[0m text",
        ] {
            assert!(!binary(bytes), "{bytes:?}");
        }
    }
}
