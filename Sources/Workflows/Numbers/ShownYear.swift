// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Foundation
import Statistics
import Store

/// What those who see no records were shown of the people of one year.
struct ShownYear: Codable, Sendable, Hashable {
    /// A table with its totals, as `NumbersTable` has it; nil for a withheld cell.
    struct Table: Codable, Sendable, Hashable {
        let rows, columns: [String?]
        let cells: [Int?]
        let overlaps: Bool
    }

    var frozen: Frozen
    /// Everybody, as the tables have it; nil before the first.
    var people: Int?
    var linked = LinkedColumns()
    /// Which column was shown of those whose answers are groups of the same.
    var taken: [String: String] = [:]
    /// By its columns.
    var tables: [String: Table] = [:]
    /// What was shown of each cell before the population moved on.
    private var earlier: [String: Set<Int>] = [:]

    init(_ frozen: Frozen) { self.frozen = frozen }

    static func key(_ columns: [FactColumn]) -> String { columns.map(\.rawValue).joined(separator: "|") }

    /// The name of a cell by the answers it is about; no column for everybody.
    static func cell(_ answers: [(column: FactColumn, answer: String?)]) -> String {
        answers.map { "\($0.column.rawValue)=\($0.answer ?? "")" }.joined(separator: "|")
    }

    /// Whether a count differs so little from one that was shown that the few who came or went would show.
    func isNear(_ count: Int, _ cell: String) -> Bool {
        earlier[cell, default: []].contains { (1..<ShownNumbers.threshold).contains(abs($0 - count)) }
    }

    /// The people are counted anew from now on. What was shown is remembered: what differs from it by a few is hidden.
    mutating func moveOn(to frozen: Frozen) {
        for (key, table) in tables {
            let columns = key.split(separator: "|").map { FactColumn(rawValue: String($0)) }
            let width = table.columns.isEmpty ? 1 : table.columns.count + 1
            for (at, value) in table.cells.enumerated() {
                guard let value else { continue }
                var answers: [(FactColumn, String?)] = []
                if at / width < table.rows.count { answers.append((columns[0], table.rows[at / width])) }
                if columns.count > 1, at % width < table.columns.count {
                    answers.append((columns[1], table.columns[at % width]))
                }
                earlier[Self.cell(answers), default: []].insert(value)
            }
        }
        (tables, people, self.frozen) = ([:], nil, frozen)
    }
}

/// The same for every year, as an agency keeps it.
struct ShownBook: Sendable {
    let agency: Agency
    /// What is kept under: an office's people and those of all offices are different people.
    let name: String
    var years: [String: ShownYear] = [:]

    init(_ agency: Agency, isNational: Bool) throws {
        self.agency = agency
        name = isNational ? "shownNumbersNational" : "shownNumbers"
        guard let text = agency.settings.more[name] else { return }
        do { years = try JSONDecoder().decode([String: ShownYear].self, from: Data(text.utf8)) } catch {
            throw StoreError.damaged("agency")
        }
    }

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(years), as: UTF8.self)
        }
    }
}
