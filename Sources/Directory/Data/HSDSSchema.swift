// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the objects of the Human Services Data Specification hold, as data (`Resources/hsds.json`).
struct HSDSSchema: Sendable {
    struct Entity: Sendable, Decodable {
        let name: String
        /// The table of it in a package of comma-separated files.
        let file: String
        let fields: [Field]
        /// Members that are lists of other objects.
        let lists: [Member]
        /// Members that are one other object.
        let objects: [Member]

        func field(_ name: String) -> Field? { fields.first { $0.name == name } }
    }

    struct Field: Sendable, Decodable {
        let name: String
        let type: FieldType
        let required: Bool?
        let values: [String]?
        /// The object that it names by its id.
        let link: String?
    }

    struct Member: Sendable, Decodable {
        let name: String
        let entity: String
    }

    enum FieldType: String, Sendable, Decodable { case string, uuid, email, uri, number, date, datetime, time }

    let entities: [String: Entity]

    static let current: HSDSSchema = {
        struct File: Decodable { let standard: String; let entities: [Entity] }
        do {
            let file = try JSONDecoder().decode(File.self, from: Data(PackageResources.hsds_json))
            return HSDSSchema(entities: Dictionary(uniqueKeysWithValues: file.entities.map { ($0.name, $0) }))
        } catch { preconditionFailure("the list of objects that is compiled in is read: \(error)") }
    }()

    func entity(file: String) -> Entity? { entities.values.first { $0.file == file } }
}
