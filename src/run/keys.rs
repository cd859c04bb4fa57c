//! Turns what the terminal sends into keys, pastes and mouse events.
//!
//! The terminal's answers travel in the same stream as keys. A parser that waits for the rest of an answer it
//! does not know swallows the keys after it; this one knows where every sequence ends, known or not, so an
//! answer never becomes a key and never costs one. Key values are those of crossterm, whose own parser is not
//! public.

mod csi;
mod reply;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::msg::Msg;
pub(crate) use reply::Reply;

/// Longest sequence that is waited for, in bytes; a longer one is dropped.
const LONGEST: usize = 4096;
/// Longest paste that is kept, in bytes; what follows is dropped.
const LONGEST_PASTE: usize = 4 << 20;
const PASTE_END: &[u8] = b"\x1b[201~";

/// The part of the stream that is not a whole key yet.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    rest: Vec<u8>,
    paste: Option<Vec<u8>>,
    replies: Vec<Reply>,
}

/// What stands at the head of the stream.
enum Head {
    /// A message of so many bytes.
    Msg(usize, Msg),
    /// An answer of so many bytes.
    Reply(usize, Reply),
    /// So many bytes that mean nothing to us.
    Skip(usize),
    /// A paste begins after so many bytes.
    Paste(usize),
    /// More bytes are needed.
    Wait,
}

impl Keys {
    /// Whether something waits for its rest, so that silence has a meaning.
    pub(crate) fn waits(&self) -> bool {
        !self.rest.is_empty() || self.paste.is_some()
    }

    /// Whether all that waits is one Escape, which may be the key or the beginning of anything.
    pub(crate) fn holds_escape(&self) -> bool {
        self.paste.is_none() && self.rest == [0x1b]
    }

    /// The answers that came since this was asked last.
    pub(crate) fn replies(&mut self) -> Vec<Reply> {
        std::mem::take(&mut self.replies)
    }

    /// Takes bytes from the terminal.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Vec<Msg> {
        self.rest.extend_from_slice(bytes);
        self.read(Silence::No)
    }

    /// The terminal has been silent: what waits is all there is.
    pub(crate) fn settle(&mut self) -> Vec<Msg> {
        self.read(Silence::Yes)
    }

    fn read(&mut self, silence: Silence) -> Vec<Msg> {
        let mut out = Vec::new();
        let rest = std::mem::take(&mut self.rest);
        let mut at = 0;
        while at < rest.len() || self.paste.is_some() {
            let tail = rest.get(at..).unwrap_or_default();
            if let Some(paste) = self.paste.as_mut() {
                let (used, done) = take_paste(paste, tail, silence);
                at += used;
                if !done {
                    break;
                }
                out.push(pasted(&self.paste.take().unwrap_or_default()));
                continue;
            }
            match head(tail, silence) {
                Head::Msg(used, msg) => {
                    out.push(msg);
                    at += used;
                }
                Head::Reply(used, reply) => {
                    self.replies.push(reply);
                    at += used;
                }
                Head::Skip(used) => at += used,
                Head::Paste(used) => {
                    at += used;
                    self.paste = Some(Vec::new());
                }
                Head::Wait => break,
            }
        }
        self.rest = rest.get(at..).unwrap_or_default().to_vec();
        out
    }
}

/// Whether the terminal has stopped sending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    No,
    Yes,
}

/// Moves bytes into a paste; says how many were used and whether the paste is over.
fn take_paste(paste: &mut Vec<u8>, tail: &[u8], silence: Silence) -> (usize, bool) {
    let end = tail.windows(PASTE_END.len()).position(|w| w == PASTE_END);
    // Without the end in sight, its first bytes may already be here: they stay behind.
    let kept = if silence == Silence::Yes {
        0
    } else {
        PASTE_END.len() - 1
    };
    let upto = end.unwrap_or(tail.len().saturating_sub(kept));
    let room = LONGEST_PASTE.saturating_sub(paste.len());
    paste.extend_from_slice(tail.get(..upto.min(room)).unwrap_or_default());
    match end {
        Some(_) => (upto + PASTE_END.len(), true),
        None => (upto, silence == Silence::Yes),
    }
}

fn pasted(bytes: &[u8]) -> Msg {
    Msg::Paste(String::from_utf8_lossy(bytes).into_owned())
}

