// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// What programs get and send about cases, as JSON.
struct CaseDocument: Encodable {
    let id: EntityID
    let code: String
    let records: [RecordDocument]
    let people: [RecordDocument]
    let organisations: [RecordDocument]

    init(_ file: CaseFile) {
        id = file.id
        code = file.id.code
        records = file.records.map { RecordDocument($0) }
        people = file.people.values.sorted { $0.id < $1.id }.map { RecordDocument($0) }
        organisations = file.organisations.values.sorted { $0.id < $1.id }.map { RecordDocument($0) }
    }
}

/// One version of one record.
struct RecordDocument: Encodable {
    let id: EntityID
    let kind: RecordKind
    let version: Int
    let day: String
    let values: [String: Value]
    let links: [String: EntityID]

    init(_ stored: Stored) {
        id = stored.id
        kind = stored.record.kind
        version = stored.version
        day = stored.day.description
        values = stored.record.values.byText
        links = Dictionary(uniqueKeysWithValues: stored.record.links.map { ($0.rawValue, $1) })
    }
}

/// A record to be added or a new version of one.
struct RecordInput: Decodable {
    var kind: RecordKind?
    var values: [String: Value]
    var links: [String: EntityID]?

    var fields: [FieldName: Value] { Dictionary(uniqueKeysWithValues: values.map { (FieldName($0), $1) }) }
    var parsedLinks: [Link: EntityID] {
        Dictionary((links ?? [:]).compactMap { name, id in Link(rawValue: name).map { ($0, id) } }) { first, _ in first
        }
    }
}

/// A case to be registered: any fields of the codebook, and somebody known already when it is for them.
struct CaseInput: Decodable {
    var values: [String: Value]
    var person: EntityID?
}

/// A line of the list.
struct CaseLineDocument: Encodable {
    struct Person: Encodable {
        let id: EntityID
        let initials: String
        let name: String?
    }
    let id: EntityID
    let code: String
    let reference: String?
    let status: String?
    let isDraft: Bool
    let owner: String?
    let changed: String
    let people: [Person]

    init(_ line: CaseLine, showsNames: Bool) {
        id = line.id
        code = line.id.code
        reference = line.summary.reference
        status = line.summary.status
        isDraft = line.summary.isDraft
        owner = line.summary.owner
        changed = line.summary.changed.description
        people = line.people.map { Person(id: $0.id, initials: $0.initials, name: showsNames ? $0.name : nil) }
    }
}

/// The answer to an edit that met another.
struct ConflictDocument: Encodable {
    let type = "/problems/conflict"
    let title: String
    let status = 412
    /// The version that the editor saw; nil when it never was.
    let seen: RecordDocument?
    let current: RecordDocument
    let mine: [String: Value]
}

extension [FieldName: Value] {
    var byText: [String: Value] { Dictionary<String, Value>(uniqueKeysWithValues: map { ($0.rawValue, $1) }) }
}
