// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// Writes down each warning, breach and escalation that has come, once: as a notice in its case, whose id follows from
/// the case and the moment of the deadline, so that a restart, another server on the same register, or the same moment
/// seen twice makes no second one.
///
/// What is over when the program looks is not told any more; what came more than 31 days ago is only shown.
///
/// - Returns: how many were written.
@discardableResult
public func tellDeadlines(_ clocks: OfficeClocks, in store: CaseStore) async throws -> Int {
    let now = store.clock.now()
    var waiting: [(permit: Permit, changes: [Change])] = []
    var told = 0
    for line in store.allWork() {
        for firing in clocks.untold(of: line, now: now) {
            guard let act = try? await notice(of: firing, in: line, store) else { continue }
            waiting.append(act)
        }
        if waiting.count >= noticesAtOnce { told += try await write(&waiting, in: store) }
    }
    return told + (try await write(&waiting, in: store))
}

extension Chore {
    /// What deadlines have to say is written down within a minute.
    public static func tellDeadlines(_ clocks: OfficeClocks) -> Chore {
        Chore("tell of deadlines", every: .seconds(60)) { store in
            _ = try await Workflows.tellDeadlines(clocks, in: store)
        }
    }
}

private let noticesAtOnce = 200

private func notice(
    of firing: Firing, in line: WorkLine, _ store: CaseStore
) async throws -> (permit: Permit, changes: [Change]) {
    let key = firing.key.text
    let id = store.derivedID(from: Array("notice \(line.id) \(key)".utf8))
    let draft = Draft(
        .notice,
        [
            "wh_NoticeKey": .text(key), "wh_NoticeAt": .text("\(firing.at)"),
            "wh_NoticeFor": .text(firing.tell.rawValue),
        ], links: [.caseFile: line.id])
    let office = Access(Actor(id: line.agency, role: .custodian, agency: line.agency))
    let permit = try await office.permit(.recordAdd, case: line.id, record: id, isOwn: true, in: store)
    return (permit, [.insert(id, scope: line.id, try draft.checked(under: store.codebook))])
}

/// Writes all in one transaction; one by one when another server was faster with one of them.
private func write(_ waiting: inout [(permit: Permit, changes: [Change])], in store: CaseStore) async throws -> Int {
    defer { waiting = [] }
    if waiting.isEmpty { return 0 }
    do {
        try await store.commit(waiting)
        return waiting.count
    } catch StoreError.conflict {
        var told = 0
        for act in waiting {
            do {
                try await store.commit([act])
                told += 1
            } catch StoreError.conflict { continue } catch StoreError.notFound { continue }
        }
        return told
    }
}
