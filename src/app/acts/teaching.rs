//! What the reader says of names: corrections, and names made of words of the story.

use crate::app::App;
use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::overlay::making::{Making, Word};
use crate::app::overlay::menu::{Choice, Menu, Purpose};
use crate::app::overlay::naming::{self, Naming, Said};
use crate::app::overlay::{Change, Hand, Overlay, Pick};
use crate::app::reader::lines::Source;
use crate::entity::Kind;
use crate::library::edit::{Correction, Edit};
use crate::library::lore::Card;
use crate::library::value::{NameCount, NameId};
use crate::text::hangul::strip_particle;
use crate::text::{Clean, slice};

impl App {
    pub(super) fn begin_naming(&mut self, purpose: naming::Purpose, hand: Hand) -> Effects {
        let id = hand.id;
        self.overlays
            .push(Overlay::Naming(Box::new(Naming::new(purpose, hand))));
        match purpose {
            naming::Purpose::Merge => self.ask_names(Clean::default(), id),
            naming::Purpose::Rename => Vec::new(),
        }
    }

    fn ask_names(&mut self, typed: Clean, than: NameId) -> Effects {
        let ticket = self.ticket();
        self.waiting.names = ticket;
        vec![Effect::Names { ticket, typed, than }]
    }

    pub(in crate::app) fn name_typed(&mut self, typed: Clean) -> Effects {
        match self.overlays.last() {
            Some(Overlay::Naming(naming)) => {
                let than = naming.hand.id;
                self.ask_names(typed, than)
            }
            _ => Vec::new(),
        }
    }

    pub(in crate::app) fn names_came(&mut self, names: Vec<NameCount>) {
        match self.overlays.last_mut() {
            Some(Overlay::Naming(naming)) => naming.take(names),
            Some(Overlay::Find(find)) => find.take_names(names.into_iter().map(|name| name.text)),
            _ => {}
        }
    }

    /// Asks for the names that a search may go on with, where it is at a name.
    pub(in crate::app) fn ask_completions(&mut self) -> Effects {
        let typed = match self.overlays.last() {
            Some(Overlay::Find(find)) => find.name_typed(),
            _ => None,
        };
        typed.map_or_else(Vec::new, |typed| self.ask_names(typed, NameId(0)))
    }

    pub(in crate::app) fn named(&mut self, said: Said) -> Effects {
        match said {
            Said::Rename(hand, text) => {
                let to = Some(text.clone()).filter(|t| !t.is_empty());
                let correction = Correction::Rename { name: hand.key, to };
                let new = if text.is_empty() { &hand.text } else { &text };
                self.correct_one(correction, "toast.renamed", &[("name", new)])
            }
            Said::Merge(hand, into) => {
                let said = self
                    .words
                    .fill("toast.merged", &[("name", &hand.text), ("into", &into.text)]);
                self.change(Change {
                    corrections: vec![Correction::Merge {
                        name: hand.key,
                        into: into.key.clone(),
                    }],
                    said,
                    moved: Some((hand.id, into.id)),
                })
            }
        }
    }

    /// A menu of corrections; each row says what it will do.
    fn choose(&mut self, title: &str, rows: Vec<(Clean, Clean, Correction, Clean)>) -> Effects {
        let group = Clean::new(title);
        let choice = |(label, detail, correction, said): (Clean, Clean, Correction, Clean)| Choice {
            group: group.clone(),
            name: label.clone(),
            label,
            detail,
            keys: Clean::default(),
            pick: Pick::Change(Change {
                corrections: vec![correction],
                said,
                moved: None,
            }),
        };
        let choices = rows.into_iter().map(choice).collect();
        self.overlays
            .push(Overlay::Menu(Menu::new(Purpose::Correct, choices)));
        Vec::new()
    }

    pub(super) fn choose_kind(&mut self, hand: &Hand) -> Effects {
        let row = |kind: Kind| {
            let word = Clean::new(self.pen().kind(kind));
            let holes = [("name", hand.text.as_str()), ("kind", &word)];
            let said = self.words.fill("toast.retyped", &holes);
            let to = Some(kind);
            let name = hand.key.clone();
            (word, Clean::default(), Correction::Retype { name, to }, said)
        };
        let rows = Kind::ALL
            .into_iter()
            .filter(|k| *k != hand.kind)
            .map(row)
            .collect();
        let title = self.words.fill("correct.kind", &[("name", &hand.text)]);
        self.choose(&title, rows)
    }

    pub(super) fn choose_spelling(&mut self, card: &Card) -> Effects {
        let name = &card.name;
        let own = card.spellings.iter().map(|s| (&s.text, s.mentions));
        let merged = card.merged.iter().map(|n| (&n.text, n.stories));
        let mut texts: Vec<(&Clean, u32)> = Vec::new();
        for (text, n) in own.chain(merged) {
            if *text != name.text && texts.iter().all(|(known, _)| *known != text) {
                texts.push((text, n));
            }
        }
        if texts.is_empty() {
            return self.say_key("toast.one-spelling", &[("name", &name.text)]);
        }
        let row = |(text, n): (&Clean, u32)| {
            let holes = [("name", name.text.as_str()), ("text", text)];
            let correction = Correction::Split {
                name: name.key.clone(),
                spelling: text.clone(),
                to: None,
            };
            let said = self.words.fill("toast.split", &holes);
            (text.clone(), Clean::new(&n.to_string()), correction, said)
        };
        let rows = texts.into_iter().map(row).collect();
        let title = self.words.fill("correct.split", &[("name", &name.text)]);
        self.choose(&title, rows)
    }

