// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

/// What somebody says of two people, ready to be written.
public struct LikenessDecision: Sendable {
    /// A record of kind `likeness`; its link is the second of the two.
    public let record: Record
    /// The smaller id of the two, in whose scope it lies.
    public let first: EntityID
    public let second: EntityID
    /// The version of the record that was seen; 0 when nothing was decided before.
    public let base: Int
    /// The versions of the two people's own records that were seen.
    public let seen: [EntityID: Int]
    /// Cases of one of them to give to the other: case and who has it now.
    public var given: [EntityID: EntityID] = [:]

    public init(record: Record, first: EntityID, second: EntityID, base: Int, seen: [EntityID: Int]) {
        self.record = record
        self.first = first
        self.second = second
        self.base = base
        self.seen = seen
    }
}

/// Why two people cannot be said to be one, or two, just now.
public enum LikenessObstacle: String, Error, Sendable, CaseIterable {
    /// One of them was found to be one with somebody else: compare the record that goes on.
    case joined
    /// They are not one, so that nothing can be parted.
    case apart
    /// A case that is to change hands waits for a second person.
    case waits
}

extension CaseStore {
    /// Writes what was decided of two people, with an audit entry about each, in one transaction.
    ///
    /// That two are one, or two after all, waits for a second person where the agency lets changes of identity wait;
    /// until then what stood before holds.
    ///
    /// - Parameters:
    ///   - permits: For `personDecide` or `personMerge` of the first and of the second.
    /// - Throws: `StoreError.conflict` when one of the two, or what was decided, was changed since it was seen;
    ///   `LikenessObstacle`; `Refusal` (locked) while an earlier decision waits. Nothing is changed then.
    /// - Returns: the version of the decision.
    @discardableResult
    public func decide(_ decision: LikenessDecision, permits: (first: Permit, second: Permit)) async throws -> Int {
        try permits.first.covers(.personDecide, .personMerge, subject: .person(decision.first))
        try permits.second.covers(permits.first.verb, subject: .person(decision.second))
        let isMerge = decision.record.saysSamePerson
        guard permits.first.verb == .personMerge || !isMerge && decision.given.isEmpty else {
            throw StoreError.notPermitted
        }
        return try await changing { connection in
            try self.insistOnSeen(decision, connection)
            try self.insistOnPossible(decision, permits.first)
            let act = try self.trail.begin(connection)
            let changes = try self.changes(of: decision)
            let written = try self.write(changes, permit: permits.first, hand: nil, act: act, connection)
            var updates = written.index
            var digest = RowDigest()
            for (id, giver) in decision.given.sorted(by: { $0.key < $1.key }) {
                let taker = giver == decision.first ? decision.second : decision.first
                updates += try self.give(id, from: giver, to: taker, act: act + 1, &digest, connection)
            }
            let other = self.entry(
                permits.second, act: act + 1, count: decision.given.count, digest: digest.hex,
                outcome: written.entry.outcome)
            try self.trail.append([written.entry, other], connection)
            return (decision.base + changes.count, updates)
        }
    }

    /// The cases that a person came into after an act, each by its participation: what was written since two were one.
    public func cases(of person: EntityID, since act: Int) async throws -> Set<EntityID> {
        let cases = index.withLock { index in Set(index.facts(ofPerson: person).map(\.id)) }
        return try await database.read { connection in
            var found: Set<EntityID> = []
            for id in cases {
                let first = try connection.query("SELECT MIN(act) FROM record WHERE scope = \(id.bytes)").first?.int(0)
                if let first, first > act { found.insert(id) }
            }
            return found
        }
    }

    /// The act that wrote a version of a decision; nil when there is none.
    public func act(ofDecision entry: LikenessEntry) async throws -> Int? {
        try await database.read { connection in
            try connection.query(
                """
                SELECT act FROM record
                WHERE scope = \(entry.first.bytes) AND id = \(entry.record.bytes) AND version = \(entry.version)
                """
            ).first?.int(0)
        }
    }

    /// That two are one is always a change of something that stood: so it can wait, and be put back.
    private func changes(of decision: LikenessDecision) throws -> [Change] {
        let id = likenessRecord(of: decision.first, decision.second)
        if decision.base > 0 { return [.update(id, scope: decision.first, base: decision.base, decision.record)] }
        guard decision.record.saysSamePerson else {
            return [.insert(id, scope: decision.first, decision.record)]
        }
        var nothing = decision.record.draft
        nothing.values = ["wh_LikenessDecision": .codes(["Open"]), "wh_LikenessDay": .date(clock.today)]
        return [
            .insert(id, scope: decision.first, try nothing.checked(under: codebook)),
            .update(id, scope: decision.first, base: 1, decision.record),
        ]
    }

    private func insistOnSeen(_ decision: LikenessDecision, _ connection: any SQLConnection) throws {
        for (person, version) in decision.seen.sorted(by: { $0.key < $1.key }) {
            let now = try connection.query(
                """
                SELECT version FROM record
                WHERE scope = \(person.bytes) AND id = \(person.bytes) AND live = 1 AND removed = 0
                """
            ).first?.int(0)
            guard let now else { throw StoreError.notFound }
            guard now == version else { throw StoreError.conflict(person, current: now) }
        }
    }

    private func insistOnPossible(_ decision: LikenessDecision, _ permit: Permit) throws {
        let (standing, isFree) = index.withLock { index in
            let both = [decision.first, decision.second]
            // What waits to be joined is bound already: two that wait could else lead one record to two others.
            let isWaiting = both.contains { index.waitsToBeJoined($0) }
            let roots = isWaiting ? [] : both.map { index.goesOn($0) }
            return (index.likeness(of: decision.first, decision.second), roots == [decision.first, decision.second])
        }
        if let standing, index.withLock({ $0.waits(standing) }) { throw Refusal(permit.verb, .locked) }
        if decision.record.saysSamePerson, standing?.decision == .same || !isFree { throw LikenessObstacle.joined }
        if !decision.record.saysSamePerson, permit.verb == .personMerge, standing?.decision != .same {
            throw LikenessObstacle.apart
        }
        // What is to part two who are one needs leave for just that.
        if standing?.decision == .same, permit.verb != .personMerge { throw StoreError.notPermitted }
    }

    /// Gives a case, with all that points to a person in it, to another: new versions, the old ones stay.
    private func give(
        _ id: EntityID, from giver: EntityID, to taker: EntityID, act: Int, _ digest: inout RowDigest,
        _ connection: any SQLConnection
    ) throws -> [IndexUpdate] {
        guard index.withLock({ $0.tier.reviews[id] == nil }) else { throw LikenessObstacle.waits }
        let rows = try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(id.bytes) AND r.live = 1 AND r.removed = 0 ORDER BY r.seq
            """
        ).map(Self.sealedRow)
        var updates: [IndexUpdate] = []
        for row in rows {
            let scope = try sealer.scope(of: row)
            let record = try sealer.open(row.sealed, id: row.id, version: row.version, in: scope, .everything)
            guard record.links[.person] == giver else { continue }
            var links = record.links
            links[.person] = taker
            let moved = Record(stored: record.kind, entries: record.entries, links: links)
            let version = row.version + 1
            let sealed = try seal(
                moved, over: row.sealed, id: row.id, version: version, in: scope, for: nil, connection)
            digest.add(id: row.id, version: version, sealed: sealed)
            let stored = Stored(
                id: row.id, version: version, day: clock.today, isRemoved: false, record: moved, author: row.author)
            try insert(stored, sealed, scope: id, act: act, connection)
            updates.append(.record(IndexEntry(stored, scope: id, head: row.head)))
        }
        return updates
    }
}
