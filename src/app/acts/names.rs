//! Cards, mentions and reasons of names, and what the reader says of them.

use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::overlay::hints::Hints;
use crate::app::overlay::naming;
use crate::app::overlay::sheet::{About, Goal, Sheet};
use crate::app::overlay::{Hand, Overlay, Target, Wish};
use crate::app::pages::Pen;
use crate::app::reader::lines::Source;
use crate::app::sidebar::SideRow;
use crate::app::{App, Asked, At, Errand};
use crate::config::settings::Borders;
use crate::library::edit::Correction;
use crate::library::lore::{Card, Mentions, Quote, Why};
use crate::library::value::{NameCount, NameId, Place, RowId, StoryName};

impl App {
    pub(super) fn pen(&self) -> Pen<'_> {
        Pen {
            words: &self.words,
            today: self.today,
            ascii: self.settings.screen.borders == Borders::Ascii || self.ruler.ambiguous == 2,
            cols: Sheet::cols(self.size),
            ruler: self.ruler,
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
    pub(in crate::app) fn hand(&self) -> Option<Hand> {
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
    pub(in crate::app) fn hand_of(&self, name: &StoryName) -> Hand {
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

    pub(in crate::app) fn grant(&mut self, wish: Wish, hand: Hand) -> Effects {
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

    pub(super) fn ask_card(&mut self, name: NameId, asked: Asked) -> Effects {
        let ticket = self.ticket();
        self.waiting.card = (ticket, asked);
        vec![Effect::Card { ticket, name }]
    }

    pub(super) fn ask_mentions(&mut self, name: NameId, pass: usize, asked: Asked) -> Effects {
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
            About::Tie(_) | About::Settings | About::History | About::Changes | About::Output => Vec::new(),
        }
    }

    /// Goes where a line of a page leads.
    pub(in crate::app) fn go(&mut self, goal: Goal) -> Effects {
        match goal {
            Goal::Card(name) => self.ask_card(name, Asked::New),
            Goal::Stay => Vec::new(),
            Goal::Turn(n, back) => self.turn_steps(n, back),
            Goal::Mentions(name) => self.ask_mentions(name, 0, Asked::New),
            Goal::Story(row) => {
                let name = self.hand().map(|hand| hand.id);
                self.open_from_page(row, At::Resume, name)
            }
            Goal::Place(place, name) => {
                self.open_from_page(place.row, At::Mention(place.start, place.end), name)
            }
            Goal::Settings(place) => self.edit_settings(place),
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
}
