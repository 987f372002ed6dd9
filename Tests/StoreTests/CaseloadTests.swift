// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Identification
import Standard
import Testing

@testable import Store

/// The coded facts of a whole register, read once and read again after each change.
@Suite struct CaseloadTests {
    private let trafficked: [FieldName: Value] = [
        "prs_FirstName": .text("Thị Hoa"), "prs_Birthdate": .date(PartialDate("2008-02-03")!),
        "vic_TypeOfExploitation": .codes(["SexualExploitation"]),
        "vic_TypeOfSexExploitation": .codes(["Prostitution"]),
        "wh_TraffickingStart": .date(PartialDate("2025-08-01")!), "hte_Type": .codes(["Transit"]),
        "hte_Country": .codes(["VN"]),
    ]

    private func verdicts(_ register: TestRegister, of definition: String, as actor: Actor? = nil) async throws
        -> [Identification.Verdict]
    {
        let permit = try register.permit(.registerCompare, as: actor ?? register.actor(.supervisor))
        let library = DefinitionLibrary.current
        let at = library.definitions.firstIndex { $0.id == definition }!
        let cases = try await register.store.caseload(permit: permit)
        let found = CaseloadComparison(cases, under: library, reporting: PartialDate("2026-07-01")!)
        return found.cases.indices.map { found.verdict(case: $0, definition: at) }
    }

    @Test func `an account, a new date of birth and a removed event change what is counted`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(trafficked)
            let (law, caseID, person) = ("vn-penalcode-150", ids[.caseFile]!, ids[.person]!)
            #expect(try await verdicts(register, of: "palermo-2000-art3") == [.met])
            #expect(try await verdicts(register, of: law) == [.undetermined])
            // Somebody says that none of the means was used.
            let means = AtomCatalogue.current.atoms(in: .means).map(\.id.rawValue)
            let account = try Draft(
                .account, ["wh_AccountNo": .codes(means), "wh_AccountSource": .codes(["person"])],
                links: [.caseFile: caseID, .person: person]
            ).checked(under: register.store.codebook)
            let adding = try register.permit(.recordAdd, .caseFile(caseID))
            _ = try await register.store.commit([.insert(.random(), scope: caseID, account)], permit: adding)
            #expect(try await verdicts(register, of: law) == [.notMet])
            #expect(try await verdicts(register, of: "palermo-2000-art3") == [.met])
            // The person turns out to be older.
            let old = try Draft(.person, ["prs_Birthdate": .date(PartialDate("1990-02-03")!)]).checked(
                under: register.store.codebook)
            let editing = try register.permit(.recordEdit, .person(person))
            _ = try await register.store.commit([.update(person, scope: person, base: 1, old)], permit: editing)
            #expect(try await verdicts(register, of: "palermo-2000-art3") == [.notMet])
            let again = try await register.reopened()
            #expect(try await verdicts(again, of: "palermo-2000-art3") == [.notMet], "the same after a start")
        }
    }

    @Test func `who sees no case counts none, and what is kept in memory is not shown to them`() async throws {
        try await TestRegister.with { register in
            try await register.register(trafficked)
            #expect(try await verdicts(register, of: "palermo-2000-art3") == [.met])
            #expect(try await verdicts(register, of: "palermo-2000-art3", as: register.actor(.caseworker, 9)) == [])
            var other = register.actor(.supervisor)
            other = Actor(id: other.id, role: .supervisor, agency: EntityID(high: 7, low: 7))
            #expect(try await verdicts(register, of: "palermo-2000-art3", as: other) == [])
        }
    }

    @Test func `what was read before a change is not kept after it`() {
        var memory = CaseMemory<[Facts]>()
        let id = EntityID.random()
        let mark = memory.begin([id])
        memory.forget(id)
        memory.keep([Facts()], of: id, mark: mark)
        #expect(memory[id] == nil, "it changed while it was read")
        let first = memory.begin([id])
        let second = memory.begin([id])
        memory.keep([Facts()], of: id, mark: first)
        #expect(memory[id] == nil, "somebody began to read it anew")
        memory.keep([Facts(), Facts()], of: id, mark: second)
        #expect(memory[id]?.count == 2)
        memory.forget(id)
        #expect(memory[id] == nil)
    }
}

/// Figures on many cases. Runs only when `WAYHOUSE_BENCH` is set; `WAYHOUSE_BENCH_CASES` says how many.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["WAYHOUSE_BENCH"] != nil))
struct CaseloadBench {
    @Test func `a register is read for the first time, and judged again`() async throws {
        let wanted = ProcessInfo.processInfo.environment["WAYHOUSE_BENCH_CASES"].flatMap { Int($0) } ?? 20_000
        try await TestRegister.with { register in
            let supervisor = register.actor(.supervisor)
            for number in 0..<wanted {
                let values: [FieldName: Value] = [
                    "prs_FirstName": .text("P\(number)"),
                    "prs_Birthdate": .date(PartialDate(year: 1980 + number % 30)!),
                    "vic_MethodsOfControl": .codes(["FalsePromises"]),
                    "vic_TypeOfExploitation": .codes([number % 2 == 0 ? "ForcedLabour" : "SexualExploitation"]),
                    "wh_TraffickingStart": .date(PartialDate(year: 2010 + number % 16)!),
                    "hte_Type": .codes(["Transit"]), "hte_Country": .codes(["VN"]),
                ]
                try await register.register(values)
            }
            let permit = try register.permit(.registerCompare, as: supervisor)
            for name in ["first", "second", "third"] {
                let clock = ContinuousClock()
                var cases: [(id: EntityID, facts: Facts)] = []
                let reading = try await clock.measure {
                    cases = try await register.store.caseload(permit: permit)
                }
                let judging = clock.measure {
                    _ = CaseloadComparison(
                        cases, under: .current, reporting: PartialDate("2026-07-01")!)
                }
                FileHandle.standardError.write(
                    Data("\(name): \(cases.count) people read in \(reading), judged in \(judging)\n".utf8))
            }
        }
    }
}
