//! Which stories are listed.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::list::Crumb;
use crate::app::overlay::menu::{Choice, Menu, Purpose};
use crate::app::overlay::{Overlay, Pick};
use crate::library::value::{Filter, NameId, View};
use crate::text::Clean;

/// Seconds of a day.
const DAY: i64 = 86_400;

impl App {
    pub(in crate::app) fn ask_order(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.order = ticket;
        vec![Effect::Order {
            ticket,
            view: self.list.view().clone(),
        }]
    }

    /// The same, of a list whose stories are not those at hand: the pane beside it follows.
    pub(in crate::app) fn ask_order_anew(&mut self) -> Effects {
        let effects = self.ask_order();
        self.waiting.entered = self.waiting.order;
        effects
    }

    /// Puts the cursor on a place counted from one, as typed on the command line.
    pub(in crate::app) fn go_to_place(&mut self, place: usize) -> Effects {
        self.list.set_cursor(place.saturating_sub(1));
        self.cursor_moved()
    }

    /// Shows another list, reached from the one at hand.
    pub(in crate::app) fn enter_list(&mut self, crumbs: Vec<Crumb>) -> Effects {
        self.leave();
        self.list.crumbs = crumbs;
        self.list.clear_choice();
        self.following = None;
        self.ask_order_anew()
    }

    /// Shows a list of its own, reached from all stories.
    pub(in crate::app) fn enter_view(&mut self, label: Clean, filter: Filter) -> Effects {
        let base = self.list.crumbs.first().cloned().into_iter();
        let view = View {
            filter,
            ..self.list.view().clone()
        };
        let effects = self.enter_list(base.chain([Crumb { label, view }]).collect());
        self.set_focus(Pane::List);
        effects
    }

    /// Changes the list shown without a new step.
    pub(in crate::app) fn change_view(&mut self, change: impl FnOnce(&mut View)) -> Effects {
        if let Some(crumb) = self.list.crumbs.last_mut() {
            change(&mut crumb.view);
        }
        if let Some(row) = self.list.current() {
            self.list.want_next(row, None);
        }
        self.ask_order()
    }

    /// Lists the stories that name something; a second name narrows the list.
    pub(in crate::app) fn follow_name(&mut self, id: NameId, label: Clean, index: Option<u16>) -> Effects {
        let mut crumbs = self.list.crumbs.clone();
        let mut view = self.list.view().clone();
        if view.filter.names.contains(&id) {
            return Vec::new();
        }
        if view.filter.names.is_empty() {
            crumbs.truncate(1);
            view.filter = Filter::default();
        }
        view.filter.names.push(id);
        crumbs.push(Crumb {
            label,
            view: view.clone(),
        });
        let mut effects = self.enter_list(crumbs);
        self.following = Some(id);
        let ticket = self.ticket();
        self.waiting.places = ticket;
        self.places = 0;
        effects.push(Effect::Places {
            ticket,
            name: id,
            view,
        });
        self.query = None;
        if let Some(index) = index {
            self.reader.light_name(index);
            self.reader.lit.current = 0;
            self.reader.reveal_current();
            // The list that comes has its cursor on the story being read.
            if let Some(row) = self.reader.row() {
                self.list.want_next(row, None);
            }
        }
        self.set_focus(Pane::List);
        effects
    }

    pub(in crate::app) fn picked(&mut self, pick: Pick) -> Effects {
        let (label, filter) = match pick {
            Pick::Command(command) => {
                if self.is_elsewhere(command) {
                    let place = self.words.get(&help_group(command)).to_owned();
                    return self.say_key("toast.elsewhere", &[("text", &place)]);
                }
                let effects = self.run(command);
                self.count = None;
                return effects;
            }
            Pick::Wish(wish, hand) => return self.grant(wish, *hand),
            Pick::Change(change) => return self.change(change),
            Pick::Notes(narrow) => return self.narrow_notes(narrow),
            Pick::Retag(tag) => return self.ask_retag(tag),
            Pick::Export(form) => return self.ask_export(form),
            Pick::Name(name, label) => {
                let names = vec![name];
                let effects = self.enter_view(
                    label,
                    Filter {
                        names,
                        ..Filter::default()
                    },
                );
                self.following = Some(name);
                return effects;
            }
            Pick::Search(query) => return self.search(&query, false),
            Pick::Narrow(term) => return self.narrow(&term),
            Pick::All => return self.enter_all(),
            Pick::Unread => (
                self.words.get("filter.unread").into(),
                Filter {
                    unread: true,
                    ..Filter::default()
                },
            ),
            Pick::Bookmarked => (
                self.words.get("filter.bookmarked").into(),
                Filter {
                    bookmarked: true,
                    ..Filter::default()
                },
            ),
            Pick::Outlet(outlet) => (
                outlet.clone(),
                Filter {
                    outlet: Some(outlet),
                    ..Filter::default()
                },
            ),
            Pick::Language(language) => {
                let key = format!("language.{}", language.tag());
                (
                    self.words.get(&key).into(),
                    Filter {
                        language: Some(language),
                        ..Filter::default()
                    },
                )
            }
            Pick::Days(days) => {
                let begin = self.today.unix - (i64::from(days) - 1) * DAY;
                let label = self.words.fill("filter.days", &[("n", &days.to_string())]);
                let dates = Some((begin, self.today.unix + DAY));
                (
                    label,
                    Filter {
                        dates,
                        ..Filter::default()
                    },
                )
            }
            Pick::Dates(label, begin, end) => (
                label,
                Filter {
                    dates: Some((begin, end)),
                    ..Filter::default()
                },
            ),
            Pick::Tag(tag) => (
                Clean::new(&format!("#{tag}")),
                Filter {
                    tag: Some(tag),
                    ..Filter::default()
                },
            ),
        };
        self.enter_view(label, filter)
    }

