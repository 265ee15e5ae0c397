//! What the form of an adapter sends, and the adapter that it means.

#[cfg(feature = "ssr")]
use super::PageError;
use super::integrator_form::ValueRow;
use patchbay_model::integrator::{FieldValue, SecretState};
use patchbay_model::messaging::adapter::{Adapter, DEFAULT_HANDOVER_BODY, DEFAULT_SEND_MESSAGE};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the form of an adapter sends. A webhook without a URL is none.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdapterForm {
    /// Name.
    pub name: String,
    /// A program answers.
    pub is_bot: bool,
    /// The channels that were chosen.
    pub channels: Vec<String>,
    /// Omnichannel: channels beside those, separated by commas.
    pub more_channels: String,
    /// TwoWay: where messages are posted.
    pub message_url: String,
    /// Its headers; a row without a name is none.
    pub message_headers: Vec<ValueRow>,
    /// TwoWay: where handovers are posted.
    pub handover_url: String,
    /// Its headers.
    pub handover_headers: Vec<ValueRow>,
    /// Its body, as typed.
    pub handover_body: String,
    /// TwoWay: where events are posted.
    pub events_url: String,
    /// Its headers.
    pub events_headers: Vec<ValueRow>,
    /// Omnichannel: `app.ext.integration.api.base.url`.
    pub base_url: String,
    /// Omnichannel: `app.ext.integration.api.incomingMessage`.
    pub incoming_message: String,
    /// Omnichannel: `app.ext.integration.api.sendMessage`.
    pub send_message: String,
    /// Omnichannel: the three as a JSON document; what stands here counts in their place.
    pub document: String,
    /// Omnichannel: the secret that the third party shows. Never filled in with the stored one.
    pub secret: String,
    /// The stored one stays when nothing is typed.
    pub keep_secret: bool,
    /// Omnichannel: the secret that the third party is shown, when that is another.
    pub delivery_secret: String,
    /// The stored one stays when nothing is typed.
    pub keep_delivery_secret: bool,
}

impl std::fmt::Debug for AdapterForm {
    // What was typed may be a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AdapterForm")
            .field("name", &self.name)
            .field("channels", &self.channels)
            .finish_non_exhaustive()
    }
}

impl AdapterForm {
    /// The form of one to come.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            handover_body: DEFAULT_HANDOVER_BODY.to_owned(),
            send_message: DEFAULT_SEND_MESSAGE.to_owned(),
            ..Self::default()
        }
    }
}

#[cfg(feature = "ssr")]
mod read {
    use super::*;
    use patchbay_model::integrator::ValueInput;
    use patchbay_model::messaging::adapter::{
        AdapterDraft, AdapterEndpointDraft, AdapterKind, HandoverEndpointDraft, OmnichannelProperties, is_secret_header,
    };
    use patchbay_model::messaging::channel::ChannelName;
    use patchbay_model::valid::{Violations, pointer_token};

    impl AdapterForm {
        /// The form as it may come back: a secret must not stand in a page.
        pub(in crate::api) fn without_secrets(&self) -> Self {
            let open = |rows: &[ValueRow]| {
                let row = |row: &ValueRow| {
                    let value = if is_secret_header(&row.name) { String::new() } else { row.value.clone() };
                    ValueRow { value, ..row.clone() }
                };
                rows.iter().map(row).collect()
            };
            Self {
                message_headers: open(&self.message_headers),
                handover_headers: open(&self.handover_headers),
                events_headers: open(&self.events_headers),
                secret: String::new(),
                delivery_secret: String::new(),
                ..self.clone()
            }
        }

