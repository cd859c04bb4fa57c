//! Labelled text: character TSV, and prose with labels in line.

use std::path::Path;

use jobo::entity::Kind;
use jobo::entity::tagger::decode::KINDS;

/// A labelled name: byte range and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
}

/// One labelled sentence or paragraph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sentence {
    pub(crate) text: String,
    pub(crate) labels: Vec<Label>,
    /// Whether it is prose of the own corpus.
    pub(crate) own: bool,
    /// The kinds that are labelled in its file; a name of another kind may stand in it without a label.
    pub(crate) kinds: Vec<Kind>,
}

/// Reads a file of either form.
pub(crate) fn read(path: &Path) -> Result<Vec<Sentence>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    if path.extension().is_some_and(|e| e == "tsv") {
        Ok(columns(&text))
    } else {
        prose(&text).map_err(|e| format!("{}: {e}", path.display()))
    }
}

fn kind(code: &str) -> Option<Kind> {
    KINDS.into_iter().find(|k| k.code() == code)
}

/// Reads character TSV: a character, a tab, its label; a blank line ends a sentence.
fn columns(text: &str) -> Vec<Sentence> {
    let mut all = Vec::new();
    let mut now = Sentence::default();
    for line in text.lines().skip(1).chain([""]) {
        let Some((c, label)) = line.split_once('\t') else {
            if !now.text.is_empty() {
                all.push(std::mem::take(&mut now));
            }
            continue;
        };
        let start = now.text.len();
        now.text.push_str(if c == "␠" { " " } else { c });
        let end = now.text.len();
        match label.split_once('-') {
            Some(("I", _)) => {
                if let Some(last) = now.labels.last_mut() {
                    last.end = end;
                }
            }
            Some((_, code)) => now
                .labels
                .extend(kind(code).map(|kind| Label { start, end, kind })),
            None => {}
        }
    }
    let kinds: Vec<Kind> = KINDS
        .into_iter()
        .filter(|k| all.iter().any(|s| s.labels.iter().any(|l| l.kind == *k)))
        .collect();
    all.iter_mut().for_each(|s| s.kinds.clone_from(&kinds));
    all
}

/// Reads prose with labels in line: `{이재명|PER}`, `{저커버그|PER=마크 저커버그}`.
pub(crate) fn prose(text: &str) -> Result<Vec<Sentence>, String> {
    let mut all = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let label_free = line.starts_with("## ") || line.starts_with("# ") || line == "#";
        if !label_free && !line.trim().is_empty() {
            all.push(paragraph(line).map_err(|e| format!("line {}: {e}", at + 1))?);
        }
    }
    Ok(all)
}

/// Reads one paragraph with labels in line.
pub(crate) fn paragraph(line: &str) -> Result<Sentence, String> {
    let mut one = Sentence {
        kinds: KINDS.to_vec(),
        own: true,
        ..Sentence::default()
    };
    let mut rest = line;
    while let Some((before, label)) = rest.split_once('{') {
        let (label, after) = label.split_once('}').ok_or("a label is not closed")?;
        let (name, code) = label
            .split_once('|')
            .ok_or_else(|| format!("{{{label}}} has no kind"))?;
        let code = code.split_once('=').map_or(code, |(code, _)| code);
        let kind = kind(code).ok_or_else(|| format!("{code} is no kind"))?;
        if name.is_empty() || name.trim() != name || name.contains('{') {
            return Err(format!("{{{label}}} labels no name"));
        }
        one.text.push_str(before);
        let start = one.text.len();
        one.text.push_str(name);
        let end = one.text.len();
        one.labels.push(Label { start, end, kind });
        rest = after;
    }
    one.text.push_str(rest);
    if one.text.contains('}') {
        return Err("a label is closed that was not opened".into());
    }
    Ok(one)
}

/// Whether the sentence of a number in its file belongs to the tenth that is held out. The number and not the text is
/// hashed, because one corpus lies here in two scripts.
pub(crate) fn held_out(number: usize) -> bool {
    let hash = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((hash ^ hash >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33) % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_line_are_read() {
        let one = paragraph("{이재명|PER} 대통령은 {저커버그|PER=마크 저커버그}를 {서울|LOC}에서 만났다.")
            .expect("well formed");
        assert_eq!(one.text, "이재명 대통령은 저커버그를 서울에서 만났다.");
        let names: Vec<_> = one
            .labels
            .iter()
            .map(|l| (&one.text[l.start..l.end], l.kind.code()))
            .collect();
        assert_eq!(names, [("이재명", "PER"), ("저커버그", "PER"), ("서울", "LOC")]);
        for wrong in [
            "{이재명}",
            "{이재명|ABC}",
            "{이재명|PER",
            "이재명|PER}",
            "{|PER}",
            "{ 가|PER}",
        ] {
            assert!(paragraph(wrong).is_err(), "{wrong}");
        }
    }
}
