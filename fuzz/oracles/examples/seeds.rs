//! Writes the inputs that the corpora start from.

use std::path::Path;
use std::{fs, io};

use strongroom_oracles::TARGETS;

fn main() -> io::Result<()> {
    for target in TARGETS {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(target.name);
        fs::create_dir_all(&corpus)?;
        for (number, seed) in target.seeds().iter().enumerate() {
            fs::write(corpus.join(format!("seed-{number:02}")), seed)?;
        }
    }
    Ok(())
}
