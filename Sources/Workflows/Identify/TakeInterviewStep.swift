// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// One thing that happens in an interview.
public enum InterviewStep: Sendable {
    /// An answer to an item, with how many answers to it the interviewer had seen: when a colleague has answered in the
    /// meantime, nothing is written before somebody has looked.
    case answer(item: String, ItemAnswer, seen: Int)
    /// The same, from what was typed: read once the question is at hand; nil for what does not fit it.
    case typed(item: String, seen: Int, read: @Sendable (Instrument.Item) -> ItemAnswer?)
    /// Left for later.
    case skip(item: String)
    /// The warning of a section was said; whether the person wants to go on with it.
    case warn(section: String, goOn: Bool)
    case pause
    case resume
    /// What the interviewer noticed, in their own words.
    case remark(String)
    /// - Parameter remark: What the interviewer noticed; nil leaves what stands.
    case end(Administration.Ending, remark: String? = nil)
}

/// What became of a step.
public enum InterviewMove: Sendable {
    /// It is in the register, or stood there already.
    case saved(Interview)
    /// A colleague answered the same question in the meantime. Nothing was written.
    case answeredMeanwhile(Interview)
}

/// Writes one step of an interview, whoever began it: on disk before this returns.
///
/// Steps are added to what stands there now, so that two who work in the same interview lose nothing of each other's. A
/// step that was sent twice, because a line broke before the answer came, is written once. A pause ends with the next
/// answer.
///
/// - Throws: `InterviewObstacle`; `Refusal`; `Rejected` for what is longer than a record may be; `StoreError`.
public func takeInterviewStep(
    _ step: InterviewStep, in id: EntityID, ofCase scope: EntityID, by access: Access, store: CaseStore
) async throws -> InterviewMove {
    var lost = StoreError.notFound
    for _ in 0..<8 {
        let read = try await access.permit(.caseRead, .administration, scope: scope, record: id, in: store)
        let versions = try await store.seen(id, scope: scope, permit: read, hand: access.hand)
        guard let latest = versions.last, !latest.isRemoved, latest.record.kind == .administration else {
            throw StoreError.notFound
        }
        var interview = try Interview(latest, under: read)
        switch try interview.take(step, by: access.actor.id, on: store.clock.today) {
        case .nothing: return .saved(interview)
        case .answeredMeanwhile: return .answeredMeanwhile(interview)
        case .notShown: throw InterviewObstacle.notShown
        case .changed: break
        }
        do {
            try await write(interview, over: latest, in: scope, access, store)
            return .saved(interview)
        } catch let conflict as StoreError {
            guard case .conflict = conflict else { throw conflict }
            lost = conflict
        }
    }
    throw lost
}

private func write(
    _ interview: Interview, over latest: Stored, in scope: EntityID, _ access: Access, _ store: CaseStore
) async throws {
    let permit = try await access.permit(
        .recordEdit, .administration, scope: scope, record: interview.id, in: store)
    let writable = permit.classes(isOwn: latest.author == access.actor.id)
    var draft = interview.draft
    draft.links = latest.record.links
    // What the writer may not write stands as it is, and is no change.
    for (name, value) in draft.values where latest.record[name] == value {
        if let field = store.codebook[name], !writable.contains(field.fieldClass) { draft.values[name] = nil }
    }
    let record = try draft.checked(under: store.codebook)
    _ = try await store.commit(
        [.update(interview.id, scope: scope, base: latest.version, record)], permit: permit, hand: access.hand)
}

extension Interview {
    enum Effect { case changed, nothing, answeredMeanwhile, notShown }

    /// - Throws: `InterviewObstacle.over`, `.doesNotFit`.
    mutating func take(
        _ step: InterviewStep, by actor: EntityID, on day: PartialDate
    ) throws(InterviewObstacle) -> Effect {
        let step = try read(step)
        if isOver { return try repeated(step) }
        do throws(AdministrationError) {
            switch step {
            case .answer(let item, let answer, let seen):
                let before = administration.history(of: item)
                if before.last?.answer == answer { return .nothing }
                if before.count > seen { return .answeredMeanwhile }
                try goOn()
                try administration.answer(item, answer, by: actor.description, on: day)
            case .skip(let item):
                try goOn()
                try administration.skip(item)
            case .warn(let section, let goOn):
                try self.goOn()
                try administration.warn(section, goOn: goOn)
            case .pause:
                if administration.state == .paused { return .nothing }
                try administration.pause()
            case .resume:
                if administration.state == .running { return .nothing }
                try administration.resume()
            case .remark(let text): remark = text.isEmpty ? nil : text
            case .typed: preconditionFailure("what was typed was read above")
            case .end(let ending, let remark):
                // A result without what the interviewer saw would be another one.
                if hidesObservations { return .notShown }
                try administration.end(ending)
                if let remark { self.remark = remark.isEmpty ? nil : remark }
                endedOn = day
            }
            return .changed
        } catch { throw .doesNotFit }
    }

    /// What was typed as the answer that it is.
    private func read(_ step: InterviewStep) throws(InterviewObstacle) -> InterviewStep {
        guard case .typed(let id, let seen, let read) = step else { return step }
        guard let item = instrument.items.first(where: { $0.id == id }), let answer = read(item) else {
            throw .doesNotFit
        }
        return .answer(item: id, answer, seen: seen)
    }

    private mutating func goOn() throws(AdministrationError) {
        if administration.state == .paused { try administration.resume() }
    }

    /// What was sent once more after the end changes nothing when it stands there already.
    private func repeated(_ step: InterviewStep) throws(InterviewObstacle) -> Effect {
        switch step {
        case .end(let ending, let remark)
        where ending == administration.ending && (remark ?? "") == (self.remark ?? ""):
            return .nothing
        case .answer(let item, let answer, _) where administration.history(of: item).last?.answer == answer:
            return .nothing
        default: throw .over
        }
    }
}
