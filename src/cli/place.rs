//! Which library a command means, and how it is opened.
//!
//! What the screen shows, the verbs read: paths named, else `--library`, else one's own library, else the sample.

use std::path::{Path, PathBuf};

use super::args::Options;
use super::fault;
use super::own_lists;
use super::progress::Bar;
use crate::app::keymap::Keymap;
use crate::app::words::Words;
use crate::article::language::Language;
use crate::config::settings::Tongue;
use crate::config::setup::Given;
use crate::config::{Fault, Paths, Settings, Setup};
use crate::intake;
use crate::library::writer::Writer;
use crate::library::{Library, LibraryError};
use crate::run::look;
use crate::run::stock::Stock;
use crate::text::Clean;

/// What every command starts from.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) options: Options,
    pub(super) paths: Paths,
    pub(super) settings: Settings,
    /// The settings with the themes that they name, and what is wrong in either.
    pub(super) setup: Setup,
    pub(super) words: Words,
}

impl Ground {
    pub(super) fn new(options: Options) -> Self {
        let mut paths = Paths::of_user();
        if let Some(file) = &options.config {
            paths.config_file.clone_from(file);
        }
        let setup = Setup::read(&Given {
            file: paths.config_file.clone(),
            theme: options.theme.clone(),
            language: options.lang.map(tongue),
        });
        let settings = setup.settings.clone();
        let words = Words::of(look::language(settings.language));
        Self {
            options,
            paths,
            settings,
            setup,
            words,
        }
    }

    /// What is wrong in the settings, also in the keys.
    pub(super) fn setting_faults(&self) -> Vec<Fault> {
        let settings = &self.setup.settings;
        let (_, keys) = Keymap::of(settings, &self.setup.given.file);
        self.setup.faults.iter().cloned().chain(keys).collect()
    }

    /// The same, a line for each.
    pub(super) fn setting_lines(&self) -> impl Iterator<Item = Clean> {
        let faults = self.setting_faults();
        faults.into_iter().map(|fault| self.words.setting_fault(&fault))
    }
}

/// A language of the screen as the settings name it.
fn tongue(language: Language) -> Tongue {
    match language {
        Language::Ko => Tongue::Ko,
        Language::Ja => Tongue::Ja,
        Language::Zh => Tongue::Zh,
        _ => Tongue::En,
    }
}

/// A library that was opened.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) library: Library,
    pub(super) stock: Stock,
    pub(super) name: Clean,
    /// The encoding of text files, if the settings name one.
    pub(super) encoding: Option<String>,
    /// What the reader should be told of the opening.
    pub(super) told: Vec<Clean>,
}

/// Where a library lies and what fills it.
#[derive(Debug, PartialEq, Eq)]
struct Choice {
    file: PathBuf,
    stock: Stock,
    name: Clean,
}

impl Ground {
    /// Opens the library that paths, options and custom name.
    pub(super) fn open(&self, paths: &[PathBuf]) -> Result<Place, fault::Fault> {
        let choice = self.choose(paths)?;
        if choice.stock == Stock::Own && !choice.file.exists() {
            return Err(fault::Fault::NoPath(choice.file));
        }
        self.open_choice(choice)
    }

    /// Opens the library that takes files in: never the sample, and made if there is none.
    pub(super) fn open_own(&self) -> Result<Place, fault::Fault> {
        if self.options.sample {
            return Err(fault::Fault::SampleClosed);
        }
        let file = self.options.library.clone();
        let file = file.unwrap_or_else(|| self.paths.own_library());
        self.open_choice(Choice {
            name: name_of(std::slice::from_ref(&file)),
            stock: Stock::Own,
            file,
        })
    }

    /// Whether there is a library of the reader's own, or one was named.
    pub(super) fn has_own(&self) -> bool {
        let own = self.options.library.clone();
        own.unwrap_or_else(|| self.paths.own_library()).exists()
    }

