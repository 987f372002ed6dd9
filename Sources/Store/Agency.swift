// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Synchronization
import Vault

/// One of the organisations that share a server. Each sees only its own, unless something was shared with it.
public struct Agency: Sendable, Hashable, Identifiable {
    public let id: EntityID
    /// As its staff see it.
    public var name: String
    public var settings: Settings
    /// 1 for the first; 0 for an agency of an older register that was never changed.
    public let version: Int

    /// What an agency decides for itself.
    public struct Settings: Sendable, Hashable, Codable {
        public var reviewTrigger = ReviewTrigger.sensitive
        public var secondFactor = SecondFactor.required
        /// Settings of other parts, by their own names, so that each part can keep its own.
        public var more: [String: String] = [:]

        public init() {}

        /// Takes part in nothing for now: nothing is sent to it, and it sees nothing that was.
        public var isSuspended: Bool {
            get { more["suspended"] == "yes" }
            set { more["suspended"] = newValue ? "yes" : nil }
        }

        /// Where it is, such as `Asia/Colombo`: the day on which it answers is the day there. Nil for where the server
        /// says that its office is.
        public var zone: String? {
            get { more["zone"] }
            set { more["zone"] = newValue }
        }
    }

    /// Whether everybody must sign in with a second factor.
    public enum SecondFactor: String, Sendable, Codable, CaseIterable { case required, optional }

    /// What is sealed of it.
    struct Body: Codable {
        let name: String
        let settings: Settings
    }
}

extension CaseStore {
    /// The agencies of this server, the one it was made for first, then by name.
    public func agencies() async throws -> [Agency] {
        let rows = try await database.read { try $0.query("SELECT id, version, sealed FROM agency") }
        return try rows.map { try agency(from: $0) }.sorted { a, b in
            (a.id == keys.home ? 0 : 1, a.name, a.id) < (b.id == keys.home ? 0 : 1, b.name, b.id)
        }
    }

    /// One agency.
    ///
    /// - Throws: `StoreError.notFound`.
    public func agency(_ id: EntityID) async throws -> Agency {
        let found = try await database.read {
            try $0.query("SELECT id, version, sealed FROM agency WHERE id = \(id.bytes)").first
        }
        guard let found else { throw StoreError.notFound }
        return try agency(from: found)
    }

    /// All agencies as they stand in the transaction at hand.
    func agencies(_ connection: any SQLConnection) throws -> [Agency] {
        try connection.query("SELECT id, version, sealed FROM agency").map { try agency(from: $0) }
    }

    private func agency(from row: SQLRow) throws -> Agency {
        guard let bytes = row.bytes(0), let id = EntityID(bytes: bytes), let version = row.int(1) else {
            throw StoreError.damaged("agency")
        }
        guard let sealed = row.bytes(2) else {
            return Agency(id: id, name: organisation, settings: .init(), version: version)
        }
        let open = try keys.system.open(sealed, column: "agency", record: bytes, version: version)
        let body = try JSONDecoder().decode(Agency.Body.self, from: Data(open))
        return Agency(id: id, name: body.name, settings: body.settings, version: version)
    }

    /// Makes a new agency with keys of its own, and its audit entry.
    ///
    /// - Parameter permit: For `agencyManage`.
    /// - Returns: its id.
    public func createAgency(named name: String, permit: Permit) async throws -> EntityID {
        try permit.covers(.agencyManage)
        let id = EntityID.random()
        let (key, wrapped) = keys.maker.make()
        let sealed = try keys.system.seal(Agency.Body(name: name, settings: .init()), id, version: 1)
        try await database.write { connection in
            try connection.execute(
                "INSERT INTO agency (id, wrapped, version, sealed) VALUES (\(id.bytes), \(wrapped), 1, \(sealed))")
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, about: id, act: act, count: 1), connection)
            try self.tell([.agency(id)], connection)
            connection.afterCommit {
                self.keys.add(key, of: id)
                self.index.withLock { $0.take(.tier(.agency(id, name: name))) }
            }
        }
        return id
    }

    /// Writes the name and settings of an agency, next to the version that was read.
    ///
    /// - Throws: `StoreError.conflict` when it was changed since; `.notFound`.
    public func save(_ agency: Agency, permit: Permit) async throws {
        try permit.covers(.agencyManage, .settingsManage)
        try await write(agency, permit)
    }

    /// Writes an agency as it is given, and the audit entry.
    func write(_ agency: Agency, _ permit: Permit) async throws {
        let (id, version) = (agency.id, agency.version + 1)
        let body = Agency.Body(name: agency.name, settings: agency.settings)
        let sealed = try keys.system.seal(body, id, version: version)
        try await database.write { connection in
            let changed = try connection.execute(
                """
                UPDATE agency SET version = \(version), sealed = \(sealed)
                WHERE id = \(id.bytes) AND version = \(agency.version)
                """)
            guard changed == 1 else {
                let now = try connection.query("SELECT version FROM agency WHERE id = \(id.bytes)").first?.int(0)
                throw now.map { StoreError.conflict(id, current: $0) } ?? StoreError.notFound
            }
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, about: id, act: act, count: 1), connection)
            try self.tell([.agency(id)], connection)
            connection.afterCommit {
                self.index.withLock {
                    $0.take(.tier(.agency(id, name: agency.name, isSuspended: agency.settings.isSuspended)))
                }
            }
        }
    }
}

extension SystemSealer {
    func seal(_ body: Agency.Body, _ id: EntityID, version: Int) throws -> [UInt8] {
        try seal(Array(try JSONEncoder().encode(body)), column: "agency", record: id.bytes, version: version)
    }
}
