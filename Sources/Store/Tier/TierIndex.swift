// SPDX-License-Identifier: Apache-2.0

import Cases

/// What is known in memory of reviews, agreements, shares and broken glass. Kept from change to change like the rest of
/// the index.
struct TierIndex: Sendable {
    /// What waits, by scope and record.
    private(set) var reviews: [EntityID: [EntityID: Review]] = [:]
    private(set) var grants: [EntityID: GlassGrant] = [:]
    private(set) var agreements: [EntityID: Agreement] = [:]
    /// By case, oldest first.
    private(set) var shares: [EntityID: [ShareGrant]] = [:]
    /// What the consents that shares stand on say: the version that stands, and one that waits for review.
    private(set) var papers: [EntityID: [ConsentPaper]] = [:]
    /// The public keys of custodians, by agency.
    private(set) var custodians: [EntityID: [UInt8]] = [:]
    /// What each agency goes by in consents.
    private(set) var names: [EntityID: [String]] = [:]
    /// Agencies that take part in nothing for now.
    private(set) var suspended: Set<EntityID> = []
    /// The case of each referral.
    private var referralCases: [EntityID: EntityID] = [:]
    private var casesSharedWith: [EntityID: Set<EntityID>] = [:]
    private var grantsOf: [EntityID: Set<EntityID>] = [:]

    /// Records of a scope that wait for review.
    func locked(in scope: EntityID) -> Set<EntityID> { Set((reviews[scope] ?? [:]).keys) }

    /// The version of each record under review that other agencies and exports see; records not named here are seen as
    /// they stand.
    func effectiveVersions(in scope: EntityID) -> [EntityID: Int] { (reviews[scope] ?? [:]).mapValues(\.pending.base) }

    /// What of a case was shared, oldest first, ended shares too; referrals are no part of it: of those only the packet
    /// is seen.
    func shares(ofCase id: EntityID) -> [CaseFacts.Share] { plainShares(ofCase: id).map { facts(of: $0) } }

    /// The same as it was made.
    func plainShares(ofCase id: EntityID) -> [ShareGrant] { (shares[id] ?? []).filter { $0.referral == nil } }

    /// What the policy is told of a share or referral.
    func facts(of grant: ShareGrant) -> CaseFacts.Share {
        var share = grant.facts(
            consent: papers[grant.consent] ?? [], names: names[grant.taker] ?? [],
            agreement: agreements[grant.agreement])
        if suspended.contains(grant.taker) { share.isWithdrawn = true }
        return share
    }

    /// The referrals of a case, oldest first, ended ones too.
    func referrals(ofCase id: EntityID) -> [ShareGrant] { (shares[id] ?? []).filter { $0.referral != nil } }

    /// One referral; nil for what is none.
    func referral(_ id: EntityID) -> ShareGrant? {
        referralCases[id].flatMap { shares[$0]?.first { $0.id == id && $0.referral != nil } }
    }

    /// What was sent to an agency, oldest first, whether or not it is seen any more.
    func grants(to agency: EntityID) -> [ShareGrant] {
        (casesSharedWith[agency] ?? []).flatMap { shares[$0] ?? [] }.filter { $0.taker == agency }
            .sorted { ($0.made, $0.id) < ($1.made, $1.id) }
    }

    /// Cases of others that were shared with an agency and are not over.
    func cases(sharedWith agency: EntityID, now: Int64) -> Set<EntityID> {
        (casesSharedWith[agency] ?? []).filter { id in
            shares(ofCase: id).contains { $0.to == agency && !$0.isWithdrawn && now < $0.until }
        }
    }

    /// Cases whose glass somebody broke within the hour.
    func brokenGlass(by account: EntityID, now: Int64) -> Set<EntityID> {
        guard let mine = grantsOf[account] else { return [] }
        return Set(mine.compactMap { grants[$0] }.filter { $0.isOpen(at: now) }.map(\.caseID))
    }

    func grants(of account: EntityID) -> [GlassGrant] { (grantsOf[account] ?? []).compactMap { grants[$0] } }

    /// Consents that some share stands on.
    func isUsed(consent id: EntityID) -> Bool { papers[id] != nil }

    /// Forgets all that is about erased cases and people.
    mutating func forget(_ scopes: Set<EntityID>) {
        for scope in scopes {
            reviews[scope] = nil
            for share in shares.removeValue(forKey: scope) ?? [] {
                papers[share.consent] = nil
                referralCases[share.id] = nil
                casesSharedWith[share.taker]?.remove(scope)
            }
        }
        for grant in grants.values where scopes.contains(grant.caseID) {
            grants[grant.id] = nil
            grantsOf[grant.account]?.remove(grant.id)
        }
    }

    /// Brings the index up to a change.
    mutating func take(_ update: TierUpdate) {
        switch update {
        case .review(let review):
            reviews[review.scope, default: [:]][review.record] = review.isOpen ? review : nil
            if reviews[review.scope]?.isEmpty == true { reviews[review.scope] = nil }
        case .reviews(let scope, let open):
            reviews[scope] = open.isEmpty ? nil : Dictionary(open.map { ($0.record, $0) }) { _, last in last }
        case .grant(let grant):
            grants[grant.id] = grant
            grantsOf[grant.account, default: []].insert(grant.id)
        case .agreement(let agreement): agreements[agreement.id] = agreement
        case .share(let share):
            shares[share.caseID, default: []].removeAll { $0.id == share.id }
            shares[share.caseID, default: []].append(share)
            shares[share.caseID]?.sort { ($0.made, $0.id) < ($1.made, $1.id) }
            casesSharedWith[share.taker, default: []].insert(share.caseID)
            if share.referral != nil { referralCases[share.id] = share.caseID }
        case .papers(let consent, let papers): self.papers[consent] = papers
        case .custodians(let agency, let key): custodians[agency] = key
        case .agency(let id, let name, let isSuspended):
            names[id] = [id.description, name]
            if isSuspended { suspended.insert(id) } else { suspended.remove(id) }
        }
    }
}

/// A change to reviews, agreements, shares or broken glass.
enum TierUpdate: Sendable {
    case review(Review)
    /// All that waits in a scope.
    case reviews(EntityID, [Review])
    case grant(GlassGrant)
    case agreement(Agreement)
    case share(ShareGrant)
    case papers(EntityID, [ConsentPaper])
    case custodians(EntityID, publicKey: [UInt8])
    case agency(EntityID, name: String, isSuspended: Bool = false)
}
