//! What is wrong with the arguments, in the language of the user.
//!
//! In: what the reader of arguments found. Out: a text, or nothing where that reader tells it itself (help, the
//! version, rare faults). Nothing is read or printed here.

use crate::cli::arguments::verbs;
use crate::diagnostics::Message;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

/// What is wrong, what is allowed, and how the command is written.
pub(super) fn text(error: &Error, language: Language) -> Option<String> {
    let said = Said { error, language };
    let (message, hints) = said.what()?;
    let mut lines = vec![format!("{}: {}", language.text("level_fault"), language.fill(&message))];
    lines.extend(hints.iter().map(|hint| format!("  {}", language.fill(hint))));
    lines.extend(said.usage());
    Some(lines.iter().map(|line| plain(line) + "\n").collect())
}

struct Said<'e> {
    error: &'e Error,
    language: Language,
}

impl Said<'_> {
    /// What is wrong, and hints.
    fn what(&self) -> Option<(Message, Vec<Message>)> {
        let argument = || self.one(ContextKind::InvalidArg);
        let found = || self.one(ContextKind::InvalidValue);
        Some(match self.error.kind() {
            ErrorKind::UnknownArgument if !argument()?.starts_with('-') => {
                (Message::new("usage_extra").with("found", argument()?), Vec::new())
            }
            ErrorKind::UnknownArgument => (
                Message::new("usage_unknown_argument").with("found", argument()?),
                self.meant(ContextKind::SuggestedArg),
            ),
            ErrorKind::InvalidSubcommand => {
                let message =
                    Message::new("usage_unknown_verb").with("found", self.one(ContextKind::InvalidSubcommand)?);
                let verbs = Message::new("allowed_names").with("names", verbs().join(", "));
                (message, self.meant(ContextKind::SuggestedSubcommand).into_iter().chain([verbs]).collect())
            }
            ErrorKind::InvalidValue if found()?.is_empty() => {
                (Message::new("usage_no_value").with("name", argument()?), self.allowed())
            }
            ErrorKind::InvalidValue => {
                let message = Message::new("usage_invalid_value").with("found", found()?).with("name", argument()?);
                (message, self.meant(ContextKind::SuggestedValue).into_iter().chain(self.allowed()).collect())
            }
            ErrorKind::ValueValidation => {
                let message = Message::new("usage_invalid_value").with("found", found()?).with("name", argument()?);
                (message, vec![self.range()])
            }
            ErrorKind::MissingRequiredArgument => {
                (Message::new("usage_missing").with("names", self.all(ContextKind::InvalidArg).join(", ")), Vec::new())
            }
            ErrorKind::ArgumentConflict => {
                let other = self.all(ContextKind::PriorArg).join(", ");
                if other == argument()? {
                    return Some((Message::new("usage_twice").with("name", other), Vec::new()));
                }
                (Message::new("usage_conflict").with("name", argument()?).with("other", other), Vec::new())
            }
            ErrorKind::TooManyValues => {
                (Message::new("usage_too_many").with("found", found()?).with("name", argument()?), Vec::new())
            }
            _ => return None,
        })
    }

    fn all(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(all)) => all.clone(),
            _ => Vec::new(),
        }
    }

    fn one(&self, kind: ContextKind) -> Option<String> {
        self.all(kind).into_iter().next()
    }

    fn meant(&self, kind: ContextKind) -> Vec<Message> {
        self.one(kind).map(|name| Message::new("did_you_mean").with("name", name)).into_iter().collect()
    }

    fn allowed(&self) -> Vec<Message> {
        let names = self.all(ContextKind::ValidValue);
        if names.is_empty() { Vec::new() } else { vec![Message::new("allowed_names").with("names", names.join(", "))] }
    }

    /// What numbers are allowed: the reader of arguments tells their bounds only within a text, as `0..=10`.
    fn range(&self) -> Message {
        let told = self.error.source().map(ToString::to_string).unwrap_or_default();
        let bounds = told.rsplit(' ').next().and_then(|last| last.split_once("..="));
        match bounds {
            Some((low, high)) => Message::new("usage_range").with("low", low).with("high", high),
            None => Message::new("usage_whole_number"),
        }
    }

    /// How the command is written, and where there is more help.
    fn usage(&self) -> Vec<String> {
        let Some(ContextValue::StyledStr(usage)) = self.error.get(ContextKind::Usage) else { return Vec::new() };
        let usage = usage.to_string();
        let command = usage.strip_prefix("Usage: ").unwrap_or(&usage).trim();
        let is_name = |word: &&str| word.chars().all(char::is_alphabetic);
        let name: Vec<&str> = command.split_whitespace().take(2).filter(is_name).collect();
        let help = Message::new("usage_help").with("command", name.join(" "));
        vec![format!("{}: {command}", self.language.text("help_usage")), self.language.fill(&help)]
    }
}
