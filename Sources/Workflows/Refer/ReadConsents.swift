// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// One consent that lets something leave, as its page shows it.
public struct ConsentView: Sendable, Identifiable {
    public let stored: Stored
    /// What it says now, of the recipients it names; `covers` while it holds.
    public let standing: ConsentStanding
    public let recipients: [EntityID]
    public let classes: Set<FieldClass>
    /// The last day on which it holds; nil when the record does not tell.
    public let lastDay: Day?
    /// How many referrals and shares stand on it and are open to somebody now.
    public let isUsedBy: Int

    public var id: EntityID { stored.id }
}

/// The consents of a case to pass something on, newest first, and how each stands now. To be called with the case as it
/// was read, whose audit entry is this one's too.
public func consents(of file: CaseFile, in store: CaseStore) -> [ConsentView] {
    let now = store.clock.now()
    let shares = store.shares(ofCase: file.id).filter {
        !$0.standing.isWithdrawn && now < $0.standing.until && $0.standing.consent == .covers
    }.map(\.grant.consent)
    let referrals = store.referrals(ofCase: file.id).filter { grant in
        Referral(grant).map { $0.isSeen(under: Referral.Circumstances(grant, store.basis(of: grant))) } ?? false
    }.map(\.consent)
    return file.records(.consent).reversed().compactMap { stored in
        guard let paper = ConsentPaper(stored.record),
            ConsentOrder.purposes.contains(paper.purpose ?? "")
        else { return nil }
        return ConsentView(
            stored: stored, standing: paper.standing(at: now),
            recipients: paper.recipients.compactMap { EntityID($0) }.sorted(), classes: paper.classes ?? [],
            lastDay: paper.lastDay.map { Day(number: $0) },
            isUsedBy: (shares + referrals).count { $0 == stored.id })
    }
}

extension ConsentPaper {
    /// What it says of those whom it names, for what it is for.
    fileprivate func standing(at now: Int64) -> ConsentStanding {
        let use: Purpose = purpose == "ShareWithAuthorities" ? .investigation : .care
        guard let one = recipients.first else { return answer == .withdrawn ? .withdrawn : .coversNotThis }
        let said = standing(of: [one], for: use)
        return said == .covers && ends <= now ? .expired : said
    }
}

extension Referral.Circumstances {
    /// What the store knows of what a referral is judged by.
    init(_ grant: ShareGrant, _ basis: ReferralBasis) {
        self.init(
            consent: grant.consent, ofCase: grant.caseID, basis,
            agreement: basis.agreements.first { $0.id == grant.agreement })
    }

    init(consent: EntityID, ofCase caseID: EntityID, _ basis: ReferralBasis, agreement: Agreement?) {
        self.init(
            terms: basis.papers.isEmpty ? nil : ConsentTerms(consent, ofCase: caseID, basis.papers),
            agreement: agreement, takerNames: basis.takerNames, isTakerSuspended: basis.isTakerSuspended,
            state: basis.state, isReached: basis.before.allSatisfy(\.isSeen), now: basis.now)
    }
}

extension ReferralBasis.Hop {
    /// Whether the office in between can still see what it passed on.
    fileprivate var isSeen: Bool {
        Referral(grant).map { $0.isSeen(under: Referral.Circumstances(grant, basis)) } ?? false
    }
}
