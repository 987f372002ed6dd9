// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

extension CaseStore {
    /// Does all the changes and writes their audit entry, in one transaction; on disk when this returns.
    ///
    /// - Parameters:
    ///   - hand: The writer's own key, which opens location and clinical notes that were given to them.
    ///   - idempotencyKey: A text of the caller's that makes a repeat harmless: the same key with the same changes
    ///     answers with the first receipt.
    /// - Throws: `StoreError.conflict` when a record is no longer at the version its editor saw; `.notFound`, also for
    ///   a person whom the actor does not see; `.keyReused`; `.notPermitted`; `Rejected` for fields that the permit
    ///   does not let its actor write; `Refusal`. Nothing is changed then.
    public func commit(
        _ changes: [Change], permit: Permit, hand: KeyInHand? = nil, idempotencyKey: String? = nil
    ) async throws -> Receipt {
        // The same key from somebody else is another key: nobody learns what others sent.
        let token = idempotencyKey.map {
            keys.homeKey.fingerprint(of: permit.actor.id.bytes + Array($0.utf8), purpose: "idempotency")
        }
        let content = keys.homeKey.fingerprint(of: contentBytes(changes), purpose: "idempotency content")
        return try await changing { connection in
            if let token,
                let earlier = try connection.query("SELECT content, act FROM idempotency WHERE name = \(token)").first
            {
                guard earlier.bytes(0) == content, let act = earlier.int(1) else { throw StoreError.keyReused }
                return (Receipt(act: act, isRepeat: true), [])
            }
            let act = try self.trail.begin(connection)
            let (entry, entries) = try self.write(changes, permit: permit, hand: hand, act: act, connection)
            try self.append(entry, connection)
            if let token {
                try connection.execute(
                    "INSERT INTO idempotency (name, content, act, day) VALUES (\(token), \(content), \(act), \(self.clock.today.description))"
                )
            }
            return (Receipt(act: act, isRepeat: false), entries)
        }
    }

    /// Does several acts in one transaction, all or none, each with its own audit entry; on disk when this returns.
    ///
    /// - Throws: As `commit(_:permit:idempotencyKey:)`.
    public func commit(_ acts: [(permit: Permit, changes: [Change])]) async throws {
        try await changing { connection in
            let first = try self.trail.begin(connection)
            var log: [Act] = []
            var entries: [IndexUpdate] = []
            for (position, act) in acts.enumerated() {
                let written = try self.write(
                    act.changes, permit: act.permit, hand: nil, act: first + position, connection)
                log.append(written.entry)
                entries += written.index
            }
            try self.trail.append(log, connection)
            return ((), entries)
        }
    }

    /// Writes one act's changes, and gives its audit entry and what the index must know.
    func write(
        _ changes: [Change], permit: Permit, hand: KeyInHand?, act: Int, _ connection: any SQLConnection
    ) throws -> (entry: Act, index: [IndexUpdate]) {
        let writeGuard = WriteGuard(permit, changes, codebook)
        var digest = RowDigest()
        var scopes: [EntityID: WritingScope] = [:]
        var updates: [IndexUpdate] = []
        for change in changes {
            try writeGuard.check(change)
            let isKnown = scopes[change.scope] != nil
            let scope = try scope(for: change, permit, &scopes, &updates, connection)
            if !isKnown { try unlock(scope.open, hand, permit, connection) }
            try checkLinks(of: change, writeGuard, agency: scope.head.agency)
            updates += try apply(change, in: scope, writeGuard, act: act, digest: &digest, connection)
        }
        let isLocked = updates.contains { if case .tier(.review) = $0 { true } else { false } }
        let outcome = isLocked ? "done:locked" : "done"
        var entry = entry(permit, act: act, count: changes.count, digest: digest.hex, outcome: outcome)
        if changes.count == 1, let base = changes.first?.base { (entry.base, entry.version) = (base, base + 1) }
        return (entry, updates)
    }