        pub(in crate::api) fn draft(self, kind: AdapterKind) -> Result<AdapterDraft, PageError> {
            let mut found = Violations::none();
            let channels = self.channels_of(kind, &mut found);
            let blank = AdapterDraft {
                kind,
                name: self.name.trim().to_owned(),
                is_bot: self.is_bot,
                channels,
                message_endpoint: None,
                handover_endpoint: None,
                events_endpoint: None,
                properties: None,
                secret: None,
                delivery_secret: None,
            };
            let draft = match kind {
                AdapterKind::Twoway => {
                    let message = webhook(self.message_url, self.message_headers, "/messageEndpoint", &mut found);
                    let handover = webhook(self.handover_url, self.handover_headers, "/handoverEndpoint", &mut found);
                    // A browser without WASM sends every line break of an editor as two characters; it has but one.
                    let body = self.handover_body.replace("\r\n", "\n");
                    AdapterDraft {
                        message_endpoint: message,
                        handover_endpoint: handover
                            .map(|AdapterEndpointDraft { url, headers }| HandoverEndpointDraft { url, headers, body }),
                        events_endpoint: webhook(self.events_url, self.events_headers, "/eventsEndpoint", &mut found),
                        ..blank
                    }
                }
                AdapterKind::Omnichannel => {
                    let typed = OmnichannelProperties {
                        base_url: self.base_url.trim().to_owned(),
                        incoming_message: self.incoming_message.trim().to_owned(),
                        send_message: self.send_message.trim().to_owned(),
                    };
                    AdapterDraft {
                        properties: Some(super::super::document(&self.document, "/properties")?.unwrap_or(typed)),
                        secret: super::super::secret_input(self.secret, self.keep_secret),
                        delivery_secret: super::super::secret_input(self.delivery_secret, self.keep_delivery_secret),
                        ..blank
                    }
                }
            };
            if found.is_empty() { Ok(draft) } else { Err(found.into()) }
        }

        fn channels_of(&self, kind: AdapterKind, found: &mut Violations) -> Vec<ChannelName> {
            let mut channels: Vec<ChannelName> = Vec::new();
            let chosen = self.channels.iter().map(|name| ("/channels", name.as_str()));
            let typed = self.more_channels.split(',').filter(|_| kind == AdapterKind::Omnichannel);
            for (pointer, name) in chosen.chain(typed.map(|name| ("/moreChannels", name.trim()))) {
                match name.parse::<ChannelName>() {
                    _ if name.is_empty() => {}
                    // Typed beside a box that is checked: it is in the list once.
                    Ok(name) if channels.iter().any(|known| known.is(name.as_str())) => {}
                    Ok(name) => channels.push(name),
                    Err(error) => found.add(pointer, error.into()),
                }
            }
            channels
        }

        /// Gives what was found in a header the number of its row: headers have names, rows have numbers.
        pub(in crate::api) fn place(&self, mut error: PageError) -> PageError {
            let lists = [
                ("/messageEndpoint/headers", &self.message_headers),
                ("/handoverEndpoint/headers", &self.handover_headers),
                ("/eventsEndpoint/headers", &self.events_headers),
            ];
            for violation in &mut error.0.errors {
                for (pointer, rows) in lists {
                    let Some(token) = violation.pointer.strip_prefix(pointer).and_then(|rest| rest.strip_prefix('/'))
                    else {
                        continue;
                    };
                    let named = |row: &&ValueRow| pointer_token(row.name.trim()) == token;
                    let row = rows.iter().filter(|row| !row.name.trim().is_empty()).position(|row| named(&row));
                    if let Some(row) = row {
                        violation.pointer = format!("{pointer}/{row}");
                    }
                }
            }
            error
        }
    }

    /// None without a URL, unless somebody typed headers for it.
    fn webhook(
        url: String,
        rows: Vec<ValueRow>,
        pointer: &str,
        found: &mut Violations,
    ) -> Option<AdapterEndpointDraft> {
        let mut headers: BTreeMap<String, ValueInput> = BTreeMap::new();
        for (index, row) in rows.into_iter().filter(|row| !row.name.trim().is_empty()).enumerate() {
            let name = row.name.trim().to_owned();
            let value = super::super::secret_input(row.value, row.keep && is_secret_header(&name));
            if headers.insert(name, value.unwrap_or(ValueInput::None(()))).is_some() {
                found.add(format!("{pointer}/headers/{index}"), crate::text!(common.header_twice).into());
            }
        }
        let url = url.trim().to_owned();
        (!url.is_empty() || !headers.is_empty()).then_some(AdapterEndpointDraft { url, headers })
    }
}

