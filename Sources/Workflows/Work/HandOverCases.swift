// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// Cases of a colleague, with how much is open in each: for handing them over.
///
/// - Returns: by code; nothing for an account of another agency.
/// - Throws: `Refusal` for who may not give cases to others.
public func caseload(of account: EntityID, by access: Access, in store: CaseStore) async throws -> [(
    id: EntityID, openTasks: Int
)] {
    _ = try await access.permit(.registerList, by: .reassign, in: store)
    guard let known = store.account(account), known.agency == access.actor.agency else { return [] }
    return store.cases(assignedTo: account, of: known.agency).map { id in
        (id, store.work(ofCase: id)?.work.openTasks.count ?? 0)
    }
}

/// Hands cases of a colleague to others, each with a note: the case is assigned to the new colleague and no longer to
/// the old one, whose open tasks in it fall to whoever works on it, and the note waits for the new colleague as a task
/// for the next three days.
///
/// Case by case: what was done stays done when a later one is refused, and calling it again goes on with the rest.
///
/// - Returns: how many went over.
/// - Throws: `Refusal` (`stepUp`, `device` among its reasons); `StoreError.notFound` for a case that is not the
///   colleague's, or a colleague who cannot take it.
public func handOverCases(
    from leaver: EntityID, to successors: [EntityID: EntityID], note: String, clocks: OfficeClocks,
    by access: Access, in store: CaseStore
) async throws -> Int {
    let known = Set(try await caseload(of: leaver, by: access, in: store).map(\.id))
    guard let account = store.account(leaver), Set(successors.keys).isSubset(of: known) else {
        throw StoreError.notFound
    }
    let able = Set(successorsOf(account, in: store).map(\.id))
    guard successors.values.allSatisfy({ able.contains($0) }) else { throw StoreError.notFound }
    var count = 0
    for (id, successor) in successors.sorted(by: { $0.key < $1.key }) {
        try await assignCase(id, add: [successor], remove: [leaver], by: access, in: store)
        if !note.allSatisfy(\.isWhitespace) {
            let due = clocks.today(store.clock.now()).adding(days: 3).date
            let title = String(note.prefix(500))
            _ = try await setTask(
                TaskOrder(title, due: due, holder: successor), in: id, clocks: clocks, by: access, store: store)
        }
        count += 1
    }
    return count
}
