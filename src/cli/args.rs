//! What may be typed after `jobo`: one place feeds the parser, the help, the man page and the completions.

mod names;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::article::language::Language;
use crate::entity::Kind;
use crate::library::note::Colour;
use crate::library::value::Sort;
pub use names::{
    Check, Deny, Entity, Exchange, GraphFormat, GraphOut, Make, Names, NamesVerb, PathBetween, Rename,
    Retype, Review, Scan, Split, Switch, Two,
};

/// A reader for your own library of articles, in a terminal.
///
/// Without a verb, opens the screen: on your own library, on the sample if you have none yet, or on the folders and
/// files named. Verbs win over paths; write ./list for a folder of that name.
#[derive(Debug, Parser)]
#[command(
    name = "jobo",
    version,
    max_term_width = 100,
    subcommand_value_name = "VERB",
    subcommand_help_heading = "Verbs"
)]
#[command(
    after_help = "Exit codes: 0 done; 1 nothing found, or some files could not be read; 2 wrong use, or \
                        something that jobo needs is missing; 101 a fault of jobo itself; 128+n ended by signal n."
)]
pub struct Cli {
    /// What holds for every verb.
    #[command(flatten)]
    pub options: Options,
    /// What to do; without one, the screen.
    #[command(subcommand)]
    pub verb: Option<Verb>,
    /// Line by line instead of the screen: for screen readers, plain terminals and pipes.
    #[arg(long)]
    pub plain: bool,
    /// Folders and files to open as a library of their own; nothing is written there.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// What holds for every verb.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options before any verb")]
pub struct Options {
    /// The library to use, instead of your own.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "JOBO_LIBRARY",
        hide_env_values = true
    )]
    pub library: Option<PathBuf>,
    /// Opens the sample library.
    #[arg(long, global = true, conflicts_with = "library")]
    pub sample: bool,
    /// The settings file to use.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "JOBO_CONFIG",
        hide_env_values = true
    )]
    pub config: Option<PathBuf>,
    /// The language of the screen: ko, en, ja or zh.
    #[arg(long, global = true, value_name = "LANGUAGE", env = "JOBO_LANG", hide_env_values = true, value_parser = screen_language)]
    pub lang: Option<Language>,
    /// The theme: auto, or the name of one.
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        env = "JOBO_THEME",
        hide_env_values = true
    )]
    pub theme: Option<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Takes files and folders into your own library; a folder stays a source and is read again later.
    ///
    /// Exits with 1 if some file could not be read: it is in the list with the reason, and no other file is missing
    /// for it.
    Import(Import),
    /// Lists stories, newest first.
    List(List),
    /// Reads line by line: lists, opens, follows names, searches, bookmarks and notes without a screen.
    ///
    /// Orders are letters or words, and h lists them. Where standard output is no terminal, prints the one story that is
    /// asked for; with nothing asked, takes orders from standard input and answers them all. Chosen by itself for jobo
    /// where TERM is dumb or empty.
    Read(Read),
    /// Opens the sample with a tour: three minutes in which a strip names the next key and sees that it was pressed.
    ///
    /// Left early, the next tour goes on where this one was left.
    Tour,
    /// Searches for stories in the query language: words, "phrases", -without, OR, name: in: date: is: …
    ///
    /// docs/search.md has the whole language. Exits with 1 if nothing was found.
    Search(Search),
    /// Searches the texts for exact letters or a regular expression.
    Grep(Grep),
    /// Lists, keeps, renames and forgets saved searches.
    Searches(Searches),
    /// Lists, tries, adds and removes rules for what comes in.
    Rules(Rules),
    /// Prints a story.
    Show(Show),
    /// Lists the names of the library, or the stories that name one.
    Entities(Entities),
    /// Prints the card of a name: spellings, roles, companions, newest sentences.
    Entity(Entity),
    /// Corrects names, and hands corrections on.
    Names(Names),
    /// Lists stories that share names with one.
    Related(Related),
    /// Prints the shortest chain of stories between two names.
    Path(PathBetween),
    /// Lists, shows, adds, exports and imports notes and highlights.
    Notes(Notes),
    /// Unites what was marked and noted on several devices, through a folder that anything may carry between them.
    ///
    /// Each device adds lines to a file of its own in the folder; nothing there is ever rewritten. Articles are not
    /// carried: each device imports them itself.
    Sync {
        /// The folder; it is made if there is none.
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        /// How to print the report.
        #[command(flatten)]
        form: Form,
    },
    /// Prints, checks or edits the settings.
    Config(Config),
    /// Prints paths, versions, facts of the terminal, and how well the library is.
    Doctor(Doctor),
    /// Prints completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Prints the manual page, for man -l -.
    Man {
        /// Writes every page below this folder instead, where man looks for it: the verbs, keys, settings, searches, formats.
        #[arg(long, value_name = "FOLDER")]
        all: Option<PathBuf>,
    },
}

