// SPDX-License-Identifier: Apache-2.0

/// A list of values that a field may take.
public struct Picklist: Sendable {
    public let id: String
    /// In the standard's order, our own values after its own; countries and languages by label.
    public let values: [PicklistValue]

    /// The exact names of all values.
    public let names: Set<String>

    private let byName: [String: Int]
    /// Labels and other spellings as they stand: what a dropdown wrote is found without folding.
    private let byLabel: [String: Int]
    /// Codes of other systems, in lower case, as typed but for white space at the ends.
    private let byCode: [String: Int]
    /// Folded names, labels and other spellings. A spelling that means two values is left out.
    private let bySpelling: [String: Int]

    public init(id: String, values: [PicklistValue]) {
        self.id = id
        self.values = values
        byName = Dictionary(values.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        names = Set(values.map(\.name))
        byLabel = Dictionary(
            values.enumerated().flatMap { at, value in
                ([value.label, value.templateLabel] + value.spellings).map { ($0, at) }
            }, uniquingKeysWith: { first, _ in first })
        // Short codes such as NA and NO are read only as they stand: "N/A" names no country.
        let hasCodes = values.contains { !$0.codes.isEmpty }
        byCode = hasCodes ? Self.codeIndex(of: values) : [:]
        bySpelling = Self.spellingIndex(of: values, withNames: !hasCodes)
    }

    /// The value with exactly this name.
    public subscript(_ name: String) -> PicklistValue? { byName[name].map { values[$0] } }

    /// The name of the value that `text` means, or nil.
    ///
    /// Tried in this order: the exact value name; a label or other spelling as it stands; a code (countries: ISO 3166
    /// alpha-2 and alpha-3; languages: ISO 639-1, 639-2 in both forms and common 639-3), in any case; a label or
    /// spelling whatever its case, spaces, punctuation and accents; for countries and languages their names in English,
    /// French, Spanish, Portuguese and Arabic (CLDR). `NA` is Namibia; `N/A` is nothing.
    ///
    /// Cost: one look-up for an exact name (tens of nanoseconds), about a microsecond otherwise. The first text that
    /// only a foreign name can explain costs some 20 ms once.
    public func resolve(_ text: String) -> String? {
        if byName[text] != nil { return text }
        if let at = byLabel[text] { return values[at].name }
        if !byCode.isEmpty, let at = byCode[Spelling.trimmed(text).lowercased()] { return values[at].name }
        let folded = Spelling.fold(text)
        if folded.isEmpty { return nil }
        if let at = bySpelling[folded] { return values[at].name }
        guard let name = WorldNames.names(for: id)[folded], byName[name] != nil else { return nil }
        return name
    }

    /// The name of the value whose name or label is nearest to `text`, when one is near enough to be a slip of the
    /// hand: at most one edit in four characters. For proposals only. Cost: below a millisecond for 500 values.
    public func nearest(to text: String) -> String? {
        if let name = resolve(text) { return name }
        let candidates = values.map { ($0.name, [$0.name, $0.label, $0.templateLabel] + $0.spellings) }
        return Spelling.nearest(to: text, among: candidates, minimumLength: byCode.isEmpty ? 3 : 4)
    }

    private static func codeIndex(of values: [PicklistValue]) -> [String: Int] {
        var index: [String: Int] = [:]
        index.reserveCapacity(values.count * 2)
        for (at, value) in values.enumerated() { index[value.name.lowercased()] = at }
        for (at, value) in values.enumerated() {
            for code in value.codes where index[code.lowercased()] == nil { index[code.lowercased()] = at }
        }
        return index
    }

    private static func spellingIndex(of values: [PicklistValue], withNames: Bool) -> [String: Int] {
        var index: [String: Int] = [:]
        var doubtful: Set<String> = []
        index.reserveCapacity(values.count * 2)
        func add(_ spelling: String, _ at: Int) {
            let folded = Spelling.fold(spelling)
            if let other = index[folded], other != at { doubtful.insert(folded) } else { index[folded] = at }
        }
        for (at, value) in values.enumerated() {
            if withNames { add(value.name, at) }
            add(value.label, at)
            if value.templateLabel != value.label { add(value.templateLabel, at) }
        }
        for (at, value) in values.enumerated() { for spelling in value.spellings { add(spelling, at) } }
        for spelling in doubtful { index[spelling] = nil }
        return index
    }
}

/// One value of a picklist.
public struct PicklistValue: Sendable, Hashable {
    /// Exact value name, misspellings included. Countries: ISO 3166-1 alpha-2. Languages: ISO 639-2/T, else 639-3.
    public let name: String
    /// The label in English, trimmed.
    public let label: String
    /// The spelling in the dropdown lists of the official Excel templates; the label where they have none.
    public let templateLabel: String
    /// What it means, in our own words; empty when the label says it all.
    public let definition: String
    /// For values that are ours: what strict HTCDS gets. Nil for the standard's own.
    public let downgrade: Downgrade?
    /// Codes of other systems that mean this value: ISO 3166 alpha-3 first for a country, ISO 639-1 first for a
    /// language that has one.
    public let codes: [String]
    /// Other names in use that mean this value.
    public let spellings: [String]

    public init(
        name: String, label: String, templateLabel: String? = nil, definition: String = "", downgrade: Downgrade? = nil,
        codes: [String] = [], spellings: [String] = []
    ) {
        self.name = name
        self.label = label
        self.templateLabel = templateLabel ?? label
        self.definition = definition
        self.downgrade = downgrade
        self.codes = codes
        self.spellings = spellings
    }
}
