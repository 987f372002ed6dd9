// SPDX-License-Identifier: Apache-2.0

import Interchange

/// Writes a public entry as an HSDS service, and whose it is as an organisation.
enum PublicTree {
    /// - Parameter services: Nil for the organisation alone.
    static func organization(
        _ known: DirectoryEntry.Organization, id: String, services: [DirectoryEntry]? = nil
    ) -> WrittenJSON {
        let about = known.about ?? known.name
        let texts = [
            ("id", id), ("name", known.name), ("description", about), ("email", known.email),
            ("website", known.website),
        ]
        var members = texts.compactMap { name, text in
            text.flatMap { $0.isEmpty ? nil : JSONMember(key: name, value: .text($0)) }
        }
        if let services {
            members.append(JSONMember(key: "services", value: .list(services.map { service($0, isOf: id) })))
        }
        return .object(members)
    }

    /// - Parameter organization: The organisation that it stands in, which it need not name again.
    static func service(_ entry: DirectoryEntry, isOf organization: String? = nil) -> WrittenJSON {
        var members: [JSONMember] = []
        func add(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { members.append(JSONMember(key: name, value: .text(text))) }
        }
        add("id", entry.id)
        add("name", entry.name.isEmpty ? "Ask a worker" : entry.name)
        add("status", entry.status)
        add("description", entry.about)
        add("email", entry.email)
        add("url", entry.url)
        for (name, age) in [("minimum_age", entry.minimumAge), ("maximum_age", entry.maximumAge)] {
            guard let age, age.isFinite else { continue }
            let digits = age == age.rounded() && abs(age) < 1e9 ? "\(Int(age))" : "\(age)"
            members.append(JSONMember(key: name, value: .number(digits)))
        }
        members += list("phones", entry.id, entry.telephones.map { WrittenJSON.text($0) }, as: "number")
        members += list("languages", entry.id, entry.languages.sorted().map { .text($0) }, as: "name")
        if organization == nil, let own = entry.organization, let id = own.id {
            members.append(JSONMember(key: "organization", value: self.organization(own, id: id)))
        }
        let places = entry.places.enumerated().map { place($1, "\(entry.id) place \($0)") }
        if !places.isEmpty { members.append(JSONMember(key: "service_at_locations", value: .list(places))) }
        members += list("attributes", entry.id, terms(entry), as: "taxonomy_term")
        return .object(members)
    }

    /// A member that is a list of objects with an id and one value each; nothing for an empty list.
    private static func list(
        _ name: String, _ owner: String, _ values: [WrittenJSON], as member: String
    ) -> [JSONMember] {
        if values.isEmpty { return [] }
        let objects = values.enumerated().map { place, value in
            WrittenJSON.object([
                JSONMember(key: "id", value: .text(id("\(owner) \(name) \(place)"))),
                JSONMember(key: member, value: value),
            ])
        }
        return [JSONMember(key: name, value: .list(objects))]
    }

    private static func terms(_ entry: DirectoryEntry) -> [WrittenJSON] {
        let all: [(OwnTaxonomy, Set<String>)] = [
            (.service, entry.services), (.form, entry.forms), (.gender, entry.genders),
            (.nationality, entry.nationalities), (.immigration, entry.immigration),
        ]
        return all.flatMap { taxonomy, codes in
            codes.sorted().map { code in
                let texts = [
                    ("id", id("\(taxonomy.rawValue) \(code)")), ("code", code), ("name", code),
                    ("description", code), ("taxonomy", taxonomy.rawValue),
                ]
                return .object(texts.map { JSONMember(key: $0.0, value: .text($0.1)) })
            }
        }
    }

    /// The same id for the same thing each time, in the form of a UUID of version 8 (RFC 9562); not a secret.
    private static func id(_ text: String) -> String {
        func hash(_ seed: UInt64) -> UInt64 { text.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
        let high = hash(0xCBF2_9CE4_8422_2325) & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        let low = hash(0x9E37_79B9_7F4A_7C15) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        func hex(_ word: UInt64) -> String {
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        let all = Array(hex(high) + hex(low))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(all[$0]) }.joined(separator: "-")
    }

    private static func place(_ place: DirectoryEntry.Place, _ name: String) -> WrittenJSON {
        var location = [
            JSONMember(key: "id", value: .text(id("\(name) location"))),
            JSONMember(key: "location_type", value: .text("physical")),
        ]
        if let point = place.point {
            location.append(JSONMember(key: "latitude", value: .number("\(point.latitude)")))
            location.append(JSONMember(key: "longitude", value: .number("\(point.longitude)")))
        }
        var address: [JSONMember] = [JSONMember(key: "id", value: .text(id("\(name) address")))]
        for (place, line) in place.lines.prefix(2).enumerated() {
            address.append(JSONMember(key: "address_\(place + 1)", value: .text(line)))
        }
        for (name, text) in [
            ("city", place.city), ("state_province", place.region), ("postal_code", place.postalCode),
            ("country", place.country),
        ] {
            if let text { address.append(JSONMember(key: name, value: .text(text))) }
        }
        if address.count > 1 {
            address.append(JSONMember(key: "address_type", value: .text("physical")))
            location.append(JSONMember(key: "addresses", value: .list([.object(address)])))
        }
        return .object([
            JSONMember(key: "id", value: .text(id(name))), JSONMember(key: "location", value: .object(location)),
        ])
    }
}
