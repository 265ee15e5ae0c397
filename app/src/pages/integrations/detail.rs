//! `/integrations/{id}`

use super::code::CodeTab;
use super::endpoints_tab::{EndpointDialogs, EndpointsTab};
use super::integrator::{ADD as ADD_INTEGRATOR, IntegratorDialogs};
use super::integrators_tab::IntegratorsTab;
use super::template::{COPY, CopyDialog, EDIT, EXPORT, EditDialog, ExportDialog};
use super::versions::VersionsTab;
use super::{may_write, type_words, visibility_words};
use crate::api::templates::{get_template, get_template_usage};
use crate::components::{
    BlockSkeleton, ButtonLink, Crumb, Emphasis, Icon, Loaded, MenuEntry, PageHead, Selection, Tab, Tabs, Tag, Tone,
};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::use_query_link;
use crate::text;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::access::Permission;
use patchbay_model::template::{Template, Visibility};
use patchbay_model::view::TemplateUsage;

/// What the page shows below its head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Integrators,
    Endpoints,
    Code,
    Versions,
}

impl View {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Integrators, "integrators"),
        (Self::Endpoints, "endpoints"),
        (Self::Code, "code"),
        (Self::Versions, "versions"),
    ];

    /// What its tab is called. Not in `ALL`: a constant is in no language.
    fn label(self) -> &'static str {
        match self {
            Self::Integrators => text!(integrations.integrators),
            Self::Endpoints => text!(integrations.endpoints),
            Self::Code => text!(integrations.code),
            Self::Versions => text!(integrations.versions),
        }
    }

    /// Only a private template carries code.
    fn all(visibility: Visibility) -> impl Iterator<Item = (Self, &'static str)> {
        Self::ALL.into_iter().filter(move |(view, ..)| *view != Self::Code || visibility == Visibility::Private)
    }
}

/// One template: its integrators, its endpoints, its code, its versions.
#[component]
pub fn IntegrationPage() -> impl IntoView {
    let params = use_params_map();
    let template = load(
        move || params.with(|params| params.get("id").unwrap_or_default()),
        |id| async move {
            let id = id.parse().map_err(|_| crate::pages::no_such(text!(integrations.noun_integration)))?;
            Ok((get_template(id).await?, get_template_usage(id).await?))
        },
    );
    view! {
        <Loaded resource=template skeleton=|| view! { <BlockSkeleton lines=12 /> } let:loaded>
            <Detail template=loaded.0 usage=loaded.1 />
            // In here, so that server and browser come to what they load in the same order.
            <EditDialog />
            <CopyDialog />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Detail(template: Template, usage: TemplateUsage) -> impl IntoView {
    let link = use_query_link();
    let view = link.tab(&View::ALL);
    let address = paths::integration(template.id);
    let visibility = template.visibility;
    let tabs = move || {
        let tab = |(tab, name): (View, &str)| Tab {
            label: tab.label().to_owned(),
            href: format!("{address}?tab={name}"),
            count: match tab {
                View::Integrators => Some(usage.integrators.unsigned_abs()),
                View::Endpoints => Some(usage.endpoints.unsigned_abs()),
                View::Code | View::Versions => None,
            },
            selection: Selection::of(&tab, &view.get()),
        };
        View::all(visibility).map(tab).collect::<Vec<_>>()
    };
    let label = template.label.clone();
    let shown = template.clone();
    let content = move || match view.get() {
        View::Integrators => view! { <IntegratorsTab template=shown.clone() /> }.into_any(),
        View::Endpoints => view! { <EndpointsTab template=shown.clone() /> }.into_any(),
        View::Code => view! { <CodeTab template=shown.id may_write=may_write(&use_me(), &shown) /> }.into_any(),
        View::Versions => {
            view! { <VersionsTab template=shown.id object_id=shown.id.0 may_restore=may_write(&use_me(), &shown) /> }
                .into_any()
        }
    };
    view! {
        <Head template=template.clone() view />
        {move || view! { <Tabs label=label.clone() tabs=tabs() /> }}
        {content}
        <IntegratorDialogs template=template.clone() />
        <EndpointDialogs template=template.id />
        <ExportDialog template />
    }
    .into_any()
}

#[component]
fn Head(template: Template, view: ReadSignal<View>) -> impl IntoView {
    let link = use_query_link();
    let me = use_me();
    let (may_write, may_copy) = (may_write(&me, &template), me.holds(Permission::WriteTemplates));
    let may_plug_in = me.holds(Permission::WriteIntegrators);
    let id = template.id;
    let dialog = move |name: &'static str| Signal::derive(move || link.open_dialog_about(name, &id.to_string()));
    let primary = move || match view.get() {
        View::Integrators if may_plug_in => {
            Some((Signal::derive(move || link.open_dialog(ADD_INTEGRATOR)), text!(integrators.add)))
        }
        View::Endpoints if may_write => Some((Signal::stored(paths::new_endpoint(id)), text!(endpoints.add))),
        _ => None,
    };
    let primary = move || {
        primary().map(|(href, label)| view! { <ButtonLink href label icon=Icon::Plus emphasis=Emphasis::Primary /> })
    };
    let tags = {
        let template = template.clone();
        move || {
            let name = (template.name != template.label).then(|| view! { <code>{template.name.clone()}</code> });
            view! {
                <Tag label=type_words(template.template_type) />
                <Tag label=visibility_words(&template) tone=Tone::Accent />
                {name}
            }
        }
    };
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Integration.section()), Crumb::link(MenuEntry::Integration.label(), paths::INTEGRATIONS)]
            title=template.label
            lead=template.description
            status=tags
        >
            {may_write.then(|| view! { <ButtonLink href=dialog(EDIT) label=text!(integrations.edit) icon=Icon::Pencil /> })}
            <ButtonLink href=dialog(EXPORT) label=text!(integrations.export) icon=Icon::Download />
            {may_copy.then(|| view! { <ButtonLink href=dialog(COPY) label=text!(integrations.copy) icon=Icon::Copy /> })}
            {primary}
        </PageHead>
    }
    .into_any()
}
