// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Identification
import Standard
import Testing

@testable import Assistance

struct ServiceTests {
    static let file = """
        {"id": "x", "title": "X", "notes": [], "columns": ["htcds", "hsds"], "pillars": [{"id": "1", "title": "One"}],
        "services": [{"code": "AAA", "title": "A", "pillars": ["1"], "units": ["minutes"],
        "crosswalk": {"htcds": ["Legal"], "hsds": ["Legal aid"]}}]}
        """

    private func refusal(_ text: String) -> [DataRefused.Problem] {
        do throws(DataRefused) {
            _ = try ServiceCatalogue([UInt8](text.utf8), file: "x.json")
            return []
        } catch { return error.problems }
    }

    @Test func `the catalogue has each kind of help, with what the standard calls it`() {
        let catalogue = ServiceCatalogue.current
        #expect(catalogue.services.count == 39 && catalogue.codes.count == 39)
        #expect(catalogue.crosswalk("REH-S", to: "htcds") == ["SexualExploitationRehabilitation"])
        #expect(catalogue.crosswalk("LEG", to: "ctdc").isEmpty && catalogue.crosswalk("XXX", to: "htcds").isEmpty)
        let plans = Codebook.current["spl_Type"].flatMap { Codebook.current.picklist(of: $0) }!.names
        #expect(Set(catalogue.services.flatMap { $0.crosswalk["htcds"]! }) == plans, "each kind of plan has a service")
        let secret = catalogue.services.filter(\.isPlaceSecret).map(\.code)
        #expect(secret == ["SHE", "SHT", "SHL", "SAF"])
    }

    @Test(arguments: [
        (#""code": "AAA""#, #""code": "aaa""#, "services[0]", "capital"),
        (#"["minutes"]"#, #"["hours"]"#, "units[0]", "one of"),
        (#"["minutes"]"#, "[]", "services[0]", "units"),
        (#""pillars": ["1"]"#, #""pillars": ["2"]"#, "services[0]", "no pillar"),
        (#"["Legal"]"#, #"["Law"]"#, "htcds", "no kind of plan"),
        (#""htcds": ["Legal"], "#, "", "crosswalk", "htcds"),
        (#""hsds": ["Legal aid"]"#, #""hxl": ["Legal aid"]"#, "crosswalk.hxl", "no column"),
        (#""title": "A""#, #""titel": "A""#, "services[0].titel", "belongs"),
    ])
    func `a doctored catalogue is refused with its place`(fault: (String, String, String, String)) {
        #expect(refusal(Self.file).isEmpty)
        let text = Self.file.replacingOccurrences(of: fault.0, with: fault.1)
        #expect(text != Self.file)
        let problems = refusal(text)
        #expect(problems.contains { $0.place.hasSuffix(fault.2) && $0.message.contains(fault.3) }, "\(problems)")
    }

    @Test func `deliveries are counted in quarters of an hour and in what the service is counted in`() throws {
        let legal = ServiceCatalogue.current["LEG"]!
        func fault(_ amount: Delivery.Amount) -> Delivery.Fault? {
            do throws(Delivery.Fault) {
                _ = try Delivery(amount, of: legal, on: day("2026-05-01"))
                return nil
            } catch { return error }
        }
        #expect(fault(.minutes(45)) == nil && fault(.minutes(50)) == .notQuarters && fault(.minutes(0)) == .outOfRange)
        #expect(fault(.nights(2)) == .wrongUnit && fault(.minutes(24 * 60 + 15)) == .outOfRange)
        #expect([1, 15, 16, 30, 0].map(Delivery.quarters) == [15, 15, 30, 30, 15])
        #expect(Money(minor: -1, currency: "EUR") == nil && Money(minor: 1, currency: "eur") == nil)
    }

    @Test func `totals by funder count each delivery once`() throws {
        let (legal, home) = (ServiceCatalogue.current["LEG"]!, ServiceCatalogue.current["SHE"]!)
        let cost = Money(minor: 2500, currency: "EUR")
        let all = [
            try Delivery(.minutes(45), of: legal, on: day("2026-05-01"), cost: cost, funders: ["grant-a", "grant-b"]),
            try Delivery(.minutes(15), of: legal, on: day("2026-05-02"), cost: cost, funders: ["grant-a"]),
            try Delivery(.nights(3), of: home, on: day("2026-05-02"), cost: Money(minor: 9, currency: "XOF")),
            try Delivery(.nights(1), of: home, on: day("2026-05-05")),
        ]
        let totals = DeliveryTotals(all)
        #expect(totals.minutes == 60 && totals.nights == 4 && totals.cost == ["EUR": 5000, "XOF": 9])
        #expect(totals.withoutCost == 1)
        #expect(DeliveryTotals(all, funder: "grant-b").minutes == 45)
        #expect(DeliveryTotals(all, funder: "grant-c") == DeliveryTotals())
    }
}
