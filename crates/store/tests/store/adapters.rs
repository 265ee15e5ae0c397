use crate::support::*;
use patchbay_model::id::{CallCenterId, EndpointId, IntegratorId, TemplateId};
use patchbay_model::integrator::FieldValue;
use patchbay_model::messaging::adapter::{Adapter, AdapterDraft, AdapterQuery, AdapterTokenDraft};
use patchbay_model::messaging::channel::{Channel, ChannelDraft, ChannelQuery};
use patchbay_model::messaging::{AdapterId, AdapterTokenId, ChannelId};
use patchbay_model::template::TemplateQuery;
use patchbay_model::webhook::{NO_HOST, Parts, SigningSecretId, signing_credential};
use patchbay_store::adapters::{self, AdapterWrite};
use patchbay_store::channels::{self, ChannelWrite};
use patchbay_store::graph_tokens::{self, GraphToken};
use patchbay_store::integrators::{IntegratorWrite, SecretWrite};
use patchbay_store::{
    HiddenParts, PartsWrite, Reach, Store, StoreError, adapter_tokens, endpoints, integrators, recipes, templates,
};
use patchbay_testkit::TestDatabase;
use serde_json::{Value, json};

fn hidden() -> HiddenParts {
    HiddenParts { template: TemplateId(id()), integrator: IntegratorId(id()) }
}

fn parts_write(parts: Parts, secret: &SecretWrite) -> PartsWrite {
    let mut credentials: std::collections::BTreeMap<String, SecretWrite> =
        parts.credentials.into_iter().map(|header| (header.credential.id, secret.clone())).collect();
    if *secret != SecretWrite::Keep {
        credentials.insert(signing_credential(SigningSecretId(id())), secret.clone());
    }
    PartsWrite {
        template: valid(parts.template),
        stamps: (0..parts.endpoints.len() + 2).map(|_| stamp()).collect(),
        endpoint_ids: parts.endpoints.iter().map(|_| EndpointId(id())).collect(),
        endpoints: parts.endpoints.into_iter().map(valid).collect(),
        integrator: IntegratorWrite {
            host: NO_HOST.to_owned(),
            description: String::new(),
            enabled: true,
            info: None,
            iframe: None,
            fields: [].into(),
            credentials,
        },
    }
}

fn draft(name: &str, members: Value) -> AdapterDraft {
    let mut draft = json!({"kind": "twoway", "name": name, "isBot": true, "channels": ["WhatsApp"],
        "messageEndpoint": {"url": "https://bot.test/in", "headers": {"X-Api-Key": "k", "X-Env": "test"}},
        "handoverEndpoint": {"url": "https://desk.test/handover"}});
    draft.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    serde_json::from_value(draft).unwrap()
}

fn omnichannel(name: &str) -> AdapterDraft {
    let draft = json!({"kind": "omnichannel", "name": name, "channels": ["whatsapp"], "secret": "sesame-sesame-sesame",
        "properties": {"app.ext.integration.api.base.url": "https://suite.test", "app.ext.integration.api.incomingMessage": "/in"}});
    serde_json::from_value(draft).unwrap()
}

fn write(draft: AdapterDraft, secret: &SecretWrite, secret_hash: Option<[u8; 32]>) -> AdapterWrite {
    let parts = parts_write(Parts::of_adapter(&draft, &cc("cc-1")), secret);
    AdapterWrite { draft: valid(draft), parts, secret_hash }
}

async fn insert(store: &Store, draft: AdapterDraft, hash: Option<[u8; 32]>) -> Result<Adapter, StoreError> {
    let write = write(draft, &SecretWrite::Sealed(sealed("s")), hash);
    let mut unit = store.begin().await?;
    let made = adapters::insert(&mut unit, AdapterId(id()), &cc("cc-1"), hidden(), &write, at(0)).await?;
    unit.commit().await?;
    Ok(made)
}

async fn update(
    store: &Store,
    id: AdapterId,
    draft: AdapterDraft,
    secret: &SecretWrite,
) -> Result<Adapter, StoreError> {
    let mut unit = store.begin().await?;
    let saved = adapters::update(&mut unit, &cc("cc-1"), id, &write(draft, secret, None), None, at(60)).await?;
    unit.commit().await?;
    Ok(saved)
}

