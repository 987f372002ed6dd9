// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// What is needed, what becomes of it, and what was given.
enum HelpHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        var page = try await page(try await file(member), member)
        page.isDone = member.query["done"] == "saved"
        return .page(page.markup(in: member.context))
    }

    static func form(_ member: Member) async throws -> WebResponse {
        let file = try await file(member)
        _ = try await member.addable(.need, to: file)
        let address = "/cases/\(file.id)/help/add"
        let resumed = member.resumed(address)
        var page = NeedForm(file, typed: resumed ?? FormPairs(), requestKey: resumed?["request"] ?? Sessions.token())
        page.offer = member.offer(address)
        return .page(page.markup(in: member.context))
    }

    static func add(_ member: Member) async throws -> WebResponse {
        let file = try await file(member)
        let key = member.form["request"] ?? Sessions.token()
        let read = FormDecoder(member.context).decode(member.form, fields: NeedForm.fields)
        do {
            guard read.findings.isEmpty else { throw Rejected(findings: read.findings) }
            let draft = need(read.values, member)
            _ = try await addRecord(
                draft, toCase: file.id, by: member.access, store: member.store, idempotencyKey: key)
            member.saved("/cases/\(file.id)/help/add")
            return saved(file.id)
        } catch let rejected as Rejected {
            let page = NeedForm(file, typed: member.form, findings: rejected.findings, requestKey: key)
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    /// Several needs at once, each of them now.
    static func urgent(_ member: Member) async throws -> WebResponse {
        let file = try await file(member)
        let key = member.form["request"] ?? Sessions.token()
        do {
            for code in member.form.all("service") where HelpPage.urgent.contains(ServiceCode(rawValue: code)) {
                let values: [FieldName: Value] = ["wh_NeedService": .text(code), "wh_NeedUrgency": .codes(["Now"])]
                _ = try await addRecord(
                    need(values, member), toCase: file.id, by: member.access, store: member.store,
                    idempotencyKey: "\(key).\(code)")
            }
            return saved(file.id)
        } catch let rejected as Rejected { return try await again(file.id, rejected.findings, member) }
    }

    /// What interviews propose, taken up.
    static func takeUp(_ member: Member) async throws -> WebResponse {
        let caseID = try member.visit.id("case")
        do {
            _ = try await takeUpProposals(
                Set(member.form.all("proposal")), ofCase: caseID, by: member.access, in: member.store,
                idempotencyKey: member.form["request"])
            return saved(caseID)
        } catch let rejected as Rejected { return try await again(caseID, rejected.findings, member) }
    }

    /// What became of a need, by one press.
    static func act(_ member: Member) async throws -> WebResponse {
        let caseID = try member.visit.id("case")
        guard let act = NeedAct(member.form), let version = member.form["version"].flatMap({ Int($0) }) else {
            throw Failure.changed
        }
        do {
            let result = try await actOnNeed(
                try member.visit.id("record"), in: caseID, act, base: version, by: member.access, store: member.store,
                idempotencyKey: member.form["request"].map { "\($0).\(version)" })
            switch result {
            case .saved: return saved(caseID)
            case .conflict: return try await again(caseID, [], member, isLate: true)
            }
        } catch let rejected as Rejected { return try await again(caseID, rejected.findings, member) }
    }

    static func deliveryForm(_ member: Member) async throws -> WebResponse {
        let (file, need) = try await fileAndNeed(member)
        _ = try await member.addable(.delivery, to: file)
        let address = address(of: need, file)
        let resumed = member.resumed(address)
        let fresh = FormEncoder(member.context).encode(["wh_DeliveryDay": .date(member.context.today)])
        var page = DeliveryForm(
            file, need: need, typed: resumed ?? fresh, requestKey: resumed?["request"] ?? Sessions.token())
        page.offer = member.offer(address)
        return .page(page.markup(in: member.context))
    }

    static func deliver(_ member: Member) async throws -> WebResponse {
        let (file, need) = try await fileAndNeed(member)
        let key = member.form["request"] ?? Sessions.token()
        let read = FormDecoder(member.context).decode(member.form, fields: DeliveryForm.fields)
        do {
            guard read.findings.isEmpty else { throw Rejected(findings: read.findings) }
            _ = try await addDelivery(
                read.values, for: need.id, inCase: file.id, by: member.access, store: member.store,
                idempotencyKey: key)
            member.saved(address(of: need, file))
            return saved(file.id)
        } catch let rejected as Rejected {
            let page = DeliveryForm(
                file, need: need, typed: member.form, findings: rejected.findings, requestKey: key)
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    private static func file(_ member: Member) async throws -> CaseFile {
        try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
    }

    private static func fileAndNeed(_ member: Member) async throws -> (file: CaseFile, need: Need) {
        let file = try await file(member)
        let id = try member.visit.id("record")
        guard let need = file.needs().first(where: { $0.id == id }) else { throw Failure.notFound }
        return (file, need)
    }

    private static func address(of need: Need, _ file: CaseFile) -> String {
        "/cases/\(file.id)/help/\(need.id)/given"
    }

    private static func need(_ values: [FieldName: Value], _ member: Member) -> Draft {
        var draft = Draft(.need, values)
        if let person = member.form["person"].flatMap({ EntityID($0) }) { draft.links[.person] = person }
        return draft
    }

    private static func saved(_ id: EntityID) -> WebResponse { .see("/cases/\(id)/help?done=saved") }

    private static func again(
        _ id: EntityID, _ findings: [Finding], _ member: Member, isLate: Bool = false
    ) async throws -> WebResponse {
        let file = try await readCase(id, by: member.access, in: member.store)
        var page = try await page(file, member)
        (page.findings, page.isLate) = (findings, isLate)
        return .page(page.markup(in: member.context), status: isLate ? 409 : 422)
    }

    private static func page(_ file: CaseFile, _ member: Member) async throws -> HelpPage {
        let sight = try await lookAround(file, by: member.access, in: member.store)
        var page = HelpPage(file)
        page.mayAdd = sight.mayAdd(.need).isMade
        page.mayGive = sight.mayAdd(.delivery).isMade
        page.changeable = Set(file.records(.need).filter { sight.writable($0).contains(.f4) }.map(\.id))
        page.proposals = file.helpProposals
        page.requestKey = Sessions.token()
        return page
    }
}

extension NeedAct {
    /// What a form or a program names: a step, `stopped` with a reason, or `resumed`; nil for anything else.
    init?(_ form: FormPairs) {
        self.init(form["act"], reason: form["reason"])
    }

    init?(_ act: String?, reason: String?) {
        switch act {
        case "stopped":
            guard let reason = reason.flatMap({ EndReason(rawValue: $0) }) else { return nil }
            self = .stopped(reason)
        case "resumed": self = .resumed
        default:
            guard let step = act.flatMap({ CascadeStep(name: $0) }), step != .needed else { return nil }
            self = .step(step)
        }
    }
}
