use crate::support::*;
use patchbay_model::messaging::chat::ChatKey;
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::{ChatEvent, EndReason, EventContent};
use patchbay_model::messaging::message::{Message, MessageDirection};
use patchbay_model::messaging::{AdapterId, ChannelId, ChatEventId, ChatId, ContactId, MessageId, SessionId};
use patchbay_model::time::Timestamp;
use patchbay_store::chats::{self, Session, StoredChat};
use patchbay_store::contacts::{self, Client};
use patchbay_store::messages::{self, Author, HistoryQuery, Noted, Part, StoredEvent, StoredMessage};
use patchbay_store::{Store, partitions};
use patchbay_testkit::TestDatabase;

fn key(client: &str) -> ChatKey {
    ChatKey { channel: "WhatsApp".parse().unwrap(), client_id: client.into(), host_id: "x".into() }
}

async fn chat(store: &Store, client: &str, name: &str) -> StoredChat {
    let mut unit = store.begin().await.unwrap();
    let of = cc("cc-1");
    let channel = "WhatsApp".parse().unwrap();
    let who = Client { channel: &channel, client_id: client, name: Some(name).filter(|name| !name.is_empty()) };
    let contact_id = contacts::upsert(&mut unit, ContactId(id()), &of, who, at(0)).await.unwrap();
    let key = key(client);
    let chat = StoredChat {
        id: key.id(&of),
        call_center_id: of,
        key,
        client_name: name.into(),
        contact_id,
        created_at: at(0),
    };
    let kept = chats::upsert(&mut unit, &chat, at(0)).await.unwrap();
    unit.commit().await.unwrap();
    kept
}

fn session(chat: ChatId) -> Session {
    Session {
        id: SessionId(id()),
        chat_id: chat,
        adapter_id: AdapterId(id()),
        state: "open".into(),
        state_context: None,
        answered_at: None,
        started_at: at(0),
        ended_at: None,
        end_reason: None,
    }
}

fn message(chat: &StoredChat, session: SessionId, text: &str, at: Timestamp) -> StoredMessage {
    let message = Message {
        id: MessageId(id_at(at)),
        direction: MessageDirection::ClientOriginated,
        created_on: at,
        content: Content::text(text),
    };
    StoredMessage {
        message,
        chat_id: chat.id,
        session_id: session,
        author: Author::Client,
        provider_message_id: Some(format!("p-{text}")),
        execution_id: None,
    }
}

#[tokio::test]
async fn a_client_is_one_contact_whose_name_is_taken_over_when_it_comes() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let first = chat(&store, "628128778222", "").await;
    let second = chat(&store, "628128778222", "Farhan Akbar").await;
    let third = chat(&store, "628128778222", "").await;
    assert_eq!((first.contact_id, second.contact_id), (second.contact_id, third.contact_id));
    assert_eq!(third.client_name, "Farhan Akbar");
    let contact = contacts::find(&store, &cc("cc-1"), first.contact_id).await.unwrap().unwrap();
    assert_eq!((contact.first_name.as_str(), contact.last_name.as_str()), ("Farhan", "Akbar"));
    assert_eq!(contact.phones, ["628128778222"]);
    assert_ne!(chat(&store, "other", "").await.contact_id, first.contact_id);
    assert_eq!(contacts::find(&store, &cc("cc-2"), first.contact_id).await.unwrap(), None);
}

#[tokio::test]
async fn a_chat_has_one_live_session() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let (chat, of) = (chat(&store, "1", "").await, cc("cc-1"));
    let first = session(chat.id);
    let mut unit = store.begin().await.unwrap();
    assert!(chats::lock(&mut unit, &of, chat.id).await.unwrap().is_some());
    chats::open_session(&mut unit, &of, &first).await.unwrap();
    unit.commit().await.unwrap();
    let mut unit = store.begin().await.unwrap();
    let second = chats::open_session(&mut unit, &of, &session(chat.id)).await;
    assert_eq!(constraint_of(second), "chat_sessions_live_key");
    unit.rollback().await.unwrap();
    let mut unit = store.begin().await.unwrap();
    let target = AdapterId(id());
    chats::hand_over(&mut unit, first.id, target).await.unwrap();
    chats::set_state(&mut unit, first.id, "waiting", None).await.unwrap();
    assert!(chats::note_answer(&mut unit, first.id, at(5)).await.unwrap());
    assert!(!chats::note_answer(&mut unit, first.id, at(6)).await.unwrap());
    unit.commit().await.unwrap();
    let live = chats::live_session(&store, &of, chat.id).await.unwrap().unwrap();
    assert_eq!((live.adapter_id, live.state.as_str(), live.answered_at), (target, "waiting", Some(at(5))));
    let mut unit = store.begin().await.unwrap();
    chats::end_session(&mut unit, first.id, EndReason::Host, at(9)).await.unwrap();
    chats::end_session(&mut unit, first.id, EndReason::Idle, at(10)).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(chats::live_session(&store, &of, chat.id).await.unwrap(), None);
    let last = chats::last_session(&store, &of, chat.id).await.unwrap().unwrap();
    assert_eq!((last.ended_at, last.end_reason), (Some(at(9)), Some(EndReason::Host)));
    assert_eq!(chats::find_session(&store, &of, first.id).await.unwrap(), Some(last));
    assert_eq!(chats::find(&store, &cc("cc-2"), chat.id).await.unwrap(), None);
    let later = Timestamp(at(0).0 + chrono::Duration::days(30));
    assert_eq!(chats::delete_old(&store, later).await.unwrap(), 2, "the chat and its session");
}

