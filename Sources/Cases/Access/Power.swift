// SPDX-License-Identifier: Apache-2.0

/// What a role may do in the office as a whole, apart from any one case.
public enum Power: String, Sendable, Codable, CaseIterable {
    /// Lists and searches; what stands in them is decided case by case.
    case listCases
    case registerCase
    case importFile, exportRegister, publishDataset
    case seeOrganisations, editOrganisations
    /// Accounts, roles, sessions and devices of others.
    case manageAccounts
    /// Gives the cases of somebody who leaves to somebody else.
    case reassign
    /// The second person.
    case approveRequests
    case readAudit, readAlerts
    case manageAgencies, manageAgreements, manageSettings
    /// The matrix of who may do what.
    case readPolicy
}

extension Role {
    /// What the role may do in the office as a whole.
    public var powers: Set<Power> {
        switch self {
        case .caseworker: [.listCases, .registerCase, .importFile, .seeOrganisations, .editOrganisations]
        case .clinician, .shelterManager, .prosecutor: [.listCases, .seeOrganisations]
        case .investigator: [.listCases, .registerCase, .seeOrganisations, .editOrganisations]
        case .supervisor:
            [
                .listCases, .exportRegister, .publishDataset, .seeOrganisations, .editOrganisations, .reassign,
                .approveRequests, .readAudit, .readAlerts, .manageAgreements, .readPolicy,
            ]
        case .dataProtectionOfficer:
            [.listCases, .publishDataset, .approveRequests, .readAudit, .readAlerts, .readPolicy]
        case .userAdministrator: [.manageAccounts, .reassign, .readPolicy]
        case .systemOperator: [.manageAgencies, .manageSettings, .readPolicy]
        case .firstResponder: [.listCases, .registerCase]
        case .coordinator: [.publishDataset]
        case .donor, .survivor: []
        case .auditor: [.listCases, .readAudit, .readAlerts, .readPolicy]
        case .custodian:
            [
                .registerCase, .importFile, .exportRegister, .publishDataset, .manageAccounts, .reassign,
                .approveRequests, .readAudit, .manageAgencies, .manageSettings,
            ]
        }
    }
}
