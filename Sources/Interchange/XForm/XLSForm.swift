// SPDX-License-Identifier: Apache-2.0

/// Forms written as workbooks (XLSForm).
public enum XLSForm {
    /// One answer that a question offers.
    public struct Choice: Sendable, Hashable {
        public let list: String
        public let name: String
        /// Trimmed, the no-break space included.
        public let label: String
    }

    /// The sheet `choices`, in its order.
    ///
    /// - Throws: `InterchangeError`; `brokenWorkbook` when there is no such sheet or it lacks `list_name`, `name` or
    /// `label`.
    public static func choices(from bytes: [UInt8]) throws(InterchangeError) -> [Choice] {
        let kind = try FileKind.of(bytes)
        guard kind == .workbook else { throw .notAWorkbook(kind) }
        let book = try XLSXReader(bytes)
        guard let sheet = book.sheets.first(where: { $0.name == "choices" }) else {
            throw .brokenWorkbook("it has no sheet named choices")
        }
        var columns: [String: Int] = [:]
        var choices: [Choice] = []
        try book.rows(of: sheet) { row in
            let texts = Dictionary(
                row.cells.map { ($0.column, $0.value.text) }, uniquingKeysWith: { first, _ in first })
            if columns.isEmpty {
                for (column, text) in texts { columns[text.tidied.lowercased()] = column }
                return columns["list_name"] != nil && columns["name"] != nil && columns["label"] != nil
            }
            func text(_ header: String) -> String { columns[header].flatMap { texts[$0] } ?? "" }
            let choice = Choice(list: text("list_name").tidied, name: text("name").tidied, label: text("label").tidied)
            if !choice.list.isEmpty, !choice.name.isEmpty { choices.append(choice) }
            return true
        }
        if choices.isEmpty { throw .brokenWorkbook("its sheet choices has no list_name, name and label") }
        return choices
    }
}