#[tokio::test]
async fn an_adapter_is_kept_as_typed_without_secrets_and_what_runs_it_is_hidden() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let made = insert(&store, draft("bot", json!({})), None).await.unwrap();
    let message = made.message_endpoint.clone().unwrap();
    assert_eq!(message.headers["X-Env"], FieldValue::Plain("test".into()));
    assert!(matches!(&message.headers["X-Api-Key"], FieldValue::Secret(state) if state.set));
    assert_eq!((made.signing_secrets.len(), made.secret.is_none()), (1, true));
    assert_eq!(adapters::find(&store, &cc("cc-2"), made.id).await.unwrap(), None);
    let parts = adapters::find_parts(&store, &cc("cc-1"), made.id).await.unwrap().unwrap();
    let recipe = recipes::find(&store, &cc("cc-1"), &parts.template.to_string(), "message").await.unwrap().unwrap();
    let integrator = recipe.integrator.unwrap();
    assert_eq!((integrator.host.as_str(), integrator.credentials.len()), (NO_HOST, 2));
    assert!(integrator.credentials.iter().all(|(_, secret)| secret.hosts == ["bot.test", "desk.test"]));
    let listed = templates::list(&store, &one("cc-1"), &TemplateQuery::default(), at(0), &page(9, None)).await.unwrap();
    assert_eq!(listed.items.len(), 0);
    let mut unit = store.begin().await.unwrap();
    let alone = templates::delete(&mut unit, &Reach::All, parts.template, None).await;
    assert_eq!(constraint_of(alone), "hidden_parts_of_messaging");
}

#[tokio::test]
async fn a_saved_adapter_loses_the_endpoints_that_it_no_longer_has() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let made = insert(&store, draft("bot", json!({})), None).await.unwrap();
    let members = json!({"handoverEndpoint": null, "eventsEndpoint": {"url": "https://bot.test/events"}});
    let saved = update(&store, made.id, draft("robot", members), &SecretWrite::Keep).await.unwrap();
    assert_eq!((saved.name.as_str(), saved.version.0, saved.handover_endpoint.is_none()), ("robot", 2, true));
    let parts = adapters::find_parts(&store, &cc("cc-1"), made.id).await.unwrap().unwrap();
    let all = endpoints::all(&store, &Reach::All, parts.template).await.unwrap();
    let names: Vec<_> = all.iter().map(|endpoint| endpoint.draft.name.as_str()).collect();
    assert_eq!(names, ["events", "message"]);
    let mut unit = store.begin().await.unwrap();
    let stale = adapters::delete(&mut unit, &cc("cc-1"), made.id, Some(made.version)).await;
    assert!(matches!(stale, Err(StoreError::Stale { .. })));
    adapters::delete(&mut unit, &cc("cc-1"), made.id, None).await.unwrap();
    unit.commit().await.unwrap();
    assert!(integrators::find(&store, &Reach::All, parts.integrator).await.unwrap().is_none());
}

#[tokio::test]
async fn adapters_are_unique_by_name_and_by_secret() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let suite = insert(&store, omnichannel("suite"), Some([7; 32])).await.unwrap();
    assert_eq!(suite.secret.as_ref().map(|state| state.set), Some(true));
    assert_eq!(constraint_of(insert(&store, omnichannel("other"), Some([7; 32])).await), "adapters_secret_key");
    assert_eq!(constraint_of(insert(&store, draft("SUITE", json!({})), None).await), "adapters_name_key");
    assert_eq!(constraint_of(insert(&store, draft("suite", json!({})), None).await), "templates_name_key");
    let found = adapters::find_by_secret(&store, &cc("cc-1"), &[7; 32]).await.unwrap().unwrap();
    assert_eq!(found.id, suite.id);
    assert_eq!(adapters::find_by_secret(&store, &cc("cc-2"), &[7; 32]).await.unwrap(), None);
}

