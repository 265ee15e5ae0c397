//! What a callbox in a browser needs beside executing: tokens, who may read answers, and what is plugged in
//! (spec/api.md, Authentication; spec/callbox.md).

use crate::world::{World, execute};
use patchbay_model::access::Scope;
use patchbay_testkit::{Answer, Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};

const TOKENS: &str = "/api/v1/call-centers/cc-1/callbox-tokens";
const CALLBOX: &str = "/api/v1/call-centers/cc-1/callbox";
const CRM: &str = "https://crm.example.com";
const EVIL: &str = "https://evil.example.com";

/// A token for pages of `CRM`, and `members` over it.
async fn token(asker: &Client, members: Value) -> String {
    let mut draft = json!({"allowedOrigins": [CRM]});
    draft.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    let made = asker.post(TOKENS, &draft).await.expect(201).json();
    made["token"].as_str().unwrap().to_owned()
}

/// A request as a page of `origin` sends it.
async fn from_page(world: &World, method: Method, path: &str, origin: &str, token: &str, body: Option<Value>) -> Reply {
    let request = world.stranger().request(method, path).header("origin", origin).bearer_auth(token);
    Reply::of(match body {
        Some(body) => request.json(&body),
        None => request,
    })
    .await
}

async fn asks_first(world: &World, path: &str, origin: &str) -> Reply {
    let request = world.stranger().request(Method::OPTIONS, path).header("origin", origin);
    let request = request.header("access-control-request-method", "POST");
    Reply::of(request.header("access-control-request-headers", "authorization,content-type")).await
}

fn finds(world: &World) {
    world.upstream.answers("GET", "/contacts/1", Answer::json(200, &json!({"name": "Ann Lee"})));
}

#[tokio::test]
async fn a_token_executes_from_its_pages_and_does_nothing_else() {
    let world = World::start().await;
    let portal = world.integration().await;
    finds(&world);
    let made = portal.post(TOKENS, &json!({"allowedOrigins": [CRM], "expiresInSeconds": 600})).await.expect(201);
    assert_eq!(made.header("cache-control"), "no-store");
    let made = made.json();
    assert_eq!(made["allowedOrigins"], json!([CRM]));
    assert!(made["expiresAt"].is_string());
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("pbc_"));

    let body = Some(json!({"contact": {"id": "1"}}));
    let reply = from_page(&world, Method::POST, &execute("find"), CRM, token, body.clone()).await.expect(200);
    assert_eq!(reply.json()["response"]["body"]["name"], "Ann Lee");
    assert_eq!(reply.header("access-control-allow-origin"), CRM);
    assert!(reply.header("vary").to_lowercase().contains("origin"));
    assert_eq!(reply.header("access-control-allow-credentials"), "", "no cookies for other sites");

    let refused = from_page(&world, Method::POST, &execute("find"), EVIL, token, body).await;
    refused.problem(403, "forbidden");
    assert_eq!(refused.header("access-control-allow-origin"), "");
    for path in [
        "/api/v1/call-centers/cc-1/executions",
        "/api/v1/call-centers/cc-1/integrators",
        "/api/v1/call-centers",
        "/api/v1/keys",
    ] {
        from_page(&world, Method::GET, path, CRM, token, None).await.problem(403, "forbidden");
    }
    let again = from_page(&world, Method::POST, TOKENS, CRM, token, Some(json!({}))).await;
    again.problem(403, "forbidden");
    world.call_center("cc-2").await;
    let foreign = execute("find").replace("cc-1", "cc-2");
    from_page(&world, Method::POST, &foreign, CRM, token, Some(json!({}))).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_browser_that_asks_first_is_answered_for_pages_with_a_token() {
    let world = World::start().await;
    let portal = world.integration().await;
    token(&portal, json!({})).await;
    let answer = asks_first(&world, &execute("find"), CRM).await.expect(204);
    assert_eq!(answer.header("access-control-allow-origin"), CRM);
    assert!(answer.header("access-control-allow-methods").contains("POST"));
    assert!(answer.header("access-control-allow-headers").contains("authorization"));
    for (path, origin) in [
        (execute("find"), EVIL),
        (execute("find").replace("cc-1", "cc-2"), CRM),
        ("/api/v1/keys".to_owned(), CRM),
        (execute("find"), "null"),
    ] {
        let answer = asks_first(&world, &path, origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path} {origin}");
        assert!(answer.status >= 400, "{path} {origin}: {}", answer.status);
    }
}

