//! The pictures of a story: asked for, shown one by one, handed to another program.

use std::sync::Arc;

use crate::app::effect::{Effect, Effects};
use crate::app::overlay::Overlay;
use crate::app::overlay::pictures::{Ink, Pictures, State, nearest};
use crate::app::{App, Colours};
use crate::article::picture::{Picture, Place};
use crate::config::settings::Borders;
use crate::library::value::Story;

impl App {
    /// Asks for the pictures of the story.
    pub(in crate::app) fn ask_pictures(&mut self) -> Effects {
        let Some(story) = self.reader.story().cloned() else {
            return self.say_key("toast.nothing-open", &[]);
        };
        let ticket = self.ticket();
        self.waiting.pictures.0 = ticket;
        vec![Effect::Pictures { ticket, story }]
    }

    /// Shows them, beginning with the first that belongs to what is in view.
    pub(in crate::app) fn pictures_came(
        &mut self,
        story: Arc<Story>,
        pictures: Option<Vec<Picture>>,
    ) -> Effects {
        // What was opened meanwhile stays on top.
        if !self.overlays.is_empty() {
            return Vec::new();
        }
        let Some(pictures) = pictures else {
            return self.say_key("toast.no-picture-file", &[]);
        };
        if pictures.is_empty() {
            return self.say_key("toast.no-pictures", &[]);
        }
        let same = self
            .reader
            .story()
            .is_some_and(|s| s.header.row == story.header.row);
        let top = if same { self.reader.top_byte() } else { 0 };
        let at = nearest(&pictures, story.article.body.text(), top);
        let pictures = Box::new(Pictures::new(story, pictures, at));
        self.overlays.push(Overlay::Pictures(pictures));
        self.lay_out();
        Vec::new()
    }

    /// Asks for the picture on screen where what is shown is not what is wanted.
    pub(in crate::app) fn ask_picture(&mut self) -> Option<Effect> {
        let ink = self.ink();
        let way = self.settings.screen.pictures;
        let Some(Overlay::Pictures(pictures)) = self.overlays.last_mut() else {
            return None;
        };
        let (picture, room) = pictures.wanted(ink, way)?;
        let story = pictures.story().clone();
        let ticket = self.ticket();
        self.waiting.pictures.1 = ticket;
        let picture = Box::new(picture);
        Some(Effect::Picture {
            ticket,
            story,
            picture,
            room,
        })
    }

    /// How pictures are told in cells on this terminal.
    fn ink(&self) -> Ink {
        match self.colours {
            Colours::None | Colours::Sixteen => Ink::Letters { dark: self.dark },
            Colours::Indexed | Colours::True
                if self.ruler.ambiguous == 2 || self.settings.screen.borders == Borders::Ascii =>
            {
                Ink::Grounds
            }
            Colours::Indexed | Colours::True => Ink::Halves,
        }
    }

    pub(in crate::app) fn picture_came(&mut self, state: State) {
        if let Some(Overlay::Pictures(pictures)) = self.overlays.last_mut() {
            pictures.state = state;
        }
    }

    /// Opens the picture outside: a file in the system's own program, an address in the browser.
    pub(in crate::app) fn view_picture(&mut self) -> Effects {
        let Some(Overlay::Pictures(pictures)) = self.overlays.last() else {
            return Vec::new();
        };
        let Some(picture) = pictures.current().cloned() else {
            return Vec::new();
        };
        match &picture.place {
            Place::Web(url) => vec![Effect::Browse(url.clone())],
            Place::File { .. } => vec![Effect::ViewPicture {
                story: pictures.story().clone(),
                picture: Box::new(picture),
            }],
            Place::Inside(_) => self.say_key("toast.inside-picture", &[]),
        }
    }
}
