// SPDX-License-Identifier: Apache-2.0

import Standard

/// What a role may do with a class of content, before anything about the case is known.
public enum Cell: UInt8, Sendable, CaseIterable {
    /// The role does not know that the class exists.
    case none
    case read
    /// Read, write, remove.
    case write
    /// `read` through a mask.
    case minimum, firstName, contact
    /// Read and write what is one's own; read only what is one's own.
    case own, ownRead
    /// Hand in, and read and correct one's own until it is taken up.
    case submit
    /// Read only, behind the second factor.
    case stepUpRead
    /// Read, and read and write, with a signed-in user's key (second tier).
    case compartmentRead, compartmentWrite
    /// Read while the record waits for review.
    case reviewRead
    /// One named officer, one look at a time, under a consent to exactly this (second tier).
    case named

    var isWritable: Bool {
        switch self {
        case .write, .own, .submit, .compartmentWrite: true
        case .none, .read, .minimum, .firstName, .contact, .ownRead, .stepUpRead, .compartmentRead,
            .reviewRead, .named:
            false
        }
    }
    var mask: MaskKind? {
        switch self {
        case .minimum: .minimum
        case .firstName: .firstName
        case .contact: .contact
        case .none, .read, .write, .own, .ownRead, .submit, .stepUpRead, .compartmentRead, .compartmentWrite,
            .reviewRead, .named:
            nil
        }
    }
}

/// The rules that a decision passes, beside the cells. Each can be taken out to show that something then fails.
public enum PolicyRule: Int, Sendable, CaseIterable {
    case erasedIsHidden, mergedShowsIdOnly, outsidersAreHidden, draftsStayInside, assignmentIsNeeded, ownIsNeeded
    case submittedUntilTakenUp, referralNeedsConsent, coManagingNeedsConsent, expiredReferralIsHidden
    case purposeIsTheRoles, wholeRecordActionsAreForF0, secondTierIsNotListed
    case secondTierNeedsStepUp, secondTierNeedsDevice, stepUpReadNeedsStepUp, printNeedsStepUp, exportNeedsStepUp
    case mergeNeedsStepUp, approveNeedsStepUp, adminNeedsStepUp, adminNeedsDevice, breakGlassNeedsStepUp
    case lockedTakesNoEdit, lockedTakesNoDelete, lockedTakesNoExport, lockedTakesNoShare, lockedTakesNoMerge
    case archivedTakesNoWriting, closedTakesNoDelete, holdTakesNoDelete, unverifiedIsNotShared, shareNeedsConsent
    case approverIsAnother, brokenGlassOnlyReads, brokenGlassNeverExports, brokenGlassNeverPrints
    case sensitiveEditsAreReviewed, deletionsAreReviewed, exportsNeedASecond, secondTierSharesNeedASecond
    case pendingIsMarked, referralIsReadOnly, coManagingIsLimited
}

/// The rules that hold: all of them, but in tests of the tests.
struct PolicyRules: Sendable, Hashable {
    private var bits = UInt64.max

    func holds(_ rule: PolicyRule) -> Bool { bits & (1 << UInt64(rule.rawValue)) != 0 }

    mutating func remove(_ rule: PolicyRule) { bits &= ~(1 << UInt64(rule.rawValue)) }
}

/// Everything that `Policy.decide` goes by: a cell for each role, kind of relation and class, and the rules.
public struct PolicyTable: Sendable, Hashable {
    /// The relations that show anything.
    public enum Side: Int, Sendable, CaseIterable { case owner, referral, coManaged }

    private var cells: [Cell]
    private(set) var rules = PolicyRules()

    /// The policy in force; `docs/access.md` says it in words.
    public static let current = PolicyTable()

    private init() {
        let count = FieldClass.allCases.count
        cells = []
        for role in Role.allCases {
            for side in Side.allCases {
                let row = Self.row(role, side)
                precondition(row.count == count, "a row has a cell for each class")
                cells += row
            }
        }
    }

    /// The cell of a role for a class.
    public func cell(_ role: Role, _ side: Side, _ fieldClass: FieldClass) -> Cell {
        cells[Self.place(role, side, fieldClass)]
    }

    /// The same table with one cell changed, for tests of the tests.
    func with(_ cell: Cell, for role: Role, _ side: Side, _ fieldClass: FieldClass) -> PolicyTable {
        var copy = self
        copy.cells[Self.place(role, side, fieldClass)] = cell
        return copy
    }

    /// The same table without one rule, for tests of the tests.
    func without(_ rule: PolicyRule) -> PolicyTable {
        var copy = self
        copy.rules.remove(rule)
        return copy
    }

    private static func place(_ role: Role, _ side: Side, _ fieldClass: FieldClass) -> Int {
        (role.number * Side.allCases.count + side.rawValue) * FieldClass.allCases.count + Int(fieldClass.number)
    }

