// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// What somebody says of two people who may be one.
public enum LikenessSay: Sendable, Hashable {
    /// Ask again, from a day on when one is given.
    case later(PartialDate?)
    /// Two people. Not asked again until what is known of them changes.
    case different
    /// One person, thinks somebody who may not settle it.
    case thought
    /// One person; whose record goes on. All records of both stay, each where it is.
    case same(goesOn: EntityID)
    /// Two people after all; cases since then that change hands, with whose they are now.
    case apart(give: [EntityID: EntityID])

    var decision: LikenessEntry.Decision {
        switch self {
        case .later: .later
        case .different, .apart: .different
        case .thought: .thought
        case .same: .same
        }
    }

    /// What makes one of two, or two of one: for supervisors, and a second one looks.
    var isMerge: Bool {
        switch self {
        case .same, .apart: true
        case .later, .different, .thought: false
        }
    }
}

/// What became of it.
public struct LikenessReceipt: Sendable, Hashable {
    public let version: Int
    /// A second person looks first; until then what stood before holds.
    public let waits: Bool
}

/// Writes down what somebody says of two people, with an entry in the audit log about each of them.
///
/// - Parameters:
///   - reason: In the decider's words; at least ten characters where two become one, or one two.
///   - base: The version of the decision that was seen; 0 when there was none.
///   - seen: The versions of the two people's own records that were seen.
/// - Throws: `Refusal`; `Rejected` for a missing reason; `StoreError.conflict` when something was changed since it was
///   seen; `LikenessObstacle`. Nothing is changed then.
public func decideLikeness(
    _ a: EntityID, _ b: EntityID, _ say: LikenessSay, reason: String, base: Int, seen: [EntityID: Int],
    by access: Access, in store: CaseStore
) async throws -> LikenessReceipt {
    let (first, second) = (min(a, b), max(a, b))
    let verb: Verb = say.isMerge ? .personMerge : .personDecide
    let permits = (
        first: try await access.permit(verb, person: first, in: store),
        second: try await access.permit(verb, person: second, in: store)
    )
    // Whoever may not compare them learns nothing from what else is wrong.
    guard try await store.likelyPair(first, second, permit: permits.first) != nil else { throw Refusal(verb, nil) }
    guard Set(seen.keys) == [first, second] else { throw StoreError.notFound }
    if say.isMerge { try await access.refuseHeld([first, second], in: store) }
    if !say.isMerge, store.likeness(of: first, second)?.decision == .same { throw LikenessObstacle.joined }
    let reason = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !say.isMerge || reason.count >= 10 else {
        throw Rejected(findings: [
            Finding("no-reason", field: "wh_LikenessReason", "Say in a sentence why: the log and both records keep it.")
        ])
    }
    let record = try say.draft(of: first, second, reason: reason, in: store).checked(under: store.codebook)
    var decision = LikenessDecision(record: record, first: first, second: second, base: base, seen: seen)
    if case .apart(let given) = say {
        decision.given = try await given.held(of: first, second, by: access, in: store)
    }
    let version = try await store.decide(decision, permits: permits)
    return LikenessReceipt(version: version, waits: store.likeness(of: first, second).map { store.waits($0) } ?? false)
}

extension Access {
    /// Stops what would make one of two, or two of one, while a case of theirs is held by law.
    fileprivate func refuseHeld(_ people: [EntityID], in store: CaseStore) async throws {
        for person in people where store.facts(ofPerson: person).contains(where: { $0.state == .legalHold }) {
            let refusal = Refusal(.personMerge, .state)
            try await store.note(refusal, to: actor, .person(person), for: purpose)
            throw refusal
        }
    }
}

extension LikenessSay {
    fileprivate func draft(of first: EntityID, _ second: EntityID, reason: String, in store: CaseStore) throws -> Draft
    {
        var draft = Draft(.likeness, links: [.person: second])
        draft.values["wh_LikenessDecision"] = .codes([decision.rawValue])
        draft.values["wh_LikenessDay"] = .date(store.clock.today)
        if !reason.isEmpty { draft.values["wh_LikenessReason"] = .text(reason) }
        switch self {
        case .later(let day): if let day { draft.values["wh_LikenessAgain"] = .date(day) }
        case .same(let goesOn):
            guard goesOn == first || goesOn == second else { throw StoreError.notFound }
            if goesOn == second { draft.values["wh_LikenessOtherStays"] = .flag(true) }
        case .apart:
            // Until a second person has looked, the two are one as they were, the same record going on.
            if store.likeness(of: first, second)?.secondStays == true {
                draft.values["wh_LikenessOtherStays"] = .flag(true)
            }
        case .different, .thought: break
        }
        draft.values["wh_LikenessFacts"] = .text(store.factsMark(of: first, second))
        return draft
    }
}

extension [EntityID: EntityID] {
    /// The same, when each is a case of one of the two, begun since they are one, that the actor may write in.
    fileprivate func held(
        of first: EntityID, _ second: EntityID, by access: Access, in store: CaseStore
    ) async throws -> Self {
        let paper = try await readLikeness(first, second, by: access, in: store)
        for (id, giver) in self where paper.since[id] != giver { throw StoreError.notFound }
        return self
    }
}
