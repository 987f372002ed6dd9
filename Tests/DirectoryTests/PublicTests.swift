// SPDX-License-Identifier: Apache-2.0

import Foundation
import Interchange
import Standard
import Testing

@testable import Directory

/// Addresses of shelters are never in a public answer.
struct PublicTests {
    /// A shelter and a clinic, every text of the shelter a canary. `kind` is the service code of the first.
    static func directory(kind: String = "SHE", clinicAt: String = "7.2906", about: String = "Doctors") -> String {
        let shelter = """
            {"id": "s1", "name": "CANARY-name", "status": "active", "description": "CANARY-about", "email": "x@canary-mail.org",
            "url": "https://canary-url.org", "alert": "CANARY-alert", "fees_description": "CANARY-fees",
            "phones": [{"id": "f1", "number": "+94 11 555 0199"}], "contacts": [{"id": "c1", "name": "CANARY-contact"}],
            "organization": {"id": "o1", "name": "CANARY-organisation", "description": "CANARY-organisation-about"},
            "languages": [{"id": "l1", "name": "Tamil", "code": "ta"}],
            "service_at_locations": [{"id": "a1", "description": "CANARY-at", "location": {"id": "p1",
            "location_type": "physical", "name": "CANARY-house", "latitude": 6.927151, "longitude": 79.861243,
            "addresses": [{"id": "d1", "address_1": "17 Canary Lane", "city": "Canarytown", "state_province": "CANARY-region",
            "postal_code": "CNR 117", "country": "LK", "address_type": "physical"}]}}],
            "attributes": [{"id": "x1", "taxonomy_term": {"id": "t1", "code": "\(kind)", "name": "n", "description": "d",
            "taxonomy": "wayhouse:service"}}, {"id": "x3", "value": "3", "taxonomy_term": {"id": "t3", "code": "now",
            "name": "n", "description": "d", "taxonomy": "wayhouse:capacity"}}]}
            """
        let clinic = """
            {"id": "s2", "name": "Clinic", "status": "active", "description": "\(about)",
            "service_at_locations": [{"id": "a2", "location": {"id": "p2", "location_type": "physical",
            "latitude": \(clinicAt), "longitude": 79.861243, "addresses": [{"id": "d2", "address_1": "4 Temple Road",
            "city": "Kandy", "state_province": "Central", "postal_code": "20000", "country": "LK",
            "address_type": "physical"}]}}],
            "attributes": [{"id": "x2", "taxonomy_term": {"id": "t2", "code": "MED", "name": "n", "description": "d",
            "taxonomy": "wayhouse:service"}}]}
            """
        return "[\(shelter), \(clinic)]"
    }

    static let canaries = ["canary", "6.927", "79.8612", "555", "CNR", "17 "]

    private func leaks(_ text: String) -> [String] {
        let answer = text.lowercased()
        return Self.canaries.filter { answer.contains($0.lowercased()) }
    }

    private func publicText(_ text: String) throws -> String {
        String(decoding: PublicDirectory(try read(text), under: words).json, as: UTF8.self)
    }

    @Test func `a public answer holds nothing of a shelter but what it is and whom it is for`() throws {
        // The clinic stands under the same meridian; its own place is its own business.
        let text = try publicText(Self.directory()).replacingOccurrences(of: "79.861243", with: "")
        #expect(leaks(text).isEmpty, "\(text)")
        #expect(text.contains("SHE") && text.contains("tamil") && text.contains("4 Temple Road"))
        // Whoever may know all of it gets all of it.
        let whole = String(decoding: DirectoryWriter.json(try read(Self.directory())), as: UTF8.self)
        #expect(leaks(whole) == Self.canaries)
    }

    /// The control: the same directory with a kind of help whose place is public lets every canary of its listing out.
    @Test func `the canaries are seen when the service is no shelter`() throws {
        let text = try publicText(Self.directory(kind: "LEG"))
        #expect(leaks(text) == Self.canaries, "\(text)")
    }

    @Test func `a service that nobody has described is treated as a shelter`() throws {
        let text = Self.directory().replacingOccurrences(
            of: "\"taxonomy\": \"wayhouse:service\"", with: "\"taxonomy\": \"other\"")
        let listings = PublicDirectory(try read(text), under: words).listings
        #expect(listings.allSatisfy { if case .sheltered = $0 { true } else { false } })
    }

