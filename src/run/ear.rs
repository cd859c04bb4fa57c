//! Tells keys from answers, with the time as an argument: what the listening thread knows, without the thread.
//!
//! A lone Escape is a key once nothing follows for a moment. While the terminal still owes answers, silence means
//! nothing: over a slow line an answer may come in pieces, and its first byte is an Escape. The first key after such
//! an Escape settles the matter.

use std::time::{Duration, Instant};

use super::events::Event;
use super::keys::{Keys, Reply};
use super::probe::{Answers, Asking};
use crate::app::msg::Msg;

/// How long a lone Escape waits for what would make it a sequence. Over slow lines sequences come in pieces, yet not
/// so far apart: the pieces of one packet.
const SILENCE: Duration = Duration::from_millis(30);

/// What was heard and not understood yet.
#[derive(Debug, Default)]
pub(crate) struct Ear {
    keys: Keys,
    asking: Option<Asking>,
    /// Whether it has been silent since the last byte.
    silent: bool,
}

impl Ear {
    /// An ear that awaits answers, if the terminal was asked.
    pub(crate) fn new(asking: Option<Asking>) -> Self {
        Self {
            asking,
            ..Self::default()
        }
    }

    /// Whether answers are awaited.
    pub(crate) fn awaits(&self) -> bool {
        self.asking.is_some()
    }

    /// How long to wait for bytes before silence means something; `None` for ever.
    pub(crate) fn patience(&self, now: Instant) -> Option<Duration> {
        let answers = self.asking.as_ref().map(|asking| asking.left(now));
        let sequence = (self.keys.waits() && !self.silent).then_some(SILENCE);
        answers.into_iter().chain(sequence).min()
    }

    /// Bytes came.
    pub(crate) fn hear(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut heard = Vec::new();
        if std::mem::take(&mut self.silent) && self.keys.holds_escape() && !goes_on(bytes) {
            heard.extend(self.keys.settle());
        }
        heard.extend(self.keys.feed(bytes));
        self.said(heard)
    }

    /// No bytes came for as long as [`Ear::patience`] said.
    pub(crate) fn quiet(&mut self, now: Instant) -> Vec<Event> {
        let lapsed = self.asking.as_ref().is_some_and(|a| a.left(now).is_zero());
        let mut events = Vec::new();
        if lapsed {
            events.extend(self.asking.take().map(|asking| Event::Found(asking.answers())));
        }
        self.silent = self.asking.is_some();
        if !self.silent {
            let heard = self.keys.settle();
            events.extend(self.said(heard));
        }
        events
    }

    fn said(&mut self, mut heard: Vec<Msg>) -> Vec<Event> {
        let mut found = None;
        for reply in self.keys.replies() {
            found = found.or_else(|| self.answered(reply));
            if let Reply::Scheme(dark) = reply {
                heard.push(Msg::Ground(dark));
            }
        }
        let input = (!heard.is_empty()).then_some(Event::Input(heard));
        input.into_iter().chain(found.map(Event::Found)).collect()
    }

    /// Takes an answer; gives all of them with the last one.
    fn answered(&mut self, reply: Reply) -> Option<Answers> {
        let all = self.asking.as_mut()?.hear(reply);
        if all.is_some() {
            self.asking = None;
        }
        all
    }
}