/// Takes files and folders in.
#[derive(Debug, Args)]
pub struct Import {
    /// Folders and files; without any, all sources are looked at again.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to print the report.
    #[command(flatten)]
    pub form: Form,
}

/// The settings.
#[derive(Debug, Args)]
pub struct Config {
    /// What to do.
    #[command(subcommand)]
    pub verb: ConfigVerb,
}

/// What to do with the settings.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ConfigVerb {
    /// Prints where the settings file is, or would be.
    Path,
    /// Prints every setting at its default, with what it does.
    Default,
    /// Says what is wrong in the settings, the keys and your own themes; exits with 1 if anything is.
    Check {
        /// How to print.
        #[command(flatten)]
        form: Form,
    },
    /// Opens the settings file in $VISUAL or $EDITOR, made if there is none, and checks it.
    Edit,
}

/// How to print.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct Form {
    /// Prints one JSON array; docs/json.md has the fields.
    #[arg(long)]
    pub json: bool,
    /// Prints one JSON object a line.
    #[arg(long, conflicts_with = "json")]
    pub jsonl: bool,
}

/// Folders and files to read instead of a library.
#[derive(Debug, Clone, Default, Args)]
pub struct From {
    /// Reads this folder or file as a library of its own; may be given again.
    #[arg(long, value_name = "PATH")]
    pub from: Vec<PathBuf>,
}

/// Lists stories.
#[derive(Debug, Args)]
pub struct List {
    /// Folders and files to list, as a library of their own.
    #[arg(value_name = "PATH", conflicts_with = "from")]
    pub paths: Vec<PathBuf>,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// Which ones.
    #[command(flatten)]
    pub choice: Choice,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// Which stories, in which order.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Which stories")]
pub struct Choice {
    /// Only unread ones.
    #[arg(long)]
    pub unread: bool,
    /// Only bookmarked ones.
    #[arg(long)]
    pub bookmarked: bool,
    /// Only those of this outlet.
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Only those with this tag.
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Only those in this language: ko, en, ja, zh or und.
    #[arg(long, visible_alias = "lang-of", value_name = "LANGUAGE", value_parser = story_language)]
    pub language: Option<Language>,
    /// Only those of this day or later: 2025-08-22.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub since: Option<jiff::civil::Date>,
    /// Only those of this day or earlier.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub until: Option<jiff::civil::Date>,
    /// At most so many.
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<usize>,
    /// The order.
    #[arg(long, value_enum, default_value_t = Order::Date)]
    pub sort: Order,
    /// The order turned round.
    #[arg(long)]
    pub reverse: bool,
}

/// Orders of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Order {
    /// Newest first.
    #[default]
    Date,
    /// By outlet, then newest first.
    Outlet,
    /// By headline.
    Title,
    /// Unread before read.
    Unread,
}

impl std::convert::From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Date => Self::Date,
            Order::Outlet => Self::Outlet,
            Order::Title => Self::Title,
            Order::Unread => Self::Unread,
        }
    }
}

/// Reads line by line.
#[derive(Debug, Args)]
pub struct Read {
    /// The story: six letters of its id or more, or words to search for.
    #[arg(value_name = "ID|QUERY")]
    pub asked: Vec<String>,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
}

