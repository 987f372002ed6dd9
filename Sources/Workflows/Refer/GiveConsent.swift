// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// What somebody agreed to pass on, to whom, what for, and how they were asked.
public struct ConsentOrder: Sendable {
    /// Agencies of this server, each named: there is no consent for everybody.
    public var recipients: Set<EntityID> = []
    /// A value name of `wh_ConsentPurpose` that lets something leave: services or authorities.
    public var purpose = "ReferToServices"
    public var classes: Set<FieldClass> = []
    /// A value name of `wh_ConsentLanguage`.
    public var language: String?
    /// Value names of `wh_ConsentStatementsShown`.
    public var statements: Set<String> = []
    /// The person's own words and limits.
    public var words = ""
    /// The last day; nil for 90 days.
    public var until: PartialDate?
    /// A value name of `wh_ConsentGiver`.
    public var giver: String?
    /// A value name of `wh_ChildAssent`.
    public var assent: String?
    /// The guardian who answered is said to have harmed the person: it is kept, and counts for nothing.
    public var isGuardianDisqualified = false
    /// What stays here whatever was agreed to.
    public var held = HeldMarks()

    public init() {}

    /// An order from the fields of a form or a program: those of a consent that people fill in.
    public init(_ values: [FieldName: Value], recipients: Set<EntityID>, held: HeldMarks = HeldMarks()) {
        func codes(_ name: FieldName) -> [String] { if case .codes(let codes)? = values[name] { codes } else { [] } }
        self.recipients = recipients
        purpose = codes("wh_ConsentPurpose").first ?? ""
        classes = Set(codes("wh_ConsentClasses").compactMap { ContentName(rawValue: $0)?.fieldClass })
        language = codes("wh_ConsentLanguage").first
        statements = Set(codes("wh_ConsentStatementsShown"))
        if case .text(let text)? = values["wh_ConsentStatement"] { words = text }
        if case .date(let day)? = values["wh_ConsentExpiry"] { until = day }
        giver = codes("wh_ConsentGiver").first
        assent = codes("wh_ChildAssent").first
        isGuardianDisqualified = values["wh_GuardianDisqualified"] == .flag(true)
        self.held = held
    }

    /// What people fill in, in the order of the form.
    public static let fields: [FieldName] = [
        "wh_ConsentPurpose", "wh_ConsentClasses", "wh_ConsentGiver", "wh_GuardianDisqualified", "wh_ChildAssent",
        "wh_ConsentLanguage", "wh_ConsentStatementsShown", "wh_ConsentStatement", "wh_ConsentExpiry",
    ]

    /// What lets anything leave at all.
    public static let purposes = ["ReferToServices", "ShareWithAuthorities"]
    /// What has to be explained before an answer counts.
    public static let neededStatements: Set<String> = ["Purpose", "Uses", "Withdrawal"]
}

/// Writes down that the person agreed. It holds from this moment, to the end of its last day; a year at most.
///
/// - Parameter idempotencyKey: The form's own token: sending the form twice gives one consent.
/// - Returns: the consent's record.
/// - Throws: `Rejected` with everything that is missing, or when the only guardians there are may not answer;
///   `Refusal`; `StoreError`.
public func giveConsent(
    _ order: ConsentOrder, inCase id: EntityID, by access: Access, in store: CaseStore, idempotencyKey: String? = nil
) async throws -> EntityID {
    let file = try await readCase(id, by: access, in: store)
    let known = Set(try await store.agencies().map(\.id)).subtracting([access.actor.agency])
    let findings = order.findings(known: known, today: store.clock.today)
    guard findings.isEmpty else { throw Rejected(findings: findings) }
    var draft = Draft(.consent, order.values(at: store.clock.now(), today: store.clock.today))
    if file.victims.count == 1 { draft.links[.person] = file.victims[0].record.links[.person] }
    // Sent again, the moment of the first time stands: only who, what and for whom make it the same form.
    let key = idempotencyKey.map { "consent.\($0)" }
    let record = access.newID(key, in: store)
    if key != nil, file.records.contains(where: { $0.id == record }) { return record }
    return try await addRecord(draft, toCase: id, by: access, store: store, idempotencyKey: key)
}

extension ConsentOrder {
    func findings(known: Set<EntityID>, today: PartialDate) -> [Finding] {
        var findings: [Finding] = []
        func needed(_ field: FieldName, _ text: String) { findings.append(Finding(.needed, field: field, text)) }
        if recipients.isEmpty || !recipients.isSubset(of: known) {
            needed("wh_ConsentRecipientAgency", "Say for which office it is. There is no consent for everybody.")
        }
        if !Self.purposes.contains(purpose) { needed("wh_ConsentPurpose", "Say what it is for.") }
        if classes.compactMap(ContentName.init).isEmpty {
            needed("wh_ConsentClasses", "Say what may be passed on. What is not named stays here.")
        }
        if giver == nil { needed("wh_ConsentGiver", "Say who answered.") }
        if language == nil { needed("wh_ConsentLanguage", "Say in which language it was explained.") }
        if !Self.neededStatements.isSubset(of: statements) {
            let text = "Explain at least what it is for, who may see it, and how to take it back. Then note it here."
            needed("wh_ConsentStatementsShown", text)
        }
        if let until, until.bounds.last < today.bounds.first || Day(first: until) > today.day.adding(days: 365) {
            findings.append(
                Finding(.contradicts, field: "wh_ConsentExpiry", "It can hold from today to a year from today."))
        }
        return findings
    }

    func values(at now: Int64, today: PartialDate) -> [FieldName: Value] {
        let last = until ?? PartialDate(today.day.adding(days: 90).description)
        var values: [FieldName: Value] = [
            "wh_ConsentStatus": .codes(["Given"]), "wh_ConsentPurpose": .codes([purpose]),
            "wh_ConsentDate": .date(today), "wh_ConsentSigned": .text(ConsentMoment.text(now)),
            "wh_ConsentRecipientAgency": .text(recipients.sorted().map(\.description).joined(separator: "; ")),
            "wh_ConsentClasses": .codes(classes.sorted().compactMap { ContentName($0)?.rawValue }),
            "wh_ConsentStatementsShown": .codes(statements.sorted()), "wh_ConsentStatement": .text(words),
        ]
        if let last { values["wh_ConsentExpiry"] = .date(last) }
        if let language { values["wh_ConsentLanguage"] = .codes([language]) }
        if let giver { values["wh_ConsentGiver"] = .codes([giver]) }
        if let assent { values["wh_ChildAssent"] = .codes([assent]) }
        if isGuardianDisqualified { values["wh_GuardianDisqualified"] = .flag(true) }
        values.merge(held.values) { _, new in new }
        return values
    }
}

extension PartialDate {
    /// The first day that it can mean.
    var day: Day { Day(first: self) }
}
