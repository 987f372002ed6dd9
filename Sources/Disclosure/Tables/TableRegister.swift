// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What was published of one source of data before, so that no later table gives away what an earlier one withheld, and
/// no two of them can be subtracted to show a few people. Holds only what was published.
public struct TableRegister: Sendable, Codable {
    struct Cell: Sendable, Codable {
        /// The answer for each column; columns that the count does not depend on are not there.
        let of: [String: String]
        let count: Int?
        let atMost: Int?
    }

    struct Release: Sendable, Codable {
        let columns: [String]
        let rounding: Int?
        let cells: [Cell]
    }

    private var form = "wayhouse-tables-1"
    /// The name of the people who were counted, given by whoever publishes.
    public let source: String
    private(set) var releases: [Release] = []

    public init(source: String) { self.source = source }

    /// - Throws: `TableRefusal.registerUnreadable`, `.otherRegister`.
    public init(_ bytes: [UInt8], source: String) throws(TableRefusal) {
        guard let read = try? JSONDecoder().decode(TableRegister.self, from: Data(bytes)), read.form == form else {
            throw .registerUnreadable
        }
        guard read.source == source else { throw .otherRegister }
        self = read
    }

    /// Takes in what is published now.
    public mutating func add(_ tables: PublishedTables) {
        let names = tables.settings.names
        releases.append(
            Release(
                columns: names, rounding: tables.settings.rounding,
                cells: tables.cells.map {
                    Cell(of: Self.key(names, $0.answers), count: $0.count, atMost: $0.atMost)
                }))
    }

    func wasRounded(_ names: [String]) -> Bool {
        releases.contains { $0.rounding != nil && Set($0.columns) == Set(names) }
    }

    /// What earlier tables ask of a new one.
    struct Heeded {
        var least: [Int] = []
        var also: Set<Int> = []
        var staying: Set<Int> = []
    }

    /// - Parameters:
    ///   - answers: What each cell of the new table is about.
    ///   - counts: What it holds.
    func heed(_ settings: PublishedTables.Settings, _ answers: [[String?]], _ counts: [Int]) -> Heeded {
        let names = settings.names
        let cellOf = Dictionary(
            uniqueKeysWithValues: answers.enumerated().map { (Self.key(names, $1), $0) })
        var heeded = Heeded(least: counts.map { _ in 0 })
        for release in releases where release.rounding == nil {
            var known = [Int?](repeating: nil, count: counts.count)
            var hidden: [(cell: Int, atMost: Int?)] = []
            for earlier in release.cells {
                guard let cell = cellOf[earlier.of] else { continue }
                known[cell] = earlier.count
                if earlier.count == nil { hidden.append((cell, earlier.atMost)) }
            }
            for cell in counts.indices {
                guard let published = known[cell] else { continue }
                let change = abs(counts[cell] - published)
                if change > 0, change < settings.rule.threshold { heeded.also.insert(cell) }
                // Whoever believes that counts only grow knows the old count to be the least that the new one can be.
                if published <= counts[cell] { heeded.least[cell] = max(heeded.least[cell], published) }
            }
            let isSame = counts.indices.allSatisfy { known[$0] == nil || known[$0] == counts[$0] }
            for (cell, atMost) in hidden {
                // What was withheld stays so until it is far above all that it can have been.
                if let atMost, counts[cell] >= atMost + settings.rule.threshold { continue }
                if isSame { heeded.staying.insert(cell) } else { heeded.also.insert(cell) }
            }
        }
        return heeded
    }

    private static func key(_ names: [String], _ answers: [String?]) -> [String: String] {
        var key: [String: String] = [:]
        for (name, answer) in zip(names, answers) { if let answer { key[name] = answer } }
        return key
    }
}
