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

    /// The visible labels of the official workbooks' 38 labelled columns and the field that each means.
    public let templateLabels: [String: FieldName]
    /// Everyday words for fields, such as "date of birth": proposed, never taken as meant.
    public let synonyms: [String: FieldName]
    /// Of this codebook: the standard's version, a dash, our own count.
    public let version: String
    /// The standard, its publisher and its licence.
    public let standard: String

    private let positions: [FieldName: Int]
    let nameIndex: [String: FieldName]
    let labelIndex: [String: FieldName]

    public init(
        fields: [Field], picklists: [String: Picklist], aliases: [String: FieldName],
        templateLabels: [String: FieldName] = [:], synonyms: [String: FieldName] = [:], version: String = "",
        standard: String = ""
    ) {
        self.fields = fields
        self.picklists = picklists
        self.aliases = aliases
        self.templateLabels = templateLabels
        self.synonyms = synonyms
        self.version = version
        self.standard = standard
        positions = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
        nameIndex = Self.nameIndex(of: fields, aliases: aliases)
        labelIndex = Self.labelIndex(of: fields, template: templateLabels)
    }

    /// The field with exactly this name.
    public subscript(_ name: FieldName) -> Field? { positions[name].map { fields[$0] } }

    /// The 84 HTCDS 2.0 fields in the standard's order.
    public var standardFields: [Field] { fields.filter(\.isStandard) }

    /// The fields of one section, in order.
    public func fields(in section: Section) -> [Field] { fields.filter { $0.section == section } }

    /// The picklist of a field; nil when the field has none.
    public func picklist(of field: Field) -> Picklist? {
        if case .picklist(let id, _) = field.kind { picklists[id] } else { nil }
    }
}
