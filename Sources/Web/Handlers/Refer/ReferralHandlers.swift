// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// Referring a case, and following what becomes of it.
enum ReferralHandlers {
    static func list(_ member: Member) async throws -> WebResponse { try await page(member) }

    static func form(_ member: Member) async throws -> WebResponse {
        .page(try await form(typed: member.form, member).markup(in: member.context))
    }

    /// The last page: exactly what would go.
    static func look(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let order = order(member) else {
            return try await again(member.context.words["share.incomplete"], member)
        }
        do {
            let file = try await previewReferral(ofCase: id, order, by: member.access, in: member.store)
            let names = try await agencyNames(in: member.store)
            let page = ReferLookPage(
                file: file, taker: names[order.taker] ?? order.taker.code,
                service: ReferralMarks.service(order.service), until: order.until, typed: member.form)
            return .page(page.markup(in: member.context))
        } catch let refusal as Refusal where refusal.reason == .consent {
            return try await again(member.context.words["share.consentFails"], member)
        }
    }

    static func refer(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let order = order(member) else {
            return try await again(member.context.words["share.incomplete"], member)
        }
        do {
            _ = try await proposeReferral(
                ofCase: id, order, by: member.access, in: member.store, idempotencyKey: member.form["request"])
            return .see("/cases/\(id)/referrals?done=yes")
        } catch let refusal as Refusal where refusal.reason == .consent {
            return try await again(member.context.words["share.consentFails"], member)
        } catch let obstacle as ReferralObstacle {
            return try await again(member.context.words[.referralObstacle, obstacle.name], member)
        }
    }

    /// Takes it back, or notes that the person does not want it.
    static func end(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let act = member.form["act"].flatMap({ ReferralAct(name: $0) }), act.side != .taker else {
            throw Failure.malformed("act")
        }
        do {
            try await endReferral(
                try member.visit.id("referral"), ofCase: id, act, by: member.access, in: member.store)
            return .see("/cases/\(id)/referrals?done=yes")
        } catch let obstacle as ReferralObstacle {
            return try await page(
                member, problem: member.context.words[.referralObstacle, obstacle.name], status: 409)
        }
    }

    /// The packet as a file that only the receiver's register opens.
    static func file(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("referral")
        do {
            let bytes = try await sealReferral(
                id, ofCase: try member.visit.id("case"), by: member.access, in: member.store)
            return .file(bytes, named: "packet-\(id.description.prefix(8)).wayhouse", type: "application/octet-stream")
        } catch let obstacle as PacketObstacle {
            return try await page(
                member, problem: member.context.words[.packetObstacle, obstacle.rawValue], status: 422)
        }
    }

    private static func page(_ member: Member, problem: String? = nil, status: Int = 200) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let all = try await readReferrals(ofCase: id, by: member.access, in: member.store)
        var page = ReferralsPage(caseID: id, referrals: all, mayRefer: member.mayRefer(id))
        (page.problem, page.done) = (problem, member.query["done"] == "yes")
        return .page(page.markup(in: member.context), status: status)
    }

    /// Nil when something was not chosen.
    private static func order(_ member: Member) -> ReferralOrder? {
        let form = member.form
        let classes = Set(form.all("classes").compactMap { FieldClass(rawValue: $0) })
        guard let taker = form["to"].flatMap({ EntityID($0) }), let consent = form["consent"].flatMap({ EntityID($0) }),
            let purpose = form["purpose"].flatMap({ Purpose(rawValue: $0) }), !classes.isEmpty,
            let service = form["service"], !service.isEmpty,
            let until = Choice.end(form["days"], from: member.store.clock.now())
        else { return nil }
        var order = ReferralOrder(
            taker: taker, service: ServiceCode(rawValue: service), classes: classes.union([.f0]), purpose: purpose,
            until: until, consent: consent)
        order.details = form["details"] ?? ""
        return order
    }

    private static func again(_ problem: String, _ member: Member) async throws -> WebResponse {
        var page = try await form(typed: member.form, member)
        page.problem = problem
        return .page(page.markup(in: member.context), status: 422)
    }

    private static func form(typed: FormPairs, _ member: Member) async throws -> ReferPage {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        try file.insistOnOurs(member)
        let holding = consents(of: file, in: member.store).filter { $0.standing == .covers }
        return ReferPage(
            caseID: file.id, takers: try await member.takers(), consents: holding,
            names: try await agencyNames(in: member.store), typed: typed,
            requestKey: typed["request"] ?? Sessions.token())
    }
}

extension Member {
    /// Whether somebody may refer a case when there is a consent for it.
    func mayRefer(_ id: EntityID) -> Bool {
        guard var facts = store.facts(ofCase: id) else { return false }
        facts.consentInQuestion = .covers
        let asked = facts.facts(for: actor, .f1, now: store.clock.now())
        let writes = Policy.decideForActor(actor, .create, asked, .f4, access.context()).isPermit
        return writes && Policy.decideForActor(actor, .share, asked, .f1, access.context()).isPermit
    }
}

extension ReferralObstacle {
    /// Its name in the catalogue and in problems.
    var name: String {
        switch self {
        case .consent: "consent"
        case .otherCase: "otherCase"
        case .noAgreement: "noAgreement"
        case .noCharter: "noCharter"
        case .noReceiver: "noReceiver"
        case .unknownService: "unknownService"
        case .nothing: "nothing"
        case .secondTier: "secondTier"
        case .badEnd: "badEnd"
        case .caseState: "caseState"
        case .notYours: "notYours"
        case .notNow: "notNow"
        case .hidden: "hidden"
        }
    }

    static let names = [
        "consent", "otherCase", "noAgreement", "noCharter", "noReceiver", "unknownService", "nothing", "secondTier",
        "badEnd", "caseState", "notYours", "notNow", "hidden",
    ]
}
