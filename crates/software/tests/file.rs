//! The store on disk: root keys, several handles at once, formats, damage, deletion by the clock.

#![cfg(feature = "file")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use strongroom_core::{
    ErrorKind, KeySpec, KeyState, KeyUsage, MacAlgorithm, ManualClock, Result, SecretBytes,
    SigningAlgorithm, Store, StoreUrl,
};
use strongroom_software::{RootKey, Settings, SoftwareStore};
use tempfile::TempDir;

/// A directory for stores and, beside them, a root key.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn store(&self) -> std::path::PathBuf {
        self.0.path().join("store")
    }

    fn root_key(&self) -> std::path::PathBuf {
        self.0.path().join("keys").join("root.key")
    }

    async fn open(&self) -> Result<Store> {
        self.open_with(RootKey::File(self.root_key()), Settings::default()).await
    }

    async fn open_with(&self, root_key: RootKey, settings: Settings) -> Result<Store> {
        SoftwareStore::file(self.store(), root_key, settings).await.map(Store::new)
    }

    fn sql(&self, statement: &str) {
        let connection = rusqlite::Connection::open(self.store().join("strongroom.db")).unwrap();
        connection.execute_batch(statement).unwrap();
    }
}

async fn kind(opened: impl Future<Output = Result<Store>>) -> ErrorKind {
    opened.await.unwrap_err().kind()
}

#[tokio::test]
async fn keys_of_every_kind_survive_reopening() {
    let home = Home::new();
    let store = home.open().await.unwrap();
    let symmetric = store.create_key().alias("alias/app").description("words").await.unwrap();
    let old = store.encrypt("alias/app", b"old").context("a", "b").await.unwrap();
    store.rotate_key_on_demand(&symmetric.arn).await.unwrap();
    let new = store.encrypt("alias/app", b"new").await.unwrap();
    let ecc = store.create_key().spec(KeySpec::EccNistP256, KeyUsage::SignVerify).await.unwrap();
    let rsa = store.create_key().spec(KeySpec::Rsa2048, KeyUsage::SignVerify).await.unwrap();
    let hmac =
        store.create_key().spec(KeySpec::Hmac384, KeyUsage::GenerateVerifyMac).await.unwrap();
    let ecdsa = SigningAlgorithm::EcdsaSha256;
    let pss = SigningAlgorithm::RsassaPssSha512;
    let ecc_signature = store.sign(&ecc.arn, ecdsa, b"m").await.unwrap();
    let rsa_signature = store.sign(&rsa.arn, pss, b"m").await.unwrap();
    let mac = store.generate_mac(&hmac.arn, MacAlgorithm::HmacSha384, b"m").await.unwrap();
    drop(store);

    let store = home.open().await.unwrap();
    let opened = store.decrypt("alias/app", &old).context("a", "b").await.unwrap();
    assert_eq!(opened.expose(), b"old");
    assert_eq!(store.decrypt("alias/app", &new).await.unwrap().expose(), b"new");
    store.verify(&ecc.arn, ecdsa, b"m", &ecc_signature).await.unwrap();
    store.verify(&rsa.arn, pss, b"m", &rsa_signature).await.unwrap();
    store.verify_mac(&hmac.arn, MacAlgorithm::HmacSha384, b"m", &mac).await.unwrap();
    let metadata = store.describe_key(&symmetric.arn).await.unwrap();
    assert_eq!(metadata.description, "words");
    assert_eq!(metadata.created, symmetric.created);
    assert_ne!(metadata.current_material, symmetric.current_material);
}

/// Asks again until the answer is there: another handle's change is seen a moment later.
async fn until<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn two_handles_see_each_others_changes() {
    let home = Home::new();
    let (left, right) = (home.open().await.unwrap(), home.open().await.unwrap());
    let key = left.create_key().alias("alias/app").await.unwrap().arn;
    let sealed = until(async || right.encrypt("alias/app", b"secret").await.ok()).await;
    left.disable_key(&key).await.unwrap();
    let error = until(async || right.decrypt("alias/app", &sealed).await.err()).await;
    assert_eq!(error.kind(), ErrorKind::Disabled);
    right.enable_key(&key).await.unwrap();
    let opened = until(async || left.decrypt("alias/app", &sealed).await.ok()).await;
    assert_eq!(opened.expose(), b"secret");
    right.delete_alias("alias/app").await.unwrap();
    let error = until(async || left.encrypt("alias/app", b"secret").await.err()).await;
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_handle_decides_on_the_state_that_others_left() {
    let home = Home::new();
    let (left, right) = (home.open().await.unwrap(), home.open().await.unwrap());
    left.create_key().alias("alias/app").await.unwrap();
    let error = right.create_key().alias("alias/app").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
}

#[tokio::test(flavor = "multi_thread")]
async fn handles_that_write_at_once_lose_nothing() {
    let home = Home::new();
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let store = home.open().await.unwrap();
        tasks.push(tokio::spawn(async move {
            let mut keys = Vec::new();
            for _ in 0..10 {
                keys.push(store.create_key().await.unwrap().arn);
            }
            keys
        }));
    }
    let mut made = Vec::new();
    for task in tasks {
        made.extend(task.await.unwrap());
    }
    made.sort();
    let mut listed = home.open().await.unwrap().list_keys().await.unwrap();
    listed.sort();
    assert_eq!(listed, made);
}

