use std::{collections::HashSet, thread};

use strongroom_crypto::Provider;

for_each_provider!(
    fills_every_length,
    repeats_nothing,
    repeats_nothing_across_threads,
    goes_on_after_reseeding,
);

fn draw(provider: Provider) -> [u8; 24] {
    let mut bytes = [0; 24];
    provider.random.fill(&mut bytes).unwrap();
    bytes
}

/// Lengths around those of the generators' blocks, buffers and seeds.
fn fills_every_length(provider: Provider) {
    let lengths = (0..200).chain(1000..1100).chain([65_535, 65_536, 65_537, 200_000]);
    for len in lengths {
        let mut bytes = vec![0; len];
        provider.random.fill(&mut bytes).unwrap();
        let quiet = bytes.chunks(16).filter(|chunk| chunk == &[0; 16]).count();
        assert_eq!(quiet, 0, "{len} bytes");
    }
}

fn repeats_nothing(provider: Provider) {
    let drawn: HashSet<_> = (0..10_000).map(|_| draw(provider)).collect();
    assert_eq!(drawn.len(), 10_000);
}

fn repeats_nothing_across_threads(provider: Provider) {
    let threads: Vec<_> = (0..8)
        .map(|_| thread::spawn(move || (0..100).map(|_| draw(provider)).collect::<Vec<_>>()))
        .collect();
    let drawn: HashSet<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert_eq!(drawn.len(), 800);
}

fn goes_on_after_reseeding(provider: Provider) {
    let before = draw(provider);
    provider.random.reseed();
    assert_ne!(draw(provider), before);
}
