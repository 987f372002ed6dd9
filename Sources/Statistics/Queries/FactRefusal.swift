// SPDX-License-Identifier: Apache-2.0

/// Why a question is not answered.
public enum FactRefusal: Error, Sendable, Hashable {
    case periodReversed
    case unknownColumn(FactColumn)
    /// More than three columns, or one of them twice.
    case tooManyAxes, sameColumnTwice
    /// One table may stand on one definition only.
    case definitionsMixed([String])
    case unknownDefinition(String)
    case tooManyCells(limit: Int)

    /// What is wrong and what to do, in plain words.
    public var message: String {
        switch self {
        case .periodReversed: "The period ends before it begins. Swap its days."
        case .unknownColumn(let column): "There is no column “\(column.rawValue)” to count by."
        case .tooManyAxes: "A table has at most three columns to count by. Take one away, or make it a filter."
        case .sameColumnTwice: "The same column is there twice. Take one of them away."
        case .definitionsMixed(let definitions):
            "One table stands on one definition: here are \(definitions.joined(separator: " and ")). Make one table for "
                + "each, or look at the counts under each definition."
        case .unknownDefinition(let id): "There is no definition “\(id)”. `wayhouse definitions list` names them."
        case .tooManyCells(let limit):
            "The table would have more than \(limit) cells. Group the answers, or take a column away."
        }
    }
}
