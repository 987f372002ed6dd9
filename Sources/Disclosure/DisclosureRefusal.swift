// SPDX-License-Identifier: Apache-2.0

/// Why a table is not let out. Holds names of columns, never a value or a number of people below k.
public enum DisclosureRefusal: Error, Sendable, Hashable {
    /// k below 2 protects nobody.
    case thresholdTooSmall
    /// There are no rows at all.
    case noRows
    /// Quasi-identifiers that the table does not have; empty when none were declared.
    case missingColumns([String])
    /// Columns with names, numbers, contacts or free text.
    case directColumns([String])
    /// Columns marked as quasi-identifiers that the declaration leaves out.
    case uncountedColumns([String])
    /// A column with more values than a category has.
    case tooManyValues(String)
    /// After leaving out all that must be left out, nothing remains.
    case nothingLeft(CoarseningAdvice)
    /// The second count found a class smaller than k.
    case unsafe(k: Int)

    /// One to three plain sentences for the person who wanted to publish: what, where, what to do.
    public var message: String {
        switch self {
        case .thresholdTooSmall: "The smallest group (k) must be 2 or more; 10 is usual."
        case .noRows: "There is nobody to publish about, so no file was written."
        case .missingColumns(let names) where names.isEmpty:
            "No columns were declared by which others could recognise a person, so nothing can be checked."
        case .missingColumns(let names):
            "These declared columns are not in the table: \(names.joined(separator: ", "))."
        case .directColumns(let names):
            "These columns identify people and are never published: \(names.joined(separator: ", "))."
        case .uncountedColumns(let names):
            "Others could recognise people by these columns, and nobody counted them: \(names.joined(separator: ", "))."
        case .tooManyValues(let name): "The column \(name) has too many different values to be published."
        case .nothingLeft(let advice):
            "Fewer than \(advice.k) people are alike in all that others may know about them, so nothing may be let out "
                + "and no file was written. \(advice.message)"
        case .unsafe(let k):
            "The second count found a group of fewer than \(k) people, so no file was written. "
                + "This is a fault of the program; please report it."
        }
    }
}
