// SPDX-License-Identifier: Apache-2.0

/// Reads one or two files of people into a table.
public struct PersonReader {
    private var pieces: [PersonPiece] = []
    private var boundary = 0
    private var uses: [PersonTable.ColumnUse] = []
    private let map: [(FieldRole, String)]
    private let yearOfAges: Int
    /// Into how many pieces a long file is cut.
    var pieceCount = Parallel.width

    /// - Parameters:
    ///   - map: columns by name, where headings alone would not say it.
    ///   - yearOfAges: the year in which ages were written down, for files that give ages only.
    public init(map: [(FieldRole, String)] = [], yearOfAges: Int) {
        self.map = map
        self.yearOfAges = yearOfAges
    }

    /// Adds the rows of a CSV file in UTF-8; the first line holds the headings. Lines without any value are passed
    /// over.
    ///
    /// - Throws: `LinkageError`.
    public mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) throws(LinkageError) {
        boundary = pieces.reduce(0) { $0 + $1.sink.count }
        var fields = try CSVFields(bytes)
        let headings = try Self.headings(&fields)
        if headings.allSatisfy(\.isEmpty) { throw .empty }
        let plan = try ColumnPlan(headings: headings, map: map)
        guard plan.uses.contains(where: { ![.id, .sex, .ignore].contains($0.role) }) else { throw .nothingToCompare }
        for use in plan.uses where !uses.contains(use) { uses.append(use) }
        pieces += try read(fields, plan)
    }

    /// The rows: in several pieces at once where that gives the same, else in one.
    private func read(_ fields: CSVFields, _ plan: ColumnPlan) throws(LinkageError) -> [PersonPiece] {
        let yearOfAges = yearOfAges
        let parts = fields.pieces(pieceCount)
        let read = Parallel.map(parts.count) { place -> PersonPiece? in
            var fields = parts[place]
            var sink = PersonSink(plan, yearOfAges: yearOfAges, bytes: fields.bytes.count - fields.at)
            while !fields.isAtEnd { if (try? sink.row(&fields)) == nil { return nil } }
            return PersonPiece(sink)
        }
        if !read.contains(where: { $0 == nil }) { return read.compactMap(\.self) }
        // Once more from the first row, which says the line of what is wrong.
        var fields = fields
        var sink = PersonSink(plan, yearOfAges: yearOfAges, bytes: fields.bytes.count)
        while !fields.isAtEnd { try sink.row(&fields) }
        return [PersonPiece(sink)]
    }

    public mutating func add(_ bytes: [UInt8]) throws(LinkageError) {
        let result: Result<Void, LinkageError> = bytes.withUnsafeBufferPointer { buffer in
            do throws(LinkageError) { return .success(try add(buffer)) } catch { return .failure(error) }
        }
        try result.get()
    }

    /// The table of what was added. Cost: the names that differ are brought into their forms here.
    public mutating func table() -> PersonTable {
        let (columns, notes) = PersonJoin(pieces).columns()
        pieces = []
        return PersonTable(columns, boundary: boundary == 0 ? columns.count : boundary, uses: uses, notes: notes)
    }

    private static func headings(_ fields: inout CSVFields) throws(LinkageError) -> [String] {
        var headings: [String] = []
        while !fields.isAtEnd {
            try fields.next { field in
                var text = String(decoding: field, as: UTF8.self)
                while text.last?.isWhitespace == true { text.removeLast() }
                headings.append(String(text.drop(while: \.isWhitespace)))
            }
            if fields.endsRow { break }
        }
        return headings
    }
}
