// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

/// An instance's folder or database, open but sealed: nothing in it can be read until a secret opens one of its key
/// slots.
public final class SealedStore: Sendable {
    public let folder: String
    let database: any SQLDatabase
    /// Nil on a server's database, which several may have open.
    let lock: FolderLock?
    let install: [UInt8]
    let slots: [KeySlot]
    let clock: Clock
    let codebook: Codebook

    static let databaseName = "register.sqlite"

    /// Opens the folder for this process alone, or the database together with other servers, and brings its tables up
    /// to date, after a copy of what was there (`CopyBefore`).
    ///
    /// - Parameters:
    ///   - folder: A path, or the address of a PostgreSQL database (`StorePlace`).
    ///   - isAlone: Also on PostgreSQL only when nobody else has it open, and then nobody else may.
    /// - Throws: `StoreError.noInstance`, `.inUse`, `.weakSettings`, `.newerSchema`, `.cannotConnect`,
    ///   `.readOnlyReplica`; `SQLError` when the file is not a database or cannot be read.
    public static func open(
        _ folder: String, isAlone: Bool = false, clock: Clock = .system, codebook: Codebook = .current
    ) async throws -> SealedStore {
        let (database, lock) = try await StorePlace(folder).open(isAlone: isAlone)
        do {
            if let files = database as? SQLiteDatabase { try await CopyBefore.keep(files, in: folder, clock) }
            let (install, slots) = try await database.write { connection in
                try CopyBefore.keep(on: connection, clock)
                try Migrations.run(on: connection)
                guard let install = try connection.setting("install"), let slots = try connection.setting("slots")
                else {
                    throw StoreError.noInstance
                }
                return (install, slots)
            }
            let decoded = try JSONDecoder().decode([KeySlot].self, from: Data(slots))
            return SealedStore(
                folder, database, lock, install: install, slots: decoded, clock: clock, codebook: codebook)
        } catch {
            try? await database.close()
            lock?.release()
            throw error
        }
    }

    private init(
        _ folder: String, _ database: any SQLDatabase, _ lock: FolderLock?, install: [UInt8], slots: [KeySlot],
        clock: Clock,
        codebook: Codebook
    ) {
        self.folder = folder
        self.database = database
        self.lock = lock
        self.install = install
        self.slots = slots
        self.clock = clock
        self.codebook = codebook
    }

    /// The same instance on another view of its database.
    func on(_ database: any SQLDatabase) -> SealedStore {
        SealedStore(folder, database, lock, install: install, slots: slots, clock: clock, codebook: codebook)
    }

    /// Makes a new instance in an empty or missing folder (mode 0700) or in an empty database, with one agency and one
    /// key slot.
    ///
    /// - Throws: `StoreError.instanceExists` when one is there; as `open`.
    public static func create(
        _ folder: String, organisation: String, secret: Secret, cost: KeyCost = .standard, clock: Clock = .system,
        codebook: Codebook = .current
    ) async throws -> SealedStore {
        let place = StorePlace(folder)
        try await place.insistEmpty()
        let install = EntityID.random().bytes
        let agency = EntityID.random()
        let root = RootKey.generate()
        let slots = Array(try JSONEncoder().encode([root.slot(for: secret, install: install, cost: cost)]))
        let (_, wrapped) = root.newAgencyKey()
        let system = SystemSealer(key: root.systemKey(install: install), install: install)
        let name = try system.seal(Array(organisation.utf8), column: "organisation", record: agency.bytes, version: 1)
        let sealed = try system.seal(Agency.Body(name: organisation, settings: .init()), agency, version: 1)
        // Nothing is made on disk before the secret has proved good enough.
        let (database, lock) = try await place.make()
        defer { lock?.release() }
        try await database.write { connection in
            try Migrations.run(on: connection)
            try connection.set("install", install)
            try connection.set("slots", slots)
            try connection.set("agency", agency.bytes)
            try connection.set("organisation", name)
            try connection.execute(
                "INSERT INTO agency (id, wrapped, version, sealed) VALUES (\(agency.bytes), \(wrapped), 1, \(sealed))")
        }
        try await database.close()
        lock?.release()
        return try await open(folder, clock: clock, codebook: codebook)
    }

