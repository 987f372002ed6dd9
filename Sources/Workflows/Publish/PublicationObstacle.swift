// SPDX-License-Identifier: Apache-2.0

/// Why nothing is published. Holds settings, names of columns and days, never a value or a small number of people.
public enum PublicationObstacle: Error, Sendable, Hashable {
    /// Nobody may be published about: no people, or none who agree.
    case nobody
    case tooFewPeople(k: Int)
    /// The smallest group is not between 2 and 1,000.
    case badSize
    case nothingChosen
    /// Names of columns that no public file has: those that identify people, free text, and whatever else is none.
    case notOffered([String])
    /// Nobody said what others can know of a person; with what tells most people apart, most first.
    case noneKnown(suggestions: [PublicationTopic])
    /// Columns whose values point to one person, or in which anything may stand.
    case identifying([String])
    /// The table cannot be made safe; with what would help, in plain words.
    case notSafe(String)
    /// The finished file gives people away under an attack.
    case attacked
    /// A file of nearly the same people was published on this day, and the two together would show the few who differ.
    case nearlyTheSame(day: String)
    /// The noise that would hide a person hides everything else too.
    case caseloadTooSmall(peopleNeeded: Int)
    /// What is left of the budget does not reach.
    case budgetSpent(spent: Double, total: Double)
    /// Since both looked, somebody took back their consent or left the register.
    case peopleLeft
    /// The file is longer than can wait for a second person.
    case tooLarge
    /// The file that waited does not pass the count before it leaves.
    case damaged

    /// The key of its sentence.
    public var name: String {
        switch self {
        case .nobody: "nobody"
        case .tooFewPeople: "tooFewPeople"
        case .badSize: "badSize"
        case .nothingChosen: "nothingChosen"
        case .notOffered: "notOffered"
        case .noneKnown: "noneKnown"
        case .identifying: "identifying"
        case .notSafe: "notSafe"
        case .attacked: "attacked"
        case .nearlyTheSame: "nearlyTheSame"
        case .caseloadTooSmall: "caseloadTooSmall"
        case .budgetSpent: "budgetSpent"
        case .peopleLeft: "peopleLeft"
        case .tooLarge: "tooLarge"
        case .damaged: "damaged"
        }
    }

    /// Every `name`, for the catalogue of words.
    public static let names = [
        "nobody", "tooFewPeople", "badSize", "nothingChosen", "notOffered", "noneKnown", "identifying", "notSafe",
        "attacked", "nearlyTheSame", "caseloadTooSmall", "budgetSpent", "peopleLeft", "tooLarge", "damaged",
    ]
}
