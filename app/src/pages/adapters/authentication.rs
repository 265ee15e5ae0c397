//! `/adapters/authentication`

use super::tokens::meaning;
use crate::api::adapters::{list_adapter_tokens, list_adapters};
use crate::components::{
    BlockSkeleton, CodeBlock, Column, Crumb, EmptyState, FilterBar, Icon, Loaded, MenuEntry, OptionalTime, PageHead,
    Status, Table, Tone,
};
use crate::error::PageError;
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, ChooseCallCenter, use_call_center};
use crate::paths;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind, AdapterQuery, AdapterToken, TokenRight};
use patchbay_model::page::PageRequest;

/// What the product token of TwoWay is, the account's id, and which tokens there are.
#[component]
pub fn AuthenticationPage() -> impl IntoView {
    let call_center = use_call_center();
    let loaded = load(
        move || call_center.get(),
        |call_center| async move {
            match call_center {
                Some(call_center) => Ok(Some((tokens_of(&call_center).await?, call_center))),
                None => Ok(None),
            }
        },
    );
    let list = call_center
        .get_untracked()
        .map_or_else(|| paths::ADAPTERS.to_owned(), |id| paths::of_call_center(paths::ADAPTERS, &id));
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Adapters.section()), Crumb::link(MenuEntry::Adapters.label(), list)]
            title=text!(adapters.authentication)
            lead=text!(adapters.authentication_lead)
        />
        <FilterBar><CallCenterFilter /></FilterBar>
        <Loaded resource=loaded skeleton=|| view! { <BlockSkeleton lines=12 /> } let:loaded>
            {match loaded {
                None => view! { <ChooseCallCenter explanation=text!(adapters.account_is_call_center) /> }.into_any(),
                Some((tokens, call_center)) => view! {
                    <Explained call_center />
                    <section class="stack" aria-labelledby="tokens">
                        <h2 id="tokens">{text!(adapters.tokens_of_account)}</h2>
                        <Tokens tokens />
                    </section>
                }
                .into_any(),
            }}
        </Loaded>
    }
    .into_any()
}

/// The tokens in force, each with its adapter.
async fn tokens_of(call_center: &CallCenterId) -> Result<Vec<(Adapter, AdapterToken)>, PageError> {
    let query = AdapterQuery { kind: Some(AdapterKind::Twoway), ..AdapterQuery::default() };
    let adapters = list_adapters(call_center.clone(), query, PageRequest::longest()).await?.items;
    let mut found = Vec::new();
    for adapter in adapters {
        let tokens = list_adapter_tokens(call_center.clone(), adapter.id).await?;
        let active = tokens.into_iter().filter(|token| token.revoked_at.is_none());
        found.extend(active.map(|token| (adapter.clone(), token)));
    }
    Ok(found)
}

#[component]
fn Explained(call_center: CallCenterId) -> impl IntoView {
    let right =
        |right: &TokenRight| view! { <div><dt><code>{right.as_str()}</code></dt><dd>{meaning(*right)}</dd></div> };
    view! {
        <section class="card pad stack" aria-labelledby="account">
            <h2 id="account">{text!(adapters.account_and_token)}</h2>
            <dl class="facts"><div><dt>{text!(adapters.account_id)}</dt><dd><code>{call_center.to_string()}</code></dd></div></dl>
            <p>{text_view!(adapters.account_id_help, member = view! { <code>{"chat.accountId"}</code> })}</p>
            <CodeBlock title=text!(adapters.header) text="X-Cm-Producttoken: <token>" />
            <p>{text_view!(adapters.token_help, header = view! { <code>{"X-Product-Token"}</code> })}</p>
            <h3>{text!(adapters.rights)}</h3>
            <dl class="facts">{TokenRight::ALL.iter().map(right).collect_view()}</dl>
            <h3>{text!(adapters.rotation)}</h3>
            <p>{text!(adapters.rotation_help)}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Tokens(tokens: Vec<(Adapter, AdapterToken)>) -> impl IntoView {
    if tokens.is_empty() {
        return view! {
            <EmptyState title=text!(adapters.no_tokens) explanation=text!(adapters.no_tokens_of_account) icon=Icon::Key />
        }
        .into_any();
    }
    let columns = vec![
        Column::new(text!(adapters.token)),
        Column::new(text!(adapters.adapter)),
        Column::new(text!(common.state)),
        Column::new(text!(adapters.last_used)).optional(),
    ];
    let row = |(adapter, token): (Adapter, AdapterToken)| {
        let href = format!("{}&tab=tokens", paths::adapter(&adapter.call_center_id, adapter.id));
        view! {
            <tr>
                <td>{token.name}<span class="sub mono">{token.prefix}"…"</span></td>
                <td><a href=href>{adapter.name}</a></td>
                <td><Status label=text!(adapters.active).to_owned() tone=Tone::Ok /></td>
                <td class="opt"><OptionalTime at=token.last_used_at absent=text!(common.never) /></td>
            </tr>
        }
    };
    view! { <Table caption=text!(adapters.tokens) columns>{tokens.into_iter().map(row).collect_view()}</Table> }
        .into_any()
}
