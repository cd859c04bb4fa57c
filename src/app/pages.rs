//! Pages about names, line by line: what a card, mentions and reasons say and where each line leads.

pub mod changes;
mod history;

use crate::app::overlay::Hand;
use crate::app::overlay::sheet::{About, Entry, Goal, Line, Sheet, Tone};
use crate::app::words::{Words, count};
use crate::article::date::Date;
use crate::entity::{Kind, Rule};
use crate::library::lore::{Card, Companion, Link, Mentions, Quote, RoleSeen, Series, Spelling, Step, Why};
use crate::library::value::{Facet, Header, NameCount, NameId, Related};
use crate::text::width::Ruler;
use crate::text::{Clean, slice};

/// Stands by what comes from the reader's own notes, as in the margin of a story.
pub const MINE: &str = "¶";
/// Outlets named beside a spelling.
const OUTLETS: usize = 3;
/// Cells of the longest bar beside a shared name.
const BAR: u32 = 12;

/// What pages are made with.
#[derive(Debug, Clone, Copy)]
pub struct Pen<'a> {
    /// The catalogue.
    pub words: &'a Words,
    /// The day.
    pub today: Date,
    /// Whether bars are drawn with ASCII alone.
    pub ascii: bool,
    /// The columns of a line.
    pub cols: u16,
    /// How wide text is drawn.
    pub ruler: Ruler,
}

impl From<&NameCount> for Hand {
    fn from(name: &NameCount) -> Self {
        Self {
            id: name.id,
            key: name.key.clone(),
            text: name.text.clone(),
            kind: name.kind,
            watched: name.watched,
            place: None,
        }
    }
}

