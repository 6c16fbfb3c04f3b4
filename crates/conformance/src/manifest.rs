//! What a store says that it can do, and the author about it.

use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use strongroom_core::{Capabilities, Error, ErrorKind, Result};

/// A conformance manifest: the capabilities that the store must have, the cases that are waived,
/// and how much a run must have shown at least.
///
/// In TOML it is the serde form of [`Capabilities`] with `[[waived]]` and `[least]` added.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Manifest {
    /// What the store declares, to the letter.
    pub capabilities: Capabilities,
    /// The cases that may fail, for now.
    pub waived: Vec<Waiver>,
    /// What a run must have shown at least.
    pub least: Least,
}

/// A case that may fail until a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Waiver {
    /// The case.
    pub case: String,
    /// Why.
    pub reason: String,
    /// Where the work on it is to be found.
    pub link: String,
    /// The last day.
    pub expires: Date,
}

/// What a run must have shown at least, so that it cannot pass by doing nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Least {
    /// Checks that passed. Never under [`Least::FLOOR`].
    pub pass: usize,
    /// Refusals that were verified.
    pub refusal_verified: usize,
}

impl Least {
    /// The least number of checks that pass on any store: one that makes keys of a single kind and
    /// uses them passes more. A store that makes no keys cannot be proven.
    pub const FLOOR: usize = 15;
}

impl Default for Least {
    fn default() -> Self {
        Self { pass: Self::FLOOR, refusal_verified: 0 }
    }
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`], saying where it is wrong.
    pub fn parse(text: &str) -> Result<Self> {
        let mut table: toml::Table = toml::from_str(text).map_err(malformed)?;
        let waived = match table.remove("waived") {
            Some(waived) => waived.try_into().map_err(malformed)?,
            None => Vec::new(),
        };
        let least = match table.remove("least") {
            Some(least) => least.try_into().map_err(malformed)?,
            None => Least::default(),
        };
        let capabilities = table.try_into().map_err(malformed)?;
        Ok(Self { capabilities, waived, least })
    }
}

/// A manifest that waives nothing and counts nothing but the floor.
impl From<Capabilities> for Manifest {
    fn from(capabilities: Capabilities) -> Self {
        Self { capabilities, waived: Vec::new(), least: Least::default() }
    }
}

fn malformed(error: toml::de::Error) -> Error {
    Error::new(ErrorKind::Configuration, format!("malformed manifest: {}", error.message()))
        .with_source(error)
}

impl Waiver {
    /// Whether the last day is over.
    pub(crate) fn is_expired(&self, now: SystemTime) -> bool {
        let today = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs() / DAY;
        i64::try_from(today).unwrap_or(i64::MAX) > self.expires.days_since_1970()
    }
}

const DAY: u64 = 86_400;

/// A day of the calendar, `2027-01-31` in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    fn from_toml(datetime: toml::value::Datetime) -> Option<Self> {
        let date = datetime.date?;
        Some(Self { year: date.year, month: date.month, day: date.day })
    }

    /// Days from 1970-01-01 to this day (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    fn days_since_1970(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// As a date of TOML or as text.
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let date = match toml::Value::deserialize(deserializer)? {
            toml::Value::Datetime(date) => Self::from_toml(date),
            toml::Value::String(text) => text.parse().ok().and_then(Self::from_toml),
            _ => None,
        };
        date.ok_or_else(|| serde::de::Error::custom("not a date YYYY-MM-DD"))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use strongroom_core::{KeySpec, KeyUsage, Operation, ProtectionLevel};

    use super::*;

    fn waiver(expires: &str) -> Waiver {
        toml::from_str(&format!(
            "case = \"SR-ENC-01\"\nreason = \"r\"\nlink = \"l\"\nexpires = {expires}"
        ))
        .expect("the waiver is well formed")
    }

    #[test]
    fn a_manifest_is_capabilities_with_waivers_and_least_counts() {
        let capabilities = Capabilities::new(ProtectionLevel::Software)
            .with_operations([Operation::Encrypt])
            .with_key(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
        let text = format!(
            "{}\n[least]\npass = 40\n[[waived]]\ncase = \"SR-ENC-01\"\nreason = \"r\"\n\
             link = \"https://example.org/1\"\nexpires = \"2027-01-31\"\n",
            toml::to_string(&capabilities).expect("capabilities have a form in TOML"),
        );
        let manifest = Manifest::parse(&text).expect("the manifest is well formed");
        assert_eq!(manifest.capabilities, capabilities);
        assert_eq!(manifest.least, Least { pass: 40, refusal_verified: 0 });
        let waived = Waiver { link: "https://example.org/1".into(), ..waiver("2027-01-31") };
        assert_eq!(manifest.waived, [waived]);
    }

    #[test]
    fn unknown_names_in_a_manifest_are_errors() {
        for text in ["wavied = []", "[least]\npasses = 3", "operations = [\"Enrcypt\"]"] {
            let error = Manifest::parse(text).expect_err(text);
            assert_eq!(error.kind(), ErrorKind::Configuration, "{text}");
        }
    }

    #[test]
    fn a_waiver_holds_to_the_end_of_its_last_day() {
        let midnight = |days| SystemTime::UNIX_EPOCH + Duration::from_secs(days * DAY);
        let waiver = waiver("2024-02-29");
        assert_eq!(waiver.expires.days_since_1970(), 19_782);
        assert!(!waiver.is_expired(midnight(19_782)));
        assert!(!waiver.is_expired(midnight(19_783) - Duration::from_secs(1)));
        assert!(waiver.is_expired(midnight(19_783)));
    }
}
