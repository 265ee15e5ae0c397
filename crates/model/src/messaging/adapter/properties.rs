//! The settings of the omnichannel bridge, under their original names (spec/omnichannel.md).

use crate::id::CallCenterId;
use crate::sentence;
use crate::valid::Violations;
use serde::{Deserialize, Serialize};

/// The path on our side for Outgoing Events when none is typed.
pub const DEFAULT_SEND_MESSAGE: &str = "/ext/{owner}/sendMessage";

/// The three properties. Export and import are this very object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OmnichannelProperties {
    /// Root of the third party; empty: off.
    #[serde(rename = "app.ext.integration.api.base.url", default)]
    pub base_url: String,
    /// The path that Incoming Events are posted to.
    #[serde(rename = "app.ext.integration.api.incomingMessage", default)]
    pub incoming_message: String,
    /// The path on our side for Outgoing Events; empty or left out: [`DEFAULT_SEND_MESSAGE`].
    #[serde(rename = "app.ext.integration.api.sendMessage", default = "default_send_message")]
    pub send_message: String,
}

fn default_send_message() -> String {
    DEFAULT_SEND_MESSAGE.to_owned()
}

impl OmnichannelProperties {
    /// What Incoming Events are posted to; none when the bridge is off.
    #[must_use]
    pub fn incoming_url(&self) -> Option<String> {
        let root = self.base_url.trim_end_matches('/');
        (!root.is_empty()).then(|| format!("{root}{}", self.incoming_message))
    }

    /// The path on our side for Outgoing Events.
    #[must_use]
    pub fn send_message_path(&self, owner: &CallCenterId) -> String {
        let written = if self.send_message.is_empty() { DEFAULT_SEND_MESSAGE } else { &self.send_message };
        written.replace("{owner}", owner.as_str())
    }

    pub(super) fn check(&self, found: &mut Violations) {
        let at = |name: &str| format!("/properties/app.ext.integration.api.{name}");
        if self.base_url.is_empty() {
            return self.check_send_message(found, &at("sendMessage"));
        }
        super::check_url(found, &at("base.url"), &self.base_url);
        found.require(!self.base_url.contains('?'), &at("base.url"), sentence!("write the root only, without a query"));
        let path = &self.incoming_message;
        if !path.starts_with('/') {
            found.add(at("incomingMessage"), sentence!("write a path that begins with /, such as /in"));
        } else if let Some(url) = self.incoming_url() {
            super::check_url(found, &at("incomingMessage"), &url);
        }
        self.check_send_message(found, &at("sendMessage"));
    }

    /// Only paths of the face itself: any other would be answered by another part of the server.
    fn check_send_message(&self, found: &mut Violations, pointer: &str) {
        let rest = self.send_message.strip_prefix("/ext/").and_then(|rest| rest.split_once('/'));
        let fits = rest.is_some_and(|(owner, name)| {
            (owner == "{owner}" || owner.parse::<CallCenterId>().is_ok())
                && (1..=64).contains(&name.len())
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
                && name != "command"
        });
        let message = sentence!("write /ext/{owner}/ and a name of letters, digits, - and _ other than command");
        found.require(self.send_message.is_empty() || fits, pointer, message);
    }
}
