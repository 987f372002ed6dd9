// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

/// The register, unsealed: every read and write of personal data takes a `Permit`, and its audit entry is on disk
/// before anything is shown and in the same transaction as anything that changes.
public final class CaseStore: Sendable {
    let database: any SQLDatabase
    /// Nil on a server's database, which several may have open.
    let lock: FolderLock?
    /// What other servers on the same database change; nil where there can be none.
    let feed: ServerFeed?
    let keys: StoreKeys
    let sealer: RecordSealer
    /// The clock that everything goes by: it never runs behind the latest entry of the audit log, so that setting the
    /// machine's clock back revives nothing that has expired.
    public let clock: Clock
    /// The machine's clock as it is: what the audit log says.
    let wall: Clock
    public let codebook: Codebook
    /// The office's chosen name.
    public let organisation: String
    let index = Mutex(OfficeIndex())
    let people = PeopleMemory()
    /// What is being made ready of each agency, to ask who may be who.
    let matching = Mutex<[EntityID: (era: Int, making: Making)]>([:])
    let trail: AuditTrail
    let writer: AuditWriter
    let pepper: Pepper

    init(
        database: any SQLDatabase, lock: FolderLock?, keys: StoreKeys, trail: AuditTrail, pepper: Pepper,
        organisation: String,
        clock: Clock, codebook: Codebook
    ) {
        self.database = database
        self.lock = lock
        feed = (database as? any SharedSQLDatabase).map { ServerFeed($0) }
        self.keys = keys
        self.trail = trail
        self.pepper = pepper
        self.organisation = organisation
        wall = clock
        self.clock = clock.neverBehind { trail.latest }
        writer = AuditWriter(database: database, trail: trail, keys: keys)
        self.codebook = codebook
        sealer = RecordSealer(keys: keys, codec: RecordCodec(codebook: codebook))
    }

    /// The agency that the register was made for.
    public var agency: EntityID { keys.home }

    /// Lets the database and the folder go. Nothing may be called afterwards.
    public func close() async throws {
        try await checkpoint()
        try await database.checkpoint()
        try await database.close()
        lock?.release()
    }

    /// A row as read, with the wrapped key of its scope.
    struct SealedRow: Sendable {
        let scope: EntityID
        let id: EntityID
        let version: Int
        let removed: Bool
        let day: PartialDate
        let sealed: [UInt8]
        let epoch: Int
        let wrapped: [UInt8]
        let author: EntityID?
        let head: ScopeHead
    }

    static let rowColumns = ownColumns + ", " + ScopeRow.columns
    static let ownColumns = "r.scope, r.id, r.version, r.removed, r.day, r.sealed, r.author"
    static let ownColumnCount = 7
    static let rowColumnCount = ownColumnCount + ScopeRow.columnCount

    static func sealedRow(_ row: SQLRow) throws -> SealedRow {
        try sealedRow(row, of: ScopeRow(row, from: ownColumnCount))
    }

    /// - Parameter owner: The row of its scope.
    static func sealedRow(_ row: SQLRow, of owner: ScopeRow) throws -> SealedRow {
        guard let scope = row.bytes(0).flatMap({ EntityID(bytes: $0) }),
            let id = row.bytes(1).flatMap({ EntityID(bytes: $0) }),
            let version = row.int(2), let removed = row.int(3), let day = row.text(4).flatMap(PartialDate.init),
            let sealed = row.bytes(5)
        else { throw StoreError.damaged("row") }
        return SealedRow(
            scope: scope, id: id, version: version, removed: removed == 1, day: day, sealed: sealed,
            epoch: owner.epoch, wrapped: owner.wrapped, author: row.bytes(6).flatMap { EntityID(bytes: $0) },
            head: owner.head)
    }

    /// What stands once for all rows of a scope: its wrapped key, and how it stands.
    struct ScopeRow: Sendable {
        let epoch: Int
        let wrapped: [UInt8]
        let head: ScopeHead

        static let columns = "s.epoch, s.wrapped, s.agency, s.author, s.state"
        static let columnCount = 5

        /// - Throws: `StoreError.damaged`.
        init(_ row: SQLRow, from first: Int) throws {
            guard let epoch = row.int(first), let wrapped = row.bytes(first + 1),
                let agency = row.bytes(first + 2).flatMap({ EntityID(bytes: $0) })
            else { throw StoreError.damaged("row") }
            (self.epoch, self.wrapped) = (epoch, wrapped)
            head = ScopeHead(
                agency: agency, author: row.bytes(first + 3).flatMap { EntityID(bytes: $0) },
                override: row.text(first + 4).flatMap { RecordState(rawValue: $0) })
        }
    }

    /// Opens rows that mostly share few scopes, unwrapping each scope's key once for each run of rows.
    ///
    /// - Parameter unlock: Opens what compartments of a scope can be opened, before anything of it is.
    func open(_ rows: [SealedRow], _ opening: Opening, unlock: (OpenScope) throws -> Void = { _ in }) throws -> [(
        row: SealedRow, stored: Stored
    )] {
        var scope: OpenScope?
        return try rows.map { row in
            if scope?.id != row.scope {
                scope = try sealer.scope(of: row)
                try unlock(scope!)
            }
            let filter = opening.filter(author: row.author)
            let (record, closed) = try sealer.openKnowing(
                row.sealed, id: row.id, version: row.version, in: scope!, filter)
            let shown = opening.masks.isEmpty ? record : record.masked(opening.masks, under: codebook)
            let stored = Stored(
                id: row.id, version: row.version, day: row.day, isRemoved: row.removed, record: shown,
                closed: closed.intersection(filter.classes), author: row.author)
            return (row, stored)
        }
    }
}

extension RecordSealer {
    /// The key of a row's scope, unwrapped.
    func scope(of row: CaseStore.SealedRow) throws -> OpenScope {
        try scope(row.scope, agency: row.head.agency, epoch: row.epoch, wrapped: row.wrapped)
    }
}

extension CaseStore {
    /// An id that follows from the given bytes under the register's key: the same form sent twice names the same
    /// record.
    public func derivedID(from bytes: [UInt8]) -> EntityID {
        EntityID(bytes: keys.homeKey.fingerprint(of: bytes, purpose: "derived id").prefix(16))!
    }
}

extension CaseStore {
    /// Lower-case hexadecimal SHA-256 of a file that is let out.
    public func digest(ofFile bytes: [UInt8]) -> String {
        var hash = RunningHash()
        hash.update(bytes)
        return hash.hex
    }
}
