//! What may be typed after `jobo names`, and for the verbs that ask about one name.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Form, From, NameKind};

/// Prints the card of a name.
#[derive(Debug, Args)]
pub struct Entity {
    /// The name, or its key as entities --json prints it.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Only a name of this kind.
    #[arg(long, value_enum, value_name = "KIND", ignore_case = true)]
    pub kind: Option<NameKind>,
    /// Prints every mention with its sentence instead of the card.
    #[arg(long)]
    pub mentions: bool,
    /// At most so many mentions.
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    pub limit: usize,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// Prints the shortest chain of stories between two names.
#[derive(Debug, Args)]
pub struct PathBetween {
    /// Where it begins.
    #[arg(value_name = "NAME")]
    pub from_name: String,
    /// Where it ends.
    #[arg(value_name = "OTHER")]
    pub to_name: String,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}

/// Corrects names, and hands corrections on.
#[derive(Debug, Args)]
pub struct Names {
    /// What to do.
    #[command(subcommand)]
    pub what: NamesVerb,
}

/// What to do with names.
#[derive(Debug, Subcommand)]
pub enum NamesVerb {
    /// Says that one name means the same as another: it is shown as that one everywhere.
    Merge(Two),
    /// Says that two names that look alike are not the same one.
    Apart(Two),
    /// Gives a spelling of a name to another name, or makes it a name of its own.
    Split(Split),
    /// Gives a name another text to be shown; without one, the text that was found.
    Rename(Rename),
    /// Says what kind a name is of; without one, the kind that was found.
    Retype(Retype),
    /// Takes a name out of sidebars, lists and relations.
    Hide(Switch),
    /// Watches a name.
    Watch(Switch),
    /// Makes a name of a text: it is found wherever the text stands.
    Make(Make),
    /// Says that something is not this name: in one story, where it is spelt so, or both.
    Deny(Deny),
    /// Takes the last change back: the last step of corrections or marks of this device.
    Undo,
    /// Makes the change again that was taken back last.
    Redo,
    /// Writes all corrections to a file, one JSON object a line; docs/names.md has the fields.
    Export(Exchange),
    /// Takes corrections from such a file; those that hold already change nothing.
    Import(Exchange),
    /// Prints the graph of names that stand together in stories.
    Graph(GraphOut),
    /// Walks through doubtful names: one letter each decides. Reads lines where there is no terminal.
    Review(Review),
    /// Prints precision and recall of the recogniser, measured by the corrections.
    Check(Check),
}

/// Two names.
#[derive(Debug, Args)]
pub struct Two {
    /// The name.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The other name; of two that are merged, the one that stays.
    #[arg(value_name = "OTHER")]
    pub other: String,
}

/// Gives a spelling away.
#[derive(Debug, Args)]
pub struct Split {
    /// The name.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The spelling.
    #[arg(value_name = "SPELLING")]
    pub spelling: String,
    /// The name that it means; without one, it becomes a name of its own.
    #[arg(long, value_name = "OTHER")]
    pub to: Option<String>,
}

/// Gives a name another text.
#[derive(Debug, Args)]
pub struct Rename {
    /// The name.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The text.
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
}

/// Gives a name another kind.
#[derive(Debug, Args)]
pub struct Retype {
    /// The name.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The kind.
    #[arg(value_enum, value_name = "KIND", ignore_case = true)]
    pub kind: Option<NameKind>,
}

/// Turns something about a name on or off.
#[derive(Debug, Args)]
pub struct Switch {
    /// The name.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// No longer.
    #[arg(long)]
    pub off: bool,
}

/// Makes a name.
#[derive(Debug, Args)]
pub struct Make {
    /// The kind.
    #[arg(value_enum, value_name = "KIND", ignore_case = true)]
    pub kind: NameKind,
    /// The text.
    #[arg(value_name = "TEXT")]
    pub text: String,
}

/// Says that something is not a name.
#[derive(Debug, Args)]
pub struct Deny {
    /// The name that it was taken for.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Only in this story: its id or the first letters of it.
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// Only where it is spelt so.
    #[arg(long, value_name = "SPELLING")]
    pub spelling: Option<String>,
}

/// A file of corrections.
#[derive(Debug, Args)]
pub struct Exchange {
    /// The file; - or nothing for standard output or input.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Prints the graph of names.
#[derive(Debug, Args)]
pub struct GraphOut {
    /// The format.
    #[arg(long, value_enum, default_value_t = GraphFormat::Graphml)]
    pub format: GraphFormat,
    /// So many names at most, those with the most stories.
    #[arg(long, value_name = "COUNT", default_value_t = 500)]
    pub names: usize,
    /// Only names that share so many stories.
    #[arg(long, value_name = "COUNT", default_value_t = 2)]
    pub least: u32,
    /// Folders and files.
    #[command(flatten)]
    pub from: From,
}

/// Formats of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// `GraphML`, for Gephi, yEd and Cytoscape.
    Graphml,
    /// DOT, for Graphviz.
    Dot,
}

/// Walks through doubtful names.
#[derive(Debug, Args)]
pub struct Review {
    /// At most so many.
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    pub limit: usize,
}

/// Measures the recogniser.
#[derive(Debug, Args)]
pub struct Check {
    /// How to print.
    #[command(flatten)]
    pub form: Form,
}
