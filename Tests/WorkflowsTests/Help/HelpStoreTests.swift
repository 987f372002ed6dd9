// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Identification
import Standard
import Store
import Testing

@testable import Workflows

/// Needs and deliveries as records: what can be written, what is refused, and who else may be writing.
struct HelpStoreTests {
    static func date(_ text: String) -> Value { .date(PartialDate(text)!) }

    static func need(_ service: String, _ more: [FieldName: Value] = [:]) -> Draft {
        Draft(
            .need, ["wh_NeedService": .text(service), "wh_NeedDay": date("2026-03-02")].merging(more) { _, new in new })
    }

    static func add(_ draft: Draft, _ id: EntityID, _ office: Office, by access: Access? = nil) async throws -> EntityID
    {
        try await addRecord(draft, toCase: id, by: access ?? office.owner, store: office.store)
    }

    static func file(_ id: EntityID, _ office: Office) async throws -> CaseFile {
        try await readCase(id, by: office.owner, in: office.store)
    }

    /// What was wrong, by field; empty when it was written.
    static func wrong(_ work: () async throws -> Void) async throws -> [String: String] {
        do {
            try await work()
            return [:]
        } catch let rejected as Rejected {
            return Dictionary(rejected.findings.map { ("\($0.field?.rawValue ?? "-")", $0.message) }) { a, _ in a }
        }
    }

    @Test func `what is urgent is written on a signal, and on a case of which nothing is known`() async throws {
        try await Office.with { office in
            let signal = try await reportSignal(
                ["wh_SignalSaid": .text("A boy sleeps at the bus station")], by: office.owner, in: office.store)
            let bed = try await Self.add(Self.need("SHE", ["wh_NeedUrgency": .codes(["Now"])]), signal, office)
            let nameless = try await registerCase([:], by: office.owner, in: office.store)
            _ = try await Self.add(Self.need("MED"), nameless, office)
            #expect(try await Self.file(signal, office).needs().map(\.id) == [bed])
            let handed = try await registerCase(
                ["prs_FirstName": .text("Awa")], by: office.access(.firstResponder, 7), in: office.store)
            let responder = office.access(.firstResponder, 7)
            _ = try await Self.add(Self.need("BAS"), handed, office, by: responder)
            // Joined, decided or denied: help goes on.
            _ = try await addDetermination(
                StatusTests.values("NotConfirmed"), toCase: nameless, by: office.owner, in: office.store)
            _ = try await Self.add(Self.need("SHE"), nameless, office)
            #expect(try await Self.file(nameless, office).needs().count == 2)
        }
    }

    @Test func `urgent needs come first, then the person's own order`() async throws {
        try await Office.with { office in
            let id = try await StatusTests.registered(office)
            _ = try await Self.add(Self.need("EDU", ["wh_NeedUrgency": .codes(["Later"])]), id, office)
            _ = try await Self.add(Self.need("LEG", ["wh_NeedPriority": .number(2)]), id, office)
            _ = try await Self.add(Self.need("MED", ["wh_NeedUrgency": .codes(["Now"])]), id, office)
            _ = try await Self.add(Self.need("DOC", ["wh_NeedPriority": .number(1)]), id, office)
            let over = try await Self.add(Self.need("TRN", ["wh_NeedCompleted": Self.date("2026-03-05")]), id, office)
            let needs = try await Self.file(id, office).needs()
            #expect(needs.map(\.code.rawValue) == ["MED", "DOC", "LEG", "EDU", "TRN"])
            #expect(needs.last?.id == over && needs.last?.state == .completed)
        }
    }

