// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// What somebody agreed to pass on: ask, look, take back.
enum ConsentHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        try file.insistOnOurs(member)
        let sight = try await lookAround(file, by: member.access, in: member.store)
        var page = ConsentsPage(
            caseID: file.id, consents: consents(of: file, in: member.store),
            names: try await agencyNames(in: member.store), mayGive: sight.mayAdd(.consent).isMade)
        page.done = member.query["done"].flatMap { ConsentsPage.Done(rawValue: $0) }
        return .page(page.markup(in: member.context))
    }

    static func form(_ member: Member) async throws -> WebResponse {
        var page = try await page(FormPairs(), member)
        page.typed = FormEncoder(member.context).encode(["wh_ConsentPurpose": .codes(["ReferToServices"])])
        return .page(page.markup(in: member.context))
    }

    static func give(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let form = member.form
        let read = FormDecoder(member.context).decode(form, fields: ConsentOrder.fields)
        var held = HeldMarks()
        held.records = Set(form.all("held-record").compactMap { EntityID($0) })
        held.fields = Set(form.all("held-field").map { FieldName($0) }.filter { member.context.codebook[$0] != nil })
        let order = ConsentOrder(
            read.values, recipients: Set(form.all("to").compactMap { EntityID($0) }), held: held)
        do {
            guard read.findings.isEmpty else { throw Rejected(findings: read.findings) }
            _ = try await giveConsent(
                order, inCase: id, by: member.access, in: member.store, idempotencyKey: form["request"])
            return .see("/cases/\(id)/consents?done=given")
        } catch let rejected as Rejected {
            var page = try await page(form, member)
            page.findings = rejected.findings
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    static func withdraw(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        try await withdrawConsent(
            try member.visit.id("consent"), ofCase: id, by: member.access, in: member.store)
        return .see("/cases/\(id)/consents?done=withdrawn")
    }

    private static func page(_ typed: FormPairs, _ member: Member) async throws -> GiveConsentPage {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        try file.insistOnOurs(member)
        return GiveConsentPage(
            file: file, takers: try await member.takers(), typed: typed,
            requestKey: typed["request"] ?? Sessions.token())
    }
}

extension CaseFile {
    /// Consents and referrals are looked after by the office whose case it is.
    ///
    /// - Throws: `StoreError.notFound` for anybody else.
    func insistOnOurs(_ member: Member) throws {
        guard member.store.facts(ofCase: id)?.agency == member.actor.agency else { throw StoreError.notFound }
    }
}

extension Member {
    /// The agencies to which one's own gives under an agreement that holds, by name.
    func takers() async throws -> [SharePage.Taker] {
        let now = store.clock.now()
        let names = try await agencyNames(in: store)
        var found: [EntityID: SharePage.Taker] = [:]
        for agreement in store.agreements(of: actor.agency)
        where agreement.giver == actor.agency && agreement.holds(at: now) {
            let before = found[agreement.taker]
            found[agreement.taker] = SharePage.Taker(
                id: agreement.taker, name: names[agreement.taker] ?? agreement.taker.code,
                classes: agreement.classes.union(before?.classes ?? []),
                purposes: agreement.purposes.union(before?.purposes ?? []))
        }
        return found.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }
}
