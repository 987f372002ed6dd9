// SPDX-License-Identifier: Apache-2.0

import Standard

/// From an HTCDS row to the 63 CTDC columns.
///
/// Of a yes/no column, `1` is written when it was recorded, `0` only when the question was answered with something
/// else, and nothing when it was not answered: an empty box is no "no". Where HTCDS cannot tell, nothing is written.
/// The joined lists stay empty: they repeat the flags, and joined they single people out. The choices that CTDC's
/// codebook leaves open are in `docs/decisions/0004-ctdc-export.md`.
public struct Crosswalk: Sendable {
    private let countries: Picklist?

    /// - Parameter codebook: Its list of countries reads what was typed as a country.
    public init(codebook: Codebook = .current) {
        countries = codebook.picklists["country"]
    }

    /// The cells of one person in the order of `CTDCColumn`. Pure.
    public func row(of person: CTDCPerson) -> [String] {
        var row = CTDCRow()
        fillPerson(person, into: &row)
        fillMajorityThen(person, into: &row)
        Self.fillMeans(person.codes("vic_MethodsOfControl"), into: &row)
        let types = person.codes("vic_TypeOfExploitation")
        Self.fillTypes(types, into: &row)
        Self.fillSex(person.codes("vic_TypeOfSexExploitation"), into: &row)
        LabourTypes(person, types: types).fill(&row)
        if case .flag(let abducted)? = person.values["wh_Abducted"] { row.set(.isAbduction, abducted) }
        Self.fillRecruiter(person, into: &row)
        row[.CountryOfExploitation] = countryOfExploitation(person)
        return row.cells
    }

    /// Variables 1 to 5 and 8.
    private func fillPerson(_ person: CTDCPerson, into row: inout CTDCRow) {
        let registered = person.registered
        row[.yearOfRegistration] = String(registered.year)
        switch person.codes("wh_DataSourceType").first {
        case "CaseManagement": row[.Datasource] = "Case Management"
        case "Hotline": row[.Datasource] = "Hotline"
        default: break
        }
        switch person.codes("prs_Gender").first {
        case "Feminine": row[.gender] = "Female"
        case "Masculine": row[.gender] = "Male"
        case "TransgenderFeminine", "TransgenderMasculine", "NonConforming": row[.gender] = "Transgender/NonConforming"
        default: break
        }
        let years =
            person.date("prs_Birthdate").flatMap { CTDCAge.range(born: $0, at: registered) }
            ?? person.age("wh_StatedAge").map { $0...$0 }
        row[.ageBroad] = CTDCAge.band(years)
        // From the band, not from the dates: where the band is empty, adult or minor would tell what it hides.
        row[.majorityStatus] = CTDCAge.majority(ofBand: row[.ageBroad])
        row[.citizenship] = country(person.text("prs_Citizenship"))
    }

    /// Variables 6 and 7: at the first exploitation, and on entering the process.
    private func fillMajorityThen(_ person: CTDCPerson, into row: inout CTDCRow) {
        let events = person.allEvents
        func first(_ type: String) -> PartialDate? { events.filter { $0.type == type }.compactMap(\.date).min() }
        let told = person.age("vic_AgeWhenTrafficked").map { $0...$0 }
        func majority(at day: PartialDate?) -> String {
            guard let day, let born = person.date("prs_Birthdate"), let years = CTDCAge.range(born: born, at: day)
            else {
                return CTDCAge.majority(told)
            }
            return CTDCAge.majority(years)
        }
        row[.majorityStatusAtExploit] = majority(at: first("Exploitation"))
        row[.majorityEntry] = majority(at: first("Recruitment") ?? person.date("wh_TraffickingStart"))
    }

    private static let means: [(CTDCColumn, [String])] = [
        (.meansOfControlDebtBondage, ["DebtBondage"]), (.meansOfControlTakesEarnings, ["TakesEarnings"]),
        (.meansOfControlRestrictsFinancialAccess, ["RestrictsFinancialAccess"]),
        (.meansOfControlThreats, ["PhysicalThreats", "ThreatensChildrenFamily"]),
        (.meansOfControlPsychologicalAbuse, ["PsychologicalAbuse"]), (.meansOfControlPhysicalAbuse, ["PhysicalAbuse"]),
        (.meansOfControlSexualAbuse, ["SexualAbuse"]), (.meansOfControlFalsePromises, ["FalsePromises"]),
        (.meansOfControlPsychoactiveSubstances, ["PsychoactiveSubstance"]),
        (.meansOfControlRestrictsMovement, ["RestrictsMovement"]),
        (.meansOfControlRestrictsMedicalCare, ["RestrictsMedicalCare"]),
        (.meansOfControlExcessiveWorkingHours, ["ExcessiveWorkingHours"]),
        (.meansOfControlUsesChildren, ["UsesChildren"]),
        (.meansOfControlThreatOfLawEnforcement, ["ThreatsLawEnforcement"]),
        (.meansOfControlWithholdsNecessities, ["WithholdsNecessities"]),
        (.meansOfControlWithholdsDocuments, ["WithholdsDocuments"]), (.meansOfControlOther, ["Other"]),
    ]

