// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// What has been kept as long as the agency's rules say, with the rules, and what is held for the law. A person decides
/// about each case: nothing is erased by itself.
///
/// - Throws: `Refusal` for who is not of the second persons.
public func readRetention(by access: Access, in store: CaseStore) async throws -> (
    rules: RetentionRules, due: [DueCase], held: [EntityID]
) {
    let permit = try await access.permit(.registerList, by: .approveRequests, in: store)
    let due = try await store.dueCases(of: access.actor.agency)
    try await store.note(permit, count: due.count, outcome: "done:retention")
    return (
        try await store.retentionRules(of: access.actor.agency), due, store.heldCases(of: access.actor.agency)
    )
}

/// Sets how long cases are kept.
///
/// - Throws: `Refusal`.
public func setRetention(_ rules: RetentionRules, by access: Access, in store: CaseStore) async throws {
    let permit = try await access.permit(
        .settingsManage, by: .approveRequests, .agency(access.actor.agency), in: store)
    guard access.isStepUpFresh || access.actor.role == .custodian else { throw Refusal(.settingsManage, .stepUp) }
    try await store.set(rules, permit: permit)
}

/// Keeps a case that is due for 1 to 10 more years.
///
/// - Throws: `Refusal`; `StoreError.notFound`.
public func keepLonger(
    _ id: EntityID, years: Int, words: String, by access: Access, in store: CaseStore
) async throws {
    let permit = try await access.permit(.caseState, case: id, in: store)
    try await store.keep(id, years: years, words: words, permit: permit)
}

/// Writes down, once a day by the store's clock, how much is due in each agency.
///
/// - Returns: how many cases, by agency; empty when it was written down today already.
@discardableResult
public func noteRetention(in store: CaseStore) async throws -> [EntityID: Int] {
    guard try await store.retentionNoted() != store.clock.today.description else { return [:] }
    var counts: [EntityID: Int] = [:]
    for agency in try await store.agencies() { counts[agency.id] = try await store.dueCases(of: agency.id).count }
    try await store.noteRetention(counts)
    return counts
}
