// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What the receiver of a referral sees: the agreed fields, as they stood when it was sent, and nothing else.
public struct Packet: Sendable, Hashable {
    /// What is left of one record.
    public struct Part: Sendable, Hashable {
        public let kind: RecordKind
        public let values: [FieldName: Value]
        public let id: EntityID
        /// The person that it is about.
        public let person: EntityID?
    }

    public let referral: EntityID
    public let service: ServiceCode
    public let parts: [Part]
    /// The classes of content that are in it, if the case has anything in them.
    public let classes: Set<FieldClass>

    /// The packet for somebody at a moment.
    ///
    /// The policy decides, with this referral as the only share: nobody gets more by it than by any share. Of what it
    /// gives only that remains which the person agreed to and the agreement covers. Content that the policy shows in
    /// part only (masks) is left out here.
    ///
    /// - Parameters:
    ///   - facts: Of the case; other shares of it do not count.
    ///   - records: The case's records as they stood at the grant's act.
    ///   - held: What never leaves.
    /// - Returns: nil when nothing is to be seen: answer as if it did not exist.
    public init?(
        _ referral: Referral, for actor: Actor, facts: CaseFacts, records: [Stored],
        held: HeldLocally = HeldLocally(),
        under all: Referral.Circumstances, codebook: Codebook = .current
    ) {
        guard actor.agency == referral.grant.taker, referral.isSeen(under: all), let terms = all.terms,
            let agreement = all.agreement
        else { return nil }
        var alone = facts
        alone.state = all.state
        alone.shares = [referral.facts(under: all)]
        let context = AccessContext(purpose: referral.grant.purpose)
        guard
            let permit = try? Policy.permit(
                actor, .caseRead, alone, subject: .caseFile(facts.id), context, now: all.now)
        else { return nil }
        classes = permit.classes.subtracting(permit.masks.keys).intersection(referral.grant.classes)
            .intersection(terms.classes).intersection(agreement.classes).subtracting([.f5, .f6])
        self.referral = referral.id
        service = referral.service
        parts = Self.parts(records, classes, held, codebook)
    }

    private static func parts(
        _ records: [Stored], _ classes: Set<FieldClass>, _ held: HeldLocally, _ codebook: Codebook
    ) -> [Part] {
        records.compactMap { stored in
            if stored.isRemoved || held.records.contains(stored.id) { return nil }
            let values = stored.record.values.filter { name, _ in
                guard let field = codebook[name], !held.fields.contains(name) else { return false }
                return classes.contains(field.fieldClass)
            }
            return values.isEmpty
                ? nil
                : Part(
                    kind: stored.record.kind, values: values, id: stored.id, person: stored.record.links[.person])
        }
    }
}
