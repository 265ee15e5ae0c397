//! JSON whose strings hold placeholders.

use super::error::TemplateError;
use super::path::Path;
use super::site::Scope;
use super::text::TextTemplate;
use super::value_path::{SetError, Step, ValuePath};
use super::values::Presence;
use crate::sentence;
use crate::valid::pointer_token;
use serde_json::Value;

/// The deepest template. JSON text can't be deeper (crate::json); a value that a program built could.
const MAXIMUM_DEPTH: usize = 128;
/// As for [`ValuePath::set`].
const MAXIMUM_INDEX: usize = 255;

/// A parsed JSON template: what is rendered from it is JSON, whatever the values. Names of members are literal.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonTemplate {
    pub(super) root: Node,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A null, boolean, number or string as it is.
    Fixed(Value),
    /// A string with text around or between placeholders.
    Text(TextTemplate),
    /// Exactly one placeholder: the typed value (spec/templating.md, rule 3).
    Typed(Path),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    pub(super) name: Box<str>,
    pub(super) node: Node,
    pub(super) presence: Presence,
}

impl JsonTemplate {
    /// An object without members, to [`insert`](Self::insert) into.
    #[must_use]
    pub const fn object() -> Self {
        Self { root: Node::Object(Vec::new()) }
    }

    /// Reads `value`, which stands at `pointer` of its document (`""` for the whole).
    ///
    /// # Errors
    /// The first string that is no good template at this site; its pointer says which.
    pub fn parse(value: &Value, scope: Scope<'_>, pointer: &str) -> Result<Self, TemplateError> {
        node(value, scope, &mut pointer.to_owned(), 0).map(|root| Self { root })
    }

    /// Puts `template` where `path` leads, making objects and arrays on the way (spec/api.md: a dotted name in
    /// location body makes nested JSON). What was there goes, so insert what takes precedence last.
    ///
    /// # Errors
    /// Something on the way is no object or array; then the template may have new empty members.
    pub fn insert(&mut self, path: &ValuePath, template: TextTemplate, presence: Presence) -> Result<(), SetError> {
        let mut place = &mut self.root;
        let mut last = None;
        for step in path.steps() {
            (place, last) = place.enter(step)?;
        }
        *place = Node::from(template);
        if let Some(last) = last {
            *last = presence;
        }
        Ok(())
    }

    /// Whether it is an object without members.
    #[must_use]
    pub fn is_empty_object(&self) -> bool {
        matches!(&self.root, Node::Object(members) if members.is_empty())
    }

    pub(super) fn is_null(&self) -> bool {
        self.root == Node::Fixed(Value::Null)
    }

    /// Every path in it, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path> {
        let mut found = Vec::new();
        self.root.collect_paths(&mut found);
        found
    }
}

fn node(value: &Value, scope: Scope<'_>, pointer: &mut String, depth: usize) -> Result<Node, TemplateError> {
    if depth > MAXIMUM_DEPTH {
        return Err(TemplateError::document(
            pointer,
            sentence!("nested too deep: at most %{most} levels", most = 128_u8),
        ));
    }
    let length = pointer.len();
    Ok(match value {
        Value::String(text) => Node::from(TextTemplate::parse(text, scope).map_err(|error| error.at_pointer(pointer))?),
        Value::Array(elements) => {
            let mut nodes = Vec::with_capacity(elements.len());
            for (index, element) in elements.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                nodes.push(node(element, scope, pointer, depth + 1)?);
                pointer.truncate(length);
            }
            Node::Array(nodes)
        }
        Value::Object(members) => {
            let mut nodes = Vec::with_capacity(members.len());
            for (name, value) in members {
                pointer.push('/');
                pointer.push_str(&pointer_token(name));
                let node = node(value, scope, pointer, depth + 1)?;
                nodes.push(Member { name: name.as_str().into(), node, presence: Presence::Always });
                pointer.truncate(length);
            }
            Node::Object(nodes)
        }
        scalar => Node::Fixed(scalar.clone()),
    })
}

impl From<TextTemplate> for Node {
    fn from(template: TextTemplate) -> Self {
        if let Some(path) = template.sole_placeholder() {
            return Self::Typed(path.clone());
        }
        match template.fixed_text() {
            Some(text) => Self::Fixed(Value::from(text)),
            None => Self::Text(template),
        }
    }
}

impl Node {
    /// The place one step further, made if it is missing, and whether it is always written.
    fn enter(&mut self, step: &Step) -> Result<(&mut Self, Option<&mut Presence>), SetError> {
        let is_null = matches!(self, Self::Fixed(Value::Null));
        match step {
            Step::Key(name) => {
                if is_null {
                    *self = Self::Object(Vec::new());
                }
                let Self::Object(members) = self else { return Err(SetError::Taken) };
                let at = members.iter().position(|member| member.name == *name).unwrap_or_else(|| {
                    let node = Self::Fixed(Value::Null);
                    members.push(Member { name: name.clone(), node, presence: Presence::Always });
                    members.len() - 1
                });
                let Member { node, presence, .. } = &mut members[at];
                Ok((node, Some(presence)))
            }
            Step::Index(index) if *index > MAXIMUM_INDEX => Err(SetError::TooFar),
            Step::Index(index) => {
                if is_null {
                    *self = Self::Array(Vec::new());
                }
                let Self::Array(nodes) = self else { return Err(SetError::Taken) };
                if nodes.len() <= *index {
                    nodes.resize(*index + 1, Self::Fixed(Value::Null));
                }
                Ok((&mut nodes[*index], None))
            }
        }
    }

    pub(super) fn collect_paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        match self {
            Self::Fixed(_) => {}
            Self::Text(template) => template.collect_paths(found),
            Self::Typed(path) => found.push(path),
            Self::Array(nodes) => nodes.iter().for_each(|node| node.collect_paths(found)),
            Self::Object(members) => members.iter().for_each(|member| member.node.collect_paths(found)),
        }
    }
}
