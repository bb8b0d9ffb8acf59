//! What can become of one call to the outside.

use jiff::SignedDuration;

/// A fault of one call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The worker dies just before the call.
    DieBefore,
    /// The worker dies just after the call.
    DieAfter,
    /// The call is not done, and the worker learns that something failed.
    Fail,
    /// The call is done, and its answer is lost.
    LoseAnswer,
    /// The answer is lost at once, and the call is done later, within what the horizon allows for.
    DoneLater,
    /// The call is done twice, as by a network that repeats it; the second answer counts.
    Twice,
    /// The worker stands still before the call, then goes on.
    StallBefore,
    /// The worker stands still after the call, then goes on: the answer comes very late.
    StallAfter,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::DieBefore,
        Self::DieAfter,
        Self::Fail,
        Self::LoseAnswer,
        Self::DoneLater,
        Self::Twice,
        Self::StallBefore,
        Self::StallAfter,
    ];
}

/// How long a request may be under way at most: the client's and the gateway's timeouts and the margin of the clocks.
pub const UNDER_WAY: SignedDuration = SignedDuration::from_secs(110);

/// How long a worker stands still: longer than any horizon.
pub const STALL: SignedDuration = SignedDuration::from_mins(20);
