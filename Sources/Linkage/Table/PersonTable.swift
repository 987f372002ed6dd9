// SPDX-License-Identifier: Apache-2.0

/// People as numbers: each column holds a number for each row, and what a number stands for is kept once. Row numbers
/// begin at 0; rows of the second file follow those of the first.
public final class PersonTable: Sendable {
    /// Rows of both files.
    public let count: Int
    /// Rows of the first file; equal to `count` when there is one file.
    public let boundary: Int
    /// The columns that were used, in the words of their headings.
    public let columns: [ColumnUse]
    /// What was noticed while reading, without values.
    public let notes: [String]
    let ids: RowIDs
    let names: NameDomain
    /// Numbers of `names`; nil for a column that is not there.
    let given: Column<UInt32>?
    let surname: Column<UInt32>?
    let name: Column<UInt32>?
    /// YYYYMMDD, noughts for what is unknown.
    let birth: Column<UInt32>?
    /// 0 unknown, then a number for each word that was used.
    let sex: Column<UInt32>?
    let nationality: CodedColumn?
    let places: [CodedColumn]
    /// The last nine digits.
    let phone: Column<UInt32>?
    let document: CodedColumn?

    /// Which heading was taken for what.
    public struct ColumnUse: Sendable, Codable, Equatable {
        public let heading: String
        public let role: FieldRole
    }

    /// True when pairs are sought between two files rather than within one.
    public var isPaired: Bool { boundary < count }

    /// The id that a row's file gives it, or its number in that file from 1.
    public func id(_ row: Int) -> String { ids.text(row) ?? String(row < boundary ? row + 1 : row - boundary + 1) }

    init(_ parts: PersonColumns, boundary: Int, uses: [ColumnUse], notes: [String]) {
        count = parts.count
        self.boundary = boundary
        columns = uses
        self.notes = notes
        ids = parts.ids
        names = parts.names
        given = parts.given
        surname = parts.surname
        name = parts.name
        birth = parts.birth
        sex = parts.sex
        nationality = parts.nationality
        places = parts.places
        phone = parts.phone
        document = parts.document
    }
}

/// What a reader hands to a table.
struct PersonColumns {
    var count = 0
    var ids = RowIDs()
    var names = NameDomain()
    var given: Column<UInt32>?
    var surname: Column<UInt32>?
    var name: Column<UInt32>?
    var birth: Column<UInt32>?
    var sex: Column<UInt32>?
    var nationality: CodedColumn?
    var places: [CodedColumn] = []
    var phone: Column<UInt32>?
    var document: CodedColumn?
}

/// A column of numbers of a pool of its own.
struct CodedColumn: Sendable {
    let codes: Column<UInt32>
    let pool: TextPool
}

/// The ids of rows, as bytes one after another.
final class RowIDs: @unchecked Sendable {
    @exclusivity(unchecked) private var bytes: Growing<UInt8>
    @exclusivity(unchecked) private var ends: Growing<UInt32>

    /// - Parameter capacity: of rows, a guess.
    init(capacity: Int = 1_024) {
        bytes = Growing(capacity: capacity * 8)
        ends = Growing(capacity: capacity)
    }

    /// Adds to the id of the row that is being read.
    func begin(_ id: UnsafeBufferPointer<UInt8>) {
        if let base = id.baseAddress { bytes.append(base, count: id.count) }
    }

    /// Ends the id of the row that was read.
    func end() { ends.append(UInt32(bytes.count)) }

    /// Forgets what was begun: the line held nothing.
    func forget() { bytes.removeLast(bytes.count - start(of: ends.count)) }

    /// Adds the ids of further rows.
    func append(_ other: RowIDs) {
        let start = UInt32(bytes.count)
        bytes.append(other.bytes.base, count: other.bytes.count)
        for row in 0..<other.ends.count { ends.append(start + other.ends.base[row]) }
    }

    /// Empty when the row has none. Holds until the next id is added.
    func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        guard row < ends.count else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = start(of: row)
        return UnsafeBufferPointer(start: bytes.base + start, count: Int(ends.base[row]) - start)
    }

    /// Nil when the row has none.
    func text(_ row: Int) -> String? {
        let bytes = bytes(row)
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private func start(of row: Int) -> Int { row == 0 ? 0 : Int(ends.base[row - 1]) }
}
