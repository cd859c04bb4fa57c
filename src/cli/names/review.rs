//! `jobo names review` and `check`: doubtful names one by one, and how well the recogniser did.

use std::collections::VecDeque;
use std::io::BufRead;

use crate::app::words::Words;
use crate::cli::args::{Check, Review};
use crate::cli::fault::{DONE, Fault, NOTHING};
use crate::cli::json::ScoreRecord;
use crate::cli::out::Out;
use crate::cli::place::Ground;
use crate::entity::Kind;
use crate::library::edit::Correction;
use crate::library::lore::Doubt;
use crate::library::reader::Reader;
use crate::library::writer::Writer;

/// What a reader answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Merge,
    Keep,
    Hide,
    Retype(Kind),
    Skip,
    Undo,
    Quit,
}

/// The letters, the same in every language of the screen; a kind may follow `t`.
fn answer(line: &str) -> Option<Answer> {
    let mut words = line.split_whitespace();
    let letter = words.next().unwrap_or("s").to_lowercase();
    Some(match letter.as_str() {
        "m" => Answer::Merge,
        "k" => Answer::Keep,
        "h" => Answer::Hide,
        "t" => {
            let code = words.next()?.to_uppercase();
            Answer::Retype(Kind::ALL.into_iter().find(|kind| kind.code() == code)?)
        }
        "s" => Answer::Skip,
        "u" => Answer::Undo,
        "q" => Answer::Quit,
        _ => return None,
    })
}

/// Walks through doubtful names.
pub(super) fn review(ground: &Ground, asked: &Review, out: &mut Out) -> Result<i32, Fault> {
    let place = crate::cli::reading(ground, &[])?;
    let reader = place.library.reader()?;
    let doubts: VecDeque<Doubt> = reader.doubts(asked.limit)?.into();
    if doubts.is_empty() {
        crate::cli::complain(&ground.words.get("cli.nothing-doubtful").into());
        return Ok(NOTHING);
    }
    let mut writer = place.library.writer()?;
    let lines = std::io::stdin().lock();
    walk(&reader, &mut writer, &ground.words, doubts, lines, out)?;
    Ok(DONE)
}

fn walk(
    reader: &Reader,
    writer: &mut Writer,
    words: &Words,
    mut doubts: VecDeque<Doubt>,
    mut lines: impl BufRead,
    out: &mut Out,
) -> Result<(), Fault> {
    // What was passed, so that undo comes back to it: whether it changed anything.
    let mut passed: Vec<(Doubt, bool)> = Vec::new();
    let mut line = String::new();
    while let Some(doubt) = doubts.front() {
        ask(reader, words, doubt, doubts.len(), out)?;
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            break;
        }
        match answer(&line) {
            None => out.line(words.get("review.keys"))?,
            Some(Answer::Quit) => break,
            Some(Answer::Undo) => {
                if let Some((doubt, changed)) = passed.pop() {
                    if changed {
                        writer.undo()?;
                    }
                    doubts.push_front(doubt);
                }
            }
            Some(answer) => match correction(doubt, answer) {
                Some(correction) => {
                    let changed = !writer.correct(&[correction])?.applied.is_empty();
                    passed.extend(doubts.pop_front().map(|doubt| (doubt, changed)));
                }
                None if answer == Answer::Skip => {
                    passed.extend(doubts.pop_front().map(|doubt| (doubt, false)));
                }
                None => out.line(words.get("review.keys"))?,
            },
        }
    }
    Ok(())
}

