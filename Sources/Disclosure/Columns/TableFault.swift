// SPDX-License-Identifier: Apache-2.0

/// Why a file is no table that can be counted. Holds names of columns and numbers of lines, never a value of a row.
public enum TableFault: Error, Sendable, Hashable {
    /// There is a heading at most, and no row below it.
    case noRows
    /// A column without a name, by its place from 1.
    case unnamedColumn(Int)
    /// Two columns of one name.
    case columnTwice(String)
    /// A column was asked for that the table does not have.
    case noColumn(String)
    /// Two tables that are to be compared have no column of the same name.
    case noSharedColumn
    /// A row with more fields than the heading, by its number in the file from 1.
    case rowTooWide(row: Int)
    /// More different values than a category has: an identifier, a date of birth or free text.
    case tooManyValues(column: String, limit: Int)

    /// One to three plain sentences: what, where, what to do.
    public var message: String {
        switch self {
        case .noRows: "The file has no rows below its heading, so there is nothing to count."
        case .unnamedColumn(let place):
            "Column \(place) has no name in the first line of the file. Give every column a name."
        case .columnTwice(let name): "Two columns are called \(name). Give each column a name of its own."
        case .noColumn(let name):
            "There is no column called \(name). Names count exactly as they stand in the first line of the file."
        case .noSharedColumn: "The two files have no column of the same name, so they cannot be compared."
        case .rowTooWide(let row):
            "Row \(row) has more fields than the heading. A comma inside a value needs quotation marks around the value."
        case .tooManyValues(let column, let limit):
            "The column \(column) has more than \(limit) different values. It tells people apart, as a number, a name "
                + "or a free text does, and is no category: leave the column out, or group its values first."
        }
    }
}
