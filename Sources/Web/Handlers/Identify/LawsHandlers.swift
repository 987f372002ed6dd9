// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Workflows

/// What the laws say of a case, writing down facts for them, and the comparison over all cases.
enum LawsHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        let (file, laws) = try await read(member)
        guard let laws else { return .page(NoVictimPage(caseID: file.id).markup(in: member.context)) }
        var page = LawsPage(laws: laws)
        page.isSaved = member.query["done"] == "saved"
        page.mayAdd = try await lookAround(file, by: member.access, in: member.store).mayAdd(.account).isMade
        return .page(page.markup(in: member.context))
    }

    static func form(_ member: Member) async throws -> WebResponse {
        let (file, laws) = try await read(member)
        guard let laws else { return .page(NoVictimPage(caseID: file.id).markup(in: member.context)) }
        let action = "/cases/\(file.id.description)/facts"
        let resumed = member.resumed(action)
        let settled = member.query["settle"].flatMap { Int($0) }.flatMap { number in
            AtomCatalogue.current.atoms.first { $0.number == number }?.id
        }
        let typed = resumed ?? FormEncoder(member.context).encode(defaults(member, isSettling: settled != nil))
        var page = FactsFormPage(
            file: file, victim: laws.victim, typed: typed, requestKey: resumed?["request"] ?? Sessions.token(),
            classes: try await member.addable(.account, to: file))
        page.first = settled.map { [$0] } ?? first(laws)
        page.offer = member.offer(action)
        return .page(page.markup(in: member.context))
    }

    /// The facts that would decide most, those that somebody declined to speak of left out.
    private static func first(_ laws: LawsReading) -> [AtomID] {
        laws.reading.panel.questions.map(\.atom).filter {
            AtomCatalogue.current[$0] != nil && laws.reading.answer(to: $0) != .declined
        }.prefix(8).map(\.self)
    }

    private static func defaults(_ member: Member, isSettling: Bool) -> [FieldName: Value] {
        let source = isSettling ? Assertion.Source.settled : .person
        return ["wh_AccountDate": .date(member.context.today), "wh_AccountSource": .codes([source.rawValue])]
    }

    static func record(_ member: Member) async throws -> WebResponse {
        let (file, laws) = try await read(member, victim: member.form["victim"])
        guard let laws else { throw StoreError.notFound }
        let form = member.form
        let key = form["request"] ?? Sessions.token()
        var page = FactsFormPage(
            file: file, victim: laws.victim, typed: form, requestKey: key,
            classes: try await member.addable(.account, to: file))
        page.first = first(laws)
        let fields = FactsFormPage.fields(page.classes, member.context.codebook)
        let decoded = FormDecoder(member.context).decode(form, fields: fields)
        page.findings = decoded.findings
        let facts = facts(form)
        page.problem = problem(decoded.values, facts, member.context.words)
        guard page.findings.isEmpty, page.problem == nil else {
            return .page(page.markup(in: member.context), status: 422)
        }
        do {
            var draft = Draft(.account, decoded.values.merging(facts) { own, _ in own })
            draft.links[.person] = laws.victim.record.links[.person]
            _ = try await addRecord(
                draft, toCase: file.id, by: member.access, store: member.store, idempotencyKey: key)
            member.saved(page.action)
            return .see("/cases/\(file.id)/laws?victim=\(laws.victim.id)&done=saved")
        } catch let rejected as Rejected {
            page.findings = rejected.findings
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    /// What was answered, as the fields of an account.
    private static func facts(_ form: FormPairs) -> [FieldName: Value] {
        var codes: [FieldName: [String]] = [:]
        for (name, value) in form.under(FactsFormPage.prefix).pairs {
            guard let answer = Answer(rawValue: value), AtomCatalogue.current[AtomID(name)] != nil,
                let field = AccountReader.fields.first(where: { $0.answer == answer })
            else { continue }
            codes[field.name, default: []].append(name)
        }
        return codes.mapValues { .codes($0) }
    }

    private static func problem(
        _ values: [FieldName: Value], _ facts: [FieldName: Value], _ words: Words
    ) -> String? {
        guard case .number(let from)? = values["wh_AccountAgeFrom"], case .number(let to)? = values["wh_AccountAgeTo"]
        else {
            let saysAge = values["wh_AccountAgeFrom"] != nil || values["wh_AccountAgeTo"] != nil
            return facts.isEmpty && !saysAge ? words["told.none"] : nil
        }
        return from > to ? words["told.ages"] : nil
    }

    static func read(_ member: Member, victim: String? = nil) async throws -> (file: CaseFile, laws: LawsReading?) {
        try await readLaws(
            of: try member.visit.id("case"), about: (victim ?? member.query["victim"]).flatMap { EntityID($0) },
            under: member.visit.site.settings.definitions, by: member.access, in: member.store)
    }
}