#[tokio::test]
async fn all_adapters_come_the_oldest_first_and_lists_by_name() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let first = insert(&store, draft("z", json!({})), None).await.unwrap();
    insert(&store, draft("a", json!({})), None).await.unwrap();
    insert(&store, draft("m", json!({"channels": ["SMS"]})), None).await.unwrap();
    let all = adapters::all(&store, &cc("cc-1")).await.unwrap();
    assert_eq!(all.iter().map(|(one, _)| one.name.as_str()).collect::<Vec<_>>(), ["z", "a", "m"]);
    let behind = adapters::find_parts(&store, &cc("cc-1"), first.id).await.unwrap().unwrap();
    assert_eq!((all[0].0.id, all[0].1), (first.id, behind.template));
    assert_eq!(adapters::all(&store, &cc("cc-2")).await.unwrap(), []);
    let list = async |query: &AdapterQuery, page| adapters::list(&store, &cc("cc-1"), query, &page).await.unwrap();
    let names = list(&AdapterQuery::default(), page(2, None)).await;
    assert_eq!(names.items.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a", "m"]);
    assert_eq!(list(&AdapterQuery::default(), page(2, names.next_cursor)).await.items.len(), 1);
    let sms = AdapterQuery { channel: Some("sms".into()), ..AdapterQuery::default() };
    assert_eq!(list(&sms, page(9, None)).await.items.len(), 1);
}

#[tokio::test]
async fn two_tokens_of_an_adapter_count_and_revoked_ones_are_not_found() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let adapter = insert(&store, draft("bot", json!({})), None).await.unwrap();
    let draft: AdapterTokenDraft = serde_json::from_value(json!({"name": "main", "rights": ["message:send"]})).unwrap();
    let insert = async |hash: [u8; 32]| {
        let mut unit = store.begin().await?;
        let token = AdapterTokenId(id());
        let draft = valid(draft.clone());
        let made =
            adapter_tokens::insert(&mut unit, token, &cc("cc-1"), adapter.id, &draft, (&hash, "pba_xxxx"), at(0))
                .await?;
        unit.commit().await?;
        Ok::<_, StoreError>(made)
    };
    let first = insert([1; 32]).await.unwrap();
    insert([2; 32]).await.unwrap();
    assert_eq!(constraint_of(insert([3; 32]).await), "adapter_tokens_two");
    adapter_tokens::touch(&store, first.id, at(5)).await.unwrap();
    adapter_tokens::touch(&store, first.id, at(30)).await.unwrap();
    let found = adapter_tokens::find_by_hash(&store, &[1; 32]).await.unwrap().unwrap();
    assert_eq!(found.last_used_at, Some(at(5)), "to the minute");
    let mut unit = store.begin().await.unwrap();
    let revoked = adapter_tokens::revoke(&mut unit, &cc("cc-1"), adapter.id, first.id, at(60)).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(revoked.revoked_at, Some(at(60)));
    assert_eq!(adapter_tokens::find_by_hash(&store, &[1; 32]).await.unwrap(), None);
    insert([3; 32]).await.unwrap();
    assert_eq!(adapter_tokens::all(&store, &cc("cc-1"), adapter.id).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_token_that_reads_ends_by_itself() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let adapter = insert(&store, omnichannel("suite"), Some([7; 32])).await.unwrap();
    let token = GraphToken { call_center_id: cc("cc-1"), adapter_id: adapter.id, expires_at: at(60) };
    graph_tokens::insert(&store, &[9; 32], &token).await.unwrap();
    assert_eq!(graph_tokens::find_by_hash(&store, &[9; 32], at(59)).await.unwrap(), Some(token));
    assert_eq!(graph_tokens::find_by_hash(&store, &[9; 32], at(60)).await.unwrap(), None);
    assert_eq!(graph_tokens::delete_expired(&store, at(61)).await.unwrap(), 1);
}

fn channel_draft(members: Value) -> ChannelDraft {
    let mut draft = json!({"name": "WhatsApp", "kind": "gateway", "callbackUrl": "https://gateway.test/in"});
    for (name, value) in members.as_object().unwrap() {
        draft[name] = value.clone();
    }
    serde_json::from_value(draft).unwrap()
}

async fn insert_channel(store: &Store, call_center: &CallCenterId, draft: ChannelDraft) -> Result<Channel, StoreError> {
    let parts =
        Parts::of_channel(&draft, call_center).map(|parts| parts_write(parts, &SecretWrite::Sealed(sealed("s"))));
    let write = ChannelWrite { draft: valid(draft), parts };
    let mut unit = store.begin().await?;
    let made = channels::insert(&mut unit, ChannelId(id()), call_center, hidden(), &write, at(0)).await?;
    unit.commit().await?;
    Ok(made)
}

