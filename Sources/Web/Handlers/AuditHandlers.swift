// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// The audit log and the alerts. Addresses hold ids, codes and days, never a name.
enum AuditHandlers {
    private static let pageSize = 100

    static func acts(_ member: Member) async throws -> WebResponse {
        let access = member.access(for: .readAudit)
        let agency = access.actor.agency
        var page = ActsPage([])
        page.about = member.query["about"] ?? ""
        page.by = member.query["by"] ?? ""
        (page.from, page.until) = (member.query["from"] ?? "", member.query["until"] ?? "")
        let subject = page.about.isEmpty ? nil : member.store.caseID(named: page.about, of: agency)
        var query = ActQuery(subject: subject, actor: EntityID(page.by))
        query.from = PartialDate(page.from).flatMap { moment($0) }
        query.until = PartialDate(page.until).flatMap { moment($0) }.map { $0 + 86_400_000 }
        query.before = member.query["before"].flatMap { Int($0) }
        let isUnknown = !page.about.isEmpty && subject == nil
        // A code that names nothing is asked for all the same: the answer is that of a case that nobody looked at.
        if isUnknown { query.subject = EntityID(high: 0, low: 0) }
        let acts = try await findActs(query, limit: pageSize, by: access, in: member.store)
        let staff = member.store.staffNames(of: agency)
        page.acts = acts.map { line($0, staff, member) }
        page.staff = staff.map { (id: $0.key, name: $0.value) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        page.older = acts.count == pageSize ? acts.last?.seq : nil
        page.seesWords = access.actor.role == .dataProtectionOfficer
        page.anchor = try await member.store.lastCheckpoint()?.words
        if access.actor.role.powers.contains(.readAlerts) {
            page.unseen = try await member.store.unseenAlerts(of: agency)
        }
        return .page(page.markup(in: member.context))
    }

    /// Turns what was typed into an address of ids and days only: somebody may type a name where a code belongs.
    static func ask(_ member: Member) -> WebResponse {
        let agency = member.access(for: .readAudit).actor.agency
        let typed = member.form["about"] ?? ""
        var pairs: [(String, String)] = []
        if !typed.isEmpty {
            pairs.append(("about", member.store.caseID(named: typed, of: agency)?.code ?? "0000-0000"))
        }
        if let by = member.form["by"].flatMap({ EntityID($0) }) { pairs.append(("by", by.description)) }
        for name in ["from", "until"] {
            if let day = member.form[name].flatMap({ PartialDate($0) }) { pairs.append((name, day.description)) }
        }
        let query = pairs.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
        return .see(query.isEmpty ? "/acts" : "/acts?" + query)
    }

    static func words(_ member: Member) async throws -> WebResponse {
        guard let act = member.visit.parameters["act"].flatMap({ Int($0) }) else { throw Failure.notFound }
        let words = try await readSearchWords(of: act, by: member.access(for: .readAudit), in: member.store)
        return .page(SearchWordsPage(act: act, asked: words).markup(in: member.context))
    }

    static func alerts(_ member: Member) async throws -> WebResponse {
        let access = member.access(for: .readAlerts)
        let alerts = try await readAlerts(by: access, in: member.store)
        let staff = member.store.staffNames(of: access.actor.agency)
        let lines = alerts.map { alert in
            AlertsPage.Line(
                id: alert.id, kind: alert.kind.rawValue, at: MomentText.say(alert.at, member.context),
                who: staff[alert.actor] ?? alert.actor.code, act: alert.act, count: alert.count,
                seenBy: alert.seenBy.map { staff[$0] ?? $0.code },
                seenAt: alert.seenAt.map { MomentText.say($0, member.context) }, note: alert.note, actor: alert.actor)
        }
        return .page(AlertsPage(lines).markup(in: member.context))
    }

    static func seeAlert(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("alert")
        try await Workflows.seeAlert(
            id, note: member.form["note"] ?? "", by: member.access(for: .readAlerts), in: member.store)
        return .see("/alerts")
    }

    private static func line(_ act: Act, _ staff: [EntityID: String], _ member: Member) -> ActsPage.Line {
        ActsPage.Line(
            number: act.seq, at: MomentText.say(act.at, member.context), who: staff[act.actor] ?? act.actor.code,
            role: act.role, action: act.action, subject: act.subject, count: act.count, outcome: act.outcome,
            isDone: !act.isDenied, classes: act.classes.sorted().map(\.rawValue), hasWords: !act.words.isEmpty)
    }

    /// Midnight UTC of a whole date; nil for a partial one.
    private static func moment(_ date: PartialDate) -> Int64? {
        guard date.month != nil, date.day != nil else { return nil }
        return min(max(0, Int64(Day(first: date).number) * 86_400_000), 4_102_444_800_000)
    }
}
