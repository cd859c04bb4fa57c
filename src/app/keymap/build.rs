//! Makes the tables of keys, and says what is wrong with the reader's own.

use std::path::Path;

use super::{Chord, Keymap, NAMED, Sequence, preset, spell};
use crate::app::command::{self, Command, Scope};
use crate::app::commands::own::rows as own_rows;
use crate::config::fault::{Fault, FaultKind, Place, nearest};
use crate::config::own::OwnCommand;
use crate::config::settings::{Binding, Preset, Settings};

/// Who gave a key to a command; what comes later goes before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// We did.
    Ours,
    /// The preset did.
    Preset,
    /// The reader did, here.
    Own(Place),
}

impl Origin {
    fn rank(&self) -> u8 {
        match self {
            Self::Own(_) => 0,
            Self::Preset => 1,
            Self::Ours => 2,
        }
    }

    fn place(&self) -> Option<&Place> {
        match self {
            Self::Own(place) => Some(place),
            Self::Ours | Self::Preset => None,
        }
    }
}

/// One binding of a table.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(super) sequence: Sequence,
    pub(super) command: &'static Command,
    /// For which panes it was given.
    pub(super) scope: Scope,
    origin: Origin,
}

/// The keys of a command in one scope.
struct Entry {
    scope: Scope,
    command: &'static Command,
    keys: Vec<(Sequence, Origin)>,
}

impl Keymap {
    /// The keys of a preset with the reader's own; `file` is only named in the faults.
    pub fn new(preset: Preset, own: &[Binding], file: &Path) -> (Self, Vec<Fault>) {
        Self::build(preset, (own, &[]), file)
    }

    /// The keys that settings give, those of the reader's own commands among them.
    pub fn of(settings: &Settings, file: &Path) -> (Self, Vec<Fault>) {
        Self::build(settings.preset, (&settings.keys, &settings.own), file)
    }

    fn build(
        preset: Preset,
        (own, commands): (&[Binding], &[OwnCommand]),
        file: &Path,
    ) -> (Self, Vec<Fault>) {
        let mut building = Building {
            entries: Vec::new(),
            faults: Vec::new(),
            commands: own_rows(commands).collect(),
            file,
        };
        for row in command::all() {
            building.entries.push(Entry {
                scope: row.scope,
                command: row,
                keys: parsed(row.keys, &Origin::Ours),
            });
        }
        for (pane, name, keys) in preset::keys(preset) {
            let keys = parsed(keys, &Origin::Preset);
            building.give(*pane, name, &keys);
        }
        // Before the keys of panes, which may be for one of these too.
        for (row, own) in own_rows(commands) {
            building.own_command(row, own);
        }
        for binding in own {
            building.own(binding);
        }
        let tables = Scope::ALL.map(|scope| building.table(scope));
        building.faults.sort_by_key(|f| (f.place.line, f.place.column));
        (Self { tables }, building.faults)
    }
}

fn parsed(keys: &[&str], origin: &Origin) -> Vec<(Sequence, Origin)> {
    let sequences = keys.iter().filter_map(|key| Sequence::parse(key));
    sequences.map(|sequence| (sequence, origin.clone())).collect()
}

struct Building<'f> {
    entries: Vec<Entry>,
    faults: Vec<Fault>,
    /// Those of the reader's own.
    commands: Vec<(&'static Command, &'f OwnCommand)>,
    file: &'f Path,
}

