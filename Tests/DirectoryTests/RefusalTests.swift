// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Directory

/// Directories with a fault planted: each is refused, or taken with a warning, at its place.
struct RefusalTests {
    static let service = """
        {"id": "s1", "name": "Legal help", "status": "active", "minimum_age": 12, "assured_date": "2026-01-05",
        "email": "help@example.org", "url": "https://example.org", "own_member": {"kept": [1, 2.50, null, true]},
        "organization": {"id": "o1", "name": "Nadi House", "description": "Help"},
        "languages": [{"id": "l1", "name": "Tamil", "code": "ta"}],
        "schedules": [{"id": "d1", "freq": "WEEKLY", "opens_at": "09:00:00"}],
        "service_at_locations": [{"id": "a1", "location": {"id": "p1", "location_type": "physical",
        "latitude": 6.93, "longitude": 79.86}}],
        "attributes": [{"id": "x1", "taxonomy_term": {"id": "t1", "code": "LEG", "name": "Law", "description": "Law",
        "taxonomy": "wayhouse:service"}}, {"id": "x2", "value": "4", "taxonomy_term": {"id": "t2", "code": "now",
        "name": "Room", "description": "Room", "taxonomy": "wayhouse:capacity"}}]}
        """

    @Test func `the undoctored service is taken, and what is unknown is kept and named`() throws {
        let file = try read(Self.service)
        #expect(file.shape == .one && file.kinds == ["service"])
        #expect(
            file.findings.map(\.description) == [
                "note: own_member: the specification has no such member; it is kept as it is"
            ])
        let out = String(decoding: DirectoryWriter.json(file), as: UTF8.self)
        #expect(out.contains("own_member") && out.contains("2.50"))
    }

    @Test(arguments: [
        (#""LEG""#, #""LEGAL""#, "attributes[0]", "no such code"),
        (#""wayhouse:service""#, #""wayhouse:servise""#, "attributes[0]", "no such taxonomy"),
        (#""value": "4""#, #""value": "some""#, "attributes[1]", "room"),
        (#""status": "active""#, #""status": "open""#, "status", "one of"),
        (#""name": "Legal help", "#, "", "", "name"),
        (#""id": "p1", "#, "", "service_at_locations[0].location", "id"),
        (#""minimum_age": 12"#, #""minimum_age": "twelve""#, "minimum_age", "number"),
        (#""2026-01-05""#, #""January""#, "assured_date", "day"),
        (#""name": "Nadi House""#, #""name": ["Nadi House"]"#, "organization.name", "text"),
        (#""WEEKLY""#, #""SOMETIMES""#, "schedules[0].freq", "one of"),
        (#""09:00:00""#, #""nine""#, "schedules[0].opens_at", "time"),
        (#"[{"id": "l1", "name": "Tamil", "code": "ta"}]"#, #"{"id": "l1"}"#, "languages", "list"),
        (#"{"id": "o1", "name": "Nadi House", "description": "Help"}"#, #""Nadi House""#, "organization", "object"),
    ])
    func `a doctored service is refused with its place`(fault: (String, String, String, String)) {
        let text = Self.service.replacingOccurrences(of: fault.0, with: fault.1)
        #expect(text != Self.service)
        let said = refusal(text).filter { $0.severity == .error }
        #expect(said.contains { $0.place == fault.2 && $0.message.contains(fault.3) }, "\(refusal(text))")
    }

    @Test(arguments: [
        (#""latitude": 6.93"#, #""latitude": 100"#, "service_at_locations[0].location.latitude"),
        (#""help@example.org""#, #""help""#, "email"), (#""https://example.org""#, #""example""#, "url"),
    ])
    func `what harms nothing is taken with a warning`(fault: (String, String, String)) throws {
        let file = try read(Self.service.replacingOccurrences(of: fault.0, with: fault.1))
        #expect(file.findings.contains { $0.severity == .warning && $0.place == fault.2 })
    }

    @Test func `what is no directory is refused`() {
        for text in ["", "{", "[1, 2]", "{} {}", #"{"version": "3.0"}"#, "null", String(repeating: "[", count: 99)] {
            #expect(!refusal(text).isEmpty, "\(text.prefix(20))")
        }
    }

    private func folder(_ change: (inout [String: String]) -> Void) -> [DirectoryFinding] {
        var files = [
            "services.csv": "id,organization_id,name,status\ns1,o1,Help,active\n",
            "organizations.csv": "id,name,description\no1,Nadi House,Help\n",
            "locations.csv": "id,location_type,latitude\np1,physical,6.9\n",
            "service_at_location.csv": "id,service_id,location_id\na1,s1,p1\n",
            "taxonomy_terms.csv": "id,code,name,description,taxonomy\nt1,LEG,Law,Law,wayhouse:service\n",
            "attributes.csv": "id,link_id,taxonomy_term_id,link_entity\nx1,s1,t1,service\n",
        ]
        change(&files)
        do throws(DirectoryRefused) {
            let list = files.map { (name: $0.key, bytes: [UInt8]($0.value.utf8)) }
            return try DirectoryReader.read(folder: list, under: words).findings
        } catch { return error.findings }
    }

    @Test func `tables whose links lead nowhere are refused with the row`() {
        #expect(folder { _ in }.isEmpty)
        let faults: [(String, String, String, String)] = [
            ("services.csv", "s1,o1", "s1,o2", "services.csv, row 2, organization_id"),
            ("service_at_location.csv", "p1", "p2", "service_at_location.csv, row 2, location_id"),
            ("attributes.csv", "t1", "t2", "attributes.csv, row 2, taxonomy_term_id"),
            ("services.csv", "active", "open", "services.csv, row 2, status"),
            ("locations.csv", "6.9", "north", "locations.csv, row 2, latitude"),
            ("taxonomy_terms.csv", "LEG", "LAW", "attributes.csv, row 2"),
            ("organizations.csv", "o1,Nadi House,Help\n", "o1,A,A\no1,B,B\n", "organizations.csv, row 3, id"),
        ]
        for fault in faults {
            let said = folder { $0[fault.0] = $0[fault.0]?.replacingOccurrences(of: fault.1, with: fault.2) }
            #expect(said.contains { $0.severity == .error && $0.place == fault.3 }, "\(fault) \(said)")
        }
        #expect(folder { $0["services.csv"] = "id,name\ns1,\"open" }.contains { $0.place == "services.csv" })
        #expect(folder { $0["more.csv"] = "a\nb\n" }.contains { $0.severity == .note && $0.place == "more.csv" })
    }
}
