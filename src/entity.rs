//! Finds who and what a story names, and says which names are the same one.

pub mod alias;
pub mod fold;
pub mod gazetteer;
pub mod hash;
mod labels;
pub mod likeness;
pub mod link;
pub mod lists;
pub mod models;
mod namesake;
pub mod own;
pub mod own_list;
pub mod particle;
mod patterns;
mod recognise;
pub mod resolve;
pub mod roles;
pub mod scene;
mod signs;
pub mod sound;
pub mod tagger;
pub mod units;
mod votes;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::text::Clean;
use gazetteer::Gazetteer;
use link::{Because, Naming, Reach};
use lists::Lists;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// A person.
    Per,
    /// A company, a party, an office, a team.
    Org,
    /// A product or a model.
    Prod,
    /// A place.
    Loc,
    /// An event.
    Event,
    /// A book, a film, a law.
    Work,
}

impl Kind {
    /// All kinds, in the order of the sidebar.
    pub const ALL: [Self; 6] = [
        Self::Per,
        Self::Org,
        Self::Prod,
        Self::Loc,
        Self::Event,
        Self::Work,
    ];

    /// The code of a kind in keys and in JSON: `PER`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Org => "ORG",
            Self::Prod => "PROD",
            Self::Loc => "LOC",
            Self::Event => "EVENT",
            Self::Work => "WORK",
        }
    }
}

/// Which rule found a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// It stands in the list of names.
    Gazetteer,
    /// A role follows or precedes it: `저커버그 CEO`, `수석과학자 자오셩자`.
    Role,
    /// It explains or is explained in brackets: `라이터(Writer)`.
    Gloss,
    /// It is listed beside a name: `휴고 투브론·자비에 마르티네`.
    List,
    /// A short form of a name of the same story: `비켈`.
    Short,
    /// The words around it: `…에 따르면`, `…로 이직`.
    Context,
    /// A version or model number after a known stem: `라마 4`.
    Version,
    /// The story's own front matter or columns say so.
    Label,
    /// The trained tagger reads it so.
    Model,
    /// The reader made it a name, or keeps it in a list of names.
    Own,
}

/// One name of one story: the thing meant, not the places where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// What it is the name of.
    pub kind: Kind,
    /// The name as it is shown: the list's main form, else the fullest form of the story.
    pub text: Clean,
    /// Equal keys mean the same one across the library; made of the kind and the folded main form.
    pub key: Box<str>,
    /// The other spellings that this story uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<Clean>,
}

/// One place where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// First byte in the body's text.
    pub start: u32,
    /// One past the last byte; particles are outside.
    pub end: u32,
    /// Which of the story's names it is: an index into [`Found::names`].
    pub name: u16,
    /// What found it.
    pub rule: Rule,
    /// How sure the rule is, in percent.
    pub confidence: u8,
}

/// The names of one story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The names, the most telling first.
    pub names: Vec<Name>,
    /// Where they stand, in order of the body; they do not overlap.
    pub mentions: Vec<Mention>,
}

/// Finds the names of stories, by lists and by patterns of news writing.
#[derive(Debug)]
pub struct Recogniser {
    gazetteer: Gazetteer,
    lists: Lists,
}

impl Recogniser {
    /// The recogniser over the embedded lists. The first call reads them; later calls cost nothing.
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Recogniser> = OnceLock::new();
        BUNDLED.get_or_init(|| Self {
            gazetteer: Gazetteer::bundled(),
            lists: Lists::bundled(),
        })
    }

    /// Whether the list of names knows a spelling as another way to write a main form.
    pub fn lists_as(&self, spelling: &str, main: &str) -> bool {
        let form = fold::fold(spelling);
        let mains: Vec<u32> = self
            .gazetteer
            .candidates(&fold::fold(main))
            .map(|c| c.owner)
            .collect();
        self.gazetteer.candidates(&form).any(|c| mains.contains(&c.owner))
    }

    /// Which of some names a new one is, and why. Cost: linear in their number.
    pub fn link(&self, reach: Reach, new: &Naming, candidates: &[Naming]) -> Option<(usize, Because)> {
        link::link((&self.gazetteer, &self.lists), reach, new, candidates)
    }

    /// The keys of which two names that are one have at least one in common: what a library finds candidates by.
    pub fn keys(&self, kind: Kind, text: &str) -> Vec<String> {
        link::keys(&self.gazetteer, kind, text)
    }

    /// Why a spelling of a story stands for a name, from the rule that found it there.
    pub fn because(&self, kind: Kind, main: &str, spelling: &str, rule: Rule) -> Because {
        link::because(&self.gazetteer, kind, main, spelling, rule)
    }

    /// The names of a story and where they stand. Never fails; cost: linear in the length of the text.
    pub fn find(&'static self, article: &Article) -> Found {
        recognise::find(article, &self.gazetteer, &self.lists)
    }
}
