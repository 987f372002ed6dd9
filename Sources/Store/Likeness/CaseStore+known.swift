// SPDX-License-Identifier: Apache-2.0

import Cases
import Linkage
import Standard
import Synchronization

/// Somebody in the register who may be the person that was asked for.
public struct KnownPerson: Sendable, Hashable {
    /// As much as the asker may see.
    public let person: PersonSummary
    /// Their cases that the asker may see.
    public let cases: [EntityID]
    /// Why; nil for who was found by the beginning of a name alone.
    public let resemblance: Resemblance?
    /// Other records of the same person that the asker may see.
    public let others: [EntityID]
}

/// Two people who may be one, both of whom the asker may see.
public struct LikelyPair: Sendable, Hashable {
    public let first: PersonSummary
    public let second: PersonSummary
    public let firstCases: [EntityID]
    public let secondCases: [EntityID]
    public let resemblance: Resemblance
    /// What was decided; nil when nothing was.
    public let entry: LikenessEntry?
}

/// Whom a description may mean.
public struct KnownPeopleFound: Sendable, Hashable {
    public let people: [KnownPerson]
    /// False when the register was opened a moment ago and not everybody could be looked at yet: people are there
    /// whose names begin so, and nobody else.
    public let isWhole: Bool
}

extension CaseStore {
    /// Whom a description may mean, likeliest first, of those who are in a case whose coded facts and identity the
    /// permit's actor may list; then those whose names begin so, as `people(named:)` finds them. Records of one person
    /// come once.
    ///
    /// All people of the agency are weighed whoever asks, so that the time says nothing of those who are not shown.
    /// How common a name is, is counted over all of them, too.
    ///
    /// Never waits for a large register to be made ready; it says so when it is not.
    public func known(_ traits: PersonTraits, named text: String, limit: Int = 20, permit: Permit) async throws
        -> KnownPeopleFound
    {
        try permit.covers(.registerSearch)
        let isWhole = await isReadyToFind(permit.actor.agency)
        var found = looking(permit) { look in
            let byName = look.register.search(text, limit: Self.mostByName).map(\.id)
            let hits = look.register.likeness.book?.find(traits, besides: byName, limit: limit * 2) { look.isShown($0) }
            return look.once((hits ?? []).map { ($0.person, $0.resemblance) })
        }
        if !text.isEmpty {
            let known = Set(found.flatMap { [$0.person.id] + $0.others })
            let named = viewing(permit) { $0.people(named: text, limit: limit, for: &$1) }
            for (person, cases) in named where !known.contains(person.id) {
                found.append(KnownPerson(person: person, cases: cases, resemblance: nil, others: []))
            }
        }
        let shown = Array(found.prefix(limit))
        try await note(
            permit, count: shown.count, words: text.isEmpty ? nil : text, mark: markOfSearch(text, by: permit.actor))
        return KnownPeopleFound(people: shown, isWhole: isWhole)
    }

    /// Every two people of the agency who may be one and both of whom the permit's actor may see, likeliest first,
    /// without those of whom it was decided, unless what is known of them has changed since.
    ///
    /// - Parameter least: The least weight, log₂ of the odds.
    /// - Returns: those from `page` (from 0) on of `size`, and how many there are.
    public func likelyPairs(atLeast least: Double = 0, page: Int, size: Int, permit: Permit) async throws
        -> (pairs: [LikelyPair], total: Int)
    {
        try permit.covers(.registerCompare)
        await makeReadyForPairs(permit.actor.agency)
        let today = clock.today
        let start = min(max(0, page), 1_000_000) * size
        let result = looking(permit) { look in
            var (pairs, total) = ([LikelyPair](), 0)
            for pair in look.register.likeness.book?.pairs() ?? [] where pair.weight >= least {
                guard look.isShown(pair.a), look.isShown(pair.b) else { continue }
                guard self.isAsked(pair.a, pair.b, look, today) else { continue }
                if total >= start, pairs.count < size, let shown = self.pair(pair.a, pair.b, look) {
                    pairs.append(shown)
                }
                total += 1
            }
            return (pairs, total)
        }
        try await note(permit, count: result.1)
        return result
    }

