//! Brings the reader's lists of names into a library when they changed: `entities.toml` and `entities.tsv`, in the
//! folder of the settings file and beside the library.

use std::io::ErrorKind;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::fault::Fault;
use crate::config::read_file;
use crate::entity::own_list::{OwnEntry, OwnList, read_toml, read_tsv};
use crate::library::Library;
use crate::text::Clean;

/// How a list is read.
type Format = fn(&str) -> OwnList;

const FILES: [(&str, Format); 2] = [("entities.toml", read_toml), ("entities.tsv", read_tsv)];

/// Reads the lists; gives what is wrong with them. Where nothing changed since, nothing is done.
pub(super) fn bring_in(config: &Path, library: &Library) -> Result<Vec<Clean>, Fault> {
    let folders = [config.parent(), library.path().parent()];
    let (mut texts, mut told) = (Vec::new(), Vec::new());
    let mut hash = Sha256::new();
    for folder in folders.into_iter().flatten() {
        for (name, format) in FILES {
            let path = folder.join(name);
            match read_file(&path) {
                Ok(bytes) => {
                    hash.update((bytes.len() as u64).to_le_bytes());
                    hash.update(&bytes);
                    texts.push((path, String::from_utf8_lossy(&bytes).into_owned(), format));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => told.push(Clean::new(&format!("{}: {error}", path.to_string_lossy()))),
            }
        }
    }
    let digest = hash.finalize();
    let mark = if texts.is_empty() {
        0
    } else {
        let (first, _) = digest
            .split_first_chunk()
            .expect("a digest is longer than a number");
        i64::from_le_bytes(*first)
    };
    let mut entries: Vec<OwnEntry> = Vec::new();
    for (path, text, format) in texts {
        let (more, faults) = format(&text);
        entries.extend(more);
        let said = |(line, what)| Clean::new(&format!("{}:{line}: {what}", path.to_string_lossy()));
        told.extend(faults.into_iter().map(said));
    }
    if library.own_mark()? != mark {
        library.writer()?.set_own(&entries, mark)?;
    }
    Ok(told)
}
