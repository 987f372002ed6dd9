// SPDX-License-Identifier: Apache-2.0

import Standard

/// What a record is about. A person is not a case: `participation` says who a person is in one case.
public enum RecordKind: String, Sendable, Codable, CaseIterable {
    case person
    case caseFile = "case"
    case participation
    case organisation
    case referral
    case comment
    case event
    case plan
    case consent
    case assessment
    /// Where the person stays, or is about to go.
    case stay
    case clinical
    case statement
    /// Facts that somebody asserted beyond what the standard has fields for.
    case account
    /// One screening, or another questionnaire, put to somebody once.
    case administration
    /// What one authority concluded of a person on one day. Never changed.
    case determination
    /// Something that was reported: no case and no person yet, or where a case began.
    case signal
    /// What somebody says of a person's age, an objection to it, or what was settled.
    case age
    /// Who answers for a child.
    case guardian
    /// What was decided to be best for a child, and how.
    case bestInterests
    /// One need of somebody for one kind of help, and what came of it.
    case need
    /// What was given on one day for a need.
    case delivery
    /// By which number and word the person themself looks into the case; one of a case, or none.
    case ticket
    /// What the person wrote through their ticket, or was answered.
    case message
    /// What somebody has to do. Never changed: what becomes of it is a step.
    case task
    /// Something that happened and that deadlines go by, or what was done with a task. Never changed.
    case step
    /// That a deadline was told of. Written by the program, once.
    case notice
    /// What was decided of two people who may be one. Lies with one of them, the link says who the other is.
    case likeness

    /// True for what only verbs of its own write: its fields belong together in a way that no edit of single fields
    /// keeps.
    public var hasOwnVerbs: Bool {
        switch self {
        case .administration, .ticket, .message, .task, .step, .notice, .likeness: true
        case .person, .caseFile, .participation, .organisation, .referral, .comment, .event, .plan, .consent,
            .assessment, .stay, .clinical, .statement, .account, .determination, .signal, .age, .guardian,
            .bestInterests, .need, .delivery:
            false
        }
    }

    /// True for what is between the person and the agency whose case it is, or among its own people: no share, no
    /// packet and no preview of either shows it.
    public var staysAtHome: Bool {
        switch self {
        case .ticket, .message, .task, .notice, .likeness: true
        case .person, .caseFile, .participation, .organisation, .referral, .comment, .event, .plan, .consent,
            .assessment, .stay, .clinical, .statement, .account, .administration, .determination, .signal, .age,
            .guardian, .bestInterests, .need, .delivery, .step:
            false
        }
    }

    /// The parts of the codebook that a record of this kind may hold fields of.
    public var sections: Set<Section> {
        switch self {
        case .person: [.person]
        case .caseFile: [.caseFile]
        case .participation: [.victim, .perpetrator]
        case .organisation: [.organisation]
        case .referral: [.referral]
        case .comment: [.comment]
        case .event: [.event]
        case .plan: [.plan]
        case .consent: [.consent]
        case .assessment: [.assessment]
        case .stay: [.stay]
        case .clinical: [.clinical]
        case .statement: [.statement]
        case .administration: [.administration]
        case .account: [.account]
        case .determination: [.determination]
        case .signal: [.signal]
        case .age: [.age]
        case .guardian: [.guardian]
        case .bestInterests: [.bestInterests]
        case .need: [.need]
        case .delivery: [.delivery]
        case .ticket: [.ticket]
        case .message: [.message]
        case .task: [.task]
        case .step: [.step]
        case .notice: [.notice]
        case .likeness: [.likeness]
        }
    }
}

/// A pointer from one record to another.
public enum Link: String, Sendable, Codable, CaseIterable {
    /// The case that a record belongs to: any but a person, an organisation and the case's own.
    case caseFile = "case"
    /// The person that a participation, consent, account, administration, determination, age or need is about; the
    /// child of a guardian; the other one of a likeness.
    case person
    /// The organisation that something happened at.
    case organisation
}

/// What somebody typed or a file held, not yet checked.
public struct Draft: Sendable, Hashable {
    public var kind: RecordKind
    public var values: [FieldName: Value]
    public var links: [Link: EntityID]

    public init(_ kind: RecordKind, _ values: [FieldName: Value] = [:], links: [Link: EntityID] = [:]) {
        self.kind = kind
        self.values = values
        self.links = links
    }

