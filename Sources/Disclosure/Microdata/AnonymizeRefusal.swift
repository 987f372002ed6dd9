// SPDX-License-Identifier: Apache-2.0

/// Why a table is not made anonymous. Holds names of columns and numbers of rows, never a value of a row.
public enum AnonymizeRefusal: Error, Sendable, Hashable {
    /// Something that holds for every release.
    case disclosure(DisclosureRefusal)
    /// No column was declared by which others could recognise a person; with the columns that tell most people apart.
    case noQuasiIdentifiers(suggestions: [String])
    case unknownColumns([String])
    case declaredTwice([String])
    /// There are fewer rows than k.
    case tooFewRows(k: Int)
    /// Columns whose values are numbers, names or contacts of people.
    case identifying([String])
    case freeText([String])
    /// Columns whose cells hold several answers at once, and what stands between them.
    case joined([JoinedColumn])
    /// Columns that follow from declared ones and were not declared themselves.
    case undeclared([DerivedColumn])
    case emptyColumns([String])
    /// Declared columns without a hierarchy of which no value is shared by k rows.
    case nothingShared([String], k: Int)
    /// Some values of the column have no line in its hierarchy; with the first row that has one of them.
    case hierarchyGap(column: String, values: Int, row: Int)
    case hierarchyUneven(column: String)
    case hierarchySplits(column: String, level: Int)
    case hierarchyUnreadable(String)
    case hierarchyOfUnknown([String])
    /// Too few different values in all for what was asked.
    case tooLittleDiversity(column: String, l: Int)
    /// A split of joined answers would make too many columns.
    case tooManyAnswers(column: String)
    /// After all coarsening nothing is left that may be let out.
    case nothingLeft(k: Int)
    /// The written file was read again and a group was too small.
    case recountFailed(k: Int)

    /// A column of joined answers.
    public struct JoinedColumn: Sendable, Hashable {
        public let name: String
        public let separator: String
    }

    /// A column that follows from others.
    public struct DerivedColumn: Sendable, Hashable {
        public let name: String
        /// The declared column it follows from; nil when it follows only from all together.
        public let source: String?
    }

    /// One to three plain sentences: what, where, what to do.
    public var message: String {
        switch self {
        case .disclosure(let refusal): refusal.message
        case .noQuasiIdentifiers(let names) where names.isEmpty:
            "No columns were declared with --quasi by which others could recognise a person, so nothing can be protected."
        case .noQuasiIdentifiers(let names):
            "No columns were declared with --quasi by which others could recognise a person, so nothing can be "
                + "protected. These tell most people apart here, most first: \(Self.list(names)). Which of them others "
                + "can know of a person is for you to say."
        case .unknownColumns(let names):
            "The table has no columns of these names: \(Self.list(names)). Names must be written as in its first line."
        case .declaredTwice(let names): "These columns were given two parts at once: \(Self.list(names))."
        case .tooFewRows(let k):
            "There are fewer than \(k) people in the table, so nobody can be hidden among \(k). Nothing was written."
        case .identifying(let names):
            "These columns hold numbers, names or contacts that point to one person: \(Self.list(names)). Leave them "
                + "out with --drop \(names.joined(separator: ",")), or declare them with --quasi."
        case .freeText(let names):
            "These columns hold free text, in which anything may stand: \(Self.list(names)). Leave them out with "
                + "--drop \(names.joined(separator: ","))."
        default: dataMessage
        }
    }

    private var dataMessage: String {
        switch self {
        case .joined(let columns):
            "In these columns a cell holds several answers at once, which together are often one person's alone: "
                + "\(Self.list(columns.map(\.name))). Split them into a column for each answer with "
                + columns.map { "--multi \"\($0.name):\($0.separator)\"" }.joined(separator: " ")
                + ", or leave them out with --drop."
        case .undeclared(let columns):
            "These columns follow from declared ones and would give them away again: "
                + Self.list(columns.map { "\($0.name) (from \($0.source ?? "all of them together"))" })
                + ". Declare them with --derived, leave them out with --drop, or say with --not-derived that they only "
                + "seem to follow."
        case .emptyColumns(let names):
            "These declared columns are empty in every row: \(Self.list(names)). Take them out of --quasi."
        case .nothingShared(let names, let k):
            "No value of these columns is shared by \(k) people, so every one would be taken out: \(Self.list(names)). "
                + "Give a hierarchy of coarser values, or leave the columns out with --drop."
        case .tooLittleDiversity(let column, let l):
            "The column \(column) has fewer than \(l) different values in all, so no group can hold \(l)."
        case .tooManyAnswers(let column):
            "The column \(column) joins too many different answers to be split. Leave it out with --drop."
        case .nothingLeft(let k):
            "Even without any detail no group of \(k) people was left that may be let out. Nothing was written."
        case .recountFailed(let k):
            "The written file was read again and a group of fewer than \(k) people was found, so it was taken away. "
                + "This is a fault of the program; please report it."
        default: hierarchyMessage
        }
    }

    private var hierarchyMessage: String {
        switch self {
        case .hierarchyGap(let column, let values, let row):
            "The hierarchy of \(column) says nothing of \(values) of its values; the first stands in row \(row) of "
                + "the table. Add a line for each."
        case .hierarchyUneven(let column):
            "In the hierarchy of \(column) the lists are not all of one length. Give each value the same number of steps."
        case .hierarchySplits(let column, let level):
            "In the hierarchy of \(column), step \(level) tells values apart that step \(level - 1) had joined. A "
                + "coarser value must cover a finer one whole."
        case .hierarchyUnreadable(let what): "The hierarchy file cannot be used: \(what)."
        case .hierarchyOfUnknown(let names):
            "The hierarchy file speaks of columns that are not declared with --quasi or --derived: \(Self.list(names))."
        default: ""
        }
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
