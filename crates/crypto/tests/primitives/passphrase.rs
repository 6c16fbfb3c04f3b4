use strongroom_crypto::{
    Error,
    passphrase::{Params, derive},
};

use crate::support::hex;

const QUICK: Params = Params { memory_kib: 64, iterations: 3, lanes: 4 };

/// The expected key is that of the reference implementation in C.
#[test]
fn derives_with_the_recommended_parameters() {
    let params = Params::default();
    assert_eq!((params.memory_kib, params.iterations, params.lanes), (65_536, 3, 4));
    let key = derive(b"correct horse battery staple", b"0123456789abcdef", params).unwrap();
    assert_eq!(hex(&*key), "efb51f9a76584f6dd6a4f7942a1a2f6ae5a6e4ec5142ff674dfd5d27eb45e446");
}

#[test]
fn depends_on_every_input() {
    let key = derive(b"passphrase", &[1; 16], QUICK).unwrap();
    assert_eq!(derive(b"passphrase", &[1; 16], QUICK).unwrap(), key);
    assert_ne!(derive(b"passphrasf", &[1; 16], QUICK).unwrap(), key);
    assert_ne!(derive(b"passphrase", &[2; 16], QUICK).unwrap(), key);
    for params in [
        Params { memory_kib: 65, ..QUICK },
        Params { memory_kib: 96, ..QUICK },
        Params { iterations: 4, ..QUICK },
        Params { lanes: 3, ..QUICK },
    ] {
        assert_ne!(derive(b"passphrase", &[1; 16], params).unwrap(), key, "{params:?}");
    }
}

#[test]
fn refuses_parameters_out_of_bounds() {
    for params in [
        Params { memory_kib: 31, ..QUICK },
        Params { memory_kib: Params::MAX_MEMORY_KIB + 1, ..QUICK },
        Params { memory_kib: u32::MAX, ..QUICK },
        Params { iterations: 0, ..QUICK },
        Params { iterations: Params::MAX_ITERATIONS + 1, ..QUICK },
        Params { lanes: 0, ..QUICK },
        Params { lanes: Params::MAX_LANES + 1, ..QUICK },
        Params { lanes: u32::MAX, ..QUICK },
    ] {
        let error = derive(b"passphrase", &[1; 16], params).unwrap_err();
        assert!(matches!(error, Error::InvalidInput(_)), "{params:?}: {error}");
    }
}
