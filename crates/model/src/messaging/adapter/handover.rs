//! What a handover endpoint is told (spec/twoway.md, Body template variables).

use crate::messaging::chat::Chat;
use crate::templating::{Lookup, Path, Root, Values, Variable};
use serde_json::Value;
use std::borrow::Cow;

/// The body when none is typed: the seven variables.
pub const DEFAULT_HANDOVER_BODY: &str = r#"{
  "chatId": $chatId,
  "sessionId": $sessionId,
  "accountId": $accountId,
  "channel": $channel,
  "conversationHostId": $conversationHostId,
  "conversationClientId": $conversationClientId,
  "context": $context
}"#;

/// The header that tells a handover, unless one of that name is typed.
pub const HANDOVER_HEADER: (&str, &str) = ("X-Event", "handover");

/// The values of one handover, for [`TwoWayTemplate::render`](crate::templating::TwoWayTemplate::render).
#[derive(Debug, Clone, Copy)]
pub struct HandoverValues<'a> {
    /// What is handed over.
    pub chat: &'a Chat,
    /// What the next host should know.
    pub context: Option<&'a Value>,
}

impl Values for HandoverValues<'_> {
    fn lookup(&self, path: &Path) -> Lookup<'_> {
        let Root::TwoWay(variable) = path.root else { return Lookup::Absent };
        let owned = |text: String| Lookup::Value(Cow::Owned(Value::String(text)));
        match variable {
            Variable::ChatId => owned(self.chat.id.to_string()),
            Variable::SessionId => self.chat.session_id.map_or(Lookup::Absent, |session| owned(session.to_string())),
            Variable::AccountId => Lookup::Text(self.chat.account_id.as_str()),
            Variable::Channel => Lookup::Text(self.chat.key.channel.as_str()),
            Variable::ConversationHostId => Lookup::Text(&self.chat.key.host_id),
            Variable::ConversationClientId => Lookup::Text(&self.chat.key.client_id),
            Variable::Context => Lookup::value(self.context),
        }
    }
}
