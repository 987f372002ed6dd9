// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Statistics

/// Rows that nobody lived, of every shape, and how to change them.
struct RandomRegister {
    var random: SplitMix64
    private(set) var rows: [EntityID: [FactRow]] = [:]
    var table = FactTable(definitions: ["one", "two"])
    private let people: Int

    init(seed: UInt64, cases: Int, people: Int) {
        random = SplitMix64(seed: seed)
        self.people = people
        for number in 0..<cases { change(Self.id(1, number)) }
    }

    static func id(_ kind: Int, _ number: Int) -> EntityID {
        EntityID(high: UInt64(kind), low: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Gives a case other rows, or none.
    mutating func change(_ id: EntityID) {
        let new = (0..<Int.random(in: 0...3, using: &random)).map { _ in row() }
        rows[id] = new
        table.set(new, of: id)
    }

    mutating func changeSome(_ count: Int) {
        for _ in 0..<count { change(Self.id(1, Int.random(in: 0..<max(1, rows.count), using: &random))) }
    }

    private mutating func pick(_ all: [String], none: Int = 4) -> [String] {
        Int.random(in: 0..<none, using: &random) == 0 ? [] : [all.randomElement(using: &random)!]
    }

    private mutating func some(_ all: [String]) -> [String] { all.filter { _ in Bool.random(using: &random) } }

    private mutating func span() -> FactSpan? {
        let day = Day(year: 2024, month: 1, day: 1)!.adding(days: Int.random(in: 0..<900, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return nil
        case 8: return .someDay
        case 1: return FactSpan(PartialDate(year: day.parts.year)!)
        case 2: return FactSpan(PartialDate(year: day.parts.year, month: day.parts.month)!)
        default: return FactSpan(day)
        }
    }

    private mutating func row() -> FactRow {
        var row = FactRow(person: Self.id(2, Int.random(in: 0..<people, using: &random)))
        row.values[.sex] = pick(["Female", "Male", "Other"])
        row.values[.citizenship] = pick(["BF", "CI", "ML", "TL", "LK", "VN", "PH"])
        row.values[.countryOfRecruitment] = pick(["BF", "ML"])
        row.values[.countryOfTransit] = pick(["CI", "GH"])
        row.values[.countryOfExploitation] = pick(["CI", "AE"])
        row.values[.forms] = some(["SexualExploitation", "ForcedLabour", "OrganRemoval"])
        row.values[.verdict("one")] = pick(["met", "not_met", "undetermined"], none: 10)
        row.values[.verdict("two")] = pick(["met", "not_met", "undetermined"], none: 10)
        for day in [FactDay.registered, .identified, .referred, .needed, .helped, .closed] { row.days[day] = span() }
        for service in some(["SHE", "LEG", "MED"]) {
            guard let day = span(), day.isExact else { continue }
            let amount = Int.random(in: 1...4, using: &random)
            row.events.append(FactEvent(.help, service, on: day.first, amount: amount, unit: "nights"))
        }
        return row
    }
}
