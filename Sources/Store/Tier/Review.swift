// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// A change that waits, or waited, for a second person. Holds no value of a record: what differs is read from its
/// versions.
public struct Review: Sendable, Hashable, Codable, Identifiable {
    public let id: EntityID
    /// The case, or the person whose own record it is.
    public let scope: EntityID
    public let agency: EntityID
    public let record: EntityID
    public let kind: RecordKind
    public var pending: PendingChange
    public let isRemoval: Bool
    /// The classes that were changed.
    public let classes: Set<FieldClass>
    public var state: State
    /// Nil until somebody looked, and for what was accepted by itself in an office of one.
    public var reviewer: EntityID?
    /// The reviewer's words.
    public var reason: String?
    /// Milliseconds since 1970.
    public var decided: Int64?
    /// 1 for the first writing of this row.
    var revision = 1

    public enum State: Int, Sendable, Codable, CaseIterable {
        case waiting, asked, accepted, putBack
    }

    /// Whether the record is locked.
    public var isOpen: Bool { state == .waiting || state == .asked }
}
