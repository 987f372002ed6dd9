// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Identification

struct TranslationTests {
    private func file(of instrument: Instrument, _ change: (inout [String: Any]) -> Void = { _ in }) throws -> [UInt8] {
        var object: [String: Any] = [
            "of": instrument.id, "version": instrument.version, "language": "vie", "translator": "a translator",
            "reviewer": "somebody else", "reviewed": "2026-01-05",
            "words": instrument.words.mapValues { "«" + $0 + "»" },
        ]
        change(&object)
        return [UInt8](try JSONSerialization.data(withJSONObject: object))
    }

    @Test func `a reviewed translation has other words and the same items and rules`() throws {
        for original in InstrumentLibrary.current.instruments {
            let translation = try InstrumentTranslation(reading: file(of: original), file: "t.json")
            let translated = try original.translated(by: translation)
            #expect(translated.language == "vie")
            #expect(translated.words == original.words.mapValues { "«" + $0 + "»" })
            #expect(translated.items.map(\.id) == original.items.map(\.id))
            #expect(translated.ruleSets.map { $0.rules.map(\.when) } == original.ruleSets.map { $0.rules.map(\.when) })
            #expect(translated.scores.map(\.quantity) == original.scores.map(\.quantity))
        }
    }

    @Test func `a library finds the translation by its language and says English otherwise`() throws {
        let original = try #require(InstrumentLibrary.current.instrument("qyit"))
        let bytes = try file(of: original)
        let own = [UInt8](DoctoredDataTests.instrument.utf8)
        let library = try InstrumentLibrary.current.adding([("x.json", own)], translations: [("t.json", bytes)])
        #expect(library.instrument("qyit", language: "vie")?.title == "«" + original.title + "»")
        #expect(library.instrument("qyit", language: "fra")?.title == original.title)
        #expect(library.instrument("x") != nil)
        #expect(throws: DataRefused.self) { try library.adding([("x.json", own)]) }
        #expect(throws: DataRefused.self) { try library.adding(translations: [("t.json", bytes)]) }
    }

    @Test func `what is not complete, not reviewed or of something else is refused`() throws {
        let original = try #require(InstrumentLibrary.current.instrument("qyit"))
        func refused(_ change: (inout [String: Any]) -> Void) throws -> String {
            do {
                let translation = try InstrumentTranslation(reading: file(of: original, change), file: "t.json")
                _ = try original.translated(by: translation)
                return ""
            } catch let refused as DataRefused { return refused.description }
        }
        #expect(try refused { _ in }.isEmpty)
        #expect(
            try refused {
                $0["reviewer"] = nil; $0["reviewed"] = nil
            }.contains("nobody has reviewed"))
        #expect(try refused { $0["reviewer"] = nil }.contains("both"))
        #expect(try refused { $0["version"] = "2" }.contains("another"))
        #expect(try refused { $0["words"] = ["title": "x"] }.contains("“item.sex” is not translated"))
        #expect(
            try refused { object in
                var words = original.words
                words["item.more"] = "x"
                object["words"] = words
            }.contains("has no “item.more”"))
    }
}
