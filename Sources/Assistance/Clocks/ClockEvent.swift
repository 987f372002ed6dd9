// SPDX-License-Identifier: Apache-2.0

import Cases

/// Something that happened to a case, as far as clocks go by it.
public struct ClockEvent: Sendable, Hashable {
    public let id: EntityID
    /// An event of the procedure, such as `case.closed`.
    public let name: String
    /// Milliseconds since 1970.
    public let at: Int64
    /// What of the case it is about, such as one referral of several; nil for the case as a whole.
    public let about: EntityID?

    public init(id: EntityID, name: String, at: Int64, about: EntityID? = nil) {
        self.id = id
        self.name = name
        self.at = at
        self.about = about
    }

    /// Whether it bears on a clock that another event started: both are about the same thing, or one about the whole.
    func concerns(_ start: ClockEvent) -> Bool { about == nil || start.about == nil || about == start.about }
}

/// What a clock tells somebody, once.
public struct Firing: Sendable, Hashable, Comparable {
    public enum Kind: Sendable, Hashable, Comparable {
        /// The nth warning, from 0.
        case warning(Int)
        /// The last day is over.
        case breach
        /// The nth escalation, from 0.
        case escalation(Int)
    }

    /// What makes it the same one: whoever acts on firings keeps these, and acts on each once, even when an event is
    /// entered later that happened earlier.
    public struct Key: Sendable, Hashable {
        public let clock: String
        /// The event that started the run.
        public let run: EntityID
        public let kind: Kind
    }

    public let key: Key
    /// Milliseconds since 1970.
    public let at: Int64
    public let tell: Role

    public init(key: Key, at: Int64, tell: Role) {
        self.key = key
        self.at = at
        self.tell = tell
    }

    /// By moment, then by clock and kind.
    public static func < (a: Firing, b: Firing) -> Bool {
        (a.at, a.key.clock, a.key.kind, a.key.run) < (b.at, b.key.clock, b.key.kind, b.key.run)
    }
}
