//! What a plan takes from its integrator and from signing in.

use super::FieldUse;
use super::place::{Origin, Slot};
use super::surroundings::Surroundings;
use super::templates::Templates;
use patchbay_model::templating::{Path, Root};

/// What a plan takes from its integrator.
#[derive(Default)]
pub(super) struct Uses {
    fields: Vec<String>,
    pub(super) credentials: Vec<String>,
    pub(super) token: bool,
}

impl Uses {
    pub(super) fn of(templates: &Templates, slots: &[Slot]) -> Self {
        let mut uses = Self::default();
        for path in templates.paths() {
            uses.note(path);
        }
        // Candidates that may step in are needed as much as those that are in.
        for candidate in slots.iter().flat_map(|slot| &slot.candidates) {
            uses.token |= candidate.origin == Origin::Token;
            candidate.template.paths().into_iter().for_each(|path| uses.note(path));
        }
        uses
    }

    /// Whether the request holds the field `name`.
    pub(super) fn takes_field(&self, name: &str) -> bool {
        self.fields.iter().any(|known| known == name)
    }

    /// The fields with what their template says of them.
    pub(super) fn fields(&self, surroundings: &Surroundings<'_>) -> Vec<FieldUse> {
        let known = self.fields.iter().filter_map(|name| surroundings.parameter(name));
        known
            .map(|parameter| FieldUse {
                name: parameter.name.clone(),
                required: parameter.required,
                secret: parameter.secret,
                default: parameter.default.clone().filter(|_| !parameter.secret),
            })
            .collect()
    }

    fn note(&mut self, path: &Path) {
        let (names, name) = match &path.root {
            Root::Field(name) => (&mut self.fields, name),
            Root::Authentication(id) => (&mut self.credentials, id),
            Root::Token => {
                self.token = true;
                return;
            }
            _ => return,
        };
        if !names.iter().any(|known| **known == **name) {
            names.push(name.to_string());
        }
    }
}
