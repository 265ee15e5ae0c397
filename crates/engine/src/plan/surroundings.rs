//! What an endpoint has to agree with.

use patchbay_model::endpoint::{Endpoint, EndpointType};
use patchbay_model::template::{Parameter, TemplateType};
use patchbay_model::templating::Known;

/// The template around an endpoint.
#[derive(Debug, Clone)]
pub struct Surroundings<'a> {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's parameters.
    pub parameters: &'a [Parameter],
    /// The template's endpoints, oldest first; whether the one being compiled is among them does not matter.
    pub siblings: Vec<Sibling<'a>>,
    /// The integrator's credentials when there can be only one integrator; otherwise anything.
    pub credentials: Known,
}

/// Another endpoint of the same template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sibling<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type.
    pub endpoint_type: EndpointType,
    /// Whether it is marked as the template's default auth endpoint.
    pub default: bool,
}

impl<'a> From<&'a Endpoint> for Sibling<'a> {
    fn from(endpoint: &'a Endpoint) -> Self {
        let draft = &endpoint.draft;
        Self { name: &draft.name, endpoint_type: draft.endpoint_type, default: draft.default == Some(true) }
    }
}

impl<'a> Surroundings<'a> {
    pub(super) fn parameter(&self, name: &str) -> Option<&'a Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    pub(super) fn sibling(&self, name: &str) -> Option<&Sibling<'a>> {
        self.siblings.iter().find(|sibling| sibling.name == name)
    }

    /// The auth endpoint of those that name none: the one marked as default, else the oldest.
    #[must_use]
    pub fn default_auth_endpoint(&self) -> Option<&'a str> {
        let auth = || self.siblings.iter().filter(|sibling| sibling.endpoint_type == EndpointType::Auth);
        auth().find(|sibling| sibling.default).or_else(|| auth().next()).map(|sibling| sibling.name)
    }
}
