// SPDX-License-Identifier: Apache-2.0

/// Knows every place that must not be known, so that no other entry gives it away: a clinic in the same house, a
/// description with the street in it.
struct PlaceGuard {
    private let lines: Set<String>
    private let points: [GeoPoint]
    private let telephones: Set<String>

    /// A place that lies so near is taken for the same house.
    private static let sameHouse = 0.2

    init(_ entries: [DirectoryEntry]) {
        let secret = entries.filter(\.isPlaceSecret)
        let places = secret.flatMap(\.places)
        lines = Set(places.flatMap(Self.lines))
        points = places.compactMap(\.point)
        telephones = Set(secret.flatMap(\.telephones).map(Self.digits))
    }

    /// What tells where a place is, folded: its lines, the house's name, and such postal codes as stand for a street
    /// (those with letters; codes of digits alone stand for a town).
    private static func lines(_ place: DirectoryEntry.Place) -> [String] {
        let code = place.postalCode.flatMap { $0.contains(where: \.isLetter) ? $0 : nil }
        return (place.lines + [place.building, code].compactMap { $0 }).map(fold).filter { $0.count > 3 }
    }

    /// Letters and digits only, in small letters.
    static func fold(_ text: String) -> String { String(text.lowercased().filter { $0.isLetter || $0.isNumber }) }

    static func digits(_ text: String) -> String { String(text.filter(\.isNumber)) }

    func isSecret(_ place: DirectoryEntry.Place) -> Bool {
        let own = Self.lines(place)
        if own.contains(where: lines.contains) { return true }
        return place.point.map { here in points.contains { $0.kilometres(to: here) < Self.sameHouse } } ?? false
    }

    /// The text, or nil when a secret address or its coordinates stand in it.
    func cleared(_ text: String?) -> String? {
        guard let text else { return nil }
        let folded = Self.fold(text)
        if lines.contains(where: folded.contains) { return nil }
        let digits = Self.digits(text)
        return telephones.contains { $0.count > 5 && digits.contains($0) } ? nil : text
    }

    /// What may be told of whose a service is; nil when its very name tells a secret place.
    func cleared(_ organization: DirectoryEntry.Organization) -> DirectoryEntry.Organization? {
        guard cleared(organization.name) != nil else { return nil }
        var open = organization
        open.about = cleared(organization.about)
        open.website = cleared(organization.website)
        open.email = cleared(organization.email)
        return open
    }

    func clearedTelephones(_ numbers: [String]) -> [String] {
        numbers.filter { !telephones.contains(Self.digits($0)) && cleared($0) != nil }
    }
}
