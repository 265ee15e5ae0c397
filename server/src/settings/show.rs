//! What `patchbay config` prints: the settings in force, as a file that could be given back.

use super::names::variable;
use super::reader::Origin;
use std::fmt::Write as _;

/// One line for each setting, with its variable and where it came from. Secrets are dots.
#[must_use]
pub fn show(origins: &[Origin]) -> String {
    let mut text = String::new();
    for Origin { name, value, origin } in origins {
        let line = match value {
            Some(value) if value.parse::<u64>().is_ok() || value.parse::<bool>().is_ok() => format!("{name} = {value}"),
            Some(value) => format!("{name} = {}", toml::Value::String(value.clone())),
            None => format!("# {name} is not set"),
        };
        // Writing into a String can't fail.
        let _ = writeln!(text, "{line:<56} # {}, {origin}", variable(name));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_read_back() {
        let origins = [
            Origin { name: "listen", value: Some("127.0.0.1:3000".into()), origin: "default".into() },
            Origin { name: "body_retention_days", value: Some("30".into()), origin: "default".into() },
            Origin { name: "egress_address", value: None, origin: "default".into() },
        ];
        let table: toml::Table = show(&origins).parse().unwrap();
        assert_eq!(table["body_retention_days"].as_integer(), Some(30));
        assert_eq!(table.len(), 2);
    }
}
