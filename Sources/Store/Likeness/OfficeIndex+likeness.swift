// SPDX-License-Identifier: Apache-2.0

import Cases

extension OfficeIndex {
    /// What was decided of two people, in any order; nil when nothing was.
    func likeness(of a: EntityID, _ b: EntityID) -> LikenessEntry? {
        for register in agencies.values { if let entry = register.likeness.entry(of: a, b) { return entry } }
        return nil
    }

    /// What a record says of two people; nil for any other record.
    func likeness(_ record: EntityID) -> LikenessEntry? {
        for register in agencies.values { if let entry = register.likeness.entries[record] { return entry } }
        return nil
    }

    /// Whether a decision waits for a second person: what stood before holds meanwhile.
    func waits(_ entry: LikenessEntry) -> Bool { tier.reviews[entry.first]?[entry.record] != nil }

    /// Whether the two are one now: as decided and looked over, and both still there.
    func isOne(_ entry: LikenessEntry) -> Bool {
        guard (entry.decision == .same) != waits(entry) else { return false }
        return agencies.values.contains { $0.people[entry.first] != nil && $0.people[entry.second] != nil }
    }

    /// Whether somebody said of a person and another that they are one, and a second person has not looked yet.
    func waitsToBeJoined(_ person: EntityID) -> Bool {
        agencies.values.contains { register in
            register.likeness.entries(of: person).contains { $0.decision == .same && waits($0) }
        }
    }

    /// The record that goes on for a person: their own, unless it was found to be one with another's.
    func goesOn(_ person: EntityID) -> EntityID {
        var (at, met) = (person, Set([person]))
        while let next = joined(at).first(where: { $0.leads == at })?.stays, met.insert(next).inserted { at = next }
        return at
    }

    /// All records of the person whom one record is about, that one too.
    func records(ofPerson person: EntityID) -> Set<EntityID> {
        var (met, waiting) = (Set([person]), [person])
        while let at = waiting.popLast() {
            for entry in joined(at) {
                for other in [entry.first, entry.second] where met.insert(other).inserted { waiting.append(other) }
            }
        }
        return met
    }

    /// For everybody whose record leads to another's now, the record that goes on. A walk over all that was decided.
    var joinedPeople: [EntityID: EntityID] {
        var joined: [EntityID: EntityID] = [:]
        for register in agencies.values {
            for entry in register.likeness.entries.values where isOne(entry) {
                for person in [entry.first, entry.second] {
                    let stays = goesOn(person)
                    if stays != person { joined[person] = stays }
                }
            }
        }
        return joined
    }

    private func joined(_ person: EntityID) -> [LikenessEntry] {
        for register in agencies.values where register.people[person] != nil {
            return register.likeness.entries(of: person).filter { isOne($0) }
        }
        return []
    }
}
