// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// Consent that lets something leave, referrals, and what other offices sent.
    static let referrals: [Route] = [
        Route("GET", "/cases/{case}/consents", "What the person agreed to pass on", .member(ConsentHandlers.list)),
        Route("GET", "/cases/{case}/consents/give", "The form to ask for consent", .member(ConsentHandlers.form)),
        Route("POST", "/cases/{case}/consents/give", "Write down a consent", .member(ConsentHandlers.give)),
        Route(
            "POST", "/cases/{case}/consents/{consent}/withdraw", "Take a consent back",
            .member(ConsentHandlers.withdraw)),
        Route("GET", "/cases/{case}/referrals", "The referrals of a case", .member(ReferralHandlers.list)),
        Route("GET", "/cases/{case}/refer", "The form to refer a case", .member(ReferralHandlers.form)),
        Route("POST", "/cases/{case}/refer/look", "Exactly what would be sent", .member(ReferralHandlers.look)),
        Route("POST", "/cases/{case}/refer", "Refer a case", .member(ReferralHandlers.refer)),
        Route(
            "POST", "/cases/{case}/referrals/{referral}", "Take a referral back", .member(ReferralHandlers.end)),
        Route(
            "POST", "/cases/{case}/referrals/{referral}/file", "A referral as a sealed file",
            .member(ReferralHandlers.file)),
        Route("GET", "/inbox", "What other offices have sent", .member(InboxHandlers.list)),
        Route("GET", "/inbox/{referral}", "One packet", .member(InboxHandlers.show)),
        Route("POST", "/inbox/{referral}", "Answer a referral", .member(InboxHandlers.answer)),
        Route("POST", "/inbox/{referral}/assign", "Give a referral to a colleague", .member(InboxHandlers.assign)),
        Route("POST", "/inbox/{referral}/pass-on", "Pass a referral on", .member(InboxHandlers.passOn)),
    ]

    static let referralsAPI: [Route] = [
        Route(
            "GET", "/api/v1/cases/{case}/consents", "What the person agreed to pass on", .member(ReferralAPI.consents)),
        Route("POST", "/api/v1/cases/{case}/consents", "Write down a consent", .member(ReferralAPI.give)),
        Route(
            "DELETE", "/api/v1/cases/{case}/consents/{consent}", "Take a consent back", .member(ReferralAPI.withdraw)),
        Route("GET", "/api/v1/cases/{case}/referrals", "The referrals of a case", .member(ReferralAPI.list)),
        Route("POST", "/api/v1/cases/{case}/referrals", "Refer a case", .member(ReferralAPI.refer)),
        Route(
            "POST", "/api/v1/cases/{case}/referrals/{referral}", "Take a referral back", .member(ReferralAPI.end)),
        Route("GET", "/api/v1/inbox", "What other offices have sent", .member(ReferralAPI.inbox)),
        Route("GET", "/api/v1/inbox/{referral}", "One packet", .member(ReferralAPI.packet)),
        Route("POST", "/api/v1/inbox/{referral}", "Answer a referral", .member(ReferralAPI.answer)),
        Route(
            "POST", "/api/v1/inbox/{referral}/assign", "Give a referral to colleagues", .member(ReferralAPI.assign)),
        Route(
            "POST", "/api/v1/inbox/{referral}/pass-on", "Pass a referral on to the next office",
            .member(ReferralAPI.passOn)),
        Route("GET", "/api/v1/linkage", "How referrals have gone", .member(ReferralAPI.linkage)),
    ]
}
