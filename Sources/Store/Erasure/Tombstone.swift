// SPDX-License-Identifier: Apache-2.0

import Cases

/// What is left of a case or person that was erased: nothing that says who it was.
public struct Tombstone: Sendable, Hashable, Codable {
    /// The random id that the audit log knows.
    public let scope: EntityID
    public let agency: EntityID
    /// When, as a UTC day.
    public let day: String
    /// From a fixed list; see `EraseReason`.
    public let reason: String
    /// The number of the audit entry; 0 while an erasure that was repeated on an old copy is not in its log yet.
    public let act: Int

    public init(scope: EntityID, agency: EntityID, day: String, reason: String, act: Int) {
        (self.scope, self.agency, self.day, self.reason, self.act) = (scope, agency, day, reason, act)
    }

    init(_ row: SQLRow) throws {
        guard let scope = row.bytes(0).flatMap({ EntityID(bytes: $0) }),
            let agency = row.bytes(1).flatMap({ EntityID(bytes: $0) }), let day = row.text(2),
            let reason = row.text(3), let act = row.int(4)
        else { throw StoreError.damaged("tombstone") }
        self.init(scope: scope, agency: agency, day: day, reason: reason, act: act)
    }

    static let columns = "scope, agency, day, reason, act"

    /// One line of what the digest of an erasure's audit entry is made over.
    var line: String { "scope \(scope) \(agency) \(day) \(reason)\n" }
}

/// Why something was erased. The list is short on purpose: a reason in somebody's own words could say who it was.
public enum EraseReason: String, Sendable, Codable, CaseIterable {
    /// The person asked for it.
    case asked
    /// A consent was taken back, and nothing else allows keeping it.
    case consentWithdrawn
    /// The time that files of this kind are kept is over.
    case keptLongEnough
    /// It should never have been taken in.
    case takenInWrongly
    /// A court or an authority ordered it.
    case ordered
}
