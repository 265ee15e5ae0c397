//! The lists `hardParams` and `parameters` as candidates for places.

use super::compile::Compiler;
use super::headers;
use super::place::{Candidate, ClientValue, Covers, DeclaredInput, Need, Origin, Place, Slot, Transform};
use super::templates::Templates;
use patchbay_model::endpoint::{EndpointParameter, HardParam, Source};
use patchbay_model::sentence;
use patchbay_model::template::{Location, check_parameter_name};
use patchbay_model::templating::{Path, Root, Scope, Site, Step, TextTemplate, ValuePath, parse_value_path};
use patchbay_model::valid::pointer_token;

impl Compiler<'_> {
    /// Reads both lists. Precedence is settled here; nothing later looks at it.
    pub(super) fn read_sources(&mut self) {
        for (index, hard) in self.draft.hard_params.iter().enumerate() {
            self.read_hard_param(&format!("/hardParams/{index}"), hard);
        }
        for (index, parameter) in self.draft.parameters.iter().enumerate() {
            self.read_parameter(&format!("/parameters/{index}"), parameter);
        }
        for slot in &mut self.slots {
            slot.candidates.sort_by_key(|candidate| candidate.origin.rank());
            let mut candidates = slot.candidates.iter();
            if candidates.next().is_some_and(|first| first.origin == Origin::Hard) {
                for hidden in candidates.filter(|candidate| candidate.origin != Origin::Hard) {
                    self.warnings
                        .add(&*hidden.pointer, sentence!("never used: the hard param of this name and location wins"));
                }
            }
        }
        // The placeholders of a value that can't win must not make anything required.
        for slot in &mut self.slots {
            if slot.candidates.first().is_some_and(|first| first.origin == Origin::Hard) {
                slot.candidates.truncate(1);
            }
        }
    }

    fn read_hard_param(&mut self, pointer: &str, hard: &HardParam) {
        let site = match hard.location {
            Location::Header | Location::Md5 => Site::RequestHeader,
            Location::Query => Site::RequestQuery,
            Location::Body => Site::RequestBody,
            Location::Path => Site::EndpointUrl,
        };
        match TextTemplate::parse(&hard.value, Scope::new(site, &self.value_context)) {
            Ok(template) => {
                self.offer(pointer, &hard.name, hard.location, Origin::Hard, template);
            }
            Err(error) => self.violations.push(error.into_violation(&format!("{pointer}/value"))),
        }
    }

    fn read_parameter(&mut self, pointer: &str, parameter: &EndpointParameter) {
        let (origin, path, location) = match parameter.source {
            Source::Field => {
                let field = parameter.field_name();
                let Some(known) = self.surroundings.parameter(field) else {
                    let member = if parameter.field.is_some() { "field" } else { "name" };
                    let message = sentence!(
                        "the template has no parameter %{field}: add it there, or take another source",
                        field = field
                    );
                    return self.violations.add(format!("{pointer}/{member}"), message);
                };
                let location = parameter.location.unwrap_or(known.location);
                // A header's name is checked where its place is made; one with a location, by validation.
                if parameter.location.is_none() && matches!(location, Location::Body | Location::Query | Location::Path)
                {
                    check_parameter_name(&mut self.violations, &format!("{pointer}/name"), &parameter.name, location);
                }
                (Origin::Field(field.to_owned()), Path::field(field), location)
            }
            Source::AccessToken => {
                let Some(location) = parameter.location else { return };
                if self.auth_endpoint.is_none() && !self.is_auth() {
                    let message = sentence!("this template has no Auth endpoint that gets a token: add one first");
                    return self.violations.add(format!("{pointer}/source"), message);
                }
                (Origin::Token, Path::bare(Root::Token), location)
            }
            Source::ClientBody => {
                let Some(path) = self.client_path(pointer, parameter) else { return };
                let need = if parameter.required { Need::Required } else { Need::Optional };
                let value = ClientValue { path: path.clone(), pointer: json_pointer(&path), need };
                let Some(location) = parameter.location else {
                    return self.declared.push(DeclaredInput { value, pointer: format!("{pointer}/location") });
                };
                (Origin::Client(value), Path::client(path), location)
            }
        };
        if let Some(template) = self.with_format(pointer, parameter, path) {
            self.offer(pointer, &parameter.name, location, origin, template);
        }
    }

    /// Refuses what is declared and then taken by nothing: most likely a location was forgotten, and the value would
    /// be lost without a word.
    pub(super) fn check_declared(&mut self, templates: &Templates) {
        let candidates = self.slots.iter().flat_map(|slot| &slot.candidates);
        let paths = candidates.flat_map(|candidate| candidate.template.paths()).chain(templates.paths());
        let taken: Vec<&[Step]> =
            paths.filter(|path| path.root == Root::Client).map(|path| path.rest.steps()).collect();
        for input in &self.declared {
            let declared = input.value.path.steps();
            // A placeholder may take a part of the value, or an object that the value is a part of.
            if !taken.iter().any(|taken| taken.starts_with(declared) || declared.starts_with(taken)) {
                let path = &input.value.path;
                let message = sentence!(
                    "say where the value goes: header, body, query, path or md5, or write {client.%{path}} where it is needed",
                    path = path.to_string()
                );
                self.violations.add(&*input.pointer, message);
            }
        }
    }

    fn client_path(&mut self, pointer: &str, parameter: &EndpointParameter) -> Option<ValuePath> {
        match parse_value_path(parameter.client_path()) {
            Ok(path) => Some(path),
            Err(error) => {
                let member = if parameter.path.is_some() { "path" } else { "name" };
                let message = sentence!(
                    "%{why}: say where the value is in the client body, such as contact.phone",
                    why = error.message
                );
                self.violations.add(format!("{pointer}/{member}"), message);
                None
            }
        }
    }

    /// The value's template: its path, or its format with the path in the placeholder's place.
    fn with_format(&mut self, pointer: &str, parameter: &EndpointParameter, path: Path) -> Option<TextTemplate> {
        let Some(format) = &parameter.format else { return Some(TextTemplate::placeholder(path)) };
        let at = format!("{pointer}/format");
        let template = match TextTemplate::parse(format, Scope::new(Site::ParameterFormat, &self.value_context)) {
            Ok(template) => template,
            Err(error) => {
                self.violations.push(error.into_violation(&at));
                return None;
            }
        };
        let takes_token = parameter.source == Source::AccessToken;
        let fits = |root: &Root| *root == Root::Value || takes_token && *root == Root::Token;
        let paths = template.paths();
        if paths.is_empty() || !paths.iter().all(|path| fits(&path.root)) {
            let placeholder = if takes_token { "{token}" } else { "{value}" };
            self.violations.add(
                at,
                sentence!(
                    "write %{placeholder} where the value goes, and no other placeholder",
                    placeholder = placeholder
                ),
            );
            return None;
        }
        Some(template.with_value(&path))
    }

    /// Puts a candidate into its place.
    fn offer(&mut self, pointer: &str, name: &str, location: Location, origin: Origin, template: TextTemplate) {
        let transform = if location == Location::Md5 { Transform::Md5 } else { Transform::None };
        let name_pointer = format!("{pointer}/name");
        let place = match location {
            Location::Header | Location::Md5 => match headers::name(name, self.draft.body_format) {
                Ok(name) => Place::Header(name),
                Err(message) => return self.violations.add(name_pointer, message),
            },
            Location::Query => Place::Query(name.to_owned()),
            Location::Path => Place::Path(name.to_owned()),
            // A name that is no path is a name all the same: "First Name" of a form.
            Location::Body => {
                Place::Body(name.to_owned(), parse_value_path(name).unwrap_or_else(|_| ValuePath::key(name)))
            }
        };
        let candidate = Candidate { origin, template, transform, pointer: name_pointer };
        let Some(slot) = self.slots.iter_mut().find(|slot| slot.place == place) else {
            return self.slots.push(Slot { place, candidates: vec![candidate], covers: Covers::Nothing });
        };
        let rank = candidate.origin.rank();
        if slot.candidates.iter().any(|other| other.origin.rank() == rank) {
            let message =
                sentence!("this name and location is filled from the same source already: remove one of the two");
            return self.violations.add(candidate.pointer, message);
        }
        slot.candidates.push(candidate);
    }
}

/// `contact.items[0].id` as `/contact/items/0/id`.
pub(crate) fn json_pointer(path: &ValuePath) -> String {
    path.steps().iter().fold(String::new(), |pointer, step| match step {
        Step::Key(name) => format!("{pointer}/{}", pointer_token(name)),
        Step::Index(index) => format!("{pointer}/{index}"),
    })
}
