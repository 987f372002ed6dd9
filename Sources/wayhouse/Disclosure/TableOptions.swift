// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Disclosure
import Foundation
import Interchange

/// How the columns of a CSV file are to be read.
struct TableOptions: ParsableArguments {
    @Option(
        help: "Columns in which 0 is an answer, with commas between them; elsewhere 0 counts as an empty cell.")
    var sensitiveZeros: String?
    @Option(
        help: ArgumentHelp(
            "A column of lists and what stands between the values of a cell, as \"means:;\". Once for each column.",
            valueName: "column:separator"))
    var multi: [String] = []

    func validate() throws {
        for text in multi where Self.list(text) == nil {
            throw ValidationError("--multi takes a column, a colon and one character, as \"means:;\".")
        }
    }

    var attributes: AttributeOptions {
        let zeros = (sensitiveZeros ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let lists = multi.compactMap(Self.list)
        return AttributeOptions(
            sensitiveZeros: Set(zeros.filter { !$0.isEmpty }),
            separators: Dictionary(lists, uniquingKeysWith: { $1 }))
    }

    private static func list(_ text: String) -> (String, Character)? {
        guard let separator = text.last, text.dropLast().last == ":", text.count > 2 else { return nil }
        return (String(text.dropLast(2)), separator)
    }

    /// The table in a CSV file.
    ///
    /// - Throws: `Problem` when the file cannot be read; `InterchangeError`, `TableFault`.
    static func table(_ path: String) throws -> ColumnTable { try ColumnTable(csv: InFile.bytes(path)) }
}
