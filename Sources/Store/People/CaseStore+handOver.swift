// SPDX-License-Identifier: Apache-2.0

import Cases

extension CaseStore {
    /// Gives somebody's cases to others and closes their account, all or nothing, with an audit entry for the account
    /// and one for each case.
    ///
    /// - Parameters:
    ///   - successors: Who takes which case; cases of the account that are not in it stay assigned to nobody else.
    ///   - permit: For `accountManage` of this account.
    /// - Returns: how many cases went over.
    /// - Throws: `StoreError.notFound` for a case of another agency.
    public func handOver(_ id: EntityID, to successors: [EntityID: EntityID], permit: Permit) async throws -> Int {
        try permit.covers(.accountManage, subject: .account(id))
        let now = wall.now()
        let changed = try await changing { connection -> ([Account], [IndexUpdate]) in
            let people = PeopleTransaction(connection, self)
            var account = try people.account(id)
            var updates: [IndexUpdate] = []
            for (caseID, successor) in successors.sorted(by: { $0.key < $1.key }) {
                guard try self.agency(ofScope: caseID, connection) == account.agency else { throw StoreError.notFound }
                try self.insertAssignment(caseID, successor, connection)
                updates.append(.assignment(caseID, agency: account.agency, account: successor, isAssigned: true))
                people.note(
                    Act(permit.actor, Verb.caseAssign.rawValue, caseID, purpose: permit.purpose, count: 2, at: now))
            }
            for caseID in self.cases(assignedTo: id, of: account.agency) {
                updates.append(.assignment(caseID, agency: account.agency, account: id, isAssigned: false))
            }
            try connection.execute("DELETE FROM assignment WHERE account = \(id.bytes)")
            account.state = .disabled
            try people.put(account)
            people.note(permit, count: successors.count, outcome: "handedOver")
            try people.finish()
            return (people.changed, updates)
        }
        people.put(changed)
        return successors.count
    }
}
