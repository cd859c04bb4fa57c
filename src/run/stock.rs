//! Where a library's stories come from, and how they are looked at again.

use std::path::PathBuf;

use super::sample::SAMPLE;
use crate::intake::Intake;
use crate::library::{Library, LibraryError};

/// What a library is filled from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stock {
    /// The sources that the reader added to it.
    Own,
    /// These folders and files, for a library of their own.
    Paths(Vec<PathBuf>),
    /// The articles in the program.
    Sample,
}

impl Stock {
    /// Begins to take in what is not in the library yet; nothing is read before the first step. `encoding` is that
    /// of text files, if the reader said so.
    pub fn intake(&self, library: &Library, encoding: Option<&str>) -> Result<Intake, LibraryError> {
        let reader = library.reader()?;
        Ok(match self {
            Self::Own => Intake::again(reader)?.in_encoding(encoding),
            Self::Paths(paths) => Intake::new(paths.clone(), reader).in_encoding(encoding),
            Self::Sample => Intake::embedded("sample", SAMPLE, reader),
        })
    }
}