    pub(in crate::app) fn enter_all(&mut self) -> Effects {
        let mut base: Vec<Crumb> = self.list.crumbs.first().cloned().into_iter().collect();
        for crumb in &mut base {
            crumb.view.filter = Filter::default();
        }
        let effects = if self.list.crumbs == base {
            Vec::new()
        } else {
            self.enter_list(base)
        };
        self.set_focus(Pane::List);
        effects
    }

    /// The rows of the help or the command line.
    pub(in crate::app) fn command_menu(&mut self, purpose: Purpose) {
        let own = crate::app::commands::own::rows(&self.settings.own).map(|(row, _)| row);
        // The help tells of every command, the command line runs them.
        let here = |row: &&'static Command| purpose == Purpose::Help || !self.is_elsewhere(row);
        let choices = crate::app::command::all()
            .chain(own)
            .filter(here)
            .map(|row| Choice {
                group: Clean::from(self.words.get(&help_group(row))),
                label: Clean::from(self.words.label(row.name)),
                detail: Clean::from(self.words.doc(row.name, row.doc)),
                keys: Clean::new(&self.all_keys(row)),
                name: Clean::from(row.name),
                pick: Pick::Command(row),
            });
        let menu = Menu::new(purpose, choices.collect());
        self.overlays.push(Overlay::Menu(menu));
    }

    /// Whether a command needs chosen text, or a list or an editor of notes, that is not there.
    pub(in crate::app) fn is_elsewhere(&self, row: &Command) -> bool {
        matches!(row.scope, Scope::Visual | Scope::Notes | Scope::Note) && self.scope() != row.scope
    }

    /// The keys of a command as they are now, and those that it has in some panes only.
    fn all_keys(&self, row: &Command) -> String {
        let mut keys = self.keymap.keys_of(row).join(", ");
        for (pane, own) in self.keymap.elsewhere(row) {
            let pane = self.words.get(&format!("help.{}", pane.name())).to_owned();
            keys += &["  ", &pane, ": ", &own.join(", ")].concat();
        }
        keys
    }

    /// What the list can be narrowed to; outlets, languages and tags are asked for.
    pub(in crate::app) fn filter_menu(&mut self) -> Effects {
        let group = Clean::from(self.words.get("filter.stories"));
        let row = |key: &str, pick: Pick| {
            let label = Clean::from(self.words.get(key));
            Choice {
                group: group.clone(),
                name: label.clone(),
                label,
                detail: Clean::default(),
                keys: Clean::default(),
                pick,
            }
        };
        let mut choices = vec![
            row("pane.all", Pick::All),
            row("filter.unread", Pick::Unread),
            row("filter.bookmarked", Pick::Bookmarked),
        ];
        for days in [1, 7, 30, 365] {
            let label = self.words.fill("filter.days", &[("n", &days.to_string())]);
            choices.push(Choice {
                group: Clean::from(self.words.get("filter.dates")),
                name: label.clone(),
                label,
                detail: Clean::default(),
                keys: Clean::default(),
                pick: Pick::Days(days),
            });
        }
        let menu = Menu::new(Purpose::Filters, choices).at_offset(self.today.offset);
        self.overlays.push(Overlay::Menu(menu));
        self.ask_tallies()
    }

    pub(in crate::app) fn ask_facets(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.facets = ticket;
        vec![Effect::Facets { ticket }]
    }
}

/// Which group of the help a command stands in.
fn help_group(row: &Command) -> String {
    let own = row.name.starts_with("own-");
    format!("help.{}", if own { "own" } else { row.scope.name() })
}
