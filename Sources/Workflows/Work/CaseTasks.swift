// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store

/// A task as somebody sets it.
public struct TaskOrder: Sendable, Hashable {
    public var title: String
    /// The last day on which it is in time; nil for no day.
    public var due: PartialDate?
    /// Who does it; nil for all who work on the case.
    public var holder: EntityID?
    /// The deadline that it is made for (`Deadline.id`); nil for a task of its own.
    public var key: String?

    public init(_ title: String, due: PartialDate? = nil, holder: EntityID? = nil, key: String? = nil) {
        self.title = title
        self.due = due
        self.holder = holder
        self.key = key
    }
}

/// Sets a task in a case. Written like a note: whatever waits for review, and never changed; what becomes of it is
/// written beside it.
///
/// - Parameter idempotencyKey: The form's own token: sending the form twice sets one.
/// - Returns: the task's id.
/// - Throws: `Rejected` with every finding: no words, a day that is over, somebody who is not here or does not see the
///   case; `Refusal`; `StoreError`.
public func setTask(
    _ order: TaskOrder, in id: EntityID, clocks: OfficeClocks, by access: Access, store: CaseStore,
    idempotencyKey: String? = nil
) async throws -> EntityID {
    let writing = try await WorkWriting(id, access, store, idempotencyKey)
    var findings: [Finding] = []
    if order.title.allSatisfy(\.isWhitespace) {
        findings.append(Finding(.needed, field: "wh_TaskTitle", "Say in a few words what is to be done."))
    }
    if let due = order.due, Day(last: due) < clocks.today(store.clock.now()) {
        findings.append(Finding(.overPast, field: "wh_TaskDue", "That day is over. Choose today or a later day."))
    }
    if let holder = order.holder, !workersOn(id, by: access, in: store).contains(where: { $0.id == holder }) {
        let message = "This colleague does not work on the case, or has left. Choose somebody who does."
        findings.append(Finding(.notHere, field: "wh_TaskFor", message))
    }
    guard findings.isEmpty else { throw Rejected(findings: findings) }
    var draft = Draft(.task, ["wh_TaskTitle": .text(order.title)])
    if let due = order.due { draft.values["wh_TaskDue"] = .date(due) }
    if let holder = order.holder { draft.values["wh_TaskFor"] = .text(holder.description) }
    if let key = order.key { draft.values["wh_TaskKey"] = .text(key) }
    return try await writing.write(draft)
}

/// Writes down that a task is done. Done twice, it stays done once.
///
/// - Throws: `Refusal`; `StoreError.notFound` for a task that the case does not have.
public func finishTask(
    _ task: EntityID, note: String = "", in id: EntityID, clocks: OfficeClocks, by access: Access, store: CaseStore
) async throws {
    let writing = try await WorkWriting(id, access, store, "done \(task)")
    guard let known = try writing.task(task) else { return }
    try await writing.step(StepName.taskDone, about: known.id, note: note, on: clocks.today(store.clock.now()))
}

/// Puts a task off, with the reason.
///
/// - Throws: `Rejected` without a reason, or for a day that is over; `Refusal`; `StoreError.notFound`.
public func postponeTask(
    _ task: EntityID, until day: PartialDate?, reason: String, in id: EntityID, clocks: OfficeClocks,
    by access: Access, store: CaseStore, idempotencyKey: String? = nil
) async throws {
    let writing = try await WorkWriting(id, access, store, idempotencyKey)
    let today = clocks.today(store.clock.now())
    var findings: [Finding] = []
    if day == nil { findings.append(Finding(.needed, field: "wh_StepUntil", "Say until when.")) }
    if let day, Day(last: day) < today {
        findings.append(Finding(.overPast, field: "wh_StepUntil", "That day is over. Choose today or a later day."))
    }
    if reason.allSatisfy(\.isWhitespace) {
        findings.append(Finding(.needed, field: "wh_StepNote", "Say in a few words why it is put off."))
    }
    guard findings.isEmpty, let day else { throw Rejected(findings: findings) }
    guard let known = try writing.task(task) else { return }
    try await writing.step(StepName.taskPostponed, about: known.id, until: day, note: reason, on: today)
}

/// Who may be given a task of a case: colleagues of the actor's agency to whom it is assigned or who see it by their
/// role, by name.
public func workersOn(_ id: EntityID, by access: Access, in store: CaseStore) -> [Colleague] {
    guard let line = store.work(ofCase: id), line.agency == access.actor.agency else { return [] }
    return store.accounts().filter { account in
        account.state == .active && account.agency == line.agency
            && (line.assigned.contains(account.id) || account.roles.contains(.supervisor))
    }.map { Colleague(id: $0.id, name: $0.calledName, roles: $0.roles, agency: $0.agency) }
        .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
}

extension Finding.Code {
    /// A day that is over, where only today or a later one makes sense.
    public static let overPast: Finding.Code = "over-past"
    /// A day that is not here yet, for something that is said to have happened.
    public static let notYet: Finding.Code = "not-yet"
    /// Somebody who is not here, or does not see the case.
    public static let notHere: Finding.Code = "not-here"
}