    /// Variables 9 to 26.
    private static func fillMeans(_ answer: [String], into row: inout CTDCRow) {
        row.set(.meansOfControlNotSpecified, answer.isEmpty)
        fill(means, from: answer, into: &row)
    }

    private static let types: [(CTDCColumn, [String])] = [
        (.isForcedLabour, ["ForcedLabour", "ForcedBegging", "ChildLabour", "ForcedCriminality"]),
        (.isSexualExploit, ["SexualExploitation"]), (.isOtherExploit, ["Other", "ForcedAdoption", "Surrogacy"]),
        (.isForcedMarriage, ["ForcedMarriage"]), (.isForcedMilitary, ["ForcedMilitaryByNonStateActors"]),
        (.isOrganRemoval, ["OrganRemoval"]), (.isSlaveryAndPractices, ["Servitude"]),
    ]

    /// Variables 28 to 35.
    private static func fillTypes(_ answer: [String], into row: inout CTDCRow) {
        fill(types, from: answer, into: &row)
        if !answer.isEmpty { row.set(.isSexAndLabour, row.has(.isForcedLabour) && row.has(.isSexualExploit)) }
    }

    private static let sex: [(CTDCColumn, [String])] = [
        (.typeOfSexProstitution, ["Prostitution"]), (.typeOfSexPornography, ["Pornography"]),
        (.typeOfSexRemoteInteractiveServices, ["RemoteInteractiveServices"]),
        (.typeOfSexPrivateSexualServices, ["PrivateSexualServices"]),
    ]

    /// Variables 51 to 54.
    private static func fillSex(_ answer: [String], into row: inout CTDCRow) { fill(sex, from: answer, into: &row) }

    /// Variables 59 to 63. HTCDS asks about the trafficker, who stands in for the recruiter where the recruiter was
    /// not asked about; its answers cannot tell a partner from family, so the partner column stays empty then.
    private static func fillRecruiter(_ person: CTDCPerson, into row: inout CTDCRow) {
        let recruiter = person.codes("wh_RecruiterRelation")
        let trafficker = person.codes("vic_RelationshipToTrafficker")
        row.set(.recruiterRelationUnknown, recruiter.isEmpty && trafficker.isEmpty)
        if !recruiter.isEmpty {
            row.set(.recruiterRelationIntimatePartner, recruiter.contains("IntimatePartner"))
            row.set(.recruiterRelationFriend, recruiter.contains("Friend"))
            row.set(.recruiterRelationFamily, recruiter.contains("Family"))
            row.set(.recruiterRelationOther, recruiter.contains("Other"))
        } else if !trafficker.isEmpty {
            row.set(.recruiterRelationFriend, trafficker.contains("Acquainted"))
            row.set(.recruiterRelationFamily, trafficker.contains("Familial"))
            row.set(.recruiterRelationOther, trafficker.contains("Unaquainted"))
        }
    }

    /// Variable 58: what was recorded as such; else the country of the last dated exploitation event; else that of
    /// the organisation that is the place of exploitation.
    private func countryOfExploitation(_ person: CTDCPerson) -> String {
        if let told = person.text("wh_CountryOfExploitation") { return country(told) }
        let places = person.allEvents.filter { $0.type == "Exploitation" && $0.country != nil }
        let dated = places.filter { $0.date != nil }.max { $0.date! < $1.date! }
        if let event = dated ?? (places.count == 1 ? places.first : nil) { return country(event.country) }
        // The organisation in a flat row may be any; only by its name is it known to be the place.
        guard let place = person.text("vic_LocationOfExploitation"), place == person.text("org_Name") else { return "" }
        return country(person.text("org_ShippingCountry"))
    }

    /// ISO 3166-1 alpha-2 for a code or a name in common use; empty for anything else. Kosovo, which ISO does not
    /// list, counts as Serbia, as in CTDC's files.
    private func country(_ typed: String?) -> String {
        guard let typed else { return "" }
        if Self.kosovo.contains(typed.lowercased()) { return "RS" }
        guard let code = countries?.resolve(typed), code.utf8.count == 2 else { return "" }
        return code
    }

    private static let kosovo: Set<String> = ["xk", "xkx", "kosovo"]

    private static func fill(_ rules: [(CTDCColumn, [String])], from answer: [String], into row: inout CTDCRow) {
        guard !answer.isEmpty else { return }
        for (column, names) in rules { row.set(column, names.contains(where: answer.contains)) }
    }
}
