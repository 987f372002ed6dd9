// SPDX-License-Identifier: Apache-2.0

/// One comparison of a model: a field of the table and the way its values are compared.
struct FieldComparison: Hashable, Sendable {
    /// `given_name`, `surname`, `name`, `birth_date`, `sex`, `nationality`, `place`, `place2`…, `phone`, `document`.
    let field: String
    let kind: ComparisonKind

    /// Every comparison that a table's columns allow, in a fixed order.
    static func all(of table: PersonTable) -> [FieldComparison] {
        var all: [FieldComparison] = []
        if table.given != nil { all.append(.init(field: "given_name", kind: .name)) }
        if table.surname != nil { all.append(.init(field: "surname", kind: .name)) }
        if table.name != nil { all.append(.init(field: "name", kind: .name)) }
        if table.birth != nil { all.append(.init(field: "birth_date", kind: .date)) }
        if table.sex != nil { all.append(.init(field: "sex", kind: .code)) }
        if table.nationality != nil { all.append(.init(field: "nationality", kind: .code)) }
        if table.phone != nil { all.append(.init(field: "phone", kind: .phone)) }
        if table.document != nil { all.append(.init(field: "document", kind: .document)) }
        for place in table.places.indices.prefix(16 - all.count) {
            all.append(.init(field: placeName(place), kind: .text))
        }
        return all
    }

    static func placeName(_ place: Int) -> String { place == 0 ? "place" : "place\(place + 1)" }

    /// The columns it looks at. Only for tables that have them.
    func columns(of table: PersonTable) -> PairComparer.Field {
        switch field {
        case "given_name": .name(known(table.given), other: table.surname)
        case "surname": .name(known(table.surname), other: table.given)
        case "name": .name(known(table.name), other: nil)
        case "birth_date": .date(known(table.birth))
        case "sex": .code(known(table.sex))
        case "nationality": .code(known(table.nationality?.codes))
        case "phone": .phone(known(table.phone))
        case "document": .document(known(table.document))
        default: .text(known(placeColumn(of: table)))
        }
    }

    func placeColumn(of table: PersonTable) -> CodedColumn? {
        table.places.indices.first { Self.placeName($0) == field }.map { table.places[$0] }
    }

    private func known<T>(_ column: T?) -> T {
        guard let column else { preconditionFailure("the table has no \(field)") }
        return column
    }
}
