//! The addresses of Patchbay that a bot calls, all made of its outbound URL.

use crate::error::ServerError;

/// What an outbound URL says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Patchbay {
    root: String,
    account: String,
    /// The bot's own adapter.
    pub(super) adapter: String,
}

impl Patchbay {
    /// Reads `https://<host>/conversational/twoway/v2/accounts/{accountId}/adapters/{adapterId}`.
    pub(super) fn of(outbound_url: &str) -> Result<Self, ServerError> {
        let parts = outbound_url.split_once("/conversational/twoway/v2/accounts/").and_then(|(root, rest)| {
            let (account, adapter) = rest.split_once("/adapters/")?;
            let is_whole = root.contains("://") && !account.is_empty() && !adapter.is_empty() && !adapter.contains('/');
            is_whole.then(|| (root.to_owned(), account.to_owned(), adapter.to_owned()))
        });
        let refuse = || {
            let message = "is no outbound URL: copy it from the adapter's page, https://<host>/conversational/twoway/v2/accounts/…/adapters/…";
            ServerError::Refused(format!("{outbound_url} {message}"))
        };
        let (root, account, adapter) = parts.ok_or_else(refuse)?;
        Ok(Self { root, account, adapter })
    }

    /// Where messages are posted.
    pub(super) fn outbound(&self) -> String {
        let Self { root, account, adapter } = self;
        format!("{root}/conversational/twoway/v2/accounts/{account}/adapters/{adapter}")
    }

    /// Where a chat is handed over.
    pub(super) fn routing(&self, chat: &str) -> String {
        format!("{}/routing/mutationrequests", self.chat(chat))
    }

    /// Where a session is ended.
    pub(super) fn end(&self, chat: &str) -> String {
        format!("{}/session/end", self.chat(chat))
    }

    fn chat(&self, chat: &str) -> String {
        let Self { root, account, .. } = self;
        format!("{root}/conversational/control/v1/accounts/{account}/chats/{chat}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outbound_url_says_where_everything_is() {
        let url = "http://127.0.0.1:3000/conversational/twoway/v2/accounts/cc-1/adapters/a-1";
        let patchbay = Patchbay::of(url).unwrap();
        assert_eq!((patchbay.outbound().as_str(), patchbay.adapter.as_str()), (url, "a-1"));
        let control = "http://127.0.0.1:3000/conversational/control/v1/accounts/cc-1/chats/c-1";
        assert_eq!(patchbay.routing("c-1"), format!("{control}/routing/mutationrequests"));
        assert_eq!(patchbay.end("c-1"), format!("{control}/session/end"));
        for wrong in [
            "https://x",
            "/conversational/twoway/v2/accounts/a/adapters/b",
            "https://x/conversational/twoway/v2/accounts/a/adapters/",
        ] {
            assert!(Patchbay::of(wrong).is_err(), "{wrong}");
        }
    }
}
