// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization
import Vault

/// What somebody wants to share.
public struct ShareOrder: Sendable, Hashable {
    public var taker: EntityID
    public var classes: Set<FieldClass>
    public var purpose: Purpose
    /// The first millisecond since 1970 at which it is over.
    public var until: Int64
    /// The consent record that it stands on.
    public var consent: EntityID

    public init(
        taker: EntityID, classes: Set<FieldClass>, purpose: Purpose, until: Int64, consent: EntityID
    ) {
        self.taker = taker
        self.classes = classes
        self.purpose = purpose
        self.until = until
        self.consent = consent
    }
}

/// Why nothing was shared, for those who may share.
public enum ShareObstacle: String, Error, Sendable, Codable, CaseIterable {
    /// The two agencies have no agreement that covers these classes, this purpose and this moment.
    case noAgreement
    /// Not between now and a year from now.
    case badEnd
    /// Nothing was chosen.
    case nothing
    /// Location and clinical notes are given to a named person by hand-over of the case, never with a share.
    case secondTier
}

extension CaseStore {
    /// What a consent record of a case says about sharing with an agency for a purpose, now.
    public func consentStanding(
        _ consent: EntityID, ofCase id: EntityID, for taker: EntityID, purpose: Purpose
    ) async throws -> ConsentStanding {
        let (base, names) = index.withLock { index in
            (index.tier.effectiveVersions(in: id)[consent], index.tier.names[taker] ?? [])
        }
        let papers = try await database.read { try self.papers(consent, in: id, base: base, $0) }
        if !papers.isEmpty, papers.contains(where: { $0.ends <= clock.now() }) { return .expired }
        return ConsentPaper.standing(papers, of: names, for: purpose)
    }

    /// Shares a fixed copy of a part of a case: what stands in it now, and only as long as consent and agreement hold.
    ///
    /// - Parameter permit: For `caseShare` of this case, asked with the consent's standing.
    /// - Throws: `Refusal` (consent, locked); `ShareObstacle`.
    public func share(_ order: ShareOrder, ofCase id: EntityID, permit: Permit) async throws -> ShareGrant {
        try permit.covers(.caseShare, subject: .caseFile(id))
        return try await changing { connection in
            let now = self.clock.now()
            let act = try self.trail.begin(connection)
            let agreement = try self.agreement(for: order, from: permit, at: now)
            let base = self.index.withLock { $0.tier.effectiveVersions(in: id)[order.consent] }
            let papers = try self.papers(order.consent, in: id, base: base, connection)
            let names = self.index.withLock { $0.tier.names[order.taker] ?? [] }
            let agreed = papers.compactMap(\.classes)
            guard ConsentPaper.standing(papers, of: names, for: order.purpose) == .covers,
                papers.allSatisfy({ now < $0.ends }),
                agreed.allSatisfy({ order.classes.subtracting([.f0]).isSubset(of: $0) })
            else { throw Refusal(.caseShare, .consent) }
            let grant = ShareGrant(
                id: .random(), caseID: id, taker: order.taker, agreement: agreement.id, classes: order.classes,
                purpose: order.purpose, until: order.until, act: act, consent: order.consent, giver: permit.actor.id,
                made: now)
            try self.write(grant, connection)
            try self.append(
                self.entry(permit, act: act, count: order.classes.count, outcome: "done:\(grant.id)"), connection)
            return (grant, [.tier(.papers(order.consent, papers)), .tier(.share(grant))])
        }
    }

    /// Takes a share back; the other agency sees nothing of it from this moment.
    public func withdraw(share id: EntityID, ofCase caseID: EntityID, permit: Permit) async throws {
        try permit.covers(.caseShare, subject: .caseFile(caseID))
        try await changing { connection in
            guard var grant = self.index.withLock({ $0.tier.plainShares(ofCase: caseID).first { $0.id == id } }),
                !grant.isWithdrawn
            else { throw StoreError.notFound }
            grant.isWithdrawn = true
            try self.write(grant, connection)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: 1, outcome: "withdrawn:\(id)"), connection)
            return ((), [.tier(.share(grant))])
        }
    }

    /// Every share of a case but referrals, oldest first, with how it stands.
    public func shares(ofCase id: EntityID) -> [(grant: ShareGrant, standing: CaseFacts.Share)] {
        index.withLock { index in
            zip(index.tier.plainShares(ofCase: id), index.tier.shares(ofCase: id)).map { (grant: $0, standing: $1) }
        }
    }

    private func agreement(for order: ShareOrder, from permit: Permit, at now: Int64) throws -> Agreement {
        guard !order.classes.isEmpty else { throw ShareObstacle.nothing }
        guard order.classes.isDisjoint(with: [.f5, .f6]) else { throw ShareObstacle.secondTier }
        guard order.classes.isSubset(of: permit.classes.union([.f0])) else {
            throw Refusal(.caseShare, .role)
        }
        guard order.until > now, order.until <= now + ShareGrant.lastsMost else { throw ShareObstacle.badEnd }
        let (agreements, isSuspended) = index.withLock {
            ($0.tier.agreements.values, $0.tier.suspended.contains(order.taker))
        }
        if isSuspended { throw ShareObstacle.noAgreement }
        let found = agreements.first { agreement in
            agreement.giver == permit.actor.agency && agreement.taker == order.taker
                && agreement.covers(order.classes.subtracting([.f0]), for: order.purpose, at: now)
        }
        guard let found else { throw ShareObstacle.noAgreement }
        return found
    }

    /// Writes a share or referral as it stands now, inside a transaction.
    func write(_ grant: ShareGrant, _ connection: any SQLConnection) throws {
        let last = try connection.query("SELECT revision FROM share WHERE id = \(grant.id.bytes)").first?.int(0) ?? 0
        let revision = last + 1
        let sealed = try openScope(grant.caseID, connection).seal(
            grant, table: "share", id: grant.id, revision: revision)
        try connection.execute(
            """
            INSERT INTO share (id, scope, taker, withdrawn, revision, sealed) VALUES
            (\(grant.id.bytes), \(grant.caseID.bytes), \(grant.taker.bytes), \(grant.isWithdrawn), \
            \(revision), \(sealed))
            ON CONFLICT (id) DO UPDATE SET
            withdrawn = excluded.withdrawn, revision = excluded.revision, sealed = excluded.sealed
            """)
    }
}
