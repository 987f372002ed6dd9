// SPDX-License-Identifier: Apache-2.0

import Interchange

/// Finds services in a directory, for those who may know all of it.
public struct DirectorySearch: Sendable {
    /// In the order of the file.
    public let entries: [DirectoryEntry]
    private let grid: GridIndex
    /// What words are looked for in, in the order of the entries.
    private let texts: [FoldedText]

    public init(_ file: DirectoryFile, under vocabulary: DirectoryVocabulary) {
        let reader = EntryReader(vocabulary: vocabulary)
        self.init(file.services.map(reader.entry))
    }

    /// Costs some microseconds an entry; keep it.
    public init(_ entries: [DirectoryEntry]) {
        self.entries = entries
        texts = entries.map(\.text)
        grid = GridIndex(
            entries.enumerated().flatMap { number, entry in
                entry.places.compactMap { $0.point }.map { (number, $0) }
            })
    }

    /// What fits, the nearest first, else by name. 10,000 services with five conditions: a few milliseconds.
    public func find(_ query: DirectoryQuery, limit: Int = .max) -> [DirectoryHit] {
        let folded = query.folded
        let words = FoldedText.words(query.text ?? "")
        var hits: [DirectoryHit] = []
        guard let near = folded.near else {
            hits = entries.indices.filter { fits($0, folded, words) }
                .map { DirectoryHit(entry: entries[$0], kilometres: nil) }
            hits.sort { ($0.entry.name, $0.entry.id) < ($1.entry.name, $1.entry.id) }
            return Array(hits.prefix(limit))
        }
        var last = -1
        for number in grid.candidates(near: near.point, kilometres: near.kilometres).sorted() where number != last {
            last = number
            let entry = entries[number]
            let distances = entry.places.compactMap { $0.point?.kilometres(to: near.point) }
            guard let nearest = distances.min(), nearest <= near.kilometres, fits(number, folded, words) else {
                continue
            }
            hits.append(DirectoryHit(entry: entry, kilometres: nearest))
        }
        hits.sort { ($0.kilometres ?? 0, $0.entry.id) < ($1.kilometres ?? 0, $1.entry.id) }
        return Array(hits.prefix(limit))
    }

    private func fits(_ number: Int, _ query: DirectoryQuery, _ words: [FoldedText]) -> Bool {
        query.matches(entries[number]) && words.allSatisfy { texts[number].contains($0) }
    }
}
