// SPDX-License-Identifier: Apache-2.0

import Interchange

/// Puts the rows of a package together to whole services, as the read API shows them.
struct TableJoin {
    private let schema = HSDSSchema.current
    /// Rows by entity and id.
    private var byID: [String: [String: WrittenJSON]] = [:]
    /// Rows by entity, the link's column, and the id that it names.
    private var linked: [String: [String: [WrittenJSON]]] = [:]
    private let order: [WrittenJSON]

    init(_ tables: [DirectoryTable]) {
        var services: [WrittenJSON] = []
        for table in tables {
            guard let entity = schema.entity(file: table.file) else { continue }
            let columns = table.heading.filter { $0.hasSuffix("_id") }
            for row in table.rows {
                if let id = row.object.text("id") { byID[entity.name, default: [:]][id] = row.object }
                for column in columns {
                    guard let id = row.object.text(column) else { continue }
                    linked["\(entity.name) \(column)", default: [:]][id, default: []].append(row.object)
                }
            }
            if entity.name == "service" { services = table.rows.map(\.object) }
        }
        order = services
    }

    var services: [WrittenJSON] { order.map { whole($0, "service", hiding: []) } }

    /// A row with everything that hangs on it. Links that the nesting says are left out.
    private func whole(_ row: WrittenJSON, _ name: String, hiding: Set<String>) -> WrittenJSON {
        guard let entity = schema.entities[name] else { return row }
        let shown = Set(entity.objects.map { Self.column(of: $0) })
        var members = row.members.filter {
            !hiding.contains($0.key) && (byIDOf($0, entity) == nil || !shown.contains($0.key))
        }
        for object in entity.objects {
            let column = Self.column(of: object)
            guard let id = row.text(column), let other = byID[object.entity]?[id] else { continue }
            members.append(JSONMember(key: object.name, value: whole(other, object.entity, hiding: [])))
        }
        guard let id = row.text("id") else { return .object(members) }
        for list in entity.lists where !(name == "organization" && list.name == "locations") {
            let column = ["attribute": "link_id", "metadata": "resource_id"][list.entity] ?? "\(name)_id"
            let rows = linked["\(list.entity) \(column)"]?[id] ?? []
            if rows.isEmpty { continue }
            let links = Set(schema.entities[list.entity]?.fields.filter { $0.link != nil }.map(\.name) ?? [])
            let hidden = links.subtracting(schema.entities[list.entity]?.objects.map(Self.column) ?? [])
                .union(["link_id", "resource_id"])
            let children = rows.map { whole($0, list.entity, hiding: hidden) }
            members.append(JSONMember(key: list.name, value: .list(children)))
        }
        return .object(members)
    }

    private func byIDOf(_ member: JSONMember, _ entity: HSDSSchema.Entity) -> WrittenJSON? {
        guard let object = entity.objects.first(where: { Self.column(of: $0) == member.key }) else { return nil }
        return member.value.text.flatMap { byID[object.entity]?[$0] }
    }

    private static func column(of object: HSDSSchema.Member) -> String {
        object.name == "taxonomy_detail" ? "taxonomy_id" : "\(object.name)_id"
    }
}
