// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization
import Vault

/// What a referral is judged by at a moment.
public struct ReferralBasis: Sendable {
    /// What the consent says; empty when it is gone, or belongs to another case.
    public let papers: [ConsentPaper]
    /// What the sender and the receiver have agreed on, ended agreements too.
    public let agreements: [Agreement]
    /// Everything that the receiver goes by.
    public let takerNames: [String]
    public let isTakerSuspended: Bool
    public let state: RecordState
    /// What it was passed on from, the nearest first, each with what it is judged by; empty for what came straight from
    /// the sender.
    public var before: [Hop] = []
    /// Milliseconds since 1970.
    public let now: Int64

    /// A referral that another was passed on from.
    public struct Hop: Sendable {
        public let grant: ShareGrant
        public let basis: ReferralBasis
    }
}

/// A referral that is about to be made.
public struct ReferralDraft: Sendable {
    /// Sending the same form twice names the same referral.
    public let id: EntityID
    public let caseID: EntityID
    public let taker: EntityID
    public let consent: EntityID
    /// The record in the sender's case that follows it, and leave to write it.
    public let record: Record
    public let recordID: EntityID
    public let recordPermit: Permit
    /// The referral that it is passed on from; nil for what the sender sends itself.
    public let via: EntityID?

    public init(
        id: EntityID, caseID: EntityID, taker: EntityID, consent: EntityID, record: (id: EntityID, content: Record),
        permit: Permit, via: EntityID? = nil
    ) {
        self.id = id
        self.caseID = caseID
        self.taker = taker
        self.consent = consent
        self.record = record.content
        recordID = record.id
        recordPermit = permit
        self.via = via
    }
}

/// What an act makes of a referral.
public struct ReferralChange: Sendable {
    public let track: ReferralTrack
    /// What the record that follows it says from now on.
    public let says: [FieldName: Value]
    /// The name of the act, for the log.
    public let act: String

    public init(track: ReferralTrack, says: [FieldName: Value], act: String) {
        self.track = track
        self.says = says
        self.act = act
    }
}

extension CaseStore {
    /// Makes a referral and the record that follows it, each with its audit entry, in one transaction.
    ///
    /// - Parameters:
    ///   - permit: For `caseRefer` of this case, asked with the consent's standing; for `referralAnswer` when it is
    ///     passed on.
    ///   - make: Judges it by how things stand in the transaction itself; gets the act that the packet shows.
    /// - Returns: the referral; the first one when the same form was sent before.
    /// - Throws: What `make` throws; `Refusal` for classes that the sender is not given; as `commit`.
    public func refer(
        _ draft: ReferralDraft, permit: Permit,
        _ make: @escaping @Sendable (ReferralBasis, _ act: Int) throws -> ShareGrant
    ) async throws -> ShareGrant {
        try permit.covers(draft.via == nil ? .caseRefer : .referralAnswer, subject: .caseFile(draft.caseID))
        return try await changing { connection in
            if let earlier = self.index.withLock({ $0.tier.referral(draft.id) }), earlier.caseID == draft.caseID {
                return (earlier, [])
            }
            let first = try self.trail.begin(connection)
            let basis = try self.basis(draft, by: permit.actor.agency, connection)
            let grant = try make(basis, first + 1)
            guard grant.classes.isSubset(of: permit.classes.union([.f0])) else { throw Refusal(.caseRefer, .role) }
            let change = Change.insert(draft.recordID, scope: draft.caseID, draft.record)
            let written = try self.write([change], permit: draft.recordPermit, hand: nil, act: first, connection)
            try self.write(grant, connection)
            let entry = self.entry(
                permit, act: first + 1, count: grant.classes.count,
                outcome: "\(draft.via == nil ? "done" : "passedOn"):\(grant.id)", consent: draft.consent)
            try self.trail.append([written.entry, entry], connection)
            let more: [IndexUpdate] = [.tier(.papers(draft.consent, basis.papers)), .tier(.share(grant))]
            return (grant, written.index + more)
        }
    }

    /// Does something with a referral and writes it where its sender follows it, in one transaction.
    ///
    /// - Parameters:
    ///   - permit: For `caseRefer` (the sender) or `referralAnswer` (the receiver) of its case.
    ///   - change: Judges the act by how things stand in the transaction itself.
    /// - Throws: `StoreError.notFound`; what `change` throws.
    @discardableResult
    public func step(
        referral id: EntityID, permit: Permit,
        _ change: @escaping @Sendable (ShareGrant, ReferralBasis) throws -> ReferralChange
    ) async throws -> ShareGrant {
        try permit.covers(.caseRefer, .referralAnswer)
        return try await changing { connection in
            let row = try connection.query(
                "SELECT scope, id, revision, sealed FROM share WHERE id = \(id.bytes)"
            ).first
            guard let row else { throw StoreError.notFound }
            var grant: ShareGrant = try self.opened(row, table: "share", connection)
            guard let track = grant.referral, permit.subject == .caseFile(grant.caseID) else {
                throw StoreError.notFound
            }
            let changed = try change(grant, self.basis(of: grant))
            grant.referral = changed.track
            try self.write(grant, connection)
            let act = try self.trail.begin(connection)
            var digest = RowDigest()
            let follow = try self.follow(
                track.record, in: grant.caseID, changed.says, act: act, digest: &digest, connection)
            try self.append(
                self.entry(
                    permit, act: act, count: 1, digest: digest.hex, outcome: "\(changed.act):\(grant.id)",
                    consent: grant.consent), connection)
            return (grant, follow + [.tier(.share(grant))])
        }
    }

