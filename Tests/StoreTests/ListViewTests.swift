// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Store

/// What lists show, held against the policy asked case by case.
@Suite struct ListViewTests {
    private static let agencies = (1...3).map { EntityID(high: 9, low: $0) }
    private static let accounts = (1...4).map { EntityID(high: 7, low: $0) }
    private static let roles = Role.allCases
    private static let overrides: [RecordState?] = [
        nil, nil, nil, .unverified, .archived, .legalHold, .mergedAway, .erased,
    ]
    private let days = WaitDays(now: 1_795_219_200_000)

    /// A register of several agencies, made at random.
    private struct Made {
        var office = OfficeIndex()
        var ids: [EntityID] = []
    }

    private func made(_ random: inout SplitMix64, cases: Int) throws -> Made {
        var made = Made()
        let names = ["Amal", "Nadia", "Thi Hương", "Selvi"]
        for number in 0..<cases {
            let agency = Self.agencies.randomElement(using: &random)!
            let override = Self.overrides.randomElement(using: &random)!
            let head = ScopeHead(
                agency: agency, author: (Self.accounts + [nil, nil]).randomElement(using: &random)!,
                override: override)
            let (id, person) = (EntityID(using: &random), EntityID(using: &random))
            let status = ["Active", "Closed"].randomElement(using: &random)!
            var values: [FieldName: Value] = [
                "cas_Status": .codes([status]), "wh_CaseReference": .text("R\(number % 7)"),
                "cas_CaseOwner": .text(names[number % 2]),
            ]
            if Int.random(in: 0..<5, using: &random) == 0 { values["wh_RecordState"] = .codes(["Draft"]) }
            made.office.take(.record(try entry(Draft(.caseFile, values), id, id, head)))
            let name = names.randomElement(using: &random)!
            let who: [FieldName: Value] = [
                "prs_FirstName": .text(name), "prs_SecondName": .text("Perera\(number % 3)"),
            ]
            made.office.take(.record(try entry(Draft(.person, who), person, person, head)))
            let part = Draft(
                .participation, ["vic_TypeOfExploitation": .codes(["ForcedLabour"])],
                links: [.caseFile: id, .person: person])
            made.office.take(.record(try entry(part, EntityID(using: &random), id, head)))
            for account in Self.accounts where Int.random(in: 0..<3, using: &random) == 0 {
                made.office.take(.assignment(id, agency: agency, account: account, isAssigned: true))
            }
            made.ids.append(id)
        }
        return made
    }

    private func entry(_ draft: Draft, _ id: EntityID, _ scope: EntityID, _ head: ScopeHead) throws -> IndexEntry {
        let record = try draft.checked(under: .current)
        let day = PartialDate("2026-01-01")!
        return IndexEntry(
            Stored(id: id, version: 1, day: day, isRemoved: false, record: record), scope: scope, head: head)
    }

    private func viewer(_ random: inout SplitMix64, _ role: Role, _ ids: [EntityID]) -> ListViewer {
        let actor = Actor(
            id: Self.accounts.randomElement(using: &random)!, role: role,
            agency: Self.agencies.randomElement(using: &random)!)
        let purpose = Purpose.allCases.first { role.purposes.contains($0) } ?? .care
        let broken = Bool.random(using: &random) ? Set(ids.shuffled(using: &random).prefix(3)) : []
        return ListViewer(actor, AccessContext(purpose: purpose), brokenGlass: broken, now: 0)
    }

    @Test func `a list is what the policy says case by case, for every role`() throws {
        var random = SplitMix64(seed: 21)
        var seen = 0
        for round in 0..<12 {
            // Few cases of one's own among many, and many among few: both ways of looking.
            var made = try made(&random, cases: round.isMultiple(of: 3) ? 900 : 60)
            for role in Self.roles {
                var viewer = viewer(&random, role, made.ids)
                let plain = Set(
                    made.ids.filter { id in
                        let facts = made.office.facts(ofCase: id)!
                        return facts.agency == viewer.actor.agency && viewer.view(facts).isSeen
                    })
                let (shown, count) = made.office.with(viewer.actor.agency) { register in
                    (register.lines(CaseQuery(), days, 0..<2000, for: &viewer), register.count(&viewer))
                }
                #expect(Set(shown.lines.map(\.id)) == plain && shown.total == plain.count && count == plain.count)
                let facets = made.office.with(viewer.actor.agency) { $0.facets(days, for: &viewer) }
                #expect(facets == slowFacets(&made.office, viewer, plain), "\(role)")
                for line in shown.lines {
                    let facts = made.office.facts(ofCase: line.id)!
                    let view = viewer.view(facts)
                    #expect((line.summary.status != nil) == view.shows(.f1), "\(role)")
                    #expect((line.summary.reference != nil) == view.shows(.f2), "\(role)")
                    #expect((line.summary.owner != nil) == view.shows(.f4), "\(role)")
                    let names = line.people.map(\.name).joined()
                    #expect(names.contains("Perera") == view.shows(.f2), "\(role)")
                }
                seen += plain.count
            }
        }
        #expect(seen > 1_000, "the property was tried on something")
    }