/// Whether bytes can go on from an Escape to an answer that we asked for.
fn goes_on(bytes: &[u8]) -> bool {
    matches!(bytes.first(), None | Some(b'[' | b']' | b'_'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(200);

    /// Keys and pastes as one word each, and what was found.
    fn words(events: Vec<Event>) -> (Vec<String>, Vec<Answers>) {
        let (mut words, mut found) = (Vec::new(), Vec::new());
        for event in events {
            match event {
                Event::Input(messages) => words.extend(messages.iter().map(|m| format!("{m:?}"))),
                Event::Found(answers) => found.push(answers),
                other => panic!("{other:?} is not heard"),
            }
        }
        (words, found)
    }

    const REPLIES: &[&str] = &[
        "\x1b[2;2R",
        "\x1b[2;3R",
        "\x1b[3;2R",
        "\x1b[4;9R",
        "\x1b[5;5R",
        "\x1b[?2026;2$y",
        "\x1b[?2027;0$y",
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        "\x1b]11;rgb:ffff/ffff/ffff\x07",
        "\x1b[?62;22c",
        "\x1b[24;80R",
    ];
    const KEYS: &[&str] = &[
        "j",
        "Q",
        "한",
        "ㅓ",
        "[",
        "R",
        "2",
        ";",
        "\\",
        "\r",
        "\x7f",
        "\x03",
        "\x1b[A",
        "\x1b[1;5D",
        "\x1b[1;2R",
        "\x1bOR",
        "\x1b[5~",
        "\x1b[12618;5u",
        "\x1bx",
        "\x1b\x1b[B",
        "\x1b[<0;5;3M",
        "\x1b[200~p;\x1b[2;2Rq\x1b[201~",
    ];

    /// What a reader types, with the answers between, one after the other.
    fn typed() -> impl Strategy<Value = Vec<(bool, &'static str)>> {
        let piece = prop_oneof![
            select(REPLIES).prop_map(|reply| (true, reply)),
            select(KEYS).prop_map(|key| (false, key)),
        ];
        proptest::collection::vec(piece, 0..24)
    }

    proptest! {
        /// Answers between keys, cut anywhere, with a pause at every cut: the keys are those that were typed.
        #[test]
        fn answers_neither_swallow_nor_fake_a_key(
            pieces in typed(),
            cuts in proptest::collection::vec((0usize..400, any::<bool>()), 0..40),
        ) {
            let now = Instant::now();
            let keys: String = pieces.iter().filter(|(reply, _)| !reply).map(|(_, text)| *text).collect();
            let mut alone = Ear::default();
            let mut expected = words(alone.hear(keys.as_bytes())).0;
            expected.extend(words(alone.quiet(now + PATIENCE)).0);

            let all: String = pieces.iter().map(|(_, text)| *text).collect();
            let mut cuts: Vec<_> = cuts.into_iter().map(|(at, pause)| (at % (all.len() + 1), pause)).collect();
            cuts.push((all.len(), false));
            cuts.sort_unstable();
            // A pause inside what a reader types changes what it is; those inside of answers must not.
            let spans = spans(&pieces);
            let mut ear = Ear::new(Some(Asking::new(now, PATIENCE)));
            let (mut got, mut found, mut from) = (Vec::new(), Vec::new(), 0);
            for (at, pause) in cuts {
                let (more, answers) = words(ear.hear(&all.as_bytes()[from..at]));
                got.extend(more);
                found.extend(answers);
                from = at;
                if pause && ear.awaits() && spans.iter().any(|s| s.0 <= at && at <= s.1) {
                    let (more, answers) = words(ear.quiet(now));
                    got.extend(more);
                    found.extend(answers);
                }
            }
            let (more, answers) = words(ear.quiet(now + PATIENCE));
            got.extend(more);
            found.extend(answers);
            prop_assert_eq!(got, expected);
            prop_assert_eq!(found.len(), 1, "answers take effect once");
        }
    }

    /// Where each answer begins and ends.
    fn spans(pieces: &[(bool, &str)]) -> Vec<(usize, usize)> {
        let mut at = 0;
        let mut spans = Vec::new();
        for (reply, text) in pieces {
            if *reply {
                spans.push((at, at + text.len()));
            }
            at += text.len();
        }
        spans
    }

    #[test]
    fn the_last_answer_ends_the_wait() {
        let now = Instant::now();
        let mut ear = Ear::new(Some(Asking::new(now, PATIENCE)));
        assert_eq!(ear.patience(now), Some(PATIENCE));
        assert!(ear.hear(b"\x1b[2;3R\x1b[?2027;2$y").is_empty());
        let (keys, found) = words(ear.hear(b"j\x1b[?62c"));
        assert_eq!((keys.len(), found.len()), (1, 1));
        assert_eq!((found[0].ambiguous, found[0].clusters), (Some(2), Some(2)));
        assert_eq!((ear.patience(now), ear.awaits()), (None, false));
    }

    #[test]
    fn late_answers_are_dropped() {
        let now = Instant::now();
        let mut ear = Ear::new(Some(Asking::new(now, PATIENCE)));
        ear.hear(b"\x1b[2;3R");
        let (_, found) = words(ear.quiet(now + PATIENCE));
        assert_eq!(found[0].ambiguous, Some(2));
        assert!(ear.hear(b"\x1b[3;3R\x1b[?62c").is_empty());
        assert!(ear.hear("\x1b[?2027;2$y".as_bytes()).is_empty());
    }

    #[test]
    fn an_escape_typed_while_answers_are_awaited_is_one() {
        let now = Instant::now();
        let key = |bytes: &[u8]| words(Ear::default().hear(bytes)).0;
        let escape = || {
            let mut ear = Ear::default();
            ear.hear(b"\x1b");
            words(ear.quiet(now)).0
        };
        let mut ear = Ear::new(Some(Asking::new(now, PATIENCE)));
        assert!(ear.hear(b"\x1b").is_empty());
        assert!(ear.quiet(now).is_empty());
        assert_eq!(
            ear.patience(now),
            Some(PATIENCE),
            "silence is not asked for twice"
        );
        assert_eq!(words(ear.hear(b"j")).0, [escape(), key(b"j")].concat());
        ear.hear(b"\x1b");
        assert_eq!(words(ear.quiet(now + PATIENCE)).0, escape());
        // Once nothing is awaited, a lone Escape is a key after a moment.
        ear.hear(b"\x1b");
        assert_eq!(ear.patience(now), Some(SILENCE));
        assert_eq!(words(ear.quiet(now)).0, escape());
    }

    #[test]
    fn a_change_of_colours_is_told() {
        let (said, _) = words(Ear::default().hear(b"a\x1b[?997;2nb"));
        assert!(said.contains(&format!("{:?}", Msg::Ground(false))), "{said:?}");
        assert_eq!(said.len(), 3);
    }
}
