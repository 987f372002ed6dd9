// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Somebody leaves: each of their cases goes to a colleague of the same agency, and their account is closed, in one
/// transaction.
///
/// - Parameter successors: A colleague for every case that is assigned to the person.
/// - Returns: how many cases went over.
/// - Throws: `Refusal`; `StoreError.notFound` when a case is left out or a colleague cannot take it.
public func handOver(
    from id: EntityID, to successors: [EntityID: EntityID], by access: Access, in store: CaseStore
) async throws -> Int {
    guard let account = store.account(id) else { throw StoreError.notFound }
    if id == access.actor.id { throw AccountProblem.oneself }
    let permit = try await manage(account, by: access, in: store)
    let cases = Set(store.cases(assignedTo: id, of: account.agency))
    let able = Set(successorsOf(account, in: store).map(\.id))
    guard Set(successors.keys) == cases, successors.values.allSatisfy({ able.contains($0) }) else {
        throw StoreError.notFound
    }
    return try await store.handOver(id, to: successors, permit: permit)
}

/// Who may take somebody's cases: colleagues of the same agency who work with cases that are assigned to them.
public func successorsOf(_ account: Account, in store: CaseStore) -> [Account] {
    store.accounts().filter { other in
        other.id != account.id && other.agency == account.agency && other.state == .active
            && other.roles.contains {
                $0 == .caseworker || $0 == .clinician || $0 == .shelterManager
                    || $0 == .investigator || $0 == .prosecutor
            }
    }
}
