// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store

/// How somebody in a case may be reached, as far as the reader is shown it. Whoever calls, prints for them or writes to
/// them asks this first. The look at the case, whose audit entry is this one's too, comes before.
///
/// - Parameter person: Nil for the one person that the case is for.
public func safeContact(
    of person: EntityID? = nil, in file: CaseFile, by access: Access, store: CaseStore
) -> SafeContact {
    let victims = file.victims.compactMap { $0.record.links[.person] }
    let who = person ?? (victims.count == 1 ? victims[0] : nil)
    let guardians = file.records(.guardian).filter { $0.record.links[.person] == who }
    let conflicts = guardians.filter { isInConflict($0, by: access, in: store) }
    let isShown = file.permit.map { $0.classes.contains(.f3) && $0.masks[.f3] == nil } ?? true
    return SafeContact(
        who.flatMap { file.people[$0]?.record }, isShown: isShown, today: store.clock.today,
        guardianIsInConflict: !guardians.isEmpty && conflicts.count == guardians.count)
}

/// Stops whatever is to reach the people that a case is for in a way that is not safe for one of them. The one door:
/// tickets, messages through them, sheets and letters all go through it before anything is made.
///
/// - Throws: `ContactRefused` with the first reason.
func insistSafe(
    _ way: SafeContact.Way, in file: CaseFile, by access: Access, store: CaseStore
) throws(ContactRefused) {
    for person in file.victims.compactMap({ $0.record.links[.person] }) {
        if case .refused(let obstacle) = safeContact(of: person, in: file, by: access, store: store).answer(way) {
            throw ContactRefused(obstacle: obstacle)
        }
    }
}

/// A case as it is put on paper for the person it is for: nothing of it leaves when papers are not safe for them.
///
/// - Throws: `ContactRefused` when the person must not be given paper; `Refusal`, with `stepUp` when the second factor
///   was not shown lately; `StoreError`.
public func printForPerson(_ id: EntityID, by access: Access, in store: CaseStore) async throws -> CaseFile {
    let known = try await readCase(id, by: access, in: store)
    try insistSafe(.paper, in: known, by: access, store: store)
    return try await store.caseFile(
        id, permit: try await access.permit(.casePrint, case: id, in: store), hand: access.hand)
}

/// Reaching the person like this is not safe.
public struct ContactRefused: Error, Sendable, Hashable {
    public let obstacle: SafeContact.Obstacle
}
