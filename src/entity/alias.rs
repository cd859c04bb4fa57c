//! The names that the patterns find in one story, and which of them mean the same one there.

use crate::entity::fold::fold;
use crate::entity::gazetteer::{Gazetteer, Index, Spelling};
use crate::entity::hash::Map;
use crate::entity::{Kind, Rule};

/// More spellings than a story of any sense has; what comes later is left out.
const MOST: usize = 4_000;

/// One spelling that a rule found.
#[derive(Debug, Clone)]
pub struct Found {
    /// As it stands in the story.
    pub text: String,
    /// Its group.
    pub group: u32,
    /// What found it.
    pub rule: Rule,
    /// How sure the rule is, in percent.
    pub confidence: u8,
}

/// Names that mean the same one in this story.
#[derive(Debug, Clone)]
pub struct Group {
    /// What it is.
    pub kind: Kind,
    /// The thing of the own list that it is.
    pub entry: Option<u32>,
    /// Its main form in the large list.
    pub main: Option<&'static str>,
}

/// All spellings that the patterns found in one story.
#[derive(Debug)]
pub struct Locals {
    listed: &'static Gazetteer,
    /// The groups.
    pub groups: Vec<Group>,
    /// The spellings.
    pub found: Vec<Found>,
    by_form: Map<String, usize>,
    by_entry: Map<u32, u32>,
}

impl Locals {
    /// No spelling yet.
    pub fn new(listed: &'static Gazetteer) -> Self {
        Self {
            listed,
            groups: Vec::new(),
            found: Vec::new(),
            by_form: Map::default(),
            by_entry: Map::default(),
        }
    }

    /// Adds a name; gives its group. A name found before keeps its kind unless the new rule is surer.
    pub fn add(&mut self, text: &str, kind: Kind, rule: Rule, confidence: u8) -> Option<u32> {
        let form = fold(text);
        if form.is_empty() || self.found.len() >= MOST {
            return None;
        }
        if let Some(at) = self.by_form.get(&form) {
            let found = &mut self.found[*at];
            if confidence > found.confidence {
                (found.rule, found.confidence) = (rule, confidence);
                let group = &mut self.groups[found.group as usize];
                if group.entry.is_none() {
                    group.kind = kind;
                }
            }
            return Some(found.group);
        }
        let entry = self.listed.means(&form, kind);
        let group = self.groups.len() as u32;
        self.groups.push(Group {
            kind,
            entry,
            main: None,
        });
        self.push(text, form, group, rule, confidence);
        Some(group)
    }

    /// Adds a group for a thing of the own list, or gives the one that is there.
    pub fn of_entry(&mut self, entry: u32) -> u32 {
        if let Some(group) = self.by_entry.get(&entry) {
            return *group;
        }
        self.groups.push(Group {
            kind: self.listed.kind(entry),
            entry: Some(entry),
            main: None,
        });
        let group = self.groups.len() as u32 - 1;
        self.by_entry.insert(entry, group);
        group
    }

    /// Adds another spelling of a group, or unites the group with the one that has the spelling.
    pub fn also(&mut self, group: u32, text: &str, rule: Rule, confidence: u8) {
        let form = fold(text);
        if form.is_empty() || self.found.len() >= MOST {
            return;
        }
        if let Some(at) = self.by_form.get(&form) {
            let other = self.found[*at].group;
            return self.unite(group, other);
        }
        if self.listed.candidates(&form).next().is_some() {
            let group = &mut self.groups[group as usize];
            group.entry = group.entry.or_else(|| self.listed.means(&form, group.kind));
            if !group.entry.is_some_and(|entry| self.listed.is_of(&form, entry)) {
                return;
            }
        }
        self.push(text, form, group, rule, confidence);
    }

    /// Adds a spelling of a group whatever the list says of it: what a story calls somebody after naming him in full.
    pub fn call(&mut self, group: u32, text: &str, rule: Rule, confidence: u8) {
        let form = fold(text);
        if !form.is_empty() && self.found.len() < MOST && !self.by_form.contains_key(&form) {
            self.push(text, form, group, rule, confidence);
        }
    }

    /// Makes two groups one, unless the list or their kinds keep them apart.
    fn unite(&mut self, a: u32, b: u32) {
        let (one, two) = (self.groups[a as usize].clone(), self.groups[b as usize].clone());
        let apart = matches!((one.entry, two.entry), (Some(x), Some(y)) if x != y);
        if a == b || apart || one.kind != two.kind {
            return;
        }
        self.groups[a as usize].entry = one.entry.or(two.entry);
        for found in self.found.iter_mut().filter(|f| f.group == b) {
            found.group = a;
        }
    }

    fn push(&mut self, text: &str, form: String, group: u32, rule: Rule, confidence: u8) {
        self.by_form.insert(form, self.found.len());
        self.found.push(Found {
            text: text.to_owned(),
            group,
            rule,
            confidence,
        });
    }

    /// Whether a spelling is there already.
    pub fn has(&self, text: &str) -> bool {
        self.by_form.contains_key(&fold(text))
    }

    /// The spellings ready to be looked up; each belongs to its place in `found`.
    pub fn index(&self) -> (Index<String>, Vec<Kind>) {
        let spellings = self.found.iter().enumerate().map(|(at, f)| Spelling {
            text: f.text.clone(),
            owner: at as u32,
            guarded: false,
        });
        let kinds = self
            .found
            .iter()
            .map(|f| self.groups[f.group as usize].kind)
            .collect();
        (Index::new(spellings.collect()), kinds)
    }
}
