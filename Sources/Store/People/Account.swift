// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// Somebody who may sign in. All of it but the name lies sealed.
public struct Account: Sendable, Codable, Identifiable {
    public let id: EntityID
    /// The name that the person signs in with. Readable on disk.
    public let name: String
    /// What colleagues call the person; empty when nobody said.
    public var personName: String
    public var agency: EntityID
    /// What the person may act as; one at a time.
    public var roles: [Role]
    public var state: State
    /// Nil until the person has chosen a passphrase.
    public var password: PasswordHash?
    /// The slip that lets the person in once, to choose a passphrase and a second factor.
    public var code: EnrolmentCode?
    /// The secret shared with the person's authenticator program.
    public var seed: TimeCodeSeed?
    /// The last step of it that was accepted: nothing at or before it is right again.
    public var lastStep: Int64?
    public var passkeys: [PasskeyCredential]
    /// SHA-256 of the printed recovery codes that were not used.
    public var recovery: [[UInt8]]
    /// The private key that opens what was sealed for this person; nil before the first sign-in.
    public var key: KeptKey?
    /// The computers that the person called their own.
    public var devices: [Device]
    /// What programs sign in with in the person's name.
    public var programs: [Program]
    /// Questions to the numbers that the person kept.
    public var tables: [SavedTable] = []
    /// Milliseconds since 1970.
    public var lastSignIn: Int64?
    /// Where the person is told that something waits; nil for nowhere.
    public var noticeAddress: String?
    /// When the person was told so last, in milliseconds since 1970.
    public var toldAt: Int64?
    /// Who made the account; nil at the console.
    public var createdBy: EntityID?
    public var version: Int

    public enum State: String, Sendable, Codable, CaseIterable {
        case active
        /// A second person has not agreed yet.
        case waiting
        case disabled
    }

    /// A question to the numbers, as an address has it: what by what, when. Says nothing of any person.
    public struct SavedTable: Sendable, Codable, Hashable {
        public let name: String
        public let query: String

        public init(name: String, query: String) {
            self.name = name
            self.query = query
        }
    }

    /// A slip, of which only the digest is kept.
    public struct EnrolmentCode: Sendable, Codable, Hashable {
        /// SHA-256 of the code.
        public var digest: [UInt8]
        /// When it stops working, in milliseconds since 1970.
        public var expires: Int64

        public init(digest: [UInt8], expires: Int64) {
            self.digest = digest
            self.expires = expires
        }
    }

    /// A private key as it is kept: wrapped twice, open nowhere.
    public struct KeptKey: Sendable, Codable, Hashable {
        /// 32 bytes that others share compartments with.
        public var publicKey: [UInt8]
        public var byPassphrase: [UInt8]
        public var byRecoverySecret: [UInt8]

        public init(publicKey: [UInt8], byPassphrase: [UInt8], byRecoverySecret: [UInt8]) {
            self.publicKey = publicKey
            self.byPassphrase = byPassphrase
            self.byRecoverySecret = byRecoverySecret
        }
    }

    /// A computer or telephone that carries a cookie of its own.
    public struct Device: Sendable, Codable, Hashable, Identifiable {
        public let id: EntityID
        /// What the person calls it.
        public var name: String
        /// SHA-256 of the cookie.
        public var digest: [UInt8]
        /// Milliseconds since 1970.
        public var added: Int64

        public init(id: EntityID, name: String, digest: [UInt8], added: Int64) {
            self.id = id
            self.name = name
            self.digest = digest
            self.added = added
        }
    }

    /// A program's way in: never more than its owner may, never the second tier.
    public struct Program: Sendable, Codable, Hashable, Identifiable {
        /// Stands in the token, too.
        public let id: String
        /// What the person calls it.
        public let name: String
        /// SHA-256 of the token.
        public let digest: [UInt8]
        public let role: Role
        public let scopes: [Action]
        /// Milliseconds since 1970.
        public let expires: Int64
        public var lastUsed: Int64?

        public init(id: String, name: String, digest: [UInt8], role: Role, scopes: [Action], expires: Int64) {
            self.id = id
            self.name = name
            self.digest = digest
            self.role = role
            self.scopes = scopes
            self.expires = expires
        }
    }

    public init(
        id: EntityID = .random(), name: String, agency: EntityID, roles: [Role], state: State = .active,
        version: Int = 0
    ) {
        self.id = id
        self.name = name
        self.agency = agency
        self.roles = roles
        self.state = state
        self.version = version
        personName = ""
        recovery = []
        passkeys = []
        devices = []
        programs = []
    }

