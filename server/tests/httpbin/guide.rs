//! What docs/guides/first-integration.md tells people to type.

use super::patchbay::Patchbay;
use super::process::root;
use serde_json::Value;

/// The shell commands of the guide, without those that start the servers.
fn typed() -> String {
    let guide = std::fs::read_to_string(root().join("docs/guides/first-integration.md")).unwrap();
    let blocks = guide.split("```sh\n").skip(2).filter_map(|rest| rest.split("```").next());
    blocks.collect()
}

#[tokio::test]
async fn the_guide_works_as_it_is_typed() {
    let patchbay = Patchbay::start().await;
    let typed = typed()
        .replace("http://127.0.0.1:3000", &patchbay.address)
        .replace("127.0.0.1:8080", patchbay.upstream_host())
        .replace("target/release/patchbay", env!("CARGO_BIN_EXE_patchbay"));
    let printed = patchbay.shell(&typed);
    let answers: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [call_center, template, search, note, integrator, found, noted, refused, executions] = answers.as_slice()
    else {
        panic!("nine commands, other answers: {printed}");
    };
    for made in [call_center, template, search, note, integrator] {
        assert_eq!(made["version"], 1, "{made}");
    }
    assert_eq!(found["response"]["body"]["args"]["phone"], "+84 90 123&4567", "{found}");
    assert_eq!(noted["response"]["body"]["json"]["note"]["text"], "called \"back\"", "{noted}");
    assert_eq!((&refused["status"], &refused["pointer"]), (&422.into(), &"/phone".into()), "{refused}");
    assert!(executions["items"].is_array(), "{executions}");
}
