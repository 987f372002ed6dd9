// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Synchronization

/// What of the audit log is asked for.
public struct ActQuery: Sendable, Hashable {
    /// A case or a person: their own entries, and for a person those of the cases that they are part of.
    public var subject: EntityID?
    /// An account: what it did.
    public var actor: EntityID?
    /// Milliseconds since 1970: from the first, until before the second.
    public var from: Int64?
    public var until: Int64?
    /// Only entries before this number: the page after the one that ended there.
    public var before: Int?

    public init(
        subject: EntityID? = nil, actor: EntityID? = nil, from: Int64? = nil, until: Int64? = nil, before: Int? = nil
    ) {
        self.subject = subject
        self.actor = actor
        self.from = from
        self.until = until
        self.before = before
    }
}

extension CaseStore {
    /// Entries of the log that concern the permit's agency: done by its people, or to its cases. Newest first, at most
    /// `limit`; there may be more when it is reached. Found through an index: some milliseconds in a million entries.
    /// The look is in the log before this returns.
    public func acts(_ query: ActQuery, limit: Int, permit: Permit) async throws -> [Act] {
        try permit.covers(.auditRead)
        let agency = permit.actor.agency
        let subjects = query.subject.map { [$0] + personsCases($0) } ?? []
        var found: [Act] = []
        var before = query.before ?? Int.max
        while found.count < limit {
            let acts = try await acts(query, about: subjects, before: before, limit: limit)
            found += acts.filter { concerns(agency, $0) }.prefix(limit - found.count)
            guard acts.count == limit, let last = acts.last else { break }
            before = last.seq
        }
        try await note(permit, count: found.count)
        return found
    }

    private func acts(_ query: ActQuery, about subjects: [EntityID], before: Int, limit: Int) async throws -> [Act] {
        let (from, until) = (query.from ?? Int64.min, query.until ?? Int64.max)
        return try await database.read { connection in
            let sql: SQL
            if !subjects.isEmpty {
                let isAnyone = query.actor == nil
                sql = """
                    SELECT a.entry FROM audit a WHERE a.seq IN (
                    SELECT i.seq FROM auditIndex i WHERE i.id IN (\(list: subjects.map(\.bytes))) AND i.side = 1
                    AND i.seq < \(before) AND i.at >= \(from) AND i.at < \(until)
                    AND (\(isAnyone) = 1 OR EXISTS (
                    SELECT 1 FROM auditIndex j WHERE j.id = \(query.actor?.bytes) AND j.seq = i.seq AND j.side = 0)))
                    ORDER BY a.seq DESC LIMIT \(limit)
                    """
            } else if let actor = query.actor {
                sql = """
                    SELECT a.entry FROM auditIndex i JOIN audit a ON a.seq = i.seq WHERE i.id = \(actor.bytes)
                    AND i.side = 0 AND i.seq < \(before) AND i.at >= \(from) AND i.at < \(until)
                    ORDER BY i.seq DESC LIMIT \(limit)
                    """
            } else if query.from != nil || query.until != nil {
                sql = """
                    SELECT a.entry FROM auditIndex i JOIN audit a ON a.seq = i.seq WHERE i.side = 0
                    AND i.seq < \(before) AND i.at >= \(from) AND i.at < \(until)
                    ORDER BY i.seq DESC LIMIT \(limit)
                    """
            } else {
                sql = "SELECT entry FROM audit WHERE seq < \(before) ORDER BY seq DESC LIMIT \(limit)"
            }
            return try connection.query(sql).compactMap { $0.bytes(0).flatMap { Act(canonical: $0) } }
        }
    }

    private func personsCases(_ id: EntityID) -> [EntityID] { facts(ofPerson: id).map(\.id) }

    private func concerns(_ agency: EntityID, _ act: Act) -> Bool {
        if act.agency == nil || act.agency == agency { return true }
        guard let subject = act.subject else { return false }
        if let facts = facts(ofCase: subject) { return facts.agency == agency }
        return facts(ofPerson: subject).contains { $0.agency == agency }
    }

    /// What people with an account in an agency are called, by id. In memory.
    public func staffNames(of agency: EntityID) -> [EntityID: String] {
        let staff = accounts().filter { $0.agency == agency }
        return Dictionary(staff.map { ($0.id, $0.calledName) }, uniquingKeysWith: { first, _ in first })
    }

    /// The case of an agency that a code or an id names; nil when none does, or several.
    public func caseID(named text: String, of agency: EntityID) -> EntityID? {
        if let id = EntityID(text) { return id }
        guard let bits = EntityID.bits(ofCode: text) else { return nil }
        let found = index.withLock { $0.agencies[agency]?.cases.keys.filter { $0.codeBits == bits } ?? [] }
        return found.count == 1 ? found.first : nil
    }
}
