// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard
import Statistics
import Workflows

/// A question to the numbers as an address has it. Laws stand in it by their places only, so that a browser's history
/// names none.
struct NumbersForm {
    var question = NumbersQuestion(.forms, by: .sex)
    /// What could not be read.
    var isUnreadable = false
    let definitions: [String]

    static let onlyMax = 2

    /// - Parameter lastYear: What is counted when no period is given to somebody who sees no records; nil for all days.
    init(_ pairs: FormPairs, definitions: [String], lastYear: Int? = nil) {
        self.definitions = definitions
        if let rows = pairs["rows"] { question.rows = column(rows) ?? question.rows }
        if let columns = pairs["columns"] { question.columns = column(columns) }
        if question.columns == question.rows { question.columns = nil }
        question.unit = pairs["unit"].flatMap { FactQuery.Unit(rawValue: $0) } ?? .persons
        question.counting = pairs["counting"].flatMap { FactDay(rawValue: $0) } ?? .registered
        for text in pairs.all("only").filter({ !$0.isEmpty }).prefix(Self.onlyMax) {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let column = column(parts[0]) else {
                isUnreadable = true
                continue
            }
            question.only.append(.init(column, parts[1]))
        }
        if let place = pairs["law"].flatMap({ Int($0) }), definitions.indices.contains(place) {
            question.definition = definitions[place]
        }
        question.from = day(pairs["from"])
        question.to = day(pairs["to"])
        let isOpen = question.from == nil && question.to == nil
        let year = pairs["year"].flatMap { Int(DateBoxes.asciiDigits($0)) } ?? (isOpen ? lastYear : nil)
        if let year { take(year: year) }
    }

    private mutating func take(year: Int) {
        guard let from = Day(year: year, month: 1, day: 1), let to = Day(year: year, month: 12, day: 31)
        else {
            isUnreadable = true
            return
        }
        (question.from, question.to) = (from, to)
    }

    private mutating func day(_ typed: String?) -> Day? {
        let text = DateBoxes.asciiDigits((typed ?? "").filter { !$0.isWhitespace })
        if text.isEmpty { return nil }
        let day = Day(text)
        if day == nil { isUnreadable = true }
        return day
    }

    /// The column of a name in an address; nil for none, and for what is not offered.
    private func column(_ name: String) -> FactColumn? {
        if name.hasPrefix("law."), let place = Int(name.dropFirst(4)),
            definitions.indices.contains(place)
        {
            return .verdict(definitions[place])
        }
        let column = FactColumn(rawValue: name)
        return NumbersQuestion.offered.contains(column) ? column : nil
    }

    /// The name of a column in an address.
    func name(_ column: FactColumn) -> String {
        guard let id = column.definition else { return column.rawValue }
        return "law.\(definitions.firstIndex(of: id) ?? 0)"
    }

    /// The question as an address has it.
    var pairs: FormPairs {
        var pairs = FormPairs([(name: "rows", value: name(question.rows))])
        pairs.append("columns", question.columns.map(name) ?? "")
        pairs.append("unit", question.unit.rawValue)
        pairs.append("counting", question.counting.rawValue)
        for only in question.only { pairs.append("only", "\(name(only.column)):\(only.value)") }
        if let id = question.definition, let place = definitions.firstIndex(of: id) {
            pairs.append("law", "\(place)")
        }
        if let from = question.from { pairs.append("from", from.description) }
        if let to = question.to { pairs.append("to", to.description) }
        return pairs
    }

    var query: String {
        pairs.pairs.map { "\($0.name)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }
}