impl From<&Adapter> for AdapterForm {
    fn from(read: &Adapter) -> Self {
        let (message, events) = (read.message_endpoint.as_ref(), read.events_endpoint.as_ref());
        let handover = read.handover_endpoint.as_ref();
        let properties = read.properties.clone().unwrap_or_default();
        let set = |secret: &Option<SecretState>| secret.as_ref().is_some_and(|secret| secret.set);
        Self {
            name: read.name.clone(),
            is_bot: read.is_bot,
            channels: read.channels.iter().map(ToString::to_string).collect(),
            more_channels: String::new(),
            message_url: message.map(|endpoint| endpoint.url.clone()).unwrap_or_default(),
            message_headers: message.map(|endpoint| rows(&endpoint.headers)).unwrap_or_default(),
            handover_url: handover.map(|endpoint| endpoint.url.clone()).unwrap_or_default(),
            handover_headers: handover.map(|endpoint| rows(&endpoint.headers)).unwrap_or_default(),
            handover_body: handover.map_or_else(|| DEFAULT_HANDOVER_BODY.to_owned(), |endpoint| endpoint.body.clone()),
            events_url: events.map(|endpoint| endpoint.url.clone()).unwrap_or_default(),
            events_headers: events.map(|endpoint| rows(&endpoint.headers)).unwrap_or_default(),
            base_url: properties.base_url,
            incoming_message: properties.incoming_message,
            send_message: properties.send_message,
            document: String::new(),
            secret: String::new(),
            keep_secret: set(&read.secret),
            delivery_secret: String::new(),
            keep_delivery_secret: set(&read.delivery_secret),
        }
    }
}

fn rows(headers: &BTreeMap<String, FieldValue>) -> Vec<ValueRow> {
    let row = |(name, value): (&String, &FieldValue)| {
        let (value, keep) = match value {
            FieldValue::Plain(text) => (text.clone(), false),
            FieldValue::Secret(state) => (String::new(), state.set),
            FieldValue::Missing(()) => (String::new(), false),
        };
        ValueRow { name: name.clone(), value, keep }
    };
    headers.iter().map(row).collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use patchbay_model::messaging::adapter::AdapterKind;
    use patchbay_model::valid::Valid;

    fn row(name: &str, value: &str, keep: bool) -> ValueRow {
        ValueRow { name: name.to_owned(), value: value.to_owned(), keep }
    }

    #[test]
    fn a_mistake_in_a_header_is_told_in_its_row() {
        let message_headers = vec![row("X-Env", "test", false), row("", "", false), row("Host", "x", false)];
        let form = AdapterForm {
            name: "bot".into(),
            message_url: "https://bot.test/in".into(),
            message_headers,
            ..AdapterForm::blank()
        };
        let refused = Valid::check(form.clone().draft(AdapterKind::Twoway).unwrap()).unwrap_err();
        let placed = form.place(refused.into());
        assert_eq!(placed.0.errors[0].pointer, "/messageEndpoint/headers/1");
    }

    #[test]
    fn what_comes_back_to_a_page_holds_no_secret() {
        let form = AdapterForm {
            secret: "sesame-sesame-sesame".into(),
            message_headers: vec![row("X-Api-Key", "hidden-one", true), row("X-Env", "shown", false)],
            ..AdapterForm::blank()
        };
        let kept = serde_json::to_string(&form.without_secrets()).unwrap();
        assert!(!kept.contains("sesame") && !kept.contains("hidden-one") && kept.contains("shown"), "{kept}");
    }

    #[test]
    fn a_document_counts_in_the_place_of_the_fields() {
        let document = r#"{"app.ext.integration.api.base.url": "https://suite.test"}"#.to_owned();
        let form = AdapterForm {
            base_url: "https://other.test".into(),
            document,
            more_channels: "whatsapp, WhatsApp,line".into(),
            ..AdapterForm::blank()
        };
        let draft = form.draft(AdapterKind::Omnichannel).unwrap();
        assert_eq!(draft.properties.unwrap().base_url, "https://suite.test");
        assert_eq!(draft.channels.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["whatsapp", "line"]);
    }
}
