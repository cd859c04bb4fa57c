//! How long a terminal's escape sequence is, so that the whole of it can be left out.
//!
//! Dropping only the ESC leaves litter such as `]52;c;` in a headline; following a sequence to wherever it ends lets
//! a hostile file swallow a story. So a sequence ends where a terminal would end it, at the latest with its line.

/// No sequence takes more of a text than this many bytes.
const LONGEST: usize = 4096;

/// The bytes that the escape sequence at the start of `text` takes; 0 if none starts there.
pub(super) fn length(text: &str) -> usize {
    let mut chars = text.chars();
    match chars.next() {
        Some('\u{1b}') => 1 + after_escape(chars.as_str()),
        Some(c1 @ '\u{80}'..='\u{9f}') => 2 + after_c1(c1, chars.as_str()),
        _ => 0,
    }
}

fn after_escape(rest: &str) -> usize {
    match rest.bytes().next() {
        Some(b'[') => 1 + control(&rest[1..]),
        Some(b']' | b'P' | b'X' | b'^' | b'_' | b'k') => 1 + string(&rest[1..]),
        Some(b'N' | b'O') => 1 + single_shift(&rest[1..]),
        Some(b' '..=b'/') => intermediate(rest),
        Some(b'0'..=b'~') => 1,
        _ => 0,
    }
}

fn after_c1(c1: char, rest: &str) -> usize {
    match c1 {
        '\u{9b}' => control(rest),
        '\u{9d}' | '\u{90}' | '\u{98}' | '\u{9e}' | '\u{9f}' => string(rest),
        _ => 0,
    }
}

/// Parameters, intermediates and the final byte of a CSI; of a broken one, what there is of them.
fn control(rest: &str) -> usize {
    let parameters = run(rest, |b| matches!(b, b'0'..=b'?'));
    let intermediates = run(&rest[parameters..], |b| matches!(b, b' '..=b'/'));
    let body = parameters + intermediates;
    if body > LONGEST {
        return 0;
    }
    match rest.as_bytes().get(body) {
        Some(b'@'..=b'~') => body + 1,
        _ => parameters,
    }
}

/// The payload of an OSC, DCS, APC, PM or SOS with its terminator; without one, the rest of the line, or if that is
/// long only the numbers that open it.
fn string(rest: &str) -> usize {
    for (at, c) in rest.char_indices() {
        match c {
            '\u{7}' | '\u{18}' | '\u{1a}' => return at + 1,
            '\u{9c}' => return at + 2,
            '\u{1b}' if rest[at + 1..].starts_with('\\') => return at + 2,
            // A new sequence ends this one, which also keeps a run of openers linear.
            '\u{1b}' | '\u{80}'..='\u{9f}' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => {
                return at;
            }
            _ if at > LONGEST => return run(rest, |b| matches!(b, b'0'..=b'9' | b';')),
            _ => {}
        }
    }
    rest.len()
}

fn single_shift(rest: &str) -> usize {
    usize::from(matches!(rest.bytes().next(), Some(b' '..=b'~')))
}

fn intermediate(rest: &str) -> usize {
    let n = run(rest, |b| matches!(b, b' '..=b'/'));
    match rest.as_bytes().get(n) {
        Some(b'0'..=b'~') if n < 4 => n + 1,
        _ => 0,
    }
}

fn run(text: &str, wanted: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|b| wanted(*b)).take(LONGEST + 1).count()
}
