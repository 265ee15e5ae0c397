//! The integrations' pages, rendered with a made-up portal: with rows, empty, failing; for those who may change
//! something and those who may not; and every form as a browser without WASM uses it.

use crate::made_up::{Browser, ENDPOINT, INTEGRATOR, PRIVATE, Stock, TEMPLATE, administrator};
use crate::runtime;
use axum::http::StatusCode;
use patchbay_model::access::Role;

#[test]
fn the_list_shows_each_template_with_its_last_day() {
    runtime::block_on(async {
        let page = administrator().get("/integrations").await;
        assert_eq!(page.status, StatusCode::OK);
        for expected in
            ["HubSpot", "Contacts, calls and tickets", "18,204 ok", "Open HubSpot", "Edit HubSpot", "Add integration"]
        {
            assert!(page.html.contains(expected), "{expected} is missing");
        }
    });
}

#[test]
fn headers_sort_by_links_and_say_how_it_is_sorted() {
    runtime::block_on(async {
        let sorted = async |address: &str, aria: &str, links: [&str; 2]| {
            let html = administrator().get(address).await.html.replace("<!>", "");
            assert!(html.contains(aria), "{address}: {aria}");
            for link in links {
                assert!(html.contains(&format!("href=\"{link}\"")), "{address}: {link} is missing");
            }
        };
        let by_name = ["/integrations?sort=-name", "/integrations?sort=created"];
        sorted("/integrations", "aria-sort=\"ascending\"", by_name).await;
        let backwards = ["/integrations?search=h&amp;sort=name", "/integrations?search=h&amp;sort=created"];
        sorted("/integrations?search=h&sort=-name&cursor=x", "aria-sort=\"descending\"", backwards).await;
        let oldest = ["/call-centers?sort=name", "/call-centers?sort=-created"];
        sorted("/call-centers?sort=created", "aria-sort=\"ascending\"", oldest).await;
        let tab = format!("/integrations/{TEMPLATE}?tab=endpoints");
        let links = [format!("{tab}&amp;sort=-name"), format!("{tab}&amp;sort=created")];
        sorted(&tab, "aria-sort=\"ascending\"", links.each_ref().map(String::as_str)).await;
        let tab = format!("/integrations/{TEMPLATE}");
        let links = [format!("{tab}?sort=-name"), format!("{tab}?sort=created")];
        sorted(&tab, "aria-sort=\"ascending\"", links.each_ref().map(String::as_str)).await;
    });
}

#[test]
fn an_empty_list_leads_to_the_gallery() {
    runtime::block_on(async {
        let page = Browser::new(Role::PortalAdministrator, Stock::None).get("/integrations").await;
        assert!(page.html.contains("No integrations yet") && page.html.contains("Open the gallery"));
        let filtered = Browser::new(Role::PortalAdministrator, Stock::None).get("/integrations?search=x").await;
        assert!(filtered.html.contains("No integration matches"));
    });
}

#[test]
fn a_list_that_can_t_be_read_offers_to_try_again() {
    runtime::block_on(async {
        let page = Browser::new(Role::PortalAdministrator, Stock::Away).get("/integrations").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.html.contains("Try again"));
    });
}

