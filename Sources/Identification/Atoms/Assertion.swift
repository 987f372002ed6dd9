// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Somebody's answer to the question whether a fact holds. Never changed: who thinks again asserts again.
public struct Assertion: Sendable, Hashable, Codable {
    /// Where it comes from.
    public enum Source: String, Sendable, Hashable, Codable, CaseIterable {
        case person, relative, witness, observation, document, agency, court, worker
        /// Read from a coded field of the record.
        case record
        /// A person with the say has weighed contradicting assertions; this settles the fact until it is settled anew.
        case settled
    }
    public enum Confidence: String, Sendable, Hashable, Codable, CaseIterable { case low, medium, high }

    /// The field, and the value of its list, that an assertion was read from.
    public struct Origin: Sendable, Hashable, Codable {
        public let field: FieldName
        /// Nil when any value of the field says it.
        public let code: String?

        public init(field: FieldName, code: String?) {
            self.field = field
            self.code = code
        }
    }

    public let atom: AtomID
    public let answer: Answer
    public let source: Source
    /// Who asserted it: an opaque id or a role, never a name that would have to be kept secret.
    public let assertedBy: String
    /// When it was asserted; nil when nobody wrote it down.
    public let on: PartialDate?
    public let confidence: Confidence?
    public let origin: Origin?
    /// The record that holds it.
    public let record: EntityID?

    public init(
        _ atom: AtomID, _ answer: Answer, source: Source, assertedBy: String, on: PartialDate? = nil,
        confidence: Confidence? = nil, origin: Origin? = nil, record: EntityID? = nil
    ) {
        self.atom = atom
        self.answer = answer
        self.source = source
        self.assertedBy = assertedBy
        self.on = on
        self.confidence = confidence
        self.origin = origin
        self.record = record
    }
}