/// Searches for stories.
#[derive(Debug, Args)]
pub struct Search {
    /// The query; words after each other must all be found. Put -- before one that begins with -.
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// At most so many.
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    pub limit: usize,
    /// The order; sort: in the query says it too.
    #[arg(long, value_enum)]
    pub sort: Option<SearchOrder>,
    /// Counts outlets, months, names and languages of what was found.
    #[arg(long)]
    pub facets: bool,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// Orders of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SearchOrder {
    /// Newest first.
    Date,
    /// Oldest first.
    Oldest,
    /// Best first.
    Relevance,
    /// By outlet, then newest first.
    Outlet,
    /// By headline.
    Title,
    /// Unread before read.
    Unread,
}

impl std::convert::From<SearchOrder> for Sort {
    fn from(order: SearchOrder) -> Self {
        match order {
            SearchOrder::Date | SearchOrder::Oldest => Self::Date,
            SearchOrder::Relevance => Self::Relevance,
            SearchOrder::Outlet => Self::Outlet,
            SearchOrder::Title => Self::Title,
            SearchOrder::Unread => Self::Unread,
        }
    }
}

/// Searches the texts letter by letter.
#[derive(Debug, Args)]
pub struct Grep {
    /// The letters, or with -e a regular expression (of the regex crate: linear in the text, without back references).
    #[arg(value_name = "PATTERN")]
    pub pattern: String,
    /// Takes the pattern as a regular expression.
    #[arg(short = 'e', long)]
    pub regex: bool,
    /// Takes capitals and small letters for the same.
    #[arg(short, long)]
    pub ignore_case: bool,
    /// Only in stories that answer this query.
    #[arg(long, value_name = "QUERY")]
    pub within: Option<String>,
    /// At most so many lines.
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<usize>,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// A query that is kept under a name.
#[derive(Debug, Args)]
pub struct NamedQuery {
    /// Its name.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The query.
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
}

/// Saved searches.
#[derive(Debug, Args)]
pub struct Searches {
    /// What to do.
    #[command(subcommand)]
    pub verb: SearchesVerb,
}

/// What to do with saved searches.
#[derive(Debug, Subcommand)]
pub enum SearchesVerb {
    /// Lists them, each with its unread stories.
    List {
        /// How to print.
        #[command(flatten)]
        form: Form,
    },
    /// Keeps a search under a name, or gives the name to another search.
    Add {
        /// Its name and its query.
        #[command(flatten)]
        named: NamedQuery,
    },
    /// Gives a saved search another name.
    Rename {
        /// Its name.
        #[arg(value_name = "NAME")]
        name: String,
        /// Its new name.
        #[arg(value_name = "NEW")]
        to: String,
    },
    /// Forgets a saved search.
    Rm {
        /// Its name.
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// Rules for what comes in.
#[derive(Debug, Args)]
pub struct Rules {
    /// What to do.
    #[command(subcommand)]
    pub verb: RulesVerb,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RulesVerb {
    /// Lists the stories of today's library that a rule with this query would take.
    Try {
        /// The query.
        #[arg(value_name = "QUERY", required = true)]
        query: Vec<String>,
        /// At most so many.
        #[arg(long, value_name = "COUNT", default_value_t = 20)]
        limit: usize,
        /// How to print.
        #[command(flatten)]
        form: Form,
    },
    /// Lists the rules.
    List {
        /// How to print.
        #[command(flatten)]
        form: Form,
    },
    /// Adds a rule, or changes one; it acts on what comes in from then on.
    Add {
        /// Its name and its query.
        #[command(flatten)]
        named: NamedQuery,
        /// What it does.
        #[command(flatten)]
        does: RuleDoes,
    },
    /// Removes a rule; what it did stays.
    Rm {
        /// Its name.
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// What a rule does with each story.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub struct RuleDoes {
    /// Puts this tag on it; may be given again.
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Bookmarks it.
    #[arg(long)]
    pub bookmark: bool,
    /// Puts it away: it is in no list but those of searches.
    #[arg(long)]
    pub hide: bool,
    /// Marks it read.
    #[arg(long)]
    pub read: bool,
    /// Says that it came.
    #[arg(long)]
    pub watch: bool,
}

/// Prints a story.
#[derive(Debug, Args)]
pub struct Show {
    /// The story: its id or the first letters of it; ID.2 is the second item of a digest.
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// Prints the furniture too: masthead, copyright, share lines.
    #[arg(long)]
    pub all: bool,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// Lists names, or the stories that name one.
#[derive(Debug, Args)]
pub struct Entities {
    /// A name: lists the stories that name it.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Only names of this kind.
    #[arg(long, value_enum, value_name = "KIND", ignore_case = true)]
    pub kind: Option<NameKind>,
    /// At most so many.
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<usize>,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// Kinds of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NameKind {
    /// People.
    Per,
    /// Companies, parties, offices, teams.
    Org,
    /// Places.
    Loc,
    /// Products and models.
    Prod,
    /// Events.
    Event,
    /// Books, films, laws.
    Work,
}

impl std::convert::From<NameKind> for Kind {
    fn from(kind: NameKind) -> Self {
        match kind {
            NameKind::Per => Self::Per,
            NameKind::Org => Self::Org,
            NameKind::Loc => Self::Loc,
            NameKind::Prod => Self::Prod,
            NameKind::Event => Self::Event,
            NameKind::Work => Self::Work,
        }
    }
}

/// Lists related stories.
#[derive(Debug, Args)]
pub struct Related {
    /// The story.
    #[arg(value_name = "ID")]
    pub id: String,
    /// At most so many.
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    pub limit: usize,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// Notes and highlights.
#[derive(Debug, Args)]
pub struct Notes {
    /// What to do; without one, lists them.
    #[command(subcommand)]
    pub verb: Option<NotesVerb>,
}

/// What to do with notes.
#[derive(Debug, Subcommand)]
pub enum NotesVerb {
    /// Lists notes, the last changed first.
    List {
        /// Which ones.
        #[command(flatten)]
        choice: NoteChoice,
        /// How to print.
        #[command(flatten)]
        form: Form,
    },
    /// Prints notes in full.
    Show {
        /// The notes: their ids or the first letters of them.
        #[arg(value_name = "NOTE", required = true)]
        ids: Vec<String>,
        /// How to print.
        #[command(flatten)]
        form: Form,
    },
    /// Adds a note to a story, or a highlight where there is no text; prints its id.
    Add(AddNote),
    /// Writes notes for other programs.
    ///
    /// obsidian and logseq write a file for each story into a folder, and written again leave alone what you added
    /// to them; the other forms print one text. docs/notes.md describes each.
    Export {
        /// The form.
        #[arg(value_name = "FORM", value_enum)]
        form: NoteForm,
        /// Where to: a folder for obsidian and logseq, a file for the others, which are printed without it.
        #[arg(long, value_name = "PATH")]
        to: Option<PathBuf>,
        /// Which ones.
        #[command(flatten)]
        choice: NoteChoice,
    },
    /// Takes notes in: W3C annotations, hypothes.is, Obsidian Web Clipper, Omnivore highlights, jobo's own.
    ///
    /// Each is found in the library by its address and its words. Exits with 1 if some story is not there.
    Import {
        /// The files; - is standard input.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// How to print the report.
        #[command(flatten)]
        form: Form,
    },
    /// Counts notes by what became of their passages.
    Check {
        /// How to print.
        #[command(flatten)]
        form: Form,
    },
}

/// A note to be added.
#[derive(Debug, Args)]
pub struct AddNote {
    /// The story: its id or the first letters of it.
    #[arg(value_name = "ID")]
    pub story: String,
    /// The passage, in its own words; without one, the note is on the whole story.
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    pub quote: Option<String>,
    /// What it says; - reads standard input.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// The colour.
    #[arg(long, value_enum, default_value_t = Ink::Yellow)]
    pub colour: Ink,
    /// A tag; may be given again.
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
}

/// Which notes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Which notes")]
pub struct NoteChoice {
    /// Only those whose quote, text or tags hold these words.
    #[arg(long, value_name = "WORDS")]
    pub find: Option<String>,
    /// Only those with this tag.
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Only those of this colour.
    #[arg(long, value_enum, value_name = "COLOUR")]
    pub colour: Option<Ink>,
    /// Only those that have this name in quote or text.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Only those on stories of this outlet.
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Only those on this story.
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// Only those made on this day or later: 2025-08-22.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub since: Option<jiff::civil::Date>,
    /// Only those made on this day or earlier.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub until: Option<jiff::civil::Date>,
    /// Only those of which this became.
    #[arg(long, value_enum, value_name = "STATE")]
    pub state: Option<NoteState>,
    /// At most so many.
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<usize>,
    /// The order.
    #[arg(long, value_enum, default_value_t = NoteOrder::Changed)]
    pub sort: NoteOrder,
    /// The order turned round.
    #[arg(long)]
    pub reverse: bool,
}

/// The colours of highlights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ink {
    /// The first.
    Yellow,
    /// The second.
    Green,
    /// The third.
    Blue,
    /// The fourth.
    Pink,
    /// The fifth.
    Purple,
}

impl std::convert::From<Ink> for Colour {
    fn from(ink: Ink) -> Self {
        match ink {
            Ink::Yellow => Self::Yellow,
            Ink::Green => Self::Green,
            Ink::Blue => Self::Blue,
            Ink::Pink => Self::Pink,
            Ink::Purple => Self::Purple,
        }
    }
}

/// What became of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NoteState {
    /// It is where it was.
    Anchored,
    /// It was found with something changed.
    Moved,
    /// It was not found.
    Orphan,
}

/// Orders of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum NoteOrder {
    /// The last changed first.
    #[default]
    Changed,
    /// The last made first.
    Made,
    /// By story, as they stand in it.
    Story,
    /// By colour.
    Colour,
}

/// Forms of notes for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NoteForm {
    /// A Markdown file for each story, for Obsidian.
    Obsidian,
    /// A Markdown file for each story, for Logseq.
    Logseq,
    /// W3C Web Annotation, as JSON-LD.
    W3c,
    /// The JSON of hypothes.is.
    Hypothesis,
    /// The CSV that Readwise takes.
    Readwise,
    /// One JSON object a line, with everything.
    Jsonl,
    /// The stories for citing, as BibLaTeX.
    Biblatex,
    /// The stories for citing, as CSL-JSON.
    Csl,
}

/// Says how things are.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// Characters of a word that may be meant for a verb.
const LONGEST_VERB: usize = 24;

/// The verb that was probably meant by a word that is none.
pub(super) fn verb_near(word: &str) -> Option<String> {
    use clap::CommandFactory as _;
    let table = Cli::command();
    let verbs = table.get_subcommands().map(clap::Command::get_name);
    let short = word.chars().count() <= LONGEST_VERB;
    let near = short
        .then(|| crate::config::fault::nearest(word, verbs))
        .flatten();
    near.map(str::to_owned)
}

fn screen_language(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| "the screen speaks ko, en, ja and zh".into())
}

fn story_language(text: &str) -> Result<Language, String> {
    match text {
        "und" => Ok(Language::Und),
        text => Language::from_tag(text).ok_or_else(|| "one of ko, en, ja, zh, und".into()),
    }
}

fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "a day is written 2025-08-22".into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("jobo").chain(line.split_whitespace()))
    }

    #[test]
    fn the_table_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn verbs_win_over_paths() {
        let verb = |line: &str| parse(line).map(|c| (c.verb.is_some(), c.paths.len()));
        for (line, expected) in [
            ("", (false, 0)),
            ("folder other.txt", (false, 2)),
            ("list", (true, 0)),
            ("./list", (false, 1)),
            ("--sample list", (true, 0)),
            ("list folder", (true, 0)),
            ("--library x.jobo show abc", (true, 0)),
            ("folder list", (false, 2)),
        ] {
            assert_eq!(verb(line).ok(), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            "list --json --jsonl",
            "--sample --library x",
            "list --since yesterday",
            "--lang fr",
            "show",
            "completions klingon",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
