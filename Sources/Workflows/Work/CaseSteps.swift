// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store

/// Something that happened and that deadlines go by, as somebody writes it down.
public struct StepOrder: Sendable, Hashable {
    /// An event of the office's procedure.
    public var event: String
    /// The day on which it happened; nil for today.
    public var day: PartialDate?
    /// A value name of `followUpOutcome`.
    public var outcome: String?
    public var note: String
    /// What of the case it is about, such as one referral.
    public var about: EntityID?

    public init(
        _ event: String, day: PartialDate? = nil, outcome: String? = nil, note: String = "", about: EntityID? = nil
    ) {
        self.event = event
        self.day = day
        self.outcome = outcome
        self.note = note
        self.about = about
    }
}

/// Writes down that something happened: a follow-up with what came of it, that the person cannot be reached, that a
/// plan was agreed. Deadlines go by it at once.
///
/// - Returns: the step's id.
/// - Throws: `Rejected` with every finding: an event that the procedure does not have, or that the record itself tells
///   (`CaseMoment`), a day to come, a follow-up without what came of it; `Refusal`; `StoreError`.
public func noteStep(
    _ order: StepOrder, in id: EntityID, clocks: OfficeClocks, by access: Access, store: CaseStore,
    idempotencyKey: String? = nil
) async throws -> EntityID {
    let writing = try await WorkWriting(id, access, store, idempotencyKey)
    let today = clocks.today(store.clock.now())
    var findings: [Finding] = []
    if !stepEvents(clocks).contains(where: { $0.id == order.event }) {
        findings.append(Finding(.needed, field: "wh_StepEvent", "Choose what happened from the list."))
    }
    if let day = order.day, Day(first: day) > today {
        findings.append(
            Finding(.notYet, field: "wh_StepDay", "That day is still to come. Write it down once it is here."))
    }
    if order.event.hasPrefix("follow-up."), order.outcome == nil {
        findings.append(
            Finding(.needed, field: "wh_StepOutcome", "Say what came of the follow-up, or why there was none."))
    }
    guard findings.isEmpty else { throw Rejected(findings: findings) }
    let day = order.day.map { min(Day(last: $0), today) } ?? today
    return try await writing.step(
        order.event, about: order.about, outcome: order.outcome, note: order.note, on: day)
}

/// Takes back a step that was written by mistake: deadlines go as if it had not been. It stays to be read.
///
/// - Throws: `Rejected` without a reason; `Refusal`; `StoreError.notFound` for what is no step of the case, or was
///   taken back before.
public func takeBackStep(
    _ step: EntityID, reason: String, in id: EntityID, clocks: OfficeClocks, by access: Access, store: CaseStore
) async throws {
    let writing = try await WorkWriting(id, access, store, "back \(step)")
    guard !reason.allSatisfy(\.isWhitespace) else {
        throw Rejected(findings: [Finding(.needed, field: "wh_StepNote", "Say in a few words why it is taken back.")])
    }
    guard store.work(ofCase: id)?.work.happened.contains(where: { $0.id == step }) == true else {
        throw StoreError.notFound
    }
    try await writing.step(StepName.takenBack, about: step, note: reason, on: clocks.today(store.clock.now()))
}

/// The events of the procedure that people write down as steps: all that no record tells by itself.
public func stepEvents(_ clocks: OfficeClocks) -> [Procedure.Event] {
    clocks.procedure.events.filter { !CaseMoment.told.contains($0.id) }
}
