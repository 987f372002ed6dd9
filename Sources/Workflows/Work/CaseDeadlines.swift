// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// The deadlines, tasks and steps of one case.
public struct CaseSchedule: Sendable {
    public let today: Day
    /// Those that somebody still has to do something about, in the procedure's order.
    public let deadlines: [Deadline]
    /// Open ones first by day, then those that are done, the latest first.
    public let tasks: [CaseTask]
    /// Oldest first.
    public let steps: [CaseStep]

    public var openTasks: [CaseTask] { tasks.filter { $0.done == nil } }
}

/// What there is to do in a case that somebody has just opened: to be called with the file that was read, whose audit
/// entry is this one's too. Nil for who is not shown services and plans (F4), and for a case of another agency.
public func schedule(of file: CaseFile, _ clocks: OfficeClocks, by access: Access, in store: CaseStore)
    -> CaseSchedule?
{
    guard file.permit?.classes.contains(.f4) == true, file.permit?.masks[.f4] == nil,
        let line = store.work(ofCase: file.id), line.agency == access.actor.agency
    else { return nil }
    let now = store.clock.now()
    let tasks = clocks.tasks(of: line, now: now)
    func last(_ task: CaseTask) -> Int { task.due.map { Day(last: $0).number } ?? .max }
    let open = tasks.filter { $0.done == nil }.sorted { (last($0), $0.id) < (last($1), $1.id) }
    return CaseSchedule(
        today: clocks.today(now), deadlines: clocks.deadlines(of: line, now: now),
        tasks: open + tasks.filter { $0.done != nil }.reversed(), steps: line.work.happened)
}