    /// The role that a session begins in: the first of the list.
    public var firstRole: Role { roles.first ?? .survivor }
    /// Whether something besides the passphrase is asked for.
    public var hasSecondFactor: Bool { seed != nil || !passkeys.isEmpty }
    /// The names of the passkeys, as browsers know them.
    public var passkeyIDs: [String] { passkeys.map(\.id) }
    /// Whether one of the roles needs a second person to grant it.
    public var isPrivileged: Bool { roles.contains(where: \.isPrivileged) }
    /// The account as the policy sees it.
    ///
    /// - Parameter role: One of its roles; nil for the first.
    public func actor(
        as role: Role? = nil, session: String = "", device: EntityID? = nil, scopes: Set<Action>? = nil
    ) -> Actor {
        Actor(
            id: id, role: role ?? firstRole, agency: agency, session: session, device: device, scopes: scopes)
    }

    /// What colleagues see.
    public var calledName: String { personName.isEmpty ? name : personName }
}

extension Account {
    private enum Key: String, CodingKey {
        case id, name, personName, agency, roles, state, password, code, seed, lastStep, passkeys, recovery, key,
            devices, programs, tables
        case lastSignIn, noticeAddress, toldAt, createdBy, version
        /// As accounts were written at first.
        case role, codeDigest, codeExpires
    }

    /// Where a decoder is told the agency of accounts that were written before there were several.
    static let agencyInfo = CodingUserInfoKey(rawValue: "agency")!

    /// Reads an account in any form that was ever written.
    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        id = try box.decode(EntityID.self, forKey: .id)
        name = try box.decode(String.self, forKey: .name)
        personName = try box.decodeIfPresent(String.self, forKey: .personName) ?? ""
        if let own = decoder.userInfo[Self.agencyInfo] as? EntityID, !box.contains(.agency) {
            agency = own
        } else {
            agency = try box.decode(EntityID.self, forKey: .agency)
        }
        roles = try box.decodeIfPresent([Role].self, forKey: .roles) ?? [box.decode(Role.self, forKey: .role)]
        state = try box.decodeIfPresent(State.self, forKey: .state) ?? .active
        password = try box.decodeIfPresent(PasswordHash.self, forKey: .password)
        code = try box.decodeIfPresent(EnrolmentCode.self, forKey: .code)
        if let digest = try box.decodeIfPresent([UInt8].self, forKey: .codeDigest) {
            code = EnrolmentCode(digest: digest, expires: try box.decode(Int64.self, forKey: .codeExpires))
        }
        seed = try box.decodeIfPresent(TimeCodeSeed.self, forKey: .seed)
        lastStep = try box.decodeIfPresent(Int64.self, forKey: .lastStep)
        passkeys = try box.decodeIfPresent([PasskeyCredential].self, forKey: .passkeys) ?? []
        recovery = try box.decodeIfPresent([[UInt8]].self, forKey: .recovery) ?? []
        key = try box.decodeIfPresent(KeptKey.self, forKey: .key)
        devices = try box.decodeIfPresent([Device].self, forKey: .devices) ?? []
        programs = try box.decodeIfPresent([Program].self, forKey: .programs) ?? []
        tables = try box.decodeIfPresent([SavedTable].self, forKey: .tables) ?? []
        lastSignIn = try box.decodeIfPresent(Int64.self, forKey: .lastSignIn)
        noticeAddress = try box.decodeIfPresent(String.self, forKey: .noticeAddress)
        toldAt = try box.decodeIfPresent(Int64.self, forKey: .toldAt)
        createdBy = try box.decodeIfPresent(EntityID.self, forKey: .createdBy)
        version = try box.decode(Int.self, forKey: .version)
    }

    public func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Key.self)
        try box.encode(id, forKey: .id)
        try box.encode(name, forKey: .name)
        try box.encode(personName, forKey: .personName)
        try box.encode(agency, forKey: .agency)
        try box.encode(roles, forKey: .roles)
        try box.encode(state, forKey: .state)
        try box.encodeIfPresent(password, forKey: .password)
        try box.encodeIfPresent(code, forKey: .code)
        try box.encodeIfPresent(seed, forKey: .seed)
        try box.encodeIfPresent(lastStep, forKey: .lastStep)
        try box.encode(passkeys, forKey: .passkeys)
        try box.encode(recovery, forKey: .recovery)
        try box.encodeIfPresent(key, forKey: .key)
        try box.encode(devices, forKey: .devices)
        try box.encode(programs, forKey: .programs)
        try box.encode(tables, forKey: .tables)
        try box.encodeIfPresent(lastSignIn, forKey: .lastSignIn)
        try box.encodeIfPresent(noticeAddress, forKey: .noticeAddress)
        try box.encodeIfPresent(toldAt, forKey: .toldAt)
        try box.encodeIfPresent(createdBy, forKey: .createdBy)
        try box.encode(version, forKey: .version)
    }
}

extension Account {
    /// Reads JSON as it once was written, for the tests.
    package init(oldForm json: String, agency: EntityID) throws {
        let decoder = JSONDecoder()
        decoder.userInfo[Self.agencyInfo] = agency
        self = try decoder.decode(Account.self, from: Data(json.utf8))
    }
}