#[tokio::test]
async fn what_is_said_and_what_happens_is_read_in_order_page_by_page() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    partitions::create_ahead(&store, at(0)).await.unwrap();
    insert_call_center(&store, "cc-1").await;
    let (chat, of) = (chat(&store, "1", "").await, cc("cc-1"));
    let (one, other) = (SessionId(id()), SessionId(id()));
    let said: Vec<_> = [(one, "a"), (one, "b"), (other, "c")]
        .into_iter()
        .enumerate()
        .map(|(index, (session, text))| message(&chat, session, text, at(index as i64)))
        .collect();
    let happened = StoredEvent {
        event: ChatEvent { id: ChatEventId(id()), created_on: at(0), content: EventContent::RouterSessionStarted },
        chat_id: chat.id,
        session_id: Some(one),
    };
    let mut unit = store.begin().await.unwrap();
    messages::insert(&mut unit, &of, &said).await.unwrap();
    messages::insert_events(&mut unit, &of, std::slice::from_ref(&happened)).await.unwrap();
    unit.commit().await.unwrap();
    let all = Part { chat: chat.id, session: None };
    assert_eq!(messages::newest(&store, &of, all, 9).await.unwrap(), said);
    assert_eq!(messages::newest(&store, &of, all, 2).await.unwrap(), said[1..]);
    let of_one = Part { chat: chat.id, session: Some(one) };
    assert_eq!(messages::newest(&store, &of, of_one, 9).await.unwrap(), said[..2]);
    assert_eq!(messages::newest(&store, &of, of_one, 1).await.unwrap(), said[1..2]);
    assert_eq!(messages::newest_events(&store, &of, of_one, 9).await.unwrap(), [happened]);
    assert_eq!(messages::after(&store, &of, chat.id, said[0].message.id.0, 9).await.unwrap(), said[1..]);
    assert_eq!(messages::newest(&store, &cc("cc-2"), all, 9).await.unwrap(), []);
    let asked = async |query: HistoryQuery| messages::history(&store, &of, &query, (0, 50)).await.unwrap().len();
    assert_eq!(asked(HistoryQuery::default()).await, 3);
    assert_eq!(asked(HistoryQuery { since: Some(at(1)), until: Some(at(2)), ..HistoryQuery::default() }).await, 1);
    assert_eq!(asked(HistoryQuery { channels: Some(vec!["whatsapp".into()]), ..HistoryQuery::default() }).await, 3);
    assert_eq!(asked(HistoryQuery { customers: Some(vec!["2".into()]), ..HistoryQuery::default() }).await, 0);
    assert_eq!(
        asked(HistoryQuery { customers: Some(vec![chat.contact_id.undashed()]), ..HistoryQuery::default() }).await,
        3
    );
    assert_eq!(asked(HistoryQuery { authors: Some(vec!["bot".into()]), ..HistoryQuery::default() }).await, 0);
    assert_eq!(messages::history(&store, &of, &HistoryQuery::default(), (2, 50)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_message_of_a_provider_is_new_once_per_channel() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let (one, other, chat) = (ChannelId(id()), ChannelId(id()), ChatId(id()));
    let (first, second) = (MessageId(id()), MessageId(id()));
    let mut unit = store.begin().await.unwrap();
    let of = cc("cc-1");
    let note = async |unit: &mut patchbay_store::Unit, channel, message| {
        messages::note_in_ledger(unit, &of, channel, "p1", (chat, message), at(0)).await.unwrap()
    };
    assert_eq!(note(&mut unit, one, first).await, Noted::New);
    assert_eq!(note(&mut unit, one, second).await, Noted::Before { chat, message: first });
    assert_eq!(note(&mut unit, other, second).await, Noted::New);
    unit.commit().await.unwrap();
    assert_eq!(messages::delete_expired(&store, at(0)).await.unwrap(), 0);
    assert_eq!(messages::delete_expired(&store, at(1)).await.unwrap(), 2);
}
