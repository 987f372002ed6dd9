// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// Writes tasks and steps into one case: with leave to write notes in it.
struct WorkWriting {
    let id: EntityID
    private let access: Access
    private let store: CaseStore
    private let record: EntityID
    private let permit: Permit
    private let token: String?

    /// - Parameter token: Sending the same twice writes once.
    /// - Throws: `Refusal`.
    init(_ id: EntityID, _ access: Access, _ store: CaseStore, _ token: String?) async throws {
        (self.id, self.access, self.store, self.token) = (id, access, store, token)
        // Whoever does not see the case learns nothing from what else is wrong.
        _ = try await readCase(id, by: access, in: store)
        record = access.newID(token, in: store)
        permit = try await access.permit(.recordAppend, case: id, record: record, isOwn: true, in: store)
    }

    /// A task of the case that is open; nil when it is done already.
    ///
    /// - Throws: `StoreError.notFound`.
    func task(_ task: EntityID) throws -> CaseTask? {
        guard let known = store.work(ofCase: id)?.work.tasks.first(where: { $0.id == task }) else {
            throw StoreError.notFound
        }
        return known.done == nil ? known : nil
    }

    @discardableResult
    func step(
        _ name: String, about: EntityID? = nil, until: PartialDate? = nil, outcome: String? = nil, note: String = "",
        on day: Day
    ) async throws -> EntityID {
        var draft = Draft(.step, ["wh_StepEvent": .text(name), "wh_StepDay": .date(day.date)])
        if let about { draft.values["wh_StepAbout"] = .text(about.description) }
        if let until { draft.values["wh_StepUntil"] = .date(until) }
        if let outcome { draft.values["wh_StepOutcome"] = .codes([outcome]) }
        if !note.allSatisfy(\.isWhitespace) { draft.values["wh_StepNote"] = .text(note) }
        return try await write(draft)
    }

    func write(_ draft: Draft) async throws -> EntityID {
        var draft = draft
        draft.links[.caseFile] = id
        let record = try draft.checked(under: store.codebook)
        _ = try await store.commit(
            [.insert(self.record, scope: id, record)], permit: permit, hand: access.hand, idempotencyKey: token)
        return self.record
    }
}
