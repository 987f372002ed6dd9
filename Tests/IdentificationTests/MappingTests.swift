// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Identification

struct MappingTests {
    let mapping = FieldMapping.current
    let codebook = Codebook.current

    @Test func `each value of a mapped list says something or says why not`() {
        for name in mapping.fields {
            guard let field = codebook[name], let list = codebook.picklist(of: field) else { continue }
            let rules = mapping.byField[name] ?? []
            if rules.contains(where: { $0.code == nil }) { continue }
            #expect(Set(rules.compactMap(\.code)) == list.names, "\(name)")
        }
    }

    /// Random values of the coded fields that a flat row can hold.
    private func row(_ dice: inout SplitMix64) -> [FieldName: Value] {
        var values: [FieldName: Value] = [:]
        for name in mapping.fields where Bool.random(using: &dice) {
            guard let field = codebook[name] else { continue }
            if let list = codebook.picklist(of: field) {
                let names = list.values.map(\.name).shuffled(using: &dice)
                values[name] = .codes(Array(names.prefix(field.isMultiple ? Int.random(in: 1...4, using: &dice) : 1)))
            } else if field.kind == .checkbox {
                values[name] = .flag(Bool.random(using: &dice))
            }
        }
        if Bool.random(using: &dice) {
            values["vic_AgeWhenTrafficked"] = .number(Double.random(in: 5...40, using: &dice).rounded())
        }
        return values
    }

    @Test func `fields become facts and go back to where they were`() {
        var dice = SplitMix64(seed: 5)
        for _ in 0..<2000 {
            let values = row(&dice)
            let sheet = FactReader().sheet(of: VictimRow(values))
            let written = FactWriter().written(sheet)
            for (name, value) in written.values {
                // Everything that is written was there.
                if case (.codes(let new), .codes(let old)?) = (value, values[name]) {
                    #expect(Set(new).isSubset(of: old))
                } else {
                    #expect(value == values[name])
                }
            }
            // And everything that says a fact is written.
            for name in mapping.fields {
                guard case .codes(let codes)? = values[name], name != "hte_Type" else { continue }
                let telling = (mapping.byField[name] ?? []).filter { $0.ifBelow == nil && !$0.yes.isEmpty }
                let expected = codes.filter { code in telling.contains { $0.code == code } }
                if case .codes(let new)? = written.values[name] {
                    #expect(Set(new).isSuperset(of: expected))
                } else {
                    #expect(expected.isEmpty, "\(name)")
                }
            }
            if let type = values["hte_Type"], case .codes(let codes) = type { #expect(written.eventTypes == codes) }
        }
    }

    @Test func `facts without a field of their own are written where they can be and named where not`() {
        var dice = SplitMix64(seed: 6)
        let atoms = AtomCatalogue.current.atoms
        for _ in 0..<500 {
            let chosen = atoms.shuffled(using: &dice).prefix(8)
            let asserted = chosen.map { Assertion($0.id, .yes, source: .person, assertedBy: "a") }
            let written = FactWriter().written(FactSheet(assertions: asserted))
            var values = written.values
            var read: Set<AtomID> = []
            for type in written.eventTypes + [""] {
                values["hte_Type"] = type.isEmpty ? nil : .codes([type])
                let sheet = FactReader().sheet(of: VictimRow(values))
                read.formUnion(sheet.standings().filter { $0.answer == .yes }.map(\.atom))
            }
            for atom in chosen { #expect(read.contains(atom.id) != written.lost.contains(atom.id), "\(atom.id)") }
        }
    }

    @Test func `an empty box is no no`() {
        let facts = FactReader().sheet(of: VictimRow(["vic_MethodsOfControl": .codes(["FalsePromises"])])).facts()
        #expect(facts.no.isEmpty)
        let flag = FactReader().sheet(of: VictimRow(["wh_Abducted": .flag(false)])).facts()
        #expect(flag.no.count == 1)
    }

    @Test func `a declined field declines its facts`() {
        let sheet = FactReader().sheet(of: VictimRow(["vic_MethodsOfControl": .absent(.declined)]))
        #expect(sheet.standings().first { $0.atom == "means.deception" }?.answer == .declined)
        #expect(sheet.facts().known.isEmpty)
    }

    @Test func `a row of the workbook is judged with its gaps named`() {
        let row = VictimRow([
            "vic_TypeOfExploitation": .codes(["ForcedLabour", "Other"]),
            "vic_MethodsOfControl": .codes(["FalsePromises"]),
            "prs_Birthdate": .date(PartialDate(year: 2008, month: 3, day: 1)!),
            "wh_TraffickingStart": .date(PartialDate(year: 2025, month: 8, day: 1)!),
            "prs_Citizenship": .codes(["VN"]),
        ])
        let sheet = FactReader().sheet(of: row)
        #expect(sheet.facts().age == AgeAtAct(from: 17, to: 17))
        #expect(
            Set(sheet.gaps.map(\.field)).isSuperset(of: [
                "vic_MethodOfRecruitment", "vic_TypeOfExploitation", "wh_CountryOfExploitation",
            ]))
        #expect(!sheet.gaps.contains { $0.field == "vic_AgeWhenTrafficked" })
        let panel = DefinitionLibrary.current.panel(sheet.facts(), reporting: reportDay)
        #expect(panel["palermo-2000-art3"]?.atFacts.verdict == .undetermined)
        #expect(panel["palermo-2000-art3"]?.atFacts.wouldDecide.first?.atom == "act.recruitment")
        var more = row
        more.values["vic_MethodOfRecruitment"] = .codes(["AtWork"])
        let known = FactReader().sheet(of: more).facts()
        #expect(
            DefinitionLibrary.current.panel(known, reporting: reportDay)["vn-law-53-2024-art2"]?.atFacts.verdict == .met
        )
    }

    @Test func `an age that fields contradict is shown as disputed`() {
        let sheet = FactReader().sheet(
            of: VictimRow([
                "vic_AgeWhenTrafficked": .number(15), "prs_Birthdate": .date(PartialDate(year: 2000)!),
                "wh_TraffickingStart": .date(PartialDate(year: 2020)!),
            ]))
        #expect(sheet.claimedAge?.isContradicted == true)
        #expect(sheet.claimedAge?.ages == 15...20)
        #expect(Set(sheet.ages.map(\.assertedBy)) == ["vic_AgeWhenTrafficked", "prs_Birthdate"])
    }

    @Test func `events in two countries cross a border`() throws {
        var records: [(record: Record, id: EntityID)] = []
        for (type, country) in [("Recruitment", "VN"), ("Exploitation", "CN")] {
            let draft = Draft(
                .event, ["hte_Type": .codes([type]), "hte_Country": .codes([country])], links: [.caseFile: .random()])
            records.append((try draft.checked(under: codebook), .random()))
        }
        let sheet = FactReader().sheet(of: records)
        #expect(sheet.countries.act == ["VN"])
        #expect(sheet.countries.exploitation == ["CN"])
        #expect(sheet.standings().first { $0.atom == "fact.cross_border" }?.answer == .yes)
        #expect(sheet.standings().first { $0.atom == "act.recruitment" }?.answer == .yes)
    }
}
