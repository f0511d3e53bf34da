//! What `--help` says, both languages side by side, laid over the bare commands of [`super::arguments`].
//!
//! An entry is found by its place: the command, then the argument as it is typed (`ingest
//! --province`) or its id in capitals (`ingest PATHS`). A test fails where a command or an argument
//! has no entry, and where an entry describes what is not there.

use clap::{Arg, Command, CommandFactory};
use kehoach::config::Lang;

use super::arguments::Arguments;
use examples::EXAMPLES;
use words::{HEADINGS, TEXTS, VALUES};

mod examples;
mod words;

/// The command line with its help in one language.
pub fn command(lang: Lang) -> Command {
    dress(Arguments::command(), "", lang)
}

/// Later than any argument of a command.
const GLOBAL_ORDER: usize = 900;

fn dress(bare: Command, place: &str, lang: Lang) -> Command {
    let names: Vec<String> = bare
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let at = place.to_owned();
    // What every command takes comes after what one takes.
    let mut order = if place.is_empty() { GLOBAL_ORDER } else { 0 };
    let mut dressed = bare
        .about(find(TEXTS, place, lang).unwrap_or_default())
        // A flag typed twice is meant as typed last, as in an alias that is overridden.
        .args_override_self(true)
        .help_template(template(lang, !names.is_empty()))
        .subcommand_help_heading(heading("commands", lang))
        .mut_args(move |arg| {
            order += 1;
            dress_argument(arg, &at, lang).display_order(order)
        });
    if let Some(examples) = find(EXAMPLES, place, lang) {
        dressed = dressed.after_help(format!("{}:\n{examples}", heading("examples", lang)));
    }
    for name in names {
        let inner = joined(place, &name);
        dressed = dressed.mut_subcommand(&name, |command| dress(command, &inner, lang));
    }
    let usage = usage(&dressed, place, lang);
    dressed.override_usage(usage)
}

fn dress_argument(arg: Arg, place: &str, lang: Lang) -> Arg {
    let key = joined(place, &typed(&arg));
    let is_option = arg.get_long().is_some();
    let values: Vec<&'static str> = arg
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| find(VALUES, name, lang).unwrap_or_default())
        .collect();
    let arg = arg
        .help(find(TEXTS, &key, lang).unwrap_or_default())
        .help_heading(heading(
            if is_option { "options" } else { "arguments" },
            lang,
        ));
    match arg.get_action().takes_values() {
        false => arg,
        true => arg
            .value_names(values)
            .hide_possible_values(true)
            .hide_default_value(true),
    }
}

/// `--province`, or `PATHS` for what has no dashes.
fn typed(arg: &Arg) -> String {
    match arg.get_long() {
        Some(long) => format!("--{long}"),
        None => arg.get_id().as_str().to_uppercase(),
    }
}

fn joined(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place} {name}")
    }
}

fn template(lang: Lang, has_commands: bool) -> String {
    let usage = heading("usage", lang);
    let body = if has_commands {
        let (commands, options) = (heading("commands", lang), heading("options", lang));
        format!("{commands}:\n{{subcommands}}\n\n{options}:\n{{options}}")
    } else {
        "{all-args}".to_owned()
    };
    format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{body}{{after-help}}\n")
}

/// `kehoach ingest [TÙY CHỌN] <TỆP>...`
fn usage(command: &Command, place: &str, lang: Lang) -> String {
    let mut usage = joined("kehoach", place).trim().to_owned();
    usage.push_str(&format!(" [{}]", heading("options", lang).to_uppercase()));
    if command.has_subcommands() {
        usage.push_str(&format!(" {}", heading("command", lang).to_uppercase()));
    }
    for argument in command.get_positionals() {
        let names: Vec<&str> = argument
            .get_value_names()
            .unwrap_or_default()
            .iter()
            .map(|name| name.as_str())
            .collect();
        let dots = match argument.get_action() {
            clap::ArgAction::Append => "…",
            _ => "",
        };
        let name = format!("{}{dots}", names.join(" "));
        usage.push_str(&match argument.is_required_set() {
            true => format!(" {name}"),
            false => format!(" [{name}]"),
        });
    }
    usage
}

fn heading(key: &str, lang: Lang) -> &'static str {
    find(HEADINGS, key, lang).unwrap_or_default()
}

/// Place, Vietnamese, English.
type Entry = (&'static str, &'static str, &'static str);

fn find(entries: &[Entry], place: &str, lang: Lang) -> Option<&'static str> {
    let (_, vi, en) = entries.iter().find(|(known, _, _)| *known == place)?;
    Some(match lang {
        Lang::Vi => vi,
        Lang::En => en,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every place there is, with those of the examples apart.
    fn places(
        command: &Command,
        place: &str,
        texts: &mut BTreeSet<String>,
        commands: &mut BTreeSet<String>,
    ) {
        texts.insert(place.to_owned());
        commands.insert(place.to_owned());
        for arg in command.get_arguments() {
            texts.insert(joined(place, &typed(arg)));
        }
        for inner in command.get_subcommands() {
            places(inner, &joined(place, inner.get_name()), texts, commands);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_help_and_nothing_else_has() {
        let (mut texts, mut commands) = (BTreeSet::new(), BTreeSet::new());
        places(&Arguments::command(), "", &mut texts, &mut commands);
        let known = |entries: &[Entry]| -> BTreeSet<String> {
            entries
                .iter()
                .map(|(place, _, _)| (*place).to_owned())
                .collect()
        };
        assert_eq!(known(TEXTS), texts);
        assert_eq!(known(EXAMPLES), commands);
    }

    #[test]
    fn what_stands_for_a_value_has_a_name() {
        let command = Arguments::command();
        let commands = std::iter::once(&command).chain(command.get_subcommands());
        for argument in commands.flat_map(|command| command.get_arguments()) {
            let takes = argument.get_action().takes_values();
            let names = argument.get_value_names().unwrap_or_default();
            for name in names.iter().filter(|_| takes) {
                let known = VALUES.iter().any(|(place, _, _)| *place == name.as_str());
                assert!(known, "{name} of {:?}", argument.get_id());
            }
        }
    }

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        for lang in [Lang::Vi, Lang::En] {
            command(lang).debug_assert();
        }
    }
}
