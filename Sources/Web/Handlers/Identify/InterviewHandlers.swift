// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Workflows

/// Interviews in a case: choose a questionnaire, begin, answer one question after the other, stop, look at the result.
enum InterviewHandlers {
    /// Which questionnaire, for whom.
    static func choose(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        _ = try await member.addable(.administration, to: file)
        let facts = CaseFacts(file: file, context: member.context)
        let people = file.victims.compactMap { victim -> (id: EntityID, name: String)? in
            guard let id = victim.record.links[.person], let person = facts.person(of: victim.record) else {
                return nil
            }
            return (id, PersonLabel.name(person.record) ?? id.code)
        }
        let asked = member.asked ?? FormPairs()
        let named = asked["person"].flatMap { EntityID($0) } ?? (people.count == 1 ? people[0].id : nil)
        let person = people.first { $0.id == named }?.id
        let known =
            asked.pairs.isEmpty
            ? respondent(person, in: file, on: member.context.today, by: member.actor.role)
            : RespondentForm.read(asked, member.context)
        let replaces = (asked["replaces"] ?? member.query["replaces"]).flatMap { EntityID($0) }
        let page = ChooseInterviewPage(
            caseID: file.id, people: people, person: person, respondent: known, replaces: replaces,
            requestKey: Sessions.token())
        return .page(page.markup(in: member.context))
    }

    /// Keeps what is known in the session; the address of the answer holds nothing of it.
    static func narrow(_ member: Member) throws -> WebResponse {
        var kept = RespondentForm.write(RespondentForm.read(member.form, member.context))
        for name in ["person", "replaces"] { if let id = member.form[name] { kept.append(name, id) } }
        // So that a form that was sent empty is not taken for one that was never sent.
        kept.append("asked", "yes")
        return .see("/cases/\(try member.visit.id("case"))/interviews/new?s=\(member.keep(kept))")
    }

    static func begin(_ member: Member) async throws -> WebResponse {
        let scope = try member.visit.id("case")
        let form = member.form
        guard let id = form["instrument"], let version = form["version"], let language = form["in"],
            let instrument = InstrumentLibrary.current.instrument(id, version: version, language: language)
        else { throw Failure.malformed("instrument") }
        let plan = InterviewPlan(
            instrument, with: RespondentForm.read(form, member.context),
            person: form["person"].flatMap { EntityID($0) },
            replaces: form["replaces"].flatMap { EntityID($0) })
        let interview = try await beginInterview(
            plan, inCase: scope, by: member.access, store: member.store,
            idempotencyKey: form["request"] ?? Sessions.token())
        return .see("/cases/\(scope)/interviews/\(interview)")
    }

    /// The next question, the one that the address names, or the result.
    static func show(_ member: Member) async throws -> WebResponse {
        let (interview, file) = try await read(member)
        if interview.isOver { return try await result(interview, file, member) }
        let page = InterviewPage(
            caseID: file.id, interview: interview, screen: screen(of: interview, member.query))
        return .page(page.markup(in: member.context))
    }

    static func answers(_ member: Member) async throws -> WebResponse {
        let (interview, file) = try await read(member)
        let directory = Directory(in: member.store)
        let authors = Set(interview.administration.entries.map(\.by))
        var names: [String: String] = [:]
        for author in authors { names[author] = EntityID(author).map { directory.name(of: $0) } }
        return .page(
            InterviewAnswersPage(caseID: file.id, interview: interview, names: names).markup(in: member.context))
    }

    /// One step, on disk before the next page is named.
    static func step(_ member: Member) async throws -> WebResponse {
        let (scope, id) = (try member.visit.id("case"), try member.visit.id("record"))
        let address = "/cases/\(scope)/interviews/\(id)"
        let step = try step(in: member)
        do {
            switch try await takeInterviewStep(step, in: id, ofCase: scope, by: member.access, store: member.store) {
            case .saved:
                member.saved(address)
                return .see(address)
            case .answeredMeanwhile(let interview): return again(.meanwhile, interview, in: scope, member)
            }
        } catch InterviewObstacle.over { return .see(address) } catch InterviewObstacle.doesNotFit {
            let (interview, _) = try await read(member)
            return again(.unfit, interview, in: scope, member)
        }
    }

    private static func step(in member: Member) throws(Failure) -> InterviewStep {
        let form = member.form
        switch form["act"] {
        case "answer":
            let seen = form["seen"].flatMap { Int($0) } ?? 0
            return .typed(item: form["item"] ?? "", seen: seen) { QuestionForm.read(form, for: $0) }
        case "skip": return .skip(item: form["item"] ?? "")
        case "warn": return .warn(section: form["section"] ?? "", goOn: form["go-on"] == "yes")
        case "pause": return .pause
        case "resume": return .resume
        case "remark": return .remark(form["remark"] ?? "")
        case "end":
            guard let ending = form["ending"].flatMap({ Administration.Ending(rawValue: $0) }) else {
                throw Failure.malformed("ending")
            }
            return .end(ending, remark: form["remark"])
        default: throw Failure.malformed("act")
        }
    }

    private static func read(_ member: Member) async throws -> (interview: Interview, file: CaseFile) {
        try await readInterview(
            try member.visit.id("record"), ofCase: try member.visit.id("case"), by: member.access, in: member.store)
    }

    private static func screen(of interview: Interview, _ query: FormPairs) -> InterviewPage.Screen {
        let administration = interview.administration
        if query["end"] == "yes" { return .ending }
        if administration.state == .paused { return .paused }
        if let item = administration.shownItems.first(where: { $0.id == query["item"] }) {
            let section = administration.instrument.sections.first { $0.items.contains(item) }
            if let section, section.warning != nil, administration.warned[section.id] == nil {
                return .warning(section)
            }
            return .question(item)
        }
        switch administration.step {
        case .warning(let section): return .warning(section)
        case .item(let item): return .question(item)
        case .stop(let words): return .stop(words)
        case .nothingLeft: return .last
        }
    }

    /// The same question once more, with what was typed.
    private static func again(
        _ notice: InterviewPage.Notice, _ interview: Interview, in scope: EntityID, _ member: Member
    ) -> WebResponse {
        let query: FormPairs = member.form["item"].map { ["item": $0] } ?? FormPairs()
        var page = InterviewPage(
            caseID: scope, interview: interview, screen: screen(of: interview, query), notice: notice)
        page.typed = member.form
        return .page(page.markup(in: member.context), status: notice == .meanwhile ? 409 : 422)
    }

    private static func result(
        _ interview: Interview, _ file: CaseFile, _ member: Member
    ) async throws -> WebResponse {
        let sight = try await lookAround(file, by: member.access, in: member.store)
        let later = file.records(.administration).first {
            $0.record.text("wh_AdministrationReplaces") == interview.id.description
        }
        let page = InterviewResultPage(
            caseID: file.id, interview: interview, replacedBy: later?.id, mayAdd: sight.mayAdd(.administration).isMade)
        return .page(page.markup(in: member.context))
    }
}
