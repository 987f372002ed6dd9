// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// What somebody may see of a case and the people in it; the look is in the audit log before this returns.
///
/// - Throws: `Refusal`, hidden when there is no such case for them; `StoreError`.
public func readCase(_ id: EntityID, by access: Access, in store: CaseStore) async throws -> CaseFile {
    try await store.caseFile(
        id, permit: try await access.permit(.caseRead, case: id, in: store), hand: access.hand
    ).known
}

extension CaseFile {
    /// Without records of which the reader may not know that they are there.
    fileprivate var known: CaseFile {
        guard let permit else { return self }
        let classes = permit.allClasses.union(permit.withheld.keys)
        let left = records.filter { stored in
            switch stored.record.kind {
            case .caseFile, .participation, .person, .organisation: true
            case .referral, .comment, .event, .plan, .consent, .assessment, .stay, .clinical, .statement,
                .account, .administration, .determination, .signal, .age, .guardian, .bestInterests, .need,
                .delivery, .ticket, .message, .task, .step,
                .notice, .likeness:
                classes.contains(stored.record.kind.ownClass) || !stored.record.values.isEmpty
            }
        }
        return CaseFile(id: id, records: left, people: people, organisations: organisations, permit: permit)
    }
}

/// Every version of one record as somebody may see it, oldest first.
///
/// - Parameters:
///   - scope: The case; the person or organisation itself for these.
///   - kind: What the scope is: a case, unless it says otherwise.
public func readVersions(
    of id: EntityID, in scope: EntityID, kind: RecordKind = .caseFile, by access: Access, store: CaseStore
) async throws -> [Stored] {
    let permit = try await access.permit(.caseRead, kind, scope: scope, record: id, in: store)
    return try await store.versions(of: id, scope: scope, permit: permit, hand: access.hand)
}

/// One page of the list of cases, pages from 0: of those that somebody may see.
public func listCases(
    _ query: CaseQuery, page: Int = 0, size: Int = 50, by access: Access, in store: CaseStore
) async throws -> (lines: [CaseLine], total: Int) {
    let permit = try await access.permit(
        query.text.isEmpty ? .registerList : .registerSearch, by: .listCases, in: store)
    return try await store.cases(query, page: page, size: size, permit: permit)
}

/// What stands around the list: how many cases somebody may see, how many wait, whose they are. Shown with a list,
/// whose audit entry is this one's too.
public func caseFacets(by access: Access, in store: CaseStore) async throws -> CaseFacets {
    try await store.facets(permit: try await access.permit(.registerList, by: .listCases, in: store))
}

/// People that a name may mean, best first, each with those of their cases that somebody may see: to ask before a case
/// is opened twice.
public func findPeople(
    named text: String, by access: Access, in store: CaseStore
) async throws -> [(person: PersonSummary, cases: [EntityID])] {
    try await store.people(
        named: text, permit: try await access.permit(.registerSearch, by: .listCases, in: store))
}

/// The organisations of somebody's agency, by name.
public func listOrganisations(by access: Access, in store: CaseStore) async throws -> [(id: EntityID, name: String)] {
    try await store.organisations(
        permit: try await access.permit(.organisationRead, by: .seeOrganisations, in: store))
}

/// The latest acts in the register, newest first; of one case or person when one is given.
public func readActs(latest limit: Int = 50, about subject: EntityID? = nil, by access: Access, in store: CaseStore)
    async throws -> [Act]
{
    try await findActs(ActQuery(subject: subject), limit: limit, by: access, in: store)
}
