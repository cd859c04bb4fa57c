//! Settings that changed, themes that are picked, and what is wrong with either.

use std::sync::Arc;

use crate::app::effect::{Effect, Effects};
use crate::app::keymap::Keymap;
use crate::app::overlay::Overlay;
use crate::app::overlay::sheet::{About, Entry, Goal, Line, Sheet, Tone};
use crate::app::overlay::themes::{Before, Themes};
use crate::app::words::Words;
use crate::app::{App, mode_of, ruler_of, sort_of};
use crate::config::fault::Fault;
use crate::config::settings::Settings;
use crate::config::setup::Setup;
use crate::config::theme::{Palette, Theme};
use crate::text::Clean;

impl App {
    /// The theme that is on.
    pub fn theme(&self) -> &Arc<Theme> {
        let fits = |theme: &&Arc<Theme>| theme.ground.dark(self.dark) == self.dark;
        self.picked
            .as_ref()
            .filter(fits)
            .unwrap_or_else(|| self.themes.on(self.dark))
    }

    /// Takes the colours of the theme that is on.
    pub(in crate::app) fn put_on(&mut self) {
        let palette = Palette::of(self.theme(), self.dark, self.colours);
        self.palette = palette.over(self.told.1, self.dark, self.colours);
    }

    /// The ground as the terminal has it now, unless a theme or the reader says otherwise.
    pub(in crate::app) fn follow_ground(&mut self) {
        if !self.theme_chosen && self.settings.theme != "auto" && self.picked.is_none() {
            let chosen = self.themes.chosen.as_ref();
            self.dark = chosen.map_or(self.dark, |t| t.ground.dark(self.told.1));
        } else if !self.theme_chosen {
            let picked = self.picked.as_ref();
            self.dark = picked.map_or(self.told.1, |t| t.ground.dark(self.told.1));
        }
        self.put_on();
    }

    /// Puts a theme on in the place of that of the settings, or takes it off.
    pub(in crate::app) fn take_pick(&mut self, theme: Option<Arc<Theme>>) {
        self.picked = theme;
        self.theme_chosen = false;
        self.follow_ground();
    }

    /// What the next start should know of the theme picked.
    pub(in crate::app) fn kept_pick(&self) -> Option<(String, String)> {
        // A theme that is only looked at is none that was picked.
        let before = self.overlays.iter().find_map(|overlay| match overlay {
            Overlay::Themes(picker) => Some(picker.before()),
            _ => None,
        });
        let picked = before.map_or(&self.picked, |b| &b.picked).as_ref()?;
        Some((picked.name.clone(), self.settings.theme.clone()))
    }

    /// Turns from dark to light or back.
    pub(in crate::app) fn toggle_theme(&mut self) {
        self.dark = !self.dark;
        self.theme_chosen = true;
        self.put_on();
    }

    /// Shows all themes, once they are here.
    pub(in crate::app) fn themes_came(&mut self, themes: Vec<Arc<Theme>>) -> Effects {
        let before = Before {
            picked: self.picked.clone(),
            dark: self.dark,
            chosen: self.theme_chosen,
        };
        let on = self.picked.as_ref().map(|t| t.name.clone());
        let mut picker = Themes::new(themes, on.as_deref(), before);
        picker.fit(self.size);
        picker.paint(&self.themes, (self.told.1, self.dark), self.colours);
        self.overlays.push(Overlay::Themes(Box::new(picker)));
        Vec::new()
    }

    /// Shows the screen in the theme under the cursor of the picker.
    pub(in crate::app) fn preview_theme(&mut self, turned: bool) -> Effects {
        let Some(Overlay::Themes(picker)) = self.overlays.last() else {
            return Vec::new();
        };
        let theme = picker.current().cloned();
        if turned {
            self.toggle_theme();
        } else {
            self.take_pick(theme);
        }
        if let Some(Overlay::Themes(picker)) = self.overlays.last_mut() {
            picker.paint(&self.themes, (self.told.1, self.dark), self.colours);
        }
        Vec::new()
    }

    /// The theme as it was before the picker.
    pub(in crate::app) fn unpick_theme(&mut self, before: Before) -> Effects {
        self.picked = before.picked;
        self.dark = before.dark;
        self.theme_chosen = before.chosen;
        self.put_on();
        Vec::new()
    }

    /// Takes over settings that were read again: what the file did not change stays as the reader has it.
    pub(in crate::app) fn settings_came(&mut self, (setup, words): (Setup, Words)) -> Effects {
        let asked = std::mem::take(&mut self.waiting.settings);
        let Setup {
            given,
            settings,
            themes,
            mut faults,
        } = setup;
        let old = std::mem::replace(&mut self.settings, settings);
        let rebound = (old.preset, &old.keys, &old.own)
            != (self.settings.preset, &self.settings.keys, &self.settings.own);
        let (keymap, more) = Keymap::of(&self.settings, &given.file);
        faults.extend(more);
        let same = old == self.settings && themes == self.themes && faults == self.faults;
        self.given = given;
        if rebound {
            self.keymap = keymap;
            self.pending.clear();
            self.which_key = false;
        }
        self.take_words(words);
        self.take_themes(&old, themes);
        let effects = self.take_changes(&old);
        self.faults = faults;
        if same && !asked {
            return effects;
        }
        let mut all = if self.faults.is_empty() {
            self.say_key("toast.settings-read", &[])
        } else {
            self.say_faults()
        };
        all.extend(effects);
        all.extend(self.refresh_settings());
        all
    }

