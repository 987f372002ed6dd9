// SPDX-License-Identifier: Apache-2.0

import Standard

/// What somebody looks for. What is nil or empty does not matter to them.
///
/// A service that sets no limit (no forms, genders, nationalities, ages named) takes everybody. Languages, room and
/// when it was vetted count only when they were said.
public struct DirectoryQuery: Sendable, Hashable {
    public struct Near: Sendable, Hashable {
        public let point: GeoPoint
        /// More than 0.
        public let kilometres: Double

        public init(_ point: GeoPoint, kilometres: Double) {
            self.point = point
            self.kilometres = kilometres
        }
    }

    public var near: Near?
    /// Words that all stand in its name, in what is said of it, or in the name of whose it is: in any case, with or
    /// without accents.
    public var text: String?
    /// Whose it is, by the id of the organisation.
    public var organization: String?
    /// A city, region or postal code, in any case; the beginning is enough for a postal code.
    public var place: String?
    /// Any of these kinds of help.
    public var services: Set<String> = []
    public var form: String?
    public var gender: String?
    /// In years.
    public var age: Int?
    public var nationality: String?
    public var immigration: String?
    /// One of these is spoken: codes or names, in any case.
    public var languages: Set<String> = []
    /// There is room for at least so many.
    public var capacity: Int?
    /// Vetted on this day or later.
    public var vettedSince: Day?
    public var takesFamilies = false
    public var isAlwaysOpen = false
    /// Also what is closed or was given up.
    public var includesClosed = false

    public init() {}

    /// Whether everything but the distance and the words is so.
    func matches(_ entry: DirectoryEntry) -> Bool {
        if !includesClosed, entry.status != "active" { return false }
        if let organization, entry.organization?.id != organization { return false }
        if !services.isEmpty, services.isDisjoint(with: entry.services) { return false }
        if let form, !entry.forms.isEmpty, !entry.forms.contains(form) { return false }
        if let gender, !entry.genders.isEmpty, !entry.genders.contains(gender) { return false }
        if let nationality, !entry.nationalities.isEmpty, !entry.nationalities.contains(nationality) { return false }
        if let immigration, !entry.immigration.isEmpty, !entry.immigration.contains(immigration) { return false }
        if let age, Double(age) < entry.minimumAge ?? 0 || Double(age) > entry.maximumAge ?? .infinity { return false }
        if !languages.isEmpty, languages.isDisjoint(with: entry.languages) { return false }
        if let capacity, (entry.capacity ?? -1) < capacity { return false }
        if let vettedSince, entry.vettedOn.map({ $0 < vettedSince }) ?? true { return false }
        if takesFamilies, !entry.takesFamilies { return false }
        if isAlwaysOpen, !entry.isAlwaysOpen { return false }
        return place.map { place in entry.places.contains { Self.fits(place, $0) } } ?? true
    }

    private static func fits(_ text: String, _ place: DirectoryEntry.Place) -> Bool {
        let names = [place.city, place.region].compactMap { $0?.lowercased() }
        return names.contains(text) || (place.postalCode?.lowercased().hasPrefix(text) ?? false)
    }

    /// With texts in small letters, as they are compared.
    var folded: DirectoryQuery {
        var query = self
        query.place = place?.lowercased()
        query.languages = Set(languages.map { $0.lowercased() })
        return query
    }
}

/// One answer of a search.
public struct DirectoryHit: Sendable, Hashable {
    public let entry: DirectoryEntry
    /// To the nearest of its places; nil when nobody asked.
    public let kilometres: Double?
}
