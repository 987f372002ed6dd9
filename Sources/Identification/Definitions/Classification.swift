// SPDX-License-Identifier: Apache-2.0

import Standard

/// What the laws say, as programs read it: plain texts and names, written as JSON by any encoder.
public struct Classification: Sendable, Hashable, Encodable {
    public struct Entry: Sendable, Hashable, Encodable {
        /// The wording that was applied.
        public let id: String
        /// The definition, the same for all its wordings.
        public let definition: String
        public let title: String
        /// At the date of the facts.
        public let result: Verdict
        /// The verdict and the parts that make it so, in one sentence.
        public let summary: String
        public let because: [String]
        /// Atoms of which one answer alone would decide, the most telling first.
        public let wouldDecide: [String]
        /// When there is none: the smallest sets of atoms that would.
        public let smallestSets: [[String]]
        public let flags: [Flag]
        public let consent: String
        public let unsettled: [String]
        public let force: Judgement.Force
        public let provenance: Provenance
        public let provenanceNote: String
        public let notes: [String]
        /// The wording and result at the date of the report.
        public let atReporting: Reporting
    }
    public struct Flag: Sendable, Hashable, Encodable {
        public let id: String
        public let kind: DefinitionVersion.Flag.Kind
        public let words: String
        public let isCertain: Bool
    }
    public struct Reporting: Sendable, Hashable, Encodable {
        public let id: String
        public let result: Verdict
    }
    public struct Question: Sendable, Hashable, Encodable {
        public let atom: String
        public let words: String
        /// How many definitions one answer decides, a yes being taken as likely as a no.
        public let weight: Double
        /// What was answered so far: who declined is not to be pressed.
        public let answered: Answer
    }
    /// A fact of which one says yes and another no.
    public struct Contradiction: Sendable, Hashable, Encodable {
        public let atom: String
        /// Who said yes, and who no: source and asserter.
        public let yes: [String]
        public let no: [String]
    }

    public let definitions: [Entry]
    public let questions: [Question]
    public let contradictions: [Contradiction]
    /// Set when what was said of the age cannot all be true.
    public let isAgeDisputed: Bool
    public let gaps: [String]

    /// - Parameter only: The id of one definition or wording; nil for all.
    public init(_ reading: CaseReading, only: String? = nil) {
        let rows = only.map { id in reading.panel[id].map { [$0] } ?? [] } ?? reading.panel.rows
        definitions = rows.map(Entry.init)
        questions = reading.panel.questions.map {
            .init(
                atom: $0.atom.rawValue, words: $0.words, weight: $0.weight,
                answered: reading.answer(to: $0.atom))
        }
        contradictions = reading.contradictions.map { standing in
            func voices(_ answer: Answer) -> [String] {
                standing.counting.filter { $0.answer == answer }.map { "\($0.source.rawValue): \($0.assertedBy)" }
            }
            return .init(atom: standing.atom.rawValue, yes: voices(.yes), no: voices(.no))
        }
        isAgeDisputed = reading.sheet.claimedAge?.isContradicted ?? false
        gaps = reading.sheet.gaps.map { "\($0.field): \($0.words)" }
    }
}

extension Classification.Entry {
    init(_ row: Panel.Row) {
        let judgement = row.atFacts
        id = judgement.version.id
        definition = row.definition.id
        title = row.definition.title
        result = judgement.verdict
        summary = judgement.summary
        because = judgement.because.map(\.words)
        wouldDecide = judgement.wouldDecide.map(\.atom.rawValue)
        smallestSets = judgement.smallestSets.map { $0.map(\.rawValue) }
        flags = judgement.flags.map { .init(id: $0.id, kind: $0.kind, words: $0.words, isCertain: $0.isCertain) }
        consent = judgement.consent.words
        unsettled = judgement.unsettled
        force = judgement.force
        provenance = judgement.version.provenance
        provenanceNote = judgement.version.provenanceNote
        notes = judgement.version.notes
        atReporting = .init(id: row.atReporting.version.id, result: row.atReporting.verdict)
    }
}
