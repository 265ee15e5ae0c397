//! What can be inserted at a place, for the portal's placeholder browser.

use super::catalogue::{CATALOGUE, Entry, Tail};
use super::path::{Root, Variable};
use super::shape::{Names, Shape};
use super::site::{Known, Scope, Site};

/// A placeholder that can be inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertable {
    /// As it is written in the template.
    pub text: String,
    /// What it holds: whoever shows it has words for each root.
    pub root: Root,
    /// Which part of it, to be shown after those words: `queue.id` of `{contact.queue.id}`. Empty where the root itself
    /// is meant, or the last name is only an example.
    pub below: String,
    /// Whether it can stay as it is.
    pub completion: Completion,
}

/// Whether a placeholder is complete when inserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// It is.
    Complete,
    /// Its last name is an example: to be replaced by a name that only the author knows.
    ReplaceLastName,
}

/// Every placeholder that can stand there, in the order of the specification.
#[must_use]
pub fn placeholders(scope: Scope<'_>) -> Vec<Insertable> {
    if scope.site == Site::TwoWayBody {
        let insertable = |variable: Variable| complete(format!("${}", variable.name()), Root::TwoWay(variable));
        return Variable::ALL.into_iter().map(insertable).collect();
    }
    let mut list = List { scope, found: Vec::new() };
    if scope.site == Site::EndpointUrl {
        let parameters = scope.context.path_parameters.iter();
        let insertable = |name: &String| complete(format!("{{{name}}}"), Root::PathParameter(name.as_str().into()));
        list.found.extend(parameters.map(insertable));
    }
    for entry in CATALOGUE.iter().filter(|entry| entry.stands_at(scope.site)) {
        list.add_entry(entry);
    }
    list.found
}

/// One without anything below its root.
fn complete(text: String, root: Root) -> Insertable {
    Insertable { text, root, below: String::new(), completion: Completion::Complete }
}

struct List<'a> {
    scope: Scope<'a>,
    found: Vec<Insertable>,
}

impl List<'_> {
    fn add_entry(&mut self, entry: &Entry) {
        match &entry.tail {
            Tail::End(_) => self.add(entry, entry.words, Completion::Complete),
            Tail::Name(_, names) => self.add_names(entry, entry.words, *names, Shape::Leaf),
            Tail::SomeSteps(_, shape) => self.add_shape(entry, entry.words, *shape),
            Tail::Steps(_, shape) => {
                self.add(entry, entry.words, Completion::Complete);
                self.add_shape(entry, entry.words, *shape);
            }
        }
    }

    fn add(&mut self, entry: &Entry, path: &str, completion: Completion) {
        let below = path.strip_prefix(entry.words).unwrap_or_default();
        let below = below.strip_prefix('.').unwrap_or(below);
        let shown = match completion {
            Completion::Complete => below,
            Completion::ReplaceLastName => "",
        };
        self.found.push(Insertable {
            text: format!("{{{path}}}"),
            root: entry.root(below),
            below: shown.to_owned(),
            completion,
        });
    }

    fn add_names(&mut self, entry: &Entry, path: &str, names: Names, below: Shape) {
        match names.of(self.scope.context) {
            Known::Any => self.add(entry, &format!("{path}.name"), Completion::ReplaceLastName),
            Known::Only(known) => {
                for name in known {
                    let path = format!("{path}.{name}");
                    self.add(entry, &path, Completion::Complete);
                    self.add_shape(entry, &path, below);
                }
            }
        }
    }

    fn add_shape(&mut self, entry: &Entry, path: &str, shape: Shape) {
        match shape {
            Shape::Leaf => {}
            Shape::Open => self.add(entry, &format!("{path}.name"), Completion::ReplaceLastName),
            Shape::List(element) => {
                let path = format!("{path}[0]");
                self.add(entry, &path, Completion::Complete);
                self.add_shape(entry, &path, *element);
            }
            Shape::Object(members) => {
                for (name, shape) in members {
                    let path = format!("{path}.{name}");
                    self.add(entry, &path, Completion::Complete);
                    // What has an open shape is shown whole: its members are not documented.
                    if !matches!(shape, Shape::Open) {
                        self.add_shape(entry, &path, *shape);
                    }
                }
            }
            Shape::Names(names, below) => self.add_names(entry, path, names, *below),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templating::{Context, TextTemplate};

    fn texts(site: Site, context: &Context) -> Vec<String> {
        placeholders(Scope::new(site, context)).into_iter().map(|insertable| insertable.text).collect()
    }

    #[test]
    fn everything_offered_can_be_saved_and_is_what_it_is_told_to_be() {
        let context = Context {
            fields: Known::only(["X-Api-Key", "filter[name]"]),
            path_parameters: vec!["id".to_owned()],
            objects: Known::only(["contact"]),
            ..Context::default()
        };
        let sites = [
            Site::EndpointUrl,
            Site::RequestHeader,
            Site::RequestQuery,
            Site::RequestBody,
            Site::ParameterFormat,
            Site::Condition,
            Site::ResponseMapping,
            Site::CallboxHook,
            Site::Iframe,
        ];
        for site in sites {
            let scope = Scope::new(site, &context);
            for Insertable { text, root, .. } in placeholders(scope) {
                let template = TextTemplate::parse(&text, scope).unwrap();
                let path = template.sole_placeholder();
                assert_eq!(path.map(|path| &path.root), Some(&root), "{text} in {site:?}");
            }
        }
    }

    #[test]
    fn names_that_are_known_are_offered_and_secrets_of_credentials_in_headers_only() {
        let context = Context { fields: Known::only(["X-Api-Key"]), ..Context::default() };
        let url = texts(Site::EndpointUrl, &context);
        assert!(url.contains(&"{field.X-Api-Key}".to_owned()));
        assert!(url.contains(&"{contact.queue.id}".to_owned()));
        assert!(!url.iter().any(|text| text.contains("authentications")));
        assert!(texts(Site::RequestHeader, &context).contains(&"{authentications.name}".to_owned()));
        assert_eq!(texts(Site::TwoWayBody, &context).len(), 7);
    }

    #[test]
    fn what_is_below_a_root_is_told_unless_its_last_name_is_an_example() {
        let context = Context { fields: Known::only(["filter[name]"]), ..Context::default() };
        let offered = placeholders(Scope::new(Site::RequestBody, &context));
        let told = |text: &str| {
            let one = offered.iter().find(|one| one.text == text).unwrap();
            (one.root.clone(), one.below.clone())
        };
        assert_eq!(told("{contact}"), (Root::Contact, String::new()));
        assert_eq!(told("{contact.queue.id}"), (Root::Contact, "queue.id".to_owned()));
        assert_eq!(told("{contact.skills[0].id}"), (Root::Contact, "skills[0].id".to_owned()));
        assert_eq!(told("{field.filter[name]}"), (Root::Field("filter[name]".into()), "filter[name]".to_owned()));
        assert_eq!(told("{client.name}"), (Root::Client, String::new()));
        let of_handover = placeholders(Scope::new(Site::TwoWayBody, &context));
        assert_eq!(of_handover[0], complete("$chatId".to_owned(), Root::TwoWay(Variable::ChatId)));
    }
}
