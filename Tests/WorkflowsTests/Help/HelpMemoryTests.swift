// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// The report on help, from what is kept in memory of each case and from the cases read anew.
struct HelpMemoryTests {
    /// A register in which anything that a report counts may change at each step.
    private struct Play {
        let office: Office
        var dice: SplitMix64
        var cases: [EntityID] = []

        private mutating func pick<T>(_ all: [T]) -> T { all[Int.random(in: 0..<all.count, using: &dice)] }

        private var sexes: [Value] { ["Feminine", "Masculine", "NonConforming"].map { .codes([$0]) } }
        private var forms: [Value] { ["ForcedLabour", "SexualExploitation"].map { .codes([$0]) } }

        mutating func step() async throws {
            guard let id = cases.randomElement(using: &dice), !dice.chance(1, in: 8) else {
                return try await register()
            }
            let file = try await readCase(id, by: office.owner, in: office.store)
            switch Int.random(in: 0..<9, using: &dice) {
            case 0...2: try await need(id)
            case 3...4: try await act(file)
            case 5...6: try await give(file)
            case 7: try await change(file)
            default: try await remove(file)
            }
        }

        private mutating func register() async throws {
            var values: [FieldName: Value] = ["prs_FirstName": .text("P\(cases.count)")]
            if dice.chance(2, in: 3) { values["prs_Gender"] = pick(sexes) }
            if dice.chance(2, in: 3) { values["vic_TypeOfExploitation"] = pick(forms) }
            cases.append(try await registerCase(values, by: office.owner, in: office.store))
        }

        private mutating func need(_ id: EntityID) async throws {
            let day = HelpStoreTests.date("2026-0\(Int.random(in: 1...6, using: &dice))-15")
            let draft = HelpStoreTests.need(pick(["SHE", "MED", "LEG", "BAS"]), ["wh_NeedDay": day])
            _ = try await HelpStoreTests.add(draft, id, office)
        }

        private mutating func act(_ file: CaseFile) async throws {
            guard let need = file.needs().randomElement(using: &dice) else { return }
            let step = pick(CascadeStep.allCases.filter { $0 != .needed })
            _ = try? await actOnNeed(
                need.id, in: file.id, .step(step), base: need.stored.version, by: office.owner, store: office.store)
        }

        private mutating func give(_ file: CaseFile) async throws {
            guard let need = file.needs().randomElement(using: &dice), let unit = need.service?.units.first else {
                return
            }
            let values: [FieldName: Value] = [
                "wh_DeliveryUnit": .codes([unit.rawValue]), "wh_DeliveryAmount": .number(pick([1, 2, 5])),
                "wh_DeliveryDay": HelpStoreTests.date("2026-07-0\(Int.random(in: 1...9, using: &dice))"),
                "wh_DeliveryFunders": .text(pick(["EU", "Norad", "EU; Norad"])),
            ]
            _ = try? await addDelivery(values, for: need.id, inCase: file.id, by: office.owner, store: office.store)
        }

        /// What people are told apart by.
        private mutating func change(_ file: CaseFile) async throws {
            guard let part = file.victims.first, let person = part.record.links[.person].flatMap({ file.people[$0] })
            else { return }
            let isForm = dice.chance(1, in: 2)
            let stored = isForm ? part : person
            var draft = stored.record.draft
            draft.values[isForm ? "vic_TypeOfExploitation" : "prs_Gender"] = isForm ? pick(forms) : pick(sexes)
            _ = try await editRecord(
                stored.id, in: isForm ? file.id : stored.id, base: stored.version, to: draft, by: office.owner,
                store: office.store)
        }

        private mutating func remove(_ file: CaseFile) async throws {
            let all = file.records(.need) + file.records(.delivery)
            guard let one = all.randomElement(using: &dice) else { return }
            try await removeRecord(
                one.id, in: file.id, kind: one.record.kind, base: one.version, by: office.owner, store: office.store)
        }
    }

    @Test func `what is kept in memory equals what is read anew, whatever changes`() async throws {
        try await Office.with(clock: Clock(now: { 1_798_800_000_000 })) { office in
            // Whoever exports is not given a case in which a change waits: here none does.
            let permit = try await office.access(.systemOperator).permit(
                .agencyManage, by: .manageAgencies, in: office.store)
            var agency = try await office.store.agency(office.store.agency)
            agency.settings.reviewTrigger = .off
            try await office.store.save(agency, permit: permit)
            var play = Play(office: office, dice: SplitMix64(seed: 11))
            let console = Access(Actor(id: office.store.agency, role: .custodian, agency: office.store.agency))
            var (before, changes) = (Cascade?.none, 0)
            for step in 0..<150 {
                try await play.step()
                let kept = try await reportHelp(by: ["sex", "form"], as: office.supervisor, in: office.store)
                // At the console every case is opened anew.
                let read = try await reportHelp(by: ["sex", "form"], as: console, in: office.store)
                #expect(kept.cascade == read.cascade && kept.coverage == read.coverage, "step \(step)")
                #expect(kept.funders == read.funders && kept.unfunded == read.unfunded, "step \(step)")
                if kept.cascade != before { changes += 1 }
                before = kept.cascade
            }
            #expect(changes > 60, "what forgot nothing would have been noticed \(changes) times")
            // Bounds are asked of what is kept, not kept.
            let days = (Day("2026-02-01"), Day("2026-03-31"))
            let bounded = try await reportHelp(days: days, as: office.supervisor, in: office.store)
            let again = try await reportHelp(days: days, as: console, in: office.store)
            #expect(bounded.cascade == again.cascade && bounded.coverage.needs < 1 + again.coverage.needs)
        }
    }

    @Test func `what is kept in memory is shown to nobody who may not see it`() async throws {
        try await Office.with(clock: Clock(now: { 1_798_800_000_000 })) { office in
            var play = Play(office: office, dice: SplitMix64(seed: 5))
            for _ in 0..<20 { try await play.step() }
            #expect(try await reportHelp(as: office.supervisor, in: office.store).coverage.cases > 0)
            #expect(try await reportHelp(as: office.access(.caseworker, 9), in: office.store).coverage.cases == 0)
            let other = Actor(id: .random(), role: .supervisor, agency: EntityID(high: 7, low: 7))
            #expect(try await reportHelp(as: Access(other), in: office.store).coverage.cases == 0)
            let acts = try await readActs(by: office.supervisor, in: office.store)
            #expect(acts.count { $0.action == "register.compare" } >= 2, "each look is in the log")
        }
    }
}
