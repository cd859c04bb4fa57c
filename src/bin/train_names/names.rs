//! Lists of names from their sources, with one class each.

use std::collections::HashSet;
use std::path::Path;

use jobo::entity::tagger::known::CLASSES;

/// A name of a list. The class is an index into `known::CLASSES`; `None` for a word that is no name.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) class: Option<u8>,
}

pub(crate) const PERSON: u8 = 0;
pub(crate) const PLACE: u8 = 1;
pub(crate) const BODY: u8 = 2;
pub(crate) const OWN: u8 = 3;
pub(crate) const FULL: u8 = 9;
pub(crate) const OTHER: u8 = 10;
pub(crate) const TOWN: u8 = 11;
pub(crate) const GIVEN: u8 = 12;
pub(crate) const SURNAME: u8 = 13;

/// Reads one source, given as `FORM=PATH`.
pub(crate) fn read(source: &str) -> Result<Vec<Listed>, String> {
    let (form, path) = source.split_once('=').ok_or("a list is given as FORM=PATH")?;
    let bytes = std::fs::read(Path::new(path)).map_err(|e| format!("{path}: {e}"))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(match form {
        "kiwi" => kiwi(&text),
        "mecab" => mecab(&text),
        "ipadic" => ipadic(&text),
        "jieba" => jieba(&text),
        "plain" => plain(&text)?,
        "geonames" => geonames(&text)?,
        "own" => own(&text),
        _ => return Err(format!("{form} is no form of a list")),
    })
}

fn listed(name: &str, class: u8) -> Listed {
    Listed {
        name: name.trim().into(),
        class: Some(class),
    }
}

/// `name TAB class`.
fn kiwi(text: &str) -> Vec<Listed> {
    text.lines()
        .filter_map(|l| l.split_once('\t'))
        .filter_map(|(name, class)| {
            let class = match class {
                "1" => PERSON,
                "3" => PLACE,
                "4" => BODY,
                _ => return None,
            };
            Some(listed(name, class))
        })
        .collect()
}

/// The features of a dictionary of mecab, each ended by a zero byte: `NNP,인명,T,이재명,…`.
fn mecab(text: &str) -> Vec<Listed> {
    let mut seen = HashSet::new();
    text.split('\0')
        .filter_map(|row| {
            let columns: Vec<&str> = row.split(',').collect();
            let [tag, sense, _, name, ..] = columns.as_slice() else {
                return None;
            };
            let class = match (*tag, *sense) {
                ("NNP", "인명") => Some(FULL),
                ("NNP", "지명") => Some(TOWN),
                ("NNP", _) => Some(OTHER),
                ("NNG", _) => None,
                _ => return None,
            };
            let hangul = name.chars().all(|c| ('가'..='힣').contains(&c)) && name.chars().count() >= 2;
            (hangul && seen.insert((*name, class))).then(|| Listed {
                name: (*name).into(),
                class,
            })
        })
        .collect()
}

/// The features of the dictionary of mecab for Japanese: `名詞,固有名詞,人名,姓,*,*,鈴木,…`.
fn ipadic(text: &str) -> Vec<Listed> {
    let mut seen = HashSet::new();
    text.split('\0')
        .filter_map(|row| {
            let columns: Vec<&str> = row.split(',').collect();
            let ["名詞", sense, of, part, _, _, name, ..] = columns.as_slice() else {
                return None;
            };
            let class = match (*sense, *of, *part) {
                ("固有名詞", "人名", "姓") => Some(SURNAME),
                ("固有名詞", "人名", "名") => Some(GIVEN),
                ("固有名詞", "人名", _) => Some(FULL),
                ("固有名詞", "地域", "国") => Some(PLACE),
                ("固有名詞", "地域", _) => Some(TOWN),
                ("固有名詞", "組織", _) => Some(BODY),
                ("固有名詞", ..) => Some(OTHER),
                ("一般" | "サ変接続" | "形容動詞語幹" | "副詞可能", ..) => None,
                _ => return None,
            };
            let long = name.chars().count() >= 2 && !name.is_ascii();
            (long && seen.insert((*name, class))).then(|| Listed {
                name: (*name).into(),
                class,
            })
        })
        .collect()
}

/// `name TAB class`, the class as it is called in `known::CLASSES`.
fn plain(text: &str) -> Result<Vec<Listed>, String> {
    text.lines()
        .map(|line| {
            let (name, class) = line
                .split_once('\t')
                .ok_or_else(|| format!("{line} has no class"))?;
            let at = CLASSES
                .iter()
                .position(|c| *c == class)
                .ok_or_else(|| format!("{class} is no class"))?;
            Ok(listed(name, at as u8))
        })
        .collect()
}

/// `word count tag`.
fn jieba(text: &str) -> Vec<Listed> {
    text.lines()
        .filter_map(|line| {
            let mut columns = line.split(' ');
            let (name, _, tag) = (columns.next()?, columns.next()?, columns.next()?);
            let class = match tag {
                _ if tag.starts_with("nr") => Some(PERSON),
                "ns" => Some(PLACE),
                "nt" => Some(BODY),
                "nz" => Some(OTHER),
                _ => None,
            };
            let han = name.chars().count() >= 2 && !name.is_ascii();
            han.then(|| Listed {
                name: name.into(),
                class,
            })
        })
        .collect()
}

/// Cities with their names in other scripts.
fn geonames(text: &str) -> Result<Vec<Listed>, String> {
    let cities: serde_json::Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for city in cities.as_object().into_iter().flat_map(|o| o.values()) {
        let large = city["population"].as_u64().unwrap_or(0) >= 50_000;
        let main = city["name"].as_str().into_iter().filter(|_| large);
        let others = city["alternatenames"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|n| n.as_str());
        let others = others.filter(|n| {
            n.chars().count() >= 2
                && n.chars().all(|c| {
                    ('가'..='힣').contains(&c) || ('ァ'..='ー').contains(&c) || ('一'..='鿿').contains(&c)
                })
        });
        for name in main.chain(others) {
            if seen.insert(name.to_owned()) {
                all.push(listed(name, TOWN));
            }
        }
    }
    Ok(all)
}

/// The own list: kind, main form, then spellings in four columns.
fn own(text: &str) -> Vec<Listed> {
    const KINDS: [&str; 6] = ["PER", "ORG", "LOC", "PROD", "EVENT", "WORK"];
    let mut all = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let Some((kind, rest)) = line.split_once('\t') else {
            continue;
        };
        let Some(at) = KINDS.iter().position(|k| *k == kind.trim_end_matches('*')) else {
            continue;
        };
        let names = rest
            .split(['\t', '|'])
            .filter(|n| !n.is_empty() && !n.starts_with('?'));
        all.extend(names.map(|n| listed(n, OWN + at as u8)));
    }
    all
}