#[tokio::test]
async fn a_stale_generation_file_costs_time_and_not_truth() {
    let home = Home::new();
    let (left, right) = (home.open().await.unwrap(), home.open().await.unwrap());
    let key = left.create_key().await.unwrap().arn;
    let state = async |store: &Store| store.describe_key(&key).await.unwrap().state;
    for bytes in [&99_u64.to_be_bytes()[..], b"", b"abc"] {
        fs::write(home.store().join("generation"), bytes).unwrap();
        left.disable_key(&key).await.unwrap();
        until(async || (state(&right).await == KeyState::Disabled).then_some(())).await;
        fs::write(home.store().join("generation"), bytes).unwrap();
        assert_eq!(state(&right).await, KeyState::Disabled);
        right.enable_key(&key).await.unwrap();
        until(async || (state(&left).await == KeyState::Enabled).then_some(())).await;
    }
}

#[tokio::test]
async fn a_wrong_root_key_a_newer_format_and_damage_are_told_apart() {
    let home = Home::new();
    let store = home.open().await.unwrap();
    store.create_key().alias("alias/app").await.unwrap();
    drop(store);

    let other = Home::new();
    other.open().await.unwrap();
    let wrong = RootKey::File(other.root_key());
    let opened = home.open_with(wrong, Settings::default());
    assert_eq!(kind(opened).await, ErrorKind::Unauthenticated);

    home.sql("PRAGMA user_version = 2");
    assert_eq!(kind(home.open()).await, ErrorKind::Incompatible);
    home.sql("PRAGMA user_version = 1");
    home.open().await.unwrap();

    home.sql("UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE name LIKE 'key/%'");
    assert_eq!(kind(home.open()).await, ErrorKind::Corrupted);

    fs::write(home.store().join("strongroom.db"), [7; 5000]).unwrap();
    assert_eq!(kind(home.open()).await, ErrorKind::Corrupted);
}

#[tokio::test]
async fn what_the_store_says_of_itself_cannot_hide_keys_or_rename_them() {
    let home = Home::new();
    home.open().await.unwrap().create_key().await.unwrap();
    let old = "x'0000000000000001'";
    for generation in ["x'0000000000000000'", "x'ffffffffffffffff'", "x'00'"] {
        home.sql(&format!("UPDATE meta SET value = {generation} WHERE name = 'generation'"));
        assert_eq!(kind(home.open()).await, ErrorKind::Corrupted, "{generation}");
    }
    home.sql(&format!("UPDATE meta SET value = {old} WHERE name = 'generation'"));
    home.open().await.unwrap();
    let scope = "CAST('aws:kms:us-east-1:111122223333' AS BLOB)";
    home.sql(&format!("UPDATE meta SET value = {scope} WHERE name = 'scope'"));
    assert_eq!(kind(home.open()).await, ErrorKind::Unauthenticated);
}

#[tokio::test]
async fn a_root_key_file_in_the_stores_directory_is_refused() {
    let home = Home::new();
    let inside = RootKey::File(home.store().join("root.key"));
    let opened = home.open_with(inside, Settings::default());
    assert_eq!(kind(opened).await, ErrorKind::Configuration);
}

#[tokio::test]
async fn a_secret_that_is_given_as_a_name_is_not_in_the_error() {
    let url = StoreUrl::parse("file:/x?passphrase-env=hunter2").unwrap();
    let error = SoftwareStore::from_file_url(&url).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}

#[tokio::test]
async fn records_cannot_stand_in_for_one_another() {
    let home = Home::new();
    let store = home.open().await.unwrap();
    let key = store.create_key().alias("alias/a").await.unwrap();
    store.create_key().alias("alias/b").await.unwrap();
    store.disable_key(&key.arn).await.unwrap();
    drop(store);
    home.open().await.unwrap();
    let swap = "UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE name = 'alias/b') \
                WHERE name = 'alias/a'";
    home.sql(swap);
    assert_eq!(kind(home.open()).await, ErrorKind::Corrupted);
}

