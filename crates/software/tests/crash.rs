//! Several processes on one store: `kill -9` at any moment loses no acknowledged key and leaves a
//! store that opens, and no process hides its changes from another.
//!
//! The test starts itself again: as a worker that writes and tells of each acknowledged change, and
//! is killed after a number of them; or as a visitor that opens the store and lists its keys.

#[cfg(not(feature = "file"))]
fn main() {}

#[cfg(feature = "file")]
fn main() {
    crash::main();
}

#[cfg(feature = "file")]
mod crash {
    use std::env;
    use std::io::{BufRead, BufReader, Write};
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};
    use std::sync::Arc;

    use libtest_mimic::{Arguments, Failed, Trial};
    use strongroom_core::{KeyState, Store};
    use strongroom_software::{RootKey, Settings, SoftwareStore};
    use tokio::runtime::Runtime;

    const WORKER: &str = "STRONGROOM_CRASH_TEST_WORKER";
    const VISITOR: &str = "STRONGROOM_CRASH_TEST_VISITOR";
    const KILLS: usize = 26;

    pub(super) fn main() {
        let runtime = Runtime::new().expect("a runtime");
        if let Some(home) = env::var_os(WORKER) {
            runtime.block_on(work(Path::new(&home)));
            return;
        }
        if let Some(home) = env::var_os(VISITOR) {
            runtime.block_on(visit(Path::new(&home)));
            return;
        }
        let runtime = Arc::new(runtime);
        let trial = |name, test: fn(&Runtime) -> Result<(), String>| {
            let runtime = Arc::clone(&runtime);
            Trial::test(name, move || test(&runtime).map_err(Failed::from))
        };
        let trials = vec![
            trial("a_killed_writer_loses_nothing", |runtime| runtime.block_on(kill_many_times())),
            trial("a_second_handle_and_a_visitor_hide_nothing", |runtime| {
                runtime.block_on(visit_between_writes())
            }),
            trial("processes_that_make_a_store_at_once_all_open_it", |_| make_at_once()),
        ];
        libtest_mimic::run(&Arguments::from_args(), trials).exit();
    }

    /// Lists the keys.
    async fn visit(home: &Path) {
        for key in open(home).await.list_keys().await.expect("a list") {
            println!("{key}");
        }
    }

    fn visitor(home: &Path) -> Child {
        let program = env::current_exe().expect("this program");
        let mut visitor = Command::new(program);
        visitor.env(VISITOR, home).stdout(Stdio::piped()).spawn().expect("a visitor")
    }

    /// What a visitor sees; an error if it could not open the store.
    fn seen_by(visitor: Child) -> Result<Vec<String>, String> {
        let output = visitor.wait_with_output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!("the visitor failed: {}", output.status));
        }
        let text = String::from_utf8(output.stdout).map_err(|error| error.to_string())?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// A handle that is opened beside another must not undo the locks of the first: else the
    /// visitor takes itself for the last user and removes the log that the first writes to.
    async fn visit_between_writes() -> Result<(), String> {
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        let first = open(home.path()).await;
        let _second = open(home.path()).await;
        let mut made = Vec::new();
        for _ in 0..3 {
            made.push(first.create_key().await.map_err(|error| error.to_string())?.arn.to_string());
            made.sort();
            let mut seen = seen_by(visitor(home.path()))?;
            seen.sort();
            if seen != made {
                return Err(format!(
                    "{} keys were made, the visitor saw {}",
                    made.len(),
                    seen.len()
                ));
            }
        }
        Ok(())
    }

    fn make_at_once() -> Result<(), String> {
        for _ in 0..40 {
            let home = tempfile::tempdir().map_err(|error| error.to_string())?;
            let visitors: Vec<_> = (0..10).map(|_| visitor(home.path())).collect();
            for visitor in visitors {
                seen_by(visitor)?;
            }
        }
        Ok(())
    }

    async fn open(home: &Path) -> Store {
        let root_key = RootKey::File(home.join("root.key"));
        let store = SoftwareStore::file(home.join("store"), root_key, Settings::default()).await;
        Store::new(store.expect("the store opens"))
    }

    /// Changes the store for ever; says what is done once it is acknowledged.
    async fn work(home: &Path) {
        let store = open(home).await;
        let mut out = std::io::stdout();
        loop {
            let key = store.create_key().await.expect("a key").arn;
            let sealed = store.encrypt(&key, key.as_str()).await.expect("a ciphertext");
            let sealed = base16ct::lower::encode_string(&sealed.ciphertext);
            writeln!(out, "made {key} {sealed}").expect("a reader");
            store.rotate_key_on_demand(&key).await.expect("a rotation");
            store.disable_key(&key).await.expect("a disabled key");
            writeln!(out, "disabled {key}").expect("a reader");
        }
    }

    async fn kill_many_times() -> Result<(), String> {
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut acknowledged = Vec::new();
        for kill in 0..KILLS {
            // Two workers at once, killed after none to a dozen changes.
            let mut workers = [Worker::start(home.path()), Worker::start(home.path())];
            for worker in &mut workers {
                acknowledged.extend((0..kill % 13).filter_map(|_| worker.line()));
            }
            for mut worker in workers {
                worker.kill();
                acknowledged.extend(std::iter::from_fn(|| worker.line()));
            }
        }
        let store = open(home.path()).await;
        let made = acknowledged.iter().filter(|line| line.starts_with("made")).count();
        if made < KILLS {
            return Err(format!("the workers made only {made} keys"));
        }
        for line in &acknowledged {
            check(&store, line).await.map_err(|error| format!("{line}: {error}"))?;
        }
        Ok(())
    }

    async fn check(store: &Store, line: &str) -> Result<(), String> {
        let words: Vec<_> = line.split(' ').collect();
        match words[..] {
            ["made", key, sealed] => {
                let sealed =
                    base16ct::lower::decode_vec(sealed).map_err(|error| error.to_string())?;
                store.enable_key(key).await.map_err(|error| error.to_string())?;
                let opened =
                    store.decrypt(key, &sealed).await.map_err(|error| error.to_string())?;
                (opened.expose() == key.as_bytes()).then_some(()).ok_or("another plaintext".into())
            }
            ["disabled", key] => {
                store.disable_key(key).await.map_err(|error| error.to_string())?;
                let state = store.describe_key(key).await.map_err(|error| error.to_string())?.state;
                (state == KeyState::Disabled).then_some(()).ok_or("not disabled".into())
            }
            _ => Err("a torn line".into()),
        }
    }

    struct Worker {
        process: Child,
        lines: BufReader<std::process::ChildStdout>,
    }

    impl Worker {
        fn start(home: &Path) -> Self {
            let program: PathBuf = env::current_exe().expect("this program");
            let mut process = Command::new(program)
                .env(WORKER, home)
                .stdout(Stdio::piped())
                .spawn()
                .expect("a worker");
            let lines = BufReader::new(process.stdout.take().expect("its output"));
            Self { process, lines }
        }

        /// The next whole line; a line that the kill cut short was not acknowledged.
        fn line(&mut self) -> Option<String> {
            let mut line = String::new();
            self.lines.read_line(&mut line).ok()?;
            line.strip_suffix('\n').map(str::to_owned)
        }

        fn kill(&mut self) {
            self.process.kill().expect("a signal");
            self.process.wait().expect("an end");
        }
    }
}
