// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation

extension CaseStore {
    /// The erasures of an agency that wait, are done or were taken back, the newest first; of all agencies without one.
    public func erasures(of agency: EntityID? = nil) async throws -> [ErasureOrder] {
        let rows = try await database.read { try $0.query("SELECT id, version, sealed FROM erasure") }
        return try rows.map { try openedBySystem($0, column: "erasure") }
            .filter { (order: ErasureOrder) in agency == nil || order.agency == agency }
            .sorted { ($0.agreed, $0.id) > ($1.agreed, $1.id) }
    }

    /// What was erased elsewhere and had been shown to this agency: it is asked to destroy what it took.
    public func erasuresToHearOf(_ agency: EntityID) async throws -> [ErasureOrder] {
        try await erasures().filter { $0.report?.recipients.contains(agency) == true }
    }

    /// The erasure that a case waits for; nil when there is none.
    public func waitingErasure(ofCase id: EntityID) async throws -> ErasureOrder? {
        try await database.read { try self.waitingErasure(ofCase: id, $0) }
    }

    func waitingErasure(ofCase id: EntityID, _ connection: any SQLConnection) throws -> ErasureOrder? {
        let state = ErasureOrder.State.coolingOff.rawValue
        return try connection.query(
            "SELECT id, version, sealed FROM erasure WHERE scope = \(id.bytes) AND state = \(state)"
        ).first.map { try openedBySystem($0, column: "erasure") }
    }

    /// Takes an erasure back while it waits, with its audit entry.
    ///
    /// - Parameter permit: For `caseErase` of its case.
    /// - Throws: `ErasureObstacle.notWaiting`; `StoreError.notFound`.
    public func cancel(erasureOf id: EntityID, permit: Permit) async throws {
        try permit.covers(.caseErase, subject: .caseFile(id))
        try await changing { connection in
            guard var order = try self.waitingErasure(ofCase: id, connection) else { throw ErasureObstacle.notWaiting }
            try order.cancel(by: permit.actor.id, at: self.clock.now())
            try self.put(order, connection)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: 1, outcome: "cancelled"), connection)
            return ((), [])
        }
    }

    /// Stops the erasure of a case that is about to be held for the law, in the transaction that holds it.
    func stopErasure(ofCase id: EntityID, _ connection: any SQLConnection) throws {
        guard var order = try waitingErasure(ofCase: id, connection) else { return }
        try order.stop(at: clock.now())
        try put(order, connection)
    }

    /// Writes an order: a new one (version 0), or the next version of the one that was read.
    func put(_ order: ErasureOrder, _ connection: any SQLConnection) throws {
        var next = order
        next.version += 1
        let sealed = try keys.system.seal(
            Array(try JSONEncoder().encode(next)), column: "erasure", record: next.id.bytes, version: next.version)
        let state = next.state.rawValue
        if order.version == 0 {
            try connection.execute(
                """
                INSERT INTO erasure (id, scope, state, due, version, sealed) VALUES
                (\(next.id.bytes), \(next.scope.bytes), \(state), \(next.due), \(next.version), \(sealed))
                """)
            return
        }
        let count = try connection.execute(
            """
            UPDATE erasure SET state = \(state), version = \(next.version), sealed = \(sealed)
            WHERE id = \(next.id.bytes) AND version = \(order.version)
            """)
        guard count == 1 else { throw StoreError.conflict(next.id, current: order.version + 1) }
    }

    /// On how many UTC days since a moment something was written into the log.
    public func daysWithEntries(since moment: Int64) async throws -> Int {
        try await database.read { connection in
            try connection.query(
                "SELECT COUNT(DISTINCT at / 86400000) FROM auditIndex WHERE at >= \(moment)"
            ).first?.int(0) ?? 0
        }
    }

    /// Orders whose seven days are over.
    public func erasuresDue() async throws -> [ErasureOrder] {
        try await erasures().filter { $0.isDue(at: clock.now()) }
    }
}

extension PeopleTransaction {
    /// Begins the seven days of a case that a second person agreed to erase.
    ///
    /// - Throws: `ErasureObstacle.legalHold`, `.askedAlready`; `StoreError.notFound`.
    public func begin(_ order: ErasureOrder) throws {
        guard let facts = store.facts(ofCase: order.scope), facts.agency == order.agency else {
            throw StoreError.notFound
        }
        guard facts.state != .legalHold else { throw ErasureObstacle.legalHold }
        guard try store.waitingErasure(ofCase: order.scope, connection) == nil else {
            throw ErasureObstacle.askedAlready
        }
        try store.put(order, connection)
    }

    /// Holds a case for the law, or lifts the hold, with its audit entry; an erasure that waits is stopped.
    ///
    /// - Parameter permit: For `caseState` of the case.
    public func hold(_ isHeld: Bool, permit: Permit) throws {
        try permit.covers(.caseState)
        guard case .caseFile(let id) = permit.subject, let agency = store.facts(ofCase: id)?.agency else {
            throw StoreError.notFound
        }
        let state: RecordState? = isHeld ? .legalHold : nil
        updates.append(try store.write(state, of: id, agency: agency, connection))
        if isHeld { try store.stopErasure(ofCase: id, connection) }
        note(permit, outcome: state?.rawValue ?? "recorded")
    }
}
