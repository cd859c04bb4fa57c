//! The list of all notes: opened, narrowed, sorted, followed.

use crate::app::effect::{Effect, Effects};
use crate::app::input::Input;
use crate::app::overlay::menu::{Choice, Menu, Purpose};
use crate::app::overlay::notes::Notes;
use crate::app::overlay::{NoteNarrow, Overlay, Pick};
use crate::app::{App, At, Errand};
use crate::article::anchor::Page;
use crate::library::edit::Edit;
use crate::library::note::{Colour, Fate, Hanging, NoteFilter, NoteSort, Noted};
use crate::library::value::{Facet, NameCount};
use crate::text::Clean;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

impl App {
    pub(in crate::app) fn notes(&mut self) -> Option<&mut Notes> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Notes(notes) => Some(&mut **notes),
            _ => None,
        })
    }

    fn listed(&mut self) -> Option<Noted> {
        self.notes().and_then(|notes| notes.current().cloned())
    }

    pub(in crate::app) fn open_notes(&mut self) -> Effects {
        self.reader.selection = None;
        self.overlays.push(Overlay::Notes(Box::default()));
        self.lay_out();
        self.ask_notes()
    }

    /// Asks for the notes of the list anew.
    pub(in crate::app) fn ask_notes(&mut self) -> Effects {
        let Some(view) = self.notes().map(|notes| notes.view.clone()) else {
            return Vec::new();
        };
        let ticket = self.ticket();
        self.waiting.note_order = ticket;
        vec![Effect::NoteOrder { ticket, view }]
    }

    pub(in crate::app) fn find_notes(&mut self) -> Effects {
        if let Some(notes) = self.notes() {
            let words = notes.view.filter.text.clone().unwrap_or_default();
            notes.input = Some(Input::holding(&words));
        }
        Vec::new()
    }

    pub(in crate::app) fn notes_sought(&mut self, words: Option<Clean>) -> Effects {
        if let Some(notes) = self.notes() {
            notes.view.filter.text = words;
        }
        self.ask_notes()
    }

    pub(in crate::app) fn all_notes(&mut self) -> Effects {
        if let Some(notes) = self.notes() {
            notes.view.filter = NoteFilter::default();
            notes.narrowed.clear();
        }
        self.ask_notes()
    }

    pub(in crate::app) fn sort_notes(&mut self, sort: NoteSort) -> Effects {
        if let Some(notes) = self.notes() {
            (notes.view.sort, notes.view.reverse) = (sort, false);
        }
        self.ask_notes()
    }

    pub(in crate::app) fn reverse_notes(&mut self) -> Effects {
        if let Some(notes) = self.notes() {
            notes.view.reverse = !notes.view.reverse;
        }
        self.ask_notes()
    }

    /// What the list of notes can be narrowed to; tags, outlets and watched names are asked for.
    pub(in crate::app) fn filter_notes(&mut self) -> Effects {
        let group = Clean::from(self.words.get("filter.notes"));
        let row = |group: &Clean, label: Clean, pick: NoteNarrow| Choice {
            group: group.clone(),
            name: label.clone(),
            label,
            detail: Clean::default(),
            keys: Clean::default(),
            pick: Pick::Notes(pick),
        };
        let word = |key: &str| Clean::from(self.words.get(key));
        let mut choices = vec![row(&group, word("filter.written"), NoteNarrow::Written)];
        let fates = [
            (Fate::Moved, "filter.moved"),
            (Fate::Orphan, "filter.orphans"),
            (Fate::Anchored, "filter.anchored"),
        ];
        choices.extend(fates.map(|(fate, key)| row(&group, word(key), NoteNarrow::Fate(fate))));
        let colours = word("filter.colours");
        let colour = |c: Colour| {
            row(
                &colours,
                word(super::noting::colour_key(c)),
                NoteNarrow::Colour(c),
            )
        };
        choices.extend(Colour::ALL.map(colour));
        let dates = word("filter.dates");
        choices.extend([1, 7, 30, 365].map(|days| {
            let label = self.words.days(days);
            row(&dates, label, NoteNarrow::Days(days))
        }));
        let names = word("filter.story-names");
        let name = |n: &crate::library::value::StoryName| {
            row(&names, n.text.clone(), NoteNarrow::Name(n.id, n.text.clone()))
        };
        choices.extend(self.sidebar.names.iter().map(name));
        let menu = Menu::new(Purpose::NoteFilters, choices);
        self.overlays.push(Overlay::Menu(menu));
        let mut effects = self.ask_facets();
        let ticket = self.ticket();
        self.waiting.note_facets = ticket;
        effects.push(Effect::NoteFacets { ticket });
        effects
    }

    /// Outlets and watched names for the menu that narrows notes.
    pub(in crate::app) fn note_rows_came(&mut self, outlets: &[Facet], watched: &[NameCount]) {
        let (group, names) = (
            self.words.get("filter.outlets").into(),
            self.words.get("filter.watched").into(),
        );
        let mut rows: Vec<Choice> = outlets
            .iter()
            .map(|f| note_row(&group, &f.value, "", NoteNarrow::Outlet(f.value.clone())))
            .collect();
        let name = |n: &NameCount| note_row(&names, &n.text, "", NoteNarrow::Name(n.id, n.text.clone()));
        rows.extend(watched.iter().map(name));
        if let Some(Overlay::Menu(menu)) = self.overlays.last_mut() {
            menu.extend(rows);
        }
    }

    /// Tags of notes came: for the editor, or for the menu that narrows notes.
    pub(in crate::app) fn note_tags_came(&mut self, tags: &[Facet]) {
        let group: Clean = self.words.get("filter.tags").into();
        match self.overlays.last_mut() {
            Some(Overlay::Note(editor)) => editor.known_tags = tags.iter().map(|t| t.value.clone()).collect(),
            Some(Overlay::Menu(menu)) if menu.purpose == Purpose::NoteFilters => {
                let row = |t: &Facet| {
                    let n = t.stories.to_string();
                    let label = Clean::new(&format!("#{}", t.value));
                    note_row(&group, &label, &n, NoteNarrow::Tag(t.value.clone()))
                };
                menu.extend(tags.iter().map(row).collect());
            }
            _ => {}
        }
    }

    /// Narrows the list of notes; conditions of other kinds stay.
    pub(in crate::app) fn narrow_notes(&mut self, narrow: NoteNarrow) -> Effects {
        let label = match &narrow {
            NoteNarrow::Written => Clean::from(self.words.get("filter.written")),
            NoteNarrow::Fate(Fate::Moved) => self.words.get("filter.moved").into(),
            NoteNarrow::Fate(Fate::Orphan) => self.words.get("filter.orphans").into(),
            NoteNarrow::Fate(Fate::Anchored) => self.words.get("filter.anchored").into(),
            NoteNarrow::Colour(colour) => self.words.get(super::noting::colour_key(*colour)).into(),
            NoteNarrow::Days(days) => self.words.days(*days),
            NoteNarrow::Name(_, text) | NoteNarrow::Outlet(text) => text.clone(),
            NoteNarrow::Tag(tag) => Clean::new(&format!("#{tag}")),
        };
        let today = self.today.unix * 1_000;
        let Some(notes) = self.notes() else {
            return Vec::new();
        };
        let filter = &mut notes.view.filter;
        match narrow {
            NoteNarrow::Written => filter.written = true,
            NoteNarrow::Fate(fate) => filter.fate = Some(fate),
            NoteNarrow::Colour(colour) => filter.colour = Some(colour),
            NoteNarrow::Days(days) => {
                filter.dates = Some((today - (i64::from(days) - 1) * DAY, today + DAY));
            }
            NoteNarrow::Name(name, _) => filter.name = Some(name),
            NoteNarrow::Outlet(outlet) => filter.outlet = Some(outlet),
            NoteNarrow::Tag(tag) => filter.tag = Some(tag),
        }
        notes.narrowed.push(label);
        self.ask_notes()
    }

    /// Goes to the note under the cursor, in its story.
    pub(in crate::app) fn open_note(&mut self) -> Effects {
        let Some(noted) = self.listed() else {
            return Vec::new();
        };
        self.goto_note(&noted)
    }

    pub(in crate::app) fn goto_note(&mut self, noted: &Noted) -> Effects {
        let Some(header) = &noted.header else {
            return self.say_key("toast.no-story", &[]);
        };
        let (row, id) = (header.row, noted.note.id);
        if self.reader.row() == Some(row) {
            self.leave();
            self.overlays.clear();
            return self.go_to_note(id);
        }
        self.leave();
        self.overlays.clear();
        self.query = None;
        self.following = None;
        self.waiting.to_note = Some(id);
        let at = noted
            .standing
            .as_ref()
            .and_then(crate::article::anchor::Standing::at);
        self.open_with(
            row,
            Errand {
                preview: false,
                focus: true,
                at: At::Byte(at.map_or(0, |at| at.start)),
            },
        )
    }

    pub(in crate::app) fn edit_listed(&mut self) -> Effects {
        self.listed()
            .map_or_else(Vec::new, |noted| self.edit_note(&noted))
    }

    pub(in crate::app) fn remove_listed(&mut self) -> Effects {
        self.listed()
            .map_or_else(Vec::new, |noted| self.remove_note(noted.note))
    }

    /// Begins to look for another passage for the note under the cursor: in its story, at the likeliest place.
    pub(in crate::app) fn hang_note(&mut self) -> Effects {
        let Some(noted) = self.listed() else {
            return Vec::new();
        };
        if noted.note.on.anchor.is_none() || noted.header.is_none() {
            return self.say_key("toast.no-place", &[]);
        }
        let mut effects = self.goto_note(&noted);
        self.hanging = Some(Box::new(noted));
        effects.extend(self.begin_hanging());
        effects
    }

    /// The story of the note that is to be hung elsewhere is here: its likeliest passage is chosen.
    pub(in crate::app) fn begin_hanging(&mut self) -> Effects {
        let Some(noted) = self.hanging.clone() else {
            return Vec::new();
        };
        let Some(story) = self
            .reader
            .story()
            .filter(|s| s.header.story == noted.note.on.story)
            .cloned()
        else {
            return Vec::new();
        };
        let likely = noted.note.on.anchor.as_ref().and_then(|anchor| {
            let found = noted
                .standing
                .as_ref()
                .and_then(crate::article::anchor::Standing::at);
            let page = Page::of(story.article.body.text());
            found.or_else(|| page.candidates(anchor, 1).into_iter().next())
        });
        self.begin_selection();
        if let (Some(bytes), Some(page)) = (likely, self.reader.page()) {
            self.reader.selection = crate::app::reader::selection::Selection::over(&bytes, page);
            self.reader.select(|_, _| {});
        }
        let quote = noted.note.on.anchor.as_ref().map_or("", |a| a.quote.as_str());
        let quote = self.ruler.elide(quote, 40).into_owned();
        self.say_key("toast.hang", &[("quote", &quote)])
    }

    /// Hangs the note that was chosen for it on what is chosen; else the first of the story that lost its place.
    pub(in crate::app) fn hang_here(&mut self) -> Effects {
        let (Some(bytes), Some(story)) = (self.reader.chosen(), self.reader.story()) else {
            return Vec::new();
        };
        let here = story.header.story;
        let lost = |n: &&Noted| n.standing == Some(crate::article::anchor::Standing::Orphan);
        let wanted = self
            .hanging
            .as_deref()
            .filter(|n| n.note.on.story == here)
            .cloned();
        let Some(noted) = wanted.or_else(|| story.notes.iter().find(lost).cloned()) else {
            return self.say_key("toast.no-orphan", &[]);
        };
        let Some(anchor) = crate::article::anchor::Anchor::new(story.article.body.text(), bytes) else {
            return Vec::new();
        };
        let to = Box::new(Hanging {
            story: here,
            anchor: Some(anchor),
        });
        let edit = Edit::NoteHang {
            note: noted.note.id,
            to,
            was: Box::new(noted.note.on.clone()),
        };
        self.hanging = None;
        self.reader.selection = None;
        let words = self.words.fill("toast.hung", &[]);
        let effects = self.save_saying(vec![edit], words);
        self.reader.note = Some(noted.note.id);
        effects
    }

    /// Asks what changed in the story since the note was made.
    pub(in crate::app) fn compare_note(&mut self) -> Effects {
        let Some(noted) = self.listed() else {
            return Vec::new();
        };
        let Some(anchor) = noted.note.on.anchor else {
            return self.say_key("toast.no-place", &[]);
        };
        let ticket = self.ticket();
        self.waiting.compare = ticket;
        vec![Effect::Compare {
            ticket,
            story: noted.note.on.story,
            revision: anchor.revision,
        }]
    }

    /// Notes changed: what shows them asks anew.
    pub(in crate::app) fn notes_changed(&mut self) -> Effects {
        let mut effects = self.refresh();
        effects.extend(self.ask_notes());
        effects
    }
}

fn note_row(group: &Clean, label: &Clean, detail: &str, narrow: NoteNarrow) -> Choice {
    Choice {
        group: group.clone(),
        label: label.clone(),
        detail: Clean::new(detail),
        keys: Clean::default(),
        name: label.clone(),
        pick: Pick::Notes(narrow),
    }
}
