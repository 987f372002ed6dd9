// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Standard
import Store

/// What was published before, as the requests of an agency remember it.
struct PublishedBefore {
    /// Requests that were carried out, the newest first.
    let used: [TwoPersonRequest]

    init(_ requests: [TwoPersonRequest], of agency: EntityID) {
        used = requests.filter { $0.kind == .publication && $0.agency == agency && $0.state == .used }
            .sorted { $0.asked > $1.asked }
    }

    /// The ledger of the agency's people: every noisy file that was begun has a line in it.
    ///
    /// - Throws: `LedgerFault` when a line is damaged.
    func ledger(of agency: EntityID) throws -> BudgetLedger {
        let heading = BudgetLedger.heading(population: Self.population(agency), total: Self.total)
        let lines = used.reversed().compactMap { $0.details[PublicationDetail.ledger] }
        return try BudgetLedger(reading: heading + lines.flatMap { Array($0.utf8) })
    }

    /// All files of an agency together may spend this much.
    static let total = BudgetLedger.Amount(epsilon: 12, delta: 1e-5)

    static func population(_ agency: EntityID) -> String { "agency \(agency.code)" }

    /// What speaks against a file of these people, or should be known beside it. A noisy file is bounded by its budget
    /// and is not compared.
    ///
    /// - Throws: `PublicationObstacle.nearlyTheSame` when the people in whom two files differ are fewer than either's
    ///   smallest group, so that the difference is about them.
    func warnings(for plan: PublicationPlan, _ marks: PublishedMarks) throws -> [PublicationAccount.Warning] {
        if plan.method == .noisy { return [] }
        var warnings: [PublicationAccount.Warning] = []
        for request in used {
            guard let before = PublicationDetail.plan(request), before.method != .noisy,
                let text = request.details[PublicationDetail.marks], let earlier = PublishedMarks(text: text)
            else { continue }
            let day = Clock.day(of: request.asked).description
            let differing = marks.differing(from: earlier)
            if differing > 0, differing < max(plan.k, before.k) { throw PublicationObstacle.nearlyTheSame(day: day) }
            if differing == 0 {
                if before != plan { warnings.append(.otherView(day: day)) }
            } else if plan.method == .synthetic, before.method == .synthetic,
                marks.shared(with: earlier) * 2 > marks.count
            {
                warnings.append(.secondSynthetic(day: day))
            }
        }
        return warnings
    }
}

/// What a request to publish holds beside its reason.
enum PublicationDetail {
    static let (plan, account, digest, file, marks, ledger) = ("plan", "account", "digest", "file", "marks", "ledger")

    static func plan(_ request: TwoPersonRequest) -> PublicationPlan? {
        request.details[plan].flatMap { PublicationPlan(text: $0) }
    }
}
