// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization
import Vault

extension CaseStore {
    /// What of a case and the people in it the permit shows: its classes, through its masks, as it stood at the act of
    /// a share. Its audit entry is on disk before this returns.
    ///
    /// - Throws: `StoreError.notFound`, also for ids that never were.
    ///
    /// - Parameter hand: The reader's own key, which opens location and clinical notes that were given to them; their
    ///   colleagues who lack a key get it on the way.
    public func caseFile(_ id: EntityID, permit: Permit, hand: KeyInHand? = nil) async throws -> CaseFile {
        try permit.covers(
            .caseRead, .caseClassify, .casePrint, .caseShare, .recordReview, .ticketRead, subject: .caseFile(id))
        let file = try await database.read { connection in try self.load(id, permit, hand, connection) }
        if hand != nil, permit.opensCompartments { try await settleCompartments(of: id, hand, permit: permit) }
        try await note(permit, count: 1 + file.people.count)
        return file
    }

    /// One record as it stands; for editing. Audited like a case that is read.
    public func record(_ id: EntityID, scope: EntityID, permit: Permit, hand: KeyInHand? = nil) async throws -> Stored {
        guard let latest = try await versions(of: id, scope: scope, permit: permit, hand: hand).last,
            !latest.isRemoved
        else { throw StoreError.notFound }
        return latest
    }

    /// Every version of one record, oldest first; the last is the current one. Of what was shared with another agency
    /// there is only the one version that was shared.
    public func versions(of id: EntityID, scope: EntityID, permit: Permit, hand: KeyInHand? = nil) async throws
        -> [Stored]
    {
        try permit.covers(.caseRead, .casePrint, .recordReview, .organisationRead, .personCompare)
        guard permit.subject.isScope(scope) else { throw StoreError.notPermitted }
        let found = try await seen(id, scope: scope, permit: permit, hand: hand)
        guard !found.isEmpty else { throw StoreError.notFound }
        try await note(permit, count: 1)
        return found
    }

    /// The versions as the permit shows them, without an audit entry: to compare with what somebody sends, never to be
    /// shown.
    package func seen(_ id: EntityID, scope: EntityID, permit: Permit, hand: KeyInHand? = nil) async throws
        -> [Stored]
    {
        guard permit.subject.isScope(scope) else { throw StoreError.notPermitted }
        let effective = permit.seesEffective ? effectiveVersions(in: scope) : [:]
        return try await database.read { connection in
            var rows = try connection.query(
                """
                SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
                WHERE r.scope = \(scope.bytes) AND r.id = \(id.bytes) AND r.act <= \(permit.asOfAct ?? .max)
                ORDER BY r.version
                """
            ).map(Self.sealedRow)
            if let act = permit.asOfAct {
                let unsettled = try self.unsettledVersions(of: id, in: scope, asOf: act, connection)
                rows.removeAll { unsettled.contains($0.version) }
            }
            if let base = effective[id] { rows.removeAll { $0.version > base } }
            if permit.asOfAct != nil { rows = rows.suffix(1).filter { !$0.removed } }
            let marks = self.heldMarks(of: scope, permit)
            return try self.open(rows, Opening(permit)) {
                try self.unlock($0, hand, permit, connection)
            }.map(\.stored).filter { permit.asOfAct == nil || !$0.record.kind.staysAtHome }
                .compactMap { marks.isEmpty ? $0 : marks.left(of: $0) }
        }
    }

    /// Every case that the policy lets the actor take out, in turn, in the order they were registered; one audit entry
    /// for all, on disk before the first is given.
    ///
    /// Each case is decided when its turn comes, by how things stand then: a right that is taken
    /// away meanwhile ends it.
    ///
    /// - Parameter permit: For taking out or publishing the register.
    /// - Parameter act: The last act whose versions are given; nil for how things stand now.
    /// - Parameter body: Called on the database's thread with the case and what its own permit demands; must not wait.
    /// - Throws: `Refusal` when there are cases and none may be taken out, with the reason of the first.
    public func forEachCase(
        permit: Permit, asOf act: Int? = nil, _ body: @escaping @Sendable (CaseFile) throws -> Void
    ) async throws {
        try permit.covers(.registerExport, .datasetPublish, subject: .register)
        let ids = try await caseIDs(permit)
        try await note(permit, count: ids.count)
        try await database.read { connection in
            var refusal: Refusal?
            var given = 0
            for id in ids {
                try self.insistOnStanding(permit)
                do {
                    try body(try self.load(id, try self.permit(permit, for: id), nil, asOf: act, connection))
                    given += 1
                } catch StoreError.notFound {
                    continue
                } catch let error as Refusal {
                    if refusal?.reason == nil { refusal = error }
                }
            }
            if given == 0, let refusal, refusal.reason != nil { throw refusal }
        }
    }

    /// Leave for one case, by the same policy as every page, on behalf of somebody who takes out the register.
    private func permit(_ permit: Permit, for id: EntityID) throws(Refusal) -> Permit {
        var context = permit.context
        let now = clock.now()
        context.isBreakGlass = isGlassBroken(id, by: permit.actor.id, now: now)
        return try Policy.permit(
            permit.actor, permit.verb, facts(ofCase: id), subject: .caseFile(id), context, now: now)
    }