    fn choose(&self, paths: &[PathBuf]) -> Result<Choice, fault::Fault> {
        if !paths.is_empty() {
            return self.choose_paths(paths);
        }
        if let Some(file) = &self.options.library {
            return Ok(Choice {
                file: file.clone(),
                stock: Stock::Own,
                name: name_of(std::slice::from_ref(file)),
            });
        }
        let own = self.paths.own_library();
        let sample = self.options.sample || !own.exists();
        let (file, stock, key) = if sample {
            (self.paths.sample_library(), Stock::Sample, "pane.sample")
        } else {
            (own, Stock::Own, "status.library")
        };
        let name = self.words.get(key).into();
        Ok(Choice { file, stock, name })
    }

    fn choose_paths(&self, paths: &[PathBuf]) -> Result<Choice, fault::Fault> {
        let real = |path: &PathBuf| {
            path.canonicalize()
                .map_err(|_| fault::Fault::NoPath(path.clone()))
        };
        let roots = paths.iter().map(real).collect::<Result<Vec<_>, _>>()?;
        let file = self.options.library.clone();
        Ok(Choice {
            file: file.unwrap_or_else(|| self.paths.folder_library(&roots)),
            name: name_of(&roots),
            stock: Stock::Paths(roots),
        })
    }

    /// Opens a library. A damaged one is moved aside and made anew from its sources; where nothing can be written,
    /// one that can be filled anew lives as long as the program.
    fn open_choice(&self, choice: Choice) -> Result<Place, fault::Fault> {
        let mut told = Vec::new();
        let library = match Library::open(&choice.file) {
            Ok(library) => library,
            Err(LibraryError::Corrupt { .. }) => {
                let (library, aside) = Library::recover(&choice.file)?;
                let path = aside.to_string_lossy();
                told.push(self.words.fill("fault.library-damaged", &[("path", &path)]));
                library
            }
            Err(error @ (LibraryError::Io { .. } | LibraryError::ReadOnly { .. }))
                if choice.stock != Stock::Own =>
            {
                told.push(self.words.library_fault(&error));
                Library::in_memory()?
            }
            Err(error) => return Err(error.into()),
        };
        if !library.read_only() {
            told.extend(own_lists::bring_in(&self.paths.config_file, &library)?);
        }
        Ok(Place {
            library,
            stock: choice.stock,
            name: choice.name,
            encoding: self.settings.library.encoding.clone(),
            told,
        })
    }
}

/// What to call a library: the names of its folders without the way to them.
fn name_of(roots: &[PathBuf]) -> Clean {
    let last = |path: &PathBuf| {
        path.file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned()
    };
    Clean::new(&roots.iter().map(last).collect::<Vec<_>>().join(" · "))
}

/// Notes whose names are found before they are counted.
const NOTES: usize = 32;

impl Place {
    /// Takes in what changed, where that is custom before reading: a reader's own library is looked at by the screen
    /// and by `import`.
    pub(super) fn bring_up_to_date(&self, bar: Bar<'_>) -> Result<(), fault::Fault> {
        if self.stock == Stock::Own || self.library.read_only() {
            return Ok(());
        }
        let mut intake = self.stock.intake(&self.library, self.encoding.as_deref())?;
        let taken = intake::take_in(&mut intake, &mut self.library.writer()?, |progress| {
            bar.show(progress);
        });
        bar.end();
        taken?;
        Ok(())
    }

    /// Finds and counts the names of notes that were kept just now, which the screen does beside what it shows.
    pub(super) fn name_notes(&self, writer: &mut Writer) -> Result<(), fault::Fault> {
        let reader = self.library.reader()?;
        while let Some(names) = reader.name_notes(NOTES)? {
            writer.put_note_names(&names)?;
        }
        Ok(())
    }

    /// Where the library lies.
    pub(super) fn path(&self) -> &Path {
        self.library.path()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_called_by_its_folders() {
        for (roots, expected) in [
            (&["/home/a/news"][..], "news"),
            (&["/a/b.txt", "/c/d\u{1b}[1m"], "b.txt · d"),
            (&["/"], "/"),
        ] {
            let roots: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
            assert!(name_of(&roots).starts_with(expected), "{roots:?}");
        }
    }
}