    /// The facets counted case by case, from the summaries.
    private func slowFacets(_ office: inout OfficeIndex, _ viewer: ListViewer, _ ids: Set<EntityID>) -> CaseFacets {
        var (facets, owners) = (CaseFacets(), Set<String>())
        let whole = office.with(viewer.actor.agency) { $0.cases }
        for id in ids {
            let view = viewer.view(office.facts(ofCase: id)!)
            let summary = whole[id]!
            facets.cases += 1
            for reason in WaitReason.allCases where summary.waits(reason, days) && (view.shows(.f1) || reason == .draft)
            {
                facets.waiting[reason, default: 0] += 1
            }
            if view.shows(.f4), let owner = summary.owner { owners.insert(owner) }
        }
        facets.owners = owners.sorted()
        return facets
    }

    @Test func `what is not shown cannot be asked for`() throws {
        var random = SplitMix64(seed: 22)
        var made = try made(&random, cases: 300)
        for role in Self.roles {
            var viewer = viewer(&random, role, made.ids)
            for (query, fieldClass) in [
                (CaseQuery(status: "Closed"), FieldClass.f1), (CaseQuery(owner: "Amal"), .f4),
                (CaseQuery(exploitation: "ForcedLabour"), .f1), (CaseQuery(text: "R3"), .f2),
                (CaseQuery(text: "Perera1"), .f2),
            ] {
                let found = made.office.with(viewer.actor.agency) { $0.lines(query, days, 0..<999, for: &viewer).lines }
                for line in found {
                    #expect(viewer.view(made.office.facts(ofCase: line.id)!).shows(fieldClass), "\(role)")
                }
            }
        }
    }

    @Test func `a shelter manager finds people by the name they go by, and by no other`() throws {
        var random = SplitMix64(seed: 23)
        var made = try made(&random, cases: 400)
        let actor = Actor(id: Self.accounts[0], role: .shelterManager, agency: Self.agencies[0])
        var viewer = ListViewer(actor, AccessContext(purpose: .care), brokenGlass: [], now: 0)
        let (first, second) = made.office.with(actor.agency) {
            (
                $0.people(named: "selvi", limit: 99, for: &viewer), $0.people(named: "perera", limit: 99, for: &viewer)
            )
        }
        #expect(!first.isEmpty && first.allSatisfy { $0.person.name == "Selvi" && $0.person.nameKey.isEmpty })
        #expect(second.isEmpty)
        var worker = ListViewer(
            Actor(id: Self.accounts[0], role: .caseworker, agency: actor.agency), AccessContext(purpose: .care),
            brokenGlass: [], now: 0)
        #expect(!made.office.with(actor.agency) { $0.people(named: "perera", limit: 99, for: &worker) }.isEmpty)
    }

    @Test func `whatever other agencies have changes nothing in one's own lists`() throws {
        var random = SplitMix64(seed: 24)
        var made = try made(&random, cases: 120)
        let actor = Actor(id: Self.accounts[1], role: .supervisor, agency: Self.agencies[1])
        func shown(_ office: inout OfficeIndex) -> [[CaseLine]] {
            var viewer = ListViewer(actor, AccessContext(purpose: .care), brokenGlass: [], now: 0)
            return office.with(actor.agency) { register in
                [CaseQuery(), CaseQuery(text: "amal"), CaseQuery(text: "R1")].map {
                    register.lines($0, days, 0..<999, for: &viewer).lines
                }
            }
        }
        let before = shown(&made.office)
        #expect(before.allSatisfy { !$0.isEmpty })
        let head = ScopeHead(agency: Self.agencies[2], author: Self.accounts[1], override: nil)
        for _ in 0..<50 {
            let (id, person) = (EntityID(using: &random), EntityID(using: &random))
            let values: [FieldName: Value] = ["wh_CaseReference": .text("R1"), "cas_CaseOwner": .text("Amal")]
            made.office.take(.record(try entry(Draft(.caseFile, values), id, id, head)))
            made.office.take(
                .record(try entry(Draft(.person, ["prs_FirstName": .text("Amal")]), person, person, head)))
            made.office.take(.assignment(id, agency: head.agency, account: actor.id, isAssigned: true))
        }
        #expect(shown(&made.office) == before)
    }
}
