// SPDX-License-Identifier: Apache-2.0

import Cases

/// One deadline of a procedure, as data: what starts it, how long it lasts, what holds it, and who is told when.
public struct ClockRule: Sendable, Hashable, Identifiable {
    /// What happens to a running clock when its start event comes again.
    public enum Again: String, Sendable, CaseIterable {
        /// Nothing: the first one counts.
        case first
        /// It begins anew: the stale-status notice.
        case latest
        /// Another one runs beside it: one for each referral.
        case each
    }

    /// Where the last day goes when the office does not work on it.
    public enum Landing: String, Sendable, CaseIterable {
        case stays
        /// To the next working day.
        case next
        /// To the working day before.
        case previous
    }

    /// What holds a clock, from one event to another.
    public struct Pause: Sendable, Hashable {
        public let from: String
        public let until: String
    }

    /// Who is told, and how long before (a warning) or after (an escalation) the last day.
    public struct Notice: Sendable, Hashable {
        /// Nil: when the last day is over.
        public let span: Span?
        public let tell: Role
    }

    public let id: String
    public let title: String
    /// The stage of the procedure that it belongs to; nil for the whole case.
    public let stage: String?
    public let starts: Set<String>
    /// Events that do what was asked.
    public let stops: Set<String>
    /// Events that make it pointless.
    public let voids: Set<String>
    public let again: Again
    public let lasts: Span
    public let landing: Landing
    public let pauses: [Pause]
    /// The longest ahead first.
    public let warnings: [Notice]
    /// Who hears that the last day is over.
    public let breach: Notice
    /// The soonest first.
    public let escalations: [Notice]
    /// Where the length comes from, in words.
    public let source: String

    /// Every event that it goes by.
    public var events: Set<String> {
        starts.union(stops).union(voids).union(pauses.flatMap { [$0.from, $0.until] })
    }
}
