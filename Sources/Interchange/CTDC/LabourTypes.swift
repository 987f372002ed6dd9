// SPDX-License-Identifier: Apache-2.0

import Standard

/// CTDC's kinds of labour (variables 37 to 49), which HTCDS spreads over industry, its division, street and illicit
/// work, and two types of exploitation. All of them answer one question: what work was it?
struct LabourTypes {
    private var named: Set<CTDCColumn> = []
    /// Industry A without its division: field, forest or water is not known.
    private var isSomewhereInA = false
    private let isForced: Bool

    private static let forced = ["ForcedLabour", "ForcedBegging", "ChildLabour", "ForcedCriminality"]

    /// - Parameter types: The value names of `vic_TypeOfExploitation`.
    init(_ person: CTDCPerson, types: [String]) {
        isForced = types.contains(where: Self.forced.contains)
        let kinds = person.codes("wh_LabourType")
        if kinds.contains("Peddling") { named.insert(.typeOfLabourPeddling) }
        if kinds.contains("Begging") || types.contains("ForcedBegging") { named.insert(.typeOfLabourBegging) }
        if kinds.contains("IllicitActivities") || types.contains("ForcedCriminality") {
            named.insert(.typeOfLabourIllicitActivities)
        }
        let division = person.codes("wh_LabourDivision").first.flatMap { Int($0) }
        let section = person.codes("vic_ForcedLabourIndustry").first?.first
        switch (section ?? division.flatMap(Self.section), division) {
        case ("A", 1): named.insert(.typeOfLabourAgriculture)
        case ("A", 2): named.insert(.typeOfLabourOther)
        case ("A", 3): named.insert(.typeOfLabourAquafarming)
        case ("A", _): isSomewhereInA = true
        case ("B", _): named.insert(.typeOfLabourMiningOrDrilling)
        case ("C", _): named.insert(.typeOfLabourManufacturing)
        case ("F", _): named.insert(.typeOfLabourConstruction)
        case ("H", _): named.insert(.typeOfLabourTransportation)
        case ("I", _): named.insert(.typeOfLabourHospitality)
        case ("T", _): named.insert(.typeOfLabourDomesticWork)
        case (nil, _): break
        // Street and illicit work is the finer word for the same job, so its industry adds nothing.
        case (_?, _): if kinds.isEmpty { named.insert(.typeOfLabourOther) }
        }
    }

    /// Writes 1 for what was named, 0 for the rest when anything was, and nothing when nothing was.
    func fill(_ row: inout CTDCRow) {
        if named.isEmpty && !isSomewhereInA {
            if isForced { row.set(.typeOfLabourNotSpecified, true) }
            return
        }
        for column in CTDCColumn.span(.typeOfLabourAgriculture, .typeOfLabourNotSpecified) {
            row.set(column, named.contains(column))
        }
        guard isSomewhereInA else { return }
        for column in [CTDCColumn.typeOfLabourAgriculture, .typeOfLabourAquafarming, .typeOfLabourOther] {
            row[column] = ""
        }
    }

    /// The ISIC Rev. 4 section of a division, as far as CTDC tells sections apart; `S` for every other.
    private static func section(ofDivision division: Int) -> Character? {
        switch division {
        case 1...3: "A"
        case 5...9: "B"
        case 10...33: "C"
        case 41...43: "F"
        case 49...53: "H"
        case 55...56: "I"
        case 97...98: "T"
        case 35...99: "S"
        default: nil
        }
    }
}