    /// Opens the register: unwraps its keys and builds the index in memory.
    ///
    /// Takes the key derivation's time (about 0.3 s for a passphrase) and about 1 s for 50,000 cases on 2 cores.
    ///
    /// - Throws: `VaultError.wrongKey` when the secret opens no slot; `StoreError.damaged` when a record does not open.
    ///
    /// - Parameter mirror: A copy of the audit log's hashes outside; brought up to the log here.
    public func unseal(with secret: Secret, mirror: AuditMirror? = nil) async throws -> CaseStore {
        try await unseal(try await root(with: secret), mirror: mirror)
    }

    /// The same with a root key that was opened already.
    ///
    /// - Throws: `StoreError.damaged`; `SQLError`.
    public func unseal(_ root: RootKey, mirror: AuditMirror? = nil) async throws -> CaseStore {
        let install = install
        let (keys, sealed) = try await database.read { connection in
            guard let name = try connection.setting("organisation") else { throw StoreError.damaged("organisation") }
            return (try StoreKeys(root, install: install, connection), name)
        }
        let name = try keys.system.open(sealed, column: "organisation", record: keys.home.bytes, version: 1)
        let trail = try await trail(root, AlertWatch(database: database, system: keys.system), mirror)
        let store = CaseStore(
            database: database, lock: lock, keys: keys, trail: trail, pepper: root.pepper(install: install),
            organisation: String(decoding: name, as: UTF8.self),
            clock: clock, codebook: codebook)
        try await store.logReplayedErasures()
        try await store.beginFollowing()
        try await store.loadIndex()
        try await store.loadPeople()
        store.follow()
        try await store.noteTrouble()
        try await store.noteBackups()
        return store
    }

    /// The audit log where it stands, ready to be added to.
    private func trail(_ root: RootKey, _ watch: AlertWatch, _ mirror: AuditMirror?) async throws -> AuditTrail {
        let genesis = root.auditGenesis(install: install)
        let key = root.checkpointKey(install: install)
        let install = install
        let state = try await database.write { connection in
            let chain = try self.chain(genesis, connection)
            try AuditIndex.complete(connection)
            try connection.set(CheckpointSigner.setting, key.publicKey)
            try watch.recall(connection)
            try mirror?.start(install: install) {
                try connection.query("SELECT seq, hash FROM audit ORDER BY seq").compactMap { row in
                    if let seq = row.int(0), let hash = row.bytes(1) { (seq, hash) } else { nil }
                }
            }
            return try AuditTrail.State(chain, key.publicKey, connection)
        }
        return AuditTrail(
            state, clock: clock, signer: CheckpointSigner(key: key, install: install), mirror: mirror, watch: watch,
            isShared: database is any SharedSQLDatabase)
    }

    /// The audit chain where the log stands, after checking that the log still ends where it was last seen to end.
    private func chain(_ genesis: AuditGenesis, _ connection: any SQLConnection) throws -> AuditChain {
        let (state, head) = (try connection.setting(AuditTrail.setting), try AuditTrail.head(connection))
        guard let state else { return AuditChain(genesis: genesis) }
        let chain: AuditChain
        do { chain = try AuditChain.restore(state, genesis: genesis) } catch { throw StoreError.damaged("audit state") }
        guard chain.head == head else { throw StoreError.damaged("audit log") }
        return chain
    }

    /// Lets the folder or database go.
    public func close() async throws {
        try await database.close()
        lock?.release()
    }
}

extension SQLConnection {
    func setting(_ name: String) throws -> [UInt8]? {
        try query("SELECT value FROM instance WHERE name = \(name)").first?.bytes(0)
    }
    func set(_ name: String, _ value: [UInt8]) throws {
        try execute(
            "INSERT INTO instance (name, value) VALUES (\(name), \(value)) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        )
    }
}
