// SPDX-License-Identifier: Apache-2.0

/// Which columns of a table tell people apart: what others can know, and everything that is computed from it.
///
/// A column that follows from a quasi-identifier gives it away again where it was taken out, so it is counted with it,
/// whoever declared what (the adult/minor column of a real public release undid the age band in this way).
public struct QuasiIdentifiers: Sendable, Hashable {
    /// Columns that say one thing together and would be coarsened together, such as the kinds of labour.
    public struct Family: Sendable, Hashable {
        /// The words for a message: the column's name, or what the columns are about.
        public let name: String
        public let columns: [String]

        public init(_ name: String, _ columns: [String]) {
            self.name = name
            self.columns = columns
        }
    }

    /// An arrow of the derivation graph: `column` is computed from `sources`, wholly or in part.
    public struct Derivation: Sendable, Hashable {
        public let column: String
        public let sources: [String]

        public init(_ column: String, from sources: [String]) {
            self.column = column
            self.sources = sources
        }
    }

    /// What others can know of a person, declared by whoever publishes. Rows in small classes over it are left out.
    public let families: [Family]
    public let derivations: [Derivation]
    /// Columns that few but the person and the exploiter know. Rows are not left out for their sake; the details
    /// themselves are, wherever fewer than k like rows share them.
    public let details: [String]

    public init(families: [Family], derivations: [Derivation] = [], details: [String] = []) {
        self.families = families
        self.derivations = derivations
        self.details = details
    }

    /// The declared columns, in the order of the families.
    public var declared: [String] { families.flatMap(\.columns) }

    /// The declared columns and, after them, every column derived from one of them, directly or by steps.
    public var counted: [String] { declared + derived(from: declared) }

    /// The details and what is derived from them alone.
    public var countedDetails: [String] {
        let known = Set(counted)
        return (details + derived(from: details)).filter { !known.contains($0) }
    }

    /// Every column that is computed from one of these, directly or by steps, without these; in the order of the
    /// derivations.
    public func derived(from columns: [String]) -> [String] {
        var reached = Set(columns)
        var grew = true
        while grew {
            let before = reached.count
            for arrow in derivations where arrow.sources.contains(where: reached.contains) {
                reached.insert(arrow.column)
            }
            grew = reached.count > before
        }
        let given = Set(columns)
        var order: [String] = []
        for arrow in derivations where reached.contains(arrow.column) && !given.contains(arrow.column) {
            if !order.contains(arrow.column) { order.append(arrow.column) }
        }
        return order
    }
}
