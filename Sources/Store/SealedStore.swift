// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

/// An instance's folder, open but sealed: nothing in it can be read until a secret opens one of its key slots.
public final class SealedStore: Sendable {
    public let folder: String
    let database: SQLiteDatabase
    let lock: FolderLock
    let install: [UInt8]
    let slots: [KeySlot]
    let clock: Clock
    let codebook: Codebook

    static let databaseName = "register.sqlite"

    /// Opens the folder for this process alone and brings its tables up to date.
    ///
    /// - Throws: `StoreError.noInstance`, `.inUse`, `.weakSettings`, `.newerSchema`; `SQLError` when the file is not a
    ///   database or cannot be read.
    public static func open(_ folder: String, clock: Clock = .system, codebook: Codebook = .current) async throws
        -> SealedStore
    {
        guard FileManager.default.fileExists(atPath: folder + "/" + databaseName) else { throw StoreError.noInstance }
        let lock = try FolderLock(folder: folder)
        do {
            let database = try SQLiteDatabase(path: folder + "/" + databaseName)
            let (install, slots) = try await database.write { connection in
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
            lock.release()
            throw error
        }
    }

    private init(
        _ folder: String, _ database: SQLiteDatabase, _ lock: FolderLock, install: [UInt8], slots: [KeySlot],
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

    /// Makes a new instance in an empty or missing folder (mode 0700), with one agency and one key slot.
    ///
    /// - Throws: `StoreError.instanceExists` when one is there.
    public static func create(
        _ folder: String, organisation: String, secret: Secret, cost: KeyCost = .standard, clock: Clock = .system,
        codebook: Codebook = .current
    ) async throws -> SealedStore {
        let files = FileManager.default
        if files.fileExists(atPath: folder + "/" + databaseName) { throw StoreError.instanceExists }
        let install = EntityID.random().bytes
        let agency = EntityID.random()
        let root = RootKey.generate()
        let slots = Array(try JSONEncoder().encode([root.slot(for: secret, install: install, cost: cost)]))
        let (_, wrapped) = root.newAgencyKey()
        let system = SystemSealer(key: root.systemKey(install: install), install: install)
        let name = try system.seal(Array(organisation.utf8), column: "organisation", record: agency.bytes, version: 1)
        let sealed = try system.seal(Agency.Body(name: organisation, settings: .init()), agency, version: 1)
        // Nothing is made on disk before the secret has proved good enough.
        try files.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let lock = try FolderLock(folder: folder)
        defer { lock.release() }
        let mask = umask(0o077)
        defer { umask(mask) }
        let database = try SQLiteDatabase(path: folder + "/" + databaseName)
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
        lock.release()
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
        let root = try RootKey.open(slots, with: secret, install: install)
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
        try await store.loadIndex()
        try await store.loadPeople()
        try await store.noteTrouble()
        return store
    }

    /// The audit log where it stands, ready to be added to.
    private func trail(_ root: RootKey, _ watch: AlertWatch, _ mirror: AuditMirror?) async throws -> AuditTrail {
        let chain = try await chain(root.auditGenesis(install: install))
        let key = root.checkpointKey(install: install)
        let install = install
        let state = try await database.write { connection in
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
            state, clock: clock, signer: CheckpointSigner(key: key, install: install), mirror: mirror, watch: watch)
    }

    /// The audit chain where the log stands, after checking that the log still ends where it was last seen to end.
    private func chain(_ genesis: AuditGenesis) async throws -> AuditChain {
        let (state, head) = try await database.read { connection in
            (try connection.setting(AuditTrail.setting), try AuditTrail.head(connection))
        }
        guard let state else { return AuditChain(genesis: genesis) }
        let chain: AuditChain
        do { chain = try AuditChain.restore(state, genesis: genesis) } catch { throw StoreError.damaged("audit state") }
        guard chain.head == head else { throw StoreError.damaged("audit log") }
        return chain
    }

    /// Lets the folder go.
    public func close() async throws {
        try await database.close()
        lock.release()
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
