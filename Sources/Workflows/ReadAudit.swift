// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Entries of the audit log: who saw a case or a person, what somebody saw, what was lately done. Newest first.
///
/// - Throws: `Refusal` for those who do not read the log.
public func findActs(
    _ query: ActQuery = ActQuery(), limit: Int = 100, by access: Access, in store: CaseStore
) async throws -> [Act] {
    let about: Subject = query.subject.map { .caseFile($0) } ?? query.actor.map { .account($0) } ?? .register
    return try await store.acts(
        query, limit: limit, permit: try await access.permit(.auditRead, by: .readAudit, about, in: store))
}

/// The words of a search, for the data protection officer alone.
///
/// - Throws: `Refusal` for all others; `StoreError.notFound` when the entry is no search of their agency.
public func readSearchWords(of act: Int, by access: Access, in store: CaseStore) async throws -> String {
    guard access.actor.role == .dataProtectionOfficer else {
        let refusal = Refusal(.auditRead, .role)
        try await store.note(refusal, to: access.actor, for: access.purpose)
        throw refusal
    }
    let permit = try await access.permit(.auditRead, by: .readAudit, in: store)
    return try await store.words(ofSearch: act, permit: permit)
}

/// What somebody should look at, newest first.
///
/// - Throws: `Refusal`.
public func readAlerts(by access: Access, in store: CaseStore) async throws -> [Alert] {
    try await store.alerts(permit: try await access.permit(.alertRead, by: .readAlerts, in: store))
}

/// Writes down that somebody looked at an alert, and what they found.
///
/// - Throws: `Refusal`; `StoreError.notFound`.
public func seeAlert(_ id: EntityID, note: String, by access: Access, in store: CaseStore) async throws {
    try await store.see(id, note: note, permit: try await access.permit(.alertRead, by: .readAlerts, in: store))
}
