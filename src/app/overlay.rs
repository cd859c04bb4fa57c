//! What lies over the panes. The top one sees the key first.

pub mod ask;
pub mod find;
pub mod hints;
pub mod info;
pub mod making;
pub mod menu;
pub mod naming;
pub mod note;
pub mod notes;
pub mod picker;
pub mod pictures;
pub mod sheet;
pub mod tags;
pub mod themes;

use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use crate::app::command::Command;
use crate::app::effect::Form;
use crate::app::input::Input;
use crate::app::keymap::Chord;
use crate::app::layout::centred;
use crate::app::reader::Lit;
use crate::app::words::Words;
use crate::article::id::StoryId;
use crate::article::language::Language;
use crate::entity::Kind;
use crate::library::edit::{Correction, NameKey};
use crate::library::finder::Found;
use crate::library::note::{Colour, Fate};
use crate::library::value::{NameId, Place, RowId};
use crate::text::Clean;
use crate::text::width::Ruler;

/// Everything that can lie over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// A list to choose from by typing: help, command line, filters.
    Menu(menu::Menu),
    /// Words being looked for in the story.
    Find(find::Find),
    /// Letters on the names and links in view.
    Hints(hints::Hints),
    /// Facts about the story.
    Info(info::Info),
    /// Tags being typed.
    Tags(tags::Tags),
    /// A card, mentions or reasons.
    Sheet(Box<sheet::Sheet>),
    /// A name being typed.
    Naming(Box<naming::Naming>),
    /// Words of the story being chosen for a name.
    Making(making::Making),
    /// A note being written.
    Note(Box<note::Editor>),
    /// All notes of the library.
    Notes(Box<notes::Notes>),
    /// One line asked for.
    Ask(ask::Ask),
    /// Themes to pick from.
    Themes(Box<themes::Themes>),
    /// The box over everything.
    Picker(Box<picker::Picker>),
    /// The pictures of the story.
    Pictures(Box<pictures::Pictures>),
}

/// A name that something is to be done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Which name.
    pub id: NameId,
    /// Its key, for corrections.
    pub key: NameKey,
    /// The name as shown.
    pub text: Clean,
    /// What it is the name of.
    pub kind: Kind,
    /// Whether it is watched.
    pub watched: bool,
    /// A place where it stands.
    pub place: Option<Place>,
}

/// What is to be done with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// List the stories that name it.
    Follow,
    /// Open its card.
    Card,
    /// List its mentions.
    Mentions,
    /// Say why it is what it is.
    Why,
    /// Say that it means another name.
    Merge,
    /// Let one of its spellings go its own way.
    Split,
    /// Give it another text.
    Rename,
    /// Give it another kind.
    Retype,
    /// Hide it.
    Hide,
    /// Say that it is no such name here.
    Deny,
    /// Watch it, or no longer.
    Watch,
}

/// Corrections, and what is said once they are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The corrections; together one step of undo.
    pub corrections: Vec<Correction>,
    /// What happened.
    pub said: Clean,
    /// A name that is another one from then on.
    pub moved: Option<(NameId, NameId)>,
}

/// What a chosen row of a menu stands for.
#[derive(Debug, Clone)]
pub enum Pick {
    /// A command to run.
    Command(&'static Command),
    /// No filter at all.
    All,
    /// Only unread stories.
    Unread,
    /// Only bookmarked stories.
    Bookmarked,
    /// Only stories of an outlet.
    Outlet(Clean),
    /// Only stories in a language.
    Language(Language),
    /// Only stories of the last days.
    Days(u16),
    /// Only stories of some days: what to call them, the first second, the second after.
    Dates(Clean, i64, i64),
    /// Only stories with a tag.
    Tag(Clean),
    /// Only stories that name a name.
    Name(NameId, Clean),
    /// Something to be done with a name.
    Wish(Wish, Box<Hand>),
    /// Corrections of names.
    Change(Change),
    /// Only stories that answer a query.
    Search(Clean),
    /// Of the stories listed only those that answer this too.
    Narrow(Clean),
    /// Only some notes.
    Notes(NoteNarrow),
    /// A tag that is to have another name.
    Retag(Clean),
    /// A form that notes are to be written in.
    Export(Form),
}

/// What the list of notes can be narrowed to.
#[derive(Debug, Clone)]
pub enum NoteNarrow {
    /// Those with a text.
    Written,
    /// Those of which this became.
    Fate(Fate),
    /// Those of a colour.
    Colour(Colour),
    /// Those of the last days.
    Days(u16),
    /// Those that a name stands in.
    Name(NameId, Clean),
    /// Those on stories of an outlet.
    Outlet(Clean),
    /// Those with a tag.
    Tag(Clean),
}

/// What a letter leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A name of the story: its index in the story's names.
    Name(u16),
    /// A link: its index.
    Link(usize),
    /// A digest item.
    Item(RowId),
}