#[tokio::test]
async fn channels_are_found_by_name_in_any_case_and_gateways_have_parts() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let of = cc("cc-1");
    let made = insert_channel(&store, &of, channel_draft(json!({}))).await.unwrap();
    let web = json!({"name": "Web", "kind": "webchat", "callbackUrl": null});
    let web = insert_channel(&store, &of, channel_draft(web)).await.unwrap();
    let again = insert_channel(&store, &of, channel_draft(json!({"name": "whatsAPP"}))).await;
    assert_eq!(constraint_of(again), "channels_name_key");
    assert_eq!(channels::get(&store, &of, "WHATSAPP").await.unwrap(), made);
    assert_eq!(channels::get(&store, &of, &made.id.to_string()).await.unwrap(), made);
    assert!(channels::find_parts(&store, &of, web.id).await.unwrap().is_none());
    assert_eq!(channels::signing_secrets_of(&store, &of, made.id).await.unwrap().len(), 1);
    assert_eq!(channels::signing_secrets_of(&store, &of, web.id).await.unwrap(), []);
    let listed = channels::list(&store, &of, &ChannelQuery::default(), &page(1, None)).await.unwrap();
    assert_eq!((listed.items.len(), listed.next_cursor.is_some()), (1, true));
    let mut unit = store.begin().await.unwrap();
    let write = ChannelWrite {
        parts: Parts::of_channel(&channel_draft(json!({"name": "WA"})), &of)
            .map(|parts| parts_write(parts, &SecretWrite::Keep)),
        draft: valid(channel_draft(json!({"name": "WA"}))),
    };
    let gateway = channels::find_parts(&mut unit, &of, made.id).await.unwrap().unwrap();
    let all = channels::all(&mut unit, &of).await.unwrap();
    let found: Vec<_> = all.into_iter().map(|(one, template)| (one.name.to_string(), template)).collect();
    assert_eq!(found, [("WhatsApp".to_owned(), Some(gateway.template)), ("Web".to_owned(), None)]);
    let saved = channels::update(&mut unit, &of, made.id, &write, Some(made.version), at(60)).await.unwrap();
    assert_eq!((saved.name.as_str(), saved.version.0), ("WA", 2));
    channels::delete(&mut unit, &of, made.id, None).await.unwrap();
    unit.commit().await.unwrap();
    assert!(channels::find(&store, &of, "WA").await.unwrap().is_none());
}

#[tokio::test]
async fn an_inbound_token_counts_a_day_beside_the_next_one() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    let of = cc("cc-1");
    let sms = json!({"name": "SMS", "kind": "sms", "callbackUrl": null, "template": "acme", "endpoint": "send"});
    let made = insert_channel(&store, &of, channel_draft(sms)).await.unwrap();
    assert_eq!(made.inbound_token, None);
    let rotate = async |hash: u8, second: i64| {
        let mut unit = store.begin().await.unwrap();
        let after = channels::rotate_inbound_token(&mut unit, &of, made.id, &[hash; 32], at(second)).await.unwrap();
        unit.commit().await.unwrap();
        after.inbound_token.unwrap()
    };
    let known = async |key: &str, hash: u8, second: i64| {
        let found = channels::find_by_inbound_token(&store, &of, key, &[hash; 32], at(second)).await.unwrap();
        found.is_some()
    };
    assert_eq!(rotate(1, 0).await.previous_ends_at, None);
    let day = 24 * 60 * 60;
    assert_eq!(rotate(2, 60).await.previous_ends_at, Some(at(60 + day)));
    assert!(known("sms", 1, 59 + day).await && known(&made.id.to_string(), 2, 0).await);
    assert!(!known("SMS", 1, 60 + day).await && known("SMS", 2, 60 + day).await);
    assert!(!known("SMS", 3, 0).await && !known("SMS 2", 2, 0).await);
    assert!(channels::find_by_inbound_token(&store, &cc("cc-2"), "SMS", &[2; 32], at(0)).await.unwrap().is_none());
    rotate(3, 120).await;
    assert!(!known("SMS", 1, 120).await && known("SMS", 2, 120).await);
}

#[tokio::test]
async fn a_call_center_goes_with_its_adapters_and_channels() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let of = cc("cc-1");
    let adapter = insert(&store, draft("bot", json!({})), None).await.unwrap();
    insert_channel(&store, &of, channel_draft(json!({}))).await.unwrap();
    let mut unit = store.begin().await.unwrap();
    patchbay_store::call_centers::delete(&mut unit, &Reach::All, &of, None).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(adapters::find(&store, &of, adapter.id).await.unwrap(), None);
}
