//! The options that every command takes.

use std::borrow::Cow;
use std::path::PathBuf;

use clap::ValueEnum;
use forms_core::finding::Lang;
use forms_core::pack::Pack;
use jiff::Zoned;
use jiff::civil::Date;
use serde::Serialize;

use crate::{Failure, file};

/// The form of the answer on standard output: for people, or one document in UTF-8 for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    Ja,
    En,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    /// How the answer is written
    #[arg(long, global = true, value_enum, default_value = "text")]
    format: Format,
    /// The language of messages
    #[arg(long, global = true, value_enum, default_value = "ja")]
    lang: Language,
    /// The day taken as today (default: the machine's date)
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// A form pack (default: the built-in one)
    #[arg(long, global = true, value_name = "FILE")]
    pack: Option<PathBuf>,
}

/// The options that every command takes, as it uses them.
pub(crate) struct Setup {
    pub(crate) format: Format,
    pub(crate) lang: Lang,
    pub(crate) today: Date,
    pub(crate) pack: Cow<'static, Pack>,
    /// The file of a pack that is not the built-in one.
    pub(crate) pack_file: Option<PathBuf>,
}

impl Setup {
    pub(crate) fn new(common: &Common) -> Result<Self, Failure> {
        let pack = match &common.pack {
            None => Cow::Borrowed(Pack::standard()),
            Some(path) => {
                let text = file::read_pack(path)?;
                let pack =
                    Pack::from_toml_with_files(&text, &|name| file::read_sibling(path, name));
                Cow::Owned(pack.map_err(|e| Failure::at(path, e))?)
            }
        };
        Ok(Self {
            format: common.format,
            lang: match common.lang {
                Language::Ja => Lang::Ja,
                Language::En => Lang::En,
            },
            today: common.today.unwrap_or_else(|| Zoned::now().date()),
            pack,
            pack_file: common.pack.clone(),
        })
    }

    /// Prints one JSON document to standard output.
    pub(crate) fn print_json(&self, document: &impl Serialize) -> Result<(), Failure> {
        // Strings, numbers and lists of them always serialise.
        crate::text::print(&(serde_json::to_string_pretty(document).unwrap_or_default() + "\n"))
    }
}