/// What became of a key.
#[derive(Debug)]
pub enum Outcome {
    /// It changed the overlay.
    Used,
    /// It is nothing for this overlay; nobody else gets it either.
    Ignored,
    /// The overlay closes.
    Close,
    /// The overlay closes and something was chosen.
    Picked(Pick),
    /// A number was typed on the command line: the story of that place.
    Place(usize),
    /// The words looked for changed.
    Sought(Clean),
    /// The words looked for stand.
    Found(Clean),
    /// Looking for words ended: the byte that was at the top and what was lit before.
    Unsought(u32, Lit),
    /// A letter was chosen.
    Followed(Target, Wish),
    /// A line of a page was followed.
    Went(sheet::Goal),
    /// A name is being typed.
    Typed(Clean),
    /// Names are to be corrected.
    Changed(naming::Said),
    /// Some bytes of the story are a name of a kind.
    Made(std::ops::Range<u32>, Kind),
    /// Stories get other tags.
    Tagged {
        /// The stories.
        stories: Vec<StoryId>,
        /// The tags that were shown.
        old: Vec<Clean>,
        /// The tags typed.
        new: Vec<Clean>,
    },
    /// Notes with these words are sought.
    NotesSought(Option<Clean>),
    /// A saved search, its name and query, gets another name.
    Resaved(Clean, Clean),
    /// A saved search goes.
    Unsaved(Clean, Clean),
    /// A line that was asked for.
    Answered(ask::Question, Clean),
    /// Another theme is under the cursor, or the ground was turned.
    Previewed {
        /// Whether from dark to light or back.
        turned: bool,
    },
    /// No theme was picked: what was on before.
    Unpicked(themes::Before),
    /// The box asks something else.
    Asked,
    /// The cursor of the box moved.
    Pointed,
    /// A row of the box was chosen; whether the box stays.
    Chose(Box<Found>, bool),
    /// Something is to be copied.
    CopyText(Clean),
    /// The help is wanted instead.
    Help,
    /// A search of the library as typed so far.
    Queried(String),
    /// The search of the library stands; whether its list is shown already.
    Search(String, bool),
    /// What may follow at the caret is to be put in.
    Completed,
    /// Another picture is wanted.
    Turned,
    /// The picture is wanted in a program of its own.
    Viewed,
}

impl Overlay {
    /// Gives it a key as it came.
    pub fn key(&mut self, key: KeyEvent) -> Outcome {
        match self {
            Self::Menu(menu) => menu.key(key),
            Self::Find(find) => find.key(key),
            Self::Hints(hints) => hints.key_chord(key.into()),
            Self::Info(info) => info.key(key.into()),
            Self::Tags(tags) => tags.key(key),
            Self::Sheet(sheet) => sheet.key(key.into()),
            Self::Naming(naming) => naming.key(key),
            Self::Making(making) => making.key(key.into()),
            Self::Note(editor) => editor.key(key),
            Self::Notes(notes) => notes.key(key),
            Self::Ask(ask) => ask.key(key),
            Self::Themes(themes) => themes.key(key.into()),
            Self::Picker(picker) => picker.key(key),
            Self::Pictures(pictures) => pictures.key(key.into()),
        }
    }

    /// Gives it a key of one that takes no text, as the keyboard has it.
    pub fn chord(&mut self, chord: Chord) -> Outcome {
        match self {
            Self::Hints(hints) => hints.key_chord(chord),
            Self::Info(info) => info.key(chord),
            Self::Sheet(sheet) => sheet.key(chord),
            Self::Making(making) => making.key(chord),
            Self::Themes(themes) => themes.key(chord),
            Self::Pictures(pictures) => pictures.key(chord),
            Self::Menu(_)
            | Self::Find(_)
            | Self::Tags(_)
            | Self::Naming(_)
            | Self::Note(_)
            | Self::Notes(_)
            | Self::Ask(_)
            | Self::Picker(_) => Outcome::Ignored,
        }
    }

