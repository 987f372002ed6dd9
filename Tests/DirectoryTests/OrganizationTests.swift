// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

@testable import Directory

/// Organisations of the read API: by their open services alone.
struct OrganizationTests {
    /// A shelter and a law office of one organisation, a clinic of another, and a second shelter of a third.
    private static func directory(kind: String = "SHE", about: String = "Together since 1990") -> String {
        func service(_ number: Int, _ code: String, _ name: String, of organization: String) -> String {
            """
            {"id": "s\(number)", "name": "\(name)", "status": "active", "organization": \(organization),
            "service_at_locations": [{"id": "a\(number)", "location": {"id": "p\(number)", "location_type": "physical",
            "latitude": \(number).5, "longitude": 79.8, "addresses": [{"id": "d\(number)",
            "address_1": "\(number) Canary Lane", "city": "City \(number)", "state_province": "R",
            "postal_code": "CNR 1\(number)", "country": "LK", "address_type": "physical"}]}}],
            "attributes": [{"id": "x\(number)", "taxonomy_term": {"id": "t\(number)", "code": "\(code)", "name": "n",
            "description": "d", "taxonomy": "wayhouse:service"}}]}
            """
        }
        func organization(_ id: String, _ name: String, _ about: String) -> String {
            """
            {"id": "\(id)", "name": "\(name)", "description": "\(about)", "email": "\(id)@example.org",
            "website": "https://\(id).example.org", "phones": [{"id": "f\(id)", "number": "+94 11 555 0177"}],
            "locations": [{"id": "l\(id)", "location_type": "physical", "name": "CANARY-\(id)"}]}
            """
        }
        let (both, clinic, hidden) = (
            organization("o1", "Lantern Étoile", about), organization("o2", "Doctors", "Medicine"),
            organization("o3", "CANARY-hidden", "CANARY-hidden-about")
        )
        return """
            [\(service(1, kind, "CANARY-house", of: both)), \(service(2, "LEG", "Law", of: both)),
            \(service(3, "MED", "Clinic", of: clinic)), \(service(4, kind, "CANARY-home", of: hidden))]
            """
    }

    private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    private func listed(_ open: PublicDirectory, _ text: String? = nil) throws -> [String] {
        let page = try DirectoryReader.read(open.organizations(1, size: 50, holding: text), under: words)
        #expect(page.shape == .page && page.findings.isEmpty, "\(page.findings.map(\.description))")
        return page.tree.list("contents").compactMap { $0.text("name") }
    }

    @Test func `whose open services there are, by name, each with its open services only`() throws {
        let open = PublicDirectory(try read(Self.directory()), under: words)
        #expect(try listed(open) == ["Doctors", "Lantern Étoile"])
        #expect(try listed(open, "etoile 1990") == ["Lantern Étoile"] && listed(open, "nobody").isEmpty)
        let one = text(open.organization("o1"))
        #expect(one.contains("\"s2\"") && !one.contains("\"s1\"") && one.contains("https://o1.example.org"))
        #expect(try DirectoryReader.read([UInt8](one.utf8), under: words).kinds == ["organization"])
        #expect(open.organization("o3") == nil && open.organization("o9") == nil)
        // A service says whose it is, and can be asked for by it; a sheltered one does neither.
        #expect(text(open.service("s2")).contains("Lantern") && !text(open.service("s1")).contains("Lantern"))
        var query = DirectoryQuery()
        query.organization = "o1"
        #expect(open.find(query).map(\.entry.id) == ["s2"])
        query.organization = "o3"
        #expect(open.find(query).isEmpty)
    }

    @Test func `no organisation gives a shelter away, and the control lets every canary out`() throws {
        func everything(_ directory: String) throws -> String {
            let open = PublicDirectory(try read(directory), under: words)
            let all = ["o1", "o2", "o3"].map { text(open.organization($0)) } + [text(open.organizations(1, size: 50))]
            return all.joined()
        }
        let canaries = ["CANARY-house", "1 Canary Lane", "CNR 11", "CANARY-hidden", "CANARY-home"]
        let told = try everything(Self.directory())
        #expect(canaries.filter(told.contains).isEmpty, "\(told)")
        #expect(!told.contains("555") && !told.contains("CANARY-o"), "telephones and places of the organisation itself")
        let house = try everything(Self.directory(about: "Ring at 1 Canary Lane"))
        #expect(!house.contains("Ring at") && house.contains("Lantern"))
        let open = try everything(Self.directory(kind: "LEG"))
        #expect(canaries.filter { !open.contains($0) }.isEmpty, "\(open)")
        #expect(try everything(Self.directory(kind: "LEG", about: "Ring at 1 Canary Lane")).contains("Ring at"))
    }

    @Test func `pages hold each organisation once, also beyond the last`() throws {
        let open = PublicDirectory(try read(Self.directory()), under: words)
        var names: [String] = []
        for number in 1...2 {
            let page = try DirectoryReader.read(open.organizations(number, size: 1), under: words)
            #expect(page.tree.text("total_items") == "2")
            names += page.tree.list("contents").compactMap { $0.text("id") }
        }
        #expect(names == ["o2", "o1"])
        for number in [0, 3, -1, Int.max] {
            let page = try DirectoryReader.read(open.organizations(number, size: 0), under: words)
            #expect(page.tree["empty"] == .flag(true) && page.tree.list("contents").isEmpty, "\(number)")
        }
    }
}
