//! Settings, from code or from a URL.

use std::sync::Arc;

use strongroom_core::{Clock, Error, ErrorKind, Result, StoreUrl, SystemClock};
use strongroom_crypto::{Provider, rustcrypto};

const DEFAULT_REGION: &str = "us-east-1";
const DEFAULT_ACCOUNT: &str = "000000000000";

/// What a software store is made with. The default: the RustCrypto provider, the system's clock,
/// region `us-east-1`, account `000000000000`.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) provider: Provider,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) region: Option<String>,
    pub(crate) account: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            provider: rustcrypto::PROVIDER,
            clock: Arc::new(SystemClock),
            region: None,
            account: None,
        }
    }
}

impl Settings {
    /// The parameters of a URL that [`Settings::from_url`] reads.
    pub const PARAMETERS: &'static [&'static str] = &["account", "provider", "region"];

    /// Reads `region`, `account` and `provider` (`rustcrypto`, or `aws-lc` with that feature).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] for a value that is not possible, naming the possible ones.
    pub fn from_url(url: &StoreUrl) -> Result<Self> {
        let mut settings = Self::default();
        if let Some(name) = url.parameter("provider") {
            settings.provider = provider(name)?;
        }
        if let Some(region) = url.parameter("region") {
            if !is_region(region) {
                return Err(invalid("region is not a word such as eu-west-1"));
            }
            settings.region = Some(region.to_owned());
        }
        if let Some(account) = url.parameter("account") {
            if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(invalid("account is not 12 digits"));
            }
            settings.account = Some(account.to_owned());
        }
        Ok(settings)
    }

    /// Chooses who does the cryptography.
    #[must_use]
    pub fn provider(mut self, provider: Provider) -> Self {
        self.provider = provider;
        self
    }

    /// Chooses the clock that deletion windows are counted by.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// `partition:kms:region:account` for the ARNs of a new store.
    pub(crate) fn scope(&self) -> String {
        let region = self.region.as_deref().unwrap_or(DEFAULT_REGION);
        let account = self.account.as_deref().unwrap_or(DEFAULT_ACCOUNT);
        format!("aws:kms:{region}:{account}")
    }
}

fn provider(name: &str) -> Result<Provider> {
    match name {
        "rustcrypto" => Ok(rustcrypto::PROVIDER),
        #[cfg(feature = "aws-lc")]
        "aws-lc" => Ok(strongroom_crypto::aws_lc::PROVIDER),
        #[cfg(not(feature = "aws-lc"))]
        "aws-lc" => Err(invalid("provider aws-lc needs the feature \"aws-lc\"")),
        _ => Err(invalid("unknown provider (known: rustcrypto, aws-lc)")),
    }
}

fn is_region(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> Result<Settings> {
        Settings::from_url(&StoreUrl::parse(url)?)
    }

    #[test]
    fn a_provider_is_chosen_by_name_and_an_unknown_one_lists_the_known() {
        assert_eq!(settings("memory:?provider=rustcrypto").unwrap().provider.name, "rustcrypto");
        let error = settings("memory:?provider=ring").unwrap_err().to_string();
        assert!(error.contains("rustcrypto, aws-lc"), "{error}");
    }

    #[cfg(not(feature = "aws-lc"))]
    #[test]
    fn a_provider_whose_feature_is_off_names_the_feature() {
        let error = settings("memory:?provider=aws-lc").unwrap_err().to_string();
        assert!(error.contains("feature \"aws-lc\""), "{error}");
    }

    #[test]
    fn regions_and_accounts_that_make_no_arn_are_refused() {
        for url in [
            "memory:?region=",
            "memory:?region=EU",
            "memory:?account=1",
            "memory:?account=11112222333x",
        ] {
            assert_eq!(settings(url).unwrap_err().kind(), ErrorKind::Configuration, "{url}");
        }
        let scope = settings("memory:?region=eu-west-1&account=111122223333").unwrap().scope();
        assert_eq!(scope, "aws:kms:eu-west-1:111122223333");
    }
}
