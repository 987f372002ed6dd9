// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// A consent, as JSON.
struct ConsentDocument: Encodable {
    let id: EntityID
    let standing: String
    let recipients: [EntityID]
    let classes: [FieldClass]
    let until: String?
    let isUsedBy: Int

    init(_ view: ConsentView) {
        id = view.id
        standing = view.standing.rawValue
        recipients = view.recipients
        classes = view.classes.sorted()
        until = view.lastDay?.description
        isUsedBy = view.isUsedBy
    }
}

/// A referral as its sender follows it, as JSON.
struct ReferralDocument: Encodable {
    struct Step: Encodable {
        let act: String
        let reason: String?
        let agency: EntityID
        let at: Int64
    }
    let id: EntityID
    let to: EntityID
    let service: String
    let classes: [FieldClass]
    let purpose: Purpose
    let consent: EntityID
    let agreement: EntityID
    let until: Int64
    let state: String
    let isSeen: Bool
    let steps: [Step]
    /// The agency that passed it on, and the referral that it came from; nil for what was sent from here.
    let through, from: EntityID?

    init(_ referral: Referral, isSeen: Bool) {
        let grant = referral.grant
        id = grant.id
        to = grant.taker
        service = referral.service.rawValue
        classes = grant.classes.sorted()
        purpose = grant.purpose
        consent = grant.consent
        agreement = grant.agreement
        until = grant.until
        state = referral.state.rawValue
        self.isSeen = isSeen
        (through, from) = (grant.referral?.via?.agency, grant.referral?.via?.referral)
        steps = referral.steps.map { step in
            Step(act: step.act.name, reason: step.act.reason?.rawValue, agency: step.agency, at: step.at)
        }
    }
}

/// What other offices have sent, as JSON.
struct InboxDocument: Encodable {
    struct Line: Encodable {
        let id: EntityID
        let from, service, state: String
        let through: String?
        let purpose: Purpose
        let sent, until: Int64
        let isLate: Bool
    }
    struct Notice: Encodable {
        let from: String
        let sent: Int64
    }
    let lines: [Line]
    let takenBack: [Notice]

    init(_ inbox: Inbox) {
        lines = inbox.lines.map { line in
            Line(
                id: line.id, from: line.from, service: line.service.rawValue, state: line.state.rawValue,
                through: line.through, purpose: line.purpose, sent: line.sent, until: line.until, isLate: line.isLate)
        }
        takenBack = inbox.notices.map { Notice(from: $0.from, sent: $0.sent) }
    }
}

/// A packet, as JSON.
struct PacketDocument: Encodable {
    struct Part: Encodable {
        let kind: RecordKind
        let values: [String: Value]
    }
    let id: EntityID
    let from, service, state: String
    let purpose: Purpose
    let until: Int64
    let classes: [FieldClass]
    let details, through: String?
    let parts: [Part]
    /// What was passed on from it, as the next offices have it.
    let passedOn: [ReferralDocument]

    init(_ received: ReceivedPacket) {
        id = received.referral.id
        from = received.from
        service = received.referral.service.rawValue
        state = received.referral.state.rawValue
        purpose = received.referral.grant.purpose
        until = received.until
        classes = received.packet.classes.sorted()
        (details, through) = (received.details, received.through)
        passedOn = received.passedOn.map { ReferralDocument($0.referral, isSeen: $0.isSeen) }
        parts = received.packet.parts.map { part in
            let values = part.values.map { ($0.rawValue, $1) }
            return Part(kind: part.kind, values: Dictionary(uniqueKeysWithValues: values))
        }
    }
}

/// How referrals end, as JSON: of the ways, and of the hops on them by themselves.
struct LinkageDocument: Encodable {
    struct Count: Encodable {
        let sent, linked: Int
        let states, declined: [String: Int]

        init(_ count: Linkage.Count) {
            sent = count.sent
            linked = count.linked
            states = Dictionary(uniqueKeysWithValues: count.byState.map { ($0.rawValue, $1) })
            declined = Dictionary(uniqueKeysWithValues: count.declined.map { ($0.rawValue, $1) })
        }
    }

    let sent, linked: Int
    let rate: Double?
    let states, declined: [String: Int]
    let hops: Count

    init(_ linkage: Linkage) {
        let ways = Count(linkage.ways)
        (sent, linked, states, declined) = (ways.sent, ways.linked, ways.states, ways.declined)
        rate = linkage.rate
        hops = Count(linkage.hops)
    }
}
