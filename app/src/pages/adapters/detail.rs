//! `/adapters/{id}`

use super::around::Around;
use super::dialogs::{DELETE, DeleteDialog};
use super::form::EditForm;
use super::outbound::{AuthenticationLink, Outbound};
use super::test::TestTab;
use super::tokens::TokensTab;
use super::webhooks;
use crate::api::adapters::{RotateAdapterSecret, UpdateAdapter, get_adapter};
use crate::components::{
    BlockSkeleton, ButtonLink, Crumb, Icon, Loaded, MenuEntry, PageHead, RelativeTime, Selection, Submission, Tab,
    Tabs, Tag,
};
use crate::loading::load;
use crate::pages::call_center::{OfCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::pages::signing::{CreatedSecretDialog, RotateSecretDialog, SigningSecrets};
use crate::paths;
use crate::query::use_query_link;
use crate::settled::settled;
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::access::Permission;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind};

/// One adapter, in tabs.
#[component]
pub fn AdapterPage() -> impl IntoView {
    let params = use_params_map();
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteAdapters);
    let update = Submission::<UpdateAdapter>::new();
    let loaded = load(
        move || (call_center.get(), params.with(|params| params.get("id").unwrap_or_default())),
        |(call_center, id)| async move {
            let (Some(call_center), Ok(id)) = (call_center, id.parse()) else {
                return Err(crate::pages::no_such(text!(words.adapter)));
            };
            Ok((get_adapter(call_center.clone(), id).await?, Around::of(call_center).await?))
        },
    );
    view! {
        <Loaded resource=loaded skeleton=|| view! { <BlockSkeleton lines=16 /> } let:loaded>
            {
                let (read, around) = loaded;
                let url = webhooks(&read).into_iter().next().map(|(_, url)| url);
                view! {
                    <Head read=read.clone() may_write />
                    <Content read around update may_write />
                    // In here, so that server and browser come to what they load in the same order.
                    {may_write.then(|| view! { <DeleteDialog call_center /> <CreatedSecretDialog url /> })}
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Head(read: Adapter, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    let list = paths::of_call_center(paths::ADAPTERS, &read.call_center_id);
    let crumbs = vec![Crumb::text(MenuEntry::Adapters.section()), Crumb::link(MenuEntry::Adapters.label(), list)];
    let status = {
        let (call_center, updated_at) = (read.call_center_id.to_string(), read.updated_at);
        move || {
            view! {
                <Tag label=read.kind.word() />
                {read.is_bot.then(|| view! { " " <Tag label=text!(adapters.bot) /> })}
                " " <Tag label=call_center.clone() /> " "
                {text_view!(common.saved_at, at = view! { <RelativeTime at=updated_at /> })}
            }
        }
    };
    let id = read.id.to_string();
    let deliveries = paths::deliveries_of_adapter(&read.call_center_id, &read.name);
    view! {
        <PageHead crumbs title=read.name status>
            <ButtonLink href=Signal::stored(deliveries) label=text!(common.deliveries) />
            {(read.kind == AdapterKind::Twoway).then(|| view! { <AuthenticationLink call_center=read.call_center_id /> })}
            {may_write.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog_about(DELETE, &id)) label=text!(common.delete) icon=Icon::Trash />
            })}
        </PageHead>
    }
    .into_any()
}

/// The parts of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Settings,
    Tokens,
    Signing,
    Test,
}

impl Part {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Settings, "settings"), (Self::Tokens, "tokens"), (Self::Signing, "signing"), (Self::Test, "test")];

    fn of(name: Option<String>, kind: AdapterKind) -> Self {
        let found = Self::ALL.into_iter().find(|(_, known)| name.as_deref() == Some(*known)).map(|(part, _)| part);
        found.filter(|part| part.is_of(kind)).unwrap_or(Self::Settings)
    }

    fn label(self) -> &'static str {
        match self {
            Self::Settings => text!(adapters.settings),
            Self::Tokens => text!(adapters.tokens),
            Self::Signing => text!(adapters.signing),
            Self::Test => text!(adapters.test),
        }
    }

    /// The third party of an omnichannel adapter shows the secret in its settings, no token.
    fn is_of(self, kind: AdapterKind) -> bool {
        self != Self::Tokens || kind == AdapterKind::Twoway
    }
}

#[component]
fn Content(read: Adapter, around: Around, update: Submission<UpdateAdapter>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    let kind = read.kind;
    let chosen = Memo::new(move |_| Part::of(link.get("tab"), kind));
    let tabs = {
        let name = read.name.clone();
        move || {
            let offered = Part::ALL.into_iter().filter(|(part, _)| part.is_of(kind));
            let tab = |(part, name): (Part, &'static str)| Tab {
                label: part.label().to_owned(),
                href: link.with(&[
                    ("tab", Some(name).filter(|_| part != Part::Settings)),
                    ("dialog", None),
                    ("id", None),
                ]),
                count: None,
                selection: Selection::of(&part, &chosen.get()),
            };
            view! { <Tabs label=name.clone() tabs=offered.map(tab).collect() /> }
        }
    };
    let shown = settled(chosen);
    let content = move || {
        let read = read.clone();
        match shown.get() {
            Part::Settings => {
                let connected = read.clone();
                view! { <Outbound read=connected /> <EditForm read around=around.clone() update may_write /> }
                    .into_any()
            }
            Part::Tokens => view! { <TokensTab read may_write /> }.into_any(),
            Part::Signing => view! { <Signing read may_write /> }.into_any(),
            Part::Test => view! { <TestTab read may_write /> }.into_any(),
        }
    };
    view! {
        {tabs}
        {content}
    }
    .into_any()
}

#[component]
fn Signing(read: Adapter, may_write: bool) -> impl IntoView {
    let rotate = Submission::<RotateAdapterSecret>::new();
    let url = webhooks(&read).into_iter().next().map(|(_, url)| url);
    let of = StoredValue::new((read.call_center_id, read.id));
    view! {
        <SigningSecrets secrets=read.signing_secrets url may_write />
        {may_write.then(|| view! {
            <RotateSecretDialog rotate>
                <OfCallCenter id=of.get_value().0 />
                <input type="hidden" name="id" value=of.get_value().1.to_string() />
            </RotateSecretDialog>
        })}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_omnichannel_adapter_has_no_tab_of_tokens() {
        let tokens = || Some("tokens".to_owned());
        assert_eq!(Part::of(tokens(), AdapterKind::Twoway), Part::Tokens);
        assert_eq!(Part::of(tokens(), AdapterKind::Omnichannel), Part::Settings);
        assert_eq!(Part::of(None, AdapterKind::Twoway), Part::Settings);
    }
}
