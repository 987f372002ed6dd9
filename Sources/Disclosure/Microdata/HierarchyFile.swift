// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How columns may be made coarser, as people write it: JSON with one entry a column.
///
/// ```
/// { "ageBroad": { "values": { "9--17": ["0-17", "minor"], "18--20": ["18-23", "adult"] } },
///   "yearOfRegistration": { "bands": [3, 6], "from": 2002 } }
/// ```
/// `values` gives for each value its coarser texts, step by step; `bands` gives widths of spans of whole numbers, of
/// which each must be a multiple of the one before. The last step, `*`, is always there and need not be written.
/// `weight` (1 without it) makes a column dearer to coarsen; `upTo` forbids steps above it, `*` excepted.
public struct HierarchyFile: Sendable {
    struct Column: Sendable, Decodable {
        var values: [String: [String]]?
        var bands: [Int]?
        var from: Int?
        var weight: Double?
        var upTo: Int?
    }

    let columns: [String: Column]

    /// No hierarchy for any column: a value stays or is withheld.
    public init() { columns = [:] }

    /// - Throws: `AnonymizeRefusal.hierarchyUnreadable` for what is not of this form.
    public init(_ bytes: [UInt8]) throws(AnonymizeRefusal) {
        do { columns = try JSONDecoder().decode([String: Column].self, from: Data(bytes)) } catch {
            throw .hierarchyUnreadable("it is not JSON of the form that the page on anonymize shows")
        }
        for name in columns.keys.sorted() { try Self.check(columns[name]!, name) }
    }

    private static func check(_ column: Column, _ name: String) throws(AnonymizeRefusal) {
        if column.values != nil, column.bands != nil {
            throw .hierarchyUnreadable("\(name) has both values and bands; give one of them")
        }
        if let weight = column.weight, !(weight > 0 && weight <= 1000) {
            throw .hierarchyUnreadable("the weight of \(name) must be above 0 and at most 1000")
        }
        if let upTo = column.upTo, upTo < 0 { throw .hierarchyUnreadable("upTo of \(name) must be 0 or more") }
        if (column.values?.values.map(\.count).max() ?? column.bands?.count ?? 0) > 20 {
            throw .hierarchyUnreadable("\(name) has more than 20 steps")
        }
        guard let bands = column.bands else { return }
        let widths = [1] + bands
        guard zip(widths, bands).allSatisfy({ $1 > $0 && $1 <= 1_000_000 && $1 % $0 == 0 }), !bands.isEmpty else {
            throw .hierarchyUnreadable("each band of \(name) must be a multiple of the one before, and more than it")
        }
    }

    /// The hierarchy for the values of one column.
    ///
    /// - Throws: `.hierarchyGap`, `.hierarchyUneven`, `.hierarchySplits`.
    func hierarchy(for column: ColumnTable.Column) throws(AnonymizeRefusal) -> Hierarchy {
        var isUsed = [Bool](repeating: false, count: column.values.count)
        for code in column.codes { isUsed[Int(code)] = true }
        guard let own = columns[column.name], own.values != nil || own.bands != nil else {
            return Hierarchy(withholding: column.values, isUsed: isUsed)
        }
        let height = own.bands?.count ?? Self.height(own.values ?? [:])
        var (coarser, gaps): ([[String]], [Int]) = ([], [])
        for (code, value) in column.values.enumerated() {
            let texts = own.bands.map { Self.spans(of: value, widths: $0, from: own.from ?? 0) } ?? own.values?[value]
            if let texts {
                // A `*` that is written at the end is the one that is always there.
                coarser.append(texts.count == height + 1 && texts.last == Hierarchy.withheld ? texts.dropLast() : texts)
            } else {
                // A missing answer stays one until it is withheld.
                if !value.isEmpty, isUsed[code] { gaps.append(code) }
                coarser.append(Array(repeating: value, count: height))
            }
        }
        if !gaps.isEmpty {
            let first = column.codes.firstIndex { gaps.contains(Int($0)) } ?? 0
            // The heading is row 1 of the file.
            throw .hierarchyGap(column: column.name, values: gaps.count, row: first + 2)
        }
        return try Hierarchy(values: column.values, isUsed: isUsed, coarser: coarser, name: column.name)
    }

    private static func height(_ values: [String: [String]]) -> Int {
        let isStarred = !values.isEmpty && values.values.allSatisfy { $0.last == Hierarchy.withheld }
        return (values.values.map(\.count).max() ?? 0) - (isStarred ? 1 : 0)
    }

    /// The spans that a whole number falls in; nil for other texts.
    private static func spans(of value: String, widths: [Int], from: Int) -> [String]? {
        guard value.utf8.count < 10, let number = Int(value), abs(from) < 1_000_000_000 else { return nil }
        return widths.map { width in
            let offset = number - from
            let start = from + (offset - (offset % width + width) % width)
            return "\(start)-\(start + width - 1)"
        }
    }
}