    /// Runs a write and brings the index up to what it did once it is on disk, in the order of the writes; tells other
    /// servers.
    func changing<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> (T, [IndexUpdate])
    ) async throws -> T {
        try await database.write { connection in
            let (result, updates) = try body(connection)
            if !updates.isEmpty {
                try self.tell(FeedItem.of(updates), connection)
                connection.afterCommit {
                    self.index.withLock { index in for update in updates { index.take(update) } }
                }
            }
            return result
        }
    }

    /// An open scope that is being written to.
    private struct WritingScope {
        let open: OpenScope
        let head: ScopeHead
    }

    /// The key of the change's scope, made when the change is the scope's first record.
    private func scope(
        for change: Change, _ permit: Permit, _ known: inout [EntityID: WritingScope], _ updates: inout [IndexUpdate],
        _ connection: any SQLConnection
    ) throws -> WritingScope {
        let id = change.scope
        if let scope = known[id] { return scope }
        let found: WritingScope
        if let row = try connection.query(
            "SELECT epoch, wrapped, agency, author, state FROM scope WHERE id = \(id.bytes)"
        ).first, let epoch = row.int(0), let wrapped = row.bytes(1),
            let agency = row.bytes(2).flatMap({ EntityID(bytes: $0) })
        {
            let head = ScopeHead(
                agency: agency, author: row.bytes(3).flatMap { EntityID(bytes: $0) },
                override: row.text(4).flatMap { RecordState(rawValue: $0) })
            found = WritingScope(open: try sealer.scope(id, agency: agency, epoch: epoch, wrapped: wrapped), head: head)
        } else {
            guard case .insert(let first, _, let record) = change, first == id else { throw StoreError.notFound }
            found = try newScope(id, record.kind, permit, &updates, connection)
        }
        known[id] = found
        return found
    }

    /// Makes a scope of the actor's agency; a case is assigned to whoever registers it.
    private func newScope(
        _ id: EntityID, _ kind: RecordKind, _ permit: Permit, _ updates: inout [IndexUpdate],
        _ connection: any SQLConnection
    ) throws -> WritingScope {
        let actor = permit.actor
        let head = actor.head(ofNew: kind)
        let (open, wrapped) = try sealer.newScope(id, agency: head.agency)
        try connection.execute(
            """
            INSERT INTO scope (id, epoch, wrapped, agency, author, state) VALUES (\(id.bytes), 1, \(wrapped), \
            \(head.agency.bytes), \(head.author?.bytes), \(head.override?.rawValue))
            """)
        if kind == .caseFile, actor.isPerson {
            try insertAssignment(id, actor.id, connection)
            updates.append(.assignment(id, agency: head.agency, account: actor.id, isAssigned: true))
        }
        return WritingScope(open: open, head: head)
    }

    /// A record points to people whom its writer sees, and to people and organisations of the case's own agency.
    private func checkLinks(of change: Change, _ writeGuard: WriteGuard, agency: EntityID) throws {
        let permit = writeGuard.permit
        for (link, id) in writeGuard.foreign(change) {
            let owner =
                link == .organisation
                ? self.agency(ofOrganisation: id)
                : facts(ofPerson: id, for: permit.actor, permit.context, now: clock.now())?.agency
            guard owner == agency else { throw StoreError.notFound }
        }
    }

    private func apply(
        _ change: Change, in scope: WritingScope, _ writeGuard: WriteGuard, act: Int, digest: inout RowDigest,
        _ connection: any SQLConnection
    ) throws -> [IndexUpdate] {
        let (id, open, actor) = (change.id, scope.open, writeGuard.permit.actor)
        let (before, row) = try current(of: change, in: open, connection)
        if change.base > 0 { try refuseLocked(id, in: change.scope, permit: writeGuard.permit) }
        let author = before.map(\.author) ?? (actor.isPerson ? actor.id : nil)
        let isOwn = before == nil || author == actor.id
        var removed = false
        let record: Record
        switch change {
        case .insert(_, _, let new): record = new
        case .update(_, _, _, let new): record = try writeGuard.merged(new, over: before!.record, isOwn: isOwn)
        case .remove:
            (record, removed) = (before!.record, true)
            try writeGuard.checkRemoval(of: record, isOwn: isOwn)
        }
        let version = change.base + 1
        let sealed = try seal(
            record, over: row, id: id, version: version, in: open, for: writeGuard.permit, connection)
        digest.add(id: id, version: version, sealed: sealed)
        let stored = Stored(
            id: id, version: version, day: clock.today, isRemoved: removed, record: record, author: author)
        try insert(stored, sealed, scope: change.scope, act: act, connection)
        let written = WrittenChange(
            id: id, scope: change.scope, agency: open.agency, base: change.base, before: before?.record,
            after: removed ? nil : record, permit: writeGuard.permit)
        var updates = [IndexUpdate.record(IndexEntry(stored, scope: change.scope, head: scope.head))]
        updates += try lockForReview(written, connection).map { .tier($0) }
        if version > 1, record.kind == .caseFile, scope.head.override == .unverified, actor.role != .firstResponder {
            // Somebody of the office has looked it over.
            updates.append(try write(nil, of: change.scope, agency: open.agency, connection))
        }
        return updates
    }

    /// The version that a change is made to; nil for a new record.
    ///
    /// - Throws: `StoreError.conflict` when it is not the one that the editor saw; `.notFound`.
    private func current(of change: Change, in open: OpenScope, _ connection: any SQLConnection) throws
        -> (stored: Stored?, row: [UInt8]?)
    {
        let row = try connection.query(
            """
            SELECT version, removed, sealed, author FROM record
            WHERE scope = \(change.scope.bytes) AND id = \(change.id.bytes) AND live = 1
            """
        ).first
        let version = row?.int(0) ?? 0
        guard version == change.base else {
            throw version == 0 ? StoreError.notFound : StoreError.conflict(change.id, current: version)
        }
        guard let row else { return (nil, nil) }
        guard row.int(1) == 0, let sealed = row.bytes(2) else { throw StoreError.notFound }
        let record = try sealer.open(sealed, id: change.id, version: version, in: open, .everything)
        let stored = Stored(
            id: change.id, version: version, day: clock.today, isRemoved: false, record: record,
            author: row.bytes(3).flatMap { EntityID(bytes: $0) })
        return (stored, sealed)
    }

    func insert(
        _ stored: Stored, _ sealed: [UInt8], scope: EntityID, act: Int, _ connection: any SQLConnection
    ) throws {
        if stored.version > 1 {
            try connection.execute(
                """
                UPDATE record SET live = 0
                WHERE scope = \(scope.bytes) AND id = \(stored.id.bytes) AND version = \(stored.version - 1)
                """)
        }
        try connection.execute(
            """
            INSERT INTO record (scope, id, version, live, removed, day, act, batch, sealed, author) VALUES
            (\(scope.bytes), \(stored.id.bytes), \(stored.version), 1, \(stored.isRemoved), \
            \(stored.day.description), \(act), \(SQLValue.null), \(sealed), \(stored.author?.bytes))
            """)
    }

    private func contentBytes(_ changes: [Change]) -> [UInt8] {
        var bytes: [UInt8] = []
        for change in changes {
            // A retried insert has a new random id; what counts is what was asked for.
            switch change {
            case .insert(_, _, let record):
                bytes.append(0)
                for (_, body) in sealer.codec.bodies(of: record.withoutLinks) { bytes += body }
            case .update(let id, _, let base, let record):
                bytes.append(1)
                bytes.append(contentsOf: id.bytes + Array("\(base)".utf8))
                for (_, body) in sealer.codec.bodies(of: record) { bytes += body }
            case .remove(let id, _, let base):
                bytes.append(2)
                bytes.append(contentsOf: id.bytes + Array("\(base)".utf8))
            }
        }
        return bytes
    }
}

extension Actor {
    /// Somebody with an account, as opposed to whoever holds a key at the console.
    var isPerson: Bool { role != .custodian }

    /// What is readable of a scope that the actor makes.
    func head(ofNew kind: RecordKind) -> ScopeHead {
        ScopeHead(
            agency: agency, author: isPerson ? id : nil,
            override: kind == .caseFile && role == .firstResponder ? .unverified : nil)
    }
}

extension Record {
    fileprivate var withoutLinks: Record { Record(stored: kind, entries: entries, links: [:]) }
}

/// SHA-256 over sealed rows in the order written: `id | version (8) | length (4) | sealed`.
struct RowDigest: Sendable {
    private var hash = RunningHash()
    private var isEmpty = true

    mutating func add(id: EntityID, version: Int, sealed: [UInt8]) {
        isEmpty = false
        var head = id.bytes
        head.appendInteger(UInt64(version))
        head.appendLength(sealed.count)
        hash.update(head)
        hash.update(sealed)
    }

    /// Lower-case hexadecimal; empty when nothing was added.
    var hex: String {
        guard !isEmpty else { return "" }
        return hash.hex
    }
}
