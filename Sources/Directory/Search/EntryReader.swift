// SPDX-License-Identifier: Apache-2.0

import Interchange
import Standard

/// Takes from a whole service what the search goes by.
struct EntryReader {
    let vocabulary: DirectoryVocabulary

    func entry(_ tree: WrittenJSON) -> DirectoryEntry {
        var entry = DirectoryEntry(
            id: tree.text("id") ?? "", name: tree.text("name") ?? "",
            organization: tree["organization"].flatMap(Self.organization), status: tree.text("status") ?? "active")
        entry.minimumAge = tree["minimum_age"]?.number
        entry.maximumAge = tree["maximum_age"]?.number
        entry.telephones = tree.list("phones").compactMap { $0.text("number") }
        entry.email = tree.text("email")
        entry.url = tree.text("url")
        entry.about = tree.text("description")
        entry.languages = Set(tree.list("languages").flatMap(Self.names))
        for at in tree.list("service_at_locations") {
            entry.telephones += at.list("phones").compactMap { $0.text("number") }
            guard let location = at["location"] else { continue }
            entry.places += Self.places(location)
            entry.languages.formUnion(location.list("languages").flatMap(Self.names))
        }
        var marks: Set<String> = []
        for attribute in tree.list("attributes") { take(attribute, &entry, &marks) }
        let places = tree.list("service_at_locations").compactMap { $0["location"] }
        for attribute in places.flatMap({ $0.list("attributes") }) { takePlace(attribute, &marks) }
        entry.isPlaceSecret = isSecret(entry, marks)
        return entry
    }

    private static func organization(_ tree: WrittenJSON) -> DirectoryEntry.Organization? {
        guard let name = tree.text("name") else { return nil }
        return DirectoryEntry.Organization(
            id: tree.text("id"), name: name, about: tree.text("description"),
            website: tree.text("website") ?? tree.text("url"), email: tree.text("email"))
    }

    /// Secret when anybody says so; public when somebody says so, or when what it gives is known and none of it is of
    /// the kinds whose place is secret. What nobody has described with our codes stays secret.
    private func isSecret(_ entry: DirectoryEntry, _ marks: Set<String>) -> Bool {
        if marks.contains("secret") { return true }
        if marks.contains("public") { return false }
        return entry.services.isEmpty || !entry.services.isDisjoint(with: vocabulary.secretServices)
    }

    private func takePlace(_ attribute: WrittenJSON, _ marks: inout Set<String>) {
        guard let term = attribute["taxonomy_term"], term.text("taxonomy") == OwnTaxonomy.place.rawValue else { return }
        if let code = term.text("code") { marks.insert(code) }
    }

    private func take(_ attribute: WrittenJSON, _ entry: inout DirectoryEntry, _ marks: inout Set<String>) {
        guard let term = attribute["taxonomy_term"], let code = term.text("code"),
            let taxonomy = term.text("taxonomy").flatMap(OwnTaxonomy.init)
        else { return }
        switch taxonomy {
        case .service: entry.services.insert(code)
        case .form: entry.forms.insert(code)
        case .gender: entry.genders.insert(code)
        case .nationality: entry.nationalities.insert(code)
        case .immigration: entry.immigration.insert(code)
        case .place: marks.insert(code)
        case .families: entry.takesFamilies = true
        case .intake: entry.isAlwaysOpen = true
        case .capacity: entry.capacity = attribute.text("value").flatMap { Int($0) }
        case .vetted: entry.vettedOn = attribute.text("value").flatMap { Day($0) }
        }
    }

    private static func names(_ language: WrittenJSON) -> [String] {
        [language.text("code"), language.text("name")].compactMap { $0?.lowercased() }
    }

    /// A place for each address; one without lines when there is none.
    private static func places(_ location: WrittenJSON) -> [DirectoryEntry.Place] {
        var point: GeoPoint?
        if let latitude = location["latitude"]?.number, let longitude = location["longitude"]?.number {
            point = GeoPoint(latitude: latitude, longitude: longitude)
        }
        let addresses = location.list("addresses").map { address in
            DirectoryEntry.Place(
                point: point, building: location.text("name"),
                lines: ["address_1", "address_2"].compactMap { address.text($0) },
                city: address.text("city"), region: address.text("state_province"),
                postalCode: address.text("postal_code"), country: address.text("country"))
        }
        if addresses.isEmpty, point != nil {
            return [DirectoryEntry.Place(point: point, building: location.text("name"))]
        }
        return addresses
    }
}