    @Test func `a mark opens a place, and a mark for secrecy wins`() throws {
        func marked(_ code: String) -> String {
            Self.directory().replacingOccurrences(
                of: #""attributes": [{"id": "x1""#,
                with: #""attributes": [{"id": "m", "taxonomy_term": {"id": "m1", "code": "\#(code)", "name": "n", "#
                    + #""description": "d", "taxonomy": "wayhouse:place"}}, {"id": "x1""#)
        }
        #expect(try !leaks(publicText(marked("public"))).isEmpty)
        let both = marked("public").replacingOccurrences(
            of: #"[{"id": "m","#,
            with: #"[{"id": "k", "taxonomy_term": {"id": "k1", "code": "secret", "name": "n", "description": "d", "#
                + #""taxonomy": "wayhouse:place"}}, {"id": "m","#)
        #expect(both != marked("public"))
        #expect(try leaks(publicText(both).replacingOccurrences(of: "79.861243", with: "")).isEmpty)
    }

    @Test func `another service in the same house, or that names the street, does not give it away`() throws {
        let sameHouse = try publicText(Self.directory(clinicAt: "6.9272"))
        #expect(leaks(sameHouse).isEmpty && !sameHouse.contains("Temple Road"), "\(sameHouse)")
        let named = try publicText(Self.directory(about: "Beside the house at 17, Canary lane."))
        #expect(!named.contains("Beside") && named.contains("Temple Road"))
        let house = try publicText(Self.directory(about: "In CANARY house, second floor."))
        #expect(!house.contains("second floor") && house.contains("Temple Road"))
        // Controls: a little further off, and another street, are shown.
        #expect(try publicText(Self.directory(clinicAt: "6.9372")).contains("Temple Road"))
        #expect(try publicText(Self.directory(about: "Beside the school.")).contains("Beside"))
    }

    @Test func `no question about places finds a shelter, however near`() throws {
        let file = try read(Self.directory())
        let (open, whole) = (PublicDirectory(file, under: words), DirectorySearch(file, under: words))
        var query = DirectoryQuery()
        query.services = ["SHE"]
        #expect(open.find(query).count == 1 && open.find(query)[0].kilometres == nil)
        for kilometres in [0.1, 1, 10, 100, 20_000] {
            query.near = .init(GeoPoint("6.927151,79.861243")!, kilometres: kilometres)
            #expect(open.find(query).isEmpty)
            #expect(whole.find(query).count == 1, "the control: it is there for those who may know")
        }
        query.near = nil
        for place in ["Canarytown", "CANARY-region", "CNR"] {
            query.place = place
            #expect(open.find(query).isEmpty && whole.find(query).count == 1)
        }
        query.place = nil
        query.capacity = 1
        #expect(open.find(query).isEmpty && whole.find(query).count == 1)
    }

    @Test func `whatever the shelters are, no public directory shows a place of theirs`() {
        var dice = SplitMix64(seed: 13)
        for _ in 0..<20 {
            let entries = SearchTests.entries(300, &dice)
            let secret = entries.filter(\.isPlaceSecret).flatMap(\.places).compactMap(\.point)
            for listing in PublicDirectory(entries).listings {
                for place in listing.searched.places {
                    #expect(!secret.contains { $0.kilometres(to: place.point!) < 0.2 })
                }
            }
        }
    }

    @Test func `what is public is a directory again`() throws {
        let text = try publicText(Self.directory())
        let again = try read(text)
        #expect(again.serviceCount == 2 && again.findings.isEmpty, "\(again.findings.map(\.description))")
        let first = try #require(again.services.first)
        #expect(first.text("name") == "Ask a worker")
    }

    @Test func `the read API's pages hold every public service once, and no canary`() throws {
        let file = try read(Self.directory())
        let open = PublicDirectory(file, under: words)
        var ids: [String] = []
        for number in 1...2 {
            let bytes = open.page(number, size: 1)
            let page = try DirectoryReader.read(bytes, under: words)
            #expect(page.shape == .page && page.serviceCount == 1 && page.findings.isEmpty)
            #expect(page.tree.text("total_items") == "2" && page.tree.text("total_pages") == "2")
            #expect(page.tree["first_page"] == .flag(number == 1) && page.tree["last_page"] == .flag(number == 2))
            ids += page.services.compactMap { $0.text("id") }
            let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "79.861243", with: "")
            #expect(leaks(text).isEmpty)
        }
        #expect(ids.sorted() == ["s1", "s2"])
        for number in [0, 3, -1, Int.max] {
            #expect(try DirectoryReader.read(open.page(number, size: 0), under: words).serviceCount == 0)
        }
        #expect(open.service("s1").map { leaks(String(decoding: $0, as: UTF8.self)).isEmpty } == true)
        #expect(open.service("s3") == nil)
    }

    @Test func `words are found in any case, with accents or without, and never in what a shelter says`() throws {
        let clinic = "Bác sĩ đến tận nhà, Sœur Zoë, தமிழ் மருத்துவர்"
        let file = try read(Self.directory(about: clinic))
        let (open, whole) = (PublicDirectory(file, under: words), DirectorySearch(file, under: words))
        func found(_ text: String) -> [String] {
            var query = DirectoryQuery()
            query.text = text
            return open.find(query).map(\.entry.id)
        }
        for text in ["clinic", "CLINIC", "bac si", "BÁC SĨ", "den", "soeur zoe", "மருத்துவர்", "zoe  clinic", ""] {
            #expect(found(text).contains("s2"), "\(text)")
        }
        #expect(found("clinic lawyer").isEmpty, "all words have to stand there")
        #expect(found("மரததவர").isEmpty, "vowel signs are no accents")
        for text in ["canary", "CANARY-name", "canary-about", "organisation", "worker"] {
            #expect(found(text).isEmpty, "\(text)")
        }
        // The control: who may know all of it finds it by each of these words but the last.
        var query = DirectoryQuery()
        for text in ["canary", "CANARY-name", "canary-about", "organisation"] {
            query.text = text
            #expect(whole.find(query).map(\.entry.id) == ["s1"], "\(text)")
        }
    }

    @Test func `words and places are asked for together`() throws {
        var query = DirectoryQuery()
        query.near = .init(GeoPoint("7.29,80.0")!, kilometres: 100)
        let open = PublicDirectory(try read(Self.directory()), under: words)
        query.text = "doctors"
        #expect(open.find(query).map(\.entry.id) == ["s2"])
        query.text = "lawyers"
        #expect(open.find(query).isEmpty)
    }
}
