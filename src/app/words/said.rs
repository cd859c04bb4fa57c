//! What went wrong where no catalogue is at hand: a key of the catalogues and its values.

use super::Words;
use crate::library::LibraryError;
use crate::text::Clean;

/// Words still to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    key: &'static str,
    holes: Vec<(&'static str, String)>,
    /// The words for what can be done about it.
    way_out: Option<&'static str>,
}

impl Said {
    /// The words for a key, with its holes.
    pub fn new<const N: usize>(key: &'static str, holes: [(&'static str, &str); N]) -> Self {
        Self {
            key,
            holes: holes.map(|(hole, value)| (hole, value.to_owned())).into(),
            way_out: None,
        }
    }

    /// What the system says, as it says it.
    pub fn detail(detail: &dyn std::fmt::Display) -> Self {
        Self::new("fault.detail", [("detail", &detail.to_string())])
    }
}

impl From<&LibraryError> for Said {
    fn from(error: &LibraryError) -> Self {
        use LibraryError as E;
        let (key, path, detail) = match error {
            E::Newer { path, found, known } => ("fault.newer", path, format!("{found} > {known}")),
            E::Foreign { path, what } => ("fault.foreign", path, what.clone()),
            E::Corrupt { path, detail } => ("fault.corrupt", path, detail.clone()),
            E::ReadOnly { path } => ("fault.read-only", path, String::new()),
            E::Late { path } => ("fault.late", path, String::new()),
            E::Full { path } => ("fault.full", path, String::new()),
            E::Busy { path } => ("fault.busy", path, String::new()),
            E::Interrupted => return Self::new("fault.interrupted", []),
            E::Io { path, source } => ("fault.disk", path, source.to_string()),
            E::Store { path, detail } => ("fault.file", path, detail.clone()),
        };
        Self {
            way_out: way_out(error),
            ..Self::new(key, [("path", &*path.to_string_lossy()), ("detail", &detail)])
        }
    }
}

impl Words {
    /// The words, said.
    pub fn said(&self, said: &Said) -> Clean {
        let holes: Vec<(&str, &str)> = said
            .holes
            .iter()
            .map(|(hole, value)| (*hole, value.as_str()))
            .collect();
        self.fill(said.key, &holes)
    }

    /// Why a library could not be used.
    pub fn library_fault(&self, error: &LibraryError) -> Clean {
        self.said(&error.into())
    }

    /// What the reader can do about it.
    pub fn library_hint(&self, error: &LibraryError) -> Option<Clean> {
        way_out(error).map(|key| self.get(key).into())
    }

    /// What the reader can do about what was said.
    pub fn way_out(&self, said: &Said) -> Option<Clean> {
        said.way_out.map(|key| self.get(key).into())
    }
}

/// The words for what can be done about an error of the library.
fn way_out(error: &LibraryError) -> Option<&'static str> {
    use LibraryError as E;
    Some(match error {
        E::Newer { .. } => "hint.newer",
        E::Foreign { .. } => "hint.foreign",
        E::Corrupt { .. } => "hint.corrupt",
        E::ReadOnly { .. } => "hint.read-only",
        E::Late { .. } => "hint.late",
        E::Full { .. } => "hint.full",
        E::Busy { .. } => "hint.busy",
        E::Io { .. } => "hint.disk",
        E::Interrupted | E::Store { .. } => return None,
    })
}