    /// One referral; nil for what is none. Nothing of it may be shown before the policy has spoken.
    public func referral(_ id: EntityID) -> ShareGrant? { index.withLock { $0.tier.referral(id) } }

    /// The referrals of a case, oldest first, ended ones too.
    public func referrals(ofCase id: EntityID) -> [ShareGrant] { index.withLock { $0.tier.referrals(ofCase: id) } }

    /// What was shared with an agency or referred to it, oldest first, whether or not it is seen any more.
    public func grants(to agency: EntityID) -> [ShareGrant] { index.withLock { $0.tier.grants(to: agency) } }

    /// Every referral that an agency has sent, oldest first.
    public func referrals(from agency: EntityID) -> [ShareGrant] {
        index.withLock { index in
            index.tier.shares.values.joined().filter { $0.referral?.giver == agency }
        }.sorted { ($0.made, $0.id) < ($1.made, $1.id) }
    }

    /// What a referral is judged by now.
    public func basis(of grant: ShareGrant) -> ReferralBasis {
        let now = clock.now()
        return index.withLock { $0.basis(of: grant, now: now) }
    }

    /// What the policy is told of a referral or share.
    public func standing(of grant: ShareGrant) -> CaseFacts.Share { index.withLock { $0.tier.facts(of: grant) } }

    /// What of a case is marked as never to leave the office.
    public func heldMarks(ofCase id: EntityID) -> HeldMarks { index.withLock { $0.held(inCase: id) } }

    private func basis(_ draft: ReferralDraft, by giver: EntityID, _ connection: any SQLConnection) throws
        -> ReferralBasis
    {
        let now = clock.now()
        let (tier, state, before) = index.withLock { index in
            (
                index.tier, index.facts(ofCase: draft.caseID)?.state ?? .erased,
                index.hops(before: draft.via, now: now)
            )
        }
        let base = tier.effectiveVersions(in: draft.caseID)[draft.consent]
        return ReferralBasis(
            papers: try papers(draft.consent, in: draft.caseID, base: base, connection),
            agreements: tier.agreements.values.filter { $0.giver == giver && $0.taker == draft.taker },
            takerNames: tier.names[draft.taker] ?? [], isTakerSuspended: tier.suspended.contains(draft.taker),
            state: state, before: before, now: now)
    }

    /// Writes a version of the record that follows a referral. One that was taken out, or waits for review, is left.
    private func follow(
        _ id: EntityID, in scope: EntityID, _ says: [FieldName: Value], act: Int, digest: inout RowDigest,
        _ connection: any SQLConnection
    ) throws -> [IndexUpdate] {
        if says.isEmpty || index.withLock({ $0.tier.reviews[scope]?[id] != nil }) { return [] }
        let row = try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(scope.bytes) AND r.id = \(id.bytes) AND r.live = 1
            """
        ).first.map(Self.sealedRow)
        guard let row, !row.removed else { return [] }
        let open = try sealer.scope(of: row)
        let before = try sealer.open(row.sealed, id: id, version: row.version, in: open, .everything)
        let entries =
            before.entries.filter { says[$0.name] == nil } + says.map { Record.Entry($0.key, $0.value) }
        let record = Record(stored: before.kind, entries: entries, links: before.links)
        let version = row.version + 1
        let sealed = try seal(record, over: row.sealed, id: id, version: version, in: open, for: nil, connection)
        digest.add(id: id, version: version, sealed: sealed)
        let stored = Stored(
            id: id, version: version, day: clock.today, isRemoved: false, record: record, author: row.author)
        try insert(stored, sealed, scope: scope, act: act, connection)
        return [.record(IndexEntry(stored, scope: scope, head: row.head))]
    }
}

extension OfficeIndex {
    /// What a referral is judged by at a moment.
    fileprivate func basis(of grant: ShareGrant, now: Int64) -> ReferralBasis {
        ReferralBasis(
            papers: tier.papers[grant.consent] ?? [],
            agreements: tier.agreements[grant.agreement].map { [$0] } ?? [],
            takerNames: tier.names[grant.taker] ?? [], isTakerSuspended: tier.suspended.contains(grant.taker),
            state: facts(ofCase: grant.caseID)?.state ?? .erased,
            before: hops(before: grant.referral?.via?.referral, now: now), now: now)
    }

    /// A referral and all that it was passed on from, the nearest first. They are of one case, and go with it.
    fileprivate func hops(before id: EntityID?, now: Int64) -> [ReferralBasis.Hop] {
        guard let grant = id.flatMap({ tier.referral($0) }) else { return [] }
        let basis = basis(of: grant, now: now)
        return [ReferralBasis.Hop(grant: grant, basis: basis)] + basis.before
    }
}
