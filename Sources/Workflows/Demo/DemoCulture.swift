// SPDX-License-Identifier: Apache-2.0

/// Where an invented person comes from: names as that place writes them, and as its papers transliterate them.
struct DemoCulture: Sendable {
    /// ISO 3166-1 alpha-2.
    let country: String
    /// ISO 639-2.
    let language: String
    let feminine: [DemoName]
    let masculine: [DemoName]
    /// Empty where people have one name.
    let family: [DemoName]
    /// True where the family name is written first in the own script.
    let writesFamilyFirst: Bool
    let cities: [String]
    /// Countries that people are taken to from here; the own country when they never leave it.
    let destinations: [String]

    /// - Parameters:
    ///   - feminine: Names separated by `|`, each `Latin` or `Latin=own script`; `masculine` and `family` alike.
    ///   - cities: Separated by `|`.
    ///   - destinations: Country codes separated by spaces.
    init(
        _ place: (country: String, language: String), feminine: String, masculine: String, family: String = "",
        familyFirst: Bool = false, home: (cities: String, destinations: String)
    ) {
        country = place.country
        language = place.language
        self.feminine = DemoName.list(feminine)
        self.masculine = DemoName.list(masculine)
        self.family = DemoName.list(family)
        writesFamilyFirst = familyFirst
        cities = home.cities.split(separator: "|").map(String.init)
        destinations = home.destinations.split(separator: " ").map(String.init)
    }

    static let all = southAsia + southEastAsia + eastAsia + africa + europeAndAmericas
}

/// A name in Latin letters and, where it has one, in its own script.
struct DemoName: Sendable {
    let latin: String
    let native: String?

    static func list(_ text: String) -> [DemoName] {
        text.split(separator: "|").map { entry in
            let parts = entry.split(separator: "=")
            return DemoName(latin: String(parts[0]), native: parts.count > 1 ? String(parts[1]) : nil)
        }
    }
}
