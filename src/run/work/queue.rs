//! The questions that wait: of each kind the newest one, and what the eye waits for first.

use std::collections::VecDeque;

use crate::app::effect::Effect;

/// A kind of question; smaller is more urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind(usize);

/// How many kinds there are.
const KINDS: usize = 26;

impl Kind {
    /// `None` for what is no question to the library.
    pub(super) fn of(question: &Effect) -> Option<Self> {
        Some(Self(match question {
            Effect::Page(_) => 0,
            Effect::Headers { .. } => 1,
            Effect::Story { .. } => 2,
            Effect::Locate { .. } => 3,
            Effect::Unread { .. } => 4,
            Effect::Order { .. } => 5,
            Effect::Names { .. } => 6,
            Effect::Card { .. } => 7,
            Effect::Why { .. } => 8,
            Effect::Mentions { .. } => 9,
            Effect::Facets { .. } => 10,
            Effect::Related { .. } => 11,
            Effect::Places { .. } => 12,
            Effect::Targets { .. } => 13,
            Effect::NoteRows { .. } => 14,
            Effect::NoteOrder { .. } => 15,
            Effect::NoteFacets { .. } => 16,
            Effect::Kept => 17,
            Effect::History { .. } => 18,
            Effect::Compare { .. } => 19,
            Effect::Tagged { .. } => 20,
            Effect::Export { .. } => 21,
            Effect::Glance { .. } => 22,
            Effect::Tallies { .. } => 23,
            Effect::Saved { .. } => 24,
            Effect::Run(_) => 25,
            _ => return None,
        }))
    }

    /// Whether a question of this kind must not wait for one of the other: it is more urgent, or makes it idle.
    pub(super) fn goes_before(self, other: Self) -> bool {
        self <= other
    }
}

/// At most one question of a kind: a newer one takes the place of one that was not begun. Programs to be run are no such
/// questions: each of them was meant.
#[derive(Debug, Default)]
pub(super) struct Queue([Option<Effect>; KINDS], VecDeque<Effect>);

impl Queue {
    /// Adds a question; anything else is no business of the asker and is dropped.
    pub(super) fn push(&mut self, question: Effect) {
        match Kind::of(&question) {
            Some(_) if matches!(question, Effect::Run(_)) => self.1.push_back(question),
            Some(Kind(place)) => self.0[place] = Some(question),
            None => {}
        }
    }

    /// Adds a question that was called off, unless a newer one of its kind waits.
    pub(super) fn put_back(&mut self, question: Effect) {
        match Kind::of(&question) {
            Some(_) if matches!(question, Effect::Run(_)) => self.1.push_front(question),
            Some(Kind(place)) => {
                self.0[place].get_or_insert(question);
            }
            None => {}
        }
    }

    /// Takes the most urgent question.
    pub(super) fn pop(&mut self) -> Option<Effect> {
        let question = self.0.iter_mut().find_map(Option::take);
        question.or_else(|| self.1.pop_front())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Ticket;
    use crate::library::value::{RowId, View};

    fn order(n: u64) -> Effect {
        Effect::Order {
            ticket: Ticket(n),
            view: View::default(),
        }
    }

    fn story(n: u32) -> Effect {
        Effect::Story {
            ticket: Ticket(n.into()),
            row: RowId(n),
        }
    }

    /// Takes everything out and writes it down in short.
    fn drain(mut queue: Queue) -> Vec<String> {
        let short = |e: Effect| match e {
            Effect::Order { ticket, .. } => format!("order {}", ticket.0),
            Effect::Story { ticket, .. } => format!("story {}", ticket.0),
            other => format!("{other:?}"),
        };
        std::iter::from_fn(|| queue.pop()).map(short).collect()
    }

    #[test]
    fn the_newest_of_a_kind_wins_and_the_urgent_goes_first() {
        let mut queue = Queue::default();
        for question in [order(1), story(2), order(3), story(4), Effect::Quit] {
            queue.push(question);
        }
        assert_eq!(drain(queue), ["story 4", "order 3"]);
    }

    #[test]
    fn what_was_called_off_comes_back_unless_it_was_overtaken() {
        let mut queue = Queue::default();
        queue.push(order(5));
        queue.put_back(order(4));
        queue.put_back(story(1));
        assert_eq!(drain(queue), ["story 1", "order 5"]);
    }

    #[test]
    fn a_newer_or_more_urgent_question_does_not_wait() {
        let kind = |e: &Effect| Kind::of(e).unwrap();
        assert!(kind(&order(2)).goes_before(kind(&order(1))));
        assert!(kind(&story(2)).goes_before(kind(&order(1))));
        assert!(!kind(&order(2)).goes_before(kind(&story(1))));
        assert_eq!(Kind::of(&Effect::Quit), None);
    }
}
