//! What edits make of a thing, whatever order they came in.
//!
//! The state of a note, of a mark or of a named place is a function of the set of its edits and of nothing else: they
//! are put in the order of their clocks and ids, and read once. So any order, any repetition and any interruption of
//! the journals of several devices gives the same state on all. `docs/notes.md` states the rule of each kind.

use std::collections::{BTreeMap, BTreeSet};

use crate::library::edit::Edit;
use crate::library::note::{BETWEEN, Colour, Hanging};
use crate::text::Clean;

/// An edit with what decides between it and others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    /// Milliseconds since 1970 times 65,536, and a counter.
    pub(super) clock: i64,
    /// Unique among all devices; decides between equal clocks.
    pub(super) id: String,
    /// The edits whose texts it replaced.
    pub(super) after: Vec<String>,
    /// The change.
    pub(super) edit: Edit,
}

/// What an edit is about: edits about one thing decide its state among themselves. `None` for what is said of names:
/// each of their rulings keeps its clock itself.
pub(super) fn subject(edit: &Edit) -> Option<String> {
    let subject = match edit {
        Edit::Read { story, .. } => format!("read {story}"),
        Edit::Bookmark { story, .. } => format!("bookmark {story}"),
        Edit::Tag { story, tag, .. } => format!("tag {story} {tag}"),
        Edit::Archive { story, .. } => format!("archive {story}"),
        Edit::Place { name, .. } => format!("place {name}"),
        Edit::Saved { name, .. } => format!("saved {name}"),
        Edit::Rule { name, .. } => format!("rule {name}"),
        Edit::Note { note, .. } => format!("note {}", note.id),
        Edit::NoteText { note, .. }
        | Edit::NoteColour { note, .. }
        | Edit::NoteTag { note, .. }
        | Edit::NoteHang { note, .. } => format!("note {note}"),
        _ => return None,
    };
    Some(subject)
}

/// A note as its edits make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    /// Where it hangs.
    pub(super) on: Hanging,
    pub(super) colour: Colour,
    /// The texts that none replaced, by the ids of their edits, in the order of the clock.
    pub(super) texts: Vec<(String, Clean)>,
    pub(super) tags: BTreeSet<Clean>,
    /// Milliseconds since 1970.
    pub(super) made: i64,
    pub(super) changed: i64,
    /// Whether it is there, or was taken away.
    pub(super) there: bool,
}

impl Sum {
    /// The text as it is shown: one, or several of one time with a line between. A text that another holds, or that is
    /// empty, adds nothing.
    pub(super) fn text(&self) -> Clean {
        let shown = self.shown();
        let texts: Vec<&str> = shown.iter().map(|text| text.as_str()).collect();
        Clean::body(&texts.join(BETWEEN))
    }

    /// How many texts are shown.
    pub(super) fn count(&self) -> usize {
        self.shown().len().max(1)
    }

    fn shown(&self) -> Vec<&Clean> {
        let texts = &self.texts;
        let adds = |n: usize, text: &Clean| {
            let holds = |(m, (_, other)): (usize, &(String, Clean))| {
                m != n && other.contains(text.as_str()) && (other != text || m < n)
            };
            !text.is_empty() && !texts.iter().enumerate().any(holds)
        };
        let kept = texts.iter().enumerate().filter(|(n, (_, text))| adds(*n, text));
        kept.map(|(_, (_, text))| text).collect()
    }

    /// The edits whose texts a new one replaces, when its writer began with the text given. A text that came in
    /// between stays.
    pub(super) fn replaced(&self, was: &Clean) -> Vec<String> {
        let all = self.text() == *was;
        let seen = self.texts.iter().filter(|(_, text)| all || text == was);
        seen.map(|(id, _)| id.clone()).collect()
    }

    /// The ids of all texts that stand in it.
    pub(super) fn heads(&self) -> Vec<String> {
        self.texts.iter().map(|(id, _)| id.clone()).collect()
    }
}

/// A value and the moment it was set; the later one holds. Edits come in the order of their clocks.
fn set<T>(place: &mut T, value: &T)
where
    T: Clone,
{
    place.clone_from(value);
}