    fn take_themes(&mut self, old: &Settings, themes: crate::config::setup::Themes) {
        let named = |s: &Settings| (s.theme.clone(), s.dark_theme.clone(), s.light_theme.clone());
        let renamed = named(old) != named(&self.settings);
        if renamed {
            self.picked = None;
            self.theme_chosen = false;
        }
        if renamed || themes != self.themes {
            self.themes = themes;
            self.follow_ground();
        }
    }

    fn take_words(&mut self, words: Words) {
        if words.language() != self.words.language() {
            for name in ["pane.sample", "status.library"] {
                if &*self.library_name == self.words.get(name) {
                    self.library_name = words.get(name).into();
                    if let Some(root) = self.list.crumbs.first_mut() {
                        root.label = self.library_name.clone();
                    }
                }
            }
            self.words = words;
            // Lines hold words of the screen too.
            self.reader.unfit();
        }
        self.keymap.tell(&mut self.words);
        crate::app::commands::own::tell(&self.settings.own, &mut self.words);
    }

    /// What changed in the file, and nothing else.
    fn take_changes(&mut self, old: &Settings) -> Effects {
        let mut effects = Effects::new();
        let new = self.settings.clone();
        let changed = |pick: fn(&Settings) -> u16| (pick(old) != pick(&new)).then(|| pick(&new));
        if let Some(measure) = changed(|s| s.reader.measure) {
            self.measure = measure;
        }
        if old.reader.wrap != new.reader.wrap {
            self.wrap = mode_of(new.reader.wrap);
        }
        if old.reader.names != new.reader.names {
            self.name_marks = new.reader.names;
        }
        if old.reader.furniture != new.reader.furniture {
            self.asides = new.reader.furniture;
        }
        if old.screen.hints != new.screen.hints {
            self.hints = new.screen.hints;
        }
        if old.screen.mouse != new.screen.mouse {
            self.mouse = new.screen.mouse;
            effects.push(Effect::Mouse(self.mouse));
        }
        self.ruler = ruler_of(self.told.0, &new);
        if old.list.sort != new.list.sort && self.list.view().sort == sort_of(old.list.sort) {
            effects.extend(self.change_view(|view| view.sort = sort_of(new.list.sort)));
        }
        self.lay_out();
        effects
    }

    /// Says in one line what is wrong in the settings.
    pub(in crate::app) fn say_faults(&mut self) -> Effects {
        let text = match self.faults.as_slice() {
            [] => return Vec::new(),
            [one] => self.words.fill(
                "toast.settings-fault",
                &[("text", &self.words.setting_fault(one))],
            ),
            many => self
                .words
                .fill("toast.settings-faults", &[("n", &many.len().to_string())]),
        };
        self.say(text, true)
    }

    /// Shows the settings file and what is wrong in it.
    pub(in crate::app) fn settings_sheet(&mut self) -> Effects {
        let sheet = self.make_settings_sheet();
        self.overlays.push(Overlay::Sheet(Box::new(sheet)));
        self.lay_out();
        Vec::new()
    }

    fn refresh_settings(&mut self) -> Effects {
        let new = self.make_settings_sheet();
        for overlay in &mut self.overlays {
            if let Overlay::Sheet(sheet) = overlay
                && sheet.about == About::Settings
            {
                sheet.replace(new.clone());
            }
        }
        self.lay_out();
        Vec::new()
    }

    fn make_settings_sheet(&self) -> Sheet {
        let words = &self.words;
        let file = self.given.file.to_string_lossy();
        let line = |text: &str| Line::at(0, text);
        let mut entries = vec![Entry {
            lines: vec![
                line(&file),
                line(words.get("settings.edit")).toned(Tone::Dim),
                Line::default(),
            ],
            goal: Some(Goal::Settings(0)),
        }];
        if self.faults.is_empty() {
            entries.push(Entry {
                lines: vec![line(words.get("settings.sound")).toned(Tone::Dim)],
                goal: None,
            });
        }
        let shown = |(place, fault): (usize, &Fault)| Entry {
            lines: self.fault_lines(fault),
            goal: Some(Goal::Settings(place + 1)),
        };
        entries.extend(self.faults.iter().enumerate().map(shown));
        let title = Clean::from(words.get("pane.settings"));
        Sheet::new(About::Settings, title, None, entries)
    }

    /// A fault with its line and a caret under it.
    fn fault_lines(&self, fault: &Fault) -> Vec<Line> {
        let told = self.words.told(fault, self.ruler);
        let mut lines = vec![Line::at(0, &told.place).toned(Tone::Head)];
        if let Some(source) = told.source {
            lines.push(Line::at(2, &source));
            lines.push(Line::at(2 + told.before, &told.caret).toned(Tone::Head));
        }
        let mut said = Line::at(2, &told.said);
        said.wraps = true;
        lines.extend([said, Line::default()]);
        lines
    }

    /// Opens what is under the cursor of the settings view in the editor: the file, or the line at fault.
    pub(in crate::app) fn edit_settings(&mut self, place: usize) -> Effects {
        let fault = place.checked_sub(1).and_then(|place| self.faults.get(place));
        let (path, line) = fault
            .filter(|f| f.place.line > 0)
            .map_or((self.given.file.clone(), 0), |f| (f.path.clone(), f.place.line));
        vec![Effect::EditSettings(path, line)]
    }
}
