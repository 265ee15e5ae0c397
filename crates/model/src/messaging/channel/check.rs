//! What is wrong with a channel by itself. Whether its endpoint exists is found by the store, whether plain `http` is
//! allowed by the guard's list.

use super::{ChannelDraft, ChannelKind};
use crate::integrator::check_host;
use crate::messaging::adapter::{check_url, plain_host};
use crate::sentence;
use crate::valid::{Validate, Violations, check_name};

const MAXIMUM_ORIGINS: usize = 20;

impl Validate for ChannelDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        let is = |kind| self.kind == kind;
        self.check_presence(&mut found, is(ChannelKind::Gateway), "/callbackUrl", self.callback_url.as_ref());
        self.check_presence(&mut found, is(ChannelKind::Sms), "/template", self.template.as_ref());
        self.check_presence(&mut found, is(ChannelKind::Sms), "/endpoint", self.endpoint.as_ref());
        self.check_absence(&mut found, is(ChannelKind::Sms), "/sender", self.sender.is_some());
        self.check_absence(&mut found, is(ChannelKind::Sms), "/inbound", self.inbound.is_some());
        self.check_absence(&mut found, is(ChannelKind::Webchat), "/allowedOrigins", !self.allowed_origins.is_empty());
        if let Some(url) = &self.callback_url {
            check_url(&mut found, "/callbackUrl", url);
        }
        for (pointer, text) in [("/template", &self.template), ("/endpoint", &self.endpoint), ("/sender", &self.sender)]
        {
            if let Some(text) = text {
                check_name(&mut found, pointer, text);
            }
        }
        if let Some(inbound) = &self.inbound {
            found.nest("/inbound", inbound.validate());
        }
        found.require(
            self.allowed_origins.len() <= MAXIMUM_ORIGINS,
            "/allowedOrigins",
            sentence!("use at most 20 sites"),
        );
        for (index, origin) in self.allowed_origins.iter().enumerate() {
            let pointer = format!("/allowedOrigins/{index}");
            found.require(
                is_origin(origin),
                &pointer,
                sentence!("write a site such as https://shop.example.com, without a path"),
            );
            let repeated = self.allowed_origins[..index].contains(origin);
            found.require(!repeated, &pointer, sentence!("this site is in the list already"));
        }
        found
    }
}

impl ChannelDraft {
    /// The host that it names with `http://`, with the pointer of its URL: refused unless the guard's list names it so.
    #[must_use]
    pub fn plain_host(&self) -> Option<(&'static str, String)> {
        self.callback_url.as_deref().and_then(plain_host).map(|host| ("/callbackUrl", host))
    }

    fn check_presence(&self, found: &mut Violations, has: bool, pointer: &str, value: Option<&String>) {
        if has && value.is_none() {
            found.add(pointer, sentence!("a channel of kind %{kind} needs this", kind = self.kind.as_str()));
        }
        self.check_absence(found, has, pointer, value.is_some());
    }

    fn check_absence(&self, found: &mut Violations, has: bool, pointer: &str, given: bool) {
        if !has && given {
            found.add(
                pointer,
                sentence!("a channel of kind %{kind} has no use for this: leave it out", kind = self.kind.as_str()),
            );
        }
    }
}

/// `scheme://host[:port]` as a browser sends it in `Origin`.
fn is_origin(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, host)| matches!(scheme, "https" | "http") && check_host(host).is_ok())
}
