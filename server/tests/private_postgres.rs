//! The private PostgreSQL: made, stopped, and found again after its server was killed.

use patchbay_server::database::{Database, Owner};
use patchbay_server::settings::Settings;
use patchbay_server::{clock, data_dir};
use std::path::PathBuf;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(PathBuf::from(format!("/tmp/patchbay-{name}-{}", clock::new_id().simple())))
    }

    fn settings(&self) -> Settings {
        let path = self.0.display().to_string();
        Settings::read(None, &|name| (name == "PATCHBAY_DATA_DIR").then(|| path.clone())).unwrap().0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn data_survives_a_stop_and_a_killed_server() {
    let folder = Folder::new("private");
    let settings = folder.settings();
    let database = Database::open(&settings, Owner::Server).await.unwrap();
    database.store.migrate().await.unwrap();
    let second = Database::open(&settings, Owner::Server).await.unwrap_err().to_string();
    assert!(second.contains("another patchbay"), "{second}");
    let beside = Database::open(&settings, Owner::Command).await.unwrap();
    beside.store.ready().await.unwrap();
    beside.close().await.unwrap();
    database.close().await.unwrap();

    // What a killed server leaves: PostgreSQL runs on, and nobody holds the lock.
    let database = Database::open(&settings, Owner::Server).await.unwrap();
    drop(database);
    let database = Database::open(&settings, Owner::Server).await.unwrap();
    database.store.ready().await.unwrap();
    database.close().await.unwrap();
    assert!(!folder.0.join("postgres/cluster/postmaster.pid").exists());
}

#[tokio::test]
async fn a_folder_with_a_long_path_works() {
    let folder = Folder::new(&"long".repeat(25));
    let settings = folder.settings();
    let database = Database::open(&settings, Owner::Server).await.unwrap();
    database.store.migrate().await.unwrap();
    database.close().await.unwrap();
}

#[test]
fn a_data_folder_has_one_holder() {
    let folder = Folder::new("lock");
    data_dir::make(&folder.0).unwrap();
    let held = data_dir::lock(&folder.0).unwrap();
    assert!(data_dir::lock(&folder.0).is_err());
    drop(held);
    assert!(data_dir::lock(&folder.0).is_ok());
}
