// SPDX-License-Identifier: Apache-2.0

import Interchange

/// What everybody may know of one service.
///
/// Of a service whose place is secret it has room for the kind of help, whom it is for, the languages and the country;
/// there is no member that could hold an address, a telephone number, a name or a text of it.
public enum PublicListing: Sendable, Hashable {
    case open(OpenService)
    case sheltered(ShelteredService)

    /// A service whose place is known.
    public struct OpenService: Sendable, Hashable {
        let entry: DirectoryEntry
    }

    /// A service whose place is secret. One asks a worker for it.
    public struct ShelteredService: Sendable, Hashable {
        public let id: String
        public let services: Set<String>
        public let forms: Set<String>
        public let genders: Set<String>
        public let languages: Set<String>
        public let minimumAge: Double?
        public let maximumAge: Double?
        public let takesFamilies: Bool
        public let country: String?

        init(_ entry: DirectoryEntry) {
            id = entry.id
            services = entry.services
            forms = entry.forms
            genders = entry.genders
            languages = entry.languages
            minimumAge = entry.minimumAge
            maximumAge = entry.maximumAge
            takesFamilies = entry.takesFamilies
            let countries = Set(entry.places.compactMap(\.country))
            country = countries.count == 1 ? countries.first : nil
        }
    }

    /// - Parameter places: Every place of the directory that must not be known.
    init(_ entry: DirectoryEntry, guardedBy places: PlaceGuard) {
        if entry.isPlaceSecret {
            self = .sheltered(ShelteredService(entry))
            return
        }
        var open = entry
        open.places = entry.places.filter { !places.isSecret($0) }
        open.name = places.cleared(entry.name) ?? ""
        open.organization = entry.organization.flatMap { places.cleared($0) }
        open.about = places.cleared(entry.about)
        open.url = places.cleared(entry.url)
        open.email = places.cleared(entry.email)
        open.telephones = places.clearedTelephones(entry.telephones)
        self = .open(OpenService(entry: open))
    }

    /// What a public search goes by: of a sheltered service no place, so that no question about places finds it.
    var searched: DirectoryEntry {
        switch self {
        case .open(let open): return open.entry
        case .sheltered(let sheltered):
            var entry = DirectoryEntry(id: sheltered.id, name: "", organization: nil, status: "active")
            entry.services = sheltered.services
            entry.forms = sheltered.forms
            entry.genders = sheltered.genders
            entry.languages = sheltered.languages
            entry.minimumAge = sheltered.minimumAge
            entry.maximumAge = sheltered.maximumAge
            entry.takesFamilies = sheltered.takesFamilies
            return entry
        }
    }
}
