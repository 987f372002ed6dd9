// SPDX-License-Identifier: Apache-2.0

import Standard

/// Makes up one person and what happened, so that ages, dates and places agree with each other.
struct DemoRow {
    let culture: DemoCulture
    let scenario: DemoScenario
    let intake: Day
    let today: Day
    var random: DemoRandom

    private var row: [FieldName: Value] = [:]

    init(culture: DemoCulture, scenario: DemoScenario, intake: Day, today: Day, random: DemoRandom) {
        self.culture = culture
        self.scenario = scenario
        self.intake = intake
        self.today = today
        self.random = random
    }

    mutating func build() -> [FieldName: Value] {
        let ageThen = random.int(scenario.ages)
        let monthsHeld = random.int(1...40)
        let monthsSince = random.int(0...14)
        let ageNow = ageThen + (monthsHeld + monthsSince) / 12
        let destination = random.pick(culture.destinations)
        identity(age: ageNow)
        life(age: ageNow)
        history(ageThen: ageThen)
        event(country: destination, ended: intake.adding(days: -monthsSince * 30), monthsHeld: monthsHeld)
        caseFile()
        support()
        return row
    }

    private mutating func identity(age: Int) {
        let isFeminine = random.chance(scenario.feminine)
        let given = random.pick(isFeminine ? culture.feminine : culture.masculine)
        let family = culture.family.isEmpty || random.chance(6) ? nil : random.pick(culture.family)
        row["prs_FirstName"] = .text(given.latin)
        if let family { row["prs_SecondName"] = .text(family.latin) }
        if let native = nativeName(given, family) { row["wh_NativeName"] = .text(native) }
        row["prs_Gender"] = .codes([gender(isFeminine)])
        let born = birthdate(age: age)
        row["prs_Birthdate"] = .date(born)
        if born.isApproximate { row["wh_StatedAge"] = .number(Double(age)) }
        row["prs_Citizenship"] = .codes([culture.country])
        row["prs_PrimaryLanguage"] = .codes([culture.language])
        row["prs_MailingCity"] = .text(random.pick(culture.cities))
        row["prs_MailingCountry"] = .codes([culture.country])
        if random.chance(35) { row["prs_MobilePhone"] = .text(phone()) }
    }

    private func nativeName(_ given: DemoName, _ family: DemoName?) -> String? {
        guard let first = given.native else { return nil }
        guard let second = family?.native else { return first }
        if culture.country == "CN" { return second + first }
        return culture.writesFamilyFirst ? "\(second) \(first)" : "\(first) \(second)"
    }

    private mutating func gender(_ isFeminine: Bool) -> String {
        if random.chance(3) { return isFeminine ? "TransgenderFeminine" : "NonConforming" }
        return isFeminine ? "Feminine" : "Masculine"
    }

    /// Often only the year is known, and sometimes only roughly.
    private mutating func birthdate(age: Int) -> PartialDate {
        let born = intake.adding(days: -(age * 365 + age / 4) - random.int(20...340)).date
        switch random.int(1...10) {
        case 1: return PartialDate(year: born.year, isApproximate: true)!
        case 2: return PartialDate(year: born.year)!
        case 3: return PartialDate(year: born.year, month: born.month)!
        default: return born
        }
    }

    /// Numbers that the authorities of the United Kingdom and the United States keep free for fiction.
    private mutating func phone() -> String {
        random.chance(50) ? "+447700900\(random.int(100...999))" : "+120255501\(random.int(10...99))"
    }

    private mutating func life(age: Int) {
        if age >= 18 {
            let married = random.pick(["Single", "Single", "Married", "Separated", "Widowed", "Divorced"])
            row["prs_MaritalStatus"] = random.chance(10) ? .absent(.declined) : .codes([married])
            row["prs_NumberOfChildren"] = .number(Double(random.pick([0, 0, 0, 1, 1, 2, 3, 5])))
        }
        let schools = [
            "PrimaryEducation", "LowerSecondaryEducation", "UpperSecondaryEducation", "BachelorsOrEquivalentLevel",
        ]
        let reached = age < 13 ? 0 : age < 16 ? 1 : age < 22 ? 2 : 3
        row["prs_HighestLevelOfEducation"] = .codes([random.pick(Array(schools[0...reached]))])
    }

