// SPDX-License-Identifier: Apache-2.0

import Cases
import Linkage

/// The people of one agency in a matcher, by their ids. Used under the lock of the index alone.
final class PeopleBook: @unchecked Sendable {
    private let matcher: PeopleMatcher
    private var numbers: [EntityID: Int] = [:]
    private var ids: [EntityID] = []

    /// Takes some seconds for 50,000 people, a tenth of it when it is not to know pairs; made outside the lock.
    init(_ people: [EntityID: PersonTraits], model: LinkageModel?, knowsPairs: Bool) {
        let sorted = people.sorted { $0.key < $1.key }
        ids = sorted.map(\.key)
        for (number, id) in ids.enumerated() { numbers[id] = number }
        matcher = PeopleMatcher(
            sorted.map(\.value), model: model ?? .forRegisters, prior: model?.prior, knowsPairs: knowsPairs)
    }

    /// Whether it can be asked for `pairs`.
    var knowsPairs: Bool { matcher.knowsPairs }

    /// Takes in somebody as they are now; nil for who is gone.
    func set(_ traits: PersonTraits?, of id: EntityID) {
        if let number = numbers.removeValue(forKey: id) { matcher.remove(number) }
        guard let traits else { return }
        numbers[id] = matcher.add(traits)
        ids.append(id)
    }

    /// Whom somebody may be, likeliest first, of those who may be known of.
    func find(
        _ traits: PersonTraits, besides others: [EntityID], limit: Int, where isShown: (EntityID) -> Bool
    ) -> [(person: EntityID, resemblance: Resemblance)] {
        matcher.find(traits, besides: others.compactMap { numbers[$0] }, limit: limit) { isShown(ids[$0]) }
            .map { (ids[$0.number], $0.resemblance) }
    }

    func compare(_ a: EntityID, _ b: EntityID) -> Resemblance? {
        guard let one = numbers[a], let two = numbers[b] else { return nil }
        return matcher.compare(one, two)
    }

    /// Every two who may be one, likeliest first.
    func pairs() -> [(a: EntityID, b: EntityID, weight: Double)] {
        matcher.pairs().map { (ids[$0.a], ids[$0.b], $0.weight) }
    }
}