impl Building<'_> {
    /// Gives keys to a command in a pane, in the place of those it has there; false if there is no such command.
    fn give(&mut self, pane: Scope, name: &str, keys: &[(Sequence, Origin)]) -> bool {
        let mut rows: Vec<&'static Command> = command::all().filter(|c| c.name == name).collect();
        if rows.is_empty() {
            let own = self.commands.iter().filter(|(_, own)| own.name == name);
            rows.extend(own.map(|(row, _)| *row));
        }
        let here: Vec<&'static Command> = match pane {
            Scope::All => rows,
            pane => {
                let own = rows.iter().find(|c| c.scope == pane);
                let general = rows.iter().find(|c| c.scope == Scope::All);
                own.or(general).copied().into_iter().collect()
            }
        };
        for command in &here {
            let scope = if pane == Scope::All { command.scope } else { pane };
            let known = |e: &&mut Entry| e.scope == scope && e.command.is(command);
            match self.entries.iter_mut().find(known) {
                Some(entry) => entry.keys = keys.to_vec(),
                None => self.entries.push(Entry {
                    scope,
                    command,
                    keys: keys.to_vec(),
                }),
            }
        }
        !here.is_empty()
    }

    fn own(&mut self, binding: &Binding) {
        let Some(pane) = Scope::ALL.into_iter().find(|s| s.name() == binding.pane) else {
            let near = nearest(&binding.pane, Scope::ALL.iter().map(|s| s.name()));
            let name = format!("keys.{}", binding.pane);
            return self.unknown(&name, near.map(|n| format!("keys.{n}")), &binding.place);
        };
        let keys = self.sequences(&binding.keys);
        // Where not one of the keys can be read the command keeps those that it has.
        if keys.is_empty() && !binding.keys.is_empty() {
            return;
        }
        if !self.give(pane, &binding.command, &keys) {
            let own = self.commands.iter().map(|(_, own)| own.name.as_str());
            let all = command::all().map(|c| c.name).chain(own);
            let near = nearest(&binding.command, all).map(str::to_owned);
            let name = format!("keys.{}.{}", binding.pane, binding.command);
            self.unknown(&name, near, &binding.place);
        }
    }

    fn sequences(&mut self, given: &[(String, Place)]) -> Vec<(Sequence, Origin)> {
        let mut keys = Vec::new();
        for (key, place) in given {
            if let Some(sequence) = Sequence::parse(key) {
                keys.push((sequence, Origin::Own(place.clone())));
                continue;
            }
            let near = nearest(key, NAMED.iter().map(|(name, _)| *name)).map(str::to_owned);
            let key = key.replace(char::is_control, "\u{fffd}");
            self.fault(FaultKind::NoKey { key }, near, place);
        }
        keys
    }

    fn own_command(&mut self, row: &'static Command, own: &OwnCommand) {
        let keys = self.sequences(&own.keys);
        self.entries.push(Entry {
            scope: row.scope,
            command: row,
            keys,
        });
    }

    fn unknown(&mut self, name: &str, suggestion: Option<String>, place: &Place) {
        let name = name.replace(char::is_control, "\u{fffd}");
        self.fault(FaultKind::Unknown { name }, suggestion, place);
    }

    fn fault(&mut self, kind: FaultKind, suggestion: Option<String>, place: &Place) {
        let fault = Fault {
            path: self.file.to_owned(),
            place: place.clone(),
            kind,
            suggestion,
        };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// The table of a pane.
    fn table(&mut self, pane: Scope) -> Vec<Bound> {
        let mut wanted: Vec<Bound> = Vec::new();
        for entry in &self.entries {
            let overridden = entry.scope != pane
                && self
                    .entries
                    .iter()
                    .any(|e| e.scope == pane && e.command.is(entry.command));
            let general = entry.scope == Scope::All && pane.sees(entry.command);
            if entry.scope != pane && (!general || overridden) {
                continue;
            }
            wanted.extend(entry.keys.iter().map(|(sequence, origin)| Bound {
                sequence: sequence.clone(),
                command: entry.command,
                scope: entry.scope,
                origin: origin.clone(),
            }));
        }
        let line = |b: &Bound| b.origin.place().map_or((0, 0), |p| (p.line, p.column));
        wanted.sort_by_key(|b| (b.origin.rank(), b.scope != pane, line(b)));
        let mut table: Vec<Bound> = Vec::new();
        let mut lost: Vec<(Bound, Bound)> = Vec::new();
        for bound in wanted {
            match table.iter().find(|b| clash(&b.sequence, &bound.sequence)) {
                None => table.push(bound),
                Some(first) => lost.push((bound, first.clone())),
            }
        }
        for (bound, first) in &lost {
            self.lose(bound, first, (pane, &table));
        }
        // Help and hints name the keys in the order in which they were given.
        let order = |b: &Bound| {
            self.entries
                .iter()
                .position(|e| e.scope == b.scope && e.command.is(b.command))
        };
        table.sort_by_key(order);
        table
    }

    /// Says that a binding was not given because another one holds, where a reader made it so.
    fn lose(&mut self, bound: &Bound, first: &Bound, (pane, table): (Scope, &[Bound])) {
        let same = first.command.is(bound.command);
        let (Some(taken), false) = (first.origin.place(), same) else {
            return;
        };
        match bound.origin.place() {
            Some(place) if bound.scope == first.scope => {
                // The line further down is the one that does not hold.
                let kind = FaultKind::Conflict {
                    key: spell(&bound.sequence),
                    pane: bound.scope.name().to_owned(),
                    first: first.command.name.to_owned(),
                    second: bound.command.name.to_owned(),
                    at: taken.clone(),
                };
                self.fault(kind, None, &place.clone());
            }
            // What is said of one pane goes before what is said of all: that is meant.
            Some(_) => {}
            None if table.iter().any(|b| b.command.is(bound.command)) => {}
            None if bound.scope != pane || self.is_told(bound.command) => {}
            None => {
                let kind = FaultKind::Keyless {
                    key: spell(&bound.sequence),
                    command: bound.command.name.to_owned(),
                    taker: first.command.name.to_owned(),
                };
                self.fault(kind, None, &taken.clone());
            }
        }
    }
}

