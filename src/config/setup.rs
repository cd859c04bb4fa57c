//! Settings with all that they name: read at the start, and again when a file changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::fault::{Expected, Fault, FaultKind, Place};
use crate::config::settings::{self, Settings, Tongue};
use crate::config::theme::{Reading, Theme};

/// What the command line says instead of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The settings file.
    pub file: PathBuf,
    /// The theme's name.
    pub theme: Option<String>,
    /// The language of the screen.
    pub language: Option<Tongue>,
}

impl Given {
    /// The folder of the reader's own themes.
    pub fn themes(&self) -> PathBuf {
        self.file.parent().unwrap_or(Path::new("")).join("themes")
    }
}

/// Settings, the themes that they name, and what is wrong with either.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setup {
    /// What the command line said.
    pub given: Given,
    /// The settings.
    pub settings: Settings,
    /// The themes that they name.
    pub themes: Themes,
    /// What is wrong, in the order of the lines.
    pub faults: Vec<Fault>,
}

/// The themes that settings name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Themes {
    /// The one that is always on; `None` follows the terminal.
    pub chosen: Option<Arc<Theme>>,
    /// What is taken on a dark ground.
    pub dark: Arc<Theme>,
    /// What is taken on a light ground.
    pub light: Arc<Theme>,
}

impl Default for Themes {
    fn default() -> Self {
        Self {
            chosen: None,
            dark: Arc::new(Theme::shipped("dark")),
            light: Arc::new(Theme::shipped("light")),
        }
    }
}

impl Themes {
    /// The theme for a ground.
    pub fn on(&self, dark: bool) -> &Arc<Theme> {
        match &self.chosen {
            Some(chosen) if chosen.ground.dark(dark) == dark => chosen,
            _ if dark => &self.dark,
            _ => &self.light,
        }
    }
}

impl Setup {
    /// Reads the settings file and the themes that it names.
    pub fn read(given: &Given) -> Self {
        let (text, mut faults) = match settings::text(&given.file) {
            Ok(text) => (text, Vec::new()),
            Err(fault) => (String::new(), vec![*fault]),
        };
        let (mut settings, more) = settings::parse(&given.file, &text);
        faults.extend(more);
        let folder = given.themes();
        let mut reading = Reading::new(&folder);
        let mut named = |name: &mut String, row: &'static str, default: &'static str| {
            let theme = reading.theme(name);
            if theme.is_none() {
                let (path, place) = match &given.theme {
                    Some(_) if row == "theme" => (PathBuf::from("--theme"), Place::default()),
                    _ => (given.file.clone(), settings::place(&text, row)),
                };
                let written = std::mem::replace(name, default.to_owned());
                reading.faults.push(Fault {
                    path,
                    place,
                    suggestion: reading.nearest(&written),
                    kind: FaultKind::BadValue {
                        name: row.to_owned(),
                        expected: Expected::ThemeOrAuto,
                        default: settings::rows().find(|r| r.name == row).map_or("", |r| r.default),
                    },
                });
            }
            theme.or_else(|| reading.theme(default))
        };
        if let Some(theme) = &given.theme {
            settings.theme.clone_from(theme);
        }
        settings.language = given.language.unwrap_or(settings.language);
        let chosen = match settings.theme.as_str() {
            "auto" => None,
            _ => named(&mut settings.theme, "theme", "auto"),
        };
        let dark = named(&mut settings.dark_theme, "dark_theme", "dark");
        let light = named(&mut settings.light_theme, "light_theme", "light");
        let plain = |name| Arc::new(Theme::shipped(name));
        let themes = Themes {
            chosen,
            dark: dark.unwrap_or_else(|| plain("dark")),
            light: light.unwrap_or_else(|| plain("light")),
        };
        faults.extend(reading.faults);
        Self {
            given: given.clone(),
            settings,
            themes,
            faults,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(config: &str, themes: &[(&str, &str)]) -> (tempfile::TempDir, Setup) {
        let folder = tempfile::tempdir().expect("a folder");
        let given = Given {
            file: folder.path().join("config.toml"),
            ..Given::default()
        };
        std::fs::create_dir(given.themes()).expect("a folder in it");
        std::fs::write(&given.file, config).expect("it is written");
        for (name, text) in themes {
            std::fs::write(given.themes().join(format!("{name}.toml")), text).expect("it is written");
        }
        let setup = Setup::read(&given);
        (folder, setup)
    }

    #[test]
    fn themes_are_found_by_name() {
        let own = ("sea", "inherits = \"nord\"\n[colours]\naccent = \"#00ffff\"\n");
        let (_folder, setup) = setup("theme = \"sea\"\nlight_theme = \"solarized\"\n", &[own]);
        assert_eq!(setup.faults, []);
        assert_eq!(setup.themes.on(true).name, "sea");
        assert_eq!(
            setup.themes.on(false).name,
            "solarized",
            "nord is made for a dark ground"
        );
    }

    #[test]
    fn a_theme_that_is_not_there_is_told_with_its_line() {
        let (_folder, setup) = setup("# mine\ntheme = \"gruvbx\"\ndark_theme = \"dark\"\n", &[]);
        assert_eq!((setup.settings.theme.as_str(), setup.faults.len()), ("auto", 1));
        let fault = &setup.faults[0];
        assert_eq!((fault.place.line, fault.place.column), (2, 9));
        assert_eq!(fault.suggestion.as_deref(), Some("gruvbox"));
        let given = Given {
            theme: Some("nowhere".into()),
            ..setup.given
        };
        let fault = &Setup::read(&given).faults[0];
        assert_eq!((fault.path.to_str(), fault.place.line), (Some("--theme"), 0));
    }

    #[test]
    fn a_fault_of_a_theme_names_its_own_file() {
        let own = ("sea", "[colours]\nacent = \"red\"\n");
        let (_folder, setup) = setup("theme = \"sea\"\n", &[own]);
        let fault = &setup.faults[0];
        assert!(fault.path.ends_with("themes/sea.toml"), "{fault}");
        assert_eq!(
            (fault.place.line, fault.suggestion.as_deref()),
            (2, Some("accent"))
        );
        assert_eq!(setup.themes.on(true).name, "sea", "the rest of it holds");
    }
}
