// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// A whole case with the people in it; the look is in the audit log before this returns.
public func readCase(_ id: EntityID, by actor: Actor, in store: CaseStore) async throws -> CaseFile {
    try await store.caseFile(id, permit: try Policy.permit(actor, to: .caseRead, .caseFile(id)))
}

/// Every version of one record, oldest first.
public func readVersions(of id: EntityID, in scope: EntityID, by actor: Actor, store: CaseStore) async throws
    -> [Stored]
{
    try await store.versions(of: id, scope: scope, permit: try Policy.permit(actor, to: .caseRead, .caseFile(scope)))
}

/// One page of the list of cases, pages from 0.
public func listCases(
    _ query: CaseQuery, page: Int = 0, size: Int = 50, by actor: Actor, in store: CaseStore
) async throws -> (lines: [CaseLine], total: Int) {
    let action: Verb = query.text.isEmpty ? .registerList : .registerSearch
    return try await store.cases(query, page: page, size: size, permit: try Policy.permit(actor, to: action, .register))
}

/// People that a name may mean, best first: to ask before a case is opened twice.
public func findPeople(
    named text: String, by actor: Actor, in store: CaseStore
) async throws -> [(person: PersonSummary, cases: [EntityID])] {
    try await store.people(named: text, permit: try Policy.permit(actor, to: .registerSearch, .register))
}

/// The latest acts in the register, newest first; of one case or person when one is given.
public func readActs(latest limit: Int = 50, about subject: EntityID? = nil, by actor: Actor, in store: CaseStore)
    async throws -> [Act]
{
    let of: Subject = subject.map { .caseFile($0) } ?? .register
    return try await store.acts(latest: limit, about: subject, permit: try Policy.permit(actor, to: .auditRead, of))
}
