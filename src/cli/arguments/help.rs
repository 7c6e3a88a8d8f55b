//! Help of the command line: how a command is written, with examples, in one language.
//!
//! In: a language, a command. Out: the command with its help; a page of help, a page of the manual, completions for a
//! shell. No word of clap's own English is left in it.

use crate::report::words::Language;
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command, ValueEnum};
use clap_complete::Shell;
use std::fmt::Write;

/// Name of the program.
pub(super) const PROGRAM: &str = "mkba";
/// Options that come last in every list.
const LAST: usize = 900;

/// Examples by verb: what is typed, and the key of what it does.
pub(super) const EXAMPLES: [(&str, &str, &str); 44] = [
    ("mkba", "mkba list scenarios", "example_list_scenarios"),
    ("mkba", "mkba run huisuitzetting", "example_run"),
    ("mkba", "mkba help run", "example_help"),
    ("run", "mkba run huisuitzetting", "example_run"),
    ("run", "mkba run huisuitzetting --alternative schuldhulp", "example_run_alternative"),
    ("run", "mkba run huisuitzetting --set children=3 --set arrears_euro=4500", "example_run_set"),
    ("run", "mkba run huisuitzetting --full --euros", "example_run_full"),
    ("run", "mkba run huisuitzetting --out map", "example_run_out"),
    ("report", "mkba report huisuitzetting", "example_report"),
    ("report", "mkba report huisuitzetting --alternative schuldhulp --format html --lang en", "example_report_plan"),
    ("report", "mkba report cases/meneer-l --format case", "example_report_case"),
    ("report", "mkba report huisuitzetting --for gemeente", "example_report_for"),
    ("report", "mkba report uitkomst --bundle rapport.zip", "example_report_of_result"),
    ("explain", "mkba explain huisuitzetting", "example_explain"),
    ("explain", "mkba explain huisuitzetting gemeente", "example_explain_account"),
    ("explain", "mkba explain uitkomst price:wijkcoach_uur", "example_explain_figure"),
    ("compare", "mkba compare huisuitzetting nieuw.toml", "example_compare"),
    ("compare", "mkba compare uitkomst-2026 uitkomst-2027", "example_compare_results"),
    ("compare", "mkba compare rapport.zip --verify", "example_verify"),
    ("bundle", "mkba bundle huisuitzetting --out rapport.zip", "example_bundle"),
    ("analyse", "mkba analyse huisuitzetting", "example_analyse"),
    ("analyse", "mkba analyse huisuitzetting risk --caseload 25,100,400", "example_analyse_risk"),
    ("shard", "mkba shard plan huisuitzetting --draws 10000 --shards 400 --out map", "example_shard_plan"),
    ("shard", "mkba shard run map --index 0-15", "example_shard_run"),
    ("shard", "mkba shard merge map --out uitkomst", "example_shard_merge"),
    ("shard plan", "mkba shard plan huisuitzetting --draws 10000 --shards 400 --out map", "example_shard_plan"),
    ("shard run", "mkba shard run map --index 0-15", "example_shard_run"),
    ("shard merge", "mkba shard merge map --out uitkomst", "example_shard_merge"),
    ("portfolio", "mkba portfolio caseloads/team.csv", "example_portfolio"),
    ("portfolio", "mkba portfolio caseloads/team.csv --budget 100000 --hours 2000", "example_portfolio_budget"),
    ("serve", "mkba serve", "example_serve"),
    ("serve", "mkba serve --data zaken --port 8080", "example_serve_data"),
    ("evaluate", "mkba evaluate zaken.csv", "example_evaluate"),
    ("evaluate", "mkba evaluate zaken.csv --out map", "example_evaluate_out"),
    ("show", "mkba show huisuitzetting", "example_show"),
    ("show", "mkba show huisuitzetting --graph plaat.svg", "example_show_graph"),
    ("new", "mkba new eigen", "example_new"),
    ("new", "mkba new --from huisuitzetting", "example_new_from"),
    ("new", "mkba new --caseload huisuitzetting schulden", "example_new_caseload"),
    ("check", "mkba check scenario.toml", "example_check"),
    ("list", "mkba list prices opvang", "example_list_prices"),
    ("help", "mkba help run", "example_help"),
    ("completions", "mkba completions bash > mkba.bash", "example_completions"),
    ("man", "mkba man run > mkba-run.1", "example_man"),
];

/// How each verb is written: the key of the text behind its name; the program itself first.
const USAGES: [(&str, &str); 21] = [
    ("mkba", "usage_of_mkba"),
    ("run", "usage_of_run"),
    ("report", "usage_of_report"),
    ("explain", "usage_of_explain"),
    ("compare", "usage_of_compare"),
    ("bundle", "usage_of_bundle"),
    ("analyse", "usage_of_analyse"),
    ("shard", "usage_of_shard"),
    ("shard plan", "usage_of_shard_plan"),
    ("shard run", "usage_of_shard_run"),
    ("shard merge", "usage_of_shard_merge"),
    ("portfolio", "usage_of_portfolio"),
    ("serve", "usage_of_serve"),
    ("evaluate", "usage_of_evaluate"),
    ("show", "usage_of_show"),
    ("new", "usage_of_new"),
    ("check", "usage_of_check"),
    ("list", "usage_of_list"),
    ("help", "usage_of_help"),
    ("completions", "usage_of_completions"),
    ("man", "usage_of_man"),
];

