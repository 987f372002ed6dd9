// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// Two people side by side, with what speaks for their being one, and what was decided.
public struct LikenessPaper: Sendable {
    /// Their own records as the reader sees them; the smaller id first.
    public let first: Stored
    public let second: Stored
    public let firstCases: [EntityID]
    public let secondCases: [EntityID]
    public let weights: LikenessWeights
    public let entry: LikenessEntry?
    /// The decision waits for a second person.
    public let waits: Bool
    /// The two are one now.
    public let isOne: Bool
    /// The record that goes on for each: another than themselves when they were found to be one with somebody.
    public let goOn: [EntityID: EntityID]
    /// Why the reader may not say now that they are one, or two after all; nil when they may.
    public let mergeObstacle: Reason?
    /// Cases that one of them came into since they are one, that the reader sees, with whose they are.
    public let since: [EntityID: EntityID]

    /// What a decision hands back, to notice what was changed meanwhile.
    public var seen: [EntityID: Int] { [first.id: first.version, second.id: second.version] }
    public var base: Int { entry?.version ?? 0 }
}

/// Two people side by side; the look is in the audit log, about each of them, before this returns.
///
/// - Throws: `Refusal`, hidden when one of the two is not whole for the reader.
public func readLikeness(
    _ a: EntityID, _ b: EntityID, by access: Access, in store: CaseStore
) async throws -> LikenessPaper {
    let (one, two) = (min(a, b), max(a, b))
    let first = try await access.permit(.personCompare, person: one, in: store)
    let second = try await access.permit(.personCompare, person: two, in: store)
    guard let pair = try await store.likelyPair(one, two, permit: first) else {
        throw Refusal(.personCompare, nil)
    }
    let records = (
        try await store.record(one, scope: one, permit: first), try await store.record(two, scope: two, permit: second)
    )
    let seenCases = Set(pair.firstCases + pair.secondCases)
    var since: [EntityID: EntityID] = [:]
    if let entry = pair.entry, store.isOne(entry), let act = try await store.act(ofDecision: entry) {
        for person in [one, two] {
            for id in try await store.cases(of: person, since: act) where seenCases.contains(id) { since[id] = person }
        }
    }
    return LikenessPaper(
        first: records.0, second: records.1, firstCases: pair.firstCases, secondCases: pair.secondCases,
        weights: LikenessWeights(pair.resemblance), entry: pair.entry,
        waits: pair.entry.map { store.waits($0) } ?? false, isOne: pair.entry.map { store.isOne($0) } ?? false,
        goOn: [
            one: access.recordThatGoesOn(for: one, in: store), two: access.recordThatGoesOn(for: two, in: store),
        ],
        mergeObstacle: access.mergeObstacle([one, two], in: store), since: since)
}

extension Access {
    /// Why the actor may not say of these that they are one, without asking: for a page that offers it.
    fileprivate func mergeObstacle(_ people: [EntityID], in store: CaseStore) -> Reason? {
        let now = store.clock.now()
        for person in people {
            if store.facts(ofPerson: person).contains(where: { $0.state == .legalHold }) { return .state }
            let facts = store.facts(ofPerson: person, for: actor, to: .merge, context(), now: now)
            do throws(Refusal) {
                _ = try Policy.permit(
                    actor, .personMerge, facts, subject: .person(person), record: person, context(), now: now)
            } catch { return error.reason ?? .role }
        }
        return nil
    }
}