fn head(bytes: &[u8], silence: Silence) -> Head {
    let found = match bytes.first() {
        Some(0x1b) => escape(bytes, silence),
        Some(_) => character(bytes, silence),
        None => Head::Wait,
    };
    match found {
        Head::Wait if bytes.len() > LONGEST => Head::Skip(bytes.len()),
        found => found,
    }
}

fn escape(bytes: &[u8], silence: Silence) -> Head {
    let wait = silence == Silence::No;
    match bytes.get(1) {
        None if wait => Head::Wait,
        None | Some(0x1b) => Head::Msg(1, key(KeyCode::Esc, KeyModifiers::NONE)),
        Some(b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X') if bytes.len() == 2 => {
            if wait {
                Head::Wait
            } else {
                alt(bytes, silence)
            }
        }
        Some(b'[') => csi::read(bytes, wait),
        Some(b'O') => csi::single_shift(bytes),
        Some(b']' | b'P' | b'_' | b'^' | b'X') => string(bytes, wait),
        Some(_) => alt(bytes, silence),
    }
}

/// A control string: an answer to a question about colours, versions or the clipboard. Ends at ST or BEL.
fn string(bytes: &[u8], wait: bool) -> Head {
    let end = bytes.iter().enumerate().skip(2).find_map(|(at, b)| match b {
        0x07 => Some(at + 1),
        // Only ESC \ ends it; another escape begins something new.
        0x1b => match bytes.get(at + 1) {
            Some(b'\\') => Some(at + 2),
            Some(_) => Some(at),
            None => None,
        },
        _ => None,
    });
    match end {
        Some(end) => reply::of_string(bytes.get(..end).unwrap_or_default())
            .map_or(Head::Skip(end), |reply| Head::Reply(end, reply)),
        None if wait => Head::Wait,
        None => Head::Skip(bytes.len()),
    }
}

/// Escape before a character: the character with Alt.
fn alt(bytes: &[u8], silence: Silence) -> Head {
    match character(bytes.get(1..).unwrap_or_default(), silence) {
        Head::Msg(used, Msg::Key(event)) => {
            let modifiers = event.modifiers | KeyModifiers::ALT;
            Head::Msg(used + 1, key(event.code, modifiers))
        }
        Head::Msg(used, _) | Head::Reply(used, _) | Head::Skip(used) => Head::Skip(used + 1),
        other => other,
    }
}

fn character(bytes: &[u8], silence: Silence) -> Head {
    let Some(first) = bytes.first() else {
        return Head::Wait;
    };
    let length = match first {
        0x00..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Head::Skip(1),
    };
    let (whole, short) = (bytes.get(..length), bytes.get(1..).unwrap_or_default());
    let Some(whole) = whole else {
        let broken = short.iter().any(|b| b & 0xc0 != 0x80);
        return if broken || silence == Silence::Yes {
            Head::Skip(1)
        } else {
            Head::Wait
        };
    };
    match std::str::from_utf8(whole).ok().and_then(|s| s.chars().next()) {
        Some(c) => Head::Msg(length, plain(c)),
        None => Head::Skip(1),
    }
}

fn plain(c: char) -> Msg {
    let control = KeyModifiers::CONTROL;
    match c {
        '\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        '\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        '\x7f' => key(KeyCode::Backspace, KeyModifiers::NONE),
        '\0' => key(KeyCode::Char(' '), control),
        '\x01'..='\x1a' => key(KeyCode::Char((c as u8 - 1 + b'a') as char), control),
        '\x1c'..='\x1f' => key(KeyCode::Char((c as u8 - 0x1c + b'4') as char), control),
        c => key(KeyCode::Char(c), shift_of(c)),
    }
}

