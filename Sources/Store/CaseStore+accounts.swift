// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// Somebody who may sign in.
public struct Account: Sendable, Codable, Identifiable {
    public let id: EntityID
    /// The name that the person signs in with. Readable on disk.
    public let name: String
    public let role: Role
    /// All roles that the person may act in; nil for the one above alone.
    public var roles: [Role]?
    /// Nil for the agency that the register was made for.
    public var agency: EntityID?
    /// Nil until the person has chosen a passphrase.
    public var password: PasswordHash?
    /// SHA-256 of the one-time code that lets the person choose one; nil once used.
    public var codeDigest: [UInt8]?
    /// When the code stops working, in milliseconds since 1970.
    public var codeExpires: Int64?
    public var version: Int

    public init(
        id: EntityID, name: String, role: Role, roles: [Role]? = nil, agency: EntityID? = nil,
        password: PasswordHash? = nil, codeDigest: [UInt8]? = nil, codeExpires: Int64? = nil, version: Int = 0
    ) {
        self.roles = roles
        self.agency = agency
        self.id = id
        self.name = name
        self.role = role
        self.password = password
        self.codeDigest = codeDigest
        self.codeExpires = codeExpires
        self.version = version
    }

    /// The roles that the person may act in, the first by default.
    public var allRoles: [Role] { roles ?? [role] }
}

extension CaseStore {
    /// What the install mixes into every password verifier.
    public var passwordPepper: Pepper { pepper }

    /// The account of this name, letter case aside.
    public func account(named name: String) async throws -> Account? {
        let wanted = name.lowercased()
        return try await accounts { try $0.query("SELECT id, version, sealed FROM account WHERE name = \(wanted)") }
            .first
    }

    /// The account with this id.
    public func account(_ id: EntityID) async throws -> Account? {
        try await accounts { try $0.query("SELECT id, version, sealed FROM account WHERE id = \(id.bytes)") }.first
    }

    /// How many accounts there are.
    public func accountCount() async throws -> Int {
        try await database.read { try $0.query("SELECT COUNT(*) FROM account").first?.int(0) ?? 0 }
    }

    /// Writes an account: a new one (version 0), or the next version of the one that was read. With its audit entry.
    ///
    /// - Throws: `StoreError.accountExists` for a taken name; `.conflict` when it was changed since.
    public func save(_ account: Account, action: String) async throws {
        var next = account
        next.version += 1
        let sealed = try keys.system.seal(
            Array(try JSONEncoder().encode(next)), column: "account", record: account.id.bytes, version: next.version)
        let version = next.version
        try await database.write { connection in
            if account.version == 0 {
                do {
                    try connection.execute(
                        """
                        INSERT INTO account (id, name, version, sealed)
                        VALUES (\(account.id.bytes), \(account.name.lowercased()), \(version), \(sealed))
                        """)
                } catch let error as SQLError where error.kind == .unique { throw StoreError.accountExists }
            } else {
                let changed = try connection.execute(
                    """
                    UPDATE account SET version = \(version), sealed = \(sealed)
                    WHERE id = \(account.id.bytes) AND version = \(account.version)
                    """)
                guard changed == 1 else { throw StoreError.conflict(account.id, current: account.version + 1) }
            }
            try self.append(self.entry(account, action: action, seq: try self.trail.begin(connection)), connection)
        }
    }

    /// Writes an audit entry about an account that changes nothing: a sign-in, a failure, a sign-out.
    public func note(_ account: Account, action: String, outcome: String = "done") async throws {
        try await note(entry(account, action: action, seq: 0, outcome: outcome))
    }

    private func entry(_ account: Account, action: String, seq: Int, outcome: String = "done") -> Act {
        let actor = Actor(id: account.id, role: account.role, agency: agency)
        var act = Act(
            actor, action, account.id, purpose: .system, outcome: outcome, count: 1, at: wall.now())
        act.seq = seq
        return act
    }

    private func accounts(_ query: @escaping @Sendable (any SQLConnection) throws -> [SQLRow]) async throws -> [Account]
    {
        try await database.read(query).map { row in
            guard let id = row.bytes(0), let version = row.int(1), let sealed = row.bytes(2) else {
                throw StoreError.damaged("account")
            }
            let open = try keys.system.open(sealed, column: "account", record: id, version: version)
            return try JSONDecoder().decode(Account.self, from: Data(open))
        }
    }
}
