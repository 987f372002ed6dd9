// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Interchange

/// What a public file can say of people: columns of CTDC that say one thing together and are chosen together. There is
/// none for names, numbers, contacts, days or free text, so none of these can be published.
public enum PublicationTopic: String, Sendable, Codable, CaseIterable {
    case year, age, majority, gender, citizenship, country, types, labour, sex, recruiter, abduction, means

    /// The columns, by their headers in CTDC's files.
    public var columns: [String] {
        if self == .means { return QuasiIdentifiers.ctdc.details }
        return QuasiIdentifiers.ctdc.families.first { $0.columns.contains(anchor.header) }?.columns ?? []
    }

    /// The topic that a column belongs to; nil for one that follows from others.
    init?(column: String) {
        guard let found = Self.allCases.first(where: { $0.columns.contains(column) }) else { return nil }
        self = found
    }

    private var anchor: CTDCColumn {
        switch self {
        case .year: .yearOfRegistration
        case .age: .ageBroad
        case .majority: .majorityStatusAtExploit
        case .gender: .gender
        case .citizenship: .citizenship
        case .country: .CountryOfExploitation
        case .types: .isForcedLabour
        case .labour: .typeOfLabourAgriculture
        case .sex: .typeOfSexProstitution
        case .recruiter: .recruiterRelationIntimatePartner
        case .abduction: .isAbduction
        case .means: .meansOfControlDebtBondage
        }
    }
}
