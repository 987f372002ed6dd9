// SPDX-License-Identifier: Apache-2.0

import Standard

/// Which of the official workbooks to write.
public enum Template: String, Sendable, CaseIterable {
    /// Without dropdowns.
    case plain
    /// One choice from each dropdown.
    case single
    /// Dropdowns that also take several choices with `;` between them.
    case multi
}

/// The layout of the official HTCDS 2.0 workbooks: a running number in column A, then 38 fields from B to AM.
enum TemplateLayout {
    static let fields: [FieldName] = [
        "cas_CaseOwner", "prs_Salutation", "prs_FirstName", "prs_SecondName", "con_Consent", "prs_Birthdate",
        "prs_Gender",
        "prs_Citizenship", "prs_Title", "prs_Email", "prs_HomePhone", "prs_MobilePhone", "prs_MailingStreet",
        "prs_MailingCity",
        "prs_MailingState", "prs_MailingPostalCode", "prs_MailingCountry", "vic_TraffickingStatus",
        "vic_TraffickingStatusDecisionMakingOrg", "vic_MethodOfRecruitment", "vic_LocationOfRecruitment",
        "vic_MethodsOfControl",
        "vic_TypeOfExploitation", "vic_ForcedLabourIndustry", "vic_TypeOfSexExploitation", "vic_LocationOfExploitation",
        "cas_Status", "cas_ReferringOrganisation", "cas_IncomingReferralDate", "cas_ReferringPrimaryCaseWorker",
        "cas_ReasonForIncomingReferral", "cas_IncomingReferralDetails", "cas_ReferredOrganisation",
        "cas_ReferredPrimaryCaseWorker", "cas_ReasonForOutgoingReferral", "cas_OutgoingReferralDate",
        "cas_OutgoingReferralDetails", "cas_ReasonForCaseClosure",
    ]

    /// The version that the official form names itself by.
    static let formVersion = "vSmt4GQA3C9uBMLPEVfgND"

    /// The nodes of the official form's instance in order, under the form's own names, and the fields they hold.
    static let form: [(element: String, field: FieldName)] = [
        ("con_Consent", "con_Consent"), ("prs_Salutation", "prs_Salutation"), ("prs_First_Name", "prs_FirstName"),
        ("prs_Second_Name", "prs_SecondName"), ("prs_Birthdate", "prs_Birthdate"), ("prs_Gender", "prs_Gender"),
        ("prs_Citizenship", "prs_Citizenship"), ("prs_Title", "prs_Title"), ("prs_Email", "prs_Email"),
        ("prs_HomePhone", "prs_HomePhone"), ("prs_MobilePhone", "prs_MobilePhone"),
        ("prs_MailingCity", "prs_MailingCity"),
        ("prs_MailingCountry", "prs_MailingCountry"), ("prs_MailingState", "prs_MailingState"),
        ("prs_MailingStreet", "prs_MailingStreet"), ("prs_MailingPostalCode", "prs_MailingPostalCode"),
        ("vic_MethodOfRecruitment", "vic_MethodOfRecruitment"),
        ("vic_LocationOfRecruitment", "vic_LocationOfRecruitment"),
        ("vic_TraffickingStatus", "vic_TraffickingStatus"),
        ("vic_TraffickingStatusDecisionMakingOrg", "vic_TraffickingStatusDecisionMakingOrg"),
        ("vic_Methods_of_Control", "vic_MethodsOfControl"), ("vic_TypeOfExploitation", "vic_TypeOfExploitation"),
        ("vic_ForcedLabourIndustry", "vic_ForcedLabourIndustry"),
        ("vic_TypeOfSexExploitation", "vic_TypeOfSexExploitation"),
        ("vic_LocationOfExploitation", "vic_LocationOfExploitation"), ("cas_Status", "cas_Status"),
        ("cas_ReferringOrganisation", "cas_ReferringOrganisation"),
        ("cas_IncomingReferralDate", "cas_IncomingReferralDate"),
        ("cas_ReferringPrimaryCaseWorker", "cas_ReferringPrimaryCaseWorker"),
        ("cas_ReasonForIncomingReferral", "cas_ReasonForIncomingReferral"),
        ("cas_IncomingReferralDetails", "cas_IncomingReferralDetails"),
    ]
}