impl Pen<'_> {
    /// The word for a kind.
    pub fn kind(&self, kind: Kind) -> &str {
        self.words.get(match kind {
            Kind::Per => "kind.per",
            Kind::Org => "kind.org",
            Kind::Prod => "kind.prod",
            Kind::Loc => "kind.loc",
            Kind::Event => "kind.event",
            Kind::Work => "kind.work",
        })
    }

    fn date(&self, date: Option<Date>) -> String {
        date.map(|d| self.words.short_date(d, self.today).to_string())
            .unwrap_or_default()
    }

    fn head(&self, key: &str) -> [Entry; 2] {
        [
            only(Line::default()),
            only(Line::at(0, self.words.get(key)).toned(Tone::Head)),
        ]
    }

    /// A section, if it has lines.
    fn section(&self, key: &str, entries: Vec<Entry>) -> Vec<Entry> {
        if entries.is_empty() {
            return entries;
        }
        self.head(key).into_iter().chain(entries).collect()
    }

    /// The card of a name.
    pub fn card(&self, card: &Card) -> Sheet {
        let name = &card.name;
        let mut entries = vec![self.title(name, card.notes)];
        entries.extend(card.note.iter().map(|note| {
            only(Line {
                wraps: true,
                ..Line::at(0, note)
            })
        }));
        entries.extend(self.series(&card.series));
        entries.extend(self.seen("card.first", card.first.as_ref()));
        entries.extend(self.seen(
            "card.last",
            card.last.as_ref().filter(|_| card.first != card.last),
        ));
        let spelling = |s: &Spelling| self.spelling(s, card);
        entries.extend(self.section("card.spellings", card.spellings.iter().map(spelling).collect()));
        let merged = |n: &NameCount| leads(Line::at(2, &n.text).toned(Tone::Dim), Goal::Mentions(name.id));
        entries.extend(self.section("card.merged", card.merged.iter().map(merged).collect()));
        let role = |r: &RoleSeen| self.role(r, name.id);
        entries.extend(self.section("card.roles", card.roles.iter().map(role).collect()));
        let beside = |c: &Companion| {
            let line = Line::at(2, &c.name.text).toned(Tone::Kind(c.name.kind));
            let together = self.words.fill("card.together", &[("n", &count(c.together))]);
            leads(line.with_right(&together), Goal::Card(c.name.id))
        };
        entries.extend(self.section("card.companions", card.companions.iter().map(beside).collect()));
        let alike = |a: &crate::library::lore::Alike| {
            let line = Line::at(2, &a.name.text).toned(Tone::Kind(a.name.kind));
            leads(
                line.with_right(&format!("{} %", a.likeness)),
                Goal::Card(a.name.id),
            )
        };
        entries.extend(self.section("card.similar", card.similar.iter().map(alike).collect()));
        let quote = |q: &Quote| self.quote(q, name.id);
        entries.extend(self.section("card.newest", card.quotes.iter().map(quote).collect()));
        let title = self.words.get("pane.card").into();
        Sheet::new(About::Card(name.id), title, Some(name.into()), entries)
    }

    /// The name itself, with its kind and how many stories name it.
    fn title(&self, name: &NameCount, notes: u32) -> Entry {
        let stories = self.words.fill("card.count", &[("n", &count(name.stories))]);
        let mut right = format!("{} · {stories}", self.kind(name.kind));
        if notes > 0 {
            let notes = self.words.fill("card.notes", &[("n", &count(notes))]);
            right = format!("{right} · {MINE} {notes}");
        }
        if name.watched {
            right = format!("{} · {right}", self.words.get("card.watched"));
        }
        if name.hidden {
            right = format!("{} · {right}", self.words.get("card.hidden"));
        }
        let line = Line::at(0, &name.text)
            .toned(Tone::Head)
            .toned(Tone::Kind(name.kind));
        leads(line.with_right(&right), Goal::Mentions(name.id))
    }

    fn series(&self, series: &Series) -> Option<Entry> {
        let step = self.words.get(match series.step? {
            Step::Week => "card.week",
            Step::Month => "card.month",
            Step::Quarter => "card.quarter",
            Step::Year => "card.year",
        });
        // Blanks at the end would be cleaned away: an empty week is a line on the ground.
        let bars = sparkline(&series.counts, self.ascii);
        let most = series.counts.iter().max().copied().unwrap_or_default();
        let scale = self
            .words
            .fill("card.scale", &[("step", step), ("n", &count(most))]);
        Some(only(Line::at(0, &bars).with_right(&scale)))
    }

    fn seen(&self, key: &str, header: Option<&Header>) -> Option<Entry> {
        let header = header?;
        let line = Line::at(2, self.words.get(key)).toned(Tone::Dim);
        let line = line.and(&format!(" {}", header.headline), None);
        Some(leads(
            line.with_right(&self.date(header.date)),
            Goal::Story(header.row),
        ))
    }

    /// A spelling leads to the newest sentence that has it.
    fn spelling(&self, spelling: &Spelling, card: &Card) -> Entry {
        let written = |q: &&Quote| {
            let bytes = q.within.start as usize..q.within.end as usize;
            slice(&q.sentence, bytes) == spelling.text.as_str()
        };
        let goal = card
            .quotes
            .iter()
            .find(written)
            .map_or(Goal::Mentions(card.name.id), |q| {
                Goal::Place(q.place, Some(card.name.id))
            });
        let line =
            Line::at(2, &spelling.text).and(&format!(" {}", self.link(spelling.link)), Some(Tone::Dim));
        let outlet = |f: &Facet| format!("{} {}", f.value, f.stories);
        let mut right: Vec<String> = spelling.outlets.iter().take(OUTLETS).map(outlet).collect();
        right.push(
            self.words
                .fill("card.times", &[("n", &count(spelling.mentions))])
                .to_string(),
        );
        leads(line.with_right(&right.join(" · ")), goal)
    }

    fn role(&self, role: &RoleSeen, name: NameId) -> Entry {
        let (first, last) = (self.date(role.first), self.date(role.last));
        let when = if first == last {
            first
        } else {
            format!("{first} – {last}")
        };
        let times = self.words.fill("card.times", &[("n", &count(role.times))]);
        let line = Line::at(2, &role.role).with_right(&format!("{when} · {times}"));
        leads(line, Goal::Place(role.place, Some(name)))
    }

    /// A sentence under the line that says where it stands.
    fn quote(&self, quote: &Quote, name: NameId) -> Entry {
        let mut source = self.source(&quote.header);
        if quote.mine {
            source = Line::at(2, &format!("{MINE} {}", self.words.get("card.mine")))
                .toned(Tone::Head)
                .and(&format!(" {}", quote.header.headline), Some(Tone::Dim))
                .with_right(&self.date(quote.header.date));
        }
        Entry {
            lines: vec![source, sentence(quote)],
            goal: Some(Goal::Place(quote.place, Some(name))),
        }
    }

    fn source(&self, header: &Header) -> Line {
        let outlet = header
            .outlet
            .as_ref()
            .map(|o| format!("{o} · "))
            .unwrap_or_default();
        let line = Line::at(2, &format!("{outlet}{}", header.headline)).toned(Tone::Dim);
        line.with_right(&self.date(header.date))
    }

    /// The first mentions of a name.
    pub fn mentions(&self, name: &NameCount, mentions: &Mentions) -> Sheet {
        let holes = [("name", name.text.as_str()), ("n", &count(name.stories))];
        let title = self.words.fill("pane.mentions", &holes);
        let entries = self.more(name.id, mentions);
        let mut sheet = Sheet::new(About::Mentions(name.id), title, Some(name.into()), entries);
        sheet.more = mentions.next;
        sheet
    }

    /// Further mentions.
    pub fn more(&self, name: NameId, mentions: &Mentions) -> Vec<Entry> {
        mentions.quotes.iter().map(|q| self.quote(q, name)).collect()
    }

    fn link(&self, link: Link) -> &str {
        self.words.get(match link {
            Link::Same => "link.same",
            Link::List => "link.list",
            Link::Gloss => "link.gloss",
            Link::Short => "link.short",
            Link::Sound => "link.sound",
            Link::Story => "link.story",
            Link::Reader => "link.reader",
            Link::Own => "link.own",
        })
    }

    /// Why a mention counts as its name.
    pub fn why(&self, why: &Why, quote: &Quote) -> Sheet {
        let row = |key: &str, value: &str| {
            let line = Line::at(0, self.words.get(key)).toned(Tone::Dim);
            line.and(&format!(" {value}"), None)
        };
        let name = &why.name;
        let card = |key: &str, name: &NameCount| {
            let line = Line::at(0, self.words.get(key)).toned(Tone::Dim);
            let line = line.and(&format!(" {}", name.text), Some(Tone::Kind(name.kind)));
            leads(line.with_right(self.kind(name.kind)), Goal::Card(name.id))
        };
        let place = Goal::Place(why.place, Some(name.id));
        let (start, end) = (count(why.place.start), count(why.place.end));
        let holes = [("text", why.text.as_str()), ("start", &start), ("end", &end)];
        let span = self.words.fill("why.bytes", &holes);
        let mut entries = vec![card("why.name", name)];
        entries.extend(why.found.iter().map(|found| card("why.found", found)));
        entries.push(only(row("why.rule", self.words.get(rule_key(why.rule)))));
        entries.push(only(row("why.confidence", &format!("{} %", why.confidence))));
        entries.push(only(row("why.link", self.link(why.link))));
        entries.push(only(row("why.span", &span)));
        entries.push(only(Line::default()));
        entries.push(Entry {
            lines: vec![self.source(&quote.header), sentence(quote)],
            goal: Some(place),
        });
        let title = self.words.fill("pane.why", &[("name", &why.text)]);
        let hand = Hand {
            place: Some(why.place),
            ..Hand::from(name)
        };
        Sheet::new(About::Why(why.place), title, Some(hand), entries)
    }

    /// What ties a related story to the one at hand: the shared names and how much each weighs.
    pub fn tie(&self, related: &Related) -> Sheet {
        let header = &related.header;
        let mut entries = vec![leads(
            Line::at(0, &header.headline).with_right(&self.date(header.date)),
            Goal::Story(header.row),
        )];
        let all: u32 = related.ties.iter().map(|t| t.weight).sum::<u32>().max(1);
        let tie = |t: &crate::library::lore::Tie| {
            let share = (u64::from(t.weight) * 100 / u64::from(all)) as u32;
            let cell = if self.ascii { "#" } else { "█" };
            let bar = cell.repeat((u64::from(t.weight) * u64::from(BAR)).div_ceil(u64::from(all)) as usize);
            let stories = self.words.fill("card.count", &[("n", &count(t.stories))]);
            let line = Line::at(2, &t.text).and(&format!(" {bar}"), Some(Tone::Dim));
            leads(
                line.with_right(&format!("{stories} · {share} %")),
                Goal::Card(t.name),
            )
        };
        entries.extend(self.section("why.shared", related.ties.iter().map(tie).collect()));
        let note = Line {
            wraps: true,
            ..Line::at(0, self.words.get("why.rare")).toned(Tone::Dim)
        };
        entries.extend([only(Line::default()), only(note)]);
        let title = self.words.get("pane.tie").into();
        Sheet::new(About::Tie(header.row), title, None, entries)
    }
}

