//! `jobo names merge`, `split`, `rename` and their like: one correction each, undone like all others.

use super::meant;
use crate::cli::args::NamesVerb;
use crate::cli::fault::{DONE, Fault, NOTHING};
use crate::cli::out::Out;
use crate::cli::place::Ground;
use crate::cli::show;
use crate::entity::Kind;
use crate::library::edit::{Correction, NameKey};
use crate::library::reader::Reader;
use crate::text::Clean;
use crate::text::fold::fold;

/// Carries a correction out, or takes the last one back.
pub(super) fn teach(ground: &Ground, what: &NamesVerb, out: &mut Out) -> Result<i32, Fault> {
    let place = crate::cli::reading(ground, &[])?;
    let mut writer = place.library.writer()?;
    let changed = match what {
        NamesVerb::Undo => writer.undo()?,
        NamesVerb::Redo => writer.redo()?,
        other => {
            let reader = place.library.reader()?;
            let correction = correction(&reader, other)?;
            let receipt = writer.correct(&correction)?;
            if let Some(reason) = receipt.unlogged {
                crate::cli::complain(&Clean::new(&reason));
            }
            if let (NamesVerb::Split(split), true) = (other, receipt.applied.is_empty()) {
                written_so(&reader, &split.name, &split.spelling)?;
            }
            receipt.applied
        }
    };
    for edit in &changed {
        out.line(&super::exchange::line_of(edit))?;
    }
    if changed.is_empty() {
        crate::cli::complain(&ground.words.get("cli.nothing-changed").into());
    }
    Ok(if changed.is_empty() { NOTHING } else { DONE })
}

/// A fault if a name is never written in a form.
fn written_so(reader: &Reader, name: &str, form: &str) -> Result<(), Fault> {
    let name = meant(reader, name, None)?;
    let wanted = fold(&Clean::new(form));
    let forms = reader.spellings(name.id)?;
    if forms.iter().any(|known| fold(known) == wanted) {
        return Ok(());
    }
    Err(Fault::NoSpelling(name.text.to_string(), form.to_owned()))
}

fn correction(reader: &Reader, what: &NamesVerb) -> Result<Vec<Correction>, Fault> {
    let key = |name: &str| -> Result<NameKey, Fault> { Ok(meant(reader, name, None)?.key) };
    Ok(vec![match what {
        NamesVerb::Merge(two) => Correction::Merge {
            name: key(&two.name)?,
            into: key(&two.other)?,
        },
        NamesVerb::Apart(two) => Correction::Apart {
            name: key(&two.name)?,
            other: key(&two.other)?,
        },
        NamesVerb::Split(split) => Correction::Split {
            name: key(&split.name)?,
            spelling: Clean::new(&split.spelling),
            to: split.to.as_deref().map(key).transpose()?,
        },
        NamesVerb::Rename(rename) => Correction::Rename {
            name: key(&rename.name)?,
            to: rename.text.as_deref().map(Clean::new).filter(|t| !t.is_empty()),
        },
        NamesVerb::Retype(retype) => Correction::Retype {
            name: key(&retype.name)?,
            to: retype.kind.map(Kind::from),
        },
        NamesVerb::Hide(switch) => Correction::Hide {
            name: key(&switch.name)?,
            on: !switch.off,
        },
        NamesVerb::Watch(switch) => Correction::Watch {
            name: key(&switch.name)?,
            on: !switch.off,
        },
        NamesVerb::Make(make) => Correction::Make {
            text: Clean::new(&make.text),
            kind: make.kind.into(),
        },
        NamesVerb::Deny(deny) => Correction::Deny {
            name: key(&deny.name)?,
            story: match &deny.story {
                Some(id) => {
                    let row = show::row_of(reader, id)?;
                    reader.headers(&[row])?.first().map(|header| header.story)
                }
                None => None,
            },
            spelling: deny.spelling.as_deref().map(Clean::new),
        },
        _ => return Ok(Vec::new()),
    }])
}
