//! The help and the errors of usage, in Japanese or English.
//!
//! English is what clap writes from the comments of the options; the Japanese words are data, `cli/messages/ja.toml`.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory as _, Error, FromArgMatches as _};
use forms_core::finding::Lang;

use crate::Cli;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Returns the word of a section and key; the key where there is none, which a test excludes.
fn word(section: &str, key: &str) -> &'static str {
    let at = WORDS.binary_search_by_key(&(section, key), |(section, key, _)| (*section, *key));
    at.ok().and_then(|at| WORDS.get(at)).map_or("", |(_, _, text)| text)
}

/// Reads the arguments of the call.
///
/// # Errors
/// Returns the text to print and the exit status: 0 for the help and the version, 2 for wrong usage.
pub(crate) fn parse(args: Vec<std::ffi::OsString>) -> Result<Cli, (String, u8)> {
    let args = with_help_option(args);
    let lang = language(&args);
    let command = command(lang);
    let parsed = command.clone().try_get_matches_from(args);
    parsed.and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| {
        let status = if error.use_stderr() { 2 } else { 0 };
        (told(&error, lang), status)
    })
}

/// `renkei help review` is `renkei review --help`.
fn with_help_option(mut args: Vec<std::ffi::OsString>) -> Vec<std::ffi::OsString> {
    if args.get(1).is_some_and(|first| first == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

/// The language that the arguments ask for, wherever they do: the help stops reading them.
fn language(args: &[std::ffi::OsString]) -> Lang {
    let texts: Vec<&str> =
        args.iter().take_while(|arg| *arg != "--").filter_map(|arg| arg.to_str()).collect();
    let after = texts.windows(2).filter(|pair| pair.first() == Some(&"--lang"));
    let mut asked = after.filter_map(|pair| pair.get(1).copied());
    let mut joined = texts.iter().filter_map(|arg| arg.strip_prefix("--lang="));
    match asked.next().or_else(|| joined.next()) {
        Some("en") => Lang::En,
        _ => Lang::Ja,
    }
}

/// The command with the words of a language.
fn command(lang: Lang) -> Command {
    let command = Cli::command().disable_help_subcommand(true);
    match lang {
        Lang::En => command,
        Lang::Ja => in_japanese(command, "renkei"),
    }
}

fn in_japanese(command: Command, path: &str) -> Command {
    let sub: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let options = word("frame", "options");
    // Under one heading the options of every command come after those of this one.
    let mut order = if path == "renkei" { 900 } else { 0 };
    let mut command = command
        .about(word("command", path))
        .mut_args(|arg| {
            let heading = match arg.is_positional() {
                true => word("frame", "arguments"),
                false => options,
            };
            let help = word("option", &format!("{path} {}", arg.get_id()));
            order += 1;
            arg.help(help).help_heading(heading).display_order(order)
        })
        .disable_help_flag(true)
        .arg(flag("help", 'h', ArgAction::Help))
        .subcommand_help_heading(word("frame", "commands"))
        .subcommand_value_name(word("frame", "placeholder_command"));
    if path == "renkei" {
        command = command.disable_version_flag(true).arg(flag("version", 'V', ArgAction::Version));
    }
    for name in sub {
        command = command.mut_subcommand(&name, |sub| in_japanese(sub, &format!("{path} {name}")));
    }
    command
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    let help = word("option", name);
    let arg = Arg::new(name).short(short).long(name).action(action).help(help).display_order(990);
    arg.help_heading(word("frame", "options"))
}

/// The text for an error, or for the help that clap treats as one.
fn told(error: &Error, lang: Lang) -> String {
    let rendered = error.render();
    let text = match (lang, error.kind()) {
        (Lang::En, _) => styled(&rendered, error.use_stderr()),
        (
            Lang::Ja,
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
        ) => framed(&styled(&rendered, error.use_stderr())),
        (Lang::Ja, ErrorKind::DisplayVersion) => rendered.to_string(),
        (Lang::Ja, _) => japanese(error),
    };
    text.trim_end().to_owned() + "\n"
}

/// With colours on a terminal only.
fn styled(text: &StyledStr, is_error: bool) -> String {
    use std::io::IsTerminal as _;
    let terminal = match is_error {
        true => std::io::stderr().is_terminal(),
        false => std::io::stdout().is_terminal(),
    };
    match terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) {
        true => text.ansi().to_string(),
        false => text.to_string(),
    }
}

/// The help with the words that clap itself puts around those of the commands.
fn framed(help: &str) -> String {
    [
        ("Usage: ", word("frame", "usage").to_owned()),
        ("Usage:", word("frame", "usage").to_owned()),
        ("[OPTIONS]", format!("[{}]", word("frame", "placeholder_options"))),
        ("[default: ", format!("[{}：", word("frame", "default"))),
        ("[possible values: ", format!("[{}：", word("frame", "possible"))),
    ]
    .iter()
    .fold(help.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Wrong usage in Japanese: what is wrong, what is meant perhaps, and where to read more.
fn japanese(error: &Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        }
        _ => String::new(),
    };
    let (arg, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let command = context(ContextKind::InvalidSubcommand);
    let fill = |key: &str, arg: &str| {
        let other = context(ContextKind::PriorArg);
        let text = word("error", key).replace("{arg}", arg).replace("{value}", &value);
        text.replace("{other}", &other)
    };
    let mut lines = vec![match error.kind() {
        ErrorKind::UnknownArgument => fill("unknown_argument", &arg),
        ErrorKind::InvalidSubcommand => fill("unknown_command", &command),
        ErrorKind::MissingSubcommand => fill("no_command", ""),
        ErrorKind::InvalidValue if value.is_empty() => fill("no_value", &arg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => fill("value", &arg),
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            fill("no_value", &arg)
        }
        ErrorKind::MissingRequiredArgument => fill("missing", &arg),
        ErrorKind::ArgumentConflict if context(ContextKind::PriorArg) == arg => fill("twice", &arg),
        ErrorKind::ArgumentConflict => fill("conflict", &arg),
        ErrorKind::InvalidUtf8 => fill("encoding", ""),
        _ => fill("other", ""),
    }];
    for suggested in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand] {
        let suggestion = context(suggested);
        if !suggestion.is_empty() {
            lines.push(word("error", "suggestion").replace("{suggestion}", &suggestion));
        }
    }
    let values = context(ContextKind::ValidValue);
    if !values.is_empty() {
        lines.push(word("error", "possible").replace("{values}", &values));
    }
    if error.kind() == ErrorKind::ValueValidation
        && let Some(source) = std::error::Error::source(error)
    {
        lines.push(source.to_string());
    }
    let usage = framed(&context(ContextKind::Usage));
    lines.extend(Some(usage).filter(|usage| !usage.is_empty()));
    lines.push(word("error", "more").replace("{command}", "renkei"));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every command and option with its path and its English words.
    fn all(command: &Command, path: &str, found: &mut Vec<(&'static str, String, String)>) {
        let text = |text: Option<&StyledStr>| text.map(ToString::to_string).unwrap_or_default();
        found.push(("command", path.to_owned(), text(command.get_about())));
        for arg in command.get_arguments() {
            found.push(("option", format!("{path} {}", arg.get_id()), text(arg.get_help())));
        }
        for sub in command.get_subcommands() {
            all(sub, &format!("{path} {}", sub.get_name()), found);
        }
    }

    #[test]
    fn every_command_and_option_has_words_in_both_languages() {
        let mut found = Vec::new();
        all(&Cli::command(), "renkei", &mut found);
        assert!(found.len() > 50, "{}", found.len());
        let mut used: BTreeSet<(&str, String)> =
            ["help", "version"].into_iter().map(|flag| ("option", flag.to_owned())).collect();
        for (section, key, english) in found {
            assert!(!english.is_empty(), "{key} has no English words");
            let japanese = word(section, &key);
            assert!(!japanese.is_ascii(), "{section} {key} is not in ja.toml");
            used.insert((section, key));
        }
        for (section, key, _) in WORDS.iter().filter(|(s, ..)| ["command", "option"].contains(s)) {
            assert!(used.contains(&(*section, (*key).to_owned())), "{key} is no option");
        }
    }

    #[test]
    fn the_words_are_sorted_and_the_japanese_command_is_sound() {
        assert!(WORDS.is_sorted_by_key(|(section, key, _)| (*section, *key)));
        command(Lang::Ja).debug_assert();
        command(Lang::En).debug_assert();
    }

    #[test]
    fn the_language_is_that_of_the_arguments_wherever_it_stands() {
        let of = |args: &[&str]| language(&args.iter().map(Into::into).collect::<Vec<_>>());
        assert_eq!(of(&["renkei", "--help"]), Lang::Ja);
        assert_eq!(of(&["renkei", "--help", "--lang", "en"]), Lang::En);
        assert_eq!(of(&["renkei", "check", "--lang=en", "-x"]), Lang::En);
        assert_eq!(of(&["renkei", "cite", "--", "--lang", "en"]), Lang::Ja);
    }
}
