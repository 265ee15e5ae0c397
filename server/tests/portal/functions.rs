//! Every server function, asked by a stranger and by each role about its own tenant's objects, a foreign one's and
//! everybody's. The portal's own walk (rights.rs) judges every method; this one shows that no function goes around it.

use super::desk::{Desk, operator, person};
use super::function_table::FUNCTIONS;
use super::ground::Ground;
use super::methods::{Target, Whose, row};
use super::rights::{agrees, expected};
use super::users::PASSWORD;
use patchbay_model::access::{Role, Verdict};
use patchbay_model::id::CallCenterId;
use patchbay_model::user::UserDraft;
use patchbay_testkit::{Client, Reply};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a stranger may call, and what concerns the own account alone: those have tests of their own.
const OPEN: [&str; 4] = ["account/me", "account/sign-in", "account/invitation", "account/accept-invitation"];
const OWN_ACCOUNT: [&str; 2] = ["account/sign-out", "account/change-password"];

/// The functions that the linker has kept, without `/api/ui/`.
fn linked() -> BTreeSet<String> {
    let paths = leptos::server_fn::axum::server_fn_paths();
    paths.map(|(path, _)| path.strip_prefix("/api/ui/").unwrap_or(path).to_owned()).collect()
}

pub async fn signed_in(desk: &Desk, base: &str, role: Role, call_center: Option<&CallCenterId>) -> Client {
    let email = format!("{role}@example.com");
    let draft = UserDraft { email: email.clone(), role, call_center_id: call_center.cloned(), disabled: false };
    let invitation = desk.portal.invite_user(&operator(), draft).await.unwrap();
    let token = invitation.path.strip_prefix("/invitation/").unwrap();
    desk.portal.accept_invitation(token, "", PASSWORD).await.unwrap();
    let client = Client::stranger(base);
    let reply = client.post_form("/api/ui/account/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    client
}

async fn call(client: &Client, path: &str, is_form: bool, arguments: &Value) -> Reply {
    let path = format!("/api/ui/{path}");
    if !is_form {
        return client.post(&path, arguments).await;
    }
    let mut pairs = Vec::new();
    flatten(String::new(), arguments, &mut pairs);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_form(&path, &pairs).await
}

/// `{"form": {"name": "x"}}` as a browser sends it: `form[name]=x`.
fn flatten(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    let inner = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}[{key}]") };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| flatten(inner(key), value, pairs)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| flatten(inner(&index.to_string()), value, pairs));
        }
        Value::String(text) => pairs.push((name, text.clone())),
        Value::Null => {}
        other => pairs.push((name, other.to_string())),
    }
}

#[test]
fn the_table_holds_every_function() {
    let listed = FUNCTIONS.iter().map(|function| function.path).chain(OPEN).chain(OWN_ACCOUNT);
    assert_eq!(linked(), listed.map(str::to_owned).collect());
}

#[tokio::test]
async fn a_stranger_is_refused_everything_but_the_door() {
    let desk = Desk::open().await;
    let stranger = Client::stranger(&desk.serve().await);
    let mut closed = 0;
    for path in linked() {
        if OPEN.contains(&path.as_str()) {
            continue;
        }
        // Whatever is sent: the arguments must not be looked at.
        for reply in [call(&stranger, &path, false, &json!({})).await, call(&stranger, &path, true, &json!({})).await] {
            assert_eq!(reply.status, 401, "{path}: {}", reply.text);
        }
        closed += 1;
    }
    assert_eq!(closed, FUNCTIONS.len() + OWN_ACCOUNT.len());
    let nobody = call(&stranger, "account/me", false, &json!({})).await;
    assert_eq!((nobody.status, nobody.text.as_str()), (200, "null"));
}

#[tokio::test]
async fn no_function_goes_around_the_rights() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let (mut wrong, mut count) = (Vec::new(), 0);
    for role in Role::ALL.iter().copied() {
        let own = role.is_tenant().then_some(&ground.own.call_center);
        let (client, actor) = (signed_in(&ground.desk, &base, role, own).await, person(role, own));
        for (function, whose) in FUNCTIONS.iter().flat_map(|function| Whose::ALL.map(|whose| (function, whose))) {
            let verdict = function.method.map_or(Verdict::Allowed, |name| {
                let method = row(name, Target::Own);
                expected(&actor, method, method.target(whose), &ground)
            });
            let reply = call(&client, function.path, function.is_form, &(function.arguments)(ground.of(whose))).await;
            count += 1;
            if !agrees(verdict, reply.status) {
                let (path, status, text) = (function.path, reply.status, reply.text);
                wrong.push(format!("{path} on {whose:?} by {role}: {status}, but {verdict:?}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "of {count} {} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
