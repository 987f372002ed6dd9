// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Standard
import Store

/// A public file that two people agreed to.
public struct WrittenPublication: Sendable {
    public let bytes: [UInt8]
    /// Lower-case hexadecimal SHA-256, which stands in the audit log.
    public let digest: String
}

/// Writes the file that a second person agreed to, once, within a day.
///
/// The register is looked at once more: nobody may have left it or taken back consent since the file was made, and no
/// other file may have been published meanwhile that differs by a few. Then the file is counted again from its bytes.
/// Of a noisy file the budget is taken, durably, before any noise is drawn.
///
/// - Throws: `Refusal` (`stepUp`); `StoreError.notFound` for what was not agreed to, has run out, was used, or is
///   somebody else's; `PublicationObstacle`.
public func writePublication(_ id: EntityID, by access: Access, in store: CaseStore) async throws -> WrittenPublication
{
    var access = access
    access.purpose = .statistics
    let permit = try await access.permit(.datasetPublish, by: .publishDataset, in: store)
    guard access.isStepUpFresh else {
        let refusal = Refusal(.datasetPublish, .stepUp)
        try await store.note(refusal, to: access.actor, .request(id), for: access.purpose)
        throw refusal
    }
    let requests = try await store.requests(of: access.actor.agency)
    guard let request = requests.first(where: { $0.id == id && $0.kind == .publication }),
        request.asker == access.actor.id, request.state == .approved, request.isOpen(at: store.clock.now()),
        let plan = PublicationDetail.plan(request)
    else { throw StoreError.notFound }
    do {
        guard let text = request.details[PublicationDetail.marks], let marks = PublishedMarks(text: text) else {
            throw PublicationObstacle.damaged
        }
        let writing = Writing(request: request, plan: plan, marks: marks, permit: permit, store: store)
        return try await writing.write(PublishablePeople.read(permit, from: store))
    } catch let obstacle as PublicationObstacle {
        try await store.note(permit, count: 0, outcome: "refused, k \(plan.k)")
        throw obstacle
    }
}

/// One file on its way out.
private struct Writing {
    let request: TwoPersonRequest
    let plan: PublicationPlan
    /// Who was in the file when it was made.
    let marks: PublishedMarks
    let permit: Permit
    let store: CaseStore

    func write(_ people: PublishablePeople) async throws -> WrittenPublication {
        guard marks.shared(with: people.marks) == marks.count else { throw PublicationObstacle.peopleLeft }
        return plan.method == .noisy ? try await writeNoisy(people) : try await writeWaiting()
    }

    /// The file that both looked at.
    private func writeWaiting() async throws -> WrittenPublication {
        guard let text = request.details[PublicationDetail.file],
            let digest = request.details[PublicationDetail.digest],
            let account = request.details[PublicationDetail.account].flatMap({ PublicationAccount(text: $0) })
        else { throw PublicationObstacle.damaged }
        let bytes = Array(text.utf8)
        guard store.digest(ofFile: bytes) == digest else { throw PublicationObstacle.damaged }
        if !account.counted.isEmpty {
            let recount = try FileRecount(bytes, over: account.counted, k: plan.k)
            guard recount.smallGroups == 0, recount.rows == account.rows else { throw PublicationObstacle.damaged }
        }
        try await use(rows: account.rows, digest) { details in details[PublicationDetail.file] = nil }
        return WrittenPublication(bytes: bytes, digest: digest)
    }

    /// A file of fresh noise. When this fails after the budget was taken, the budget stays taken.
    private func writeNoisy(_ people: PublishablePeople) async throws -> WrittenPublication {
        let (agency, plan) = (request.agency, plan)
        let delta = PrivacyPlan.usualDelta(rows: people.people.count)
        let date = store.clock.today.description
        try await use(rows: 0, "") { details, all in
            let before = PublishedBefore(all, of: agency)
            let line = try before.line(of: plan, delta: delta, before.ledger(of: agency), date: date)
            details[PublicationDetail.ledger] = String(decoding: line, as: UTF8.self)
        }
        let maker = PublicationMaker(plan: plan, people: people, codebook: store.codebook)
        let made = try maker.make(keeping: true)
        let digest = store.digest(ofFile: made.bytes)
        try await store.note(
            permit, count: made.account.rows, outcome: "written, epsilon \(plan.epsilon)", digest: digest)
        try await store.changePeople { [request, permit] people in
            var used = try people.request(request.id)
            used.note([PublicationDetail.digest: digest], by: permit.actor.id)
            try people.put(used)
        }
        return WrittenPublication(bytes: made.bytes, digest: digest)
    }

    private func use(rows: Int, _ digest: String, _ change: @escaping @Sendable (inout [String: String]) -> Void)
        async throws
    {
        try await use(rows: rows, digest) { details, _ in change(&details) }
    }

    /// Spends the agreement, and writes down what was published, in one transaction with the audit entry.
    private func use(
        rows: Int, _ digest: String,
        _ change: @escaping @Sendable (inout [String: String], [TwoPersonRequest]) throws -> Void
    ) async throws {
        let now = store.clock.now()
        try await store.changePeople { [request, permit, plan, marks] people in
            var used = try people.request(request.id)
            var details = used.details
            let all = try people.requests()
            // Here, where nobody else can publish in between.
            _ = try PublishedBefore(all, of: request.agency).warnings(for: plan, marks)
            try change(&details, all)
            try used.use(by: permit.actor.id, at: now, details: details)
            try people.put(used)
            people.note(
                permit, count: rows,
                outcome: digest.isEmpty ? "begun, epsilon \(plan.epsilon)" : "written, k \(plan.k)",
                digest: digest)
        }
    }
}
