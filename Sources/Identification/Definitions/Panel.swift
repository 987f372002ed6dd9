// SPDX-License-Identifier: Apache-2.0

/// What the laws say of one person: everything that a page about it needs.
public struct Panel: Sendable {
    public struct Row: Sendable {
        public let definition: Definition
        /// Under the wording in force when it happened.
        public let atFacts: Judgement
        /// Under the wording in force on the day of the report.
        public let atReporting: Judgement
    }
    /// In the library's order.
    public let rows: [Row]
    /// The questions worth asking next, the most telling first.
    public let questions: [NextQuestion]

    /// The row of a definition, by its id or a wording's.
    public subscript(_ id: String) -> Row? {
        rows.first { $0.definition.id == id } ?? rows.first { $0.definition.versions.contains { $0.id == id } }
    }
}

/// An open question, and how much its answer would settle over all definitions at the date of the facts.
public struct NextQuestion: Sendable, Hashable {
    public let atom: AtomID
    public let words: String
    /// Definitions that a yes alone would decide. For the age a yes means younger than the line.
    public let decidedByYes: [String]
    public let decidedByNo: [String]
    /// Definitions that its answer would decide in part, or on a date: those of which it is in a smallest set.
    public let helpsDecide: [String]

    /// How many definitions one answer decides, when a yes is as likely as a no.
    public var weight: Double { Double(decidedByYes.count + decidedByNo.count) / 2 }

    /// By weight, then by the number of definitions that it helps to decide, then in the catalogue's order.
    static func ranked(_ rows: [Panel.Row], _ catalogue: AtomCatalogue) -> [NextQuestion] {
        struct Tally {
            var words = ""
            var (yes, no, part): ([String], [String], [String]) = ([], [], [])
        }
        var tallies: [AtomID: Tally] = [:]
        for judgement in rows.map(\.atFacts) {
            for question in judgement.wouldDecide {
                tallies[question.atom, default: Tally()].words = question.words
                if question.ifYes != nil { tallies[question.atom]?.yes.append(judgement.definition) }
                if question.ifNo != nil { tallies[question.atom]?.no.append(judgement.definition) }
                if question.ifYes == nil, question.ifNo == nil {
                    tallies[question.atom]?.part.append(judgement.definition)
                }
            }
            for atom in Set(judgement.smallestSets.flatMap(\.self)) {
                tallies[atom, default: Tally()].part.append(judgement.definition)
            }
        }
        let order = { (id: AtomID) in catalogue.number(of: id) ?? (id == .age ? AtomSet.age : AtomSet.date) }
        return tallies.map { id, tally in
            NextQuestion(
                atom: id, words: catalogue[id]?.question ?? Self.words(id), decidedByYes: tally.yes,
                decidedByNo: tally.no, helpsDecide: tally.part)
        }
        .sorted { a, b in
            if a.weight != b.weight { return a.weight > b.weight }
            if a.helpsDecide.count != b.helpsDecide.count { return a.helpsDecide.count > b.helpsDecide.count }
            return order(a.atom) < order(b.atom)
        }
    }

    private static func words(_ id: AtomID) -> String {
        id == .age ? "How old was the person when it happened?" : "When did it happen?"
    }
}
