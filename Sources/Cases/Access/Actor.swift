// SPDX-License-Identifier: Apache-2.0

/// Somebody who acts: a person with an account, in one of their roles, or whoever holds a key at the console.
public struct Actor: Sendable, Hashable {
    public let id: EntityID
    public let role: Role
    public let agency: EntityID
    /// The first 16 hexadecimal digits of the session token's SHA-256; empty at the console.
    public let session: String
    /// The enrolled device that the session runs on.
    public let device: EntityID?
    /// What a program may do in its owner's name; nil for people. Never more than its owner may.
    public let scopes: Set<Action>?

    public init(
        id: EntityID, role: Role, agency: EntityID, session: String = "", device: EntityID? = nil,
        scopes: Set<Action>? = nil
    ) {
        self.id = id
        self.role = role
        self.agency = agency
        self.session = session
        self.device = device
        self.scopes = scopes
    }
}

/// What is acted upon.
public enum Subject: Sendable, Hashable {
    /// The register as a whole: what of it, is decided case by case.
    case register
    case caseFile(EntityID)
    case person(EntityID)
    case organisation(EntityID)
    case importBatch(EntityID)
    case account(EntityID)
    case agency(EntityID)
    case request(EntityID)

    /// The opaque id that the audit entry holds; nil for the register as a whole.
    public var id: EntityID? {
        switch self {
        case .register: nil
        case .caseFile(let id), .person(let id), .organisation(let id), .importBatch(let id), .account(let id),
            .agency(let id), .request(let id):
            id
        }
    }
}
