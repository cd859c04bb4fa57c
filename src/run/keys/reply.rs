//! The answers of the terminal that we ask for, and what it tells by itself.
//!
//! Any other answer is skipped. A cursor report on the first row looks like F3 with a modifier, so questions are asked
//! on other rows and a report of the first row is left to be a key.

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    /// Where the cursor is: row and column from 1. Never the first row.
    Cursor(u16, u16),
    /// The state of a private mode: 0 not known, 1 set, 2 reset, 3 always set, 4 always reset.
    Mode(u16, u8),
    /// Whether the ground of the screen is dark.
    Ground(bool),
    /// What kind of terminal it is. Every terminal answers this, and answers come in the order of the questions.
    Attributes {
        /// Whether it draws sixels.
        sixel: bool,
    },
    /// Whether it draws pictures by the protocol of kitty.
    Kitty(bool),
    /// Width and height of a cell in pixels.
    Cell(u16, u16),
    /// The reader changed the colours of the terminal: whether they are dark now.
    Scheme(bool),
}

/// Reads what stands between `ESC [` and the last byte.
pub(super) fn of_csi(parameters: &str, last: u8) -> Option<Reply> {
    let marked = parameters.strip_prefix('?');
    match (marked, last) {
        (None, b'R') => {
            let (row, column) = parameters.split_once(';')?;
            let (row, column) = (row.parse().ok()?, column.parse().ok()?);
            (row > 1).then_some(Reply::Cursor(row, column))
        }
        (Some(mode), b'y') => {
            let (mode, state) = mode.strip_suffix('$')?.split_once(';')?;
            Some(Reply::Mode(mode.parse().ok()?, state.parse().ok()?))
        }
        (Some(has), b'c') => Some(Reply::Attributes {
            sixel: has.split(';').skip(1).any(|part| part == "4"),
        }),
        (None, b't') => {
            let (height, width) = parameters.strip_prefix("6;")?.split_once(';')?;
            let (width, height) = (width.parse().ok()?, height.parse().ok()?);
            let sound = (2..=200).contains(&width) && (2..=400).contains(&height);
            sound.then_some(Reply::Cell(width, height))
        }
        (Some("997;1"), b'n') => Some(Reply::Scheme(true)),
        (Some("997;2"), b'n') => Some(Reply::Scheme(false)),
        _ => None,
    }
}

/// Reads a whole control string: `ESC ] 11 ; rgb:1e1e/1e1e/2e2e ST`.
pub(super) fn of_string(bytes: &[u8]) -> Option<Reply> {
    let text = std::str::from_utf8(bytes).ok()?;
    if let Some(said) = text.strip_prefix("\x1b_Gi=31;") {
        return Some(Reply::Kitty(said.starts_with("OK")));
    }
    let text = text.strip_prefix("\x1b]11;")?;
    let text = text.trim_end_matches(['\x07', '\x1b', '\\']);
    let colours = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let mut parts = colours.split('/').map(share);
    let (r, g, b) = (parts.next()??, parts.next()??, parts.next()??);
    // How bright an eye sees it, by the weights of Rec. 709.
    Some(Reply::Ground(r * 2126 + g * 7152 + b * 722 < 10_000 * 500))
}

/// One part of a colour in thousandths: one to four hexadecimal digits.
fn share(digits: &str) -> Option<u32> {
    let most = match digits.len() {
        1 => 0xf,
        2 => 0xff,
        3 => 0xfff,
        4 => 0xffff,
        _ => return None,
    };
    Some(u32::from_str_radix(digits, 16).ok()? * 1000 / most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        for (parameters, last, expected) in [
            ("2;3", b'R', Some(Reply::Cursor(2, 3))),
            ("24;80", b'R', Some(Reply::Cursor(24, 80))),
            // Shift-F3, or a report of the first row: nobody asks there.
            ("1;2", b'R', None),
            ("", b'R', None),
            ("?2027;2$", b'y', Some(Reply::Mode(2027, 2))),
            ("?2026;x$", b'y', None),
            ("?62;22", b'c', Some(Reply::Attributes { sixel: false })),
            ("?62;4;22", b'c', Some(Reply::Attributes { sixel: true })),
            ("?4;6", b'c', Some(Reply::Attributes { sixel: false })),
            ("6;20;10", b't', Some(Reply::Cell(10, 20))),
            ("6;0;0", b't', None),
            ("8;24;80", b't', None),
            (">0;276;0", b'c', None),
            ("?997;1", b'n', Some(Reply::Scheme(true))),
            ("?997;2", b'n', Some(Reply::Scheme(false))),
            ("?997;3", b'n', None),
            ("0", b'n', None),
        ] {
            assert_eq!(of_csi(parameters, last), expected, "{parameters}");
        }
    }

    #[test]
    fn the_ground_is_dark_or_light() {
        for (colour, expected) in [
            ("rgb:1e1e/1e1e/2e2e", Some(true)),
            ("rgb:ffff/ffff/ffff", Some(false)),
            ("rgb:fa/fa/fa", Some(false)),
            ("rgb:0/0/0", Some(true)),
            ("rgba:fdfd/f6f6/e3e3/ffff", Some(false)),
            ("rgb:0000/0000/ffff", Some(true)),
            ("rgb:0000/ffff/0000", Some(false)),
            ("rgb:12345/0/0", None),
            ("rgb:1/2", None),
            ("#ffffff", None),
            ("?", None),
        ] {
            for end in ["\x1b\\", "\x07"] {
                let answer = format!("\x1b]11;{colour}{end}");
                let dark = of_string(answer.as_bytes());
                assert_eq!(dark, expected.map(Reply::Ground), "{colour}");
            }
        }
        for (answer, can) in [("OK", true), ("ENOENT:no", false)] {
            let answer = format!("\x1b_Gi=31;{answer}\x1b\\");
            assert_eq!(of_string(answer.as_bytes()), Some(Reply::Kitty(can)));
        }
        assert_eq!(of_string(b"\x1b_Gi=7;OK\x1b\\"), None);
        assert_eq!(of_string(b"\x1b]10;rgb:00/00/00\x07"), None);
        assert_eq!(of_string(b"\x1b]11;rgb:\xff/00/00\x07"), None);
    }
}
