// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

extension CaseStore {
    /// Carries out an erasure whose seven days are over: the keys of the case, of the people who are in no other case,
    /// of compartments and files, all rows under them, requests, alerts and words of searches about them go in one
    /// transaction with the audit entry. In memory it is forgotten before this returns, and the database's log of
    /// recent changes is emptied.
    ///
    /// - Parameter permit: For `caseErase` of the case.
    /// - Throws: `ErasureObstacle`; `StoreError.notFound`. Nothing is erased then.
    public func erase(_ order: ErasureOrder, permit: Permit) async throws -> ErasureReport {
        try permit.covers(.caseErase, subject: .caseFile(order.scope))
        let report = try await changing { connection in
            guard var order = try self.waitingErasure(ofCase: order.scope, connection) else {
                throw ErasureObstacle.notWaiting
            }
            guard let facts = self.facts(ofCase: order.scope) else { throw StoreError.notFound }
            guard facts.state != .legalHold else { throw ErasureObstacle.legalHold }
            let act = try self.trail.begin(connection)
            let (report, scopes) = try self.destroy(facts, order.reason, act: act, connection)
            try order.finish(report, at: self.clock.now())
            try self.put(order, connection)
            let digest = try Erasure.digest(ofErasure: act, connection)
            try self.append(
                self.entry(
                    permit, act: act, count: report.counts.versions, digest: digest,
                    outcome: "done:\(order.reason.rawValue)"), connection)
            return (report, [.erased(scopes)])
        }
        NameFold.forget()
        try await emptyLog()
        return report
    }

    /// Writes the database's log of recent changes back and empties it, so that no old page stays behind; readers that
    /// are at work are waited for. After some seconds it is left to the next time.
    func emptyLog() async throws {
        for _ in 0..<20 {
            do { return try await database.checkpoint() } catch let error as SQLError where error.kind == .busy {
                try await Task.sleep(for: .milliseconds(100))
            } catch { throw error }
        }
    }

    private func destroy(
        _ facts: CaseFacts, _ reason: EraseReason, act: Int, _ connection: any SQLConnection
    ) throws -> (ErasureReport, [EntityID]) {
        let (people, kept, recipients) = index.withLock { index in
            let all = Set((index.agencies[facts.agency]?.cases[facts.id]?.people ?? []).map(\.person))
            let alone = all.filter { index.agencies[facts.agency]?.casesOfPerson[$0] == [facts.id] }
            let takers = Set((index.tier.shares[facts.id] ?? []).map(\.taker))
            return (alone.sorted(), all.count - alone.count, takers.sorted())
        }
        let scopes = [facts.id] + people
        var counts = Erasure.Counts()
        counts.words += try forgetWords(about: scopes, of: facts, act: act, connection)
        counts.words += try forgetRequests(about: Set(scopes), connection)
        counts.words += try forgetAlerts(about: scopes, connection)
        let day = clock.today.description
        let tombstones = scopes.map {
            Tombstone(scope: $0, agency: facts.agency, day: day, reason: reason.rawValue, act: act)
        }
        try Erasure.destroy(tombstones, act: act, peel: peeled, &counts, connection)
        let report = ErasureReport(act: act, counts: counts, recipients: recipients, peopleKept: kept)
        return (report, scopes)
    }

    /// A row as it was written.
    func peeled(_ row: SealedRow) throws -> [UInt8] {
        guard OuterLayer.covers(row.sealed) else { return row.sealed }
        return try OuterLayer.peel(row.sealed, id: row.id, version: row.version, in: try sealer.scope(of: row))
    }

    /// Requests hold the words of whoever asked.
    private func forgetRequests(about scopes: Set<EntityID>, _ connection: any SQLConnection) throws -> Int {
        let requests = try connection.query("SELECT id, version, sealed FROM request").map { try request(in: $0) }
        let about = requests.filter { $0.subject.map(scopes.contains) ?? false }
        for one in about { try connection.execute("DELETE FROM request WHERE id = \(one.id.bytes)") }
        return about.count
    }

