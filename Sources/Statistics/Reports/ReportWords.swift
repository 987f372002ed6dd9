// SPDX-License-Identifier: Apache-2.0

import Assistance
import Identification
import Standard

/// What codes are called in a report.
public struct ReportWords: Sendable {
    /// What stands for those without an answer.
    public let missing: String
    private let codebook: Codebook
    private let library: DefinitionLibrary

    public init(
        missing: String = "not known", codebook: Codebook = .current, library: DefinitionLibrary = .current
    ) {
        self.missing = missing
        self.codebook = codebook
        self.library = library
    }

    /// A value of a side; names of groups are words already.
    public func label(_ value: String, _ axis: FactAxis) -> String {
        axis.grouping == nil ? label(value, axis.column) : value
    }

    public func label(_ value: String, _ column: FactColumn) -> String {
        if column == .helped || column == .needs {
            return ServiceCatalogue.current[ServiceCode(rawValue: value)]?.title ?? value
        }
        guard let field = Self.fields[column].flatMap({ codebook[$0] }), let list = codebook.picklist(of: field) else {
            return value
        }
        return list[value]?.label ?? value
    }

    /// Whose definition a count goes by.
    public func definition(_ id: String) -> String {
        if id == "authority" { return "what authorities concluded (see the rule of each figure)" }
        return library.definition(id).map { "\($0.title) (\(id)), as the recorded facts meet it" } ?? id
    }

    private static let fields: [FactColumn: FieldName] = [
        .gender: "prs_Gender", .citizenship: "prs_Citizenship", .countryOfRecruitment: "hte_Country",
        .countryOfTransit: "hte_Country", .countryOfExploitation: "wh_CountryOfExploitation",
        .status: "vic_TraffickingStatus", .decidedBy: "vic_TraffickingStatusDecisionMakingOrg",
        .channel: "wh_SignalChannel", .source: "wh_DataSourceType", .trafficker: "vic_RelationshipToTrafficker",
        .forms: "vic_TypeOfExploitation", .labour: "vic_ForcedLabourIndustry",
        .sexualForms: "vic_TypeOfSexExploitation", .means: "vic_MethodsOfControl",
        .recruitment: "vic_MethodOfRecruitment", .vulnerabilities: "vic_Vulnerabilities",
        .barriers: "wh_NeedBarriers",
    ]
}
