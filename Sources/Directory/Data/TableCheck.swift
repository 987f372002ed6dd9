// SPDX-License-Identifier: Apache-2.0

import Interchange

/// Checks the tables of a package: each row by itself, then the links between them.
struct TableCheck {
    private let tables: [(table: DirectoryTable, entity: HSDSSchema.Entity?)]
    private let ids: [String: Set<String>]

    init(_ tables: [DirectoryTable]) {
        let known = tables.map { (table: $0, entity: HSDSSchema.current.entity(file: $0.file)) }
        self.tables = known
        ids = Dictionary(
            known.compactMap { one in
                one.entity.map { ($0.name, Set(one.table.rows.compactMap { $0.object.text("id") })) }
            }, uniquingKeysWith: { $0.union($1) })
    }

    func run(_ check: TreeCheck) {
        for (table, entity) in tables {
            guard let entity else {
                check.say(.note, table.file, "the specification has no such table; it is kept as it is")
                continue
            }
            var seen: Set<String> = []
            for row in table.rows {
                check.check(row.object, as: entity.name, at: row.place, isNested: false)
                if let id = row.object.text("id"), !seen.insert(id).inserted {
                    check.say(.error, "\(row.place), id", "another row of this table has the same id")
                }
                links(row.object, entity, row.place, check)
            }
        }
        ownTerms(check)
    }

    /// What would belong to nothing. Tables of the 3.1 draft are not among them.
    private static let hangers: Set<String> = [
        "service", "service_at_location", "attribute", "program", "cost_option", "organization_identifier",
    ]

    /// A link without which a row belongs to nothing is an error when it leads nowhere; others are kept.
    private func links(_ row: WrittenJSON, _ entity: HSDSSchema.Entity, _ place: String, _ check: TreeCheck) {
        for field in entity.fields {
            guard let link = field.link, let id = row.text(field.name) else { continue }
            if ids[link]?.contains(id) == true { continue }
            let matters = field.required == true && ids[link] != nil && Self.hangers.contains(entity.name)
            check.say(
                matters ? .error : .warning, "\(place), \(field.name)",
                "there is no \(link) of this id" + (ids[link] == nil ? ": its table is not here" : ""))
        }
    }

    private func ownTerms(_ check: TreeCheck) {
        let terms = tables.first { $0.entity?.name == "taxonomy_term" }?.table.rows ?? []
        let byID = Dictionary(terms.map { ($0.object.text("id") ?? "", $0.object) }, uniquingKeysWith: { a, _ in a })
        for row in tables.first(where: { $0.entity?.name == "attribute" })?.table.rows ?? [] {
            guard let term = row.object.text("taxonomy_term_id").flatMap({ byID[$0] }),
                let taxonomy = term.text("taxonomy")
            else { continue }
            check.checkOwn(taxonomy, code: term.text("code"), value: row.object.text("value"), at: row.place)
        }
    }
}
