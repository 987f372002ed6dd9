// SPDX-License-Identifier: Apache-2.0

/// Why no estimate can be made of a table. Holds the names of lists and the numbers of rows, never a count.
public enum EstimateFault: Error, Equatable, Sendable {
    /// One column of lists, or none.
    case tooFewLists
    case tooManyLists(max: Int)
    /// A list without a name, or two of one name.
    case badListNames
    /// A row with something else than 0 or 1 for a list, or no whole count.
    case badRow(number: Int)
    /// People known to no list: that is what is to be estimated.
    case countsTheUnseen(row: Int)
    /// No row counts anybody.
    case nobody
    /// A list that knows nobody says nothing and makes every model fail.
    case emptyList(name: String)
    /// No two lists share anybody, so there is nothing to reckon from.
    case noOverlap

    /// What is wrong and what to do, in one or two sentences.
    public var message: String {
        switch self {
        case .tooFewLists: "An overlap table needs two lists or more, each a column of 1 and 0, and then the counts."
        case .tooManyLists(let max):
            "There are more than \(max) lists. Join those that work closely together into one, then try again."
        case .badListNames: "Every list needs a name of its own in the first row."
        case .badRow(let number):
            "Row \(number) cannot be read: each list's column holds 1 or 0, and the last one a whole count."
        case .countsTheUnseen(let row):
            "Row \(row) counts people whom no list knows. Leave it out: their number is what is estimated."
        case .nobody: "The table counts nobody."
        case .emptyList(let name): "The list '\(name)' knows nobody. Take its column out, then try again."
        case .noOverlap:
            "No person is known to two lists, so the lists say nothing about those whom none of them knows. "
                + "No estimate can be made."
        }
    }
}
