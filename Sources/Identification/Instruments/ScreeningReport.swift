// SPDX-License-Identifier: Apache-2.0

/// What an administration comes to, as programs read it: plain texts and numbers, written as JSON by any encoder.
public struct ScreeningReport: Sendable, Hashable, Encodable {
    public struct Score: Sendable, Hashable, Encodable {
        public let id: String
        public let words: String
        public let least: Int
        public let most: Int
    }
    public struct Part: Sendable, Hashable, Encodable {
        public let id: String
        public let words: String
        /// `yes`, `no` or `unknown`.
        public let value: String
    }

    public let instrument: String
    public let version: String
    public let language: String
    public let rules: String
    /// Set when it may not be scored here; nothing else counts then.
    public let refusal: String?
    /// Nil while the open answers leave several outcomes possible.
    public let outcome: String?
    public let sign: Instrument.Outcome.Sign?
    public let possible: [String]
    /// With every open answer taken as no, and as yes.
    public let lower: String?
    public let upper: String?
    public let because: [String]
    public let parts: [Part]
    public let scores: [Score]
    public let cautions: [String]
    public let next: String
    public let open: [String]
    public let provenance: Provenance
    public let provenanceNote: String

    public init(_ screening: Screening) {
        let instrument = screening.instrument
        self.instrument = instrument.id
        version = instrument.version
        language = instrument.language
        rules = screening.ruleSet.id
        refusal = screening.refusal
        outcome = screening.outcome?.id
        sign = screening.outcome?.sign
        possible = screening.possible.map(\.id)
        lower = screening.refusal == nil ? screening.lower?.id : nil
        upper = screening.refusal == nil ? screening.upper?.id : nil
        because = screening.reasons.map(\.words)
        parts = screening.parts.map { .init(id: $0.id, words: $0.words, value: "\($0.truth)") }
        scores = screening.scores.map {
            .init(id: $0.id, words: $0.words, least: $0.bounds.lowerBound, most: $0.bounds.upperBound)
        }
        cautions = screening.cautions.map(\.words)
        next = screening.nextStep
        open = screening.open
        provenance = instrument.about.provenance
        provenanceNote = instrument.about.provenanceNote
    }
}
