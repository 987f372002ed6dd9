// SPDX-License-Identifier: Apache-2.0

import Cases

/// Words of names and who bears them, in memory only, for search by the beginnings of words in any order.
///
/// A sorted list answers; what was added since the last sort lies in a small list beside it. Memory: about 30 bytes a
/// word.
struct NameIndex: Sendable {
    private struct Entry: Sendable, Comparable {
        let word: String
        let person: Int32
        static func < (a: Entry, b: Entry) -> Bool { a.word == b.word ? a.person < b.person : a.word < b.word }
    }

    private var sorted: [Entry] = []
    private var recent: [Entry] = []
    /// The number of each person's current names; older entries are ignored.
    private var slots: [EntityID: Int32] = [:]
    private var owners: [EntityID?] = []
    private static let recentMax = 4_000
    /// Skeletons live in the same list, behind a byte that no word begins with.
    private static let skeletonMark = "~"

    /// The distinct folded words of some names.
    static func words(_ names: [String]) -> Set<String> { Set(names.flatMap { NameFold.words($0) }) }

    /// Adds or replaces the words of a person's names.
    mutating func set(_ words: Set<String>, of person: EntityID) {
        remove(person)
        let slot = Int32(owners.count)
        owners.append(person)
        slots[person] = slot
        for word in words {
            recent.append(Entry(word: word, person: slot))
            if let skeleton = NameFold.skeleton(word) {
                recent.append(Entry(word: Self.skeletonMark + skeleton, person: slot))
            }
        }
        if recent.count > max(Self.recentMax, sorted.count / 4) { settle() }
    }

    mutating func remove(_ person: EntityID) {
        guard let slot = slots.removeValue(forKey: person) else { return }
        owners[Int(slot)] = nil
    }

    /// Lets the words go of people who were removed.
    mutating func forget() {
        sorted.removeAll { owners[Int($0.person)] == nil }
        recent.removeAll { owners[Int($0.person)] == nil }
    }

    /// Sorts what was added; called when much was added, and once after loading.
    mutating func settle() {
        guard !recent.isEmpty else { return }
        recent.sort()
        var merged: [Entry] = []
        merged.reserveCapacity(sorted.count + recent.count)
        var (i, j) = (0, 0)
        while i < sorted.count || j < recent.count {
            let takeOld = j >= recent.count || (i < sorted.count && sorted[i] < recent[j])
            let entry = takeOld ? sorted[i] : recent[j]
            if takeOld { i += 1 } else { j += 1 }
            if owners[Int(entry.person)] != nil { merged.append(entry) }
        }
        sorted = merged
        recent.removeAll()
    }

    /// People all of whose query words begin a word of theirs (2 points a word, 3 when whole) or share its consonants
    /// (1 point), best first.
    ///
    /// - Parameter limit: The most to return.
    func search(_ query: String, limit: Int) -> [(person: EntityID, score: Int)] {
        let words = NameFold.words(query)
        guard !words.isEmpty else { return [] }
        var scores: [Int32: Int]?
        for word in words {
            var found: [Int32: Int] = [:]
            collect(prefix: word) { entry in
                let points = entry.word.utf8.count == word.utf8.count ? 3 : 2
                found[entry.person] = Swift.max(found[entry.person] ?? 0, points)
            }
            if let skeleton = NameFold.skeleton(word) {
                let key = Self.skeletonMark + skeleton
                collect(prefix: key) { entry in
                    if entry.word.utf8.count == key.utf8.count, found[entry.person] == nil { found[entry.person] = 1 }
                }
            }
            if let before = scores {
                scores = before.reduce(into: [:]) { kept, pair in
                    if let points = found[pair.key] { kept[pair.key] = pair.value + points }
                }
            } else {
                scores = found
            }
            if scores?.isEmpty == true { return [] }
        }
        let hits = (scores ?? [:]).compactMap { slot, score in owners[Int(slot)].map { (person: $0, score: score) } }
        return Array(hits.sorted { $0.score == $1.score ? $0.person < $1.person : $0.score > $1.score }.prefix(limit))
    }

    private func collect(prefix: String, _ body: (Entry) -> Void) {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].word < prefix { low = middle + 1 } else { high = middle }
        }
        while low < sorted.count, sorted[low].word.hasPrefix(prefix) {
            body(sorted[low])
            low += 1
        }
        for entry in recent where entry.word.hasPrefix(prefix) { body(entry) }
    }
}