#[expect(clippy::disallowed_methods, reason = "an hour is not waited for")]
#[tokio::test]
async fn a_token_ends_with_its_time_and_with_the_key_that_asked_for_it() {
    let world = World::start().await;
    let portal = world.integration().await;
    finds(&world);
    let key = json!({"name": "front end", "callCenterId": "cc-1", "scopes": ["endpoints:execute"]});
    let key = portal.post("/api/v1/keys", &key).await.expect(201);
    let asker = Client::with_key(&world.process.base, key.json()["key"].as_str().unwrap());
    let token = token(&asker, json!({})).await;
    let body = || Some(json!({"contact": {"id": "1"}}));
    from_page(&world, Method::POST, &execute("find"), CRM, &token, body()).await.expect(200);
    sqlx::query("UPDATE callbox_tokens SET expires_at = now() - interval '1 minute'")
        .execute(&world.pool().await)
        .await
        .unwrap();
    let another = world.another().await;
    let stranger = Client::stranger(&another.base);
    let late = |path: String| stranger.request(Method::POST, &path).header("origin", CRM).bearer_auth(&token);
    let expired = Reply::of(late(execute("find")).json(&json!({}))).await;
    expired.problem(401, "unauthenticated");
    assert_eq!(expired.header("access-control-allow-origin"), CRM, "the page has to see that it needs another one");

    portal.delete(key.header("location"), None).await.expect(204);
    let refused = from_page(&world, Method::POST, &execute("find"), CRM, &token, body()).await;
    refused.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_that_asks_too_often_is_told_to_wait() {
    let world = World::with(&[("PATCHBAY_CALLBOX_TOKEN_REQUESTS_PER_SECOND", "1")]).await;
    let portal = world.integration().await;
    let token = token(&portal, json!({})).await;
    let mut refused = None;
    for _ in 0..4 {
        let reply = from_page(&world, Method::GET, CALLBOX, CRM, &token, None).await;
        if reply.status == 429 {
            refused = Some(reply);
        }
    }
    let refused = refused.expect("four at once are more than two");
    refused.problem(429, "too_many_requests");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(refused.header("access-control-allow-origin"), CRM);
}

#[tokio::test]
async fn what_is_wrong_with_the_request_for_a_token_is_told() {
    let world = World::start().await;
    let portal = world.integration().await;
    for (draft, pointer) in [
        (json!({"allowedOrigins": ["https://crm.example.com/path"]}), "/allowedOrigins/0"),
        (json!({"allowedOrigins": ["http://crm.example.com"]}), "/allowedOrigins/0"),
        (json!({"expiresInSeconds": 59}), "/expiresInSeconds"),
        (json!({"origins": []}), "/origins"),
    ] {
        let problem = portal.post(TOKENS, &draft).await.problem(422, "invalid");
        assert_eq!(problem["pointer"], pointer, "{draft}");
    }
    portal.post("/api/v1/call-centers/cc-9/callbox-tokens", &json!({})).await.problem(404, "not_found");
    let weak = world.key(Some("cc-1"), &[Scope::IntegrationsRead]).await;
    weak.post(TOKENS, &json!({})).await.problem(403, "forbidden");
    world.stranger().post(TOKENS, &json!({})).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_callbox_sees_what_is_plugged_in_and_no_secret() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    portal.post("/api/v1/templates", &crate::world::template("acme")).await.expect(201);
    let find = json!({"name": "search", "label": "Search", "type": "getData", "method": "GET", "url": "/c", "triggers": ["call_start"]});
    portal.post("/api/v1/templates/acme/endpoints", &find).await.expect(201);
    let mut integrator = world.integrator("acme");
    integrator["info"] = json!({"dataFunction": [{"objectName": "contact", "templateName": "acme", "endpointName": "search", "params": {"phone": "{call.phone}"}}]});
    integrator["iframe"] = json!({"title": "{integrator.name}"});
    let made = portal.post("/api/v1/call-centers/cc-1/integrators", &integrator).await.expect(201);
    let token = token(&portal, json!({})).await;

    let reply = from_page(&world, Method::GET, CALLBOX, CRM, &token, None).await.expect(200);
    assert!(!reply.text.contains("s3cret"), "{}", reply.text);
    let list = reply.json();
    assert_eq!(
        list["items"],
        json!([{
            "template": "acme", "label": "acme", "type": "crm",
            "integrator": {"id": made.json()["id"], "name": "acme", "host": world.upstream.host()},
            "info": integrator["info"], "iframe": integrator["iframe"],
            "endpoints": [{"name": "search", "label": "Search", "type": "getData", "triggers": ["call_start"]}],
            "code": null
        }]),
        "what stands behind event integrations is not the callbox's"
    );

    // What is switched off is not there.
    let patch = json!({"infoEnabled": true, "iframeEnabled": true, "enabled": false});
    portal.patch(made.header("location"), None, &json!({"enabled": patch["enabled"]})).await.expect(200);
    assert_eq!(portal.get(CALLBOX).await.expect(200).json()["items"], json!([]));
    world.call_center("cc-2").await;
    let foreign = world.key(Some("cc-2"), &[Scope::EndpointsExecute]).await;
    foreign.get(CALLBOX).await.problem(404, "not_found");
}

#[tokio::test]
async fn tokens_of_two_keys_of_one_name_share_no_idempotency_key() {
    let world = World::start().await;
    let portal = world.integration().await;
    finds(&world);
    world.call_center("cc-2").await;
    portal.post("/api/v1/call-centers/cc-2/integrators", &world.integrator("acme")).await.expect(201);
    let mut ran = Vec::new();
    for call_center in ["cc-1", "cc-1", "cc-2"] {
        // Every key of this world has the same name.
        let key = world.key(Some(call_center), &[Scope::EndpointsExecute]).await;
        let tokens = TOKENS.replace("cc-1", call_center);
        let made = key.post(&tokens, &json!({"allowedOrigins": [CRM]})).await.expect(201).json();
        let request = world.stranger().request(Method::POST, &execute("find").replace("cc-1", call_center));
        let request = request.header("origin", CRM).header("idempotency-key", "k-1");
        let request = request.bearer_auth(made["token"].as_str().unwrap()).json(&json!({"contact": {"id": "1"}}));
        ran.push(Reply::of(request).await.expect(200).json()["executionId"].clone());
    }
    ran.dedup();
    assert_eq!(ran.len(), 3, "each ran its own");
}

#[tokio::test]
async fn private_code_is_written_by_the_api_and_listed_for_the_callbox_of_its_own_call_center() {
    let world = World::start().await;
    world.call_center("cc-1").await;
    world.call_center("cc-2").await;
    let portal = world.portal().await;
    let mut template = crate::world::template("own");
    template["visibility"] = json!("private");
    template["callCenterId"] = json!("cc-1");
    let made = portal.post("/api/v1/templates", &template).await.expect(201);
    portal.post("/api/v1/call-centers/cc-1/integrators", &world.integrator("own")).await.expect(201);
    let path = format!("{}/private-code", made.header("location"));
    let empty = portal.get(&path).await.expect(200);
    assert_eq!((empty.header("etag"), empty.json()["function"].as_str()), ("\"0\"", Some("")));

    let code = "export const getDataIframe = ({ call }) => ({ phone: call.phone });\n";
    let saved = portal.put(&path, Some("\"0\""), &json!({"function": code})).await.expect(200);
    assert_eq!((saved.header("etag"), saved.json()["function"].as_str()), ("\"1\"", Some(code)));
    portal.put(&path, Some("\"0\""), &json!({"function": ""})).await.problem(412, "stale");
    let long = json!({"showInfo": "\"".repeat(64 * 1024 + 1)});
    let problem = portal.patch(&path, None, &long).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/showInfo");
    portal.patch(&path, None, &json!({"showInfo": "\"".repeat(64 * 1024)})).await.expect(200);
    portal.patch(&path, None, &json!({"showInfo": "export const showInfo = 1;"})).await.expect(200);

    let token = token(&portal, json!({})).await;
    let list = from_page(&world, Method::GET, CALLBOX, CRM, &token, None).await.expect(200);
    assert!(!list.text.contains("s3cret"), "{}", list.text);
    let listed = &list.json()["items"][0]["code"];
    assert_eq!(*listed, json!({"version": 3, "function": code, "showInfo": "export const showInfo = 1;"}));
    from_page(&world, Method::GET, &path, CRM, &token, None).await.problem(403, "forbidden");
    let neighbour = world.key(Some("cc-2"), &[Scope::IntegrationsWrite, Scope::IntegrationsRead]).await;
    neighbour.get(&path).await.problem(404, "not_found");
    neighbour.put(&path, None, &json!({"function": ""})).await.problem(404, "not_found");
}

#[tokio::test]
async fn the_page_that_private_code_runs_in_has_no_origin_and_no_network() {
    let world = World::start().await;
    let page = world.stranger().get("/callbox/sandbox").await;
    let policy = page.header("content-security-policy");
    for directive in
        ["sandbox allow-scripts;", "default-src 'none'", "connect-src 'none'", "frame-src 'none'", "frame-ancestors *"]
    {
        assert!(policy.contains(directive), "{directive} is not in {policy}");
    }
    assert!(!policy.contains("allow-same-origin"));
    assert_eq!(page.header("x-frame-options"), "", "any page may hold a callbox");
    assert_eq!(world.stranger().get("/callbox/demo").await.header("x-frame-options"), "DENY");
}

const EMBED: &str = "/callbox/embed?callCenter=cc-1";

fn ancestors(page: &Reply) -> String {
    let policy = page.header("content-security-policy").to_owned();
    let ancestors = policy.split(';').find_map(|directive| directive.trim().strip_prefix("frame-ancestors "));
    ancestors.unwrap_or_else(|| panic!("no frame-ancestors in {policy}")).to_owned()
}

#[tokio::test]
async fn the_page_to_embed_may_be_framed_by_what_its_call_center_names_and_from_the_next_request_on() {
    let world = World::start().await;
    world.call_center("cc-1").await;
    world.call_center("cc-2").await;
    let (portal, another) = (world.portal().await, world.another().await);
    let closed = world.stranger().get(EMBED).await.expect(200);
    assert_eq!((ancestors(&closed).as_str(), closed.header("x-frame-options")), ("'none'", "DENY"));
    assert_eq!(closed.header("cache-control"), "no-store");

    let both = json!({"callboxOrigins": [CRM, "http://localhost:3000"]});
    portal.patch("/api/v1/call-centers/cc-1", None, &both).await.expect(200);
    for base in [&world.process.base, &another.base] {
        let open = Client::stranger(base).get(EMBED).await.expect(200);
        assert_eq!(ancestors(&open), format!("{CRM} http://localhost:3000"));
        assert_eq!(open.header("x-frame-options"), "", "it knows no list of origins");
        assert!(open.text.contains(&format!(r#"name="callbox-origins" content="{CRM} http://localhost:3000""#)));
        let policy = open.header("content-security-policy");
        for directive in ["default-src 'none'", "script-src 'self';", "style-src 'self';", "base-uri 'none'"] {
            assert!(policy.contains(directive), "{directive} is not in {policy}");
        }
        assert!(!open.text.contains("<script>") && !open.text.contains(" style="), "nothing inline");
    }
    // What is another call center's opens nothing here.
    assert_eq!(ancestors(&world.stranger().get("/callbox/embed?callCenter=cc-2").await), "'none'");

    portal.patch("/api/v1/call-centers/cc-1", None, &json!({"callboxOrigins": null})).await.expect(200);
    assert_eq!(ancestors(&Client::stranger(&another.base).get(EMBED).await), "'none'");
}

#[tokio::test]
async fn nobody_learns_from_the_page_to_embed_which_call_centers_there_are() {
    let world = World::start().await;
    world.call_center("cc-1").await;
    let silent = world.stranger().get(EMBED).await.expect(200);
    for other in ["cc-9", "", "a%2Fb%22", "..%2F"] {
        let reply = world.stranger().get(&format!("/callbox/embed?callCenter={other}")).await.expect(200);
        assert_eq!(reply.text, silent.text, "{other}");
        assert_eq!(ancestors(&reply), "'none'", "{other}");
    }
    let nameless = world.stranger().get("/callbox/embed").await.expect(200);
    assert_eq!((nameless.text.as_str(), ancestors(&nameless).as_str()), (silent.text.as_str(), "'none'"));
}

#[tokio::test]
async fn the_origins_that_embed_are_saved_like_every_member_of_a_call_center() {
    let world = World::start().await;
    world.call_center("cc-1").await;
    let (portal, path) = (world.portal().await, "/api/v1/call-centers/cc-1");
    let read = || async { portal.get(path).await.expect(200).json()["callboxOrigins"].clone() };
    assert_eq!(read().await, json!([]), "a body that does not name them creates a call center without any");
    portal.patch(path, None, &json!({"callboxOrigins": [CRM]})).await.expect(200);
    portal.patch(path, None, &json!({"name": "Acme"})).await.expect(200);
    assert_eq!(read().await, json!([CRM]), "what a patch leaves out stays");

    for (origins, pointer) in [
        (json!(["https://crm.example.com/path"]), "/callboxOrigins/0"),
        (json!([CRM, "http://crm.example.com"]), "/callboxOrigins/1"),
        (json!([CRM, CRM]), "/callboxOrigins/1"),
        (json!(["*"]), "/callboxOrigins/0"),
        (json!(["'self'"]), "/callboxOrigins/0"),
        (json!(["https://a.example; script-src *"]), "/callboxOrigins/0"),
        (json!(["https://[::1]"]), "/callboxOrigins/0"),
        (json!((0..21).map(|n| format!("https://n{n}.example")).collect::<Vec<_>>()), "/callboxOrigins"),
    ] {
        let refused = portal.patch(path, None, &json!({"callboxOrigins": origins})).await.problem(422, "invalid");
        assert_eq!(refused["pointer"], pointer, "{origins}");
    }
    let trail = portal.get("/api/v1/audit?object=callCenter&limit=1&callCenterId=cc-1").await.expect(200).json();
    let told = trail["items"].to_string();
    assert!(!told.contains("crm.example.com"), "the newest entry is of the name alone: {told}");
    let trail = portal.get("/api/v1/audit?object=callCenter&callCenterId=cc-1").await.expect(200).text;
    assert!(trail.contains("callboxOrigins") && trail.contains(CRM), "{trail}");

    // PUT says all of it: what it leaves out is empty.
    let whole = json!({"id": "cc-1", "name": "Acme", "timeZone": "UTC", "language": "en"});
    portal.put(path, None, &whole).await.expect(200);
    assert_eq!(read().await, json!([]));
    let tenant = world.key(Some("cc-1"), &[Scope::IntegrationsWrite, Scope::IntegrationsRead]).await;
    tenant.patch(path, None, &json!({"callboxOrigins": [EVIL]})).await.problem(403, "forbidden");
}
