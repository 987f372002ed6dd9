// SPDX-License-Identifier: Apache-2.0

/// What somebody does here. A person may hold several roles and acts in one at a time. What each role may do stands in
/// `PolicyTable` and in `docs/access.md`.
public enum Role: String, Sendable, Codable, CaseIterable {
    case caseworker
    /// Doctors, nurses, psychologists: the clinical notes.
    case clinician
    /// Where people stay.
    case shelterManager
    case supervisor
    case dataProtectionOfficer
    /// Makes accounts and takes them away; sees no case.
    case userAdministrator
    /// Keeps the server running; sees no case.
    case systemOperator
    /// Village associations, border officers, hotlines: hands in, and reads back only what is their own.
    case firstResponder
    case investigator
    case prosecutor
    /// National coordination: protected counts only.
    case coordinator
    /// Donors and evaluators: protected counts only.
    case donor
    /// Reads the audit log, and of a case only that it exists.
    case auditor
    /// The person a case is about.
    case survivor
    /// Besides the fourteen: whoever holds a key of the register at the console. No account has this role.
    case custodian

    /// Roles whose accounts a second person must agree to (security c.1), and that should sign in with a passkey.
    public var isPrivileged: Bool {
        switch self {
        case .supervisor, .dataProtectionOfficer, .userAdministrator, .systemOperator, .coordinator, .auditor,
            .custodian:
            true
        case .caseworker, .clinician, .shelterManager, .firstResponder, .investigator, .prosecutor, .donor, .survivor:
            false
        }
    }

    /// What the role uses personal data for; empty for those who see none.
    public var purposes: Set<Purpose> { Set(Purpose.allCases.filter(isFor)) }

    /// Whether the role uses personal data for this.
    func isFor(_ purpose: Purpose) -> Bool {
        switch self {
        case .caseworker, .supervisor: purpose == .care || purpose == .safety || purpose == .legalAid
        case .clinician, .shelterManager, .firstResponder: purpose == .care || purpose == .safety
        case .investigator: purpose == .investigation
        case .prosecutor: purpose == .prosecution
        case .survivor: purpose == .care
        case .dataProtectionOfficer, .userAdministrator, .systemOperator, .auditor, .custodian: purpose == .system
        case .coordinator, .donor: false
        }
    }
}

/// Why personal data is used.
public enum Purpose: String, Sendable, Codable, CaseIterable {
    case care, safety, legalAid, investigation, prosecution
    /// Protected counts; never a record.
    case statistics
    /// Running the register itself.
    case system
}
