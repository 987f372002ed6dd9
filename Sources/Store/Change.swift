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

/// One entry of the audit log.
public struct Act: Sendable, Hashable, Codable {
    public let seq: Int
    /// Milliseconds since 1970 UTC.
    public let at: Int64
    public let actor: EntityID
    public let role: Role
    public let action: String
    /// The case, person or batch acted upon; nil for the register as a whole.
    public let subject: EntityID?
    public let purpose: Purpose
    /// `done`, or why not.
    public let outcome: String
    /// How many records were shown, written or let out.
    public let count: Int
    /// SHA-256 over the sealed rows that were written, in hexadecimal; empty when none were.
    public let digest: String
}

extension Act {
    /// The bytes that the chain is made over: JSON with sorted keys and no white space. Reads back as the same act.
    ///
    /// Every text in it is a word of the program's own; `outcome` is escaped all the same.
    var canonical: [UInt8] {
        let safe = String(
            decoding: outcome.utf8.map { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
        let about = subject.map { ",\"subject\":\"\($0)\"" } ?? ""
        let text =
            "{\"action\":\"\(action)\",\"actor\":\"\(actor)\",\"at\":\(at),\"count\":\(count),\"digest\":\"\(digest)\","
            + "\"outcome\":\"\(safe)\",\"purpose\":\"\(purpose.rawValue)\",\"role\":\"\(role.rawValue)\",\"seq\":\(seq)\(about)}"
        return Array(text.utf8)
    }
}
