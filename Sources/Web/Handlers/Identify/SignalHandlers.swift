// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Workflows

/// What was reported: take it in, look through what waits, decide what becomes of it.
enum SignalHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let lines = try await listSignals(by: member.access, in: member.store)
        let directory = Directory(in: member.store)
        let shown = lines.map { line in
            SignalsPage.Line(
                line, assigned: line.assigned.compactMap { directory[$0]?.name }.sorted(),
                alike: line.signal.outcome == nil ? line.alike(among: lines).map(\.id) : [])
        }
        let page = SignalsPage(shown, done: member.query["done"].flatMap { SignalsPage.Done(rawValue: $0) })
        return .page(page.markup(in: member.context))
    }

    static func form(_ member: Member) async throws -> WebResponse {
        let resumed = member.resumed("/signals")
        let typed = resumed ?? FormEncoder(member.context).encode(["wh_SignalReceived": .date(member.context.today)])
        var page = SignalFormPage(typed: typed, requestKey: resumed?["request"] ?? Sessions.token())
        page.offer = member.offer("/signals")
        return .page(page.markup(in: member.context))
    }

    static func report(_ member: Member) async throws -> WebResponse {
        let form = member.form
        let key = form["request"] ?? Sessions.token()
        let read = FormDecoder(member.context).decode(form, fields: SignalFormPage.fields)
        do {
            guard read.findings.isEmpty else { throw Rejected(findings: read.findings) }
            _ = try await reportSignal(read.values, by: member.access, in: member.store, idempotencyKey: key)
            member.saved("/signals")
            return .see("/signals?done=reported")
        } catch let rejected as Rejected {
            let page = SignalFormPage(typed: form, findings: rejected.findings, requestKey: key)
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    static func show(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        guard file.isSignal else { return .see("/cases/\(file.id)") }
        return .page(try await page(file, member).markup(in: member.context))
    }

    static func decide(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let form = member.form
        guard let outcome = form["outcome"].flatMap({ SignalDecision.Outcome(rawValue: $0) }) else {
            let finding = Finding(.needed, field: "wh_SignalOutcome", member.context.words["signal.outcome.needed"])
            return try await again(id, [finding], isLate: false, member)
        }
        let joins = outcome == .joinedCase ? try await member.caseID(of: form["other"] ?? "") : nil
        let decision = SignalDecision(
            outcome, reason: form["wh_SignalReason"] ?? "", joins: joins, passedTo: form["wh_SignalPassedTo"] ?? "")
        do {
            let found = try await decideSignal(
                id, decision, base: form["version"].flatMap { Int($0) } ?? 0, name: member.session.name,
                by: member.access, in: member.store)
            return .see(outcome == .becameCase ? "/cases/\(found)?done=registered" : "/signals?done=decided")
        } catch let rejected as Rejected {
            return try await again(id, rejected.findings, isLate: false, member)
        } catch SignalObstacle.decided { return try await again(id, [], isLate: true, member) }
    }

    /// The page once more: with what is missing, or with what somebody else decided meanwhile.
    private static func again(
        _ id: EntityID, _ findings: [Finding], isLate: Bool, _ member: Member
    ) async throws -> WebResponse {
        let file = try await readCase(id, by: member.access, in: member.store)
        guard file.ownSignal != nil else { throw Failure.notFound }
        var page = try await page(file, member)
        (page.findings, page.isLate) = (findings, isLate)
        if !isLate { page.typed = member.form }
        return .page(page.markup(in: member.context), status: isLate ? 409 : 422)
    }

    private static func page(_ file: CaseFile, _ member: Member) async throws -> SignalPage {
        let sight = try await lookAround(file, by: member.access, in: member.store)
        var page = SignalPage(file, sight: sight)
        let lines = try await listSignals(by: member.access, in: member.store)
        if let line = lines.first(where: { $0.id == file.id }), line.signal.outcome == nil {
            page.alike = line.alike(among: lines).map(\.id)
        }
        return page
    }
}

extension Member {
    /// The one case that a code means to whoever asks; nil when there is none, or more than one.
    fileprivate func caseID(of code: String) async throws -> EntityID? {
        let words = code.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard EntityID.bits(ofCode: words) != nil else { return nil }
        let found = try await listCases(CaseQuery(text: words), size: 2, by: access, in: store).lines
        return found.count == 1 ? found[0].id : nil
    }
}