    private mutating func history(ageThen: Int) {
        row["vic_TypeOfExploitation"] = .codes(scenario.exploitation)
        if let industry = scenario.industry { row["vic_ForcedLabourIndustry"] = .codes([industry]) }
        if !scenario.sexual.isEmpty { row["vic_TypeOfSexExploitation"] = .codes(random.some(scenario.sexual, 1...2)) }
        row["vic_MethodOfRecruitment"] = .codes(random.some(scenario.recruitment, 1...2))
        row["vic_MethodsOfControl"] = .codes(random.some(scenario.controls, 2...4))
        row["vic_Vulnerabilities"] = .codes(random.some(scenario.vulnerabilities, 1...2))
        if !scenario.apps.isEmpty { row["vic_RecruitmentWebsitesAndApps"] = .codes(random.some(scenario.apps, 1...2)) }
        row["vic_AgeWhenTrafficked"] = random.chance(8) ? .absent(.unknown) : .number(Double(ageThen))
        let family = scenario.recruitment.contains("ThroughFamilyOrFamilyEvents")
        row["vic_RelationshipToTrafficker"] = .codes([family ? "Familial" : random.pick(["Acquainted", "Unaquainted"])])
        row["vic_LocationOfExploitation"] = .text(scenario.place)
        let status = random.pick([
            "ActualVictimOfTrafficking", "ActualVictimOfTrafficking", "PossibleVictimOfTrafficking",
        ])
        row["vic_TraffickingStatus"] = .codes([random.chance(4) ? "NotAVictimOfTrafficking" : status])
        row["vic_TraffickingStatusDecisionMakingOrg"] = .codes([
            random.pick(["NGO", "Police", "NonPoliceGovernmentalOrganization"])
        ])
    }

    private mutating func event(country: String, ended: Day, monthsHeld: Int) {
        let began = ended.adding(days: -monthsHeld * 30).date
        let finished = ended.date
        row["wh_CountryOfExploitation"] = .codes([country])
        row["wh_TraffickingStart"] = .date(PartialDate(year: began.year, month: began.month)!)
        row["wh_TraffickingEnd"] = .date(PartialDate(year: finished.year, month: finished.month)!)
        row["hte_Type"] = .codes(["Exploitation"])
        row["hte_Country"] = .codes([country])
        row["hte_Date"] = .date(PartialDate(year: began.year, month: began.month)!)
        row["hte_Description"] = .text("At \(scenario.place), for about \(monthsHeld) months.")
    }

    private mutating func caseFile() {
        let daysOpen = today.number - intake.number
        let isClosed = daysOpen > 360 && random.chance(65)
        let isReferred = random.chance(35)
        row["cas_Status"] = .codes([
            isClosed ? (isReferred ? "ClosedReferred" : "Closed") : daysOpen > 200 ? "FollowUp" : "Active"
        ])
        if isClosed {
            row["cas_ReasonForCaseClosure"] = .text(random.pick(Self.closings))
            row["wh_ClosedDate"] = .date(intake.adding(days: 150 + intake.number % 200).date)
        }
        row["cas_CaseOwner"] = .text(random.pick(["Dilani", "Hương", "Mariam", "Jun"]))
        row["cas_ReferringOrganisation"] = .text(random.pick(Self.referrers))
        row["cas_IncomingReferralDate"] = .date(intake.date)
        row["cas_ReasonForIncomingReferral"] = .codes([
            random.pick(["AdditionalServicesRequired", "MigrationOrChangeOfLocation"])
        ])
        if isReferred {
            row["cas_ReferredOrganisation"] = .text(random.pick(Self.helpers))
            row["cas_OutgoingReferralDate"] = .date(intake.adding(days: min(random.int(5...90), max(daysOpen, 0))).date)
            row["cas_ReasonForOutgoingReferral"] = .codes(["AdditionalServicesRequired"])
        }
        row["wh_RegistrationDate"] = .date(intake.date)
        row["wh_DataSourceType"] = .codes([random.chance(80) ? "CaseManagement" : "Hotline"])
        consent()
    }

    /// Most said yes; some permissions end, and a few people were not asked yet.
    private mutating func consent() {
        guard random.chance(92) else { return }
        row["con_Consent"] = .flag(random.chance(88))
        row["wh_ConsentDate"] = .date(intake.date)
        if random.chance(30) { row["wh_ConsentExpiry"] = .date(intake.adding(days: random.int(365...1_095)).date) }
    }

    private mutating func support() {
        row["cco_CaseComment"] = .text(scenario.note)
        row["wh_CommentDate"] = .date(intake.adding(days: random.int(0...3)).date)
        if random.chance(40) {
            row["wh_AssessmentType"] = .codes([random.pick(["IndividualRisk", "HouseholdRisk", "Safety"])])
            row["wh_AssessmentDate"] = .date(intake.adding(days: random.int(0...3)).date)
            row["wh_AssessmentLevel"] = .codes([random.pick(["Low", "Medium", "Medium", "High"])])
        }
        guard random.chance(75) else { return }
        row["spl_Type"] = .codes([scenario.support])
        row["spl_Objectives"] = .text(scenario.objective)
        row["spl_PlannedEndDate"] = .date(intake.adding(days: random.int(120...400)).date)
    }

    private static let closings = [
        "Went home by own wish; the sister's number is kept for a call in spring.",
        "Has work and a room; asked us to stop calling.",
        "Cared for by the partner in the capital now.", "Could not be reached for six months.",
    ]
    private static let referrers = [
        "Hotline (invented)", "Border post 7", "Association of the Village", "District hospital", "Walked in",
    ]
    private static let helpers = [
        "Clinic of the Two Rivers (invented)", "House of the Fig Tree (invented)", "Legal aid office",
    ]
}
