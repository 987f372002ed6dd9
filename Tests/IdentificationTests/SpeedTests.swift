// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Identification

struct SpeedTests {
    /// Processor time of this thread, in seconds.
    static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func `a register of 100,000 cases is judged under all definitions within a second`() {
        var dice = SplitMix64(seed: 1)
        let all = AtomCatalogue.current.atoms.map(\.number)
        let cases = (0..<100_000).map { _ -> (id: EntityID, facts: Facts) in
            var facts = BruteForceTests.facts(all, open: 60, &dice)
            facts.period = DayRange(PartialDate(year: Int.random(in: 2000...2025, using: &dice))!)
            return (EntityID(using: &dice), facts)
        }
        let library = DefinitionLibrary.current
        let start = Self.cpu()
        let comparison = CaseloadComparison(cases, under: library, reporting: reportDay)
        let seconds = Self.cpu() - start
        #expect(seconds < 1, "\(seconds) s")
        let panelStart = Self.cpu()
        for (_, facts) in cases.prefix(200) { _ = library.panel(facts, reporting: reportDay) }
        let panel = (Self.cpu() - panelStart) / 200
        #expect(panel < 0.02, "\(panel) s")
        let note = "100,000 cases: \(seconds) s; one panel with reasons: \(panel * 1e6) µs\n"
        try? Data(note.utf8).write(to: FileManager.default.temporaryDirectory.appendingPathComponent("ident-speed.txt"))
        #expect(comparison.count(.met, definition: 0) > 0)
        #expect(comparison.differing(0, 1).isEmpty, "Palermo and the Council of Europe say the same")
        #expect(!comparison.differing(0, 4).isEmpty)
    }

    @Test func `the data files are read and checked well within a second`() throws {
        let start = Self.cpu()
        let definitions = try DefinitionLibrary(files: BuiltIn.definitions, catalogue: .current)
        let middle = Self.cpu()
        let instruments = try InstrumentLibrary(files: BuiltIn.instruments)
        let end = Self.cpu()
        #expect(!definitions.definitions.isEmpty && !instruments.instruments.isEmpty)
        #expect(end - start < 1, "\(end - start) s")
        let note = "definitions: \((middle - start) * 1e3) ms; instruments: \((end - middle) * 1e3) ms\n"
        try Data(note.utf8).write(to: FileManager.default.temporaryDirectory.appendingPathComponent("ident-load.txt"))
    }
}