impl Building<'_> {
    /// Whether it was said already that a command has no key left.
    fn is_told(&self, told: &Command) -> bool {
        let is = |f: &Fault| matches!(&f.kind, FaultKind::Keyless { command, .. } if command == told.name);
        self.faults.iter().any(is)
    }
}

/// What a sequence has at a place.
enum Stands {
    Chord(Chord),
    AnyLetter,
    Nothing,
}

/// Whether two bindings cannot both be in a table: one is the other, or its beginning.
fn clash(one: &Sequence, other: &Sequence) -> bool {
    let mut place = 0;
    loop {
        match (one.at(place), other.at(place)) {
            (Stands::Nothing, _) | (_, Stands::Nothing) => return true,
            (Stands::Chord(a), Stands::Chord(b)) if a != b => return false,
            (Stands::AnyLetter, Stands::Chord(chord)) | (Stands::Chord(chord), Stands::AnyLetter)
                if chord.as_letter().is_none() =>
            {
                return false;
            }
            _ => place += 1,
        }
    }
}

impl Sequence {
    fn at(&self, place: usize) -> Stands {
        match self.chords.get(place) {
            Some(chord) => Stands::Chord(*chord),
            None if self.any && place == self.chords.len() => Stands::AnyLetter,
            None => Stands::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Chord, Meaning};
    use super::*;
    use crate::config::settings;

    /// A key map by the `[keys]` of a settings file, and its faults in one line each.
    fn read(text: &str) -> (Keymap, Vec<String>) {
        let file = Path::new("c");
        let (settings, faults) = settings::parse(file, text);
        assert_eq!(faults, [], "{text}");
        let (map, faults) = Keymap::of(&settings, file);
        (map, faults.iter().map(ToString::to_string).collect())
    }

    fn command(map: &Keymap, scope: Scope, keys: &str) -> &'static str {
        let chords: Vec<Chord> = keys.split(' ').map(|k| Chord::parse(k).expect("a key")).collect();
        match map.meaning(scope, &chords) {
            Meaning::Command(command, _) => command.name,
            Meaning::Prefix => "…",
            Meaning::Nothing => "",
        }
    }

