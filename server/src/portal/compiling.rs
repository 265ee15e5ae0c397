//! Endpoints against the template that they stand in, and against each other: whatever the engine would refuse to run
//! is refused when it is saved.

use patchbay_engine::plan::{self, Sibling, Surroundings};
use patchbay_model::endpoint::EndpointDraft;
use patchbay_model::template::{Parameter, TemplateType};
use patchbay_model::templating::Known;
use patchbay_model::valid::Violations;

/// What every endpoint of a template has to agree with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// The template's type.
    pub(super) template_type: TemplateType,
    /// The template's parameters.
    pub(super) parameters: &'a [Parameter],
}

impl<'a> Frame<'a> {
    /// The frame with the endpoints in it.
    pub(super) fn around(self, endpoints: impl IntoIterator<Item = &'a EndpointDraft>) -> Surroundings<'a> {
        let sibling = |draft: &'a EndpointDraft| Sibling {
            name: &draft.name,
            endpoint_type: draft.endpoint_type,
            default: draft.default == Some(true),
        };
        Surroundings {
            template_type: self.template_type,
            parameters: self.parameters,
            siblings: endpoints.into_iter().map(sibling).collect(),
            // An integrator may get a credential after the endpoint was written: only running it tells.
            credentials: Known::Any,
        }
    }

    /// What is wrong with each of a template's endpoints; those that are fine are left out.
    pub(super) fn compile_all(self, endpoints: &'a [EndpointDraft]) -> Vec<(usize, Violations)> {
        let surroundings = self.around(endpoints);
        let broken = |(index, draft)| Some((index, plan::compile(&surroundings, draft).err()?));
        endpoints.iter().enumerate().filter_map(broken).collect()
    }
}
