// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization
import Vault

/// A change to a record as it was written in the transaction at hand.
struct WrittenChange: Sendable {
    let id: EntityID
    let scope: EntityID
    let agency: EntityID
    /// The version before; 0 for a new record.
    let base: Int
    /// What stood there, all classes that are open; nil for a new record.
    let before: Record?
    /// What stands there now; nil when it was taken out.
    let after: Record?
    let permit: Permit
}

extension CaseStore {
    /// Stops a change of a record that waits for review. Called in the transaction, before anything is written.
    func refuseLocked(_ id: EntityID, in scope: EntityID, permit: Permit) throws {
        if index.withLock({ $0.tier.reviews[scope]?[id] != nil }) { throw Refusal(permit.verb, .locked) }
    }

    /// Locks a record in the transaction that changed it, when the change is one that waits.
    ///
    /// - Returns: what the index must know.
    func lockForReview(_ change: WrittenChange, _ connection: any SQLConnection) throws -> [TierUpdate] {
        var updates: [TierUpdate] = []
        let isTakenBack = change.permit.verb == .ticketWithdraw
        if let before = change.before, change.permit.actor.isPerson, before.kind != .organisation, !isTakenBack {
            let trigger = try reviewTrigger(of: change.agency, connection)
            if trigger.locks(from: before, to: change.after, in: state(ofScope: change.scope), under: codebook) {
                let editor = change.permit.actor.id
                let review = Review(
                    id: .random(), scope: change.scope, agency: change.agency, record: change.id, kind: before.kind,
                    pending: PendingChange(
                        base: change.base, version: change.base + 1, editor: editor, opened: clock.now()),
                    isRemoval: change.after == nil,
                    classes: Set(before.differences(to: change.after).map { codebook[$0.field]?.fieldClass ?? .f4 }),
                    state: .waiting)
                try insert(review, connection)
                updates.append(.review(review))
            }
        }
        return updates + (try consentChanged(change, isLocked: !updates.isEmpty, connection))
    }

    /// What shares that stand on a changed consent must know at once.
    private func consentChanged(_ change: WrittenChange, isLocked: Bool, _ connection: any SQLConnection) throws
        -> [TierUpdate]
    {
        guard index.withLock({ $0.tier.isUsed(consent: change.id) }) else { return [] }
        let base = isLocked ? change.base : nil
        return [.papers(change.id, try papers(change.id, in: change.scope, base: base, connection))]
    }

    /// How the case stands, before the change; of a person: as the case that stands furthest.
    private func state(ofScope id: EntityID) -> RecordState {
        let states = facts(ofScope: id).map(\.state)
        return states.first { $0 != .draft && $0 != .unverified } ?? states.first ?? .open
    }

    /// Versions of a record that did not stand at an act: what waited then, and what a reviewer did not let stand.
    func unsettledVersions(of id: EntityID, in scope: EntityID, asOf act: Int, _ connection: any SQLConnection) throws
        -> Set<Int>
    {
        let rows = try connection.query(
            """
            SELECT version FROM review WHERE scope = \(scope.bytes) AND record = \(id.bytes)
            AND (state = 3 OR decided IS NULL OR decided > \(act))
            """)
        return Set(rows.compactMap { $0.int(0) })
    }

