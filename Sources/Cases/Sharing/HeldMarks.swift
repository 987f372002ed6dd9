// SPDX-License-Identifier: Apache-2.0

import Standard

/// What is never to leave the office, whatever consent says, by the marks in the consents of a case. A mark is taken
/// off by taking it out of the consent that set it, never by withdrawing that consent.
public struct HeldMarks: Sendable, Hashable {
    public var fields: Set<FieldName> = []
    public var records: Set<EntityID> = []

    public init() {}

    /// What the consents among some records mark.
    public init(_ records: some Sequence<Record>) {
        for record in records where record.kind == .consent {
            fields.formUnion(Self.names(record.text(Self.fieldsName)).map { FieldName($0) })
            self.records.formUnion(Self.names(record.text(Self.recordsName)).compactMap { EntityID($0) })
        }
    }

    /// Adds what others mark.
    public mutating func form(_ more: HeldMarks) {
        fields.formUnion(more.fields)
        records.formUnion(more.records)
    }

    public var isEmpty: Bool { fields.isEmpty && records.isEmpty }

    /// The fields of a consent that hold these marks.
    public var values: [FieldName: Value] {
        var values: [FieldName: Value] = [:]
        if !fields.isEmpty {
            values[Self.fieldsName] = .text(fields.map(\.rawValue).sorted().joined(separator: " "))
        }
        if !records.isEmpty {
            values[Self.recordsName] = .text(records.sorted().map(\.description).joined(separator: " "))
        }
        return values
    }

    /// What is left of a record; nil when nothing of it may leave.
    public func left(of stored: Stored) -> Stored? {
        if records.contains(stored.id) { return nil }
        let hidden = fields.union([Self.fieldsName, Self.recordsName])
        guard stored.record.names.contains(where: hidden.contains) else { return stored }
        let kept = stored.record.entries.filter { !hidden.contains($0.name) }
        return Stored(
            id: stored.id, version: stored.version, day: stored.day, isRemoved: stored.isRemoved,
            record: Record(stored: stored.record.kind, entries: kept, links: stored.record.links),
            closed: stored.closed, author: stored.author)
    }

    static let fieldsName: FieldName = "wh_ConsentHeldFields"
    static let recordsName: FieldName = "wh_ConsentHeldRecords"

    private static func names(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
