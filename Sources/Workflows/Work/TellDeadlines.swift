// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// Writes down each warning, breach and escalation that has come, once: as a notice in its case, whose id follows from
/// the case and the moment of the deadline, so that a restart, another server on the same register, or the same moment
/// seen twice makes no second one.
///
/// What is over when the program looks is not told any more; what came more than 31 days ago is only shown. An
/// escalation of a referral that nobody answers is a task as well, which ends with the deadline.
///
/// - Returns: how many were written.
@discardableResult
public func tellDeadlines(_ clocks: OfficeClocks, in store: CaseStore) async throws -> Int {
    let now = store.clock.now()
    var waiting: [(permit: Permit, changes: [Change])] = []
    var over: [(permit: Permit, changes: [Change])] = []
    var told = 0
    for line in store.allWork() {
        for firing in clocks.untold(of: line, now: now) {
            guard let act = try? await notice(of: firing, in: line, clocks, store) else { continue }
            waiting.append(act)
        }
        for task in clocks.overTasks(of: line, now: now) {
            guard let act = try? await endTask(task, in: line, on: clocks.today(now), store) else { continue }
            over.append(act)
        }
        if waiting.count >= noticesAtOnce { told += try await write(&waiting, in: store) }
    }
    _ = try await write(&over, in: store)
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

/// The notice, and with it the task that it may give.
private func notice(
    of firing: Firing, in line: WorkLine, _ clocks: OfficeClocks, _ store: CaseStore
) async throws -> (permit: Permit, changes: [Change]) {
    let key = firing.key.text
    let notice = Draft(
        .notice,
        [
            "wh_NoticeKey": .text(key), "wh_NoticeAt": .text("\(firing.at)"),
            "wh_NoticeFor": .text(firing.tell.rawValue),
        ])
    let task = clocks.task(for: firing).map { (name: key, draft: $0) }
    return try await officeAct([(key, notice)] + [task].compactMap { $0 }, in: line, store)
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
