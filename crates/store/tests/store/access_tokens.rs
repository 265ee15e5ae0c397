use crate::support::*;
use futures::future::join_all;
use patchbay_model::integrator::Integrator;
use patchbay_store::access_tokens::{self, Basis, Claim, TokenPlace, TokenVersion};
use patchbay_store::integrators::{self, FieldWrite, IntegratorWrite, SecretWrite};
use patchbay_store::{Reach, Store, endpoints, recipes};
use patchbay_testkit::TestDatabase;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

struct Scene {
    store: Store,
    integrator: Integrator,
    place: TokenPlace,
    basis: Basis,
}

impl Scene {
    async fn new(pool: PgPool) -> Self {
        let store = Store::from_pool(pool);
        insert_call_center(&store, "cc-1").await;
        let template = insert_template(&store, "acme", None).await;
        let auth = insert_endpoint(&store, template.id, "signIn", json!({"type": "auth"})).await;
        let integrator = insert_integrator(&store, "cc-1", template.id).await;
        let place = TokenPlace { integrator_id: integrator.id, auth_endpoint_id: auth.id };
        let basis = basis(&store, place).await;
        Self { store, integrator, place, basis }
    }

    async fn claim(&self, seen: Option<TokenVersion>, now: i64) -> (Uuid, Claim) {
        let owner = id();
        let claim = access_tokens::claim(&self.store, self.place, self.basis, seen, owner, at(now), at(now + 30)).await;
        (owner, claim.unwrap())
    }

    async fn settle(&self, owner: Uuid, text: &str) -> Option<TokenVersion> {
        let token = sealed(text);
        access_tokens::settle(&self.store, self.place, owner, &token, at(1), Some(at(3600))).await.unwrap()
    }

    async fn token(&self) -> Option<String> {
        let found = access_tokens::find(&self.store, self.place).await.unwrap();
        found.map(|token| String::from_utf8(token.sealed.0).unwrap())
    }

    async fn save_integrator(&self, write: IntegratorWrite) {
        let mut unit = self.store.begin().await.unwrap();
        integrators::update(&mut unit, &Reach::All, self.integrator.id, &write, None, &stamp()).await.unwrap();
        unit.commit().await.unwrap();
    }
}

async fn basis(store: &Store, place: TokenPlace) -> Basis {
    let recipe = recipes::find_by_id(store, &cc("cc-1"), place.auth_endpoint_id).await.unwrap().unwrap();
    Basis { integrator: recipe.integrator.unwrap().version_id, auth_endpoint: recipe.endpoint.unwrap().version_id }
}

fn kept() -> IntegratorWrite {
    let mut write = integrator_write("api.acme.test");
    write.fields.insert("X-Api-Key".into(), FieldWrite::Keep);
    write.credentials.insert("basic:bob".into(), SecretWrite::Keep);
    write
}

#[tokio::test]
async fn of_parallel_callers_one_gets_the_token_and_the_others_find_it() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let scene = Scene::new(pool).await;
    let claims = join_all((0..8).map(|_| scene.claim(None, 0))).await;
    let claimed: Vec<_> = claims.iter().filter(|(_, claim)| *claim == Claim::Claimed).collect();
    assert_eq!(claimed.len(), 1);
    assert_eq!(claims.iter().filter(|(_, claim)| *claim == Claim::Leased(at(30))).count(), 7);
    let version = scene.settle(claimed[0].0, "t1").await.unwrap();
    let (_, Claim::Found(found)) = scene.claim(None, 1).await else { panic!("the token should be found") };
    assert_eq!((found.version, found.sealed, found.expires_at), (version, sealed("t1"), Some(at(3600))));
}

#[tokio::test]
async fn a_seen_token_is_replaced_once() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let scene = Scene::new(pool).await;
    let (owner, _) = scene.claim(None, 0).await;
    let first = scene.settle(owner, "t1").await;
    let (owner, claim) = scene.claim(first, 1).await;
    assert_eq!(claim, Claim::Claimed);
    assert_eq!(scene.claim(first, 2).await.1, Claim::Leased(at(31)));
    assert_eq!(scene.token().await.as_deref(), Some("sealed t1"), "until the new one is there");
    let second = scene.settle(owner, "t2").await;
    assert!(second > first);
    let (_, Claim::Found(found)) = scene.claim(first, 3).await else { panic!("the new one should be found") };
    assert_eq!(Some(found.version), second);
}

