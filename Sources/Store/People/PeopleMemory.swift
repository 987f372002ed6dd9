// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization

/// How often something failed, or how much is left in a bucket, and when that was written down.
public struct ThrottleMark: Sendable, Hashable {
    /// A keyed hash: says nothing about whose it is.
    public let name: [UInt8]
    public var amount: Int64
    /// Milliseconds since 1970.
    public var at: Int64

    public init(name: [UInt8], amount: Int64, at: Int64) {
        self.name = name
        self.amount = amount
        self.at = at
    }
}

/// The accounts as they stand, in memory: every request asks for one. What is on disk is the truth; this follows it.
final class PeopleMemory: Sendable {
    private struct Content {
        var accounts: [EntityID: Account] = [:]
        var names: [String: EntityID] = [:]
        var marks: [[UInt8]: ThrottleMark] = [:]
    }
    private let content = Mutex(Content())

    func account(_ id: EntityID) -> Account? { content.withLock { $0.accounts[id] } }

    func account(named name: String) -> Account? {
        content.withLock { content in content.names[name.lowercased()].flatMap { content.accounts[$0] } }
    }

    /// The account that a program's token belongs to.
    func account(ofProgram id: String) -> Account? {
        content.withLock { content in content.accounts.values.first { $0.programs.contains { $0.id == id } } }
    }

    var all: [Account] { content.withLock { Array($0.accounts.values) } }
    var count: Int { content.withLock { $0.accounts.count } }

    /// Takes over what was committed; an older version never takes the place of a newer.
    func put(_ accounts: [Account]) {
        content.withLock { content in
            for account in accounts where (content.accounts[account.id]?.version ?? 0) < account.version {
                content.accounts[account.id] = account
                content.names[account.name.lowercased()] = account.id
            }
        }
    }

    func mark(_ name: [UInt8]) -> ThrottleMark? { content.withLock { $0.marks[name] } }

    /// Reads one mark and puts what the body makes of it, at once; nil forgets it.
    func withMark<Result>(_ name: [UInt8], _ body: (inout ThrottleMark?) -> Result) -> Result {
        content.withLock { content in
            if content.marks[name] == nil, content.marks.count >= Self.marksMax,
                let oldest = content.marks.min(by: { $0.value.at < $1.value.at })?.key
            {
                content.marks[oldest] = nil
            }
            return body(&content.marks[name])
        }
    }

    /// Marks remembered at most; the oldest is forgotten beyond.
    private static let marksMax = 10_000
}
