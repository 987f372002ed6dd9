// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization
import Vault

/// The open keys of one instance. The root key is let go once these are open.
final class StoreKeys: Sendable {
    let system: SystemSealer
    let install: [UInt8]
    /// The agency that the instance was made for.
    let home: EntityID
    /// Its key; what belongs to the instance as a whole is fingerprinted under it.
    var homeKey: AgencyKey {
        guard let key = keys.withLock({ $0[home] }) else {
            preconditionFailure("the first agency's key is always there")
        }
        return key
    }
    let maker: AgencyKeys
    private let keys: Mutex<[EntityID: AgencyKey]>

    /// Unwraps the keys of all agencies.
    ///
    /// - Throws: `StoreError.damaged`; `SQLError`.
    init(_ root: RootKey, install: [UInt8], _ connection: any SQLConnection) throws {
        guard let home = try connection.setting("agency").flatMap({ EntityID(bytes: $0) }) else {
            throw StoreError.damaged("agency")
        }
        let maker = root.agencyKeys
        let keys = try Self.keys(maker, connection)
        guard keys[home] != nil else { throw StoreError.damaged("agency key") }
        self.install = install
        self.home = home
        self.maker = maker
        self.keys = Mutex(keys)
        system = SystemSealer(key: root.systemKey(install: install), install: install)
    }

    private static func keys(_ maker: AgencyKeys, _ connection: any SQLConnection) throws -> [EntityID: AgencyKey] {
        var keys: [EntityID: AgencyKey] = [:]
        for row in try connection.query("SELECT id, wrapped FROM agency") {
            guard let id = row.bytes(0).flatMap({ EntityID(bytes: $0) }), let wrapped = row.bytes(1),
                let key = try? maker.open(wrapped)
            else { throw StoreError.damaged("agency key") }
            keys[id] = key
        }
        return keys
    }

    /// Unwraps the keys of agencies that another server made.
    func load(_ connection: any SQLConnection) throws {
        let found = try Self.keys(maker, connection)
        keys.withLock { $0 = found }
    }

    /// - Throws: `StoreError.damaged` for an agency that this instance does not have.
    func key(of agency: EntityID) throws -> AgencyKey {
        guard let key = keys.withLock({ $0[agency] }) else { throw StoreError.damaged("agency key") }
        return key
    }

    func knows(_ agency: EntityID) -> Bool { keys.withLock { $0[agency] != nil } }

    func add(_ key: AgencyKey, of agency: EntityID) { keys.withLock { $0[agency] = key } }
}

/// Seals what belongs to the instance as a whole: accounts, agencies, the state of the audit chain.
struct SystemSealer: Sendable {
    let key: ScopeKey
    let install: [UInt8]

    func seal(_ plaintext: [UInt8], column: String, record: [UInt8], version: Int) throws -> [UInt8] {
        try key.seal(plaintext, at: place(column, record, version))
    }

    /// - Throws: `StoreError.damaged`.
    func open(_ envelope: [UInt8], column: String, record: [UInt8], version: Int) throws -> [UInt8] {
        do { return try key.open(envelope, at: place(column, record, version)) } catch {
            throw StoreError.damaged(column)
        }
    }

    private func place(_ column: String, _ record: [UInt8], _ version: Int) -> Place {
        Place(
            install: install, agency: install, scope: install, table: "system", column: column, record: record,
            version: version)
    }
}
