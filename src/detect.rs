//! Which models a payload may come from.

use crate::prelude::*;

use crate::decode::{self, Channel, Event, Sink, Trouble};
use crate::input;
use crate::table::{Device, Direction};

/// The devices that decode the whole of an uplink: every channel has a row. A
/// reserved byte that is missing at the end does not matter, nor do values without
/// a label.
///
/// ```
/// let models = |bytes| milesight_codec::detect(bytes).iter().map(|d| d.model).collect::<Vec<_>>();
/// let of_power_factor = models(&[0x05, 0x81, 0x29]);
/// assert!(of_power_factor.contains(&"ws523") && of_power_factor.contains(&"ws52x"));
/// assert!(!of_power_factor.contains(&"ws101"));
/// assert!(models(&[0x99, 0x99]).is_empty());
/// ```
pub fn detect(bytes: &[u8]) -> Vec<&'static Device> {
    if !input::is_payload_length(bytes.len()) {
        return Vec::new();
    }
    let whole = |device: &&Device| {
        let mut judge = Judge { whole: true };
        let understood = decode::decode(device, Direction::Uplink, bytes, &mut judge);
        understood && judge.whole
    };
    crate::models().iter().copied().filter(whole).collect()
}

struct Judge {
    whole: bool,
}

impl Sink for Judge {
    fn channel(&mut self, _: &Channel) {}

    fn event(&mut self, _: &Event) {}

    fn trouble(&mut self, trouble: &Trouble) {
        self.whole &= !trouble.breaks_the_whole();
    }
}