    /// How two people compare and what was decided; nil when the permit's actor does not see both whole.
    public func likelyPair(_ a: EntityID, _ b: EntityID, permit: Permit) async throws -> LikelyPair? {
        try permit.covers(.personCompare, .personDecide, .personMerge)
        await makeReadyToFind(permit.actor.agency)
        let (first, second) = a < b ? (a, b) : (b, a)
        return looking(permit) { look in
            guard first != second, look.isShown(first), look.isShown(second) else { return nil }
            return self.pair(first, second, look)
        }
    }

    /// The id of the record that says what was decided of two people, in any order: the one there is, or the one that
    /// will be. Whoever decides at the same time comes to the same.
    public func likenessRecord(of a: EntityID, _ b: EntityID) -> EntityID {
        if let entry = likeness(of: a, b) { return entry.record }
        return derivedID(from: Array("likeness".utf8) + min(a, b).bytes + max(a, b).bytes)
    }

    /// What was decided of two people; nil when nothing was.
    public func likeness(of a: EntityID, _ b: EntityID) -> LikenessEntry? {
        index.withLock { $0.likeness(of: a, b) }
    }

    /// What a record says of two people; nil when it is none that does.
    public func likeness(_ record: EntityID) -> LikenessEntry? { index.withLock { $0.likeness(record) } }

    /// Whether a decision waits for a second person.
    public func waits(_ entry: LikenessEntry) -> Bool { index.withLock { $0.waits(entry) } }

    /// Whether two people are one now, as decided and looked over.
    public func isOne(_ entry: LikenessEntry) -> Bool { index.withLock { $0.isOne(entry) } }

    /// For everybody whose record leads to another's now, the record that goes on: whoever counts people counts these
    /// as one.
    public var joinedPeople: [EntityID: EntityID] { index.withLock { $0.joinedPeople } }

    /// The record that goes on for a person.
    public func goesOn(_ person: EntityID) -> EntityID { index.withLock { $0.goesOn(person) } }

    /// All records of the person whom one record is about, that one too.
    public func records(ofPerson person: EntityID) -> Set<EntityID> { index.withLock { $0.records(ofPerson: person) } }

    /// A mark of what is known of two people, which says nothing by itself and changes when they do.
    public func factsMark(of a: EntityID, _ b: EntityID) -> String {
        index.withLock { index in
            let (first, second) = (min(a, b), max(a, b))
            for register in index.agencies.values where register.people[first] != nil {
                return factsMark(first, second, register)
            }
            return ""
        }
    }

    private static let mostByName = 200

    private func factsMark(_ first: EntityID, _ second: EntityID, _ register: RegisterIndex) -> String {
        let texts = [first, second].map { "\(String(describing: register.likeness.traits[$0]))" }
        return String(digest(ofFile: Array(texts.joined(separator: "\n").utf8)).prefix(24))
    }

    /// Whether two people stand in the list of what is to be looked at.
    private func isAsked(_ a: EntityID, _ b: EntityID, _ look: LikenessLook, _ today: PartialDate) -> Bool {
        if look.office.goesOn(a) == look.office.goesOn(b) { return false }
        guard let entry = look.register.likeness.entry(of: a, b) else { return true }
        switch entry.decision {
        case .open, .thought: return true
        case .same: return false
        case .later: return entry.again.map { $0 <= today } ?? true
        case .different: return entry.facts != factsMark(min(a, b), max(a, b), look.register)
        }
    }

    private func pair(_ a: EntityID, _ b: EntityID, _ look: LikenessLook) -> LikelyPair? {
        let (first, second) = (min(a, b), max(a, b))
        guard let one = look.shown(first), let two = look.shown(second),
            let resemblance = look.register.likeness.book?.compare(first, second)
        else { return nil }
        return LikelyPair(
            first: one.person, second: two.person, firstCases: one.cases, secondCases: two.cases,
            resemblance: resemblance, entry: look.register.likeness.entry(of: first, second))
    }

    private func looking<T: Sendable>(_ permit: Permit, _ body: @Sendable (LikenessLook) -> T) -> T {
        let viewer = viewer(permit)
        return index.withLock { index in
            body(LikenessLook(index, of: permit.actor.agency, viewer))
        }
    }
}
