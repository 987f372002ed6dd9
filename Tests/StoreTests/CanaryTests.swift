// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing
import Vault

@testable import Store

/// 500 planted strings in every text field, looked for in every file of the register. The stories do the same with the
/// whole program; here the search is also run with sealing taken out, to see that it finds what lies open.
@Suite struct CanaryTests {
    private static let planted = 500

    /// Rows that hold the planted strings, each string once, in text fields of every section.
    private static func rows() -> [[FieldName: Value]] {
        let texts = Codebook.current.fields.filter { field in
            switch field.kind {
            case .text, .longText, .lookup: true
            default: false
            }
        }
        var rows: [[FieldName: Value]] = []
        var row: [FieldName: Value] = [:]
        for number in 0..<planted {
            row[texts[number % texts.count].name] = .text(canary(number))
            if number % texts.count == texts.count - 1 || number == planted - 1 {
                row["prs_Birthdate"] = .date(PartialDate("1973-09-17")!)
                rows.append(row)
                row = [:]
            }
        }
        return rows
    }

    private static func canary(_ number: Int) -> String { "Wayward\(1_000 + number)Kestrel කැනරි" }

    /// How many of the planted strings lie open in the folder's files: as they are, in UTF-16, in base64.
    private static func found(in folder: String) throws -> Int {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        let files = names.compactMap { FileManager.default.contents(atPath: folder + "/" + $0) }
        #expect(files.reduce(0) { $0 + $1.count } > 100_000)
        return (0..<planted).count { number in
            let text = canary(number)
            let shapes = [
                Data(text.utf8), text.data(using: .utf16LittleEndian)!, text.data(using: .utf16BigEndian)!,
                Data(Data(text.utf8).base64EncodedData().dropLast(4)),
            ]
            return files.contains { file in shapes.contains { file.range(of: $0) != nil } }
        }
    }

    private static func plantedAndFound() async throws -> Int {
        try await TestRegister.with { register in
            for row in rows() { try await register.register(row) }
            let whileOpen = try found(in: register.folder)
            try await register.store.close()
            return max(whileOpen, try found(in: register.folder))
        }
    }

    @Test func `none of 500 planted strings is found on disk`() async throws {
        #expect(try await Self.plantedAndFound() == 0)
    }

    #if DEBUG
        @Test func `with sealing taken out the same search finds all of them`() async throws {
            let found = try await SealingControl.$isOff.withValue(true) { try await Self.plantedAndFound() }
            #expect(found == Self.planted)
        }
    #endif
}