    /// In this story, or wherever it is spelt as it is here.
    pub(super) fn choose_denial(&mut self, hand: &Hand) -> Effects {
        let story = self
            .reader
            .story()
            .filter(|s| hand.place.is_some_and(|p| p.row == s.header.row));
        let text = story
            .zip(hand.place)
            .map(|(s, p)| Clean::new(slice(s.article.body.text(), p.start as usize..p.end as usize)));
        let story = story.map(|s| s.header.story);
        let text = text.unwrap_or_else(|| hand.text.clone());
        let holes = [("name", hand.text.as_str()), ("text", &text)];
        let deny = |story, spelling| Correction::Deny {
            name: hand.key.clone(),
            story,
            spelling,
        };
        let mut rows = Vec::new();
        if story.is_some() {
            let label = self.words.get("correct.this-story").into();
            let said = self.words.fill("toast.denied-here", &holes);
            rows.push((label, Clean::default(), deny(story, None), said));
        }
        let label = self.words.fill("correct.everywhere", &holes);
        let said = self.words.fill("toast.denied", &holes);
        rows.push((label, Clean::default(), deny(None, Some(text)), said));
        let title = self.words.fill("correct.deny", &[("name", &hand.text)]);
        self.choose(&title, rows)
    }

    pub(super) fn correct_one(
        &mut self,
        correction: Correction,
        key: &str,
        holes: &[(&str, &str)],
    ) -> Effects {
        let said = self.words.fill(key, holes);
        self.change(Change {
            corrections: vec![correction],
            said,
            moved: None,
        })
    }

    pub(in crate::app) fn change(&mut self, change: Change) -> Effects {
        let ticket = self.ticket();
        let corrections = change.corrections.clone();
        self.waiting.changes.push((ticket, change));
        vec![Effect::Correct { ticket, corrections }]
    }

    /// Names were corrected: it is said, and all that shows names is asked for anew.
    pub(in crate::app) fn corrected(&mut self, ticket: crate::app::msg::Ticket, edits: &[Edit]) -> Effects {
        self.status.unsaveable = false;
        let place = self.waiting.changes.iter().position(|(t, _)| *t == ticket);
        let Some((_, change)) = place.map(|place| self.waiting.changes.remove(place)) else {
            return Vec::new();
        };
        if edits.is_empty() {
            return self.say_key("toast.nothing-changed", &[]);
        }
        if let Some((_, to)) = change.moved.filter(|(from, _)| Some(*from) == self.following) {
            self.following = Some(to);
        }
        let mut effects = self.say(change.said, false);
        effects.extend(self.names_changed());
        effects
    }

    /// Asks anew for all that shows names.
    pub(in crate::app) fn names_changed(&mut self) -> Effects {
        self.edition += 1;
        let mut effects = self.refresh();
        effects.extend(self.refresh_sheet());
        effects
    }

    /// Begins to choose words in view for a name.
    pub(in crate::app) fn begin_making(&mut self) -> Effects {
        let Some(story) = self.reader.story().cloned() else {
            return Vec::new();
        };
        self.overlays.clear();
        self.set_focus(Pane::Reader);
        let top = self.reader.top();
        let lines = self.reader.lines().lines.iter().enumerate();
        let mut words = Vec::new();
        for (line, at) in lines.skip(top).take(self.reader.height()) {
            if at.source == Source::Body {
                let text = story.article.body.slice(at.start as usize..at.end as usize);
                words.extend(pieces(text).map(|(start, end, bare)| Word {
                    start: at.start + start,
                    end: at.start + end,
                    bare: at.start + bare,
                    line,
                }));
            }
        }
        if words.is_empty() {
            return self.say_key("empty.links", &[]);
        }
        let lit = self.reader.lit.hits.get(self.reader.lit.current);
        let at = lit.and_then(|hit| {
            words
                .iter()
                .position(|w| w.start <= hit.start && hit.start < w.end)
        });
        self.overlays
            .push(Overlay::Making(Making::new(words, at.unwrap_or(0))));
        Vec::new()
    }

    /// Makes a name of some bytes of the story.
    pub(in crate::app) fn make(&mut self, bytes: std::ops::Range<u32>, kind: Kind) -> Effects {
        let Some(story) = self.reader.story() else {
            return Vec::new();
        };
        let text = Clean::new(story.article.body.slice(bytes.start as usize..bytes.end as usize));
        if text.is_empty() {
            return Vec::new();
        }
        let word = self.pen().kind(kind).to_owned();
        let holes = [("name", text.as_str()), ("kind", &word)];
        let said = self.words.fill("toast.made", &holes);
        self.change(Change {
            corrections: vec![Correction::Make { text, kind }],
            said,
            moved: None,
        })
    }
}

/// The words of a line: first byte, one past the last, and that without a particle.
fn pieces(line: &str) -> impl Iterator<Item = (u32, u32, u32)> {
    use unicode_segmentation::UnicodeSegmentation as _;
    line.unicode_word_indices().map(|(start, word)| {
        // A closing quote before a particle is no border of words.
        let stem = strip_particle(word).map_or(word, |(stem, _)| stem);
        let stem = stem.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        (start as u32, (start + word.len()) as u32, (start + stem) as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn words_are_chosen_with_and_without_their_particles() {
        let line = "‘라마’를 메타가 냈다.";
        let text = |(start, end, bare): (u32, u32, u32)| {
            let cut = |end: u32| {
                line.get(start as usize..end as usize)
                    .expect("borders")
                    .to_owned()
            };
            (cut(end), cut(bare))
        };
        let found: Vec<_> = pieces(line).map(text).collect();
        assert!(
            found.contains(&("메타가".to_owned(), "메타".to_owned())),
            "{found:?}"
        );
        assert!(found.iter().any(|(_, bare)| bare == "라마"), "{found:?}");
    }
}
