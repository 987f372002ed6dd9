// SPDX-License-Identifier: Apache-2.0

import Disclosure

extension QuasiIdentifiers {
    /// The quasi-identifiers of the 63 CTDC columns: all of them, in two tiers, so that no choice of columns finds
    /// fewer than k people.
    ///
    /// What others can know (when and where somebody was registered and exploited, who they are, as what and through
    /// whom) decides whether a row is let out. CTDC's release of 2021 held these at 11 or more but for what was derived
    /// from them and for the recruiter; both are counted here. What was done to control a person is known to the
    /// exploiter, who must not find them either; counted as the others, it would leave hardly a row, so it is emptied
    /// where fewer than k like rows share it.
    public static let ctdc = QuasiIdentifiers(
        // The easiest to coarsen first: advice names them in this order when all would help alike.
        families: [
            family(.yearOfRegistration), family(.ageBroad), family(.citizenship), family(.CountryOfExploitation),
            family("majorityStatusAtExploit and majorityEntry", [.majorityStatusAtExploit, .majorityEntry]),
            family("the typeOfLabour columns", labour), family("the typeOfSex columns", sex),
            family("the recruiterRelation columns", recruiter),
            family("the types of exploitation (is… columns)", types),
            family(.isAbduction), family(.gender), family(.Datasource),
        ],
        derivations: [
            arrow(.majorityStatus, [.ageBroad]),
            arrow(.isSexAndLabour, [.isForcedLabour, .isSexualExploit]),
            arrow(.typeOfLabourNotSpecified, labour + [.isForcedLabour]),
            arrow(.recruiterRelationUnknown, recruiter),
            arrow(.meansOfControlNotSpecified, means),
            arrow(.typeOfExploitConcatenated, types + [.isSexAndLabour]),
            arrow(.typeOfLabourConcatenated, labour + [.typeOfLabourNotSpecified]),
            arrow(.typeOfSexConcatenated, sex),
            arrow(.RecruiterRelationship, recruiter + [.recruiterRelationUnknown]),
            arrow(.meansOfControlConcatenated, means + [.meansOfControlNotSpecified]),
        ],
        details: means.map(\.header))

    private static let types = CTDCColumn.span(.isForcedLabour, .isSlaveryAndPractices).filter { $0 != .isSexAndLabour }
    private static let labour = CTDCColumn.span(.typeOfLabourAgriculture, .typeOfLabourOther)
    private static let sex = CTDCColumn.span(.typeOfSexProstitution, .typeOfSexPrivateSexualServices)
    private static let recruiter = CTDCColumn.span(.recruiterRelationIntimatePartner, .recruiterRelationOther)
    private static let means = CTDCColumn.span(.meansOfControlDebtBondage, .meansOfControlOther)

    private static func family(_ column: CTDCColumn) -> Family { Family(column.header, [column.header]) }

    private static func family(_ name: String, _ columns: [CTDCColumn]) -> Family {
        Family(name, columns.map(\.header))
    }

    private static func arrow(_ column: CTDCColumn, _ sources: [CTDCColumn]) -> Derivation {
        Derivation(column.header, from: sources.map(\.header))
    }
}
