// SPDX-License-Identifier: Apache-2.0

import Interchange

/// Reads Open Referral HSDS 3: objects, lists and pages as the read API answers them, tables in one JSON file, and
/// packages of comma-separated files.
public enum DirectoryReader {
    /// The objects that stand at the top of a file; of several that fit the first.
    private static let roots = [
        "service", "organization", "service_at_location", "location", "taxonomy_term", "taxonomy",
    ]

    /// Reads one JSON file.
    ///
    /// - Throws: `DirectoryRefused` with every error and its place: not JSON, wrong types and values, what is missing,
    ///   codes that are in no list of ours, links that lead nowhere.
    public static func read(
        _ bytes: [UInt8], under vocabulary: DirectoryVocabulary
    ) throws(DirectoryRefused) -> DirectoryFile {
        if bytes.count > Limits.fileBytes { throw refused("the file is too large") }
        var scanner = JSONScanner(bytes[...])
        let tree: WrittenJSON
        do throws(InterchangeError) {
            guard scanner.peek() != nil else { throw InterchangeError.empty }
            tree = try scanner.value()
        } catch { throw refused("this is not JSON, or brackets are nested too deep") }
        if scanner.peek() != nil { throw refused("something stands behind the end of the JSON value") }
        let names = tree.members.map(\.key)
        if !names.isEmpty, names.allSatisfy({ $0.hasSuffix(".csv") }) {
            let tables = tree.members.map { DirectoryTable(rows: $0.value.elements, file: $0.key) }
            return try read(tables, .tables, tree: tree, others: [], vocabulary)
        }
        return try read(tree, TreeCheck(vocabulary))
    }

    /// Reads a package of comma-separated files, by their names.
    ///
    /// - Throws: `DirectoryRefused`, as `read` does.
    public static func read(
        folder files: [(name: String, bytes: [UInt8])], under vocabulary: DirectoryVocabulary
    ) throws(DirectoryRefused) -> DirectoryFile {
        var (tables, others): ([DirectoryTable], [(name: String, bytes: [UInt8])]) = ([], [])
        var findings: [DirectoryFinding] = []
        for file in files.sorted(by: { $0.name < $1.name }) {
            guard file.name.hasSuffix(".csv") else {
                others.append(file)
                continue
            }
            let entity = HSDSSchema.current.entity(file: file.name)
            do throws(InterchangeError) {
                tables.append(try DirectoryTable(csv: file.bytes, file: file.name, entity: entity))
            } catch { findings.append(DirectoryFinding(severity: .error, place: file.name, message: error.message)) }
        }
        if !findings.isEmpty { throw DirectoryRefused(findings: findings) }
        if tables.isEmpty { throw refused("there is no table (a file that ends with .csv) in this folder") }
        let tree = WrittenJSON.object(
            tables.map { JSONMember(key: $0.file, value: .list($0.rows.map(\.object))) })
        return try read(tables, .folder, tree: tree, others: others, vocabulary)
    }

    private static func refused(_ message: String) -> DirectoryRefused {
        DirectoryRefused(findings: [DirectoryFinding(severity: .error, place: "", message: message)])
    }

    private static func read(_ tree: WrittenJSON, _ check: TreeCheck) throws(DirectoryRefused) -> DirectoryFile {
        let shape: DirectoryFile.Shape
        let objects: [(place: String, tree: WrittenJSON)]
        if case .list(let list)? = tree["contents"] {
            shape = .page
            objects = list.enumerated().map { ("contents[\($0)]", $1) }
        } else if case .list(let list) = tree {
            shape = .list
            objects = list.enumerated().map { ("[\($0)]", $1) }
        } else {
            shape = .one
            objects = [("", tree)]
        }
        var (kinds, services): ([String], [WrittenJSON]) = ([], [])
        for object in objects {
            guard let kind = kind(of: object.tree) else {
                check.say(.error, object.place, "this is none of: " + roots.joined(separator: ", "))
                continue
            }
            check.check(object.tree, as: kind, at: object.place, isNested: true)
            kinds.append(kind)
            services += wholeServices(object.tree, kind)
        }
        try stop(check)
        return DirectoryFile(
            shape: shape, findings: check.findings, kinds: kinds, tree: tree, tables: [], others: [],
            services: services)
    }

    private static func stop(_ check: TreeCheck) throws(DirectoryRefused) {
        if check.findings.contains(where: { $0.severity == .error }) {
            throw DirectoryRefused(findings: check.findings)
        }
    }

    private static func read(
        _ tables: [DirectoryTable], _ shape: DirectoryFile.Shape, tree: WrittenJSON,
        others: [(name: String, bytes: [UInt8])], _ vocabulary: DirectoryVocabulary
    ) throws(DirectoryRefused) -> DirectoryFile {
        let check = TreeCheck(vocabulary)
        TableCheck(tables).run(check)
        try stop(check)
        return DirectoryFile(
            shape: shape, findings: check.findings,
            kinds: tables.compactMap { HSDSSchema.current.entity(file: $0.file)?.name }, tree: tree, tables: tables,
            others: others, services: TableJoin(tables).services)
    }

    /// What an object at the top of a file is: that of which it has most members and fewest others.
    private static func kind(of tree: WrittenJSON) -> String? {
        let names = tree.members.map(\.key)
        var best: (name: String, score: Int)?
        for root in roots {
            guard let entity = HSDSSchema.current.entities[root] else { continue }
            var known = Set(entity.fields.map(\.name) + (entity.lists + entity.objects).map(\.name))
            if root == "service_at_location" { known.insert("service") }
            if root == "organization" { known.insert("services") }
            let score = names.count { known.contains($0) } * 2 - names.count
            if score > best?.score ?? 0 { best = (root, score) }
        }
        return best?.name
    }

    /// The services in an object at the top, each with the organisation and the places that it was shown with.
    private static func wholeServices(_ tree: WrittenJSON, _ kind: String) -> [WrittenJSON] {
        switch kind {
        case "service": return [tree]
        case "organization":
            let own = WrittenJSON.object(tree.members.filter { $0.key != "services" && $0.key != "locations" })
            return tree.list("services").map { .object($0.members + [JSONMember(key: "organization", value: own)]) }
        case "service_at_location":
            guard let service = tree["service"] else { return [] }
            if service["service_at_locations"] != nil { return [service] }
            let place = WrittenJSON.object(tree.members.filter { $0.key != "service" })
            return [.object(service.members + [JSONMember(key: "service_at_locations", value: .list([place]))])]
        default: return []
        }
    }
}
