// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Store

/// The list of cases, held against a slow reading of what was done.
@Suite struct CaseListTests {
    private let today = WaitDays(now: 1_795_219_200_000)

    private static var supervisor: ListViewer {
        let actor = Actor(id: EntityID(high: 1, low: 1), role: .supervisor, agency: EntityID(high: 0, low: 0))
        return ListViewer(actor, AccessContext(purpose: .care), brokenGlass: [], now: 0)
    }

    private struct Model {
        var steps: [EntityID: Int] = [:]
        var owners: [EntityID: String] = [:]

        var inOrder: [EntityID] { steps.keys.sorted { steps[$0]! > steps[$1]! } }
    }

    @Test(arguments: [false, true])
    func `the list stays in order through whatever is done`(bulk: Bool) throws {
        var random = SplitMix64(seed: 11)
        var index = RegisterIndex()
        var model = Model()
        for step in 0..<600 {
            if bulk, step % 97 == 0 { index.loosen() }
            let known = model.steps.keys.sorted()
            if step % 5 == 4, let gone = known.randomElement(using: &random) {
                index.take(IndexEntry(try stored(gone, "2026-01-01", owner: nil, isRemoved: true), scope: gone))
                model.steps[gone] = nil
                model.owners[gone] = nil
            } else {
                let edited = Bool.random(using: &random) ? known.randomElement(using: &random) : nil
                let id = edited ?? EntityID(using: &random)
                let owner = ["Ana", "Amal", nil].randomElement(using: &random)!
                index.take(IndexEntry(try stored(id, "2026-01-01", owner: owner), scope: id))
                model.steps[id] = step
                model.owners[id] = owner
            }
            guard step % 7 == 0 else { continue }
            #expect(Array(index.casesInOrder()) == model.inOrder)
            #expect(index.owners == Dictionary(model.owners.values.map { ($0, 1) }, uniquingKeysWith: +))
        }
        var viewer = Self.supervisor
        let mine = index.lines(CaseQuery(owner: "Ana"), today, 5..<12, for: &viewer)
        let expected = model.inOrder.filter { model.owners[$0] == "Ana" }
        #expect(mine.total == expected.count && mine.lines.map(\.id) == Array(expected[5..<12]))
        let all = index.lines(CaseQuery(), today, 20..<40, for: &viewer)
        #expect(all.total == model.inOrder.count && all.lines.map(\.id) == Array(model.inOrder[20..<40]))
        #expect(index.lines(CaseQuery(), today, 100_000..<100_050, for: &viewer).lines.isEmpty)
    }

    @Test func `a case is found by its code and by its reference, in any case of letters, until they change`() throws {
        var random = SplitMix64(seed: 12)
        var index = RegisterIndex()
        let ids = (0..<50).map { _ in EntityID(using: &random) }
        for id in ids {
            index.take(IndexEntry(try stored(id, "2026-01-01", owner: nil, reference: "Gal/7"), scope: id))
        }
        var viewer = Self.supervisor
        for id in ids {
            #expect(EntityID.bits(ofCode: id.code) == id.codeBits)
            for code in [id.code, id.code.lowercased()] {
                #expect(index.lines(CaseQuery(text: " \(code) "), today, 0..<9, for: &viewer).lines.map(\.id) == [id])
            }
        }
        #expect(index.lines(CaseQuery(text: "gal/7"), today, 0..<9, for: &viewer).total == 50)
        index.take(IndexEntry(try stored(ids[0], "2026-01-02", owner: nil, reference: "Matara 1"), scope: ids[0]))
        #expect(index.lines(CaseQuery(text: "GAL/7"), today, 0..<9, for: &viewer).total == 49)
        #expect(index.lines(CaseQuery(text: "matara 1"), today, 0..<9, for: &viewer).lines.map(\.id) == [ids[0]])
        for text in ["ABCD-EFG", "ABCD-EFGÉ", "ABCDEFGHJ", "IIII-OOOO"] { #expect(EntityID.bits(ofCode: text) == nil) }
    }

    private func stored(
        _ id: EntityID, _ day: String, owner: String?, reference: String? = nil, isRemoved: Bool = false
    ) throws -> Stored {
        var values: [FieldName: Value] = ["cas_Status": .codes(["Active"])]
        if let owner { values["cas_CaseOwner"] = .text(owner) }
        if let reference { values["wh_CaseReference"] = .text(reference) }
        let record = try Draft(.caseFile, values).checked(under: .current)
        return Stored(id: id, version: 1, day: PartialDate(day)!, isRemoved: isRemoved, record: record)
    }
}
