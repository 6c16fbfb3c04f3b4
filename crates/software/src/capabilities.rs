//! What a software store can do.

use strongroom_core::{Capabilities, KeySpec, KeyUsage, Operation, ProtectionLevel};

pub(crate) fn capabilities() -> Capabilities {
    let mut capabilities = Capabilities::new(ProtectionLevel::Software).with_operations([
        Operation::Encrypt,
        Operation::Decrypt,
        Operation::ReEncrypt,
        Operation::GenerateDataKey,
        Operation::GenerateDataKeyWithoutPlaintext,
        Operation::Sign,
        Operation::Verify,
        Operation::GenerateMac,
        Operation::VerifyMac,
        Operation::GetPublicKey,
        Operation::GenerateRandom,
        Operation::CreateKey,
        Operation::DescribeKey,
        Operation::ListKeys,
        Operation::EnableKey,
        Operation::DisableKey,
        Operation::ScheduleKeyDeletion,
        Operation::CancelKeyDeletion,
        Operation::RotateKeyOnDemand,
        Operation::CreateAlias,
        Operation::UpdateAlias,
        Operation::DeleteAlias,
        Operation::ListAliases,
    ]);
    for (spec, usage) in [
        (KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt),
        (KeySpec::Rsa2048, KeyUsage::EncryptDecrypt),
        (KeySpec::Rsa3072, KeyUsage::EncryptDecrypt),
        (KeySpec::Rsa4096, KeyUsage::EncryptDecrypt),
        (KeySpec::Rsa2048, KeyUsage::SignVerify),
        (KeySpec::Rsa3072, KeyUsage::SignVerify),
        (KeySpec::Rsa4096, KeyUsage::SignVerify),
        (KeySpec::EccNistP256, KeyUsage::SignVerify),
        (KeySpec::EccNistP384, KeyUsage::SignVerify),
        (KeySpec::Hmac256, KeyUsage::GenerateVerifyMac),
        (KeySpec::Hmac384, KeyUsage::GenerateVerifyMac),
        (KeySpec::Hmac512, KeyUsage::GenerateVerifyMac),
    ] {
        capabilities = capabilities.with_key(spec, usage);
    }
    capabilities
}
