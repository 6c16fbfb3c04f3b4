//! HMAC keys.

use strongroom_core::request::{MacRequest, VerifyMacRequest};
use strongroom_core::{Algorithm, KeyUsage, MacAlgorithm, Operation, Result};
use strongroom_crypto::{HmacKey, Provider};

use crate::error;
use crate::key::Key;
use crate::material::Parsed;

pub(crate) fn generate(provider: Provider, key: &Key, request: &MacRequest<'_>) -> Result<Vec<u8>> {
    let hmac = hmac(provider, key, Operation::GenerateMac, request.algorithm)?;
    Ok(hmac.sign(request.message.expose()))
}

pub(crate) fn verify(provider: Provider, key: &Key, request: &VerifyMacRequest<'_>) -> Result<()> {
    let hmac = hmac(provider, key, Operation::VerifyMac, request.algorithm)?;
    hmac.verify(request.message.expose(), request.mac).map_err(|_| error::invalid_mac())
}

fn hmac(
    provider: Provider,
    key: &Key,
    operation: Operation,
    algorithm: MacAlgorithm,
) -> Result<&dyn HmacKey> {
    key.require(operation, KeyUsage::GenerateVerifyMac, Algorithm::Mac(algorithm))?;
    match key.parsed(provider)? {
        Parsed::Hmac(hmac) => Ok(&**hmac),
        _ => Err(error::wrong_key_type(&key.arn, operation)),
    }
}