    /// The record, when the codebook allows every value.
    ///
    /// Texts lose white space at their ends and become NFC; empty texts and empty code lists vanish; nothing else
    /// is changed.
    ///
    /// - Throws: `Rejected` with every finding, not only the first. No message holds a value.
    public func checked(under codebook: Codebook) throws(Rejected) -> Record {
        var findings: [Finding] = []
        var kept = values
        let sections = kind.sections
        for (name, value) in values {
            guard let field = codebook[name], sections.contains(field.section) else {
                findings.append(
                    Finding(.unknownField, field: name, "There is no field of this name in this part of the record."))
                continue
            }
            switch ValueCheck(field, under: codebook)(value) {
            case .keep(let checked): if checked != value { kept[name] = checked }
            case .empty: kept[name] = nil
            case .refuse(let code, let message): findings.append(Finding(code, field: name, message))
            }
        }
        findings.sort { ($0.field?.rawValue ?? "") < ($1.field?.rawValue ?? "") }
        for link in requiredLinks where links[link] == nil {
            let message = "This \(kind.rawValue) does not say which \(link.rawValue) it belongs to."
            findings.append(Finding(.missingLink, field: nil, message))
        }
        guard findings.isEmpty else { throw Rejected(findings: findings) }
        let entries = kept.map { Record.Entry($0.key, $0.value) }.sorted { $0.name < $1.name }
        return Record(kind: kind, entries: entries, links: links)
    }

    private var requiredLinks: [Link] {
        switch kind {
        case .person, .caseFile, .organisation: []
        case .likeness: [.person]
        case .participation, .determination, .age, .guardian, .bestInterests: [.caseFile, .person]
        case .referral, .comment, .event, .plan, .consent, .assessment, .stay, .clinical, .statement, .account,
            .administration, .signal, .need, .delivery, .ticket, .message, .task, .step, .notice:
            [.caseFile]
        }
    }
}

/// Values that the codebook allows. Made only by `Draft.checked(under:)`, or read back from the store, which took
/// nothing else.
public struct Record: Sendable, Hashable {
    public let kind: RecordKind
    public let links: [Link: EntityID]
    /// Its filled fields in the order of their names. A record has few, so that looking through them is as fast as
    /// hashing, and a list costs half the memory and time of a dictionary.
    package let entries: [Entry]

    package struct Entry: Sendable, Hashable {
        package let name: FieldName
        package let value: Value

        package init(_ name: FieldName, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// - Parameter entries: in the order of their names, none twice.
    init(kind: RecordKind, entries: [Entry], links: [Link: EntityID]) {
        self.kind = kind
        self.entries = entries
        self.links = links
    }

    /// For the store alone: a record that was checked when it was written, its fields in any order, none twice.
    package init(stored kind: RecordKind, entries: [Entry], links: [Link: EntityID]) {
        self.init(kind: kind, entries: entries.sorted { $0.name < $1.name }, links: links)
    }

    /// What its fields hold. Made at each call.
    public var values: [FieldName: Value] { Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.value) }) }

    public subscript(_ name: FieldName) -> Value? {
        for entry in entries where entry.name == name { return entry.value }
        return nil
    }

    /// The value's text when it is text, or its canonical text; nil when there is none or it is absent.
    public func text(_ name: FieldName) -> String? {
        guard let value = self[name] else { return nil }
        let text = value.canonicalText
        return text.isEmpty ? nil : text
    }

    /// The names of its filled fields, in their order.
    public var names: some Sequence<FieldName> { entries.lazy.map(\.name) }

    /// True for an interview in which nothing changes any more.
    public var isOver: Bool {
        guard kind == .administration, let state = code("wh_AdministrationState") else { return false }
        return state != "Running" && state != "Paused"
    }

    /// Whether it stays as it was written: a determination, a task, a step, a notice, a signal of which it was decided
    /// what becomes of it, an interview that is over.
    /// Who was wrong writes a new one.
    public var isWrittenOnce: Bool {
        switch kind {
        case .determination, .task, .step, .notice: true
        case .signal: self["wh_SignalOutcome"] != nil
        case .administration: isOver
        default: false
        }
    }

    /// A copy to edit.
    public var draft: Draft { Draft(kind, values, links: links) }
}

/// A record as the store holds it.
public struct Stored: Sendable, Hashable, Identifiable {
    public let id: EntityID
    /// 1 for the first, one more for each change.
    public let version: Int
    /// The day it was written (UTC).
    public let day: PartialDate
    /// False once it has been removed; the old versions stay.
    public let isRemoved: Bool
    public let record: Record
    /// Classes that the record has something in and that stayed closed for want of a key (location, clinical notes).
    public let closed: Set<FieldClass>
    /// Who wrote its first version; nil for what came from a file at the console or from before there were authors.
    public let author: EntityID?

    public init(
        id: EntityID, version: Int, day: PartialDate, isRemoved: Bool, record: Record, closed: Set<FieldClass> = [],
        author: EntityID? = nil
    ) {
        self.closed = closed
        self.author = author
        self.id = id
        self.version = version
        self.day = day
        self.isRemoved = isRemoved
        self.record = record
    }
}

/// A draft that the codebook does not allow.
public struct Rejected: Error, Sendable {
    public let findings: [Finding]
    public init(findings: [Finding]) { self.findings = findings }
}
