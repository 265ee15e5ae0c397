//! The closed sets of an endpoint.

use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

closed_set!(
    /// What an endpoint is for.
    EndpointType {
        /// Gets the access token of the others.
        Auth = "auth",
        /// Reads.
        GetData = "getData",
        /// Writes.
        PostData = "postData",
        /// Sends an SMS, at most once.
        SendSms = "sendSms",
    }
);

closed_set!(
    /// The HTTP method.
    Method {
        /// Safe.
        Get = "GET",
        /// Not idempotent unless it sends an idempotency key.
        Post = "POST",
        /// Idempotent.
        Put = "PUT",
        /// Not idempotent unless it sends an idempotency key.
        Patch = "PATCH",
        /// Idempotent.
        Delete = "DELETE",
    }
);

impl Method {
    /// Whether requests of this method carry a body.
    #[must_use]
    pub const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

closed_set!(
    /// How the body is written (spec/execution.md, Body formats).
    BodyFormat {
        /// `application/json`.
        Json = "json",
        /// `application/x-www-form-urlencoded`.
        Form = "form",
        /// `multipart/form-data`.
        Multipart = "multipart",
        /// `text/plain`, a text with placeholders.
        Text = "text",
        /// `application/xml`, a text whose values are escaped.
        Xml = "xml",
    }
);

closed_set!(
    /// Where an endpoint parameter's value comes from.
    Source {
        /// The integrator's field.
        Field = "field",
        /// The access token from the auth endpoint.
        AccessToken = "accessToken",
        /// The body transmitted from the client.
        ClientBody = "clientBody",
    }
);
