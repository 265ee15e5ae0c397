//! What is wrong with an adapter by itself. Whether plain `http` is allowed is found by the guard's list, whether its name is
//! free by the store.

use super::headers::check_headers;
use super::{AdapterDraft, AdapterKind};
use crate::integrator::ValueInput;
use crate::limit::MAXIMUM_URL_BYTES;
use crate::sentence;
use crate::templating::{Context, Host, Scheme, Scope, Site, TwoWayTemplate, UrlTemplate};
use crate::valid::{Validate, Violations, check_name};

const MAXIMUM_CHANNELS: usize = 50;
const MAXIMUM_BODY_BYTES: usize = 64 * 1024;

impl Validate for AdapterDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_name(&mut found, "/name", &self.name);
        found.require(self.channels.len() <= MAXIMUM_CHANNELS, "/channels", sentence!("use at most 50 channels"));
        for (index, channel) in self.channels.iter().enumerate() {
            let pointer = format!("/channels/{index}");
            let repeated = self.channels[..index].iter().any(|other| other.is(channel.as_str()));
            found.require(!repeated, &pointer, sentence!("this channel is in the list already"));
            let known = self.kind != AdapterKind::Twoway || channel.twoway() == Some(channel.as_str());
            found.require(
                known,
                &pointer,
                sentence!("name a channel of TwoWay, such as WhatsApp, spelled as in its list"),
            );
        }
        match self.kind {
            AdapterKind::Twoway => self.check_twoway(&mut found),
            AdapterKind::Omnichannel => self.check_omnichannel(&mut found),
        }
        found
    }
}

impl AdapterDraft {
    /// The hosts that it names with `http://`, each with the pointer of its URL: refused unless the guard's list names them so.
    #[must_use]
    pub fn plain_hosts(&self) -> Vec<(&'static str, String)> {
        let properties = self.properties.as_ref();
        let urls = [
            ("/messageEndpoint/url", self.message_endpoint.as_ref().map(|endpoint| &endpoint.url)),
            ("/handoverEndpoint/url", self.handover_endpoint.as_ref().map(|endpoint| &endpoint.url)),
            ("/eventsEndpoint/url", self.events_endpoint.as_ref().map(|endpoint| &endpoint.url)),
            ("/properties/app.ext.integration.api.base.url", properties.map(|properties| &properties.base_url)),
        ];
        urls.into_iter().filter_map(|(pointer, url)| Some((pointer, plain_host(url?)?))).collect()
    }

    fn check_twoway(&self, found: &mut Violations) {
        for (pointer, endpoint) in
            [("/messageEndpoint", &self.message_endpoint), ("/eventsEndpoint", &self.events_endpoint)]
        {
            if let Some(endpoint) = endpoint {
                check_url(found, &format!("{pointer}/url"), &endpoint.url);
                check_headers(found, &format!("{pointer}/headers"), &endpoint.headers);
            }
        }
        if let Some(handover) = &self.handover_endpoint {
            check_url(found, "/handoverEndpoint/url", &handover.url);
            check_headers(found, "/handoverEndpoint/headers", &handover.headers);
            check_handover_body(found, "/handoverEndpoint/body", &handover.body);
        }
        let foreign = [
            ("/properties", self.properties.is_some()),
            ("/secret", self.secret.is_some()),
            ("/deliverySecret", self.delivery_secret.is_some()),
        ];
        refuse_foreign(found, self.kind, &foreign);
    }

    fn check_omnichannel(&self, found: &mut Violations) {
        match &self.properties {
            Some(properties) => properties.check(found),
            None => found.add("/properties", sentence!("an adapter of kind omnichannel needs its properties")),
        }
        found.require(self.secret.is_some(), "/secret", sentence!("enter the secret that the third party sends"));
        for (pointer, secret) in [("/secret", &self.secret), ("/deliverySecret", &self.delivery_secret)] {
            match secret {
                Some(ValueInput::New(text)) => check_bearer_secret(found, pointer, text),
                Some(ValueInput::None(())) if pointer == "/secret" => found.add(pointer, sentence!("enter the secret")),
                _ => {}
            }
        }
        let foreign = [
            ("/messageEndpoint", self.message_endpoint.is_some()),
            ("/handoverEndpoint", self.handover_endpoint.is_some()),
            ("/eventsEndpoint", self.events_endpoint.is_some()),
        ];
        refuse_foreign(found, self.kind, &foreign);
    }
}

fn refuse_foreign(found: &mut Violations, kind: AdapterKind, members: &[(&str, bool)]) {
    for (pointer, _) in members.iter().filter(|(_, given)| *given) {
        found.add(
            *pointer,
            sentence!("an adapter of kind %{kind} has no use for this: leave it out", kind = kind.as_str()),
        );
    }
}

fn check_handover_body(found: &mut Violations, pointer: &str, body: &str) {
    found.require(body.len() <= MAXIMUM_BODY_BYTES, pointer, sentence!("use at most 64 KiB"));
    if let Err(error) = TwoWayTemplate::parse(body) {
        found.push(error.into_violation(pointer));
    }
}

/// Reads a URL as the endpoint behind the adapter will.
fn read_url(text: &str) -> Result<UrlTemplate, crate::templating::TemplateError> {
    UrlTemplate::parse(text, Scope::new(Site::EndpointUrl, &Context::default()))
}

/// Checks the whole, fixed URL of a webhook.
pub(in crate::messaging) fn check_url(found: &mut Violations, pointer: &str, text: &str) {
    found.require(text.len() <= MAXIMUM_URL_BYTES, pointer, sentence!("use at most 2,048 bytes"));
    match read_url(text) {
        Err(error) => found.push(error.into_violation(pointer)),
        Ok(url) if *url.host() == Host::Integrator => {
            found.add(pointer, sentence!("write the whole URL: https://, the host and the path"));
        }
        Ok(url) if !url.paths().is_empty() => {
            found.add(pointer, sentence!("a webhook's URL has no placeholders: write %7B for {"))
        }
        Ok(_) => {}
    }
}

/// The host of a URL that is written with `http://`.
pub(in crate::messaging) fn plain_host(text: &str) -> Option<String> {
    match read_url(text).ok()? {
        url if url.scheme() == Scheme::Https => None,
        url => match url.host() {
            Host::Fixed(host) => Some(host.clone()),
            Host::Integrator => None,
        },
    }
}

/// Checks a secret that travels as a bearer token: 16 to 200 visible characters.
fn check_bearer_secret(found: &mut Violations, pointer: &str, secret: &str) {
    let fits = (16..=200).contains(&secret.len()) && secret.bytes().all(|byte| byte.is_ascii_graphic());
    found.require(fits, pointer, sentence!("use 16 to 200 letters, digits and signs without spaces"));
}
