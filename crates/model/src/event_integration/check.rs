//! What is wrong with an event integration by itself. What its placeholders and its condition say is found when its
//! request plan is compiled, whether its queues exist by the store, whether `http` is allowed by the guard's list.

use super::{EventConfiguration, EventIntegrationDraft};
use crate::conversation::is_key;
use crate::document::{AuthenticationType, MAXIMUM_DOCUMENT_BYTES};
use crate::integrator::check_credentials;
use crate::json::{self, locate};
use crate::limit::{CALL_SECONDS, MAXIMUM_URL_BYTES};
use crate::queue::check_address;
use crate::sentence;
use crate::sentence::Sentence;
use crate::templating::{AccessToken, Context, Host, Known, Scope, Site, UrlTemplate};
use crate::trigger::MAXIMUM_QUEUES;
use crate::valid::{Validate, Violation, Violations, check_description, check_name, pointer_token};

/// Where the pointers of what is wrong inside of the configuration begin. The member is a text, so that what follows
/// leads into that text; line and column count in it as well.
pub const CONFIGURATION_POINTER: &str = "/configuration";

impl Validate for EventIntegrationDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_name(&mut found, "/name", &self.name);
        check_description(&mut found, "/description", &self.description);
        self.read_url(&mut found);
        for (index, event) in self.events.iter().enumerate() {
            let pointer = format!("/events/{index}");
            found.require(
                !self.events[..index].contains(event),
                &pointer,
                sentence!("this event is in the list already"),
            );
        }
        found.require(self.queues.len() <= MAXIMUM_QUEUES, "/queues", sentence!("use at most 200 queues"));
        for (index, queue) in self.queues.iter().enumerate() {
            let pointer = format!("/queues/{index}");
            check_address(&mut found, &pointer, queue);
            found.require(
                !self.queues[..index].contains(queue),
                &pointer,
                sentence!("this queue is in the list already"),
            );
        }
        check_credentials(&mut found, &self.credentials);
        if let Some(configuration) = self.read_configuration(&mut found) {
            self.check_request(&configuration, &mut found);
        }
        found
    }
}

impl EventIntegrationDraft {
    /// The configuration, as typed.
    ///
    /// # Errors
    /// What makes it unreadable, with line and column.
    pub fn configuration(&self) -> Result<EventConfiguration, Violation> {
        if self.configuration.len() > MAXIMUM_DOCUMENT_BYTES {
            let message = sentence!("use at most 64 KiB");
            return Err(Violation { pointer: CONFIGURATION_POINTER.into(), message, line: None, column: None });
        }
        json::parse(&self.configuration).map_err(|error| {
            let mut violation = error.into_violation();
            violation.pointer.insert_str(0, CONFIGURATION_POINTER);
            violation
        })
    }

    /// What is missing of the authentication that the configuration chooses. Apart from [`Validate`], because a copy is
    /// saved without its credentials (spec/events.md, Matching); whoever types a configuration is told.
    #[must_use]
    pub fn missing_credentials(&self) -> Violations {
        let mut found = Violations::none();
        let Ok(configuration) = self.configuration() else { return found };
        let Some(choice) = configuration.request.authentication else { return found };
        let prefix = match choice.authentication_type {
            AuthenticationType::Basic => "basic:",
            AuthenticationType::Digest => "digest:",
        };
        if !self.credentials.iter().any(|credential| credential.id.starts_with(prefix)) {
            let message = sentence!("there is no credential %{prefix}<user>: add one", prefix = prefix);
            found.push(self.inside("/request/authentication/type", message));
        }
        found
    }

    /// What is allowed but probably not meant.
    #[must_use]
    pub fn warnings(&self) -> Violations {
        let mut found = Violations::none();
        if let Some(at) = self.url.find('?') {
            let message = sentence!("query parameters belong in request.params, where they are encoded and shown");
            let column = u32::try_from(self.url[..at].chars().count() + 1).ok();
            found.push(Violation { pointer: "/url".into(), message, line: Some(1), column });
        }
        let hears_nothing = !self.direct_calls && !self.direct_chats && self.queues.is_empty();
        let message = sentence!("neither direct conversations nor a queue is chosen: it never runs");
        found.require(self.events.is_empty() || !hears_nothing, "/queues", message);
        if let Ok(EventConfiguration { request, response }) = self.configuration()
            && request.delay > 0
            && (request.block || response.is_some_and(|response| response.set.is_some()))
        {
            let message = sentence!("nobody waits for a delayed request: what it sets comes too late");
            found.push(self.inside("/request/delay", message));
        }
        found
    }

    /// Reads the URL as the endpoint will, and refuses what an event integration has no values for.
    pub(super) fn read_url(&self, found: &mut Violations) -> Option<UrlTemplate> {
        found.require(self.url.len() <= MAXIMUM_URL_BYTES, "/url", sentence!("use at most 2,048 bytes"));
        let context = self.context(Known::Any);
        match UrlTemplate::parse(&self.url, Scope::new(Site::EndpointUrl, &context)) {
            Ok(url) if *url.host() == Host::Integrator => {
                found.add("/url", sentence!("write the whole URL: https://, the host and the path"));
                None
            }
            Ok(url) => Some(url),
            Err(error) => {
                found.push(error.into_violation("/url"));
                None
            }
        }
    }

    /// The names that exist for its placeholders: no fields, and no token.
    #[must_use]
    pub fn context(&self, credentials: Known) -> Context {
        Context {
            fields: Known::Only(Vec::new()),
            credentials,
            access_token: AccessToken::Unavailable,
            ..Context::default()
        }
    }

    fn read_configuration(&self, found: &mut Violations) -> Option<EventConfiguration> {
        self.configuration().map_err(|violation| found.push(violation)).ok()
    }

    fn check_request(&self, configuration: &EventConfiguration, found: &mut Violations) {
        let request = &configuration.request;
        let mut require = |holds: bool, pointer: &str, message: Sentence| {
            if !holds {
                found.push(self.inside(pointer, message));
            }
        };
        let has_place = request.method.has_body() || request.body.is_none();
        require(has_place, "/request/body", sentence!("only POST, PUT and PATCH carry a body: use request.params"));
        let timeout = request.timeout.is_none_or(|timeout| CALL_SECONDS.contains(&timeout));
        require(timeout, "/request/timeout", sentence!("use 1 to 60 seconds"));
        require(request.delay <= 3600, "/request/delay", sentence!("use 0 to 3600 seconds"));
        for key in configuration.response.iter().flat_map(|response| response.save.keys()) {
            let pointer = format!("/response/save/{}", pointer_token(key));
            require(
                is_key(key),
                &pointer,
                sentence!("a key begins with a letter or _ and goes on with letters, digits, _ . and -"),
            );
        }
    }

    /// A violation inside of the configuration, with its place there.
    #[must_use]
    pub fn inside(&self, pointer: &str, message: Sentence) -> Violation {
        let place = locate(&self.configuration, pointer);
        let (line, column) = place.map(|place| (place.line, place.column)).unzip();
        Violation { pointer: format!("{CONFIGURATION_POINTER}{pointer}"), message, line, column }
    }
}

#[cfg(test)]
mod tests;
