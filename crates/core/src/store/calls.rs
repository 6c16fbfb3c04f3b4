//! The calls of [`Store`] that take options: builders, made when they are awaited.

use std::borrow::Cow;
use std::future::IntoFuture;

use crate::request::{
    CreateAliasRequest, CreateKeyRequest, DataKeyLength, DataKeyRequest, DecryptRequest,
    EncryptRequest, ReEncryptRequest, SignRequest, VerifyRequest,
};
use crate::response::{DataKey, Decrypted, Encrypted, ReEncrypted, Signature};
use crate::{
    AliasName, BoxFuture, EncryptionAlgorithm, EncryptionContext, KeyMetadata, KeySpec, KeyUsage,
    MessageType, Result, Store,
};

/// Makes a builder awaitable by its `send`.
macro_rules! awaited {
    ($builder:ident -> $response:ty) => {
        impl<'a> IntoFuture for $builder<'a> {
            type Output = Result<$response>;
            type IntoFuture = BoxFuture<'a, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    };
}

/// A builder over a request that may be wrong already.
macro_rules! call {
    (
        $(#[$meta:meta])*
        $builder:ident($request:ident) -> $response:ty = $operation:ident
    ) => {
        $(#[$meta])*
        #[derive(Debug)]
        #[must_use = "a call does nothing until it is awaited"]
        pub struct $builder<'a> {
            pub(super) store: &'a Store,
            pub(super) request: Result<$request<'a>>,
        }

        impl<'a> $builder<'a> {
            fn with(mut self, change: impl FnOnce(&mut $request<'a>) -> Result<()>) -> Self {
                self.request = self.request.and_then(|mut request| {
                    change(&mut request)?;
                    Ok(request)
                });
                self
            }

            async fn send(self) -> Result<$response> {
                let request = self.request?;
                self.store.call(&request, |driver| driver.$operation(&request)).await
            }
        }

        awaited!($builder -> $response);
    };
}

call! {
    /// A call of [`Store::encrypt`].
    Encrypt(EncryptRequest) -> Encrypted = encrypt
}

impl Encrypt<'_> {
    /// Binds a pair to the ciphertext; call it once for each.
    pub fn context(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|request| request.context.to_mut().insert(name, value))
    }

    /// Binds these pairs and no other.
    pub fn whole_context(self, context: EncryptionContext) -> Self {
        self.with(|request| {
            request.context = Cow::Owned(context);
            Ok(())
        })
    }

    /// Chooses the algorithm, for RSA keys.
    pub fn algorithm(self, algorithm: EncryptionAlgorithm) -> Self {
        self.with(|request| {
            request.algorithm = algorithm;
            Ok(())
        })
    }
}

call! {
    /// A call of [`Store::decrypt`] or [`Store::decrypt_discovering`].
    Decrypt(DecryptRequest) -> Decrypted = decrypt
}

impl Decrypt<'_> {
    /// Names a pair that is bound to the ciphertext; call it once for each.
    pub fn context(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|request| request.context.to_mut().insert(name, value))
    }

    /// Names all pairs at once.
    pub fn whole_context(self, context: EncryptionContext) -> Self {
        self.with(|request| {
            request.context = Cow::Owned(context);
            Ok(())
        })
    }

    /// Chooses the algorithm, for RSA keys.
    pub fn algorithm(self, algorithm: EncryptionAlgorithm) -> Self {
        self.with(|request| {
            request.algorithm = algorithm;
            Ok(())
        })
    }
}

call! {
    /// A call of [`Store::re_encrypt`].
    ReEncrypt(ReEncryptRequest) -> ReEncrypted = re_encrypt
}

impl ReEncrypt<'_> {
    /// Names a pair that is bound to the old ciphertext.
    pub fn source_context(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|request| request.source_context.to_mut().insert(name, value))
    }

    /// Binds a pair to the new ciphertext.
    pub fn destination_context(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|request| request.destination_context.to_mut().insert(name, value))
    }

    /// Chooses the algorithm that opens, for RSA keys.
    pub fn source_algorithm(self, algorithm: EncryptionAlgorithm) -> Self {
        self.with(|request| {
            request.source_algorithm = algorithm;
            Ok(())
        })
    }

    /// Chooses the algorithm that encrypts, for RSA keys.
    pub fn destination_algorithm(self, algorithm: EncryptionAlgorithm) -> Self {
        self.with(|request| {
            request.destination_algorithm = algorithm;
            Ok(())
        })
    }
}

call! {
    /// A call of [`Store::generate_data_key`].
    GenerateDataKey(DataKeyRequest) -> DataKey = generate_data_key
}

impl GenerateDataKey<'_> {
    /// Binds a pair to the encrypted data key.
    pub fn context(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|request| request.context.to_mut().insert(name, value))
    }

    /// Chooses the length of the data key.
    pub fn length(self, length: DataKeyLength) -> Self {
        self.with(|request| {
            request.length = length;
            Ok(())
        })
    }

    /// Encrypted only.
    pub fn without_plaintext(self) -> Self {
        self.with(|request| {
            request.plaintext = false;
            Ok(())
        })
    }
}

call! {
    /// A call of [`Store::sign`].
    Sign(SignRequest) -> Signature = sign
}

impl Sign<'_> {
    /// Says that the message is a digest: the output of the algorithm's hash.
    pub fn digest(self) -> Self {
        self.with(|request| {
            request.message_type = MessageType::Digest;
            Ok(())
        })
    }
}

call! {
    /// A call of [`Store::verify`].
    Verify(VerifyRequest) -> () = verify
}

impl Verify<'_> {
    /// Says that the message is a digest: the output of the algorithm's hash.
    pub fn digest(self) -> Self {
        self.with(|request| {
            request.message_type = MessageType::Digest;
            Ok(())
        })
    }
}

/// A call of [`Store::create_key`].
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct CreateKey<'a> {
    pub(super) store: &'a Store,
    pub(super) request: CreateKeyRequest<'a>,
    pub(super) alias: Option<&'a str>,
}

impl<'a> CreateKey<'a> {
    /// Chooses what kind of key, and what for.
    pub fn spec(mut self, spec: KeySpec, usage: KeyUsage) -> Self {
        (self.request.spec, self.request.usage) = (spec, usage);
        self
    }

    /// Describes the key.
    pub fn description(mut self, description: impl Into<Cow<'a, str>>) -> Self {
        self.request.description = description.into();
        self
    }

    /// Names the key too. The alias is made after the key: if that fails, the error names the key,
    /// which is there without alias.
    pub fn alias(mut self, alias: &'a str) -> Self {
        self.alias = Some(alias);
        self
    }

    async fn send(self) -> Result<KeyMetadata> {
        let alias = self.alias.map(AliasName::parse).transpose()?;
        let key = self.store.call(&self.request, |driver| driver.create_key(&self.request)).await?;
        if let Some(alias) = alias {
            let request = CreateAliasRequest::new(alias, (&key.arn).into());
            self.store.call(&request, |driver| driver.create_alias(&request)).await.map_err(
                |error| error.with_hint(format!("key {} was created without alias", key.arn)),
            )?;
        }
        Ok(key)
    }
}

awaited!(CreateKey -> KeyMetadata);