    @Test func `a need that cannot be is refused, and the message names which days`() async throws {
        try await Office.with { office in
            let id = try await StatusTests.registered(office)
            func said(_ service: String = "SHE", _ more: [FieldName: Value]) async throws -> [String: String] {
                try await Self.wrong { _ = try await Self.add(Self.need(service, more), id, office) }
            }
            #expect(try await said("SHE", [:]) == [:])
            #expect(try await said("XYZ", [:]).keys.sorted() == ["wh_NeedService"])
            let order = try await said(
                "SHE", ["wh_NeedStarted": Self.date("2026-03-03"), "wh_NeedAccepted": Self.date("2026-03-04")])
            #expect(order == ["wh_NeedStarted": "“Started on” lies before “Accepted on”. Look at both days."])
            let early = try await said("SHE", ["wh_NeedOffered": Self.date("2026-03-01")])
            #expect(early["wh_NeedOffered"]?.contains("“Needed since”") == true)
            #expect(try await said("SHE", ["wh_NeedOffered": Self.date("2999-01-01")]).count == 1)
            #expect(try await said("SHE", ["wh_NeedOffered": Self.date("2026-03")]).count == 1)
            #expect(
                try await said("SHE", ["wh_NeedStopped": Self.date("2026-03-09")]).keys.first == "wh_NeedStopReason")
            let reason: [FieldName: Value] = ["wh_NeedStopReason": .codes(["noCapacity"])]
            #expect(try await said("SHE", reason).keys.first == "wh_NeedStopped")
            let both = reason.merging(
                ["wh_NeedStopped": Self.date("2026-03-09"), "wh_NeedCompleted": Self.date("2026-03-08")]) { a, _ in a }
            #expect(try await said("SHE", both).count == 1)
            #expect(try await said("SHE", ["wh_NeedSatisfaction": .number(6)]).count == 1)
            #expect(try await said("SHE", ["wh_NeedProvider": .codes(["Partner"])]).count == 1)
            #expect(
                try await said("SHE", ["wh_NeedProvider": .codes(["Partner"]), "wh_NeedPartner": .text("Aid")]) == [:])
            #expect(try await said("SHE", ["wh_NeedReferral": .text("no id")]).count == 1)
        }
    }

    @Test func `a change of a need is held against the same rules`() async throws {
        try await Office.with { office in
            let id = try await StatusTests.registered(office)
            let need = try await Self.add(Self.need("SHE", ["wh_NeedOffered": Self.date("2026-03-05")]), id, office)
            let early = try await Self.wrong {
                _ = try await actOnNeed(
                    need, in: id, .step(.accepted), base: 1, on: PartialDate("2026-03-04"), by: office.owner,
                    store: office.store)
            }
            #expect(early == ["wh_NeedAccepted": "“Accepted on” lies before “Offered on”. Look at both days."])
            let draft = Self.need("NONE", ["wh_NeedOffered": Self.date("2026-03-05")])
            let unknown = try await Self.wrong {
                _ = try await editRecord(need, in: id, base: 1, to: draft, by: office.owner, store: office.store)
            }
            #expect(unknown.keys.sorted() == ["wh_NeedService"])
            #expect(try await Self.file(id, office).needs().first?.stored.version == 1)
        }
    }

    @Test func `one press notes each step, twice the same press once`() async throws {
        try await Office.with { office in
            let id = try await StatusTests.registered(office)
            let need = try await Self.add(Self.need("LEG"), id, office)
            func press(_ act: NeedAct, _ base: Int, key: String? = nil) async throws -> Int? {
                let result = try await actOnNeed(
                    need, in: id, act, base: base, by: office.owner, store: office.store, idempotencyKey: key)
                if case .saved(let version) = result { return version }
                return nil
            }
            #expect(try await press(.step(.offered), 1, key: "once") == 2)
            #expect(try await press(.step(.offered), 1, key: "once") == 2)
            #expect(try await press(.step(.accepted), 2) == 3)
            // Somebody who still looks at the second version writes nothing.
            #expect(try await press(.stopped(.personDeclined), 2) == nil)
            #expect(try await Self.file(id, office).needs()[0].state == .accepted)
            #expect(try await press(.stopped(.noCapacity), 3) == 4)
            #expect(try await Self.file(id, office).needs()[0].state == .stopped)
            #expect(try await press(.resumed, 4) == 5)
            #expect(try await Self.file(id, office).needs()[0].state == .accepted)
        }
    }

    private static let quarter: [FieldName: Value] = [
        "wh_DeliveryUnit": .codes(["minutes"]), "wh_DeliveryAmount": .number(45), "wh_DeliveryDay": date("2026-03-03"),
    ]

    @Test func `what was given is counted in quarters of an hour, and starts what had not started`() async throws {
        try await Office.with { office in
            let id = try await StatusTests.registered(office)
            let need = try await Self.add(Self.need("LEG"), id, office)
            let paid: [FieldName: Value] = [
                "wh_DeliveryCurrency": .text("eur"), "wh_DeliveryCost": .number(30.5),
                "wh_DeliveryFunders": .text("Norad 7; EU"),
            ]
            for key in ["one", "one", "two"] {
                _ = try await addDelivery(
                    Self.quarter.merging(paid) { a, _ in a }, for: need, inCase: id, by: office.owner,
                    store: office.store, idempotencyKey: key)
            }
            let found = try await Self.file(id, office).needs()[0]
            #expect(found.state == .started && found.record.date("wh_NeedStarted")?.description == "2026-03-03")
            let totals = DeliveryTotals(found.given)
            #expect(totals.minutes == 90 && totals.cost == ["EUR": 6100] && totals.withoutCost == 0)
            #expect(DeliveryTotals(found.given, funder: "EU").minutes == 90)
        }
    }

    @Test func `a delivery of nothing, of less, or counted otherwise is refused`() async throws {
        try await Office.with { office in
            let id = try await StatusTests.registered(office)
            let need = try await Self.add(Self.need("LEG"), id, office)
            func said(_ more: [FieldName: Value], for need: EntityID = need) async throws -> [String] {
                let values = Self.quarter.merging(more) { _, new in new }
                return try await Self.wrong {
                    _ = try await addDelivery(
                        values, for: need, inCase: id, by: office.owner, store: office.store)
                }.keys.sorted()
            }
            for amount in [0, -15, 20, 1500, 0.25] {
                #expect(try await said(["wh_DeliveryAmount": .number(amount)]) == ["wh_DeliveryAmount"], "\(amount)")
            }
            #expect(try await said(["wh_DeliveryUnit": .codes(["nights"])]) == ["wh_DeliveryUnit"])
            #expect(try await said(["wh_DeliveryCost": .number(10)]) == ["wh_DeliveryCurrency"])
            let fine: [FieldName: Value] = ["wh_DeliveryCurrency": .text("XOF"), "wh_DeliveryCost": .number(10.5)]
            #expect(try await said(fine) == ["wh_DeliveryCost"])
            #expect(try await said(["wh_DeliveryDay": Self.date("2999-01-01")]) == ["wh_DeliveryDay"])
            #expect(try await said([:], for: .random()) == ["wh_DeliveryNeed"])
            #expect(try await said([:]) == [])
        }
    }

    @Test func `nothing but follow-up is given to a case that is closed`() async throws {
        try await Office.with { office in
            let id = try await StatusTests.registered(office)
            let need = try await Self.add(Self.need("LEG"), id, office)
            let after = try await Self.add(Self.need("FUP"), id, office)
            func give(_ need: EntityID) async throws -> [String] {
                try await Self.wrong {
                    _ = try await addDelivery(
                        Self.quarter, for: need, inCase: id, by: office.owner, store: office.store)
                }.keys.sorted()
            }
            #expect(try await give(need) == [], "the control: as long as it is open")
            let head = try await Self.file(id, office).caseRecord!
            var closed = head.record.draft
            closed.values["cas_Status"] = .codes(["Closed"])
            _ = try await editRecord(
                id, in: id, base: head.version, to: closed, by: office.owner, store: office.store)
            #expect(try await give(need) == ["wh_DeliveryNeed"])
            #expect(try await give(after) == [])
        }
    }
}
