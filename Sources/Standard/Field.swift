// SPDX-License-Identifier: Apache-2.0

/// One row of the codebook.
public struct Field: Sendable, Hashable {
    /// Exact name with prefix.
    public let name: FieldName
    /// The part of the record that it belongs to.
    public let section: Section
    /// What it may hold.
    public let kind: FieldKind
    /// The label in English, as the standard prints it (trimmed).
    public let label: String
    /// What it means, in our own words, one or two sentences.
    public let definition: String
    /// True for the standard's Core fields.
    public let isCore: Bool
    /// Deprecated fields are read and kept, and never offered for entry.
    public let status: Status
    /// Which audience may need it (F0…F11).
    public let fieldClass: FieldClass
    /// What it does to a person's anonymity.
    public let role: IdentificationRole
    /// For `wh_` fields: what strict HTCDS gets in its place. Nil for HTCDS fields.
    public let downgrade: Downgrade?
    /// The standard's own words for the type, such as `Multiselect Picklist` or `Lookup [to organisation]`; empty for
    /// `wh_` fields, and for `per_Organisation`, to which the standard gives none.
    public let standardType: String

    public enum Status: String, Sendable, Codable { case draft = "DRAFT", deprecated = "DEPRECATED", own = "OWN" }

    public init(
        name: FieldName, section: Section, kind: FieldKind, label: String, definition: String, isCore: Bool,
        status: Status, fieldClass: FieldClass, role: IdentificationRole, downgrade: Downgrade?,
        standardType: String = ""
    ) {
        self.name = name
        self.section = section
        self.kind = kind
        self.label = label
        self.definition = definition
        self.isCore = isCore
        self.status = status
        self.fieldClass = fieldClass
        self.role = role
        self.downgrade = downgrade
        self.standardType = standardType
    }

    /// True for fields of the standard, false for Wayhouse's own.
    public var isStandard: Bool { status != .own }

    /// The id of the field's picklist; nil when it has none.
    public var picklistID: String? { if case .picklist(let id, _) = kind { id } else { nil } }

    /// True when the field takes several values from its list.
    public var isMultiple: Bool { if case .picklist(_, let multiple) = kind { multiple } else { false } }
}

/// The parts of a record, in the standard's order, then our own.
public enum Section: String, Sendable, Codable, CaseIterable {
    case organisation, person, victim, perpetrator
    case caseFile = "case"
    case referral, comment, event, plan, consent
    /// Not in HTCDS 2.0 beyond a heading.
    case assessment
    /// Where the person stays; clinical notes; statements; accounts of facts. Not in HTCDS, and never in a flat row.
    case stay, clinical, statement, account
    /// A questionnaire put to somebody once. Not in HTCDS, and never in a flat row.
    case administration
    /// What authorities concluded, what was reported, what concerns children. Not in HTCDS, and never in a flat row.
    case determination, signal, age, guardian, bestInterests
    /// What somebody needs and what came of it, and what was given on one day. Not in HTCDS, and never in a flat row.
    case need, delivery
    /// The person's own way in, and what was written through it. Not in HTCDS, and never in a flat row.
    case ticket, message
    /// What is to be done, what was done, which deadline was told of. Not in HTCDS, and never in a flat row.
    case task, step, notice
    /// What was decided of two people who may be one. Not in HTCDS, and never in a flat row.
    case likeness

    /// Whether its fields may stand in a flat row, one for a person in a case, as files and forms of the standard are.
    /// What lies in the second tier, and statements and accounts, are written in the case itself and nowhere else.
    public var isFlat: Bool {
        switch self {
        case .organisation, .person, .victim, .perpetrator, .caseFile, .referral, .comment, .event, .plan, .consent,
            .assessment:
            true
        case .stay, .clinical, .statement, .account, .administration, .determination, .signal, .age, .guardian,
            .bestInterests, .need, .delivery, .ticket, .message, .task, .step, .notice, .likeness:
            false
        }
    }
}

/// What a field may hold.
public enum FieldKind: Sendable, Hashable {
    case text, longText
    case date
    /// Any finite number; `whole` allows only integers ≥ 0.
    case number(whole: Bool)
    /// Decimal degrees; the name says which.
    case latitude, longitude
    case checkbox
    /// A choice from the picklist with this id; several when `multiple`.
    case picklist(String, multiple: Bool)
    /// The name of an organisation, user or person.
    case lookup(Lookup)

    public enum Lookup: String, Sendable, Codable { case organisation, user, person }
}

/// Classes of content that decide who may see a field.
public enum FieldClass: String, Sendable, Codable, CaseIterable, Comparable {
    /// opaque id and state
    case f0 = "F0"
    /// coded HTCDS facts
    case f1 = "F1"
    /// identity and documents
    case f2 = "F2"
    /// contacts and safe-contact plan
    case f3 = "F3"
    /// services, plan, narrative
    case f4 = "F4"
    /// location, movement, relocation
    case f5 = "F5"
    /// clinical and therapy
    case f6 = "F6"
    /// statements and evidence
    case f7 = "F7"
    /// suspects and networks
    case f8 = "F8"
    /// immigration and legal status
    case f9 = "F9"
    /// children and family
    case f10 = "F10"
    /// photos and biometrics
    case f11 = "F11"

    /// 0…11, the position in the list above; used as the class byte in sealed records.
    public var number: UInt8 {
        switch self {
        case .f0: 0
        case .f1: 1
        case .f2: 2
        case .f3: 3
        case .f4: 4
        case .f5: 5
        case .f6: 6
        case .f7: 7
        case .f8: 8
        case .f9: 9
        case .f10: 10
        case .f11: 11
        }
    }
    public static func < (a: FieldClass, b: FieldClass) -> Bool { a.number < b.number }
}

/// What a column does to a person's anonymity: the terms of the disclosure-control literature.
public enum IdentificationRole: String, Sendable, Codable {
    /// Names, numbers, contacts, free text: never published.
    case direct
    /// Known to others, so that combinations single a person out (a quasi-identifier).
    case quasi
    /// Not known to others, and harmful if learnt.
    case sensitive
    case none
}

/// What strict HTCDS (and its readers) get in place of one of our own fields or values.
public enum Downgrade: Sendable, Hashable {
    /// Left out; the reason says what is lost.
    case dropped(String)
    /// Written to this HTCDS field instead, as this value name when one is given.
    case to(FieldName, value: String?)

    /// In words: the field and value that HTCDS gets, or why it gets nothing.
    public var words: String {
        switch self {
        case .dropped(let reason): "left out: \(reason)"
        case .to(let field, let value?): "\(field) = \(value)"
        case .to(let field, nil): "\(field)"
        }
    }
}