    #[test]
    fn no_preset_has_a_fault_or_a_command_without_keys() {
        for preset in [Preset::Jobo, Preset::Newsboat, Preset::Arrows] {
            let (map, faults) = Keymap::new(preset, &[], Path::new("c"));
            assert_eq!(faults, []);
            for row in command::all() {
                let given_up = preset::keys(preset)
                    .iter()
                    .any(|(_, n, k)| *n == row.name && k.is_empty());
                let panes: Vec<Scope> = match row.scope {
                    Scope::All => Scope::ALL.into_iter().filter(|s| s.sees(row)).collect(),
                    pane => vec![pane],
                };
                for pane in panes {
                    let shadowed = command::all().any(|c| {
                        c.scope == pane && c.scope != row.scope && c.keys.iter().any(|k| row.keys.contains(k))
                    });
                    let keys = map.keys_in(pane, row);
                    assert!(
                        !keys.is_empty() || given_up || shadowed,
                        "{preset:?} {pane:?} {row:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_key_of_a_preset_is_one() {
        for preset in [Preset::Newsboat, Preset::Arrows] {
            for (_, name, keys) in preset::keys(preset) {
                assert!(command::named(name).is_some(), "{name}");
                assert!(
                    keys.iter().all(|k| Sequence::parse(k).is_some()),
                    "{name} {keys:?}"
                );
            }
        }
    }

    #[test]
    fn no_binding_of_ours_hides_behind_another() {
        for row in command::all() {
            for other in command::all().filter(|c| c.scope == row.scope && !c.is(row)) {
                for (a, b) in row
                    .keys
                    .iter()
                    .flat_map(|a| other.keys.iter().map(move |b| (a, b)))
                {
                    let clash = clash(
                        &Sequence::parse(a).expect("a key"),
                        &Sequence::parse(b).expect("a key"),
                    );
                    assert!(!clash, "{row:?} {a} and {other:?} {b}");
                }
            }
        }
    }

    #[test]
    fn own_keys_take_the_place_of_ours() {
        let (map, faults) = read("[keys.all]\ndown = [\"Ctrl-j\", \"Down\"]\nview-unread = \"w w\"\n");
        assert_eq!(faults, Vec::<String>::new());
        for (keys, expected) in [
            ("Ctrl-j", "down"),
            ("j", ""),
            ("w w", "view-unread"),
            ("w", "…"),
            ("g u", ""),
        ] {
            assert_eq!(command(&map, Scope::List, keys), expected, "{keys}");
        }
        let down = command::named("down").expect("it is there");
        assert_eq!(map.keys_of(down), ["Ctrl-j", "Down"]);
    }

    #[test]
    fn a_command_of_ones_own_has_keys_for_a_pane_too() {
        let text = "[keys.reader]\n\"Look up\" = \"x\"\n[keys.list]\n\"Look up\" = []\n\"Look upp\" = \"y\"\n\
                    [[command]]\nname = \"Look up\"\nkey = \"g v\"\nrun = [\"dict\"]\n";
        let (map, faults) = read(text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(
            faults[0].contains("Look upp") && faults[0].contains("`Look up`"),
            "{faults:?}"
        );
        for (scope, keys, expected) in [
            (Scope::Reader, "x", "own-1"),
            (Scope::Reader, "g v", ""),
            (Scope::List, "g v", ""),
            (Scope::Entities, "g v", "own-1"),
        ] {
            assert_eq!(command(&map, scope, keys), expected, "{scope:?} {keys}");
        }
    }

    #[test]
    fn a_pane_has_keys_of_its_own() {
        let (map, faults) = read("[keys.list]\ndown = \"n\"\nbookmark = []\n[keys.reader]\nup = \"ㅓ\"\n");
        assert_eq!(faults, Vec::<String>::new());
        for (scope, keys, expected) in [
            (Scope::List, "n", "down"),
            (Scope::List, "j", ""),
            (Scope::List, "b", ""),
            (Scope::Reader, "n", "next-match-or-unread"),
            (Scope::Reader, "b", "bookmark"),
            (Scope::Reader, "j", "up"),
            (Scope::Entities, "j", "down"),
        ] {
            assert_eq!(command(&map, scope, keys), expected, "{scope:?} {keys}");
        }
        let down = command::named("down").expect("it is there");
        assert_eq!(map.elsewhere(down), [(Scope::List, vec!["n".to_owned()])]);
        assert_eq!(map.key_in(Scope::List, "down"), "n");
        assert_eq!(map.key_in(Scope::Reader, "down"), "Down");
    }

    #[test]
    fn an_own_key_goes_before_those_of_a_pane() {
        let (map, faults) = read("[keys.all]\nfind = [\"Enter\", \"/\"]\n");
        assert_eq!(command(&map, Scope::List, "Enter"), "find");
        assert_eq!(
            faults.first().map(String::as_str),
            Some("c:2:9: `Enter` goes to `find`, and `open` has no key left")
        );
    }

    #[test]
    fn mistakes_are_told_with_both_lines() {
        for (text, expected) in [
            (
                "[keys.all]\ndown = \"F9\"\nup = [\"k\", \"F9\"]\n",
                "c:3:12: `F9` is given to `up` here and to `down` in line 2 (all)",
            ),
            (
                "[keys.all]\ndown = \"F9\"\nup = [\"k\", \"F9 a\"]\n",
                "c:3:12: `F9 a` is given to `up` here and to `down` in line 2 (all)",
            ),
            (
                "[keys.all]\ndwon = \"F9\"\n",
                "c:2:1: there is no setting `keys.all.dwon`; did you mean `down`?",
            ),
            (
                "[keys.lists]\ndown = \"F9\"\n",
                "c:2:1: there is no setting `keys.lists`; did you mean `keys.list`?",
            ),
            (
                "[keys.all]\ndown = \"Entr\"\n",
                "c:2:8: `Entr` is no key; did you mean `Enter`?",
            ),
            (
                "[keys.all]\nbookmark = \"r\"\n",
                "c:2:12: `r` goes to `bookmark`, and `toggle-read` has no key left",
            ),
        ] {
            assert_eq!(read(text).1, [expected], "{text}");
        }
        // A key that cannot be read takes none away.
        assert_eq!(
            command(&read("[keys.all]\ndown = \"Entr\"\n").0, Scope::List, "j"),
            "down"
        );
    }

    #[test]
    fn what_begins_alike_clashes() {
        for (one, other, expected) in [
            ("g", "g g", true),
            ("g g", "g g", true),
            ("g g", "g h", false),
            ("m *", "m a", true),
            ("m *", "m Enter", false),
            ("m *", "m", true),
            ("m *", "m a b", true),
        ] {
            let parse = |keys| Sequence::parse(keys).expect("keys");
            assert_eq!(clash(&parse(one), &parse(other)), expected, "{one} {other}");
            assert_eq!(clash(&parse(other), &parse(one)), expected, "{other} {one}");
        }
    }
}
