// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// People of a register in memory, to be asked “is this person known already?” by a linkage model: the answer of
/// `Linkage` for one person against all, without going through all.
///
/// May be used by several threads; one is served at a time. Everything it holds is personal data in the clear, in
/// memory only. Asking leaves nothing behind.
///
/// Cost: some 250 bytes a person. Adding or asking takes microseconds to some hundred of them, whatever the number of
/// people, since at most `KnownLimits.candidates` are weighed: figures in docs/benchmarks.md.
public final class KnownPeople<ID: Hashable & Sendable>: @unchecked Sendable {
    /// Guards all else.
    private let lock = Mutex(())
    private let rows: KnownRows
    private var rowOf: [ID: UInt32] = [:]
    private var idOf: [ID] = []

    /// - Parameter model: how people are compared, by which fields, and which rules lead to candidates; its prior is
    ///   the probability that two of the register's records are one person.
    public init(_ model: LinkageModel, limits: KnownLimits = KnownLimits()) {
        rows = KnownRows(model, limits: limits)
    }

    /// People who are in.
    public var count: Int { lock.withLock { _ in rowOf.count } }

    /// Adds a person, or puts what is said now in place of what was said before.
    public func insert(_ person: KnownPerson, id: ID) {
        lock.withLock { _ in
            if let row = rowOf[id] { rows.remove(row) }
            let row = rows.insert(person)
            rowOf[id] = row
            idOf.append(id)
        }
    }

    /// Takes a person out; nothing happens when they are not in. The room of a person taken out is used again only by
    /// an index made anew.
    public func remove(_ id: ID) {
        lock.withLock { _ in
            if let row = rowOf.removeValue(forKey: id) { rows.remove(row) }
        }
    }

    /// Who may be this person, the likeliest first.
    ///
    /// - Parameters:
    ///   - least: the least weight that is given back.
    ///   - most: how many at most.
    ///   - isAllowed: asked of each before it counts towards `most`: whom the asker may not see is passed over as if
    ///     not there. It must not call the index.
    public func matches(
        _ person: KnownPerson, least: Double = 0, most: Int = 10, where isAllowed: (ID) -> Bool = { _ in true }
    ) -> [KnownMatch<ID>] {
        lock.withLock { _ in
            var found: [KnownMatch<ID>] = []
            rows.ask(person, least: least) { scored, rows in
                for one in scored {
                    if found.count >= most { break }
                    let id = idOf[Int(one.row)]
                    if !isAllowed(id) { continue }
                    found.append(
                        KnownMatch(
                            id: id, weight: one.weight, probability: ScoredPair.probability(one.weight),
                            reasons: rows.reasons(one.row)))
                }
            }
            return found
        }
    }
}

/// How far a question to `KnownPeople` goes.
public struct KnownLimits: Sendable {
    /// People who are weighed for one question, at most; those of strict rules first.
    public var candidates = 2_000
    /// Of these, found by one rule at most; of more, those who came last.
    public var ofRule = 500
    /// Rules of the model that are followed, from the first.
    public var rules = 16

    public init() {}
}
