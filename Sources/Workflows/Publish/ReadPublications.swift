// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// A public file that was asked for, and what became of it.
public struct Publication: Sendable, Identifiable {
    public let request: TwoPersonRequest
    public let plan: PublicationPlan
    /// As it was when a second person was asked.
    public let account: PublicationAccount
    /// Of the file as it left; of one that waits, as it would.
    public let digest: String?

    public var id: EntityID { request.id }

    init?(_ request: TwoPersonRequest) {
        guard request.kind == .publication, let plan = PublicationDetail.plan(request),
            let account = request.details[PublicationDetail.account].flatMap({ PublicationAccount(text: $0) })
        else { return nil }
        (self.request, self.plan, self.account) = (request, plan, account)
        digest = request.details[PublicationDetail.digest]
    }
}

/// The public files of the reader's agency, the newest first: those that wait, were not agreed to, and were published.
///
/// - Throws: `Refusal` for who may not publish.
public func readPublications(by access: Access, in store: CaseStore) async throws -> [Publication] {
    _ = try await access.permit(.datasetPublish, by: .publishDataset, in: store)
    return try await store.requests(of: access.actor.agency).compactMap(Publication.init)
}

/// How many requests of others wait for the reader to decide, and how many of their own can be carried out now.
public func waitingRequests(by access: Access, in store: CaseStore) async throws -> (toDecide: Int, agreed: Int) {
    let now = store.clock.now()
    let open = try await store.openRequests(of: access.actor.agency).filter { $0.isOpen(at: now) }
    let mayDecide = access.actor.role.powers.contains(.approveRequests)
    let others = open.count {
        mayDecide && $0.state == .waiting && $0.asker != access.actor.id && $0.subject != access.actor.id
    }
    let agreed = open.count {
        $0.state == .approved && $0.asker == access.actor.id && ($0.kind == .export || $0.kind == .publication)
    }
    return (others, agreed)
}
