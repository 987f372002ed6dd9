// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Linkage
import Synchronization

extension CaseStore {
    /// Makes ready to ask who may be who in an agency, when that was not done since the register was opened: some
    /// seconds for 50,000 people, during which all else goes on. Nothing to do afterwards: each change is taken in.
    public func makeReady(_ agency: EntityID) async {
        if isReady(agency) { return }
        let task = matching.withLock { tasks in
            if let running = tasks[agency] { return running }
            let task = Task { await self.makeBook(of: agency) }
            tasks[agency] = task
            return task
        }
        await task.value
        matching.withLock { $0[agency] = nil }
    }

    /// The model that an agency learned from its own people; nil while it goes by the one that the program carries.
    public func linkageModel(of agency: EntityID) async throws -> LinkageModel? {
        guard let text = try await self.agency(agency).settings.more[Self.modelSetting] else { return nil }
        return try LinkageModel(json: Data(text.utf8))
    }

    /// Keeps a model with the agency's settings, sealed like these; nil goes back to the one that the program carries.
    ///
    /// - Parameter permit: For `settingsManage`.
    /// - Throws: `StoreError.conflict` when the settings were changed meanwhile.
    public func keep(_ model: LinkageModel?, of agency: EntityID, permit: Permit) async throws {
        try permit.covers(.settingsManage)
        var kept = try await self.agency(agency)
        kept.settings.more[Self.modelSetting] = try model.map { String(decoding: try $0.json(), as: UTF8.self) }
        try await save(kept, permit: permit)
        index.withLock { index in index.with(agency) { $0.likeness.forgetBook() } }
    }

    /// Learns a model from the agency's people; nil when there are too few of them.
    ///
    /// - Parameter permit: For `settingsManage`.
    public func learnModel(of agency: EntityID, permit: Permit) throws -> LinkageModel? {
        try permit.covers(.settingsManage)
        let people = index.withLock { $0.agencies[agency]?.likeness.traits ?? [:] }
        return LinkageModel.learned(from: people.sorted { $0.key < $1.key }.map(\.value))
    }

    private static let modelSetting = "linkage.model"

    private func isReady(_ agency: EntityID) -> Bool {
        index.withLock { $0.agencies[agency].map { $0.likeness.book != nil } ?? true }
    }

    private func makeBook(of agency: EntityID) async {
        // A model that cannot be read is none: the one that the program carries serves meanwhile.
        let model = try? await linkageModel(of: agency)
        let people = index.withLock { $0.agencies[agency]?.likeness.traits ?? [:] }
        let book = PeopleBook(people, model: model)
        index.withLock { index in index.with(agency) { $0.likeness.install(book, from: people) } }
    }
}
