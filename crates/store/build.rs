//! A new migration doesn't touch a Rust file: without this, `sqlx::migrate!` would keep the old list.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
