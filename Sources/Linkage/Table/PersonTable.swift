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
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []

    /// Adds to the id of the row that is being read.
    func begin(_ id: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: id) }

    /// Ends the id of the row that was read.
    func end() { ends.append(UInt32(bytes.count)) }

    /// Forgets what was begun: the line held nothing.
    func forget() { bytes.removeLast(bytes.count - Int(ends.last ?? 0)) }

    /// Nil when the row has none.
    func text(_ row: Int) -> String? {
        guard row < ends.count else { return nil }
        let range = Int(row == 0 ? 0 : ends[row - 1])..<Int(ends[row])
        return range.isEmpty ? nil : String(decoding: bytes[range], as: UTF8.self)
    }
}