/// A line that leads nowhere.
fn only(line: Line) -> Entry {
    Entry {
        lines: vec![line],
        goal: None,
    }
}

fn leads(line: Line, goal: Goal) -> Entry {
    Entry {
        lines: vec![line],
        goal: Some(goal),
    }
}

/// A sentence with the mention lit.
fn sentence(quote: &Quote) -> Line {
    Line {
        text: quote.sentence.clone(),
        marks: vec![(quote.within.clone(), Tone::Lit)],
        indent: 4,
        wraps: true,
        ..Line::default()
    }
}

fn rule_key(rule: Rule) -> &'static str {
    match rule {
        Rule::Gazetteer => "rule.gazetteer",
        Rule::Role => "rule.role",
        Rule::Gloss => "rule.gloss",
        Rule::List => "rule.list",
        Rule::Short => "rule.short",
        Rule::Context => "rule.context",
        Rule::Version => "rule.version",
        Rule::Label => "rule.label",
        Rule::Model => "rule.model",
        Rule::Own => "rule.own",
    }
}

/// A series in eighths of a cell; in ASCII, in letters that grow darker.
fn sparkline(counts: &[u32], ascii: bool) -> Clean {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    const LETTERS: [char; 8] = ['_', '.', ':', '-', '=', '+', '*', '#'];
    let most = counts.iter().max().copied().unwrap_or_default().max(1);
    let bars = if ascii { LETTERS } else { BARS };
    let bar = |n: &u32| bars[((n * 7).div_ceil(most) as usize).min(7)];
    Clean::new(&counts.iter().map(bar).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::sparkline;

    #[test]
    fn a_series_is_a_row_of_bars() {
        let cases: &[(&[u32], &str, &str)] = &[
            (&[], "", ""),
            (&[0, 1, 2, 4, 8], "▁▂▃▅█", "_.:=#"),
            (&[3], "█", "#"),
            (&[0, 0], "▁▁", "__"),
        ];
        for (counts, bars, letters) in cases {
            assert_eq!(sparkline(counts, false).as_str(), *bars);
            assert_eq!(sparkline(counts, true).as_str(), *letters);
        }
    }
}
