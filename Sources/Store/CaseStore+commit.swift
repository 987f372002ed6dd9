// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

extension CaseStore {
    /// Does all the changes and writes their audit entry, in one transaction; on disk when this returns.
    ///
    /// - Parameter idempotencyKey: A text of the caller's that makes a repeat harmless: the same key with the same
    ///   changes answers with the first receipt.
    /// - Throws: `StoreError.conflict` when a record is no longer at the version its editor saw; `.notFound`;
    ///   `.keyReused`. Nothing is changed then.
    public func commit(_ changes: [Change], permit: Permit, idempotencyKey: String? = nil) async throws -> Receipt {
        let token = idempotencyKey.map { keys.agencyKey.fingerprint(of: Array($0.utf8), purpose: "idempotency") }
        let content = keys.agencyKey.fingerprint(of: contentBytes(changes), purpose: "idempotency content")
        return try await changing { connection in
            if let token,
                let earlier = try connection.query("SELECT content, act FROM idempotency WHERE name = \(token)").first
            {
                guard earlier.bytes(0) == content, let act = earlier.int(1) else { throw StoreError.keyReused }
                return (Receipt(act: act, isRepeat: true), [])
            }
            let act = try self.trail.begin(connection)
            let (entry, entries) = try self.write(changes, permit: permit, act: act, connection)
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
            var entries: [IndexEntry] = []
            for (position, act) in acts.enumerated() {
                let written = try self.write(act.changes, permit: act.permit, act: first + position, connection)
                log.append(written.entry)
                entries += written.index
            }
            try self.trail.append(log, connection)
            return ((), entries)
        }
    }

    /// Writes one act's changes, and gives its audit entry and what the index must know.
    private func write(
        _ changes: [Change], permit: Permit, act: Int, _ connection: any SQLConnection
    ) throws -> (entry: Act, index: [IndexEntry]) {
        var digest = RowDigest()
        var scopes: [EntityID: OpenScope] = [:]
        var entries: [IndexEntry] = []
        for change in changes {
            let scope = try scope(for: change, &scopes, connection)
            entries.append(try apply(change, in: scope, act: act, digest: &digest, connection))
        }
        var entry = entry(permit, act: act, count: changes.count, digest: digest.hex)
        if changes.count == 1, let base = changes.first?.base { (entry.base, entry.version) = (base, base + 1) }
        return (entry, entries)
    }

    /// Runs a write and brings the index up to what it did, in the order of the writes. When the commit itself fails,
    /// the index is read anew.
    func changing<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> (T, [IndexEntry])
    ) async throws -> T {
        let touched = Flag()
        do {
            return try await database.write { connection in
                let (result, entries) = try body(connection)
                if !entries.isEmpty {
                    touched.raise()
                    self.index.withLock { index in for entry in entries { index.take(entry) } }
                }
                return result
            }
        } catch {
            if touched.isRaised { try await loadIndex() }
            throw error
        }
    }

    /// The key of the change's scope, made when the change is the scope's first record.
    private func scope(
        for change: Change, _ known: inout [EntityID: OpenScope], _ connection: any SQLConnection
    ) throws -> OpenScope {
        let id = change.scope
        if let scope = known[id] { return scope }
        let found: OpenScope
        if let row = try connection.query("SELECT epoch, wrapped FROM scope WHERE id = \(id.bytes)").first,
            let epoch = row.int(0), let wrapped = row.bytes(1)
        {
            found = try sealer.scope(id, epoch: epoch, wrapped: wrapped)
        } else {
            guard case .insert(let first, _, _) = change, first == id else { throw StoreError.notFound }
            let (scope, wrapped) = sealer.newScope(id)
            try connection.execute("INSERT INTO scope (id, epoch, wrapped) VALUES (\(id.bytes), 1, \(wrapped))")
            found = scope
        }
        known[id] = found
        return found
    }

    private func apply(
        _ change: Change, in open: OpenScope, act: Int, digest: inout RowDigest, _ connection: any SQLConnection
    ) throws -> IndexEntry {
        let (id, scope) = (change.id, change.scope)
        let current = try connection.query(
            "SELECT version, removed, sealed FROM record WHERE scope = \(scope.bytes) AND id = \(id.bytes) AND live = 1"
        ).first
        let version = current?.int(0) ?? 0
        guard version == change.base else {
            throw version == 0 ? StoreError.notFound : StoreError.conflict(id, current: version)
        }
        if current?.int(1) == 1 { throw StoreError.notFound }
        let record: Record
        switch change {
        case .insert(_, _, let new), .update(_, _, _, let new): record = new
        case .remove:
            record = try sealer.open(
                current?.bytes(2) ?? [], id: id, version: version, in: open, .everything)
        }
        var removed = false
        if case .remove = change { removed = true }
        let sealed = try sealer.seal(record, id: id, version: version + 1, in: open)
        digest.add(id: id, version: version + 1, sealed: sealed)
        let today = clock.today
        if version > 0 {
            try connection.execute(
                "UPDATE record SET live = 0 WHERE scope = \(scope.bytes) AND id = \(id.bytes) AND version = \(version)")
        }
        try connection.execute(
            """
            INSERT INTO record (scope, id, version, live, removed, day, act, batch, sealed) VALUES
            (\(scope.bytes), \(id.bytes), \(version + 1), 1, \(removed), \(today.description), \(act), \(SQLValue.null), \(sealed))
            """)
        let stored = Stored(id: id, version: version + 1, day: today, isRemoved: removed, record: record)
        return IndexEntry(stored, scope: scope)
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

extension Record {
    fileprivate var withoutLinks: Record { Record(stored: kind, entries: entries, links: [:]) }
}

/// A one-way mark that crosses threads.
final class Flag: Sendable {
    private let raised = Mutex(false)
    func raise() { raised.withLock { $0 = true } }
    var isRaised: Bool { raised.withLock { $0 } }
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
