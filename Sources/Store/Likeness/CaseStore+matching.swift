// SPDX-License-Identifier: Apache-2.0

import Cases
import Dispatch
import Foundation
import Linkage
import Synchronization

extension CaseStore {
    /// Begins to make ready to ask who may be who, in every agency where that was not done since the register was
    /// opened: some seconds for 50,000 people, during which all else goes on. Nothing to do afterwards: each change is
    /// taken in.
    public func beginMatching() {
        for agency in index.withLock({ Array($0.agencies.keys) }) { _ = begin(agency) }
    }

    /// Waits until one person can be asked for in an agency, where that takes but a moment.
    ///
    /// - Returns: false where it takes longer: it goes on, and is there soon.
    func isReadyToFind(_ agency: EntityID) async -> Bool {
        guard let making = begin(agency) else { return true }
        let (isThere, people) = index.withLock { index in
            let likeness = index.agencies[agency]?.likeness
            return (likeness?.book != nil, likeness?.traits.count ?? 0)
        }
        if isThere { return true }
        if people > Self.mostAwaited { return false }
        await making.finding.value
        return true
    }

    /// Waits until two people can be compared in an agency.
    func makeReadyToFind(_ agency: EntityID) async { await begin(agency)?.finding.value }

    /// Waits until it is known of everybody in an agency whom they may be.
    func makeReadyForPairs(_ agency: EntityID) async {
        // Once more when the model was changed meanwhile.
        while let making = begin(agency) { await making.pairs.value }
    }

    /// What is being made of an agency's people: first what answers about one, then about all of them.
    struct Making: Sendable {
        let finding: Task<Void, Never>
        let pairs: Task<Void, Never>
    }

    /// People for whom a question waits.
    private static let mostAwaited = 2_000

    /// Nil when nothing is left to be made.
    private func begin(_ agency: EntityID) -> Making? {
        let (isDone, era) = index.withLock { index in
            let likeness = index.agencies[agency]?.likeness
            return (likeness.map { $0.book?.knowsPairs == true } ?? true, likeness?.era ?? 0)
        }
        if isDone { return nil }
        return matching.withLock { running in
            if let making = running[agency], making.era == era { return making.making }
            let finding = Task { await self.makeBook(of: agency, knowsPairs: false) }
            let pairs = Task {
                await finding.value
                await self.makeBook(of: agency, knowsPairs: true)
                self.matching.withLock { running in if running[agency]?.era == era { running[agency] = nil } }
            }
            let making = Making(finding: finding, pairs: pairs)
            running[agency] = (era, making)
            return making
        }
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

    private func makeBook(of agency: EntityID, knowsPairs: Bool) async {
        let era = index.withLock { $0.agencies[agency]?.likeness.era ?? 0 }
        // A model that cannot be read is none: the one that the program carries serves meanwhile.
        let model = try? await linkageModel(of: agency)
        let people = index.withLock { $0.agencies[agency]?.likeness.traits ?? [:] }
        // Seconds of work at one go: on a thread of its own, so that none of those who answer requests is kept from it.
        let book = await withCheckedContinuation { whenMade in
            DispatchQueue.global(qos: .utility).async {
                whenMade.resume(returning: PeopleBook(people, model: model, knowsPairs: knowsPairs))
            }
        }
        index.withLock { index in index.with(agency) { $0.likeness.install(book, from: people, begun: era) } }
    }
}
