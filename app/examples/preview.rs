//! Serves the component gallery without database and server: `cargo run -p patchbay-app --example preview --features ssr`,
//! then <http://127.0.0.1:3900/dev/components>. Files come from `target/site` where the site was built (with it the page
//! comes alive), the style sheet always fresh from `style/`.

use axum::{Router, extract::Path, http::header, response::IntoResponse, routing};
use leptos::config::LeptosOptions;
use leptos_axum::{LeptosRoutes, generate_route_list};
use patchbay_app::{App, shell, theme};
use std::{fs, net::SocketAddr};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address: SocketAddr = "127.0.0.1:3900".parse()?;
    let hashes = std::path::absolute("target/site/hash.txt")?;
    let options = LeptosOptions::builder()
        .output_name("patchbay")
        .site_addr(address)
        .hash_files(hashes.exists())
        .hash_file(hashes.to_string_lossy().into())
        .build();
    let router = Router::new()
        .route("/theme", routing::post(theme::save))
        .route("/pkg/{file}", routing::get(package))
        .route(
            "/favicon.svg",
            routing::get(|| async { typed("image/svg+xml", fs::read("public/favicon.svg").unwrap_or_default()) }),
        )
        .leptos_routes(&options, generate_route_list(App), {
            let options = options.clone();
            move || shell(options.clone())
        })
        .fallback(leptos_axum::render_app_async({
            let options = options.clone();
            move || shell(options.clone())
        }))
        .with_state(options);
    println!("http://{address}/dev/components");
    axum::serve(tokio::net::TcpListener::bind(address).await?, router).await?;
    Ok(())
}

async fn package(Path(file): Path<String>) -> impl IntoResponse {
    let kind = match file.rsplit('.').next() {
        Some("css") => return typed("text/css", style_sheet().into_bytes()),
        Some("js") => "text/javascript",
        _ => "application/wasm",
    };
    typed(kind, fs::read(format!("target/site/pkg/{file}")).unwrap_or_default())
}

fn typed(kind: &'static str, body: Vec<u8>) -> axum::response::Response {
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

fn style_sheet() -> String {
    let main = fs::read_to_string("style/main.css").unwrap_or_default();
    let partial =
        |line: &str| fs::read_to_string(format!("style/{}", line.split('"').nth(1)?.trim_start_matches("./"))).ok();
    main.lines().filter_map(partial).collect()
}