    /// Writes once more, as a version of its own, what stood before a change that a reviewer did not let stand.
    private func putBack(_ review: Review, act: Int, digest: inout RowDigest, _ connection: any SQLConnection) throws
        -> IndexEntry
    {
        let row = try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(review.scope.bytes) AND r.id = \(review.record.bytes)
            AND r.version = \(review.pending.base)
            """
        ).first.map(Self.sealedRow)
        guard let row else { throw StoreError.damaged("version") }
        let scope = try sealer.scope(of: row)
        let record = try sealer.open(row.sealed, id: row.id, version: row.version, in: scope, .everything)
        let version = review.pending.version + 1
        let sealed = try seal(record, over: row.sealed, id: row.id, version: version, in: scope, for: nil, connection)
        digest.add(id: row.id, version: version, sealed: sealed)
        let stored = Stored(
            id: row.id, version: version, day: clock.today, isRemoved: false, record: record, author: row.author)
        try insert(stored, sealed, scope: row.scope, act: act, connection)
        return IndexEntry(stored, scope: row.scope, head: row.head)
    }

    // What waits

    /// What waits for review in an agency, oldest first.
    public func reviews(of agency: EntityID) -> [Review] {
        index.withLock { index in
            index.tier.reviews.values.flatMap(\.values).filter { $0.agency == agency }
        }.sorted { ($0.pending.opened, $0.id) < ($1.pending.opened, $1.id) }
    }

    public func review(_ id: EntityID) -> Review? {
        index.withLock { index in
            index.tier.reviews.values.lazy.flatMap(\.values).first { $0.id == id }
        }
    }

    /// What waits in one scope, by record.
    public func reviews(in scope: EntityID) -> [EntityID: Review] { index.withLock { $0.tier.reviews[scope] ?? [:] } }

    // Deciding

    /// A second person's decision; to put back what stood before is a version of its own.
    ///
    /// - Parameter permit: For `recordReview` of the review's scope.
    /// - Throws: `StoreError.notFound` when nothing waits; `Refusal` (own request) for the editor.
    public func decide(_ id: EntityID, _ verdict: Verdict, reason: String, permit: Permit) async throws {
        try permit.covers(.recordReview)
        try await changing { connection in
            guard let review = self.review(id) else { throw StoreError.notFound }
            guard review.pending.editor != permit.actor.id else { throw Refusal(.recordReview, .ownRequest) }
            let act = try self.trail.begin(connection)
            return ((), try self.settle(review, verdict, by: permit, reason: reason, act: act, connection))
        }
    }

    /// Accepts what nobody but its editor could look at, a day after it was written, each with its audit entry.
    ///
    /// - Returns: how many were accepted.
    @discardableResult
    public func settleAlone() async throws -> Int {
        let due = index.withLock { $0.tier.reviews.values.flatMap(\.values) }.filter { review in
            var machine = ReviewMachine(version: review.pending.version, pending: review.pending)
            let others = reviewers(of: review.agency).subtracting([review.pending.editor]).count
            return machine.acceptAlone(others: others, at: clock.now())
        }
        for review in due {
            let office = Actor(id: review.agency, role: .custodian, agency: review.agency)
            guard let facts = facts(ofScope: review.scope).first else { continue }
            let permit = try Policy.permit(
                office, .recordReview, facts, subject: .caseFile(review.scope), record: review.record, isOwn: false,
                AccessContext(purpose: .system), now: clock.now())
            try await changing { connection in
                guard self.review(review.id)?.state == .waiting else { return ((), []) }
                let act = try self.trail.begin(connection)
                return ((), try self.settle(review, .accept, by: permit, reason: nil, act: act, connection))
            }
        }
        return due.count
    }

    /// The accounts of an agency that could review.
    private func reviewers(of agency: EntityID) -> Set<EntityID> {
        let roles: Set<Role> = [.supervisor, .dataProtectionOfficer]
        return Set(
            accounts().filter {
                $0.agency == agency && $0.state == .active && !roles.isDisjoint(with: $0.roles)
            }.map(\.id))
    }

    /// Writes a decision, its version when there is one, and its audit entry.
    ///
    /// - Parameter reason: Nil when nobody decided and the day was over.
    private func settle(
        _ review: Review, _ verdict: Verdict, by permit: Permit, reason: String?, act: Int,
        _ connection: any SQLConnection
    ) throws -> [IndexUpdate] {
        var (review, digest, updates) = (review, RowDigest(), [IndexUpdate]())
        review.reviewer = reason == nil ? nil : permit.actor.id
        review.reason = reason
        review.revision += 1
        switch verdict {
        case .ask:
            review.state = .asked
            review.pending.ask()
        case .accept:
            review.state = .accepted
            review.decided = clock.now()
        case .revert:
            review.state = .putBack
            review.decided = clock.now()
            updates.append(.record(try putBack(review, act: act, digest: &digest, connection)))
        }
        try update(review, decidedBy: verdict == .ask ? nil : act, connection)
        updates.append(.tier(.review(review)))
        if index.withLock({ $0.tier.isUsed(consent: review.record) }) {
            let base = verdict == .ask ? review.pending.base : nil
            let papers = try papers(review.record, in: review.scope, base: base, connection)
            updates.append(.tier(.papers(review.record, papers)))
        }
        let outcome = reason == nil ? "done:alone" : "done:\(verdict.rawValue)"
        try append(entry(permit, act: act, count: 1, digest: digest.hex, outcome: outcome), connection)
        return updates
    }

    private func reviewTrigger(of agency: EntityID, _ connection: any SQLConnection) throws -> ReviewTrigger {
        try agencies(connection).first { $0.id == agency }?.settings.reviewTrigger ?? .sensitive
    }

    func insert(_ review: Review, _ connection: any SQLConnection) throws {
        let sealed = try openScope(review.scope, connection).seal(
            review, table: "review", id: review.id, revision: review.revision)
        let (base, version) = (review.pending.base, review.pending.version)
        try connection.execute(
            """
            INSERT INTO review (id, scope, record, base, version, state, revision, sealed) VALUES
            (\(review.id.bytes), \(review.scope.bytes), \(review.record.bytes), \(base), \(version), \
            \(review.state.rawValue), \(review.revision), \(sealed))
            """)
    }

    private func update(_ review: Review, decidedBy act: Int?, _ connection: any SQLConnection) throws {
        let sealed = try openScope(review.scope, connection).seal(
            review, table: "review", id: review.id, revision: review.revision)
        try connection.execute(
            """
            UPDATE review SET state = \(review.state.rawValue), decided = \(act), revision = \(review.revision),
            sealed = \(sealed) WHERE id = \(review.id.bytes)
            """)
    }
}
