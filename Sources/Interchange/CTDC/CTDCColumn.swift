// SPDX-License-Identifier: Apache-2.0

/// The 63 columns of CTDC's k-anonymised releases, in their order; each case is spelt as the column's header.
///
/// Meanings: CTDC codebook version 7 (September 2021), variables 1 to 63.
public enum CTDCColumn: Int, CaseIterable, Sendable, Hashable {
    case yearOfRegistration
    case Datasource
    case gender
    case ageBroad
    case majorityStatus
    case majorityStatusAtExploit
    case majorityEntry
    case citizenship
    case meansOfControlDebtBondage
    case meansOfControlTakesEarnings
    case meansOfControlRestrictsFinancialAccess
    case meansOfControlThreats
    case meansOfControlPsychologicalAbuse
    case meansOfControlPhysicalAbuse
    case meansOfControlSexualAbuse
    case meansOfControlFalsePromises
    case meansOfControlPsychoactiveSubstances
    case meansOfControlRestrictsMovement
    case meansOfControlRestrictsMedicalCare
    case meansOfControlExcessiveWorkingHours
    case meansOfControlUsesChildren
    case meansOfControlThreatOfLawEnforcement
    case meansOfControlWithholdsNecessities
    case meansOfControlWithholdsDocuments
    case meansOfControlOther
    case meansOfControlNotSpecified
    case meansOfControlConcatenated
    case isForcedLabour
    case isSexualExploit
    case isOtherExploit
    case isSexAndLabour
    case isForcedMarriage
    case isForcedMilitary
    case isOrganRemoval
    case isSlaveryAndPractices
    case typeOfExploitConcatenated
    case typeOfLabourAgriculture
    case typeOfLabourAquafarming
    case typeOfLabourBegging
    case typeOfLabourConstruction
    case typeOfLabourDomesticWork
    case typeOfLabourHospitality
    case typeOfLabourIllicitActivities
    case typeOfLabourManufacturing
    case typeOfLabourMiningOrDrilling
    case typeOfLabourPeddling
    case typeOfLabourTransportation
    case typeOfLabourOther
    case typeOfLabourNotSpecified
    case typeOfLabourConcatenated
    case typeOfSexProstitution
    case typeOfSexPornography
    case typeOfSexRemoteInteractiveServices
    case typeOfSexPrivateSexualServices
    case typeOfSexConcatenated
    case isAbduction
    case RecruiterRelationship
    case CountryOfExploitation
    case recruiterRelationIntimatePartner
    case recruiterRelationFriend
    case recruiterRelationFamily
    case recruiterRelationOther
    case recruiterRelationUnknown

    /// The exact header.
    public var header: String { Self.headers[rawValue] }

    /// The 63 headers in order.
    public static let headers: [String] = allCases.map { String(describing: $0) }

    /// The columns from one to another, both included, in the file's order.
    static func span(_ first: CTDCColumn, _ last: CTDCColumn) -> [CTDCColumn] {
        allCases.filter { (first.rawValue...last.rawValue).contains($0.rawValue) }
    }

    /// Lists that join the labels of other columns. They stand in the header and are never filled.
    static let joinedLists: [CTDCColumn] = [
        .meansOfControlConcatenated, .typeOfExploitConcatenated, .typeOfLabourConcatenated, .typeOfSexConcatenated,
        .RecruiterRelationship,
    ]
}
