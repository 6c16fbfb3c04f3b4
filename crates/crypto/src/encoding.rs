//! The frames that keys travel in: PKCS#8 (RFC 5208) and `SubjectPublicKeyInfo` (RFC 5280).
//!
//! Libraries differ in what they tolerate around a key: trailing bytes, another algorithm
//! identifier, a short scalar. Both providers take a key through here first, so that both refuse
//! the same encodings.

use rsa::pkcs8::{
    AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef,
    der::{Decode, asn1::AnyRef},
};
use sec1::EcPrivateKey;

use crate::{Curve, Error};

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const SECP256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const SECP384R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

const NOT_PKCS8: Error = Error::InvalidKey("not a PKCS#8 private key");
const NOT_SPKI: Error = Error::InvalidKey("not a SubjectPublicKeyInfo");
const NOT_RSA: Error = Error::InvalidKey("not an RSA key");
/// The error for what is no key of the curve.
pub(crate) const NOT_THE_CURVE: Error = Error::InvalidKey("not a key of the curve");

/// The `RSAPrivateKey` (RFC 8017) inside a `PrivateKeyInfo`.
pub(crate) fn rsa_private_key(pkcs8: &[u8]) -> Result<&[u8], Error> {
    let info = private_key_info(pkcs8)?;
    check_rsa(&info.algorithm)?;
    Ok(info.private_key.as_bytes())
}

/// The `RSAPublicKey` (RFC 8017) inside a `SubjectPublicKeyInfo`.
pub(crate) fn rsa_public_key(spki: &[u8]) -> Result<&[u8], Error> {
    let info = SubjectPublicKeyInfoRef::from_der(spki).map_err(|_| NOT_SPKI)?;
    check_rsa(&info.algorithm)?;
    info.subject_public_key.as_bytes().ok_or(NOT_SPKI)
}

/// The `ECPrivateKey` (RFC 5915) inside a `PrivateKeyInfo`, its scalar padded to the field and its
/// point, if any, uncompressed.
pub(crate) fn ec_private_key(curve: Curve, pkcs8: &[u8]) -> Result<EcPrivateKey<'_>, Error> {
    let info = private_key_info(pkcs8)?;
    check_curve(curve, &info.algorithm)?;
    let key = EcPrivateKey::try_from(info.private_key.as_bytes()).map_err(|_| NOT_THE_CURVE)?;
    let point_fits = key.public_key.is_none_or(|point| is_uncompressed(curve, point));
    if key.private_key.len() == curve.field_len() && point_fits {
        Ok(key)
    } else {
        Err(NOT_THE_CURVE)
    }
}

/// The uncompressed point (SEC 1, section 2.3.3) inside a `SubjectPublicKeyInfo`.
pub(crate) fn ec_public_key(curve: Curve, spki: &[u8]) -> Result<&[u8], Error> {
    let info = SubjectPublicKeyInfoRef::from_der(spki).map_err(|_| NOT_SPKI)?;
    check_curve(curve, &info.algorithm)?;
    let point = info.subject_public_key.as_bytes().ok_or(NOT_SPKI)?;
    if is_uncompressed(curve, point) {
        Ok(point)
    } else {
        Err(Error::InvalidKey("not an uncompressed point of the curve"))
    }
}

fn private_key_info(der: &[u8]) -> Result<PrivateKeyInfoRef<'_>, Error> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| NOT_PKCS8)?;
    if info.public_key.is_some() {
        return Err(Error::InvalidKey("PKCS#8 version 2 is not supported"));
    }
    Ok(info)
}

fn check_rsa(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<(), Error> {
    if algorithm.oid == RSA_ENCRYPTION && algorithm.parameters == Some(AnyRef::NULL) {
        Ok(())
    } else {
        Err(NOT_RSA)
    }
}

fn check_curve(curve: Curve, algorithm: &AlgorithmIdentifierRef<'_>) -> Result<(), Error> {
    let name = match curve {
        Curve::P256 => SECP256R1,
        Curve::P384 => SECP384R1,
    };
    algorithm.assert_oids(EC_PUBLIC_KEY, name).map_err(|_| NOT_THE_CURVE)
}

fn is_uncompressed(curve: Curve, point: &[u8]) -> bool {
    point.len() == 1 + 2 * curve.field_len() && point[0] == 4
}
