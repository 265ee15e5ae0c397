//! How a setting is written in the environment and in the file.

/// A value of the file as the environment would write it.
pub(super) fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(is) => Some(is.to_string()),
        toml::Value::Array(entries) => {
            entries.iter().map(plain).collect::<Option<Vec<_>>>().map(|texts| texts.join(","))
        }
        _ => None,
    }
}

/// `DATABASE_URL` has the name that every tool knows it by.
pub(super) fn variable(name: &str) -> String {
    if name == "database_url" { "DATABASE_URL".to_owned() } else { format!("PATCHBAY_{}", name.to_uppercase()) }
}
