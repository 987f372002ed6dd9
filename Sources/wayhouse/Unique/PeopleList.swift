// SPDX-License-Identifier: Apache-2.0

import Foundation
import Interchange
import Linkage

/// An agency's list as read from CSV for a count across agencies.
struct PeopleList {
    private(set) var rows: [ListedPerson] = []
    /// Rows left out for want of consent.
    private(set) var withheld = 0
    /// Whether a column tells which rows are one person.
    private(set) var namesPersons = false

    private static let known: [String: Set<String>] = [
        "given_name": [
            "given_name", "given", "given_raw", "first_name", "firstname", "given_names", "name", "full_name",
        ],
        "surname": ["surname", "surname_raw", "family_name", "last_name", "lastname"],
        "sex": ["sex", "gender"],
        "birth_date": ["birth_date", "date_of_birth", "dob", "born"],
        "birth_year": ["birth_year", "year_of_birth", "yob"],
        "nationality": ["nationality", "citizenship"],
        "place": ["place", "district", "city", "town", "suburb"],
        "phone": ["phone", "telephone", "mobile"],
        "document": ["document", "doc_id", "passport", "id_number"],
        "person": ["person", "person_id"],
        "consent": ["consent"],
    ]
    private static let yes: Set<String> = ["yes", "y", "1", "true"]

    init(readingCSV path: String, map: String?, needsConsent: Bool) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Problem.cannotOpen("The list cannot be read. Check that it is there and that you may use it.")
        }
        let table = try CSVTable([UInt8](bytes))
        let places = try Self.places(table.heading, map)
        guard places["given_name"] != nil || places["surname"] != nil else {
            throw Problem.refused(
                "No column of the list is a name. Say which with --map given_name=COLUMN,surname=COLUMN.")
        }
        if needsConsent, places["consent"] == nil { throw Problem.refused(UniqueFault.noColumn("consent").message) }
        namesPersons = places["person"] != nil
        for row in table.rows {
            func text(_ name: String) -> String { places[name].map { row.texts[$0] } ?? "" }
            guard !needsConsent || Self.yes.contains(text("consent").lowercased()) else {
                withheld += 1
                continue
            }
            var person = ListedPerson()
            (person.given, person.surname, person.sex) = (text("given_name"), text("surname"), text("sex"))
            person.birth = BirthDate(text("birth_date")) ?? BirthDate(text("birth_year"))
            (person.nationality, person.place) = (text("nationality"), text("place"))
            (person.phone, person.document, person.person) = (text("phone"), text("document"), text("person"))
            rows.append(person)
        }
    }

    /// The place of each column that is known, by its usual names or by what the command line says.
    private static func places(_ heading: [String], _ map: String?) throws -> [String: Int] {
        var places: [String: Int] = [:]
        for (index, name) in heading.enumerated() {
            let plain = name.lowercased().replacingOccurrences(of: " ", with: "_")
            for (ours, theirs) in known where theirs.contains(plain) && places[ours] == nil { places[ours] = index }
        }
        for part in (map ?? "").split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, known[sides[0]] != nil, let index = heading.firstIndex(of: sides[1]) else {
                throw Problem.usage("--map takes pairs such as given_name=first; the column must be in the list.")
            }
            places[sides[0]] = index
        }
        return places
    }
}
