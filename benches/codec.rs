//! The native codec over the guides' examples: `cargo bench`, or `cargo xtask bench` for all.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use milesight_codec::table::Direction;
use milesight_codec::{Device, from_hex};

fn main() {
    divan::main();
}

/// The examples of a kind, with the device they are of, and their bytes or data.
fn examples(kind: &str) -> Vec<(Device, serde_json::Value)> {
    let mut found = Vec::new();
    for device in Device::all() {
        let samples = cases::samples(device.model()).into_iter();
        found.extend(samples.filter(|sample| sample["type"] == kind).map(|s| (device, s)));
    }
    found
}

fn payloads() -> Vec<(Device, Vec<u8>)> {
    let bytes =
        |sample: &serde_json::Value| from_hex(sample["input"]["bytes"].as_str().unwrap()).unwrap();
    examples("uplink").iter().map(|(device, sample)| (*device, bytes(sample))).collect()
}

#[divan::bench]
fn decode(bencher: Bencher) {
    let payloads = payloads();
    bencher.counter(ItemsCount::new(payloads.len())).bench(|| {
        for (device, bytes) in &payloads {
            _ = black_box(device.decode_uplink(black_box(bytes)));
        }
    });
}

#[divan::bench]
fn explain(bencher: Bencher) {
    let payloads = payloads();
    bencher.counter(ItemsCount::new(payloads.len())).bench(|| {
        for (device, bytes) in &payloads {
            black_box(device.explain_uplink(black_box(bytes)));
        }
    });
}

#[divan::bench]
fn encode(bencher: Bencher) {
    let commands: Vec<(Device, serde_json::Value)> = examples("downlink-encode")
        .iter()
        .map(|(device, sample)| (*device, sample["input"]["data"].clone()))
        .collect();
    bencher.counter(ItemsCount::new(commands.len())).bench(|| {
        for (device, data) in &commands {
            _ = black_box(device.encode_downlink(black_box(data)));
        }
    });
}

/// Without allocating: the streaming form, over all examples.
#[divan::bench]
fn record(bencher: Bencher) {
    let payloads = payloads();
    bencher.counter(ItemsCount::new(payloads.len())).bench_local(|| {
        let mut slots = [0; 1024];
        for (device, bytes) in &payloads {
            black_box(device.program().record(
                Direction::Uplink,
                black_box(bytes),
                bytes.len(),
                &mut slots,
                None,
            ));
        }
    });
}

/// The same, over a socket's seven fields.
#[divan::bench]
fn record_seven_fields(bencher: Bencher) {
    let socket = Device::find("ws523").unwrap();
    let bytes = from_hex("08700105812907c912000374f50806830500000004800100000026").unwrap();
    let bytes = &bytes[..bytes.len() - 1];
    let mut slots = [0; 128];
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        let (bytes, length) = (black_box(bytes), bytes.len());
        black_box(socket.program().record(Direction::Uplink, bytes, length, &mut slots, None))
    });
}
