// SPDX-License-Identifier: Apache-2.0

extension ColumnTable {
    /// The most columns that one column of joined answers is split into.
    static let answersMax = 200

    /// The same table with a column of joined answers replaced by one column for each answer, named
    /// `column_answer`, which holds `1` where the answer was given and nothing elsewhere.
    ///
    /// - Returns: The table and the names of the new columns, in the order of the answers.
    /// - Throws: `AnonymizeRefusal.unknownColumns`, `.tooManyAnswers`, `.declaredTwice` when a new name is taken.
    func splitting(_ name: String, at separator: String) throws(AnonymizeRefusal) -> (ColumnTable, [String]) {
        guard let place = position(of: name) else { throw .unknownColumns([name]) }
        let column = columns[place]
        let pieces = column.values.map { Set(ColumnScreen.pieces($0, separator)) }
        let answers = Set(pieces.flatMap { $0 }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard answers.count <= Self.answersMax else { throw .tooManyAnswers(column: name) }
        let split = answers.map { answer in
            let code = pieces.map { UInt16($0.contains(answer) ? 1 : 0) }
            return Column(
                name: "\(name)_\(answer)", values: ["", "1"], codes: column.codes.map { code[Int($0)] })
        }
        let others = Set(columns.map(\.name)).subtracting([name])
        let taken = split.map(\.name).filter(others.contains)
        guard taken.isEmpty else { throw .declaredTwice(taken) }
        let new = columns[..<place] + split + columns[(place + 1)...]
        return (ColumnTable(columns: Array(new), rowCount: rowCount), split.map(\.name))
    }

    /// The same table without these columns.
    func leavingOut(_ names: Set<String>) -> ColumnTable {
        ColumnTable(columns: columns.filter { !names.contains($0.name) }, rowCount: rowCount)
    }
}
