// SPDX-License-Identifier: Apache-2.0

/// How the cells of a table become attributes of people.
public struct AttributeOptions: Sendable, Hashable {
    /// Columns in which `0` is an answer that may not be lost; elsewhere `0` and an empty cell say nothing of a person.
    public var sensitiveZeros: Set<String>
    /// Columns that hold lists, and what stands between the values of one cell.
    public var separators: [String: Character]

    public init(sensitiveZeros: Set<String> = [], separators: [String: Character] = [:]) {
        self.sensitiveZeros = sensitiveZeros
        self.separators = separators
    }

    /// The attribute values of a cell, sorted by their bytes, each once.
    ///
    /// - Parameters:
    ///   - text: The cell as it stands in the file.
    ///   - column: The column's name.
    func values(of text: String, in column: String) -> [String] {
        let keepsZero = sensitiveZeros.contains(column)
        guard let separator = separators[column] else { return text.isEmpty || text == "0" && !keepsZero ? [] : [text] }
        let parts = text.split(separator: separator).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        let kept = Set(parts.filter { !$0.isEmpty && ($0 != "0" || keepsZero) })
        return kept.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// - Throws: `TableFault.noColumn` for the first column, by name, that a table does not have.
    public func check(against table: ColumnTable) throws(TableFault) {
        _ = try table.positions(of: sensitiveZeros.union(separators.keys).sorted())
    }
}