    /// The cases of the actor's agency in the order they were registered; of all agencies for the national counts.
    private func caseIDs(_ permit: Permit) async throws -> [EntityID] {
        let scopes = try await database.read { connection in
            try connection.query("SELECT scope FROM record GROUP BY scope ORDER BY MIN(seq)")
                .compactMap { $0.bytes(0).flatMap { EntityID(bytes: $0) } }
        }
        let isNational = permit.verb == .datasetPublish && permit.actor.role == .coordinator
        return index.withLock { index in
            scopes.filter { id in
                isNational
                    ? index.agencies.values.contains { $0.cases[id] != nil }
                    : index.agencies[permit.actor.agency]?.cases[id] != nil
            }
        }
    }

    /// The case as the permit shows it, without an audit entry.
    func load(
        _ id: EntityID, _ permit: Permit, _ hand: KeyInHand? = nil, asOf act: Int? = nil,
        _ connection: any SQLConnection
    ) throws -> CaseFile {
        let act = [act, permit.asOfAct].compactMap(\.self).min()
        let records = try current(in: id, permit, hand, asOf: act, connection)
        guard records.contains(where: { $0.record.kind == .caseFile }) else { throw StoreError.notFound }
        var people: [EntityID: Stored] = [:]
        var organisations: [EntityID: Stored] = [:]
        for stored in records {
            if let person = stored.record.links[.person], people[person] == nil {
                people[person] = try current(in: person, permit, hand, asOf: act, connection).first { $0.id == person }
            }
            if let place = stored.record.links[.organisation], organisations[place] == nil {
                organisations[place] = try current(in: place, permit, hand, asOf: act, connection).first {
                    $0.id == place
                }
            }
        }
        let marks = heldMarks(of: id, permit)
        guard !marks.isEmpty else {
            return CaseFile(id: id, records: records, people: people, organisations: organisations, permit: permit)
        }
        return CaseFile(
            id: id, records: records.compactMap(marks.left), people: people.compactMapValues(marks.left),
            organisations: organisations.compactMapValues(marks.left), permit: permit)
    }

    /// What a case marks as held here, when what is opened leaves the office: as the marks stand now, for an older copy
    /// too.
    private func heldMarks(of id: EntityID, _ permit: Permit) -> HeldMarks {
        guard permit.seesEffective else { return HeldMarks() }
        return index.withLock { index in
            var marks = index.held(inCase: id)
            // A person's own record: what any case of theirs marks, under whichever record of the same person.
            for person in index.records(ofPerson: id) {
                for facts in index.facts(ofPerson: person) { marks.form(index.held(inCase: facts.id)) }
            }
            return marks
        }
    }

    /// The same; nil for a case that was not there then.
    func loadIfThere(_ id: EntityID, _ permit: Permit, _ connection: any SQLConnection) throws -> CaseFile? {
        do { return try load(id, permit, nil, connection) } catch StoreError.notFound { return nil }
    }

    /// The records of a scope as the permit shows them.
    private func current(
        in scope: EntityID, _ permit: Permit, _ hand: KeyInHand?, asOf act: Int?, _ connection: any SQLConnection
    ) throws -> [Stored] {
        let rows =
            try act.map { try self.rows(in: scope, asOf: $0, connection) } ?? liveRows(in: scope, connection)
        let effective = permit.seesEffective ? effectiveVersions(in: scope) : [:]
        let shown = try rows.compactMap { row in
            guard let base = effective[row.id], row.version > base else { return row }
            return try version(base, of: row.id, in: scope, connection)
        }
        return try open(shown.filter { !$0.removed }, Opening(permit)) {
            try unlock($0, hand, permit, connection)
        }.map(\.stored).filter { act == nil || !$0.record.kind.staysAtHome }
    }

    private func liveRows(in scope: EntityID, _ connection: any SQLConnection) throws -> [SealedRow] {
        try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(scope.bytes) AND r.live = 1 ORDER BY r.seq
            """
        ).map(Self.sealedRow)
    }

    /// The last versions that were written by an act or before it and stood then: not what waited for review, nor what
    /// a reviewer did not let stand.
    private func rows(in scope: EntityID, asOf act: Int, _ connection: any SQLConnection) throws -> [SealedRow] {
        try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(scope.bytes) AND r.version = (
                SELECT MAX(x.version) FROM record x WHERE x.scope = r.scope AND x.id = r.id AND x.act <= \(act)
                AND NOT EXISTS (
                    SELECT 1 FROM review w WHERE w.scope = x.scope AND w.record = x.id AND w.version = x.version
                    AND (w.state = 3 OR w.decided IS NULL OR w.decided > \(act))))
            ORDER BY r.seq
            """
        ).map(Self.sealedRow)
    }

    private func version(_ version: Int, of id: EntityID, in scope: EntityID, _ connection: any SQLConnection) throws
        -> SealedRow?
    {
        try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(scope.bytes) AND r.id = \(id.bytes) AND r.version = \(version)
            """
        ).first.map(Self.sealedRow)
    }

    private func effectiveVersions(in scope: EntityID) -> [EntityID: Int] {
        index.withLock { $0.tier.effectiveVersions(in: scope) }
    }
}

extension Permit {
    /// Another agency, or a file: what waits for review is not shown, but what stood before.
    fileprivate var seesEffective: Bool {
        asOfAct != nil || verb == .registerExport || verb == .datasetPublish || verb == .caseShare
    }
}

extension Subject {
    /// The subject is a thing with records of its own, and this is it.
    func isScope(_ scope: EntityID) -> Bool {
        switch self {
        case .caseFile(let id), .person(let id), .organisation(let id): id == scope
        case .register, .importBatch, .account, .agency, .request: false
        }
    }
}
