// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Statistics
import Store

/// As of which act those who see no records count some of the people: one change of the register cannot be seen by
/// asking again.
///
/// It moves on once a month, and only when ten or more of the people have changed, come or gone.
struct Frozen: Codable, Sendable, Hashable {
    var act: Int
    /// The month in which it was last looked whether it may move on, such as `2026-11`.
    var month: String

    /// Fewer changes than this would show whom they are about.
    static let changesLeast = 10

    static func month(_ day: PartialDate) -> String { String(Day(first: day).description.prefix(7)) }
}

/// People of a population by who they are, with what is known of them as a number that differs when they do.
typealias FactMarks = [FactMarkKey: Int]

struct FactMarkKey: Hashable, Sendable {
    let caseID, person: EntityID
}

extension FactMarks {
    /// How many came, went, or changed.
    func differing(from other: FactMarks) -> Int {
        count { other[$0.key] != $0.value } + other.count { self[$0.key] == nil }
    }
}

/// Facts for who sees no records, as the population stood when it was last let move on.
struct FrozenFacts: Sendable {
    let facts: OpenedFacts
    let frozen: Frozen
    /// True when this is another state than the one that was shown before.
    let hasMovedOn: Bool

    /// Reads the facts. The look is in the audit log before this returns.
    ///
    /// - Parameters:
    ///   - known: As of when the population was counted before; nil when it never was.
    ///   - belongs: Whether a row is of the population.
    /// - Throws: `Refusal`; `StoreError`.
    static func read(
        _ known: Frozen?, under library: DefinitionLibrary, as access: Access, in store: CaseStore,
        of belongs: @escaping @Sendable (FactRow) -> Bool
    ) async throws -> FrozenFacts {
        let month = Frozen.month(store.clock.today)
        let permit = try await access.protectedPermit(in: store)
        let head = try await store.lastAct()
        var reading = ProtectedReading(act: head, library: library, belongs: belongs)
        let now = try await reading.read(permit, in: store)
        guard let known else {
            return FrozenFacts(facts: now.facts, frozen: Frozen(act: head, month: month), hasMovedOn: false)
        }
        // Whoever refuses now is not counted, as from now: not in what was known before either.
        (reading.act, reading.refused) = (known.act, now.refused)
        let before = try await reading.read(permit, in: store)
        if known.month == month { return FrozenFacts(facts: before.facts, frozen: known, hasMovedOn: false) }
        let isEnough = now.marks.differing(from: before.marks) >= Frozen.changesLeast
        return FrozenFacts(
            facts: isEnough ? now.facts : before.facts,
            frozen: Frozen(act: isEnough ? head : known.act, month: month), hasMovedOn: isEnough)
    }
}
