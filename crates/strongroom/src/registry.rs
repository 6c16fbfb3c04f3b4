//! Which URL scheme opens which store.

use std::fmt;
use std::sync::Arc;

use strongroom_core::{BoxFuture, Error, ErrorKind, Result, Store, StoreUrl};

/// Opens a store from a URL of its scheme.
pub type Opener = dyn Fn(StoreUrl) -> BoxFuture<'static, Result<Store>> + Send + Sync;

/// A URL scheme and what it opens.
#[derive(Clone)]
pub struct Scheme {
    name: &'static str,
    feature: Option<&'static str>,
    summary: &'static str,
    example: &'static str,
    opener: Option<Arc<Opener>>,
}

impl Scheme {
    /// A scheme of a third party.
    ///
    /// `summary` is one line without a full stop; `example` is a URL.
    pub fn new<F>(
        name: &'static str,
        summary: &'static str,
        example: &'static str,
        open: impl Fn(StoreUrl) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Store>> + Send + 'static,
    {
        let opener: Arc<Opener> = Arc::new(move |url| Box::pin(open(url)));
        Self { name, feature: None, summary, example, opener: Some(opener) }
    }

    /// What stands before the colon.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The feature of this crate that brings the scheme; `None` for one of a third party.
    pub const fn feature(&self) -> Option<&'static str> {
        self.feature
    }

    /// What the scheme opens, in one line.
    pub const fn summary(&self) -> &'static str {
        self.summary
    }

    /// A URL to learn from.
    pub const fn example(&self) -> &'static str {
        self.example
    }

    /// Whether the scheme's feature is on.
    pub const fn is_enabled(&self) -> bool {
        self.opener.is_some()
    }
}

impl fmt::Debug for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scheme")
            .field("name", &self.name)
            .field("enabled", &self.is_enabled())
            .finish_non_exhaustive()
    }
}

/// The schemes that [`Registry::open`] knows: the built-in ones, and those that were added.
///
/// ```
/// # #[cfg(feature = "memory")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> strongroom::Result<()> {
/// use strongroom::{Registry, Scheme};
///
/// let mut registry = Registry::new();
/// registry.register(Scheme::new("test", "a fresh store for a test", "test:", |_url| async {
///     strongroom::open("memory://").await
/// }))?;
/// let store = registry.open("test:").await?;
/// assert_eq!(store.info().backend, "software");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "memory"))]
/// # fn main() {}
/// ```
#[derive(Clone, Debug)]
pub struct Registry {
    schemes: Vec<Scheme>,
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}

impl Registry {
    /// The built-in schemes.
    pub fn new() -> Self {
        Self { schemes: vec![memory(), file()] }
    }

    /// Adds a scheme.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AlreadyExists`] for a scheme that is known.
    pub fn register(&mut self, scheme: Scheme) -> Result<()> {
        if self.schemes.iter().any(|known| known.name == scheme.name) {
            return Err(Error::new(
                ErrorKind::AlreadyExists,
                format!("the scheme {} is registered", scheme.name),
            ));
        }
        self.schemes.push(scheme);
        Ok(())
    }

    /// The schemes, those whose feature is off included.
    pub fn schemes(&self) -> impl Iterator<Item = &Scheme> {
        self.schemes.iter()
    }

    /// Opens the store that a URL names.
    ///
    /// # Errors
    ///
    /// As [`open`](crate::open).
    pub async fn open(&self, url: &str) -> Result<Store> {
        let url = StoreUrl::parse(url)?;
        let scheme = self
            .schemes
            .iter()
            .find(|scheme| scheme.name == url.scheme())
            .ok_or_else(|| self.unknown_scheme(url.scheme()))?;
        match (&scheme.opener, scheme.feature) {
            (Some(opener), _) => opener(url).await,
            (None, feature) => Err(Error::new(
                ErrorKind::Configuration,
                format!("the scheme {} is not built in", scheme.name),
            )
            .with_hint(format!(
                "build with the feature {:?} of the crate strongroom",
                feature.unwrap_or(scheme.name)
            ))),
        }
    }

    fn unknown_scheme(&self, scheme: &str) -> Error {
        let known: Vec<_> = self.schemes.iter().map(Scheme::name).collect();
        Error::new(ErrorKind::Configuration, format!("unknown scheme {scheme:?}"))
            .with_hint(format!("known: {}", known.join(", ")))
    }
}

/// A scheme of this crate, whose opener is there when its feature is on.
const fn built_in(name: &'static str, summary: &'static str, example: &'static str) -> Scheme {
    Scheme { name, feature: Some(name), summary, example, opener: None }
}

fn memory() -> Scheme {
    let scheme = built_in("memory", "keys in this process, gone with it", "memory://");
    #[cfg(feature = "memory")]
    let scheme = Scheme {
        opener: Some(Arc::new(|url| {
            Box::pin(async move {
                strongroom_software::SoftwareStore::from_memory_url(&url).map(Store::new)
            })
        })),
        ..scheme
    };
    scheme
}

fn file() -> Scheme {
    let summary = "keys on disk, sealed under a root key";
    let scheme = built_in("file", summary, "file:///var/lib/app/keys");
    #[cfg(feature = "file")]
    let scheme = Scheme {
        opener: Some(Arc::new(|url| {
            Box::pin(async move {
                strongroom_software::SoftwareStore::from_file_url(&url).await.map(Store::new)
            })
        })),
        ..scheme
    };
    scheme
}
