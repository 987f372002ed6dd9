// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Interchange

struct CTDCCrosswalkTests {
    typealias F = CTDCFixtures

    static let means = CTDCColumn.span(.meansOfControlDebtBondage, .meansOfControlOther)
    static let labour = CTDCColumn.span(.typeOfLabourAgriculture, .typeOfLabourNotSpecified)
    static let recruiter = CTDCColumn.span(.recruiterRelationIntimatePartner, .recruiterRelationUnknown)

    @Test func `the headers are CTDC's 63 in their order`() throws {
        #expect(CTDCColumn.headers.count == 63)
        guard let map = F.shared("data/ctdc-htcds-map.csv") else { return }
        let rows = try String(contentsOf: map, encoding: .utf8).split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",")
        }
        #expect(rows.filter { Int($0[0]) != nil }.map { String($0[1]) } == CTDCColumn.headers)
    }

    @Test func `a whole person by hand`() {
        let cells = F.cells(F.alike())
        #expect(cells[.yearOfRegistration] == "2023")
        #expect(cells[.Datasource] == "Case Management")
        #expect(cells[.gender] == "Female")
        #expect(cells[.ageBroad] == "24--26")
        #expect(cells[.majorityStatus] == "Adult")
        #expect(cells[.majorityStatusAtExploit] == "")
        #expect(cells[.citizenship] == "MD", "the first of several")
        #expect(
            F.columns(with: "1", in: Self.means, of: cells) == [.meansOfControlDebtBondage, .meansOfControlThreats])
        #expect(cells[.meansOfControlNotSpecified] == "0")
        #expect(
            F.columns(with: "1", in: CTDCColumn.span(.isForcedLabour, .isSlaveryAndPractices), of: cells) == [
                .isSexualExploit
            ])
        #expect(cells[.CountryOfExploitation] == "ES")
        #expect(F.columns(with: "1", in: Self.recruiter, of: cells) == [.recruiterRelationFriend])
        #expect(CTDCColumn.joinedLists.allSatisfy { cells[$0] == "" })
    }

    @Test func `an empty record says nothing but the year and that nothing was specified`() {
        let cells = F.cells([:])
        let filled = CTDCColumn.allCases.filter { cells[$0] != "" }
        #expect(filled == [.yearOfRegistration, .meansOfControlNotSpecified, .recruiterRelationUnknown])
    }

    @Test func `a question that was declined is no zero`() {
        let cells = F.cells(["vic_TypeOfExploitation": .absent(.declined), "vic_MethodsOfControl": .absent(.unknown)])
        #expect(cells[.isForcedLabour] == "")
        #expect(cells[.meansOfControlThreats] == "")
        #expect(cells[.meansOfControlNotSpecified] == "1")
    }

    @Test func `the year comes from the registration, else the referral, else the record`() {
        #expect(F.cells([:])[.yearOfRegistration] == "2024")
        #expect(F.cells(["cas_IncomingReferralDate": F.date("2021-12-31")])[.yearOfRegistration] == "2021")
        let both: [FieldName: Value] = [
            "cas_IncomingReferralDate": F.date("2021"), "wh_RegistrationDate": F.date("2020-02"),
        ]
        #expect(F.cells(both)[.yearOfRegistration] == "2020")
    }

    @Test(arguments: [
        ("2016-06-15", "0--8", "Minor"), ("2015-06-15", "9--17", "Minor"), ("2006-06-16", "9--17", "Minor"),
        ("2006-06-15", "18--20", "Adult"), ("2003-06-15", "21--23", "Adult"), ("2000-06-15", "24--26", "Adult"),
        ("1997-06-15", "27--29", "Adult"), ("1994-06-15", "30--38", "Adult"), ("1985-06-15", "39--47", "Adult"),
        ("1976-06-16", "39--47", "Adult"), ("1976-06-15", "48+", "Adult"), ("2004", "18--20", "Adult"),
        // Straddling a band or 18: no band, and then no majority either.
        ("2006", "", ""), ("2003", "", ""), ("2006-06", "", ""), ("2006-07", "9--17", "Minor"),
        // About 1990: 32 to 35. About 1986: 36 to 39, two bands.
        ("1990~", "30--38", "Adult"), ("1986~", "", ""),
        // Born after registration, or 124 years before: one of the dates is wrong.
        ("2025", "", ""), ("1900", "", ""),
    ])
    func `ages are banded only when the band is certain`(born: String, band: String, majority: String) {
        let cells = F.cells(["prs_Birthdate": F.date(born)])
        #expect(cells[.ageBroad] == band)
        #expect(cells[.majorityStatus] == majority)
    }

    @Test func `a stated age stands in for a birth date`() {
        #expect(F.cells(["wh_StatedAge": .number(17)])[.ageBroad] == "9--17")
        #expect(F.cells(["wh_StatedAge": .number(17), "prs_Birthdate": F.date("1990-01-01")])[.ageBroad] == "30--38")
        #expect(F.cells(["wh_StatedAge": .number(400)])[.ageBroad] == "")
    }

    @Test func `majority then comes from the first event, else from the age that was told`() {
        let events = [
            CTDCEvent(type: "Exploitation", date: PartialDate("2020-05"), country: nil),
            CTDCEvent(type: "Exploitation", date: PartialDate("2016"), country: nil),
            CTDCEvent(type: "Recruitment", date: PartialDate("2015-01-01"), country: nil),
            CTDCEvent(type: "Transit", date: PartialDate("2010"), country: nil),
        ]
        let values: [FieldName: Value] = ["prs_Birthdate": F.date("1997-02-03"), "vic_AgeWhenTrafficked": .number(30)]
        let cells = F.cells(F.person(values, events: events))
        #expect(cells[.majorityStatusAtExploit] == "Adult")
        #expect(cells[.majorityEntry] == "Minor")
        let told = F.cells(["vic_AgeWhenTrafficked": .number(17)])
        #expect(told[.majorityStatusAtExploit] == "Minor")
        #expect(told[.majorityEntry] == "Minor")
        let start = F.cells(["prs_Birthdate": F.date("1997-02-03"), "wh_TraffickingStart": F.date("2015-02-03")])
        #expect(start[.majorityEntry] == "Adult")
        #expect(start[.majorityStatusAtExploit] == "")
    }

    @Test(arguments: [
        ("Masculine", "Male"), ("TransgenderFeminine", "Transgender/NonConforming"),
        ("TransgenderMasculine", "Transgender/NonConforming"), ("NonConforming", "Transgender/NonConforming"),
        ("NonSpecifiedUnknown", ""),
    ])
    func `gender is spelt as in the releases`(htcds: String, ctdc: String) {
        #expect(F.cells(["prs_Gender": .codes([htcds])])[.gender] == ctdc)
    }

    @Test func `Namibia stays NA and Kosovo counts as Serbia`() {
        #expect(F.cells(["prs_Citizenship": .codes(["NA"])])[.citizenship] == "NA")
        #expect(
            F.cells(["hte_Type": .codes(["Exploitation"]), "hte_Country": .text("Kosovo")])[.CountryOfExploitation]
                == "RS")
    }

    @Test func `every method of control has its column and only it`() {
        let expected: [(String, CTDCColumn)] = [
            ("ThreatensChildrenFamily", .meansOfControlThreats),
            ("ThreatsLawEnforcement", .meansOfControlThreatOfLawEnforcement),
            ("UsesChildren", .meansOfControlUsesChildren), ("RestrictsMovement", .meansOfControlRestrictsMovement),
            ("PsychoactiveSubstance", .meansOfControlPsychoactiveSubstances),
            ("DebtBondage ", .meansOfControlDebtBondage),
            ("Other", .meansOfControlOther), ("TakesEarnings", .meansOfControlTakesEarnings),
        ]
        for (value, column) in expected {
            let cells = F.cells(["vic_MethodsOfControl": .codes([value])])
            #expect(F.columns(with: "1", in: Self.means, of: cells) == [column])
            #expect(F.columns(with: "0", in: Self.means, of: cells).count == 16)
        }
    }

    /// The five people of the codebook's section on percentages: (FL), (SE), (other), (nothing), (FL and SE).
    @Test func `the codebook's worked example gives 50, 50 and 25 per cent`() {
        let people = [["ForcedLabour"], ["SexualExploitation"], ["Other"], [], ["ForcedLabour", "SexualExploitation"]]
        let cells = people.map { F.cells(["vic_TypeOfExploitation": .codes($0)]) }
        let answered = cells.filter { row in
            CTDCColumn.span(.isForcedLabour, .isSlaveryAndPractices).contains { row[$0] != "" }
        }
        func share(_ column: CTDCColumn) -> Int { 100 * cells.count { $0[column] == "1" } / answered.count }
        #expect(answered.count == 4)
        #expect(share(.isForcedLabour) == 50)
        #expect(share(.isSexualExploit) == 50)
        #expect(share(.isOtherExploit) == 25)
        #expect(cells.map { $0[.isSexAndLabour] } == ["0", "0", "0", "", "1"])
    }

    @Test func `types that CTDC does not know go where the decision says`() {
        for (type, columns) in [
            ("ForcedBegging", [CTDCColumn.isForcedLabour, .typeOfLabourBegging]),
            ("ChildLabour", [.isForcedLabour, .typeOfLabourNotSpecified]),
            ("ForcedCriminality", [.isForcedLabour, .typeOfLabourIllicitActivities]),
            ("ForcedAdoption", [.isOtherExploit]),
            ("Surrogacy", [.isOtherExploit]), ("Servitude", [.isSlaveryAndPractices]),
            ("OrganRemoval", [.isOrganRemoval]),
            ("ForcedMilitaryByNonStateActors", [.isForcedMilitary]), ("ForcedMarriage", [.isForcedMarriage]),
        ] {
            let cells = F.cells(["vic_TypeOfExploitation": .codes([type])])
            #expect(
                F.columns(with: "1", in: CTDCColumn.span(.isForcedLabour, .typeOfSexConcatenated), of: cells) == columns
            )
        }
    }

    @Test(arguments: [
        ("A_AgricultureForestryAndFishing", "01", CTDCColumn.typeOfLabourAgriculture),
        ("A_AgricultureForestryAndFishing", "02", .typeOfLabourOther),
        ("A_AgricultureForestryAndFishing", "03", .typeOfLabourAquafarming),
        ("B_MiningAndQuarrying", "", .typeOfLabourMiningOrDrilling),
        ("C_Manufacturing", "", .typeOfLabourManufacturing),
        ("F_Construction", "", .typeOfLabourConstruction),
        ("H_TransportationAndStorage", "", .typeOfLabourTransportation),
        ("I_AccommodationAndFoodServiceActivities", "", .typeOfLabourHospitality),
        ("T_ActivitiesOfHouseholdsAsEmployers", "", .typeOfLabourDomesticWork), ("P_Education", "", .typeOfLabourOther),
        ("", "03", .typeOfLabourAquafarming), ("", "43", .typeOfLabourConstruction), ("", "62", .typeOfLabourOther),
    ])
    func `industries become kinds of labour`(industry: String, division: String, column: CTDCColumn) {
        var values: [FieldName: Value] = ["vic_TypeOfExploitation": .codes(["ForcedLabour"])]
        if !industry.isEmpty { values["vic_ForcedLabourIndustry"] = .codes([industry]) }
        if !division.isEmpty { values["wh_LabourDivision"] = .codes([division]) }
        let cells = F.cells(values)
        #expect(F.columns(with: "1", in: Self.labour, of: cells) == [column])
        #expect(F.columns(with: "0", in: Self.labour, of: cells).count == 12)
    }

    @Test func `industry A without its division cannot tell field from forest and water`() {
        let cells = F.cells(["vic_ForcedLabourIndustry": .codes(["A_AgricultureForestryAndFishing"])])
        #expect(
            F.columns(with: "", in: Self.labour, of: cells) == [
                .typeOfLabourAgriculture, .typeOfLabourAquafarming, .typeOfLabourOther,
            ])
        #expect(F.columns(with: "1", in: Self.labour, of: cells).isEmpty)
    }

    @Test func `street and illicit work is told apart from its industry`() {
        let cells = F.cells([
            "vic_ForcedLabourIndustry": .codes(["G_WholesaleAndRetailTradeRepairOfMotorVehicles"]),
            "wh_LabourType": .codes(["Peddling", "Begging"]),
        ])
        #expect(F.columns(with: "1", in: Self.labour, of: cells) == [.typeOfLabourBegging, .typeOfLabourPeddling])
    }

    @Test func `abduction is written when it was answered`() {
        #expect(F.cells(["wh_Abducted": .flag(true)])[.isAbduction] == "1")
        #expect(F.cells(["wh_Abducted": .flag(false)])[.isAbduction] == "0")
        #expect(F.cells([:])[.isAbduction] == "")
    }

    @Test func `the trafficker stands in for the recruiter and cannot tell a partner`() {
        for (relation, column) in [
            ("Familial", CTDCColumn.recruiterRelationFamily), ("Acquainted", .recruiterRelationFriend),
            ("Unaquainted", .recruiterRelationOther),
        ] {
            let cells = F.cells(["vic_RelationshipToTrafficker": .codes([relation])])
            #expect(F.columns(with: "1", in: Self.recruiter, of: cells) == [column])
            #expect(cells[.recruiterRelationIntimatePartner] == "")
        }
        let asked = F.cells([
            "vic_RelationshipToTrafficker": .codes(["Familial"]), "wh_RecruiterRelation": .codes(["IntimatePartner"]),
        ])
        #expect(F.columns(with: "1", in: Self.recruiter, of: asked) == [.recruiterRelationIntimatePartner])
    }

    @Test func `the country is the recorded one, else that of the last exploitation, else that of the known place`() {
        let events = [
            CTDCEvent(type: "Exploitation", date: PartialDate("2022-05"), country: "LY"),
            CTDCEvent(type: "Exploitation", date: PartialDate("2023-01"), country: "italy"),
            CTDCEvent(type: "Transit", date: PartialDate("2024"), country: "FR"),
        ]
        #expect(F.cells(F.person([:], events: events))[.CountryOfExploitation] == "IT")
        #expect(
            F.cells(F.person(["wh_CountryOfExploitation": .codes(["TN"])], events: events))[.CountryOfExploitation]
                == "TN")
        let place: [FieldName: Value] = [
            "vic_LocationOfExploitation": .text("Red brick kiln"), "org_Name": .text("Red brick kiln"),
            "org_ShippingCountry": .text("PK"),
        ]
        #expect(F.cells(place)[.CountryOfExploitation] == "PK")
        #expect(F.cells(place.merging(["org_Name": .text("Shelter")]) { $1 })[.CountryOfExploitation] == "")
        #expect(
            F.cells(["hte_Type": .codes(["Exploitation"]), "hte_Country": .text("the moon")])[.CountryOfExploitation]
                == "")
    }
}
