// SPDX-License-Identifier: Apache-2.0

import Standard

/// Somebody who acts: a person with an account, or whoever holds a key at the command line.
public struct Actor: Sendable, Hashable {
    public let id: EntityID
    public let role: Role
    public let agency: EntityID

    public init(id: EntityID, role: Role, agency: EntityID) {
        self.id = id
        self.role = role
        self.agency = agency
    }
}

public enum Role: String, Sendable, Codable, CaseIterable {
    /// The one account that `wayhouse init` creates.
    case owner
    /// Whoever unseals the register at the command line with a key of their own.
    case custodian
}

/// What an actor wants to do. Raw values are `noun.verb` and stand in the audit log.
public enum Action: String, Sendable, Codable, CaseIterable {
    case registerList = "register.list"
    case registerSearch = "register.search"
    case caseRead = "case.read"
    case caseRegister = "case.register"
    case recordEdit = "record.edit"
    case recordRemove = "record.remove"
    case importCommit = "import.commit"
    case importUndo = "import.undo"
    case registerExport = "register.export"
    case datasetPublish = "dataset.publish"
    case auditRead = "audit.read"
    case instanceVerify = "instance.verify"
}

/// Why personal data is used.
public enum Purpose: String, Sendable, Codable, CaseIterable {
    case care, statistics, system
}

/// What is acted upon.
public enum Subject: Sendable, Hashable {
    /// Everything in the actor's agency.
    case register
    case caseFile(EntityID)
    case person(EntityID)
    case importBatch(EntityID)

    /// The opaque id that the audit entry holds; nil for the register as a whole.
    public var id: EntityID? {
        switch self {
        case .register: nil
        case .caseFile(let id), .person(let id), .importBatch(let id): id
        }
    }
}

/// Leave to do one thing to one subject. Made only by `Policy`; it is also the audit entry, written in the same
/// transaction as what it allows.
public struct Permit: Sendable, Hashable {
    public let actor: Actor
    public let action: Action
    public let subject: Subject
    public let purpose: Purpose
    /// The classes of content that may be opened or written.
    public let classes: Set<FieldClass>

    init(actor: Actor, action: Action, subject: Subject, purpose: Purpose, classes: Set<FieldClass>) {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.purpose = purpose
        self.classes = classes
    }
}

/// An act that the policy does not allow.
public struct Refusal: Error, Sendable, Hashable {
    public let action: Action
    public let reason: String
}

/// Who may do what: one pure function of its arguments.
public enum Policy {
    /// Leave for `actor` to do `action` to `subject` for `purpose`.
    ///
    /// - Throws: `Refusal` when the role may not.
    public static func permit(
        _ actor: Actor, to action: Action, _ subject: Subject, for purpose: Purpose = .care
    ) throws(Refusal) -> Permit {
        let classes: Set<FieldClass>
        switch (actor.role, action) {
        case (.owner, .datasetPublish), (.custodian, .datasetPublish): classes = [.f0, .f1, .f5]
        case (.owner, .auditRead), (.custodian, .auditRead), (.owner, .instanceVerify), (.custodian, .instanceVerify):
            classes = [.f0]
        case (.owner, _): classes = Set(FieldClass.allCases)
        case (.custodian, .importCommit), (.custodian, .importUndo), (.custodian, .registerExport),
            (.custodian, .caseRegister):
            classes = Set(FieldClass.allCases)
        case (.custodian, .registerList), (.custodian, .registerSearch), (.custodian, .caseRead),
            (.custodian, .recordEdit), (.custodian, .recordRemove):
            throw Refusal(action: action, reason: "A key at the command line opens no single case; sign in for that.")
        }
        return Permit(actor: actor, action: action, subject: subject, purpose: purpose, classes: classes)
    }
}
