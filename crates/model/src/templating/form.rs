//! Names and values of a query, a form body or a multipart body.

use super::encode::Encoding;
use super::error::TemplateError;
use super::json_template::JsonTemplate;
use super::path::Path;
use super::rendered::Rendered;
use super::site::Scope;
use super::text::{Literals, TextTemplate};
use super::values::{Lookup, Presence, Values};
use crate::sentence;
use crate::valid::pointer_token;
use serde_json::Value;

/// Names and templates of their values, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FormTemplate {
    items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq)]
struct Item {
    name: String,
    value: ItemValue,
    presence: Presence,
}

#[derive(Debug, Clone, PartialEq)]
enum ItemValue {
    Text(TextTemplate),
    /// An object or array, written as compact JSON.
    Json(JsonTemplate),
}

impl FormTemplate {
    /// Reads an object such as `request.params`, which stands at `pointer` of its document.
    ///
    /// # Errors
    /// It is no object, or a string in it is no good template at this site.
    pub fn parse(value: &Value, scope: Scope<'_>, pointer: &str) -> Result<Self, TemplateError> {
        let Value::Object(members) = value else {
            return Err(TemplateError::document(pointer, sentence!("write an object of names and values")));
        };
        let mut items = Vec::with_capacity(members.len());
        for (name, value) in members {
            let pointer = format!("{pointer}/{}", pointer_token(name));
            let value = match value {
                Value::String(text) => {
                    let template = TextTemplate::parse(text, scope).map_err(|error| error.at_pointer(&pointer))?;
                    ItemValue::Text(template)
                }
                other => ItemValue::Json(JsonTemplate::parse(other, scope, &pointer)?),
            };
            items.push(Item { name: name.clone(), value, presence: Presence::Always });
        }
        Ok(Self { items })
    }

    /// Sets the value of `name`. What it was before goes, so set what takes precedence last.
    pub fn set(&mut self, name: &str, value: TextTemplate, presence: Presence) {
        let new = Item { name: name.to_owned(), value: ItemValue::Text(value), presence };
        match self.items.iter_mut().find(|item| item.name == name) {
            Some(item) => *item = new,
            None => self.items.push(new),
        }
    }

    /// Whether there are no names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Every path in it, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path> {
        let mut found = Vec::new();
        for item in &self.items {
            item.collect_paths(&mut found);
        }
        found
    }

    /// Renders `name=value&…`, form-encoded.
    #[must_use]
    pub fn render(&self, values: &dyn Values) -> Rendered {
        let mut out = Rendered::default();
        self.write(values, "", &mut out);
        out
    }

    /// Renders the names and plain values of a multipart body.
    #[must_use]
    pub fn render_parts(&self, values: &dyn Values) -> Vec<(&str, Rendered)> {
        let written = self.items.iter().filter(|item| item.is_written(values));
        written.map(|item| (item.name.as_str(), item.plain(values))).collect()
    }

    /// Appends the pairs, the first after `separator`.
    pub(super) fn write(&self, values: &dyn Values, mut separator: &str, out: &mut Rendered) {
        for item in self.items.iter().filter(|item| item.is_written(values)) {
            out.push(separator);
            out.put(&item.name, Encoding::Form);
            out.push("=");
            match &item.value {
                ItemValue::Text(template) => template.write(values, Encoding::Form, Literals::Encode, out),
                ItemValue::Json(_) => out.put_rendered(&item.plain(values), Encoding::Form),
            }
            separator = "&";
        }
    }
}

impl Item {
    fn collect_paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        match &self.value {
            ItemValue::Text(template) => template.collect_paths(found),
            ItemValue::Json(template) => template.root.collect_paths(found),
        }
    }

    fn is_written(&self, values: &dyn Values) -> bool {
        let mut paths = Vec::new();
        if self.presence == Presence::IfPresent {
            self.collect_paths(&mut paths);
        }
        !paths.iter().any(|path| matches!(values.lookup(path), Lookup::Absent))
    }

    fn plain(&self, values: &dyn Values) -> Rendered {
        match &self.value {
            ItemValue::Text(template) => template.render_text(values),
            ItemValue::Json(template) if template.is_null() => Rendered::default(),
            ItemValue::Json(template) => template.render(values),
        }
    }
}
