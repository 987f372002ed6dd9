// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Assistance

/// Single referrals, one condition broken at a time.
struct ReferralTests {
    static let (giver, taker) = (EntityID(high: 9, low: 0), EntityID(high: 9, low: 1))
    static let caseID = EntityID(high: 5, low: 0)
    /// 1 June 2026, noon UTC.
    static let noon = at("2026-06-01", 12)

    /// Everything a referral needs, to be spoilt.
    struct Given {
        var status = "Given"
        var purpose = "ReferToServices"
        var recipient = "Nadi House"
        var expiry: String? = "2026-07-01"
        var isDisqualified = false
        var classes: Set<FieldClass> = [.f1, .f2, .f4]
        var signed = at("2026-06-01", 9)
        var withdrawn: Int64?
        var wanted: Set<FieldClass> = [.f0, .f1, .f4]
        var service: ServiceCode = "LEG"
        var until = at("2026-08-01")
        var agreementUntil = at("2027-01-01")
        var agreementClasses: Set<FieldClass> = [.f1, .f2, .f4]
        var isAccepted = true
        var isSuspended = false
        var state = RecordState.open
        var now = noon
        var to = taker

        var terms: ConsentTerms {
            get throws {
                var values: [FieldName: Value] = [
                    "wh_ConsentStatus": .codes([status]), "wh_ConsentPurpose": .codes([purpose]),
                    "wh_ConsentDate": .date(PartialDate("2026-06-01")!), "wh_ConsentRecipientAgency": .text(recipient),
                ]
                if let expiry { values["wh_ConsentExpiry"] = .date(PartialDate(expiry)!) }
                if isDisqualified { values["wh_GuardianDisqualified"] = .flag(true) }
                let record = try Draft(.consent, values, links: [.caseFile: caseID]).checked(under: .current)
                return ConsentTerms(
                    id: EntityID(high: 3, low: 0), caseID: caseID, papers: [try #require(ConsentPaper(record))],
                    classes: classes, signed: signed, withdrawn: withdrawn)
            }
        }

        func circumstances() throws -> Referral.Circumstances {
            var agreement = Agreement(
                id: EntityID(high: 4, low: 0), giver: giver, taker: taker, classes: agreementClasses,
                purposes: [.care, .legalAid], until: agreementUntil, proposer: .random(), proposerAgency: giver)
            if isAccepted { agreement.accepter = .random() }
            return Referral.Circumstances(
                terms: try terms, agreement: agreement, takerNames: ["Nadi House", taker.description],
                isTakerSuspended: isSuspended, state: state, now: now)
        }

        func referral() throws -> Referral {
            let order = Referral.Order(
                id: EntityID(high: 6, low: 0), caseID: caseID, from: giver, to: to, service: service, classes: wanted,
                purpose: .legalAid, until: until, sender: .random())
            return try Referral(order, under: try circumstances(), act: 1)
        }
    }

    private func obstacle(_ spoil: (inout Given) -> Void) throws -> ReferralObstacle? {
        var given = Given()
        spoil(&given)
        do {
            _ = try given.referral()
            return nil
        } catch let obstacle as ReferralObstacle { return obstacle }
    }

    @Test func `each condition that does not hold stops the referral, and says which`() throws {
        #expect(try obstacle { _ in } == nil)
        #expect(try obstacle { $0.status = "Refused" } == .consent(.none))
        #expect(try obstacle { $0.signed = Self.noon + 1 } == .consent(.none), "signed after the referral")
        #expect(try obstacle { $0.withdrawn = Self.noon } == .consent(.withdrawn))
        #expect(try obstacle { $0.withdrawn = Self.noon + 1 } == nil)
        #expect(try obstacle { $0.isDisqualified = true } == .consent(.disqualifiedGuardian))
        #expect(try obstacle { $0.recipient = "Somebody else" } == .consent(.coversNotThis))
        #expect(try obstacle { $0.purpose = "ShareWithAuthorities" } == .consent(.coversNotThis))
        #expect(try obstacle { $0.wanted = [.f3] } == .consent(.coversNotThis))
        #expect(try obstacle { $0.wanted = [.f1, .f5] } == .secondTier)
        #expect(try obstacle { $0.wanted = [.f0] } == .nothing)
        #expect(try obstacle { $0.isSuspended = true } == .noReceiver)
        #expect(try obstacle { $0.to = Self.giver } == .noReceiver)
        #expect(try obstacle { $0.agreementUntil = Self.noon } == .noAgreement)
        #expect(try obstacle { $0.isAccepted = false } == .noAgreement)
        #expect(try obstacle { $0.agreementClasses = [.f1] } == .noAgreement)
        #expect(try obstacle { $0.service = "XXX" } == .unknownService)
        #expect(try obstacle { $0.until = Self.noon } == .badEnd)
        #expect(try obstacle { $0.until = Self.noon + 366 * 86_400_000 } == .badEnd)
        #expect(try obstacle { $0.state = .lockedReview } == .caseState)
    }

    @Test func `consent ends at the first moment after its last day, and ninety days when nobody said`() throws {
        #expect(try obstacle { $0.now = at("2026-07-02") - 1 } == nil)
        #expect(try obstacle { $0.now = at("2026-07-02") } == .consent(.expired))
        #expect(try obstacle { ($0.expiry, $0.until, $0.now) = (nil, at("2026-12-01"), at("2026-08-31") - 1) } == nil)
        #expect(
            try obstacle { ($0.expiry, $0.until, $0.now) = (nil, at("2026-12-01"), at("2026-08-31")) }
                == .consent(.expired))
        // A year at most, whatever was said; on its last day only the agreement is missing.
        func inTwoYears(_ now: Int64) throws -> ReferralObstacle? {
            try obstacle { ($0.expiry, $0.until, $0.now) = ("2028-01-01", now + 1, now) }
        }
        #expect(try inTwoYears(at("2027-06-02") - 1) == .noAgreement)
        #expect(try inTwoYears(at("2027-06-02")) == .consent(.expired))
    }

    @Test func `from the second of withdrawal the receiver can do nothing, and the sender can still end it`() throws {
        var given = Given()
        var referral = try given.referral()
        try referral.apply(.accept, by: Self.taker, under: try given.circumstances())
        #expect(throws: ReferralObstacle.notNow(.accepted)) {
            try referral.apply(.accept, by: Self.taker, under: try given.circumstances())
        }
        #expect(throws: ReferralObstacle.notYours) {
            try referral.apply(.revoke, by: Self.taker, under: try given.circumstances())
        }
        #expect(throws: ReferralObstacle.notYours) {
            try referral.apply(.start, by: Self.giver, under: try given.circumstances())
        }
        #expect(throws: ReferralObstacle.hidden) {
            try referral.apply(.start, by: EntityID(high: 9, low: 2), under: try given.circumstances())
        }
        given.state = .mergedAway
        #expect(throws: ReferralObstacle.hidden) {
            try referral.apply(.start, by: Self.taker, under: try given.circumstances())
        }
        given.state = .open
        given.withdrawn = given.now
        #expect(throws: ReferralObstacle.hidden) {
            try referral.apply(.start, by: Self.taker, under: try given.circumstances())
        }
        #expect(referral.state == .accepted && referral.steps.count == 1)
        try referral.apply(.revoke, by: Self.giver, under: try given.circumstances())
        #expect(referral.state == .revoked)
    }
}
