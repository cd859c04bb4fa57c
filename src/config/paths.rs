//! Where jobo keeps what it writes.
//!
//! The platform's own folders, but `XDG_*` counts on every system and `JOBO_*` before all: people who set them on a
//! Mac mean it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use sha2::{Digest, Sha256};

/// The folders of one user. None of them need exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The settings file.
    pub config_file: PathBuf,
    /// Libraries and what belongs to them.
    pub data: PathBuf,
    /// What a restart takes up again, and the log.
    pub state: PathBuf,
    /// What can be lost.
    pub cache: PathBuf,
}

impl Paths {
    /// The folders by the environment and the platform's custom.
    pub fn of_user() -> Self {
        let dirs = ProjectDirs::from("", "", "jobo");
        Self::by(|name| env::var_os(name), dirs.as_ref())
    }

    fn by(variable: impl Fn(&str) -> Option<OsString>, dirs: Option<&ProjectDirs>) -> Self {
        let own = |name: &str| {
            variable(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        // The specification has relative paths in these ignored.
        let xdg = |name: &str| {
            own(name)
                .filter(|path| path.is_absolute())
                .map(|path| path.join("jobo"))
        };
        let homeless = env::temp_dir().join("jobo");
        let folder = |ours: &str, theirs: &str, custom: Option<&Path>| {
            let custom = || custom.unwrap_or(&homeless).to_owned();
            own(ours).or_else(|| xdg(theirs)).unwrap_or_else(custom)
        };
        let data = folder("JOBO_DATA", "XDG_DATA_HOME", dirs.map(ProjectDirs::data_dir));
        let state = dirs
            .and_then(ProjectDirs::state_dir)
            .map_or_else(|| data.join("state"), Path::to_owned);
        let config = || folder("", "XDG_CONFIG_HOME", dirs.map(ProjectDirs::config_dir)).join("config.toml");
        Self {
            config_file: own("JOBO_CONFIG").unwrap_or_else(config),
            state: folder("JOBO_STATE", "XDG_STATE_HOME", Some(&state)),
            cache: folder("JOBO_CACHE", "XDG_CACHE_HOME", dirs.map(ProjectDirs::cache_dir)),
            data,
        }
    }

    /// The reader's own library.
    pub fn own_library(&self) -> PathBuf {
        self.data.join("library.jobo")
    }

    /// The library that comes with the program.
    pub fn sample_library(&self) -> PathBuf {
        self.data.join("sample.jobo")
    }

    /// The library of folders and files opened in place: the same roots in any order give the same one. Asks the file
    /// system where each root really lies; one that is not there counts as it is written.
    pub fn folder_library(&self, roots: &[PathBuf]) -> PathBuf {
        let real = |root: &PathBuf| root.canonicalize().or_else(|_| std::path::absolute(root));
        let mut roots: Vec<PathBuf> = roots
            .iter()
            .map(|root| real(root).unwrap_or_else(|_| root.clone()))
            .collect();
        roots.sort();
        roots.dedup();
        let mut hash = Sha256::new();
        for root in roots {
            hash.update(root.as_os_str().as_encoded_bytes());
            hash.update([0]);
        }
        let digest = hash.finalize();
        let name = digest
            .iter()
            .take(16)
            .fold(0u128, |name, byte| name << 8 | u128::from(*byte));
        self.data.join("folders").join(format!("{name:032x}.jobo"))
    }

    /// The log, written only when it was asked for.
    pub fn log_file(&self) -> PathBuf {
        self.state.join("jobo.log")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(variables: &[(&str, &str)]) -> Paths {
        let variable = |name: &str| {
            variables
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| OsString::from(*value))
        };
        Paths::by(variable, None)
    }

    #[test]
    fn our_variables_come_before_the_platforms() {
        let xdg = [
            ("XDG_DATA_HOME", "/x/data"),
            ("XDG_CONFIG_HOME", "/x/config"),
            ("XDG_STATE_HOME", "relative"),
        ];
        let by_xdg = paths(&xdg);
        assert_eq!(by_xdg.own_library(), Path::new("/x/data/jobo/library.jobo"));
        assert_eq!(by_xdg.config_file, Path::new("/x/config/jobo/config.toml"));
        assert_eq!(by_xdg.log_file(), Path::new("/x/data/jobo/state/jobo.log"));
        let own = [
            ("JOBO_DATA", "/o"),
            ("JOBO_CONFIG", "/o/c.toml"),
            ("JOBO_STATE", ""),
            ("XDG_DATA_HOME", "/x"),
        ];
        let by_own = paths(&own);
        assert_eq!(by_own.sample_library(), Path::new("/o/sample.jobo"));
        assert_eq!(by_own.config_file, Path::new("/o/c.toml"));
        assert_eq!(by_own.state, Path::new("/o/state"));
    }

    #[test]
    fn the_same_roots_are_the_same_library() {
        let folder = tempfile::tempdir().expect("a folder");
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::create_dir_all(&a).expect("a folder in it");
        std::fs::create_dir_all(&b).expect("a folder in it");
        let paths = paths(&[("JOBO_DATA", "/d")]);
        let of = |roots: &[&Path]| {
            paths.folder_library(&roots.iter().map(|r| r.to_path_buf()).collect::<Vec<_>>())
        };
        let both = of(&[&a, &b]);
        assert!(both.starts_with("/d/folders") && both.extension().is_some_and(|e| e == "jobo"));
        assert_eq!(both, of(&[&b, &a, &b]));
        assert_eq!(both, of(&[&a.join("../b"), &a]));
        assert_ne!(both, of(&[&a]));
        assert_ne!(of(&[Path::new("/no/such")]), of(&[Path::new("/no/other")]));
    }
}
