//! stub
use std::collections::BTreeMap;
use crate::text::wrap::Mode;
use crate::library::value::Sort;
#[derive(Debug,Clone)] pub struct Settings { pub keys: BTreeMap<String,BTreeMap<String,Vec<String>>>, pub list: ListS, pub reader: ReaderS, pub screen: ScreenS }
#[derive(Debug,Clone)] pub struct ListS { pub sort: Sort, pub lines: u8 }
#[derive(Debug,Clone)] pub struct ReaderS { pub measure: u16, pub wrap: Mode }
#[derive(Debug,Clone)] pub struct ScreenS { pub borders: Borders, pub mouse: bool, pub hints: bool, pub which_key_ms: Option<u16>, pub preview_ms: u16 }
#[derive(Debug,Clone,Copy,PartialEq,Eq)] pub enum Borders { Rounded, Plain, Ascii }
