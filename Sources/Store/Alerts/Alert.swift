// SPDX-License-Identifier: Apache-2.0

import Cases

/// Something in the audit log that a person should look at. It accuses nobody: most have a good reason.
public struct Alert: Sendable, Hashable, Codable, Identifiable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// More distinct cases opened within an hour than the office set.
        case manyCases
        /// Cases opened or searched at night.
        case nightReading
        /// Several refusals within ten minutes.
        case denials
        /// A search for somebody's own family name.
        case ownName
        /// Several files with names taken out within a day.
        case manyExports
        /// Several failed sign-ins to one account.
        case failedSignIns
        case breakGlass
        /// The machine's clock was set.
        case clockSet
        /// The copy of the audit log outside is away, or not of this log.
        case mirror
        /// Wrong secrets were tried while the register was closed.
        case unsealTries
    }

    public let id: EntityID
    public let kind: Kind
    /// Milliseconds since 1970.
    public let at: Int64
    /// Who did it; for failed sign-ins the account that was tried.
    public let actor: EntityID
    /// Whose people are to look at it; nil for what concerns the instance as a whole.
    public let agency: EntityID?
    /// The number of the entry that raised it.
    public let act: Int
    /// How many entries it stands on.
    public let count: Int
    /// Who looked at it first, and when; nil while nobody has.
    public internal(set) var seenBy: EntityID?
    public internal(set) var seenAt: Int64?
    /// What they wrote about it.
    public internal(set) var note = ""
    public internal(set) var version = 1

    init(_ kind: Kind, _ act: Act, actor: EntityID? = nil, count: Int = 1) {
        id = .random()
        self.kind = kind
        at = act.at
        self.actor = actor ?? act.actor
        agency = act.agency
        self.act = act.seq
        self.count = count
    }
}

/// What an office finds unusual.
public struct AlertSettings: Sendable, Hashable, Codable {
    /// Distinct cases that somebody may open within an hour unasked.
    public var casesAnHour = 40
    /// The night by the office's clock, as hours from 0 to 23: from the first, until before the second.
    public var nightFrom = 22
    public var nightUntil = 6
    /// Refusals within ten minutes that make an alert.
    public var denials = 5
    /// Files with names within a day that make an alert.
    public var exports = 4
    /// Failed sign-ins to one account within a quarter of an hour that make an alert.
    public var failedSignIns = 5
    /// The office's clock: minutes that it is ahead of UTC.
    public var offsetMinutes = 0

    public init() {}
}
