//! Stores that lie about what they can do.

use strongroom_core::request::{CreateKeyRequest, RandomRequest, SignRequest};
use strongroom_core::response::Signature;
use strongroom_core::{
    Capabilities, Error, KeyMetadata, KeySpec, KeyStore as _, KeyUsage, Operation, Result,
    SecretBytes,
};

use crate::sabotage::{Good, mutants};

fn without(good: &Capabilities, operation: Operation) -> Capabilities {
    let mut capabilities = good.clone();
    capabilities.operations.remove(&operation);
    capabilities
}

mutants! {
    /// An operation is declared, and refused.
    DeclaresTooMuch => "SR-SIG-01" {
        async fn sign(&self, _good: &Good, _request: &SignRequest<'_>) -> Result<Signature> {
            Err(Error::unsupported(Operation::Sign))
        }
    }

    /// An operation is not declared, and works.
    DeclaresTooLittle => "SR-SIG-01" {
        fn capabilities(&self, good: &Capabilities) -> Capabilities {
            without(good, Operation::Sign)
        }
    }

    /// A key spec is not declared, and keys of it are made.
    UndeclaredSpecMade => "SR-KEY-01" {
        fn capabilities(&self, good: &Capabilities) -> Capabilities {
            let mut capabilities = good.clone();
            capabilities.keys.remove(&KeySpec::EccNistP384);
            capabilities
        }
    }

    /// An operation that is not declared is refused after it was done.
    RefusalWithTrace => "SR-KEY-01" {
        fn capabilities(&self, good: &Capabilities) -> Capabilities {
            without(good, Operation::CreateKey)
        }
        async fn create_key(
            &self,
            good: &Good,
            request: &CreateKeyRequest<'_>,
        ) -> Result<KeyMetadata> {
            good.create_key(request).await?;
            Err(Error::unsupported(Operation::CreateKey))
        }
    }

    /// The store can do less than its manifest says, and says so.
    LessThanManifest => "SR-CAP-01" {
        fn capabilities(&self, good: &Capabilities) -> Capabilities {
            without(good, Operation::GenerateRandom)
        }
        async fn generate_random(
            &self,
            _good: &Good,
            _request: &RandomRequest,
        ) -> Result<SecretBytes> {
            Err(Error::unsupported(Operation::GenerateRandom))
        }
    }

    /// Keys are declared that can do nothing.
    KeysWithoutAlgorithm => "SR-CAP-02" {
        fn capabilities(&self, good: &Capabilities) -> Capabilities {
            let mut capabilities = good.clone();
            for usages in capabilities.keys.values_mut() {
                if let Some(algorithms) = usages.get_mut(&KeyUsage::SignVerify) {
                    algorithms.clear();
                }
            }
            capabilities
        }
    }
}
