//! `jobo man` and `jobo completions`: made from the table of the command line.

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::Cli;
use super::fault::{DONE, Fault};
use super::out::Out;

mod markdown;
pub(super) mod pages;

/// What the parser's table does not say.
const SECTIONS: &[(&str, &[(&str, &str)])] = &[
    (
        "EXIT STATUS",
        &[
            ("0", "Done. A closed pipe counts as done."),
            ("1", "Nothing was found, or some files could not be read."),
            (
                "2",
                "Wrong use, or something that jobo needs is missing: a terminal, a file, a library.",
            ),
            ("101", "A fault of jobo itself. The log says more."),
            ("128+n", "Ended by signal n."),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            (
                "JOBO_DATA, JOBO_STATE, JOBO_CACHE",
                "Folders to use instead of the platform's. XDG_* counts on every system.",
            ),
            (
                "JOBO_LIBRARY, JOBO_CONFIG, JOBO_LANG, JOBO_THEME",
                "As the options of these names.",
            ),
            (
                "JOBO_LOG",
                "Least level of what is logged: error, warn, info, debug or trace. Without it nothing is logged but panics.",
            ),
            ("NO_COLOR", "No colours, if not empty."),
            ("COLORTERM", "truecolor or 24bit: any colour may be used."),
            (
                "COLORFGBG",
                "Whether the terminal is dark or light, where the theme does not say.",
            ),
            (
                "BROWSER",
                "Opens addresses: a program and its arguments, no shell.",
            ),
            (
                "PAGER",
                "Shows an article's own file: a program and its arguments, no shell.",
            ),
        ],
    ),
    (
        "FILES",
        &[
            ("config.toml", "The settings; jobo doctor says where it is."),
            ("library.jobo", "Your own library, in the data folder."),
            (
                "folders/*.jobo",
                "Libraries of folders that were opened by path. Nothing is written to the folders themselves.",
            ),
            ("jobo.log", "The log, in the state folder."),
        ],
    ),
];

pub(super) fn page(out: &mut Out) -> Result<i32, Fault> {
    let mut bytes = Vec::new();
    Man::new(Cli::command()).render(&mut bytes)?;
    for verb in Cli::command().get_subcommands() {
        bytes.extend(verb_section(verb)?);
    }
    bytes.extend(common_sections()?);
    out.bytes(&bytes)?;
    Ok(DONE)
}

/// What holds for every verb, as sections.
fn common_sections() -> std::io::Result<Vec<u8>> {
    let mut roff = Roff::new();
    for (title, rows) in SECTIONS {
        roff.control("SH", [*title]);
        for (name, text) in *rows {
            roff.control("TP", []);
            roff.text([bold(*name)]);
            roff.text([roman(*text)]);
        }
    }
    let mut bytes = Vec::new();
    roff.to_writer(&mut bytes)?;
    Ok(bytes)
}

/// What a verb does and takes, as a section of the one page.
fn verb_section(verb: &clap::Command) -> std::io::Result<Vec<u8>> {
    let mut roff = Roff::new();
    roff.control("SH", [format!("jobo {}", verb.get_name()).as_str()]);
    let about = verb.get_long_about().or(verb.get_about());
    roff.text([roman(about.map(ToString::to_string).unwrap_or_default())]);
    let mut bytes = Vec::new();
    roff.to_writer(&mut bytes)?;
    let mut options = Vec::new();
    Man::new(verb.clone()).render_options_section(&mut options)?;
    // Its options are a part of this section and no section of their own.
    let options = String::from_utf8_lossy(&options).replace(".SH ", ".SS ");
    bytes.extend(options.into_bytes());
    Ok(bytes)
}

pub(super) fn completions(shell: Shell, out: &mut Out) -> Result<i32, Fault> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "jobo", &mut bytes);
    out.bytes(&bytes)?;
    Ok(DONE)
}
