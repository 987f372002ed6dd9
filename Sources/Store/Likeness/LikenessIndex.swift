// SPDX-License-Identifier: Apache-2.0

import Cases
import Linkage

/// Who may be who in one agency's register, and what was decided about it. In memory only.
struct LikenessIndex: Sendable {
    /// What is compared of each person.
    private(set) var traits: [EntityID: PersonTraits] = [:]
    /// By record.
    private(set) var entries: [EntityID: LikenessEntry] = [:]
    private var entriesOf: [EntityID: Set<EntityID>] = [:]
    /// Nil until it is made.
    private(set) var book: PeopleBook?
    /// Counts how often the model was changed: a book that was begun before is not put in place.
    private(set) var era = 0

    mutating func set(_ new: PersonTraits, of id: EntityID) {
        if traits.updateValue(new, forKey: id) != new { book?.set(new, of: id) }
    }

    mutating func take(_ entry: LikenessEntry) {
        entries[entry.record] = entry
        entriesOf[entry.first, default: []].insert(entry.record)
        entriesOf[entry.second, default: []].insert(entry.record)
    }

    /// Forgets a person, or a record that says something of two.
    mutating func drop(_ id: EntityID) {
        if traits.removeValue(forKey: id) != nil {
            book?.set(nil, of: id)
            // What lay in their scope went with it; what others say of them leads nowhere.
            for entry in entries(of: id) where entry.first == id { drop(entry.record) }
        }
        if let entry = entries.removeValue(forKey: id) {
            entriesOf[entry.first]?.remove(id)
            entriesOf[entry.second]?.remove(id)
        }
    }

    /// What was decided of one person and others.
    func entries(of person: EntityID) -> [LikenessEntry] {
        (entriesOf[person] ?? []).sorted().compactMap { entries[$0] }
    }

    /// What was decided of two people; nil when nothing was.
    func entry(of a: EntityID, _ b: EntityID) -> LikenessEntry? {
        entries(of: a).first { $0.first == b || $0.second == b }
    }

    /// The records about likeness that lie in a person's scope.
    func records(in scope: EntityID) -> Set<EntityID> {
        Set(entries(of: scope).lazy.filter { $0.first == scope }.map(\.record))
    }

    /// Puts in place what was made from `made`, brought up to what was changed meanwhile, unless the model is another
    /// by now.
    mutating func install(_ book: PeopleBook, from made: [EntityID: PersonTraits], begun era: Int) {
        guard era == self.era else { return }
        for (id, now) in traits where made[id] != now { book.set(now, of: id) }
        for id in made.keys where traits[id] == nil { book.set(nil, of: id) }
        self.book = book
    }

    /// Lets the matcher go: the next who asks waits until it is made anew.
    mutating func forgetBook() {
        book = nil
        era += 1
    }
}
