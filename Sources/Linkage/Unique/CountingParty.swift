// SPDX-License-Identifier: Apache-2.0

import Vault

/// One party of a round over HTTP, with its secrets: made by the party itself, for one round, and shown to nobody.
public struct CountingParty: Codable, Sendable {
    public enum Role: String, Codable, Sendable, CaseIterable { case agency, server, unit }

    /// What others may know of it: goes into the agreement.
    public struct Card: Codable, Sendable, Equatable {
        public let role: Role
        public let party: UniqueAgreement.Party
    }

    public let role: Role
    public let name: String
    public let address: String?
    /// Signs; hexadecimal.
    private let secret: String
    /// Of a key server.
    public var server: KeyServer?
    /// Of a counting unit: opens token files.
    private let opener: String?

    /// - Parameter address: Where it is called; nil for an agency.
    public init(_ role: Role, name: String, address: String? = nil) {
        (self.role, self.name, self.address) = (role, name, address)
        secret = Hexadecimal.text(RoundMark().secret)
        server = role == .server ? KeyServer(name: name) : nil
        opener = role == .unit ? AgeIdentity.random().text : nil
    }

    /// Nil for a damaged file.
    public var mark: RoundMark? { Hexadecimal.bytes(secret).flatMap { RoundMark(secret: $0) } }
    var identity: AgeIdentity? { opener.flatMap { try? AgeIdentity($0) } }

    /// Nil for a damaged file, and for a server whose key was destroyed.
    public var card: Card? {
        guard let mark else { return nil }
        let party: UniqueAgreement.Party?
        switch role {
        case .agency: party = .init(name: name, key: mark.publicKey)
        case .server:
            party = server?.party.map { .init(name: name, key: $0.bytes, address: address, mark: mark.publicKey) }
        case .unit:
            party = identity.map {
                .init(name: name, key: $0.recipient.key, address: address, mark: mark.publicKey)
            }
        }
        return party.map { Card(role: role, party: $0) }
    }
}
