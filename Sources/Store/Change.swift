// SPDX-License-Identifier: Apache-2.0

import Cases

/// One thing to do to one record. A list of them is done whole or not at all.
public enum Change: Sendable {
    /// A new record, sealed under the key of `scope` (its case, or itself for people and organisations).
    case insert(EntityID, scope: EntityID, Record)
    /// A new version of a record whose version `base` the editor saw.
    case update(EntityID, scope: EntityID, base: Int, Record)
    /// Takes a record out of sight. Its old versions stay.
    case remove(EntityID, scope: EntityID, base: Int)

    public var id: EntityID {
        switch self {
        case .insert(let id, _, _), .update(let id, _, _, _), .remove(let id, _, _): id
        }
    }
    public var scope: EntityID {
        switch self {
        case .insert(_, let scope, _), .update(_, let scope, _, _), .remove(_, let scope, _): scope
        }
    }
    /// The version that the editor saw; 0 for a new record.
    var base: Int {
        switch self {
        case .insert: 0
        case .update(_, _, let base, _), .remove(_, _, let base): base
        }
    }
}

/// What a committed list of changes became.
public struct Receipt: Sendable, Hashable {
    /// The sequence number of its audit entry.
    public let act: Int
    /// True when this is the answer to a repeated idempotency key and nothing new was done.
    public let isRepeat: Bool
}
