//! A reader's own list of names: `entities.toml` or `entities.tsv`.
//!
//! A list is trusted as the reader's own word, so a line that means nothing is said and not guessed at.

use serde::Deserialize;

use crate::entity::Kind;
use crate::entity::resolve;
use crate::text::Clean;

/// One name of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnEntry {
    /// What it is.
    pub kind: Kind,
    /// The name as it is shown.
    pub text: Clean,
    /// Its other spellings.
    pub aliases: Vec<Clean>,
    /// What the reader wants to remember of it.
    pub note: Option<Clean>,
}

impl OwnEntry {
    /// The key of the name.
    pub fn key(&self) -> Box<str> {
        resolve::key(self.kind, &self.text)
    }
}

/// A list that was read: its names, and for each part that is none the line and what is wrong there.
pub type OwnList = (Vec<OwnEntry>, Vec<(usize, String)>);

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    name: Vec<toml::Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
    note: Option<String>,
}

/// Reads a list in TOML: `[[name]]` tables with `name`, `kind`, `aliases` and `note`.
pub fn read_toml(text: &str) -> OwnList {
    let line_at = |byte: usize| text.get(..byte).unwrap_or_default().matches('\n').count() + 1;
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(e) => {
            let line = e.span().map_or(1, |span| line_at(span.start));
            return (Vec::new(), vec![(line, e.message().to_owned())]);
        }
    };
    let mut list = OwnList::default();
    for row in file.name {
        let line = line_at(row.span().start);
        let Row {
            name,
            kind,
            aliases,
            note,
        } = row.into_inner();
        let aliases = aliases.iter().map(String::as_str);
        take(&mut list, line, (&kind, &name), aliases, note.as_deref());
    }
    list
}

/// Reads a list in columns: kind, name, other spellings with `|` between them, note.
pub fn read_tsv(text: &str) -> OwnList {
    let mut list = OwnList::default();
    let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
    for (line, number) in lines.filter(|(l, _)| !l.trim().is_empty() && !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let (kind, name) = (
            columns.next().unwrap_or_default(),
            columns.next().unwrap_or_default(),
        );
        let (aliases, note) = (columns.next().unwrap_or_default(), columns.next());
        take(&mut list, number, (kind, name), aliases.split('|'), note);
    }
    list
}

fn take<'a>(
    list: &mut OwnList,
    line: usize,
    (kind, name): (&str, &str),
    aliases: impl Iterator<Item = &'a str>,
    note: Option<&str>,
) {
    let code = kind.trim().to_uppercase();
    let Some(kind) = Kind::ALL.into_iter().find(|k| k.code() == code) else {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|k| k.code()).collect();
        list.1.push((
            line,
            format!("{kind:?} is no kind; kinds are {}", kinds.join(", ")),
        ));
        return;
    };
    let clean = |text: &str| Some(Clean::new(text.trim())).filter(|t| !super::fold::fold(t).is_empty());
    let Some(text) = clean(name) else {
        list.1.push((line, "a name has no letters".into()));
        return;
    };
    list.0.push(OwnEntry {
        kind,
        text,
        aliases: aliases.filter_map(clean).collect(),
        note: note.and_then(clean),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown((entries, faults): &OwnList) -> (Vec<String>, Vec<usize>) {
        let entry = |e: &OwnEntry| {
            let aliases: Vec<&str> = e.aliases.iter().map(Clean::as_str).collect();
            format!(
                "{} {} {}",
                e.key(),
                aliases.join(","),
                e.note.as_deref().unwrap_or("-")
            )
        };
        (
            entries.iter().map(entry).collect(),
            faults.iter().map(|f| f.0).collect(),
        )
    }

    #[test]
    fn both_formats_say_the_same() {
        let toml = "[[name]]\nname = \"솔내마을\"\nkind = \"loc\"\naliases = [\"Solnae\"]\n\n[[name]]\nname = \"한빛\"\nkind = \"ORG\"\nnote = \"전자\"\n\n[[name]]\nname = \"x\"\nkind = \"?\"\n";
        let tsv = "# own\nLOC\t솔내마을\tSolnae\n\nORG\t한빛\t\t전자\n?\tx\n";
        let expected = vec!["LOC:솔내마을 Solnae -".to_owned(), "ORG:한빛  전자".to_owned()];
        assert_eq!(shown(&read_toml(toml)), (expected.clone(), vec![11]));
        assert_eq!(shown(&read_tsv(tsv)), (expected, vec![5]));
        for broken in ["[[name]]\nname = 3\n", "name", "[[name]]\nkind = \"ORG\"\n"] {
            let (entries, faults) = read_toml(broken);
            assert_eq!((entries.len(), faults.len()), (0, 1), "{broken}");
        }
    }
}
