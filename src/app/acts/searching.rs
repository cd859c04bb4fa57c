//! Searches of the library: live while they are typed, what they are narrowed by, saved ones.

use crate::app::App;
use crate::app::effect::{Effect, Effects};
use crate::app::list::Crumb;
use crate::app::overlay::ask::{Ask, Question};
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Overlay, Pick};
use crate::app::words::count;
use crate::library::edit::Edit;
use crate::library::value::{Facet, Saved, Tallies, View, Widened};
use crate::query::{self, Fault, Today};
use crate::text::Clean;

/// Stories of a list that are looked at for what it can be narrowed by.
const TALLIED: usize = 5_001;

impl App {
    /// The day that words like `오늘` are counted from.
    pub(in crate::app) fn day(&self) -> Today {
        Today {
            begin: self.today.unix,
            offset: self.today.offset,
        }
    }

    /// Lists what answers a search while it is typed. Where it is in error the last list stays.
    pub(in crate::app) fn search_live(&mut self, typed: &str) -> Effects {
        let read = query::parse(typed);
        let fault = read.as_ref().err().cloned();
        let mut begun = false;
        if let Some(Overlay::Find(find)) = self.overlays.last_mut() {
            find.fault = fault;
            begun = find.live;
            find.live |= read.as_ref().is_ok_and(|query| !query.is_empty());
        }
        let mut effects = self.ask_completions();
        if let Some(query) = read.ok().filter(|query| !query.is_empty()) {
            effects.extend(self.list_query(typed, View::of(query, self.day()), begun));
        }
        effects
    }

    /// Lists what answers a search that was typed to its end; where it is in error the field stays.
    pub(in crate::app) fn search(&mut self, typed: &str, begun: bool) -> Effects {
        match query::parse(typed) {
            Ok(query) if query.is_empty() => Vec::new(),
            Ok(query) => self.list_query(typed, View::of(query, self.day()), begun),
            Err(fault) => {
                let text = self.fault_words(&fault);
                self.say(text, true)
            }
        }
    }

    fn list_query(&mut self, typed: &str, view: View, begun: bool) -> Effects {
        let label = Clean::new(&format!("“{}”", Clean::new(typed)));
        self.query = Some(Clean::new(typed));
        self.following = None;
        let lights = view.filter.lights(&[]);
        let effects = if begun {
            if let Some(crumb) = self.list.crumbs.last_mut() {
                let (sort, reverse) = (crumb.view.sort, crumb.view.reverse);
                *crumb = Crumb {
                    label,
                    view: View {
                        sort,
                        reverse,
                        ..view
                    },
                };
            }
            self.list.set_cursor(0);
            self.ask_order()
        } else {
            self.enter_view(label, view.filter)
        };
        self.reader.light_search(&lights);
        effects
    }

    /// What is wrong with a query, in words.
    pub fn fault_words(&self, fault: &Fault) -> Clean {
        let said = self.words.get(fault.wrong.key());
        match &fault.meant {
            Some(meant) => {
                let meant = self.words.fill("query.meant", &[("text", meant)]);
                Clean::new(&format!("{said} · {meant}"))
            }
            None => Clean::new(said),
        }
    }

    /// A search was answered: what it was widened by is lit in the story and said.
    pub(in crate::app) fn search_answered(&mut self, widened: &[Widened], partial: bool, last: bool) {
        self.status.sought = None;
        if !self.list.view().filter.is_search() {
            return;
        }
        self.status.sought = self.search_note(widened, partial, last);
        if self.query.is_some() && !widened.is_empty() && self.reader.story().is_some() {
            let current = self.reader.lit.current;
            let hits = self.reader.light_search(self.list.lights());
            self.reader.lit.current = current.min(hits.saturating_sub(1));
        }
    }

    fn search_note(&self, widened: &[Widened], partial: bool, last: bool) -> Option<Clean> {
        if !last {
            return Some(self.words.get("search.near").into());
        }
        if partial {
            return Some(self.words.get("search.partial").into());
        }
        let name = widened.first()?;
        let spellings: Vec<&str> = name.spellings.iter().take(3).map(Clean::as_str).collect();
        Some(
            self.words
                .fill("search.widened", &[("text", &spellings.join(", "))]),
        )
    }

    /// The search that is listed, as text.
    fn listed_search(&self) -> Option<String> {
        self.list.view().filter.is_search().then_some(())?;
        let label = &self.list.crumbs.last()?.label;
        Some(label.trim_matches(['“', '”']).to_owned())
    }

    /// Asks what the list can be narrowed by, and for saved searches.
    pub(in crate::app) fn ask_tallies(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.saved = ticket;
        let mut effects = vec![Effect::Saved {
            ticket,
            today: self.day(),
        }];
        if self.list.view().filter.is_search() {
            let ticket = self.ticket();
            self.waiting.facets = ticket;
            let rows = self.list.first_rows(TALLIED);
            effects.push(Effect::Tallies { ticket, rows });
        } else {
            effects.extend(self.ask_facets());
        }
        effects
    }

