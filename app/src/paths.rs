//! Addresses of the portal, as text to link to; the route table in the crate's root is their other half.

use crate::query::{CALL_CENTER, EXAMPLE, escape};
use patchbay_model::id::{CallCenterId, EndpointId, EventIntegrationId, TemplateId};
use patchbay_model::messaging::{AdapterId, ChannelId, ChatId};

/// Call centers.
pub const CALL_CENTERS: &str = "/call-centers";
/// Templates, "Integration" in the menu.
pub const INTEGRATIONS: &str = "/integrations";
/// Queues.
pub const QUEUES: &str = "/queues";
/// Conversations.
pub const CONVERSATIONS: &str = "/conversations";
/// How the durable queue does.
pub const QUEUE_HEALTH: &str = "/queue-health";
/// Plays conversations against the configured triggers.
pub const SIMULATOR: &str = "/simulator";
/// Event-driven integrations.
pub const EVENT_INTEGRATIONS: &str = "/event-integrations";
/// The event integrations shipped with Patchbay.
pub const EVENT_INTEGRATION_EXAMPLES: &str = "/event-integrations/examples";
/// Help: building the request.
pub const REQUEST_HELP: &str = "/event-integrations/help/request";
/// Help: building the response.
pub const RESPONSE_HELP: &str = "/event-integrations/help/response";
/// Channels.
pub const CHANNELS: &str = "/channels";
/// Adapters.
pub const ADAPTERS: &str = "/adapters";
/// The form of a TwoWay adapter to come.
pub const NEW_TWOWAY: &str = "/adapters/new/twoway";
/// The form of a third-party omnichannel adapter to come.
pub const NEW_OMNICHANNEL: &str = "/adapters/new/omnichannel";
/// What the product token of TwoWay is, and which there are.
pub const AUTHENTICATION: &str = "/adapters/authentication";
/// The dialog that shows a new signing secret, on the page of a channel or an adapter.
pub const CREATED_SECRET: &str = "created-secret";
/// The dialog that shows a new token of an inbound webhook, on the page of its channel.
pub const CREATED_TOKEN: &str = "created-token";
/// Executions.
pub const EXECUTIONS: &str = "/executions";
/// Audit.
pub const AUDIT: &str = "/audit";
/// Users.
pub const USERS: &str = "/users";
/// Keys.
pub const KEYS: &str = "/keys";
/// Change one's own password.
pub const PASSWORD: &str = "/account/password";
/// Pulses of newly recorded executions, server-sent events.
pub const EXECUTIONS_STREAM: &str = "/api/ui/executions/stream";
/// Pulses of one chat, server-sent events.
pub const CHATS_STREAM: &str = "/api/ui/chats/stream";
/// What the server functions about private code begin with: they take more than others.
pub const PRIVATE_CODE_FUNCTIONS: &str = "/api/ui/private-code/";
/// Where the theme switch posts to before the WASM arrives.
pub const THEME: &str = "/theme";
/// Where the choice of a language posts to.
pub const LANGUAGE: &str = "/language";

/// The templates shipped with Patchbay.
pub const GALLERY: &str = "/integrations/gallery";

/// One of them, to be plugged in.
#[must_use]
pub fn plug_in(name: &str) -> String {
    format!("{GALLERY}/{}", escape(name))
}

/// "JSON INTEGRATION DATA": what Info and Iframe JSON are made of.
pub const JSON_GUIDE: &str = "/integrations/guide";

/// One template.
#[must_use]
pub fn integration(id: TemplateId) -> String {
    format!("{INTEGRATIONS}/{id}")
}

/// The code of a private template.
#[must_use]
pub fn private_code(id: TemplateId) -> String {
    format!("{INTEGRATIONS}/{id}?tab=code")
}

/// One endpoint of a template.
#[must_use]
pub fn endpoint(template: TemplateId, id: EndpointId) -> String {
    format!("{INTEGRATIONS}/{template}/endpoints/{id}")
}

/// The form of an endpoint to come.
#[must_use]
pub fn new_endpoint(template: TemplateId) -> String {
    format!("{INTEGRATIONS}/{template}/endpoints/new")
}

/// A page of one call center.
#[must_use]
pub fn of_call_center(path: &str, call_center: &CallCenterId) -> String {
    format!("{path}?{CALL_CENTER}={}", escape(call_center.as_str()))
}

/// One event integration.
#[must_use]
pub fn event_integration(call_center: &CallCenterId, id: EventIntegrationId) -> String {
    of_call_center(&format!("{EVENT_INTEGRATIONS}/{id}"), call_center)
}

/// The form of an event integration to come.
#[must_use]
pub fn new_event_integration(call_center: &CallCenterId) -> String {
    of_call_center(&format!("{EVENT_INTEGRATIONS}/new"), call_center)
}

/// The form of an event integration to come, filled in from an example; the form asks for the call center where none is
/// chosen.
#[must_use]
pub fn new_event_integration_like(call_center: Option<&CallCenterId>, example: &str) -> String {
    let form = format!("{EVENT_INTEGRATIONS}/new?{EXAMPLE}={}", escape(example));
    call_center.map_or_else(|| form.clone(), |id| format!("{form}&{CALL_CENTER}={}", escape(id.as_str())))
}

/// One channel.
#[must_use]
pub fn channel(call_center: &CallCenterId, id: ChannelId) -> String {
    of_call_center(&format!("{CHANNELS}/{id}"), call_center)
}

/// One adapter.
#[must_use]
pub fn adapter(call_center: &CallCenterId, id: AdapterId) -> String {
    of_call_center(&format!("{ADAPTERS}/{id}"), call_center)
}

/// Pulses of what is said and happens in a chat, server-sent events.
#[must_use]
pub fn chat_stream(call_center: &CallCenterId, id: ChatId) -> String {
    format!("{}&chat={id}", of_call_center(CHATS_STREAM, call_center))
}

/// One conversation, by the platform's id.
#[must_use]
pub fn conversation(call_center: &CallCenterId, id: &str) -> String {
    of_call_center(&format!("{CONVERSATIONS}/{}", escape(id)), call_center)
}

/// The executions of one conversation.
#[must_use]
pub fn executions_of(call_center: &CallCenterId, conversation: &str) -> String {
    format!("{}&search={}", of_call_center(EXECUTIONS, call_center), escape(conversation))
}

/// The executions of an adapter's webhooks, whose template is called after it.
#[must_use]
pub fn deliveries_of_adapter(call_center: &CallCenterId, name: &str) -> String {
    of_template(call_center, &format!("Adapter {name}"))
}

/// The executions of a channel's callback URL, whose template is called after it.
#[must_use]
pub fn deliveries_of_channel(call_center: &CallCenterId, name: &str) -> String {
    of_template(call_center, &format!("Channel {name}"))
}

fn of_template(call_center: &CallCenterId, template: &str) -> String {
    format!("{}&template={}", of_call_center(EXECUTIONS, call_center), escape(template))
}