/// Prints the question.
fn ask(reader: &Reader, words: &Words, doubt: &Doubt, left: usize, out: &mut Out) -> Result<(), Fault> {
    match doubt {
        Doubt::Alike {
            name,
            other,
            likeness,
        } => {
            let line = |n: &crate::library::value::NameCount| {
                format!("  {}\t{}\t{}", n.kind.code(), n.stories, n.text)
            };
            out.line(&format!("[{left}] {} {likeness} %", words.get("review.alike")))?;
            out.row(&line(name))?;
            out.row(&line(other))?;
            for one in [name, other] {
                sentence(reader, one.id, out)?;
            }
        }
        Doubt::Unsure { name, confidence, .. } => {
            let (kind, text) = (name.kind.code(), &name.text);
            out.line(&format!("[{left}] {} {confidence} %", words.get("review.unsure")))?;
            out.row(&format!("  {kind}\t{}\t{text}", name.stories))?;
            sentence(reader, name.id, out)?;
        }
    }
    out.line(words.get("review.keys"))?;
    out.flush()?;
    Ok(())
}

fn sentence(reader: &Reader, name: crate::library::value::NameId, out: &mut Out) -> Result<(), Fault> {
    if let Some(quote) = reader.mentions(name, 0)?.quotes.first() {
        out.paragraph("    ", &quote.sentence)?;
    }
    Ok(())
}

/// What an answer says of a doubt; `None` where it says nothing.
fn correction(doubt: &Doubt, answer: Answer) -> Option<Correction> {
    let (name, other) = match doubt {
        Doubt::Alike { name, other, .. } => (name, Some(other)),
        Doubt::Unsure { name, .. } => (name, None),
    };
    // Of two alike, what is hidden or retyped is the rarer one.
    let one = other.unwrap_or(name).key.clone();
    match (answer, other) {
        (Answer::Merge, Some(other)) => Some(Correction::Merge {
            name: other.key.clone(),
            into: name.key.clone(),
        }),
        // A name kept apart from itself was looked at and is kept as it is.
        (Answer::Keep, other) => Some(Correction::Apart {
            name: name.key.clone(),
            other: other.unwrap_or(name).key.clone(),
        }),
        (Answer::Hide, _) => Some(Correction::Hide { name: one, on: true }),
        (Answer::Retype(kind), _) => Some(Correction::Retype {
            name: one,
            to: Some(kind),
        }),
        _ => None,
    }
}

/// Prints precision and recall by the corrections.
pub(super) fn check(ground: &Ground, asked: &Check, out: &mut Out) -> Result<i32, Fault> {
    let place = crate::cli::reading(ground, &[])?;
    let scores = place.library.reader()?.score()?;
    if asked.form.json || asked.form.jsonl {
        let records = scores
            .iter()
            .map(|(kind, score)| Ok::<_, Fault>(ScoreRecord::of(*kind, score)));
        out.json(asked.form, records)?;
    } else if !scores.is_empty() {
        out.line(&ground.words.get("check.head").replace('|', "\t"))?;
        let share =
            |value: Option<u32>| value.map_or("–".into(), |v| format!("{:.1} %", f64::from(v) / 10.0));
        for (kind, s) in &scores {
            let (precision, recall) = (share(s.precision()), share(s.recall()));
            let counts = [s.right, s.wrong, s.missed, s.mistyped, s.mislinked].map(|n| n.to_string());
            out.line(&format!(
                "{}\t{precision}\t{recall}\t{}",
                kind.code(),
                counts.join("\t")
            ))?;
        }
    }
    if scores.is_empty() {
        crate::cli::complain(&ground.words.get("cli.nothing-corrected").into());
    }
    Ok(if scores.is_empty() { NOTHING } else { DONE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_answers() {
        for (line, expected) in [
            ("m\n", Some(Answer::Merge)),
            ("", Some(Answer::Skip)),
            ("\n", Some(Answer::Skip)),
            ("t org\n", Some(Answer::Retype(Kind::Org))),
            ("t\n", None),
            ("T PER", Some(Answer::Retype(Kind::Per))),
            ("x", None),
            ("u", Some(Answer::Undo)),
            ("q", Some(Answer::Quit)),
        ] {
            assert_eq!(answer(line), expected, "{line}");
        }
    }
}
