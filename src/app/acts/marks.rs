//! Bookmarks, read marks and tags on one story or several, and undo.

use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::overlay::Overlay;
use crate::app::overlay::tags::Tags;
use crate::app::{App, Marking, UndoWords};
use crate::article::id::StoryId;
use crate::library::edit::Edit;
use crate::library::value::RowId;
use crate::text::Clean;

impl App {
    /// The stories that a mark is for: those chosen, or the one in the focus.
    pub(in crate::app) fn targets(&self) -> Vec<(StoryId, bool, bool)> {
        let marks = |row: RowId| {
            let header = self.list.header(row)?;
            Some((header.story, header.marks.read, header.marks.bookmarked))
        };
        if self.focus != Pane::List && self.list.chosen() == 0 {
            let story = self.reader.story().map(|s| &s.header);
            return story
                .map(|h| (h.story, h.marks.read, h.marks.bookmarked))
                .into_iter()
                .collect();
        }
        self.list.targets().into_iter().filter_map(marks).collect()
    }

    pub(in crate::app) fn toggle_bookmark(&mut self) -> Effects {
        self.mark(Marking::Bookmark)
    }

    pub(in crate::app) fn toggle_read(&mut self) -> Effects {
        self.mark(Marking::Read)
    }

    pub(in crate::app) fn edit_tags(&mut self) -> Effects {
        self.mark(Marking::Tags)
    }

    /// Does something to all chosen stories; their headers are asked for first where they are not at hand.
    pub(in crate::app) fn mark(&mut self, what: Marking) -> Effects {
        let rows = self.list.unknown_targets();
        if !rows.is_empty()
            && (self.focus == Pane::List || self.list.chosen() > 0)
            && self.waiting.marking.is_none()
        {
            let ticket = self.ticket();
            self.waiting.marking = Some((ticket, what));
            return vec![Effect::Targets { ticket, rows }];
        }
        self.waiting.marking = None;
        let targets = self.targets();
        if targets.is_empty() {
            return self.say_key("toast.no-stories", &[]);
        }
        match what {
            Marking::Bookmark => self.bookmark(&targets),
            Marking::Read => self.read(&targets),
            Marking::Archive => {
                let stories: Vec<StoryId> = targets.iter().map(|(story, _, _)| *story).collect();
                self.archive(&stories)
            }
            Marking::Tags => {
                let old = self.tags_of_focus();
                let stories = targets.iter().map(|(story, _, _)| *story).collect();
                self.overlays.push(Overlay::Tags(Tags::new(stories, old)));
                self.ask_facets()
            }
        }
    }

    pub(in crate::app) fn bookmark(&mut self, targets: &[(StoryId, bool, bool)]) -> Effects {
        let on = targets.iter().any(|(_, _, bookmarked)| !bookmarked);
        let changed = targets.iter().filter(|(_, _, bookmarked)| *bookmarked != on);
        let edits = changed
            .map(|(story, _, _)| Edit::Bookmark { story: *story, on })
            .collect();
        self.marked(
            edits,
            if on {
                "toast.bookmarked"
            } else {
                "toast.unbookmarked"
            },
        )
    }

    pub(in crate::app) fn read(&mut self, targets: &[(StoryId, bool, bool)]) -> Effects {
        let on = targets.iter().any(|(_, read, _)| !read);
        let changed = targets.iter().filter(|(_, read, _)| *read != on);
        let edits = changed
            .map(|(story, _, _)| Edit::Read { story: *story, on })
            .collect();
        self.marked(edits, if on { "toast.read" } else { "toast.unread" })
    }

    pub(in crate::app) fn marked(&mut self, edits: Vec<Edit>, key: &str) -> Effects {
        if edits.is_empty() {
            return Vec::new();
        }
        let n = edits.len().to_string();
        let many = format!("{key}-n");
        let key = if edits.len() > 1 && self.words.has(&many) {
            &many
        } else {
            key
        };
        let words = self.words.fill(key, &[("n", &n)]);
        self.save_saying(edits, words)
    }

    /// Gives stories the tags typed; of those they had before only the ones that were shown can go.
    pub(in crate::app) fn set_tags(&mut self, stories: &[StoryId], old: &[Clean], tags: &[Clean]) -> Effects {
        let mut edits = Vec::new();
        for story in stories.iter().copied() {
            let gone = old.iter().filter(|t| !tags.contains(t));
            edits.extend(gone.map(|tag| Edit::Tag {
                story,
                tag: tag.clone(),
                on: false,
            }));
            let new = tags.iter().filter(|t| !old.contains(t));
            edits.extend(new.map(|tag| Edit::Tag {
                story,
                tag: tag.clone(),
                on: true,
            }));
        }
        self.marked(edits, "toast.tagged")
    }

    /// The tags that the tag field begins with: those of the story at hand, none for several stories.
    pub(in crate::app) fn tags_of_focus(&self) -> Vec<Clean> {
        let one = self.list.chosen() == 0;
        let shown = self
            .reader
            .story()
            .filter(|s| one && (self.focus != Pane::List || self.list.current() == Some(s.header.row)));
        shown.map(|s| s.tags.clone()).unwrap_or_default()
    }

    pub(in crate::app) fn undo(&mut self) -> Effects {
        if let Some(effects) = self.bring_back() {
            return effects;
        }
        let ticket = self.ticket();
        self.waiting.undo.push((
            ticket,
            UndoWords {
                done: "toast.undone",
                nothing: "toast.nothing-to-undo",
            },
        ));
        vec![Effect::Undo { ticket }]
    }

    pub(in crate::app) fn redo(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.undo.push((
            ticket,
            UndoWords {
                done: "toast.redone",
                nothing: "toast.nothing-to-redo",
            },
        ));
        vec![Effect::Redo { ticket }]
    }
}
