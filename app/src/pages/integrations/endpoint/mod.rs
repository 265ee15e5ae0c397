//! The pages of one endpoint: its definition, its test bench, its versions.

mod answer;
mod bench;
mod fields;
mod form;
mod new;
mod page;
mod request;
mod skeleton;
mod values;
mod what;

pub use new::NewEndpointPage;
pub use page::EndpointPage;

use crate::text;
use patchbay_model::endpoint::EndpointType;
use patchbay_model::template::Template;
use patchbay_model::templating::{Context, Known};

/// The names that exist around the endpoint's placeholders, for the lists of what can be inserted.
fn context(template: &Template) -> Context {
    let fields = template.parameters.iter().map(|parameter| parameter.name.as_str());
    Context { fields: Known::only(fields), ..Context::default() }
}

/// Types with their words, for a select.
fn type_options() -> Vec<(String, String)> {
    let words = |one: EndpointType| match one {
        EndpointType::Auth => text!(endpoints.kind_auth),
        EndpointType::GetData => text!(endpoints.kind_get_data),
        EndpointType::PostData => text!(endpoints.kind_post_data),
        EndpointType::SendSms => text!(endpoints.kind_send_sms),
    };
    EndpointType::ALL.iter().map(|one| (one.to_string(), words(*one).to_owned())).collect()
}