#[test]
fn a_tenant_reads_published_templates_and_plugs_them_in() {
    runtime::block_on(async {
        let tenant = Browser::new(Role::TenantAdministrator, Stock::Some);
        let list = tenant.get("/integrations?dialog=add-integration").await.html;
        assert!(list.contains("Copy HubSpot") && !list.contains("Edit HubSpot"));
        assert!(list.contains(r#"name="form[visibility]" value="private""#), "private is the only choice");
        assert!(list.contains(r#"name="form[call_center_id]" value="cc-1""#));
        let detail = tenant.get(&format!("/integrations/{TEMPLATE}")).await.html;
        assert!(detail.contains("Add integrator") && !detail.contains("dialog=edit-integration&"));
        let viewer = Browser::new(Role::TenantViewer, Stock::Some);
        assert!(!viewer.get(&format!("/integrations/{TEMPLATE}")).await.html.contains("Add integrator"));
    });
}

#[test]
fn a_form_has_spare_rows_for_those_without_wasm() {
    runtime::block_on(async {
        let html = administrator().get("/integrations?dialog=add-integration").await.html;
        for index in 0..3 {
            assert!(html.contains(&format!("form[parameters][{index}][name]")));
        }
        assert!(!html.contains("form[parameters][3][name]"));
    });
}

#[test]
fn integrators_tell_their_state_and_never_a_secret() {
    runtime::block_on(async {
        let html = administrator().get(&format!("/integrations/{TEMPLATE}")).await.html;
        assert!(html.contains("ready") && html.contains("missing X-Api-Key"));
        let form =
            administrator().get(&format!("/integrations/{TEMPLATE}?dialog=edit-integrator&id={INTEGRATOR}")).await.html;
        assert!(form.contains("Set on 3 May 2026") && form.contains(r#"name="form[fields][0][keep]" value="true""#));
        assert!(form.contains("From Settings, Private apps") && form.contains(r#"placeholder="eu""#));
        assert!(form.contains("form[info]") && !form.contains("form[iframe]"), "the template has no iframe");
    });
}

#[test]
fn endpoints_and_versions_stand_in_tabs() {
    runtime::block_on(async {
        let endpoints = administrator().get(&format!("/integrations/{TEMPLATE}?tab=endpoints")).await.html;
        assert!(
            endpoints.contains("searchContact")
                && endpoints.contains("call_start, manual")
                && endpoints.contains("Add endpoint")
        );
        let versions = administrator().get(&format!("/integrations/{TEMPLATE}?tab=versions")).await.html;
        assert!(
            versions.contains("/url")
                && versions.contains("the first one kept")
                && versions.contains("Restore version 2")
        );
    });
}

#[test]
fn a_private_template_has_editors_for_its_code_and_a_way_back() {
    runtime::block_on(async {
        let html = administrator().get(&format!("/integrations/{PRIVATE}?tab=code")).await.html;
        assert!(html.contains(r#"name="form[function]""#) && html.contains(r#"name="form[show_info]""#));
        assert!(
            html.contains(r#"<patchbay-code data-upload="Upload a file""#) && html.contains(r#"src="/code-editor.js""#)
        );
        assert!(html.contains("export const getDataIframe"));
        assert!(
            html.contains("3 lines, 6 bytes")
                && html.contains("Restore version 2")
                && !html.contains("Restore version 3")
        );
        let read =
            Browser::new(Role::TenantViewer, Stock::Some).get(&format!("/integrations/{PRIVATE}?tab=code")).await.html;
        assert!(
            read.contains("export const getDataIframe")
                && !read.contains("form[function]")
                && !read.contains("Restore version 2")
        );
        let published = administrator().get(&format!("/integrations/{TEMPLATE}")).await.html;
        assert!(!published.contains("tab=code"), "a published template carries none");
    });
}

#[test]
fn code_that_somebody_else_saved_meanwhile_is_not_overwritten() {
    runtime::block_on(async {
        let page = format!("/integrations/{PRIVATE}?tab=code");
        let fields =
            [("template", PRIVATE), ("version", "2"), ("form[function]", "let mine;"), ("form[show_info]", "")];
        let html = administrator().submit(&page, "private-code/update", &fields).await.html;
        assert!(html.contains("let mine;") && html.contains("Saving now replaces it."));
    });
}

#[test]
fn deleting_an_endpoint_names_what_breaks() {
    runtime::block_on(async {
        let html = administrator()
            .get(&format!("/integrations/{TEMPLATE}?tab=endpoints&dialog=delete-endpoint&id={ENDPOINT}"))
            .await
            .html;
        assert!(html.contains("2 integrators of 2 call centers"));
    });
}

#[test]
fn the_gallery_offers_what_is_not_there_yet() {
    runtime::block_on(async {
        let html = administrator().get("/integrations/gallery").await.html;
        assert!(
            html.contains("Install Twilio SMS") && html.contains("AccountSid") && !html.contains("Install HubSpot")
        );
        assert!(html.contains("/integrations?search=hubspot"));
        assert!(
            administrator()
                .get("/integrations/gallery?search=zzz")
                .await
                .html
                .contains("Nothing in the gallery matches")
        );
    });
}

#[test]
fn a_template_of_the_gallery_is_plugged_in_with_what_it_needs_and_says_what_came_of_it() {
    runtime::block_on(async {
        assert!(administrator().get("/integrations/gallery").await.html.contains("/integrations/gallery/twilio-sms"));
        let page = "/integrations/gallery/twilio-sms";
        let shown = administrator().get(page).await.html;
        for needed in [
            "Plug in Twilio SMS",
            r#"value="api.example.com""#,
            r#"name="form[call_center_id]""#,
            r#"value="AccountSid""#,
            r#"value="AuthKey""#,
            r#"name="form[user][value]""#,
            "Verify and plug in",
            "Plug in without verifying",
        ] {
            assert!(shown.contains(needed), "{needed} is missing");
        }
        for waits in ["form[fields][2]", r#"name="form[info]""#] {
            assert!(!shown.contains(waits), "{waits} can wait");
        }

        let mut fields = [
            ("name", "twilio-sms"),
            ("form[call_center_id]", "cc-1"),
            ("form[host]", "api.example.com"),
            ("form[fields][0][name]", "AccountSid"),
            ("form[fields][0][value]", "AC1"),
            ("form[fields][1][name]", "AuthKey"),
            ("form[fields][1][value]", "s3cret-key"),
            ("form[scheme]", "basic"),
            ("form[user][name]", "ann"),
            ("form[user][value]", "s3cret"),
            ("unverified", "false"),
        ];
        let browser = administrator();
        let done = browser.submit(page, "integrators/plug-in", &fields).await.html.replace("<!>", "");
        assert!(done.contains("Twilio SMS took the values (200 in 184 ms): it is plugged in."), "{done}");
        assert!(done.contains("Open the integration") && done.contains("See what was sent and answered"));
        assert!(!browser.get(page).await.html.contains("took the values"), "it is told once");

        fields[2].1 = "other.example.com";
        let refused = administrator().submit(page, "integrators/plug-in", &fields).await.html.replace("<!>", "");
        assert!(
            refused.contains("did not take the values (401 in 184 ms)") && refused.contains("Nothing was plugged in.")
        );
        assert!(refused.contains(r#"value="other.example.com""#) && refused.contains(r#"value="AC1""#));
        assert!(refused.contains(r#"value="ann""#) && !refused.contains("s3cret"), "no secret comes back");

        fields[10].1 = "true";
        let unverified = administrator().submit(page, "integrators/plug-in", &fields).await.html.replace("<!>", "");
        assert!(unverified.contains("Nobody has asked it yet"));
        fields[2].1 = "https://other.example.com";
        fields[8].1 = "";
        let wrong = administrator().submit(page, "integrators/plug-in", &fields).await.html;
        assert!(wrong.contains("fill this in") && wrong.contains(r#"aria-invalid="true""#));
        fields[8].1 = "ann";
        let wrong = administrator().submit(page, "integrators/plug-in", &fields).await.html;
        assert!(wrong.contains("aria-invalid") && wrong.contains("https://other.example.com"));

        let viewer = Browser::new(Role::PortalViewer, Stock::Some).get(page).await.html;
        assert!(viewer.contains("reads only") && !viewer.contains("Verify and plug in"));
        let nothing = administrator().get("/integrations/gallery/nothing").await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_export_is_a_link_that_any_browser_can_save() {
    runtime::block_on(async {
        let html = administrator().get(&format!("/integrations/{TEMPLATE}?dialog=export-integration")).await.html;
        assert!(html.contains(r#"download="hubspot.json""#) && html.contains("data:application/json"));
    });
}

#[test]
fn an_unknown_template_is_not_found() {
    runtime::block_on(async {
        assert_eq!(administrator().get("/integrations/nonsense").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_endpoint_that_may_not_be_changed_is_shown_and_not_offered() {
    runtime::block_on(async {
        let address = format!("/integrations/{TEMPLATE}/endpoints/{ENDPOINT}");
        let mine = administrator().get(&address).await.html;
        assert!(mine.contains(">Save<") || mine.contains("Save</button>"), "an administrator saves");
        let viewer = Browser::new(Role::TenantViewer, Stock::Some).get(&address).await.html;
        assert!(
            viewer.contains("You can read this endpoint") && viewer.contains("<fieldset disabled"),
            "a viewer reads"
        );
    });
}

#[test]
fn a_new_endpoint_starts_with_the_required_headers() {
    runtime::block_on(async {
        let html = administrator().get(&format!("/integrations/{TEMPLATE}/endpoints/new")).await.html;
        assert!(
            html.contains(r#"name="form[parameters][0][name]" value="X-Api-Key""#)
                && html.contains("form[parameters][3][name]")
        );
    });
}

#[test]
fn without_wasm_a_refused_form_comes_back_as_it_was_typed() {
    runtime::block_on(async {
        let page = format!("/integrations/{TEMPLATE}/endpoints/new");
        let fields = [
            ("template", TEMPLATE),
            ("form[name]", "searchContact"),
            ("form[endpoint_type]", "getData"),
            ("form[method]", "GET"),
            ("form[url]", ""),
            ("form[body_format]", "json"),
            ("form[timeout_seconds]", "7"),
            ("form[parameters][0][name]", ""),
            ("form[parameters][0][source]", "field"),
            ("form[parameters][1][name]", "phone"),
            ("form[parameters][1][source]", "accessToken"),
            ("form[request]", "{\"headers\": {}}"),
        ];
        let html = administrator().submit(&page, "endpoints/create", &fields).await.html;
        assert!(html.contains("give a path such as /contacts or an https URL"), "says what is wrong");
        assert!(
            html.contains(r#"value="searchContact""#)
                && html.contains(r#"value="7""#)
                && html.contains(r#"value="phone""#)
        );
        assert!(
            html.contains("say where the value goes"),
            "the row that is wrong says so although another one is blank"
        );
    });
}

#[test]
fn without_wasm_a_mistake_in_a_document_has_its_line() {
    runtime::block_on(async {
        let page = format!("/integrations/{TEMPLATE}/endpoints/{ENDPOINT}");
        let fields = [
            ("id", ENDPOINT),
            ("version", "3"),
            ("form[name]", "searchContact"),
            ("form[endpoint_type]", "getData"),
            ("form[method]", "GET"),
            ("form[url]", "/a"),
            ("form[body_format]", "json"),
            ("form[timeout_seconds]", "7"),
            ("form[request]", "{\n  \"headers\": {\n    \"X-Trace\": \"{client.fone}\"\n  }\n}"),
        ];
        let html = administrator().submit(&page, "endpoints/update", &fields).await.html;
        assert!(html.contains("Line 3, column 16: there is no value named fone"), "says where");
        let mut stale = fields;
        stale[1] = ("version", "2");
        let html = administrator().submit(&page, "endpoints/update", &stale).await.html;
        assert!(
            html.contains("What you typed is still here") && html.contains("client.fone"),
            "what was typed is kept"
        );
        assert!(html.contains(r#"name="version" value="3""#) && html.contains("Saving now replaces it"));
    });
}

#[test]
fn what_breaks_is_told_before_it_is_saved() {
    runtime::block_on(async {
        let page = format!("/integrations?dialog=edit-integration&id={TEMPLATE}");
        let fields = [
            ("id", TEMPLATE),
            ("version", "3"),
            ("form[name]", "hubspot"),
            ("form[template_type]", "crm"),
            ("form[visibility]", "published"),
            ("form[parameters][0][name]", "X-New"),
            ("form[parameters][0][location]", "header"),
            ("form[parameters][0][required]", "true"),
            ("confirmed", "true"),
        ];
        let asked = administrator().submit(&page, "templates/update", &fields[..8]).await.html;
        assert!(asked.contains("lacks the required field X-New: 2 integrators of 2 call centers (cc-1, cc-2)"));
        assert!(asked.contains(r#"name="confirmed""#) && asked.contains(r#"value="X-New""#));
        let saved = administrator().submit(&page, "templates/update", &fields).await.html;
        assert!(saved.contains("Saved<"));
    });
}

#[test]
fn another_host_asks_for_the_secrets_at_their_fields() {
    runtime::block_on(async {
        let page = format!("/integrations/{TEMPLATE}?dialog=edit-integrator&id={INTEGRATOR}");
        let fields = [
            ("id", INTEGRATOR),
            ("version", "3"),
            ("template", TEMPLATE),
            ("form[host]", "evil.test"),
            ("form[fields][0][name]", "X-Api-Key"),
            ("form[fields][0][value]", ""),
            ("form[fields][0][keep]", "true"),
            ("form[fields][1][name]", "Region"),
            ("form[fields][1][value]", "us"),
        ];
        let html = administrator().submit(&page, "integrators/update", &fields).await.html;
        assert!(html.contains("the host changed: enter it again") && html.contains(r#"value="evil.test""#));
    });
}

#[test]
fn without_wasm_a_refused_integrator_comes_back_without_its_secrets() {
    runtime::block_on(async {
        let typed = |template: &'static str, host: &'static str| {
            [
                ("id", INTEGRATOR),
                ("version", "3"),
                ("template", template),
                ("form[call_center_id]", "cc-1"),
                ("form[host]", host),
                ("form[fields][0][name]", "X-Api-Key"),
                ("form[fields][0][value]", "hunter2"),
                ("form[fields][1][name]", "Region"),
                ("form[fields][1][value]", "mars"),
                ("form[fields][2][name]", "x-api-key"),
                ("form[fields][2][value]", "hunter3"),
                ("form[credentials][0][name]", "basic:ann"),
                ("form[credentials][0][value]", "hunter4"),
            ]
        };
        let edit = format!("/integrations/{TEMPLATE}?dialog=edit-integrator&id={INTEGRATOR}");
        let add = format!("/integrations/{TEMPLATE}?dialog=add-integrator");
        for (page, action) in [(&edit, "integrators/update"), (&add, "integrators/create")] {
            let html = administrator().submit(page, action, &typed(TEMPLATE, "evil.test")).await.html;
            assert!(html.contains(r#"value="evil.test""#) && html.contains(r#"value="mars""#), "{action}");
            assert!(!html.contains("hunter"), "{action}: a secret is never written back");
        }
        // A template that there is not says of no field that it is no secret.
        let html = administrator().submit(&edit, "integrators/update", &typed(ENDPOINT, "evil.test")).await.html;
        assert!(html.contains(r#"value="evil.test""#) && !html.contains("mars") && !html.contains("hunter"));
        // What can't even be read as JSON is refused before the portal is asked, and no exception.
        let mut unreadable = typed(TEMPLATE, "api.hubapi.com").to_vec();
        unreadable.push(("form[info]", "{"));
        let html = administrator().submit(&edit, "integrators/update", &unreadable).await.html;
        assert!(html.contains(r#"aria-invalid="true""#) && !html.contains("hunter"));
    });
}

#[test]
fn without_wasm_a_test_run_is_shown_on_the_page_it_leads_back_to() {
    runtime::block_on(async {
        let browser = administrator();
        let page = format!("/integrations/{TEMPLATE}/endpoints/{ENDPOINT}?tab=test");
        let before = browser.get(&page).await.html;
        assert!(
            before.contains("&quot;phone&quot;: &quot;&quot;") || before.contains("\"phone\": \"\""),
            "the body is prepared"
        );
        let fields = [("id", ENDPOINT), ("integrator", INTEGRATOR), ("body", "{\"phone\": \"+84901234567\"}")];
        let html = browser.submit(&page, "endpoints/test", &fields).await.html;
        for expected in [
            "200 in 184 ms",
            "Values resolved",
            "1 hard, 1 field, 1 from the body",
            "POST https://api.hubapi.com/crm",
            "Open the execution",
            "+84901234567",
        ] {
            assert!(html.contains(expected), "{expected} is missing");
        }
        assert!(!browser.get(&page).await.html.contains("200 in 184 ms"), "it is shown once");
    });
}

#[test]
fn a_body_that_is_no_json_is_refused_at_its_field() {
    runtime::block_on(async {
        let page = format!("/integrations/{TEMPLATE}/endpoints/{ENDPOINT}?tab=test");
        let fields = [("id", ENDPOINT), ("integrator", INTEGRATOR), ("body", "{\"phone\" 1}")];
        let html = administrator().submit(&page, "endpoints/test", &fields).await.html;
        assert!(html.contains("Line 1, column 10") && html.contains(r#"aria-invalid="true""#));
    });
}