/// A capital letter says that Shift was held.
fn shift_of(c: char) -> KeyModifiers {
    if c.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    }
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Msg {
    Msg::Key(KeyEvent::new(code, modifiers))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Feeds the bytes, lets the terminal fall silent, and writes the messages down in short.
    fn read(bytes: &[u8]) -> String {
        let mut keys = Keys::default();
        let mut messages = keys.feed(bytes);
        messages.extend(keys.settle());
        assert!(!keys.waits(), "something is left of {bytes:?}");
        messages.iter().map(short).collect::<Vec<_>>().join(" ")
    }

    fn short(msg: &Msg) -> String {
        match msg {
            Msg::Key(k) => {
                let mut s = String::new();
                for (flag, name) in [
                    (KeyModifiers::CONTROL, "C-"),
                    (KeyModifiers::ALT, "A-"),
                    (KeyModifiers::SHIFT, "S-"),
                ] {
                    if k.modifiers.contains(flag) {
                        s += name;
                    }
                }
                match k.code {
                    KeyCode::Char(c) => s.push(c),
                    code => s = format!("{s}{code:?}"),
                }
                s
            }
            Msg::Paste(s) => format!("paste({s})"),
            Msg::Mouse(m) => format!("{:?}@{},{}", m.kind, m.column, m.row),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn bytes_become_keys() {
        for (bytes, want) in [
            ("j5G", "j 5 S-G"),
            ("한글", "한 글"),
            ("\r\t\x7f\x01\0", "Enter Tab Backspace C-a C- "),
            ("\x1b", "Esc"),
            ("\x1bx\x1bX", "A-x A-S-X"),
            ("\x1b\x1b", "Esc Esc"),
            (
                "\x1b[A\x1b[1;5D\x1bOH\x1bOP\x1b[Z",
                "Up C-Left Home F(1) S-BackTab",
            ),
            ("\x1b[5~\x1b[6;2~\x1b[24~\x1b[[B", "PageUp S-PageDown F(12) F(2)"),
            ("\x1b[106u\x1b[12618;5u\x1b[105;6u", "j C-ㅊ C-S-i"),
            ("\x1b[", "A-["),
            ("\x1b]", "A-]"),
        ] {
            assert_eq!(read(bytes.as_bytes()), want, "{bytes:?}");
        }
    }

    #[test]
    fn answers_of_the_terminal_become_nothing_and_cost_no_key() {
        for answer in [
            "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
            "\x1b]11;rgb:ffff/ffff/ffff\x07",
            "\x1b[?62;22c",
            "\x1b[?2026;2$y",
            "\x1b[?997;1n",
            "\x1b[12;40R",
            "\x1b[>0;276;0c",
            "\x1bP>|kitty(0.40)\x1b\\",
            "\x1b_Gi=1;OK\x1b\\",
            "\x1b[?1u",
            "\x1b[I\x1b[O",
        ] {
            assert_eq!(read(format!("a{answer}b").as_bytes()), "a b", "{answer:?}");
        }
    }

    #[test]
    fn a_paste_is_one_message_and_runs_no_key() {
        assert_eq!(read(b"\x1b[200~q:\x1b[31m\r\x1b[201~j"), "paste(q:\x1b[31m\r) j");
        assert_eq!(read(b"\x1b[200~no end"), "paste(no end)");
        let mut keys = Keys::default();
        let mut out = Vec::new();
        for byte in "\x1b[200~한\x1b[201~k".bytes() {
            out.extend(keys.feed(&[byte]));
        }
        assert_eq!(out.iter().map(short).collect::<Vec<_>>(), ["paste(한)", "k"]);
    }

    #[test]
    fn the_mouse_is_read_in_its_sgr_form() {
        assert_eq!(read(b"\x1b[<0;5;3M"), "Down(Left)@4,2");
        assert_eq!(read(b"\x1b[<65;1;1M\x1b[<0;1;1m"), "ScrollDown@0,0 Up(Left)@0,0");
        assert_eq!(read(b"\x1b[<32;9;9Mx"), "Drag(Left)@8,8 x");
    }

    #[test]
    fn a_broken_character_costs_only_itself() {
        assert_eq!(read(b"a\xffb\xe3\x81c\xed\x95"), "a b c");
    }

    proptest! {
        #[test]
        fn any_bytes_settle_and_keys_go_on(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut keys = Keys::default();
            keys.feed(&bytes);
            keys.settle();
            prop_assert!(!keys.waits());
            let next = keys.feed(b"j");
            prop_assert_eq!(next.iter().map(short).collect::<Vec<_>>(), ["j"]);
        }

        #[test]
        fn where_a_read_ends_changes_nothing(cut in 0usize..40) {
            let bytes = "a한\x1b[1;5A\x1b[<0;5;3M\x1b]11;x\x07\x1b[200~p\x1b[201~z".as_bytes();
            let cut = cut.min(bytes.len());
            let mut keys = Keys::default();
            let mut out = keys.feed(&bytes[..cut]);
            out.extend(keys.feed(&bytes[cut..]));
            let got = out.iter().map(short).collect::<Vec<_>>();
            prop_assert_eq!(got, ["a", "한", "C-Up", "Down(Left)@4,2", "paste(p)", "z"]);
        }
    }
}
