//! Cards, mentions and reasons of names, and what the reader says of them.

use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::overlay::hints::Hints;
use crate::app::overlay::making::{Making, Word};
use crate::app::overlay::menu::{Choice, Menu, Purpose};
use crate::app::overlay::naming::{self, Naming, Said};
use crate::app::overlay::sheet::{About, Goal, Sheet};
use crate::app::overlay::{Change, Hand, Overlay, Pick, Target, Wish};
use crate::app::pages::Pen;
use crate::app::reader::lines::Source;
use crate::app::sidebar::SideRow;
use crate::app::{App, Asked, At, Errand};
use crate::config::settings::Borders;
use crate::entity::Kind;
use crate::library::edit::{Correction, Edit};
use crate::library::lore::{Card, Mentions, Quote, Why};
use crate::library::value::{NameCount, NameId, Place, RowId, StoryName};
use crate::text::hangul::strip_particle;
use crate::text::{Clean, slice};

impl App {
    fn pen(&self) -> Pen<'_> {
        Pen {
            words: &self.words,
            today: self.today,
            ascii: self.settings.screen.borders == Borders::Ascii || self.ruler.ambiguous == 2,
        }
    }

    /// Does something with the name at hand; where none is, letters are put on those in view.
    pub(in crate::app) fn wish(&mut self, wish: Wish) -> Effects {
        match self.hand() {
            Some(hand) => self.grant(wish, hand),
            None if self.overlays.is_empty() => self.put_letters(wish),
            None => Vec::new(),
        }
    }

    /// The name at hand: of the page on top, under the sidebar's cursor, lit in the story, or followed.
    fn hand(&self) -> Option<Hand> {
        if let Some(Overlay::Sheet(sheet)) = self.overlays.last() {
            let mut hand = sheet.hand.clone()?;
            if let Some(Goal::Place(place, _)) = sheet.goal() {
                hand.place = Some(place);
            }
            return Some(hand);
        }
        if self.focus == Pane::Sidebar {
            return match self.sidebar.current() {
                Some(SideRow::Name(i)) => self.sidebar.names.get(i).map(|n| self.hand_of(n)),
                _ => None,
            };
        }
        let lit = self.reader.lit.hits.get(self.reader.lit.current);
        let lit = lit.and_then(|hit| self.name_at(hit.start));
        let followed = || {
            let id = self.following?;
            self.sidebar.names.iter().find(|n| n.id == id)
        };
        lit.or_else(followed).map(|name| self.hand_of(name))
    }

    fn name_at(&self, byte: u32) -> Option<&StoryName> {
        let mentions = &self.reader.story()?.found.mentions;
        let mention = mentions.iter().find(|m| m.start <= byte && byte < m.end)?;
        self.sidebar.names.iter().find(|n| n.index == mention.name)
    }

    /// A name of the story; its place is that of the current hit, else its first.
    fn hand_of(&self, name: &StoryName) -> Hand {
        let lit = self.reader.lit.hits.get(self.reader.lit.current).map(|h| h.start);
        let story = self
            .reader
            .story()
            .filter(|s| self.sidebar.row == Some(s.header.row));
        let place = story.and_then(|story| {
            let own = || story.found.mentions.iter().filter(|m| m.name == name.index);
            let mention = own().find(|m| Some(m.start) == lit).or_else(|| own().next())?;
            Some(Place {
                row: story.header.row,
                start: mention.start,
                end: mention.end,
            })
        });
        Hand {
            id: name.id,
            key: name.key.clone(),
            text: name.text.clone(),
            kind: name.kind,
            watched: name.watched,
            place,
        }
    }

    /// Puts letters on the names in view, and where a name is to be followed also on links and digest items.
    pub(in crate::app) fn put_letters(&mut self, wish: Wish) -> Effects {
        let Some(story) = self.reader.story().cloned() else {
            return Vec::new();
        };
        let shown = self.reader.lines().lines.iter().skip(self.reader.top());
        let mut places: Vec<(u32, Target)> = Vec::new();
        for line in shown
            .take(self.reader.height())
            .filter(|l| l.source == Source::Body)
        {
            let on = |byte: u32| (line.start..line.end).contains(&byte);
            if wish == Wish::Follow {
                let items = story.article.items.iter().zip(&story.items);
                let items = items.filter(|(item, _)| on(item.head.start));
                places.extend(items.map(|(item, row)| (item.head.start, Target::Item(*row))));
                let links = story.article.links.iter().enumerate();
                let links = links.filter(|(_, l)| on(l.bytes.start));
                places.extend(links.map(|(i, l)| (l.bytes.start, Target::Link(i))));
            }
            let names = story.found.mentions.iter().filter(|m| on(m.start));
            places.extend(names.map(|m| (m.start, Target::Name(m.name))));
        }
        places.sort_by_key(|(byte, _)| *byte);
        places.dedup_by_key(|(byte, _)| *byte);
        if places.is_empty() {
            return self.say_key("empty.links", &[]);
        }
        self.overlays.push(Overlay::Hints(Hints::new(places, wish)));
        Vec::new()
    }

    /// Letters led to something.
    pub(in crate::app) fn chosen(&mut self, target: Target, wish: Wish) -> Effects {
        match target {
            Target::Name(index) if wish != Wish::Follow => {
                let name = self.sidebar.names.iter().find(|n| n.index == index);
                let hand = name.map(|n| self.hand_of(n));
                hand.map_or_else(Vec::new, |hand| self.grant(wish, hand))
            }
            target => self.follow(target),
        }
    }

    fn grant(&mut self, wish: Wish, hand: Hand) -> Effects {
        match wish {
            Wish::Follow => self.follow_name(hand.id, hand.text, None),
            Wish::Card => self.ask_card(hand.id, Asked::New),
            Wish::Mentions => self.ask_mentions(hand.id, 0, Asked::New),
            Wish::Why => match hand.place {
                Some(place) => self.ask_reason(place, Asked::New),
                None => self.ask_card(hand.id, Asked::New),
            },
            Wish::Merge => self.begin_naming(naming::Purpose::Merge, hand),
            Wish::Rename => self.begin_naming(naming::Purpose::Rename, hand),
            Wish::Split => self.ask_card(hand.id, Asked::Spellings),
            Wish::Retype => self.choose_kind(&hand),
            Wish::Deny => self.choose_denial(&hand),
            Wish::Hide => {
                let on = true;
                let correction = Correction::Hide { name: hand.key, on };
                self.correct_one(correction, "toast.hidden", &[("name", &hand.text)])
            }
            Wish::Watch => {
                let on = !hand.watched;
                let key = if on { "toast.watched" } else { "toast.unwatched" };
                let correction = Correction::Watch { name: hand.key, on };
                self.correct_one(correction, key, &[("name", &hand.text)])
            }
        }
    }

    /// Why a name was found, or why the story under the sidebar's cursor is related.
    pub(in crate::app) fn ask_why(&mut self) -> Effects {
        let related = match self.sidebar.current() {
            Some(SideRow::Related(i)) if self.overlays.is_empty() && self.focus == Pane::Sidebar => {
                self.sidebar.related.get(i)
            }
            _ => None,
        };
        match related {
            Some(related) => {
                let sheet = self.pen().tie(related);
                self.open_sheet(sheet)
            }
            None => self.wish(Wish::Why),
        }
    }

    fn ask_card(&mut self, name: NameId, asked: Asked) -> Effects {
        let ticket = self.ticket();
        self.waiting.card = (ticket, asked);
        vec![Effect::Card { ticket, name }]
    }

    fn ask_mentions(&mut self, name: NameId, pass: usize, asked: Asked) -> Effects {
        let ticket = self.ticket();
        self.waiting.mentions = (ticket, asked);
        vec![Effect::Mentions { ticket, name, pass }]
    }

    fn ask_reason(&mut self, place: Place, asked: Asked) -> Effects {
        let ticket = self.ticket();
        self.waiting.why = (ticket, asked);
        vec![Effect::Why { ticket, place }]
    }

    fn open_sheet(&mut self, mut sheet: Sheet) -> Effects {
        sheet.edition = self.edition;
        sheet.fit(self.size, self.ruler);
        self.overlays.push(Overlay::Sheet(Box::new(sheet)));
        Vec::new()
    }

    /// Shows a page that came: on top, or in the place of the one that was asked for anew.
    fn show_sheet(&mut self, mut sheet: Sheet, asked: Asked) -> Effects {
        sheet.edition = self.edition;
        match (asked, self.overlays.last_mut()) {
            (Asked::Again, Some(Overlay::Sheet(old))) => {
                old.replace(sheet);
                Vec::new()
            }
            (Asked::Again, _) => Vec::new(),
            _ => self.open_sheet(sheet),
        }
    }

    pub(in crate::app) fn card_came(&mut self, card: Option<&Card>) -> Effects {
        let asked = self.waiting.card.1;
        match (card, asked) {
            (Some(card), Asked::Spellings) => self.choose_spelling(card),
            (Some(card), asked) => {
                let sheet = self.pen().card(card);
                self.show_sheet(sheet, asked)
            }
            (None, Asked::Again) => {
                self.overlays.pop();
                Vec::new()
            }
            (None, _) => self.say_key("toast.no-name", &[]),
        }
    }

    pub(in crate::app) fn mentions_came(&mut self, name: Option<&NameCount>, mentions: &Mentions) -> Effects {
        let asked = self.waiting.mentions.1;
        let Some(name) = name else {
            return self.say_key("toast.no-name", &[]);
        };
        if asked == Asked::More {
            let more = self.pen().more(name.id, mentions);
            if let Some(Overlay::Sheet(sheet)) = self.overlays.last_mut()
                && matches!(sheet.about, About::Mentions(_))
            {
                sheet.extend(more, mentions.next);
            }
            return Vec::new();
        }
        let sheet = self.pen().mentions(name, mentions);
        self.show_sheet(sheet, asked)
    }

    pub(in crate::app) fn why_came(&mut self, why: Option<&(Why, Quote)>) -> Effects {
        let asked = self.waiting.why.1;
        match why {
            Some((why, quote)) => {
                let sheet = self.pen().why(why, quote);
                self.show_sheet(sheet, asked)
            }
            None if asked == Asked::Again => {
                self.overlays.pop();
                self.refresh_sheet()
            }
            None => self.say_key("toast.no-name", &[]),
        }
    }

    /// Asks for more of the page on top where the cursor nears its end.
    pub(in crate::app) fn go_on(&mut self) -> Effects {
        let Some(Overlay::Sheet(sheet)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        match (sheet.about, sheet.wants_more()) {
            (About::Mentions(name), Some(pass)) => {
                sheet.more = None;
                self.ask_mentions(name, pass, Asked::More)
            }
            _ => Vec::new(),
        }
    }

    /// Asks for the page on top anew, if names were corrected since it was made.
    pub(in crate::app) fn refresh_sheet(&mut self) -> Effects {
        let Some(Overlay::Sheet(sheet)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        if std::mem::replace(&mut sheet.edition, self.edition) == self.edition {
            return Vec::new();
        }
        match sheet.about {
            About::Card(name) => self.ask_card(name, Asked::Again),
            About::Mentions(name) => self.ask_mentions(name, 0, Asked::Again),
            About::Why(place) => self.ask_reason(place, Asked::Again),
            About::Tie(_) => Vec::new(),
        }
    }

    /// Goes where a line of a page leads.
    pub(in crate::app) fn go(&mut self, goal: Goal) -> Effects {
        match goal {
            Goal::Card(name) => self.ask_card(name, Asked::New),
            Goal::Mentions(name) => self.ask_mentions(name, 0, Asked::New),
            Goal::Story(row) => {
                let name = self.hand().map(|hand| hand.id);
                self.open_from_page(row, At::Resume, name)
            }
            Goal::Place(place, name) => {
                self.open_from_page(place.row, At::Mention(place.start, place.end), name)
            }
        }
    }

    /// Opens a story with the mentions of a name lit; the way back leads to the page.
    fn open_from_page(&mut self, row: RowId, at: At, name: Option<NameId>) -> Effects {
        self.leave();
        self.overlays.clear();
        self.query = None;
        self.following = name;
        self.places = 0;
        let errand = Errand {
            preview: false,
            focus: true,
            at,
        };
        self.waiting.rest = self.ticket();
        let mut effects: Effects = self.keep_place().into_iter().collect();
        effects.extend(self.ask_story(row, errand));
        effects
    }

    // What the reader says of names.

    fn begin_naming(&mut self, purpose: naming::Purpose, hand: Hand) -> Effects {
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
        if let Some(Overlay::Naming(naming)) = self.overlays.last_mut() {
            naming.take(names);
        }
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

    fn choose_kind(&mut self, hand: &Hand) -> Effects {
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

    fn choose_spelling(&mut self, card: &Card) -> Effects {
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
    fn choose_denial(&mut self, hand: &Hand) -> Effects {
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

    fn correct_one(&mut self, correction: Correction, key: &str, holes: &[(&str, &str)]) -> Effects {
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
        let stem = strip_particle(word).map_or(word.len(), |(stem, _)| stem.len());
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