/// Headings of a page of the manual as they are made, and the keys of ours.
const MANUAL_HEADINGS: [(&str, &str); 7] = [
    ("NAME", "manual_name"),
    ("SYNOPSIS", "manual_synopsis"),
    ("DESCRIPTION", "manual_description"),
    ("OPTIONS", "manual_options"),
    ("SUBCOMMANDS", "manual_verbs"),
    ("EXTRA", "manual_extra"),
    ("VERSION", "manual_version"),
];

/// A command with what all have in common: template, how it is written, examples and exit codes.
pub(super) fn common(command: Command, exit_codes: Option<&'static str>, language: Language) -> Command {
    let name = command.get_name().to_owned();
    named(&name, command, exit_codes, language)
}

/// The same, for a verb of a verb by its whole name.
pub(super) fn named(name: &str, command: Command, exit_codes: Option<&'static str>, language: Language) -> Command {
    let usage = USAGES.iter().find(|(verb, _)| *verb == name).map_or("", |(_, key)| language.text(key));
    let usage = if name == PROGRAM { format!("{PROGRAM} {usage}") } else { format!("{PROGRAM} {name} {usage}") };
    let template = format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", language.text("help_usage"));
    let exit_codes = exit_codes.map(|key| format!("\n\n{}", language.text(key))).unwrap_or_default();
    command
        .help_template(template)
        .override_usage(usage)
        .next_help_heading(language.text("help_options"))
        .after_help(StyledStr::from(examples(name, language) + &exit_codes))
        .disable_help_flag(true)
}

fn examples(name: &str, language: Language) -> String {
    let mut text = format!("{}:", language.text("help_examples"));
    for (_, line, key) in EXAMPLES.iter().filter(|(verb, ..)| *verb == name) {
        // Writing to a text does not fail.
        let _ = write!(text, "\n  {line}\n      {}", language.text(key));
    }
    text
}

/// The option that asks for help.
pub(super) fn help_option(language: Language) -> Arg {
    let help = Arg::new("help").long("help").short('h').help(language.text("help_help"));
    help.action(ArgAction::Help).global(true).display_order(LAST + 1)
}

/// The option for the language.
pub(super) fn language_option(language: Language) -> Arg {
    let option = Arg::new("lang")
        .long("lang")
        .alias("language")
        .help(language.text("help_lang"))
        .action(ArgAction::Set)
        .global(true);
    let option = option.value_name(language.text("value_lang")).value_parser(["nl", "en"]);
    option.hide_possible_values(true).display_order(LAST)
}

/// The options of other programs; `machine` looks for them.
pub(super) fn machine_options(language: Language) -> [Arg; 2] {
    [("faults", "help_faults"), ("progress", "help_progress")].map(|(name, help)| {
        let option = Arg::new(name).long(name).help(language.text(help)).action(ArgAction::Set).global(true);
        let option = option.value_name(language.text("value_csv")).value_parser(["text", "json"]);
        option.hide_possible_values(true).display_order(LAST)
    })
}

/// `help`, `completions` and `man`.
pub(super) fn verbs(language: Language) -> [Command; 3] {
    let text = |key| language.text(key);
    let names = USAGES.into_iter().map(|(name, _)| name).filter(|name| *name != PROGRAM && !name.contains(' '));
    let names: Vec<&'static str> = names.collect();
    let verb = |help: &'static str| {
        let verb = Arg::new("verb").value_name(text("value_verb")).help(help).help_heading(text("help_arguments"));
        verb.value_parser(clap::builder::PossibleValuesParser::new(names.clone())).hide_possible_values(true)
    };
    let shell = Arg::new("shell").value_name(text("value_shell")).help(text("help_shell")).required(true);
    let shell = shell.help_heading(text("help_arguments")).value_parser(["bash", "zsh", "fish", "powershell"]);
    let command = |name, about| common(Command::new(name).about(text(about)), None, language);
    [
        command("help", "help_verb_help").arg(verb(text("help_of_verb"))),
        command("completions", "help_completions").arg(shell.hide_possible_values(true)),
        command("man", "help_man").arg(verb(text("help_man_of_verb"))),
    ]
}

/// The command of a verb, or the whole.
fn of_verb(mut whole: Command, verb: Option<&str>) -> Command {
    whole.build();
    let found = verb.and_then(|verb| whole.find_subcommand(verb)).cloned();
    found.unwrap_or(whole)
}

/// Help on a verb, or on the whole.
pub(super) fn page(whole: Command, verb: Option<&str>) -> String {
    of_verb(whole, verb).render_help().to_string()
}

/// A page of the manual, as roff.
pub(super) fn manual(whole: Command, verb: Option<&str>, language: Language) -> String {
    let command = of_verb(whole, verb);
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command).render(&mut page);
    let page = String::from_utf8_lossy(&page);
    let heading = |line: &str| {
        let named = line.strip_prefix(".SH ").map(|name| name.trim_matches('"'));
        let known = named.and_then(|name| MANUAL_HEADINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)));
        known.map_or_else(|| line.to_owned(), |(_, key)| format!(".SH \"{}\"", language.text(key)))
    };
    page.lines().map(|line| heading(line) + "\n").collect()
}

/// Completions for a shell; empty where it is not known.
pub(super) fn completions(mut whole: Command, shell: &str) -> String {
    let mut text = Vec::new();
    if let Ok(shell) = Shell::from_str(shell, true) {
        clap_complete::generate(shell, &mut whole, PROGRAM, &mut text);
    }
    String::from_utf8_lossy(&text).into_owned()
}
