#![no_main]

use libfuzzer_sys::fuzz_target;
use strongroom_oracles::decrypt_rsa::TARGET;

fuzz_target!(|bytes: &[u8]| TARGET.run(bytes));
