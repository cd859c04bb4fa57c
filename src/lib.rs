//! jobo: a reader for your own library of articles, in a terminal.
//!
//! The map of the house. Lower rooms never import higher ones; `tests/layers.rs` holds this table as data.
//!
//! | layer | room | what it does |
//! |---|---|---|
//! | 0 | [`text`] | cleans, measures, breaks and folds text by grapheme and column |
//! | 0 | [`config`] | reads the settings file into plain values, with the line at fault |
//! | 1 | [`article`] | the story as the trade names its parts |
//! | 2 | [`ingest`] | turns bytes of any known format into drafts and notices |
//! | 2 | [`entity`] | finds who and what a story names |
//! | 3 | [`library`] | keeps stories, names, marks and notes on disk |
//! | 4 | [`exchange`] | turns notes into the files of other programs and back |
//! | 4 | `intake` | takes files and folders in |
//! | 5 | `app` | what is on screen and what each message makes of it |
//! | 6 | `ui` | draws an `App` |
//! | 7 | `run` | the loop: events in, effects out |
//! | 8 | `cli` | the commands outside the screen |
//!
//! `docs/architecture.md` has the invariants and the reasons.

pub mod app;
pub mod article;
pub mod cli;
pub mod config;
pub mod entity;
pub mod exchange;
pub mod ingest;
pub mod intake;
pub mod library;
pub mod query;
pub mod run;
pub mod text;
pub mod ui;