    /// What a search can be narrowed by, as rows of the filter.
    pub(in crate::app) fn take_tallies(&mut self, tallies: &Tallies) {
        let counted = (tallies.of < tallies.all).then(|| {
            let n = count(tallies.of);
            self.words.fill("filter.newest", &[("n", &n)])
        });
        let mut more = Vec::new();
        for (key, field, facets) in [
            ("filter.outlets", "in", &tallies.outlets),
            ("filter.dates", "date", &tallies.months),
            ("filter.names", "name", &tallies.names),
            ("filter.languages", "lang", &tallies.languages),
        ] {
            let group = match &counted {
                Some(counted) => Clean::new(&format!("{} · {counted}", self.words.get(key))),
                None => Clean::from(self.words.get(key)),
            };
            let label = |value: &Clean| match field {
                "lang" => Clean::from(self.words.get(&format!("language.{value}"))),
                _ => value.clone(),
            };
            let choice = |facet: &Facet| narrowing(&group, (field, label(&facet.value)), facet);
            more.extend(facets.iter().map(choice));
        }
        if let Some(Overlay::Menu(menu)) = self.overlays.last_mut() {
            menu.extend(more);
        }
    }

    /// Narrows the search that is listed.
    pub(in crate::app) fn narrow(&mut self, term: &str) -> Effects {
        let Some(search) = self.listed_search() else {
            return Vec::new();
        };
        // Alternatives stay together.
        let whole = query::parse(&search)
            .map(|query| query.to_string())
            .unwrap_or(search);
        self.search(&format!("{whole} {term}"), false)
    }

    /// Saved searches, as rows of the filter.
    pub(in crate::app) fn take_saved(&mut self, saved: Vec<Saved>) {
        let group = Clean::from(self.words.get("filter.saved"));
        let row = |saved: Saved| Choice {
            group: group.clone(),
            label: saved.name.clone(),
            detail: saved.unread.map_or(Clean::default(), |n| Clean::new(&count(n))),
            keys: Clean::default(),
            name: saved.name,
            pick: Pick::Search(saved.query),
        };
        if let Some(Overlay::Menu(menu)) = self.overlays.last_mut() {
            menu.extend(saved.into_iter().map(row).collect());
        }
    }

    /// Saves the search that is listed, under its own words.
    pub(in crate::app) fn save_search(&mut self) -> Effects {
        let Some(search) = self.listed_search() else {
            return self.say_key("toast.no-search", &[]);
        };
        let text = Clean::new(&search);
        let edit = Edit::Saved {
            name: text.clone(),
            to: Some(text.clone()),
            was: None,
        };
        let words = self.words.fill("toast.search-saved", &[("text", &text)]);
        self.save_saying(vec![edit], words)
    }

    /// Asks for another name of a saved search.
    pub(in crate::app) fn ask_resave(&mut self, name: Clean, query: Clean) -> Effects {
        let holds = name.to_string();
        self.overlays
            .push(Overlay::Ask(Ask::new(Question::Resave(name, query), &holds)));
        Vec::new()
    }

    /// Gives a saved search another name, unless another one has it: then the filters stay, with both in them.
    pub(in crate::app) fn resave_search(&mut self, name: Clean, query: Clean, to: &Clean) -> Effects {
        if to.is_empty() || *to == name {
            return Vec::new();
        }
        if let Some(Overlay::Menu(filters)) = self.overlays.last() {
            if filters.has_saved(to) {
                let words = self.words.fill("toast.search-taken", &[("text", to)]);
                return self.say(words, true);
            }
            self.overlays.pop();
        }
        let said = [("from", name.to_string()), ("to", to.to_string())];
        let edits = vec![
            Edit::Saved {
                name,
                to: None,
                was: Some(query.clone()),
            },
            Edit::Saved {
                name: to.clone(),
                to: Some(query),
                was: None,
            },
        ];
        let said = said.each_ref().map(|(key, text)| (*key, text.as_str()));
        let words = self.words.fill("toast.search-renamed", &said);
        self.save_saying(edits, words)
    }

    /// Takes a saved search away.
    pub(in crate::app) fn unsave_search(&mut self, name: Clean, query: Clean) -> Effects {
        let text = name.clone();
        let edit = Edit::Saved {
            name,
            to: None,
            was: Some(query),
        };
        let words = self.words.fill("toast.search-removed", &[("text", &text)]);
        self.save_saying(vec![edit], words)
    }

    /// Says which rules that watch saw something come.
    pub(in crate::app) fn say_watched(&mut self, watched: &[(Clean, u32)]) -> Effects {
        let each = watched
            .iter()
            .map(|(name, stories)| format!("{name} {}", count(*stories)));
        let all = each.collect::<Vec<_>>().join(", ");
        if all.is_empty() {
            return Vec::new();
        }
        self.say_key("toast.rule-watched", &[("text", &all)])
    }

    /// Puts the first thing that may stand at the caret into the field.
    pub(in crate::app) fn complete(&mut self) -> Effects {
        let Some(Overlay::Find(find)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        if !find.complete() {
            return Vec::new();
        }
        let typed = find.input.text().to_owned();
        self.search_live(&typed)
    }
}

fn narrowing(group: &Clean, (field, label): (&str, Clean), facet: &Facet) -> Choice {
    let plain = facet.value.chars().all(|c| c.is_alphanumeric() || c == '-');
    let value = if plain {
        facet.value.to_string()
    } else {
        query::Text::phrase(&facet.value).to_string()
    };
    Choice {
        group: group.clone(),
        name: label.clone(),
        label,
        detail: Clean::new(&count(facet.stories)),
        keys: Clean::default(),
        pick: Pick::Narrow(Clean::new(&format!("{field}:{value}"))),
    }
}