    /// Alerts hold what somebody noted about them.
    private func forgetAlerts(about scopes: [EntityID], _ connection: any SQLConnection) throws -> Int {
        var acts: Set<Int> = []
        for scope in scopes {
            let rows = try connection.query("SELECT seq FROM auditIndex WHERE id = \(scope.bytes) AND side = 1")
            acts.formUnion(rows.compactMap { $0.int(0) })
        }
        var count = 0
        for row in try connection.query("SELECT id, version, sealed FROM alert") {
            guard let id = row.bytes(0) else { throw StoreError.damaged("alert") }
            if acts.contains(try alert(row).act) {
                count += try connection.execute("DELETE FROM alert WHERE id = \(id)")
            }
        }
        return count
    }

    /// Deletes the sealed words of searches that named somebody who is erased. That somebody searched stays in the log.
    private func forgetWords(
        about scopes: [EntityID], of facts: CaseFacts, act: Int, _ connection: any SQLConnection
    ) throws -> Int {
        var names: Set<String> = []
        for scope in scopes { names.formUnion(try everyName(in: scope, connection)) }
        let codes = [facts.id.code.lowercased(), facts.id.description]
        let reference = index.withLock { $0.agencies[facts.agency]?.cases[facts.id]?.reference?.lowercased() }
        var found: [Int] = []
        try connection.forEach("SELECT seq, agency, sealed FROM auditWords") { row in
            guard let seq = row.int(0), let agency = row.bytes(1).flatMap({ EntityID(bytes: $0) }),
                let sealed = row.bytes(2)
            else { throw StoreError.damaged("search words") }
            let text = try self.keys.openAuditWords(sealed, act: seq, agency: agency).lowercased()
            let words = NameFold.words(text)
            let named = !words.isEmpty && words.allSatisfy { word in names.contains { Self.isFound($0, by: word) } }
            if named || codes.contains(text) || (reference.map { text.contains($0) } ?? false) { found.append(seq) }
        }
        for seq in found {
            try connection.execute("INSERT INTO erasedWords (seq, erasure) VALUES (\(seq), \(act))")
            try connection.execute("DELETE FROM auditWords WHERE seq = \(seq)")
        }
        return found.count
    }

    /// Whether a search for `word` finds a name, as searches do: by its beginning, or by its consonants.
    private static func isFound(_ name: String, by word: String) -> Bool {
        name.hasPrefix(word) || NameFold.skeleton(word).map { $0 == NameFold.skeleton(name) } ?? false
    }

    /// Every word of every name that a person ever had here, folded.
    private func everyName(in scope: EntityID, _ connection: any SQLConnection) throws -> Set<String> {
        let rows = try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(scope.bytes) AND r.id = r.scope
            """
        ).map(Self.sealedRow)
        let records = try open(rows, .only(RegisterIndex.filter)).map(\.stored.record).filter { $0.kind == .person }
        return NameIndex.words(records.flatMap { PersonSummary.names($0) })
    }

    /// Writes into the log what a restore erased once more on this copy, when there is such.
    func logReplayedErasures() async throws {
        let office = Actor(id: agency, role: .custodian, agency: agency)
        try await database.write { connection in
            let waiting =
                try connection.query(
                    """
                    SELECT (SELECT COUNT(*) FROM tombstone WHERE act = 0)
                    + (SELECT COUNT(*) FROM erasedWords WHERE erasure = 0)
                    """
                ).first?.int(0) ?? 0
            guard waiting > 0 else { return }
            try Erasure.settle(connection, self.peeled)
            let act = try self.trail.begin(connection)
            try connection.execute("UPDATE tombstone SET act = \(act) WHERE act = 0")
            try connection.execute("UPDATE erasedAct SET erasure = \(act) WHERE erasure = 0")
            try connection.execute("UPDATE erasedWords SET erasure = \(act) WHERE erasure = 0")
            var entry = Act(
                office, Verb.caseErase.rawValue, nil, purpose: .system, outcome: "done:replayed", count: waiting,
                digest: try Erasure.digest(ofErasure: act, connection), at: self.wall.now())
            entry.seq = act
            try self.append(entry, connection)
        }
    }
}