    /// The field that text goes into, if it has one.
    pub fn input(&self) -> Option<&Input> {
        match self {
            Self::Menu(menu) => Some(&menu.input),
            Self::Find(find) => Some(&find.input),
            Self::Tags(tags) => Some(&tags.input),
            Self::Naming(naming) => Some(&naming.input),
            Self::Note(editor) => Some(&editor.tags),
            Self::Notes(notes) => notes.input.as_ref(),
            Self::Ask(ask) => Some(&ask.input),
            Self::Picker(picker) => Some(&picker.input),
            Self::Hints(_)
            | Self::Info(_)
            | Self::Sheet(_)
            | Self::Making(_)
            | Self::Themes(_)
            | Self::Pictures(_) => None,
        }
    }

    /// The first cell of the field that text goes into, and the one where its room surely goes on to; `None` where its
    /// place is not known.
    pub(super) fn field(&self, size: (u16, u16), words: &Words, ruler: Ruler) -> Option<((u16, u16), u16)> {
        let boxed =
            |area: Rect, before: u16| ((area.x + before, area.y + 1), area.right().saturating_sub(12));
        Some(match self {
            Self::Menu(menu) => boxed(menu.area(size), 4),
            Self::Picker(picker) => boxed(picker::Shape::new(size, picker.preview).area, 4),
            Self::Tags(_) => boxed(centred(size, 60, 4), 2),
            Self::Ask(_) => boxed(centred(size, 66, 4), 2),
            Self::Naming(naming) => boxed(naming.area(size), 2),
            Self::Find(find) => {
                let (mode, signs) = if find.everywhere {
                    ("mode.search", 2)
                } else {
                    ("mode.find", 1)
                };
                let badge = ruler.width(words.get(mode)) as u16 + 2;
                ((badge + 1 + signs, size.1.saturating_sub(1)), size.0 / 2)
            }
            _ => return None,
        })
    }

    /// The field that text goes into, to be changed.
    fn input_mut(&mut self) -> Option<&mut Input> {
        match self {
            Self::Menu(menu) => Some(&mut menu.input),
            Self::Find(find) => Some(&mut find.input),
            Self::Tags(tags) => Some(&mut tags.input),
            Self::Naming(naming) => Some(&mut naming.input),
            Self::Ask(ask) => Some(&mut ask.input),
            Self::Picker(picker) => Some(&mut picker.input),
            _ => None,
        }
    }

    /// Puts the caret of a field where the pointer is; `false` where the pointer is not on it. A text longer than its
    /// room is moved under the caret, and keeps it.
    pub(super) fn point(
        &mut self,
        at: (u16, u16),
        size: (u16, u16),
        (words, ruler): (&Words, Ruler),
    ) -> bool {
        if let Self::Note(editor) = self {
            return editor.point(at, size);
        }
        let Some(((x, y), right)) = self.field(size, words, ruler) else {
            return false;
        };
        let column = at.0.checked_sub(x).filter(|_| at.1 == y && at.0 < right);
        let (Some(column), Some(input)) = (column, self.input_mut()) else {
            return false;
        };
        let fits = ruler.width(input.text()) < usize::from(right.saturating_sub(x));
        if fits {
            input.point(column, ruler);
        }
        fits
    }

    /// Puts pasted text in.
    pub fn paste(&mut self, text: &str) -> Outcome {
        match self {
            Self::Menu(menu) => menu.paste(text),
            Self::Find(find) => find.paste(text),
            Self::Tags(tags) => {
                tags.input.insert(text);
                Outcome::Used
            }
            Self::Naming(naming) => naming.paste(text),
            Self::Note(editor) => editor.paste(text),
            Self::Notes(notes) => notes.paste(text),
            Self::Ask(ask) => {
                ask.input.insert(text);
                Outcome::Used
            }
            Self::Picker(picker) => picker.paste(text),
            Self::Hints(_)
            | Self::Info(_)
            | Self::Sheet(_)
            | Self::Making(_)
            | Self::Themes(_)
            | Self::Pictures(_) => Outcome::Ignored,
        }
    }
}

/// Whether a key closes an overlay: Esc or Ctrl-c.
fn closes(chord: Chord) -> bool {
    matches!(chord.to_string().as_str(), "Esc" | "Ctrl-c")
}