/// The note that some edits make; `None` while the edit is missing that makes it.
pub(super) fn sum(mut edits: Vec<Made>) -> Option<Sum> {
    edits.sort_by(|a, b| (a.clock, &a.id).cmp(&(b.clock, &b.id)));
    edits.dedup_by(|a, b| a.id == b.id);
    let (first, note) = edits.iter().find_map(|made| match &made.edit {
        Edit::Note { note, on: true } => Some((made, note)),
        _ => None,
    })?;
    let mut sum = Sum {
        on: note.on.clone(),
        colour: note.colour,
        texts: Vec::new(),
        tags: BTreeSet::new(),
        made: note.made.unwrap_or(first.clock >> 16),
        changed: first.clock >> 16,
        there: true,
    };
    let mut texts: BTreeMap<(i64, &str), &Clean> = BTreeMap::new();
    let mut replaced: BTreeSet<&str> = BTreeSet::new();
    // The texts that the last taking away knew of.
    let mut buried: Option<BTreeSet<&str>> = None;
    for made in &edits {
        sum.changed = sum.changed.max(made.clock >> 16);
        let after = made.after.iter().map(String::as_str);
        match &made.edit {
            Edit::Note { note, on: true } => {
                buried = None;
                // What comes back after it was taken away brings no text of its own.
                if made.after.is_empty() {
                    texts.insert((made.clock, &made.id), &note.text);
                    sum.tags.extend(note.tags.iter().cloned());
                }
            }
            Edit::Note { on: false, .. } => buried = Some(after.collect()),
            Edit::NoteText { text, .. } => {
                texts.insert((made.clock, &made.id), text);
                replaced.extend(after);
            }
            Edit::NoteColour { colour, .. } => set(&mut sum.colour, colour),
            Edit::NoteHang { to, .. } => set(&mut sum.on, to),
            Edit::NoteTag { tag, on: true, .. } => drop(sum.tags.insert(tag.clone())),
            Edit::NoteTag { tag, on: false, .. } => drop(sum.tags.remove(tag)),
            _ => {}
        }
    }
    let heads = texts.into_iter().filter(|((_, id), _)| !replaced.contains(id));
    sum.texts = heads
        .map(|((_, id), text)| (id.to_owned(), text.clone()))
        .collect();
    // A text that whoever took the note away had not seen keeps it.
    sum.there = buried.is_none_or(|known| sum.texts.iter().any(|(id, _)| !known.contains(id.as_str())));
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::id::{ArticleId, StoryId};
    use crate::library::note::{Note, NoteId};

    fn story() -> StoryId {
        StoryId::whole(ArticleId::of("s"))
    }

    fn made(clock: i64, id: &str, after: &[&str], edit: Edit) -> Made {
        Made {
            clock,
            id: id.into(),
            after: after.iter().map(ToString::to_string).collect(),
            edit,
        }
    }

    fn note(on: bool, text: &str) -> Edit {
        let note = Note {
            id: NoteId::of("n"),
            on: Hanging {
                story: story(),
                anchor: None,
            },
            colour: Colour::Yellow,
            text: text.into(),
            tags: Vec::new(),
            made: None,
        };
        Edit::Note {
            note: Box::new(note),
            on,
        }
    }

    fn text(now: &str, was: &str) -> Edit {
        Edit::NoteText {
            story: story(),
            note: NoteId::of("n"),
            text: now.into(),
            was: was.into(),
        }
    }

    fn check(edits: &[Made], expected: Option<(&str, bool)>) {
        let orders = [
            edits.to_vec(),
            edits.iter().rev().cloned().collect(),
            [edits, edits].concat(),
        ];
        for order in orders {
            let sum = sum(order);
            let seen = sum.as_ref().map(|s| (s.text(), s.there));
            assert_eq!(seen, expected.map(|(text, there)| (Clean::body(text), there)));
        }
    }

    #[test]
    fn texts_of_one_time_stand_side_by_side() {
        let base = made(1, "a1", &[], note(true, "처음"));
        let here = made(2, "a2", &["a1"], text("처음에 여기", "처음"));
        let there = made(3, "b1", &["a1"], text("처음에 저기", "처음"));
        check(std::slice::from_ref(&base), Some(("처음", true)));
        check(&[base.clone(), here.clone()], Some(("처음에 여기", true)));
        check(
            &[base.clone(), here.clone(), there.clone()],
            Some(("처음에 여기\n\n---\n\n처음에 저기", true)),
        );
        let both = made(4, "a3", &["a2", "b1"], text("여기와 저기", ""));
        check(&[base.clone(), here, there, both], Some(("여기와 저기", true)));
        // One that holds the other is enough.
        let more = made(5, "c1", &["a1"], text("처음, 그리고 더", "처음"));
        let less = made(6, "d1", &["a1"], text("처음", "처음"));
        check(&[base, more, less], Some(("처음, 그리고 더", true)));
    }

    #[test]
    fn a_text_that_the_taking_away_had_not_seen_keeps_the_note() {
        let base = made(1, "a1", &[], note(true, "글"));
        let gone = made(4, "a2", &["a1"], note(false, "글"));
        let edited = made(3, "b1", &["a1"], text("글과 더", "글"));
        check(&[base.clone(), gone.clone()], Some(("글", false)));
        check(
            &[base.clone(), gone.clone(), edited.clone()],
            Some(("글과 더", true)),
        );
        let gone_again = made(5, "b2", &["b1"], note(false, "글과 더"));
        check(
            &[base.clone(), gone.clone(), edited, gone_again],
            Some(("글과 더", false)),
        );
        let back = made(6, "a3", &["a1"], note(true, "글"));
        check(&[base, gone, back], Some(("글", true)));
    }

    #[test]
    fn nothing_is_known_of_a_note_before_it_is_made() {
        check(&[made(2, "b1", &["a1"], text("글", ""))], None);
        check(&[made(2, "b1", &["a1"], note(false, "글"))], None);
    }

    #[test]
    fn the_last_colour_and_the_last_word_on_a_tag_hold() {
        let colour = |clock: i64, colour| {
            made(
                clock,
                "x",
                &[],
                Edit::NoteColour {
                    story: story(),
                    note: NoteId::of("n"),
                    colour,
                    was: Colour::Yellow,
                },
            )
        };
        let tag = |clock: i64, id: &str, on| {
            made(
                clock,
                id,
                &[],
                Edit::NoteTag {
                    story: story(),
                    note: NoteId::of("n"),
                    tag: "둑".into(),
                    on,
                },
            )
        };
        let base = made(1, "a1", &[], note(true, ""));
        let late = Made {
            id: "y".into(),
            ..colour(5, Colour::Pink)
        };
        let edits = [
            colour(2, Colour::Blue),
            tag(6, "t1", true),
            late,
            base,
            tag(4, "t2", false),
        ];
        let sum = sum(edits.to_vec()).unwrap();
        assert_eq!((sum.colour, sum.tags.len(), sum.changed), (Colour::Pink, 1, 0));
    }
}
