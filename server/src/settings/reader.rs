//! Takes settings one by one out of the environment and a TOML file, and notes where each came from.

use super::names::{plain, variable};
use crate::error::ServerError;
use patchbay_model::secret::Secret;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// Looks a variable up; passed in, so that tests need not change the process's own.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// One setting in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its name in the file.
    pub name: &'static str,
    /// Its value as text; a secret's is dots. None: not set.
    pub value: Option<String>,
    /// `environment`, `default`, or the file's path.
    pub origin: String,
}

const ENVIRONMENT: &str = "environment";
const DEFAULT: &str = "default";
const DOTS: &str = "••••••";

pub(super) struct Reader<'a> {
    file: toml::Table,
    path: String,
    environment: Environment<'a>,
    origins: Vec<Origin>,
}

impl<'a> Reader<'a> {
    pub(super) fn open(path: Option<&Path>, environment: Environment<'a>) -> Result<Self, ServerError> {
        let mut reader = Self { file: toml::Table::new(), path: String::new(), environment, origins: Vec::new() };
        if let Some(path) = path {
            let text = std::fs::read_to_string(path).map_err(ServerError::file(path))?;
            reader.path = path.display().to_string();
            reader.file = text
                .parse()
                .map_err(|error: toml::de::Error| ServerError::Failed(format!("{}: {error}", reader.path)))?;
        }
        Ok(reader)
    }

    /// Whatever is left in the file is a typing error.
    pub(super) fn finish(self) -> Result<Vec<Origin>, ServerError> {
        match self.file.keys().next() {
            Some(name) => {
                let reason = "there is no such setting".to_owned();
                Err(ServerError::Setting { name: name.clone(), origin: self.path, reason })
            }
            None => Ok(self.origins),
        }
    }

    pub(super) fn optional<T>(&mut self, name: &'static str) -> Result<Option<T>, ServerError>
    where
        T: FromStr,
        T::Err: Display,
    {
        let Some((text, origin)) = self.take(name)? else {
            self.note(name, None, DEFAULT.to_owned());
            return Ok(None);
        };
        let value = text.parse().map_err(|error: T::Err| refuse(name, &origin, &error))?;
        self.note(name, Some(text), origin);
        Ok(Some(value))
    }

    pub(super) fn or<T>(&mut self, name: &'static str, default: T) -> Result<T, ServerError>
    where
        T: FromStr + Display,
        T::Err: Display,
    {
        if let Some(value) = self.optional(name)? {
            return Ok(value);
        }
        self.set_default(&default);
        Ok(default)
    }

    pub(super) fn at_least_one<T>(&mut self, name: &'static str, default: T) -> Result<T, ServerError>
    where
        T: FromStr + Display + PartialEq + Default,
        T::Err: Display,
    {
        let value = self.or(name, default)?;
        if value == T::default() {
            let origin = self.origins.last().map_or_else(String::new, |last| last.origin.clone());
            return Err(refuse(name, &origin, &"use at least 1"));
        }
        Ok(value)
    }

    /// A whole number of `unit` seconds, at least one.
    pub(super) fn duration(&mut self, name: &'static str, default: u64, unit: u64) -> Result<Duration, ServerError> {
        let count = self.at_least_one(name, default)?;
        Ok(Duration::from_secs(count.saturating_mul(unit)))
    }

    pub(super) fn path(&mut self, name: &'static str, default: &str) -> Result<PathBuf, ServerError> {
        self.word(name, default)
    }

    /// A value whose default is given as text.
    pub(super) fn word<T>(&mut self, name: &'static str, default: &str) -> Result<T, ServerError>
    where
        T: FromStr,
        T::Err: Display,
    {
        if let Some(value) = self.optional(name)? {
            return Ok(value);
        }
        self.set_default(&default);
        default.parse().map_err(|error: T::Err| refuse(name, DEFAULT, &error))
    }

    pub(super) fn list(&mut self, name: &'static str) -> Result<Vec<String>, ServerError> {
        let text: Option<String> = self.optional(name)?;
        let entries = text.as_deref().unwrap_or_default().split(',').map(str::trim);
        Ok(entries.filter(|entry| !entry.is_empty()).map(str::to_owned).collect())
    }

    pub(super) fn secret(&mut self, name: &'static str) -> Result<Option<Secret>, ServerError> {
        let Some((text, origin)) = self.take(name)? else {
            self.note(name, None, DEFAULT.to_owned());
            return Ok(None);
        };
        self.note(name, Some(DOTS.to_owned()), origin);
        Ok(Some(Secret::new(text)))
    }

    /// An empty variable counts as not set: that is how a compose file says "none".
    fn take(&mut self, name: &'static str) -> Result<Option<(String, String)>, ServerError> {
        let in_file = self.file.remove(name);
        if let Some(text) = (self.environment)(&variable(name)).filter(|text| !text.is_empty()) {
            return Ok(Some((text, ENVIRONMENT.to_owned())));
        }
        let Some(value) = in_file else { return Ok(None) };
        let text =
            plain(&value).ok_or_else(|| refuse(name, &self.path, &"write a text, a number or a list of texts"))?;
        Ok(Some((text, self.path.clone())))
    }

    fn note(&mut self, name: &'static str, value: Option<String>, origin: String) {
        self.origins.push(Origin { name, value, origin });
    }

    fn set_default(&mut self, default: &dyn Display) {
        if let Some(last) = self.origins.last_mut() {
            last.value = Some(default.to_string());
        }
    }
}

fn refuse(name: &str, origin: &str, reason: &dyn Display) -> ServerError {
    let name = if origin == ENVIRONMENT { variable(name) } else { name.to_owned() };
    ServerError::Setting { name, origin: origin.to_owned(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    fn with_file(text: &str) -> Result<(Settings, Vec<Origin>), ServerError> {
        let path =
            std::env::temp_dir().join(format!("patchbay-settings-{}.toml", std::process::id() as usize + text.len()));
        std::fs::write(&path, text).unwrap();
        let environment = |name: &str| (name == "PATCHBAY_LISTEN").then(|| "127.0.0.1:4000".to_owned());
        let read = Settings::read(Some(&path), &environment);
        std::fs::remove_file(&path).unwrap();
        read
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let (settings, origins) =
            with_file("listen = '127.0.0.1:5000'\nbody_retention_days = 3\nallow_hosts = ['a', 'b']\n").unwrap();
        assert_eq!(settings.listen.port(), 4000);
        assert_eq!(settings.allow_hosts, ["a", "b"]);
        let origin = |name| origins.iter().find(|origin| origin.name == name).unwrap().origin.clone();
        assert_eq!((origin("listen").as_str(), origin("log").as_str()), ("environment", "default"));
        assert!(origin("body_retention_days").ends_with(".toml"));
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused() {
        let error = with_file("lisden = '127.0.0.1:5000'").unwrap_err().to_string();
        assert!(error.starts_with("lisden (") && error.ends_with("there is no such setting"), "{error}");
    }

    #[test]
    fn a_secret_is_not_among_what_is_shown() {
        let (_, origins) = with_file("secret_key = 'hunter2-hunter2'").unwrap();
        assert!(!format!("{origins:?}").contains("hunter2"));
    }
}
