//! A row of a list of names, as people write it: kind, main form, then spellings in four columns.

use crate::entity::Kind;
use crate::entity::gazetteer::world::Column;

/// What a listed person is known for. Where it is not said, nobody is taken for a namesake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Field {
    /// Not said.
    #[default]
    Unsaid,
    /// Offices of the state: politics, courts, forces.
    State,
    /// Stage, screen, music, letters.
    Arts,
    /// Sports.
    Sports,
}

impl Field {
    /// All fields, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Unsaid, Self::State, Self::Arts, Self::Sports];

    /// The field that a line `#field …` gives to the rows after it.
    pub fn read(line: &str) -> Option<Self> {
        match line.strip_prefix("#field ")? {
            "state" => Some(Self::State),
            "arts" => Some(Self::Arts),
            "sports" => Some(Self::Sports),
            _ => Some(Self::Unsaid),
        }
    }

    /// What is put after a namesake's name to tell the two apart.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unsaid => "",
            Self::State => "공직",
            Self::Arts => "문화",
            Self::Sports => "스포츠",
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// What it is.
    pub kind: Kind,
    /// Whether a star says that it tells little.
    pub generic: bool,
    /// What a person is known for, which a line above the row says.
    pub field: Field,
    /// How it is written, the main form first; with its column, and whether a `?` says that it needs a second sign.
    pub spellings: Vec<(&'a str, Column, bool)>,
}

impl<'a> Row<'a> {
    /// Reads a row; `None` for an empty line, a remark or an unknown kind.
    pub fn read(line: &'a str) -> Option<Self> {
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (kind, rest) = line.split_once('\t')?;
        let (kind, generic) = kind_of(kind)?;
        let mut spellings: Vec<(&str, Column, bool)> = Vec::new();
        for (column, text) in Column::ALL.into_iter().zip(rest.split('\t')) {
            for written in text.split('|') {
                let plain = written.trim_start_matches('?');
                let guarded = plain.len() != written.len();
                // `?` and the main form again: the main form needs a second sign.
                match spellings.iter_mut().find(|(text, ..)| *text == plain) {
                    Some(known) if column == Column::Korean => known.2 |= guarded,
                    _ if plain.is_empty() => {}
                    _ => spellings.push((plain, column, guarded)),
                }
            }
        }
        (!spellings.is_empty()).then_some(Self {
            kind,
            generic,
            field: Field::Unsaid,
            spellings,
        })
    }

    /// The main form.
    pub fn main(&self) -> &'a str {
        self.spellings.first().map_or("", |s| s.0)
    }
}

/// The kind of a row, and whether a star marks it as telling little.
fn kind_of(column: &str) -> Option<(Kind, bool)> {
    let plain = column.trim_end_matches('*');
    let kind = Kind::ALL.into_iter().find(|k| k.code() == plain)?;
    Some((kind, plain.len() != column.len()))
}
