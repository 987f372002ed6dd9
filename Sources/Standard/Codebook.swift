// SPDX-License-Identifier: Apache-2.0

/// The codebook: every field that a record may have and every value that a field may take.
///
/// Immutable. `Codebook.current` is compiled in, read once on first use (a few milliseconds), and shared.
public struct Codebook: Sendable {
    /// HTCDS fields in the standard's order, then `wh_` fields in ours.
    public let fields: [Field]
    /// Picklists by id.
    public let picklists: [String: Picklist]
    /// The toolkit's divergent names and what they mean, such as `prs_First_Name` → `prs_FirstName`.
    public let aliases: [String: FieldName]

    private let byName: [FieldName: Field]

    public init(fields: [Field], picklists: [String: Picklist], aliases: [String: FieldName]) {
        self.fields = fields
        self.picklists = picklists
        self.aliases = aliases
        byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
    }

    /// The field with exactly this name.
    public subscript(_ name: FieldName) -> Field? { byName[name] }

    /// The 84 HTCDS 2.0 fields in the standard's order.
    public var standardFields: [Field] { fields.filter(\.isStandard) }

    /// The fields of one section, in order.
    public func fields(in section: Section) -> [Field] { fields.filter { $0.section == section } }

    /// The picklist of a field; nil when the field has none.
    public func picklist(of field: Field) -> Picklist? {
        if case .picklist(let id, _) = field.kind { picklists[id] } else { nil }
    }
}

/// A list of values that a field may take.
public struct Picklist: Sendable {
    public let id: String
    /// In the standard's order.
    public let values: [PicklistValue]
    private let byName: [String: Int]

    public init(id: String, values: [PicklistValue]) {
        self.id = id
        self.values = values
        byName = Dictionary(values.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The value with exactly this name.
    public subscript(_ name: String) -> PicklistValue? { byName[name].map { values[$0] } }
}

/// One value of a picklist.
public struct PicklistValue: Sendable, Hashable {
    /// Exact value name, misspellings included.
    public let name: String
    /// The label in English, trimmed.
    public let label: String
    /// What it means, in our own words; empty when the label says it all.
    public let definition: String
    /// For values that are ours: what strict HTCDS gets. Nil for the standard's own.
    public let downgrade: Downgrade?

    public init(name: String, label: String, definition: String = "", downgrade: Downgrade? = nil) {
        self.name = name
        self.label = label
        self.definition = definition
        self.downgrade = downgrade
    }
}
