//! Text that is chosen in the story, and what is done with it.

use crate::app::App;
use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::overlay::Overlay;
use crate::app::overlay::making::{Making, Word};
use crate::app::reader::selection::{Selection, Unit};
use crate::text::Clean;
use crate::text::hangul::strip_particle;

impl App {
    /// Begins to choose text: at what is lit or was gone to where it is in view, else at the first sentence in view.
    pub(in crate::app) fn begin_selection(&mut self) {
        if self.reader.selection.is_some() {
            return;
        }
        let lines = self.reader.lines();
        let top = lines.byte_at(self.reader.top());
        let end = lines.byte_at(self.reader.top() + self.reader.height());
        let in_view = |byte: &u32| (top..=end.max(top)).contains(byte);
        let lit = self
            .reader
            .lit
            .hits
            .get(self.reader.lit.current)
            .map(|hit| hit.start);
        let note = self.reader.noted().and_then(|n| n.standing.as_ref()?.at());
        let from = note.map(|at| at.start).filter(in_view).or(lit.filter(in_view));
        self.set_focus(Pane::Reader);
        let Some(page) = self.reader.page() else { return };
        let sentence = || {
            let mut selection = Selection::at(top, page)?;
            if page
                .story
                .article
                .body
                .slice(0..top as usize)
                .ends_with(|c: char| c != '\n')
            {
                selection.step(Unit::Sentence, true, page);
                selection = Selection::at(selection.bytes(page).start, page)?;
            }
            Some(selection)
        };
        let selection = match from {
            Some(byte) => Selection::at(byte, page),
            None => sentence()
                .filter(|s| in_view(&s.caret()))
                .or_else(|| Selection::at(top, page)),
        };
        self.reader.selection = selection;
    }

    /// What is chosen, as text.
    pub(in crate::app) fn chosen_text(&self) -> Option<Clean> {
        let bytes = self.reader.chosen()?;
        let body = &self.reader.story()?.article.body;
        Some(Clean::body(body.slice(bytes.start as usize..bytes.end as usize))).filter(|t| !t.is_empty())
    }

    pub(in crate::app) fn copy_selection(&mut self) -> Effects {
        let text = self.chosen_text();
        self.reader.selection = None;
        text.map_or_else(Vec::new, |text| vec![Effect::Copy(text)])
    }

    pub(in crate::app) fn find_selection(&mut self) -> Effects {
        let text = self.chosen_text();
        self.reader.selection = None;
        text.map_or_else(Vec::new, |text| self.found(Clean::new(&text)))
    }

    pub(in crate::app) fn search_selection(&mut self) -> Effects {
        let text = self.chosen_text();
        self.reader.selection = None;
        text.map_or_else(Vec::new, |text| {
            self.search(&format!("\"{}\"", text.replace('"', " ")), false)
        })
    }

    /// Makes a name of what is chosen, once its kind is chosen too.
    pub(in crate::app) fn name_selection(&mut self) -> Effects {
        let (Some(bytes), Some(text)) = (self.reader.chosen(), self.chosen_text()) else {
            return Vec::new();
        };
        self.reader.selection = None;
        let stem = strip_particle(&text).map_or(text.len(), |(stem, _)| stem.len());
        let word = Word {
            start: bytes.start,
            end: bytes.end,
            bare: bytes.start + stem as u32,
            line: self.reader.lines().line_of(bytes.start),
        };
        self.overlays.push(Overlay::Making(Making::new(vec![word], 0)));
        Vec::new()
    }

    /// A pointer went down on a letter of the story: text is chosen from there if it is dragged.
    pub fn select_from(&mut self, byte: u32) {
        let Some(page) = self.reader.page() else { return };
        self.reader.selection = Selection::at(byte, page);
    }

    /// A pointer is dragged over a letter of the story.
    pub fn select_to(&mut self, byte: u32) {
        self.reader.select(|selection, page| selection.drag(byte, page));
    }
}
