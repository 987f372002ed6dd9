// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

extension OfficeClocks {
    /// What an escalation gives a role to do: for a referral that nobody answers, until the end of the next working
    /// day; nil for every other moment of a deadline, of which it is enough to be told.
    func task(for firing: Firing) -> Draft? {
        guard case .escalation = firing.key.kind,
            let rule = procedure.clocks.first(where: { $0.id == firing.key.clock }),
            rule.starts.contains("referral.sent")
        else { return nil }
        let due = calendar.day(1, .workingDays, from: time.day(at: firing.at))
        return Draft(
            .task,
            [
                "wh_TaskTitle": .text(rule.title), "wh_TaskDue": .date(due.date),
                "wh_TaskKey": .text("\(rule.id) \(firing.key.run)"), "wh_TaskRole": .text(firing.tell.rawValue),
            ])
    }

    /// The tasks of a case as they stand, done ones too: without those of the program whose deadline is over, which it
    /// is about to end.
    func tasks(of line: WorkLine, now: Int64) -> [CaseTask] {
        let tasks = line.work.tasks
        guard tasks.contains(where: { $0.isOfTheProgram }) else { return tasks }
        let standing = keys(of: line, now: now)
        return tasks.filter { !$0.isOfTheProgram || standing.contains($0.key ?? "") }
    }

    /// The tasks of the program that nobody has done and that nothing asks for any more.
    func overTasks(of line: WorkLine, now: Int64) -> [CaseTask] {
        let open = line.work.openTasks.filter(\.isOfTheProgram)
        if open.isEmpty { return [] }
        let standing = keys(of: line, now: now)
        return open.filter { !standing.contains($0.key ?? "") }
    }

    private func keys(of line: WorkLine, now: Int64) -> Set<String> {
        Set(deadlines(of: line, now: now).map(\.id))
    }
}

extension CaseTask {
    /// It came from a deadline by itself, and nobody has done it.
    fileprivate var isOfTheProgram: Bool { role != nil && done == nil }
}

/// Ends a task of the program: the deadline that it came from is over.
func endTask(_ task: CaseTask, in line: WorkLine, on day: Day, _ store: CaseStore) async throws
    -> (permit: Permit, changes: [Change])
{
    let draft = Draft(
        .step,
        [
            "wh_StepEvent": .text(StepName.taskOver), "wh_StepDay": .date(day.date),
            "wh_StepAbout": .text(task.id.description),
        ])
    return try await officeAct([("over \(task.id)", draft)], in: line, store)
}

/// What the program itself writes into a case, each under an id that follows from what it is, so that nothing is
/// written twice: after a restart, by another server, or at the same moment.
///
/// - Throws: `Refusal`; `Rejected`.
func officeAct(_ drafts: [(name: String, draft: Draft)], in line: WorkLine, _ store: CaseStore) async throws
    -> (permit: Permit, changes: [Change])
{
    let office = Access(Actor(id: line.agency, role: .custodian, agency: line.agency))
    var changes: [Change] = []
    var permit: Permit?
    for (name, draft) in drafts {
        let id = store.derivedID(from: Array("\(draft.kind.rawValue) \(line.id) \(name)".utf8))
        var draft = draft
        draft.links[.caseFile] = line.id
        if permit == nil {
            permit = try await office.permit(.recordAdd, case: line.id, record: id, isOwn: true, in: store)
        }
        changes.append(.insert(id, scope: line.id, try draft.checked(under: store.codebook)))
    }
    guard let permit else { throw StoreError.notFound }
    return (permit, changes)
}