    /// Twelve cells, F0 to F11.
    private static func row(_ role: Role, _ side: Side) -> [Cell] {
        switch side {
        case .owner: owner(role)
        case .referral: referral(role)
        case .coManaged: coManaged(role)
        }
    }

    private static let nothing = [Cell](repeating: .none, count: 12)
    private static let idOnly: [Cell] = [.read] + [Cell](repeating: .none, count: 11)

    private static func owner(_ role: Role) -> [Cell] {
        switch role {
        // F0 to F11
        case .caseworker:
            [
                .write, .write, .write, .write, .write, .compartmentRead, .none, .write, .write, .write, .write,
                .stepUpRead,
            ]
        case .clinician:
            [.read, .read, .read, .read, .read, .none, .compartmentWrite, .none, .none, .none, .read, .none]
        case .shelterManager:
            [.read, .minimum, .firstName, .read, .own, .compartmentWrite, .none, .none, .none, .none, .read, .none]
        case .supervisor:
            [.read, .read, .read, .read, .read, .none, .none, .read, .read, .read, .read, .none]
        case .dataProtectionOfficer:
            [
                .read, .reviewRead, .reviewRead, .reviewRead, .reviewRead, .none, .none, .reviewRead, .reviewRead,
                .none, .reviewRead, .none,
            ]
        case .firstResponder:
            [.submit, .submit, .submit, .submit, .submit, .none, .none, .submit, .none, .none, .submit, .none]
        case .investigator:
            [.write, .write, .write, .read, .write, .none, .none, .write, .write, .read, .read, .none]
        case .prosecutor:
            [.read, .read, .read, .none, .read, .none, .none, .write, .write, .read, .read, .none]
        case .survivor: [.ownRead, .ownRead, .none, .none, .ownRead, .none, .none, .none, .none, .none, .none, .none]
        case .custodian:
            [.write, .write, .write, .write, .write, .none, .none, .write, .write, .write, .write, .none]
        case .userAdministrator, .systemOperator, .auditor: idOnly
        case .coordinator, .donor: nothing
        }
    }

    private static func referral(_ role: Role) -> [Cell] {
        switch role {
        case .caseworker, .supervisor:
            [.read, .read, .read, .read, .read, .none, .none, .none, .none, .read, .read, .none]
        case .clinician:
            [.read, .read, .read, .read, .read, .none, .none, .none, .none, .none, .read, .none]
        case .shelterManager:
            [.read, .minimum, .firstName, .read, .none, .none, .none, .none, .none, .none, .none, .none]
        case .investigator, .prosecutor:
            [.read, .read, .read, .contact, .read, .named, .named, .read, .read, .read, .read, .read]
        case .dataProtectionOfficer, .userAdministrator, .systemOperator, .firstResponder, .coordinator, .donor,
            .auditor, .survivor, .custodian:
            nothing
        }
    }

    private static func coManaged(_ role: Role) -> [Cell] {
        switch role {
        case .caseworker:
            [.read, .write, .write, .write, .write, .none, .none, .none, .none, .write, .write, .none]
        case .clinician:
            [.read, .read, .read, .read, .read, .none, .none, .none, .none, .none, .read, .none]
        case .shelterManager:
            [.read, .minimum, .firstName, .read, .own, .none, .none, .none, .none, .none, .read, .none]
        case .supervisor:
            [.read, .read, .read, .read, .read, .none, .none, .none, .none, .read, .read, .none]
        case .dataProtectionOfficer, .userAdministrator, .systemOperator, .firstResponder, .investigator, .prosecutor,
            .coordinator, .donor, .auditor, .survivor, .custodian:
            nothing
        }
    }
}

extension Role {
    /// The position in `allCases`.
    var number: Int {
        switch self {
        case .caseworker: 0
        case .clinician: 1
        case .shelterManager: 2
        case .supervisor: 3
        case .dataProtectionOfficer: 4
        case .userAdministrator: 5
        case .systemOperator: 6
        case .firstResponder: 7
        case .investigator: 8
        case .prosecutor: 9
        case .coordinator: 10
        case .donor: 11
        case .auditor: 12
        case .survivor: 13
        case .custodian: 14
        }
    }

    /// Sees a case only when it is assigned to them.
    package var needsAssignment: Bool {
        switch self {
        case .caseworker, .clinician, .shelterManager, .investigator, .prosecutor: true
        case .supervisor, .dataProtectionOfficer, .userAdministrator, .systemOperator, .firstResponder, .coordinator,
            .donor, .auditor, .survivor, .custodian:
            false
        }
    }

    /// May break the glass of a case of their agency.
    public var mayBreakGlass: Bool {
        switch self {
        case .caseworker, .clinician, .shelterManager, .supervisor: true
        case .dataProtectionOfficer, .userAdministrator, .systemOperator, .firstResponder, .investigator, .prosecutor,
            .coordinator, .donor, .auditor, .survivor, .custodian:
            false
        }
    }
}
