use super::*;

fn user(role: Role) -> Actor {
    let call_center = role.is_tenant().then(|| "cc-1".parse().unwrap());
    Actor {
        identity: Identity::User { id: UserId(uuid::Uuid::nil()), role },
        call_center,
        name: "ann@example.com".into(),
        request_id: None,
    }
}

#[test]
fn the_table_of_roles_is_as_documented() {
    use Permission as P;
    use Verdict::{Allowed as Y, Forbidden as N, Hidden as H};
    let own: CallCenterId = "cc-1".parse().unwrap();
    let foreign: CallCenterId = "cc-2".parse().unwrap();
    let portal = Owner::Portal;
    let mine = Owner::CallCenter(&own);
    let other = Owner::CallCenter(&foreign);
    // permission, object's owner, verdict for: portal administrator, portal viewer, tenant administrator, tenant viewer
    let table = [
        (P::ReadIntegrations, portal, [Y, Y, Y, Y]),
        (P::ReadIntegrations, mine, [Y, Y, Y, Y]),
        (P::ReadIntegrations, other, [Y, Y, H, H]),
        (P::WriteTemplates, portal, [Y, N, N, N]),
        (P::WriteTemplates, mine, [Y, N, Y, N]),
        (P::WriteTemplates, other, [Y, N, H, H]),
        (P::WriteIntegrators, mine, [Y, N, Y, N]),
        (P::WriteIntegrators, other, [Y, N, H, H]),
        (P::ExecuteEndpoints, mine, [Y, N, Y, N]),
        (P::IssueCallboxTokens, mine, [Y, N, Y, N]),
        (P::ReadExecutions, mine, [Y, Y, Y, Y]),
        (P::ReadExecutions, other, [Y, Y, H, H]),
        (P::ReplayExecutions, mine, [Y, N, Y, N]),
        (P::ReadQueues, mine, [Y, Y, Y, Y]),
        (P::WriteQueues, mine, [Y, N, Y, N]),
        (P::WriteQueues, other, [Y, N, H, H]),
        (P::ReadEventIntegrations, mine, [Y, Y, Y, Y]),
        (P::ReadEventIntegrations, other, [Y, Y, H, H]),
        (P::WriteEventIntegrations, mine, [Y, N, Y, N]),
        (P::WriteEventIntegrations, other, [Y, N, H, H]),
        (P::WriteEvents, mine, [Y, N, Y, N]),
        (P::WriteEvents, other, [Y, N, H, H]),
        (P::ReadConversations, mine, [Y, Y, Y, Y]),
        (P::ReadConversations, other, [Y, Y, H, H]),
        (P::ReadAdapters, mine, [Y, Y, Y, Y]),
        (P::WriteAdapters, mine, [Y, N, Y, N]),
        (P::WriteAdapters, other, [Y, N, H, H]),
        (P::WriteChannels, mine, [Y, N, Y, N]),
        (P::SendMessages, mine, [Y, N, Y, N]),
        (P::ControlChats, other, [Y, N, H, H]),
        (P::ReadMessages, mine, [Y, Y, Y, Y]),
        (P::WriteCallCenters, portal, [Y, N, N, N]),
        (P::WriteCallCenters, mine, [Y, N, N, N]),
        (P::ReadCallCenters, mine, [Y, Y, Y, Y]),
        (P::ReadCallCenters, other, [Y, Y, H, H]),
        (P::ReadUsers, portal, [Y, Y, N, N]),
        (P::WriteUsers, portal, [Y, N, N, N]),
        (P::ReadKeys, portal, [Y, Y, N, N]),
        (P::WriteKeys, portal, [Y, N, N, N]),
        (P::WriteKeys, mine, [Y, N, Y, N]),
        (P::WriteKeys, other, [Y, N, H, H]),
        (P::ReadAudit, mine, [Y, Y, Y, Y]),
        (P::ReadAudit, portal, [Y, Y, N, N]),
    ];
    let roles = [Role::PortalAdministrator, Role::PortalViewer, Role::TenantAdministrator, Role::TenantViewer];
    for (permission, owner, verdicts) in table {
        for (role, expected) in roles.into_iter().zip(verdicts) {
            assert_eq!(user(role).may(permission, owner), expected, "{role} {permission} {owner:?}");
        }
    }
}

#[test]
fn a_gateway_posts_messages_of_its_own_call_center_and_nothing_else() {
    let mut gateway = user(Role::TenantViewer);
    gateway.identity = Identity::Channel { id: ChannelId(uuid::Uuid::nil()) };
    let (own, foreign) = ("cc-1".parse().unwrap(), "cc-2".parse().unwrap());
    for permission in Permission::ALL.iter().copied() {
        let verdict = gateway.may(permission, Owner::CallCenter(&own));
        assert_eq!(verdict == Verdict::Allowed, permission == Permission::WriteMessages, "{permission}");
        assert_eq!(gateway.may(permission, Owner::CallCenter(&foreign)), Verdict::Hidden);
    }
}

#[test]
fn a_key_holds_what_its_scopes_say_and_nothing_else() {
    let table = [
        (
            Scope::EndpointsExecute,
            &[Permission::ExecuteEndpoints, Permission::IssueCallboxTokens, Permission::ReplayExecutions][..],
        ),
        (Scope::EventsWrite, &[Permission::WriteEvents]),
        (Scope::ConversationsRead, &[Permission::ReadConversations, Permission::ReadMessages]),
        (Scope::ExecutionsRead, &[Permission::ReadExecutions]),
        (Scope::MessagesWrite, &[Permission::WriteMessages]),
    ];
    for (scope, held) in table {
        let mut key = user(Role::PortalAdministrator);
        key.identity = Identity::Key { id: KeyId(uuid::Uuid::nil()), scopes: vec![scope] };
        for permission in Permission::ALL.iter().copied() {
            assert_eq!(key.holds(permission), held.contains(&permission), "{scope} {permission}");
        }
    }
}
