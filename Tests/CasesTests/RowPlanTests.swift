// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Cases

/// The quick way from a row to records, held against the slow one.
@Suite struct RowPlanTests {
    private let codebook = Codebook.current
    private let plan = RowPlan(.current)
    private let flat = Codebook.current.fields.filter(\.section.isFlat)

    @Test func `the quick way makes what the slow way makes`() throws {
        var random = SystemRandomNumberGenerator()
        for share in [0, 5, 30, 60, 100] {
            for _ in 0..<40 {
                var row: [FieldName: Value] = [:]
                for field in flat where Int.random(in: 0..<100, using: &random) < share {
                    row[field.name] = value(of: field, &random)
                }
                let quick = try #require(plan.records(of: row, newID: ids()))
                let slow = try slowly(row)
                #expect(quick.map(\.record) == slow.map(\.record))
                #expect(quick.map(\.id) == slow.map(\.id) && quick.map(\.scope) == slow.map(\.scope))
            }
        }
    }

    @Test(
        arguments: [
            ("prs_FirstName", .flag(true)), ("prs_FirstName", .text("")), ("prs_FirstName", .text(" \u{200A} ")),
            ("prs_FirstName", .text("a\u{7}b")), ("prs_Birthdate", .text("1998")),
            ("prs_Gender", .codes(["NoSuchValue"])),
            ("prs_Gender", .codes(["Male", "Female"])), ("vic_TypeOfExploitation", .codes([])),
            ("vic_MethodsOfControl", .codes(["DebtBondage", "DebtBondage"])), ("con_Consent", .text("yes")),
            ("xyz_NoSuchField", .text("a")),
        ] as [(FieldName, Value)])
    func `the quick way leaves what is out of the ordinary to the slow way`(name: FieldName, value: Value) {
        #expect(plan.records(of: [name: value], newID: ids()) == nil)
    }

    @Test func `stays, clinical notes and statements are in no row, and an export counts them as left`() {
        let row: [FieldName: Value] = ["wh_PlaceName": .text("Casa Luna"), "wh_ClinicalNote": .text("n")]
        #expect(plan.records(of: row, newID: ids()) == nil)
        let parts = VictimRow(row).parts(under: codebook, newID: ids())
        #expect(parts.allSatisfy { $0.draft.values["wh_PlaceName"] == nil })
        let stay = Record(kind: .stay, entries: [.init("wh_PlaceName", .text("Casa Luna"))], links: [:])
        let stored = Stored(
            id: EntityID(high: 1, low: 1), version: 1, day: PartialDate("2026-03-01")!, isRemoved: false, record: stay)
        let file = CaseFile(id: EntityID(high: 1, low: 2), records: [stored], people: [:])
        #expect(file.rows(on: PartialDate("2026-03-02")!).left == [.stay: 1])
    }

    @Test func `texts come out trimmed and composed`() throws {
        let row: [FieldName: Value] = ["prs_FirstName": .text(" Zoe\u{308} "), "prs_SecondName": .text("Nguyễn")]
        let person = try #require(plan.records(of: row, newID: ids())?.first { $0.record.kind == .person }).record
        #expect(person["prs_FirstName"] == .text("Zoë"))
        #expect(person.text("prs_FirstName")?.unicodeScalars.count == 3)
        #expect(person["prs_SecondName"] == .text("Nguyễn"))
    }

    @Test func `letters that are left as they are are composed already and bear no mark`() {
        for range in StableText.ranges {
            for scalar in range.compactMap(Unicode.Scalar.init) {
                let text = String(scalar)
                #expect(
                    text.precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual(text.unicodeScalars),
                    "U+\(String(scalar.value, radix: 16))")
                #expect(scalar.properties.canonicalCombiningClass == .notReordered)
                #expect(![.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory))
            }
        }
        #expect(StableText.composed("e\u{301}").unicodeScalars.count == 1)
        #expect(StableText.composed("й и\u{306}").unicodeScalars.count == 3)
    }

    private func slowly(_ row: [FieldName: Value]) throws -> [(id: EntityID, scope: EntityID, record: Record)] {
        try VictimRow(row).parts(under: codebook, newID: ids()).map {
            ($0.id, $0.scope, try $0.draft.checked(under: codebook))
        }
    }

    private func ids() -> () -> EntityID {
        var count: UInt64 = 0
        return {
            count += 1
            return EntityID(high: 1, low: count)
        }
    }

    private func value(of field: Field, _ random: inout some RandomNumberGenerator) -> Value {
        if Int.random(in: 0..<20, using: &random) == 0 { return .absent(.declined) }
        switch field.kind {
        case .text, .longText, .lookup:
            return .text(["Ngọc", "  Amal ", "李小", "Zoe\u{308}", "O'Neil"].randomElement(using: &random)!)
        case .date: return .date(PartialDate("1998-05~")!)
        case .number: return .number(17)
        case .latitude, .longitude: return .number(6.9271)
        case .checkbox: return .flag(Bool.random(using: &random))
        case .picklist(let id, let multiple):
            let names = codebook.picklists[id]!.values.map(\.name).shuffled(using: &random)
            return .codes(Array(names.prefix(multiple ? 3 : 1)))
        }
    }
}
