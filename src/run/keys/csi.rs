//! The sequences that begin with `ESC [` or `ESC O`, as tables.

use crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::{Head, key, reply, shift_of};
use crate::app::msg::Msg;

/// Keys by the last letter of their sequence.
const BY_LETTER: &[(u8, KeyCode)] = &[
    (b'A', KeyCode::Up),
    (b'B', KeyCode::Down),
    (b'C', KeyCode::Right),
    (b'D', KeyCode::Left),
    (b'E', KeyCode::KeypadBegin),
    (b'F', KeyCode::End),
    (b'H', KeyCode::Home),
    (b'M', KeyCode::Enter),
    (b'P', KeyCode::F(1)),
    (b'Q', KeyCode::F(2)),
    (b'R', KeyCode::F(3)),
    (b'S', KeyCode::F(4)),
];

/// Keys by the number before `~`.
const BY_NUMBER: &[(u32, KeyCode)] = &[
    (1, KeyCode::Home),
    (2, KeyCode::Insert),
    (3, KeyCode::Delete),
    (4, KeyCode::End),
    (5, KeyCode::PageUp),
    (6, KeyCode::PageDown),
    (7, KeyCode::Home),
    (8, KeyCode::End),
    (11, KeyCode::F(1)),
    (12, KeyCode::F(2)),
    (13, KeyCode::F(3)),
    (14, KeyCode::F(4)),
    (15, KeyCode::F(5)),
    (17, KeyCode::F(6)),
    (18, KeyCode::F(7)),
    (19, KeyCode::F(8)),
    (20, KeyCode::F(9)),
    (21, KeyCode::F(10)),
    (23, KeyCode::F(11)),
    (24, KeyCode::F(12)),
];

/// Reads `ESC [ …` to its last byte, whatever it says.
pub(super) fn read(bytes: &[u8], wait: bool) -> Head {
    // The Linux console sends its first five function keys as `ESC [ [ A` to `E`.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            Some(c @ b'A'..=b'E') => Head::Msg(4, key(KeyCode::F(c - b'A' + 1), KeyModifiers::NONE)),
            Some(_) => Head::Skip(3),
            None if wait => Head::Wait,
            None => Head::Skip(bytes.len()),
        };
    }
    for (at, byte) in bytes.iter().enumerate().skip(2) {
        match byte {
            0x20..=0x3f => {}
            0x40..=0x7e => return whole(bytes.get(2..at).unwrap_or_default(), *byte, at + 1),
            // No such byte belongs here: what came before it is noise, and it is the head of something else.
            _ => return Head::Skip(at),
        }
    }
    if wait { Head::Wait } else { Head::Skip(bytes.len()) }
}

/// Reads `ESC O x`: arrows and function keys in application mode.
pub(super) fn single_shift(bytes: &[u8]) -> Head {
    match bytes.get(2).and_then(|letter| by_letter(*letter)) {
        Some(code) => Head::Msg(3, key(code, KeyModifiers::NONE)),
        None => Head::Skip(3.min(bytes.len())),
    }
}

fn by_letter(letter: u8) -> Option<KeyCode> {
    BY_LETTER
        .iter()
        .find(|(l, _)| *l == letter)
        .map(|(_, code)| *code)
}

fn whole(parameters: &[u8], last: u8, used: usize) -> Head {
    let text = std::str::from_utf8(parameters).unwrap_or("?");
    if let Some(mouse) = text.strip_prefix('<') {
        return mouse_of(mouse, last).map_or(Head::Skip(used), |m| Head::Msg(used, Msg::Mouse(m)));
    }
    if let Some(reply) = reply::of_csi(text, last) {
        return Head::Reply(used, reply);
    }
    // `?`, `>` and `=` mark answers; so does an intermediate byte such as `$`.
    if !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b';' | b':')) {
        return Head::Skip(used);
    }
    let numbers: Vec<u32> = text
        .split(';')
        .map(|n| n.split(':').next().and_then(|n| n.parse().ok()).unwrap_or(0))
        .collect();
    let first = numbers.first().copied().unwrap_or(0);
    let modifiers = modifiers_of(numbers.get(1).copied().unwrap_or(1));
    let found = match last {
        b'~' if first == 200 => return Head::Paste(used),
        b'~' => BY_NUMBER.iter().find(|(n, _)| *n == first).map(|(_, code)| *code),
        b'u' => return from_code_point(first, modifiers).map_or(Head::Skip(used), |m| Head::Msg(used, m)),
        b'Z' => return Head::Msg(used, key(KeyCode::BackTab, KeyModifiers::SHIFT)),
        b'M' => None,
        // A cursor report has the same last letter as F3; F3 has the row 1 and a small number after it.
        b'R' if numbers.len() > 1 && (first != 1 || numbers.get(1).is_some_and(|m| *m > 16)) => None,
        letter => by_letter(letter),
    };
    found.map_or(Head::Skip(used), |code| Head::Msg(used, key(code, modifiers)))
}

/// The number after the key: one more than the sum of Shift 1, Alt 2, Ctrl 4, Super 8.
fn modifiers_of(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
    ]
    .into_iter()
    .filter(|(bit, _)| bits & bit != 0)
    .fold(KeyModifiers::NONE, |all, (_, one)| all | one)
}

/// A key sent as its code point, as terminals with the kitty protocol or `modifyOtherKeys` do.
fn from_code_point(code: u32, modifiers: KeyModifiers) -> Option<Msg> {
    let code = match code {
        9 if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        127 => KeyCode::Backspace,
        // Keypad, media and lone modifier keys lie in this private area.
        0..=31 | 57_344..=63_743 => return None,
        code => KeyCode::Char(char::from_u32(code)?),
    };
    let shift = match code {
        KeyCode::Char(c) => shift_of(c),
        _ => KeyModifiers::NONE,
    };
    Some(key(code, modifiers | shift))
}

fn mouse_of(text: &str, last: u8) -> Option<MouseEvent> {
    let mut numbers = text.split(';').map(|n| n.parse::<u16>().ok());
    let (code, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    // Buttons to go back and forward, and more: none of the three.
    if code & 128 != 0 {
        return None;
    }
    let button = match code & 3 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match (code & 64 != 0, code & 32 != 0, last) {
        (true, _, _) => match code & 3 {
            0 => MouseEventKind::ScrollUp,
            1 => MouseEventKind::ScrollDown,
            2 => MouseEventKind::ScrollLeft,
            _ => MouseEventKind::ScrollRight,
        },
        (_, true, _) => button.map_or(MouseEventKind::Moved, MouseEventKind::Drag),
        (_, _, b'm') => MouseEventKind::Up(button?),
        _ => MouseEventKind::Down(button?),
    };
    Some(MouseEvent {
        kind,
        column: column.checked_sub(1)?,
        row: row.checked_sub(1)?,
        modifiers: mouse_modifiers(code),
    })
}

fn mouse_modifiers(code: u16) -> KeyModifiers {
    [
        (4, KeyModifiers::SHIFT),
        (8, KeyModifiers::ALT),
        (16, KeyModifiers::CONTROL),
    ]
    .into_iter()
    .filter(|(bit, _)| code & bit != 0)
    .fold(KeyModifiers::NONE, |all, (_, one)| all | one)
}
