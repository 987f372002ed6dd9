// SPDX-License-Identifier: Apache-2.0

/// A kind of history that caseworkers meet: what happened, how it was done, what it asks of those who help.
struct DemoScenario: Sendable {
    let exploitation: [String]
    var industry: String?
    var sexual: [String] = []
    /// Age in years when it began.
    let ages: ClosedRange<Int>
    /// Of a hundred people, how many are women or girls.
    let feminine: Int
    let recruitment: [String]
    let controls: [String]
    let vulnerabilities: [String]
    var apps: [String] = []
    let place: String
    /// What the caseworker noted, without a name.
    let note: String
    let support: String
    let objective: String

    static let all = [household, boat, karaoke, orchard, marriage, begging, factory, online, kiln, clinic]

    static let household = DemoScenario(
        exploitation: ["ForcedLabour", "Servitude"], industry: "T_ActivitiesOfHouseholdsAsEmployers", ages: 19...42,
        feminine: 95,
        recruitment: ["AtAPlaceOfBusiness", "ThroughFriendsOrSocialEvents"],
        controls: [
            "TakesEarnings", "RestrictsMedicalCare", "WithholdsNecessities", "ExcessiveWorkingHours",
            "WithholdsDocuments",
        ],
        vulnerabilities: ["Poverty", "Migration"], place: "a private household",
        note:
            "Worked from five in the morning until midnight, was paid three of nineteen months. The passport is still there.",
        support: "Legal", objective: "Unpaid wages claimed and a new passport in hand.")

    static let boat = DemoScenario(
        exploitation: ["ForcedLabour"], industry: "A_AgricultureForestryAndFishing", ages: 16...38, feminine: 0,
        recruitment: ["AtAPlaceOfBusiness", "ThroughFriendsOrSocialEvents", "AtWork"],
        controls: [
            "PhysicalThreats", "DebtBondage", "PhysicalAbuse", "RestrictsFinancialAccess", "ExcessiveWorkingHours",
        ],
        vulnerabilities: ["Poverty", "Education", "WorkEnvironment"], place: "FV Grey Heron (invented)",
        note: "Eleven months at sea without landing. Saw a crew mate hurt; would rather not speak of it yet.",
        support: "Health", objective: "The hand is treated and somebody listens, when he wants it.")

    static let karaoke = DemoScenario(
        exploitation: ["SexualExploitation"], sexual: ["Prostitution", "PrivateSexualServices"], ages: 14...27,
        feminine: 94,
        recruitment: ["ThroughOnlineSocialNetworks", "ThroughFriendsOrSocialEvents"],
        controls: ["FalsePromises", "DebtBondage", "SexualAbuse", "PsychoactiveSubstance", "RestrictsMovement"],
        vulnerabilities: ["Poverty", "AbuseSocialMedia", "Education"], apps: ["Facebook", "TikTok", "Line"],
        place: "Karaoke Blue Lantern (invented)",
        note: "Was promised a job as a waitress. Wants her mother told that she is safe, and nothing else for now.",
        support: "SexualExploitationRehabilitation",
        objective: "A safe room, a doctor of her choice, back to school in spring.")

    static let orchard = DemoScenario(
        exploitation: ["ForcedLabour"], industry: "A_AgricultureForestryAndFishing", ages: 18...55, feminine: 40,
        recruitment: ["ThroughAnOnlineAdvertisement", "AtAPlaceOfBusiness"],
        controls: ["FalsePromises", "DebtBondage", "TakesEarnings", "WithholdsDocuments"],
        vulnerabilities: ["Migration", "Poverty"], apps: ["Facebook", "Viber"], place: "Three Wells Farm (invented)",
        note: "Twenty people in two containers. The fee for the journey grew each month instead of shrinking.",
        support: "LabourExploitationRehabilitation", objective: "Statement when ready, work permit, a decent job.")

    static let marriage = DemoScenario(
        exploitation: ["ForcedMarriage", "Servitude"], ages: 13...24, feminine: 100,
        recruitment: ["ThroughFamilyOrFamilyEvents"],
        controls: ["ThreatensChildrenFamily", "PhysicalAbuse", "SexualAbuse", "UsesChildren"],
        vulnerabilities: ["Poverty", "Discrimination", "Education"], place: "a village across the border",
        note: "Left with the younger child; the older one stayed behind. Asks every day for news of her.",
        support: "SocialCare", objective: "Both children with her, and papers for the younger one.")

    static let begging = DemoScenario(
        exploitation: ["ForcedBegging", "ChildLabour"], ages: 6...14, feminine: 45,
        recruitment: ["ThroughFamilyOrFamilyEvents", "AtAnEducationalInstitution"],
        controls: ["PhysicalThreats", "PhysicalAbuse", "WithholdsNecessities", "TakesEarnings"],
        vulnerabilities: ["Poverty", "Homelessness"], place: "the crossing by the bus station",
        note: "Had to bring home a fixed sum each evening. Likes to draw; talks while drawing.",
        support: "Education", objective: "Find the aunt, find a school, no return before both are sure.")

    static let factory = DemoScenario(
        exploitation: ["ForcedLabour"], industry: "C_Manufacturing", ages: 17...35, feminine: 70,
        recruitment: ["AtAPlaceOfBusiness", "ThroughANewspaperAdvert"],
        controls: ["ThreatsLawEnforcement", "DebtBondage", "RestrictsMovement", "WithholdsDocuments"],
        vulnerabilities: ["Migration", "WorkEnvironment"], place: "Sunrise Garments (invented)",
        note: "Locked dormitory, fines for talking. Four colleagues would also like to speak with us.",
        support: "Financial", objective: "Compensation through the labour court; savings account in her own name.")

    static let online = DemoScenario(
        exploitation: ["ForcedCriminality"], ages: 20...34, feminine: 35,
        recruitment: ["ThroughOnlineSocialNetworks", "ThroughAnOnlineAdvertisement"],
        controls: ["PhysicalThreats", "FalsePromises", "PhysicalAbuse", "ExcessiveWorkingHours", "WithholdsDocuments"],
        vulnerabilities: ["Migration", "AbuseSocialMedia"], apps: ["Facebook", "Telegram", "WhatsApp"],
        place: "an office block behind a fence",
        note: "Made to write to strangers for money, sixteen hours a day. Fears to be treated as an offender.",
        support: "Legal", objective: "No punishment for what was forced; a lawyer at every interview.")

    static let kiln = DemoScenario(
        exploitation: ["ForcedLabour", "ChildLabour"], industry: "F_Construction", ages: 9...17, feminine: 40,
        recruitment: ["ThroughFamilyOrFamilyEvents", "AtWork"],
        controls: ["DebtBondage", "TakesEarnings", "ExcessiveWorkingHours"],
        vulnerabilities: ["Poverty", "SocialGroup", "Education"], place: "the brick kiln on the river road",
        note: "The grandfather's advance is still being worked off. The whole family is there.",
        support: "Livelihood", objective: "The debt declared void; the family decides where to live.")

    static let clinic = DemoScenario(
        exploitation: ["OrganRemoval"], ages: 20...40, feminine: 20,
        recruitment: ["ThroughFriendsOrSocialEvents", "ThroughOnlineSocialNetworks"],
        controls: ["FalsePromises", "PsychologicalAbuse"], vulnerabilities: ["Poverty", "Addiction"],
        apps: ["WhatsApp"], place: "a clinic without a sign",
        note: "Was told it grows back. Needs check-ups for life and is ashamed to ask.",
        support: "Health", objective: "A nephrologist who does not ask for money.")
}
