// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization

extension CaseStore {
    /// Gives a case to some people and takes it from others, with its audit entry.
    ///
    /// - Parameter permit: For `caseAssign` of this case.
    /// - Throws: `StoreError.notFound`.
    public func assign(add: Set<EntityID>, remove: Set<EntityID>, case id: EntityID, permit: Permit) async throws {
        try permit.covers(.caseAssign, subject: .caseFile(id))
        try await changing { connection in
            let agency = try self.agency(ofScope: id, connection)
            for account in add.sorted() { try self.insertAssignment(id, account, connection) }
            for account in remove.sorted() {
                try connection.execute(
                    "DELETE FROM assignment WHERE scope = \(id.bytes) AND account = \(account.bytes)")
            }
            try self.dropCompartments(ofCase: id, takenFrom: remove, connection)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: add.count + remove.count), connection)
            let updates = [(add, true), (remove, false)].flatMap { accounts, isAssigned in
                accounts.map { IndexUpdate.assignment(id, agency: agency, account: $0, isAssigned: isAssigned) }
            }
            return ((), updates)
        }
    }

    /// Sets how a case stands whatever is recorded in it, or leaves it to what is recorded (nil), with its audit entry.
    ///
    /// - Parameter permit: For `caseState` of this case.
    public func setState(_ state: RecordState?, ofCase id: EntityID, permit: Permit) async throws {
        try permit.covers(.caseState, subject: .caseFile(id))
        try await changing { connection in
            let agency = try self.agency(ofScope: id, connection)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: 1, outcome: state?.rawValue ?? "recorded"), connection)
            return ((), [try self.write(state, of: id, agency: agency, connection)])
        }
    }

    /// Writes the override inside a transaction.
    func write(_ state: RecordState?, of id: EntityID, agency: EntityID, _ connection: any SQLConnection) throws
        -> IndexUpdate
    {
        try connection.execute("UPDATE scope SET state = \(state?.rawValue) WHERE id = \(id.bytes)")
        return .state(id, agency: agency, state)
    }

    func insertAssignment(_ id: EntityID, _ account: EntityID, _ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO assignment (scope, account) VALUES (\(id.bytes), \(account.bytes)) ON CONFLICT DO NOTHING
            """)
    }

    func agency(ofScope id: EntityID, _ connection: any SQLConnection) throws -> EntityID {
        guard
            let agency = try connection.query("SELECT agency FROM scope WHERE id = \(id.bytes)").first?.bytes(0)
                .flatMap({ EntityID(bytes: $0) })
        else { throw StoreError.notFound }
        return agency
    }
}