#[tokio::test]
async fn nothing_secret_is_on_disk_in_the_clear() {
    let home = Home::new();
    let store = home.open().await.unwrap();
    store.create_key().description("canary-description").await.unwrap();
    store.create_key().spec(KeySpec::EccNistP256, KeyUsage::SignVerify).await.unwrap();
    let root_key = fs::read_to_string(home.root_key()).unwrap();
    let digits = root_key.trim().rsplit(' ').next().unwrap().to_owned();
    let raw = base16ct::lower::decode_vec(&digits).unwrap();
    // The DER of a P-256 private key begins with its object identifiers.
    let pkcs8 = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
    for file in fs::read_dir(home.store()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(b"canary-description"));
        assert!(!holds(digits.as_bytes()) && !holds(&raw) && !holds(&pkcs8));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_root_key_file_is_private_or_refused() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.open().await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.root_key()), 0o600);
    assert_eq!(mode(&home.store()), 0o700);
    assert_eq!(mode(&home.store().join("strongroom.db")), 0o600);

    fs::set_permissions(home.root_key(), fs::Permissions::from_mode(0o640)).unwrap();
    let error = home.open().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("chmod 600"), "{error}");
}

#[tokio::test]
async fn a_missing_root_key_file_is_not_made_anew() {
    let home = Home::new();
    home.open().await.unwrap();
    fs::remove_file(home.root_key()).unwrap();
    assert_eq!(kind(home.open()).await, ErrorKind::Unauthenticated);
    assert!(!home.root_key().exists());
}

#[tokio::test]
async fn a_passphrase_opens_and_another_does_not() {
    let home = Home::new();
    let passphrase = |text: &str| RootKey::Passphrase(SecretBytes::from(text.as_bytes().to_vec()));
    let store = home.open_with(passphrase("correct"), Settings::default()).await.unwrap();
    let key = store.create_key().await.unwrap().arn;
    drop(store);
    let store = home.open_with(passphrase("correct"), Settings::default()).await.unwrap();
    store.describe_key(&key).await.unwrap();
    let wrong = home.open_with(passphrase("incorrect"), Settings::default());
    assert_eq!(kind(wrong).await, ErrorKind::Unauthenticated);
    assert_eq!(kind(home.open()).await, ErrorKind::Configuration);
}

#[tokio::test]
async fn region_and_account_are_the_stores_own() {
    let home = Home::new();
    let open = async |parameters: &str| {
        let (store, key) = (home.store(), home.root_key());
        let url = format!("file://{}?key-file={}{parameters}", store.display(), key.display());
        SoftwareStore::from_file_url(&StoreUrl::parse(&url).unwrap()).await.map(Store::new)
    };
    let store = open("&region=eu-west-1&account=111122223333").await.unwrap();
    let key = store.create_key().await.unwrap().arn;
    assert!(key.as_str().starts_with("arn:aws:kms:eu-west-1:111122223333:key/"));
    open("").await.unwrap().describe_key(&key).await.unwrap();
    assert_eq!(kind(open("&region=us-east-1")).await, ErrorKind::Configuration);
    assert_eq!(kind(open("&regoin=us-east-1")).await, ErrorKind::Configuration);
}

#[tokio::test]
async fn a_key_is_erased_when_its_waiting_period_is_over() {
    let home = Home::new();
    let clock = Arc::new(ManualClock::new(SystemTime::now()));
    let settings = || Settings::default().clock(Arc::clone(&clock) as _);
    let root_key = || RootKey::File(home.root_key());
    let store = home.open_with(root_key(), settings()).await.unwrap();
    let key = store.create_key().alias("alias/app").await.unwrap().arn;
    store.schedule_key_deletion(&key, 7).await.unwrap();

    clock.advance(Duration::from_hours(7 * 24 - 1));
    assert_eq!(store.describe_key(&key).await.unwrap().state, KeyState::PendingDeletion);
    clock.advance(Duration::from_hours(1));
    assert_eq!(store.describe_key(&key).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(store.list_keys().await.unwrap(), []);
    assert_eq!(store.list_aliases().await.unwrap(), []);
    let error = store.cancel_key_deletion(&key).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);

    home.open_with(root_key(), settings()).await.unwrap();
    let connection = rusqlite::Connection::open(home.store().join("strongroom.db")).unwrap();
    let name = format!("key/{}", key.key_id());
    let sealed: Option<Vec<u8>> = connection
        .query_row("SELECT sealed FROM entry WHERE name = ?1", [name], |row| row.get(0))
        .unwrap();
    assert_eq!(sealed, None, "the material is gone from the file");
    store.create_key().alias("alias/app").await.unwrap();
}
