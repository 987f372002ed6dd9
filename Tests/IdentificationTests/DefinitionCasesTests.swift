// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Identification

/// Cases decided by hand, one file a definition: Tests/definitions.
struct DefinitionCasesTests {
    static let files = Here.names("Tests/definitions", ending: ".json")
    let library = DefinitionLibrary.current

    static func read(_ name: String) throws -> DefinitionCases {
        try DefinitionCases(reading: Here.bytes("Tests/definitions/\(name)"), file: name)
    }

    @Test func `every definition has at least ten cases of its own`() throws {
        let files = try Self.files.map { try Self.read($0) }
        #expect(Set(files.map(\.definition)) == Set(library.definitions.map(\.id)))
        for file in files { #expect(file.cases.count >= 10, "\(file.definition)") }
    }

    @Test(arguments: files)
    func `each case is decided as by hand`(name: String) throws {
        let file = try Self.read(name)
        for hand in file.cases {
            let facts = hand.facts
            let row = try #require(library.panel(facts, reporting: reportDay)[file.definition])
            let judgement = row.atFacts
            #expect(judgement.verdict == hand.verdict, "\(file.definition): \(hand.name)")
            #expect(row.definition.verdict(facts, reporting: DayRange(reportDay)) == hand.verdict)
            if let version = hand.version { #expect(judgement.version.id == version, "\(hand.name)") }
            if let asks = hand.asks {
                #expect(Set(judgement.wouldDecide.map(\.atom.rawValue)) == Set(asks), "\(hand.name)")
            }
            for flag in hand.flags {
                #expect(judgement.flags.contains { $0.id == flag }, "\(hand.name): \(flag)")
            }
        }
    }

    @Test(arguments: files)
    func `each verdict has a reason, and an open one says what is missing`(name: String) throws {
        let file = try Self.read(name)
        for hand in file.cases {
            let judgement = try #require(library.panel(hand.facts, reporting: reportDay)[file.definition]?.atFacts)
            #expect(!judgement.because.isEmpty, "\(hand.name)")
            #expect(judgement.because.allSatisfy { !$0.words.isEmpty })
            if judgement.verdict != .undetermined {
                #expect(judgement.wouldDecide.isEmpty && judgement.smallestSets.isEmpty)
            }
        }
    }
}
