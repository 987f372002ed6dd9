// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Testing
import Vault

@testable import Workflows

/// What somebody with the disk in hand could find.
@Suite struct CanaryTests {
    @Test func `nothing of 500 planted texts is on disk in any form`() async throws {
        let found = try await planted()
        #expect(found.isEmpty, "\(found.prefix(5))")
    }

    #if DEBUG
        @Test func `the same scan finds the texts when sealing is taken out`() async throws {
            let found = try await SealingControl.$isOff.withValue(true) { try await planted() }
            #expect(found.count > 450)
        }
    #endif

    /// Plants texts in every field of every kind that takes text, by form, import and edit, and looks for them.
    private func planted() async throws -> [String] {
        var plants: [String] = []
        return try await Office.with { office in
            func plant() -> String {
                plants.append("canary-\(plants.count)-" + String(EntityID.random().description.prefix(12)))
                return plants.last!
            }
            let texts = Codebook.current.fields.filter { $0.section.isFlat && $0.fieldClass != .f11 }.filter { field in
                switch field.kind {
                case .text, .longText, .lookup: true
                default: false
                }
            }
            while plants.count < 500 {
                let values = Dictionary(uniqueKeysWithValues: texts.map { ($0.name, Value.text(plant())) })
                let id = try await registerCase(values, by: office.owner, in: office.store)
                let file = try await readCase(id, by: office.owner, in: office.store)
                let person = file.people.values.first!
                let said = Draft(.statement, ["wh_StatementText": .text(plant()), "wh_StatementTaker": .text(plant())])
                _ = try await addRecord(said, toCase: id, by: office.owner, store: office.store)
                var draft = person.record.draft
                draft.values["prs_FirstName"] = .text(plant())
                _ = try await editRecord(
                    person.id, in: person.id, base: 1, to: draft, by: office.owner, store: office.store)
                _ = try await listCases(CaseQuery(text: plant()), by: office.owner, in: office.store)
                let rows = "prs_FirstName,prs_Gender,Mystery\n\(plant()),\(plant()),\(plant())\n"
                _ = try await importFile(
                    ImportRequest(bytes: Array(rows.utf8), fileName: plant()), by: office.owner, in: office.store)
            }
            let haystack = Data(try office.bytesOnDisk())
            let lowered = Data(haystack.map { (65...90).contains($0) ? $0 + 32 : $0 })
            return plants.filter { plant in
                Self.forms(of: plant).contains { haystack.range(of: $0) != nil || lowered.range(of: $0) != nil }
            }
        }
    }

    /// The text as UTF-8, UTF-16 both ways, base 64 at each of three offsets, and hexadecimal.
    private static func forms(of text: String) -> [Data] {
        let raw = Data(text.utf8)
        var forms = [raw, text.data(using: .utf16LittleEndian)!, text.data(using: .utf16BigEndian)!]
        for offset in 0..<3 {
            let encoded = (Data(repeating: 0, count: offset) + raw).base64EncodedString()
            forms.append(Data(encoded.dropFirst(4).dropLast(4).utf8))
        }
        forms.append(Data(raw.map { String(format: "%02x", $0) }.joined().utf8))
        return forms
    }
}
