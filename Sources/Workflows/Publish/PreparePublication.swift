// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Store

/// What a public file of the register would be: what it says, what is lost, and what attacks make of it. Nothing is
/// written and nothing leaves; the look is in the audit log.
///
/// - Returns: The account, for those who decide. Of a noisy file it comes from a rehearsal with other noise.
/// - Throws: `PublicationObstacle` with what to do; `Refusal`; `StoreError`.
/// Cost: the register is read once; seconds for 50,000 people.
public func preparePublication(_ plan: PublicationPlan, by access: Access, in store: CaseStore) async throws
    -> PublicationAccount
{
    try await prepared(plan, by: access, in: store).made.account
}

/// Asks a second person to agree to a file. The file is made now, kept sealed with the request, and is what leaves when
/// they agree; a noisy one is made then.
///
/// - Parameter reason: What the file is for and who gets it, for the second person.
/// - Returns: The request; it waits for 72 hours.
/// - Throws: As `preparePublication`; `PublicationObstacle.tooLarge`.
public func askToPublish(_ plan: PublicationPlan, reason: String, by access: Access, in store: CaseStore) async throws
    -> TwoPersonRequest
{
    let ready = try await prepared(plan, by: access, in: store)
    guard ready.made.bytes.count <= waitingFileBytesMax else { throw PublicationObstacle.tooLarge }
    var details = [
        PublicationDetail.plan: plan.text, PublicationDetail.account: ready.made.account.text,
        PublicationDetail.marks: ready.marks.text,
    ]
    if plan.method != .noisy {
        details[PublicationDetail.digest] = store.digest(ofFile: ready.made.bytes)
        details[PublicationDetail.file] = String(decoding: ready.made.bytes, as: UTF8.self)
    }
    return try await askSecondPerson(
        .publication, reason: reason, details: details, power: .publishDataset, by: access, in: store)
}

/// Some 60,000 people in the columns of CTDC.
private let waitingFileBytesMax = 8 << 20

private func prepared(_ plan: PublicationPlan, by access: Access, in store: CaseStore) async throws
    -> (made: MadePublication, marks: PublishedMarks)
{
    var access = access
    access.purpose = .statistics
    let permit = try await access.permit(.datasetPublish, by: .publishDataset, in: store)
    let people = try await PublishablePeople.read(permit, from: store)
    do {
        let before = PublishedBefore(try await store.requests(of: access.actor.agency), of: access.actor.agency)
        let warnings = try before.warnings(for: plan, people.marks)
        let budget = try plan.method == .noisy ? before.budget(for: plan, people, access.actor.agency) : nil
        var made = try PublicationMaker(plan: plan, people: people, codebook: store.codebook).make()
        made.account.warnings = warnings + made.account.warnings
        made.account.budget = budget
        try await store.note(permit, count: made.account.rows, outcome: "looked, k \(plan.k)")
        return (made, people.marks)
    } catch let obstacle as PublicationObstacle {
        try await store.note(permit, count: 0, outcome: "refused, k \(plan.k)")
        throw obstacle
    }
}

extension PublishedBefore {
    /// What a noisy file would spend, and whether it is there.
    ///
    /// - Throws: `PublicationObstacle.budgetSpent`; `LedgerFault`.
    fileprivate func budget(for plan: PublicationPlan, _ people: PublishablePeople, _ agency: EntityID) throws
        -> PublicationAccount.Budget
    {
        let ledger = try ledger(of: agency)
        let delta = PrivacyPlan.usualDelta(rows: people.people.count)
        _ = try line(of: plan, delta: delta, ledger, date: "")
        return PublicationAccount.Budget(
            epsilon: plan.epsilon, delta: delta, spent: ledger.spent.epsilon, total: ledger.total.epsilon)
    }

    /// The line that takes the budget of a file.
    ///
    /// - Throws: `PublicationObstacle.budgetSpent`.
    func line(of plan: PublicationPlan, delta: Double, _ ledger: BudgetLedger, date: String) throws -> [UInt8] {
        guard PublicationPlan.epsilons.contains(plan.epsilon) else { throw PublicationObstacle.badSize }
        do {
            return try ledger.line(taking: .init(epsilon: plan.epsilon, delta: delta), date: date)
        } catch LedgerFault.exceeded(let spent, let total) {
            throw PublicationObstacle.budgetSpent(spent: spent.epsilon, total: total.epsilon)
        }
    }
}
