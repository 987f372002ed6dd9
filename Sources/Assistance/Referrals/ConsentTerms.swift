// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One consent as far as it lets anything leave: what its record says (`ConsentPaper`), which content the person agreed
/// to give, and from when to when.
public struct ConsentTerms: Sendable, Hashable, Identifiable {
    public let id: EntityID
    public let caseID: EntityID
    /// The version that stands and the one that waits for review; none when the record was taken out.
    public var papers: [ConsentPaper]
    /// What the person agreed to give. Second-tier content (location, clinical notes) never leaves by a referral.
    public let classes: Set<FieldClass>
    /// When it was signed, in milliseconds since 1970: nothing leaves on it before.
    public let signed: Int64
    /// When it was taken back, by word of mouth or in writing; nil while it holds.
    public var withdrawn: Int64?

    public init(
        id: EntityID, caseID: EntityID, papers: [ConsentPaper], classes: Set<FieldClass>, signed: Int64,
        withdrawn: Int64? = nil
    ) {
        self.id = id
        self.caseID = caseID
        self.papers = papers
        self.classes = classes
        self.signed = signed
        self.withdrawn = withdrawn
    }

    /// What the versions of a consent that count say together: the fewest classes, the latest signing, the earliest
    /// withdrawal. One that does not say what may be passed on lets nothing leave.
    public init(_ id: EntityID, ofCase caseID: EntityID, _ papers: [ConsentPaper]) {
        let classes = papers.map { $0.classes ?? [] }
        self.init(
            id: id, caseID: caseID, papers: papers,
            classes: classes.dropFirst().reduce(classes.first ?? []) { $0.intersection($1) },
            signed: papers.map { $0.signed ?? .max }.max() ?? .max, withdrawn: papers.compactMap(\.withdrawn).min())
    }

    /// What it says about an agency and a purpose at a moment. Withdrawal and expiry hold from their first millisecond.
    ///
    /// - Parameter names: Everything that the agency goes by: its id and its name.
    public func standing(of names: [String], for purpose: Purpose, at now: Int64) -> ConsentStanding {
        if let withdrawn, withdrawn <= now { return .withdrawn }
        if papers.isEmpty || now < signed { return .none }
        let said = ConsentPaper.standing(papers, of: names, for: purpose)
        if said == .covers, papers.contains(where: { $0.ends <= now }) { return .expired }
        return said
    }
}

/// What is never to leave the office, whatever consent says (held-locally marks).
public struct HeldLocally: Sendable, Hashable {
    public var fields: Set<FieldName>
    public var records: Set<EntityID>

    public init(fields: Set<FieldName> = [], records: Set<EntityID> = []) {
        self.fields = fields
        self.records = records
    }
}
