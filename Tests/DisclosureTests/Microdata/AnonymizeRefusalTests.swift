// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

/// What is refused, and that the words for it hold no value of a row.
@Suite struct AnonymizeRefusalTests {
    private func refusal(
        _ names: [String], _ rows: [[String]], quasi: [String], k: Int = 3, hierarchy: String = "{}",
        change: (inout AnonymizeSettings) -> Void = { _ in }
    ) throws -> AnonymizeRefusal? {
        var settings = AnonymizeSettings(quasi: quasi)
        settings.k = k
        change(&settings)
        do {
            settings.hierarchy = try HierarchyFile(Array(hierarchy.utf8))
            _ = try Anonymization(try ColumnTable(names: names, rows: rows), settings: settings)
            return nil
        } catch let refusal as AnonymizeRefusal {
            #expect(!refusal.message.isEmpty)
            for value in rows.joined() where value.count > 3 { #expect(!refusal.message.contains(value)) }
            return refusal
        }
    }

    private let people = (0..<40).map { ["year\($0 % 4)", $0 / 4 % 2 == 0 ? "female" : "male", "place\($0 / 8)"] }
    private let names = ["year", "gender", "place"]

    @Test func `a k above the number of people is refused, and a k of one`() throws {
        #expect(try refusal(names, people, quasi: ["year"], k: 41) == .tooFewRows(k: 41))
        #expect(try refusal(names, people, quasi: ["year"], k: 1) == .disclosure(.thresholdTooSmall))
    }

    @Test func `without declared columns the most telling ones are named first`() throws {
        let rows = (0..<400).map { ["\($0 % 100)", $0 % 2 == 0 ? "f" : "m", "same"] }
        let wider = try refusal(["gender", "town", "country"], rows.map { [$0[1], $0[0], $0[2]] }, quasi: [], k: 11)
        #expect(wider == .noQuasiIdentifiers(suggestions: ["town"]))
    }

    @Test func `columns that are not there or have two parts are named`() throws {
        #expect(try refusal(names, people, quasi: ["yaer"]) == .unknownColumns(["yaer"]))
        let twice = try refusal(names, people, quasi: ["year"]) { $0.dropped = ["year"] }
        #expect(twice == .declaredTwice(["year"]))
    }

    @Test func `numbers, names, contacts and free text are refused unless they are left out`() throws {
        let rows = people.enumerated().map { $1 + ["case-\(1000 + $0)", "person\($0)@example.org", "Wrote on \($0)"] }
        let wide = names + ["reference", "contact", "note"]
        #expect(
            try refusal(wide, rows, quasi: ["year"]) == .identifying(["reference", "contact", "note"]))
        let long = String(repeating: "She said that it was late. ", count: 5)
        let told = people.map { $0 + [long] }
        #expect(try refusal(names + ["story"], told, quasi: ["year"]) == .freeText(["story"]))
        #expect(try refusal(names + ["story"], told, quasi: ["year"]) { $0.dropped = ["story"] } == nil)
    }

    @Test func `joined answers are refused, and split when asked`() throws {
        let rows = people.enumerated().map { $1 + [$0 % 7 == 0 ? "threats; violence" : $0 % 2 == 0 ? "threats" : ""] }
        let found = try refusal(names + ["means"], rows, quasi: ["year"])
        #expect(found == .joined([.init(name: "means", separator: ";")]))
        var settings = AnonymizeSettings(quasi: ["year"])
        settings.k = 3
        settings.splits = [.init("means", at: ";")]
        settings.notDerived = ["means_threats", "gender"]
        let made = try Anonymization(try ColumnTable(names: names + ["means"], rows: rows), settings: settings)
        #expect(made.release.table.columns.map(\.name) == names + ["means_threats", "means_violence"])
    }