#[tokio::test]
async fn a_lease_that_ended_is_taken_over_and_its_owner_comes_too_late() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let scene = Scene::new(pool).await;
    let (slow, _) = scene.claim(None, 0).await;
    let (quick, claim) = scene.claim(None, 30).await;
    assert_eq!(claim, Claim::Claimed);
    assert_eq!(scene.settle(slow, "late").await, None);
    assert!(scene.settle(quick, "good").await.is_some());
    assert_eq!(scene.token().await.as_deref(), Some("sealed good"));
}

#[tokio::test]
async fn a_released_lease_lets_the_next_one_try_at_once() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let scene = Scene::new(pool).await;
    let (owner, _) = scene.claim(None, 0).await;
    access_tokens::release(&scene.store, scene.place, owner).await.unwrap();
    assert_eq!(scene.token().await, None);
    assert_eq!(scene.claim(None, 1).await.1, Claim::Claimed);
}

#[tokio::test]
async fn a_refused_token_is_forgotten_and_a_newer_one_is_not() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let scene = Scene::new(pool).await;
    let (owner, _) = scene.claim(None, 0).await;
    let first = scene.settle(owner, "t1").await.unwrap();
    access_tokens::invalidate(&scene.store, scene.place, first).await.unwrap();
    assert_eq!(scene.token().await, None);
    let (owner, claim) = scene.claim(Some(first), 1).await;
    assert_eq!(claim, Claim::Claimed);
    scene.settle(owner, "t2").await.unwrap();
    access_tokens::invalidate(&scene.store, scene.place, first).await.unwrap();
    assert_eq!(scene.token().await.as_deref(), Some("sealed t2"));
}

#[tokio::test]
async fn tokens_survive_a_new_description_but_not_new_secrets_or_another_host() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let scene = Scene::new(pool).await;
    let table = [
        ("description", true, IntegratorWrite { description: "new".into(), ..kept() }),
        ("field", false, IntegratorWrite { fields: integrator_write("").fields, ..kept() }),
        ("credential", false, IntegratorWrite { credentials: integrator_write("").credentials, ..kept() }),
        ("host", false, integrator_write("other.test")),
    ];
    for (what, survives, write) in table {
        let current = Scene {
            basis: basis(&scene.store, scene.place).await,
            store: scene.store.clone(),
            integrator: scene.integrator.clone(),
            place: scene.place,
        };
        let (owner, claim) = current.claim(None, 0).await;
        assert_eq!(claim, Claim::Claimed, "{what}");
        current.settle(owner, what).await.unwrap();
        scene.save_integrator(write).await;
        assert_eq!(scene.token().await.is_some(), survives, "{what}");
        if let Some(token) = access_tokens::find(&scene.store, scene.place).await.unwrap() {
            access_tokens::invalidate(&scene.store, scene.place, token.version).await.unwrap();
        }
    }
}

#[tokio::test]
async fn what_was_got_with_an_old_configuration_is_not_kept() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let scene = Scene::new(pool).await;
    // The secrets change while the token is on its way …
    let (owner, _) = scene.claim(None, 0).await;
    scene.save_integrator(integrator_write("api.acme.test")).await;
    assert_eq!(scene.settle(owner, "old").await, None);
    // … or before the caller, who read the old ones, asks.
    assert_eq!(scene.claim(None, 1).await.1, Claim::Outdated);
    assert_eq!(scene.token().await, None);
}

#[tokio::test]
async fn a_saved_auth_endpoint_forgets_its_tokens() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let scene = Scene::new(pool).await;
    let (owner, _) = scene.claim(None, 0).await;
    scene.settle(owner, "t1").await.unwrap();
    let mut unit = scene.store.begin().await.unwrap();
    let draft = endpoint_draft("signIn", json!({"type": "auth", "url": "/other"}));
    endpoints::update(&mut unit, &Reach::All, scene.place.auth_endpoint_id, &draft, None, &stamp()).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(scene.token().await, None);
    assert_eq!(scene.claim(None, 1).await.1, Claim::Outdated);
}
