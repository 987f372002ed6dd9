// SPDX-License-Identifier: Apache-2.0

/// A combination as one text: `column:value;column:value`, in column order.
///
/// A `;`, `:` or `\` inside a name or a value has a `\` before it, so that the text can be taken apart again: cut at
/// every `;` without a `\` before it, then at the first `:` without one.
public struct CombinationText: Sendable {
    private let parts: [String]

    /// - Parameter rows: Whose attributes are to be written.
    public init(_ rows: AttributeRows) {
        parts = rows.attributes.map { Self.escape(rows.columnNames[$0.column]) + ":" + Self.escape($0.value) }
    }

    /// - Parameter attributes: Attribute numbers, ascending.
    public func text(_ attributes: [Int]) -> String { attributes.map { parts[$0] }.joined(separator: ";") }

    static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x3B || $0 == 0x3A || $0 == 0x5C }) else { return text }
        return text.reduce(into: "") { result, character in
            if character == ";" || character == ":" || character == "\\" { result.append("\\") }
            result.append(character)
        }
    }
}
