// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization
import Vault

extension CaseStore {
    /// Opens a case for somebody for an hour, read-only; the grant lies before the supervisors from this moment.
    ///
    /// - Parameter permit: For `caseBreakGlass` of this case.
    /// - Throws: `GlassObstacle`.
    public func breakGlass(_ id: EntityID, _ category: GlassCategory, reason: String, permit: Permit) async throws
        -> GlassGrant
    {
        try permit.covers(.caseBreakGlass, subject: .caseFile(id))
        guard GlassGrant.isReason(reason) else { throw GlassObstacle.shortReason }
        return try await changing { connection in
            let now = self.clock.now()
            let earlier = self.index.withLock { $0.tier.grants(of: permit.actor.id) }
            if let obstacle = GlassGrant.obstacle(after: earlier, at: now) { throw obstacle }
            let grant = GlassGrant(
                id: .random(), caseID: id, account: permit.actor.id, began: now, category: category, reason: reason)
            let scope = try self.openScope(id, connection)
            let sealed = try scope.seal(grant, table: "glass", id: grant.id, revision: 1)
            try connection.execute(
                """
                INSERT INTO glass (id, scope, account, reviewed, revision, sealed) VALUES
                (\(grant.id.bytes), \(id.bytes), \(grant.account.bytes), 0, 1, \(sealed))
                """)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: 1, outcome: "done:\(category.rawValue)"), connection)
            return (grant, [.tier(.grant(grant))])
        }
    }

    /// What lies before the supervisors of an agency: glass that was broken and that nobody has looked at since, oldest
    /// first.
    public func glassToReview(of agency: EntityID) -> [GlassGrant] {
        index.withLock { index in
            index.tier.grants.values.filter { grant in
                !grant.isReviewed && index.facts(ofCase: grant.caseID)?.agency == agency
            }
        }.sorted { ($0.began, $0.id) < ($1.began, $1.id) }
    }

    /// Every time the glass of a case was broken, oldest first.
    public func glass(of id: EntityID) -> [GlassGrant] {
        index.withLock { $0.tier.grants.values.filter { $0.caseID == id } }.sorted { $0.began < $1.began }
    }

    public func glassGrant(_ id: EntityID) -> GlassGrant? { index.withLock { $0.tier.grants[id] } }

    /// Writes that a second person looked at a broken glass, and what they say of it.
    ///
    /// - Parameter permit: For `recordReview` of its case, asked with whether the grant is the actor's own.
    /// - Throws: `Refusal` (own request); `StoreError.notFound` when it is unknown or was looked at before.
    public func reviewGlass(_ id: EntityID, finding: String, permit: Permit) async throws {
        try await changing { connection in
            guard var grant = self.index.withLock({ $0.tier.grants[id] }), !grant.isReviewed else {
                throw StoreError.notFound
            }
            try permit.covers(.recordReview, subject: .caseFile(grant.caseID))
            guard grant.account != permit.actor.id else { throw Refusal(.recordReview, .ownRequest) }
            grant.reviewer = permit.actor.id
            grant.reviewed = self.clock.now()
            grant.finding = finding
            let sealed = try self.openScope(grant.caseID, connection).seal(
                grant, table: "glass", id: id, revision: 2)
            try connection.execute(
                "UPDATE glass SET reviewed = 1, revision = 2, sealed = \(sealed) WHERE id = \(id.bytes)")
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: 1, outcome: "done:glass"), connection)
            return ((), [.tier(.grant(grant))])
        }
    }
}
