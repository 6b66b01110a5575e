//! The half of a codec that a script is.

/// The functions that a script has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// All of them: those of both halves, and `Decode`, `Encode`, `Decoder` and `Encoder` of
    /// older servers and gateways.
    Both,
    /// `decodeUplink` and `normalizeUplink`, for a server with a field for each direction.
    Uplink,
    /// `decodeUplink` alone, for The Things Stack before 3.34.3, which refuses some normalized
    /// measurements.
    UplinkOnly,
    /// `encodeDownlink` and `decodeDownlink`, for a server with a field for each direction.
    Downlink,
}

impl Half {
    /// Returns true if the script decodes uplinks.
    pub const fn has_uplinks(self) -> bool {
        !matches!(self, Half::Downlink)
    }

    /// Returns true if the script encodes commands.
    pub const fn has_downlinks(self) -> bool {
        matches!(self, Half::Both | Half::Downlink)
    }

    pub(super) const fn normalizes(self) -> bool {
        matches!(self, Half::Both | Half::Uplink)
    }
}
