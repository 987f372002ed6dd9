// SPDX-License-Identifier: Apache-2.0

/// Which pairs are compared at all: those that agree in every part of some rule. Parts are `names` (all words of all
/// names, in any order, by skeleton), `given_name`, `surname`, `name` (by skeleton), `birth_date` (to the day),
/// `birth_month`, `birth_year`, `sex`, `nationality`, `place`, `place2`…, `phone`, `document`.
public struct BlockingRule: Hashable, Sendable, Codable {
    public let parts: [String]

    public init(_ parts: [String]) { self.parts = parts }
    init(_ parts: String) { self.parts = parts.split(separator: "+").map { String($0) } }

    public init(from decoder: any Decoder) throws {
        parts = try decoder.singleValueContainer().decode([String].self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(parts)
    }

    /// The rules that a table's columns allow, strictest first.
    static func all(for table: PersonTable) -> [BlockingRule] {
        let places = table.places.indices.map { FieldComparison.placeName($0) }
        func each(_ rule: String) -> [String] { places.map { "\(rule)+\($0)" } }
        let strict =
            [
                "document", "phone", "names+birth_date", "names+birth_year", "given_name+birth_date",
                "surname+birth_date", "name+birth_date",
            ]
            + each("names") + each("given_name+birth_year") + each("surname+birth_year")
            + ["birth_date+nationality+sex", "names+sex+nationality"]
        let loose =
            ["names"] + each("birth_date") + [
                "given_name+birth_year", "birth_date+sex",
                "surname+birth_year+sex+nationality", "given_name+birth_month", "surname+birth_month",
            ]
            + each("given_name+sex") + each("surname+sex")
            + ["birth_date", "surname+birth_year"] + each("birth_month+sex") + each("given_name") + each("surname")
        var pairs: [String] = []
        for (first, one) in places.enumerated() { for two in places[(first + 1)...] { pairs.append("\(one)+\(two)") } }
        let single = ["given_name+nationality", "given_name", "surname", "birth_month"] + places
        return (strict + loose + pairs + single).map { BlockingRule($0) }.filter { $0.isPossible(in: table) }
    }

    /// Whether it goes by the number of a paper or a telephone alone, which agrees or not however a name was written.
    var isByNumber: Bool { parts.allSatisfy { $0 == "document" || $0 == "phone" } }

    func isPossible(in table: PersonTable) -> Bool {
        parts.allSatisfy { BlockKeys.part($0, of: table) != nil }
    }
}
