// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Somebody with an account, as colleagues know them.
public struct Colleague: Sendable, Hashable, Identifiable {
    public let id: EntityID
    public let name: String
    public let roles: [Role]
    public let agency: EntityID

    public init(id: EntityID, name: String, roles: [Role], agency: EntityID) {
        self.id = id
        self.name = name
        self.roles = roles
        self.agency = agency
    }
}

/// Who is who, at this moment. No verb of its own: names stand on pages whose reading is in the log.
public struct Directory: Sendable {
    private let people: [EntityID: Colleague]

    public init(in store: CaseStore) {
        people = Dictionary(
            uniqueKeysWithValues: store.accounts().map { account in
                let who = Colleague(
                    id: account.id, name: account.calledName, roles: account.roles, agency: account.agency)
                return (account.id, who)
            })
    }

    public subscript(_ id: EntityID) -> Colleague? { people[id] }

    /// What colleagues call somebody; the code of the account when it is gone.
    public func name(of id: EntityID) -> String { people[id]?.name ?? id.code }

    /// Everybody of an agency, by name.
    public func people(of agency: EntityID) -> [Colleague] {
        people.values.filter { $0.agency == agency }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }
}
