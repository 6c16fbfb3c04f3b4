//! The operations of a key store.

use crate::names::names;

names! {
    /// An operation of a key store, under its name in the AWS KMS API, which is also the name of
    /// the IAM action (`kms:Encrypt`).
    pub enum Operation ("operation") {
        /// Encrypt a small secret under a key.
        Encrypt = "Encrypt",
        /// Open a ciphertext of [`Operation::Encrypt`] or of a data key.
        Decrypt = "Decrypt",
        /// Decrypt and encrypt again inside the store.
        ReEncrypt = "ReEncrypt",
        /// Make a data key: in the clear and encrypted.
        GenerateDataKey = "GenerateDataKey",
        /// Make a data key, encrypted only.
        GenerateDataKeyWithoutPlaintext = "GenerateDataKeyWithoutPlaintext",
        /// Sign a message or a digest.
        Sign = "Sign",
        /// Verify a signature.
        Verify = "Verify",
        /// Make a message authentication code.
        GenerateMac = "GenerateMac",
        /// Verify a message authentication code.
        VerifyMac = "VerifyMac",
        /// The public half of an asymmetric key.
        GetPublicKey = "GetPublicKey",
        /// Random bytes from the store.
        GenerateRandom = "GenerateRandom",
        /// Create a key.
        CreateKey = "CreateKey",
        /// The metadata of a key.
        DescribeKey = "DescribeKey",
        /// List the keys of a store.
        ListKeys = "ListKeys",
        /// Let a disabled key be used again.
        EnableKey = "EnableKey",
        /// Stop a key from being used.
        DisableKey = "DisableKey",
        /// Delete a key after a waiting period.
        ScheduleKeyDeletion = "ScheduleKeyDeletion",
        /// Call off a scheduled deletion.
        CancelKeyDeletion = "CancelKeyDeletion",
        /// Give a key new material now and keep the old for decryption.
        RotateKeyOnDemand = "RotateKeyOnDemand",
        /// Give a key a friendly name.
        CreateAlias = "CreateAlias",
        /// Point an alias to another key.
        UpdateAlias = "UpdateAlias",
        /// Remove an alias.
        DeleteAlias = "DeleteAlias",
        /// List the aliases of a store.
        ListAliases = "ListAliases",
    }
}

impl Operation {
    /// Whether repeating a call whose first outcome is unknown leaves the store as one call would.
    ///
    /// Cryptographic calls and reads change nothing; enabling, disabling and pointing an alias
    /// set a value. Creating, deleting and rotating do not repeat without a trace.
    pub const fn is_idempotent(self) -> bool {
        !matches!(
            self,
            Self::CreateKey
                | Self::ScheduleKeyDeletion
                | Self::CancelKeyDeletion
                | Self::RotateKeyOnDemand
                | Self::CreateAlias
                | Self::DeleteAlias
        )
    }
}