    @Test func `a comma inside the words of one answer joins nothing`() throws {
        let single = ["Domestic work, unspecified", "Fishing, other", "Mining"]
        let column = ColumnTable.Column(name: "kind", values: [""] + single, codes: [1, 2, 3, 1, 2, 3])
        #expect(ColumnScreen(column).kind == .category)
        let several = ["a,b", "b,c", "a", "c"]
        let joined = ColumnTable.Column(name: "kind", values: [""] + several, codes: [1, 2, 3, 4])
        #expect(ColumnScreen(joined).kind == .joined(separator: ","))
    }

    @Test func `empty columns, and columns of which nothing is shared, are named`() throws {
        let rows = people.enumerated().map { $1 + ["", "value \($0 / 2)"] }
        let wide = names + ["empty", "fine"]
        #expect(
            try refusal(wide, rows, quasi: ["year", "empty"]) { $0.dropped = ["fine"] } == .emptyColumns(["empty"]))
        #expect(
            try refusal(wide, rows, quasi: ["year", "fine"]) { $0.dropped = ["empty"] }
                == .nothingShared(["fine"], k: 3))
    }

    @Test func `a hierarchy with a gap, of uneven steps or one that splits again is refused with its place`() throws {
        let gap = #"{"year": {"values": {"year0": ["a"], "year1": ["a"], "year3": ["b"]}}}"#
        #expect(
            try refusal(names, people, quasi: ["year"], hierarchy: gap)
                == .hierarchyGap(column: "year", values: 1, row: 4))
        let uneven = #"{"year": {"values": {"year0": ["a"], "year1": ["a", "c"], "year2": ["b"], "year3": ["b"]}}}"#
        #expect(
            try refusal(names, people, quasi: ["year"], hierarchy: uneven) == .hierarchyUneven(column: "year"))
        let splits =
            #"{"year": {"values": {"year0": ["a","x"], "year1": ["a","y"], "year2": ["b","x"], "year3": ["b","x"]}}}"#
        #expect(
            try refusal(names, people, quasi: ["year"], hierarchy: splits)
                == .hierarchySplits(column: "year", level: 2))
        let stranger = #"{"yaer": {"bands": [2]}}"#
        #expect(try refusal(names, people, quasi: ["year"], hierarchy: stranger) == .hierarchyOfUnknown(["yaer"]))
        for bad in ["[1]", "{", #"{"year": {"bands": [2, 3]}}"#, #"{"year": {"bands": [0]}}"#] {
            guard case .hierarchyUnreadable = try refusal(names, people, quasi: ["year"], hierarchy: bad) else {
                Issue.record("taken: \(bad)")
                continue
            }
        }
    }

    @Test func `bands of whole numbers need no list of values`() throws {
        let rows = (0..<40).map { ["\(2002 + $0 % 8)"] }
        var settings = AnonymizeSettings(quasi: ["year"])
        settings.k = 15
        settings.hierarchy = try HierarchyFile(Array(#"{"year": {"bands": [3, 6], "from": 2002}}"#.utf8))
        let made = try Anonymization(try ColumnTable(names: ["year"], rows: rows), settings: settings)
        #expect(Set((0..<made.release.rowsKept).map { made.release.table[$0, 0] }) == ["2002-2004", "2005-2007"])
        let words = try refusal(["year"], rows + [["soon"]], quasi: ["year"], hierarchy: #"{"year": {"bands": [3]}}"#)
        #expect(words == .hierarchyGap(column: "year", values: 1, row: 42))
    }

    @Test func `a column that changes with the dice is not said to follow`() throws {
        var numbers = SplitMix64(seed: 11)
        let rows = (0..<500).map { _ in
            [String(Int.random(in: 0...3, using: &numbers)), String(Int.random(in: 0...2, using: &numbers))]
        }
        #expect(try refusal(["a", "b"], rows, quasi: ["a"]) == nil)
        let two = rows.map { $0 + [Int($0[0])! + Int($0[1])! > 2 ? "high" : "low"] }
        #expect(
            try refusal(["a", "b", "c"], two, quasi: ["a", "b"]) == .undeclared([.init(name: "c", source: nil)]))
    }
}
