// SPDX-License-Identifier: Apache-2.0

import Cases
import Linkage
import Standard
import Store

/// Two people who may be one, as a list shows them.
public struct LikenessLine: Sendable, Hashable {
    public let first: PersonSummary
    public let second: PersonSummary
    public let firstCases: [EntityID]
    public let secondCases: [EntityID]
    public let weights: LikenessWeights
    /// What was said of them so far; nil when nothing was.
    public let entry: LikenessEntry?

    init(_ pair: LikelyPair) {
        (first, second) = (pair.first, pair.second)
        (firstCases, secondCases) = (pair.firstCases, pair.secondCases)
        weights = LikenessWeights(pair.resemblance)
        entry = pair.entry
    }
}

/// Who may stand in the register twice, likeliest first: of pairs both of whom somebody may see. A pair with somebody
/// who is hidden from them is not shown and not counted. What was decided is not asked again until what is known of
/// the two changes.
///
/// - Parameter least: The least weight, log₂ of the odds.
/// - Returns: the pairs of `page` (from 0), and how many there are.
/// - Throws: `Refusal`; `StoreError`.
public func listLikenesses(
    atLeast least: Double = 0, page: Int = 0, size: Int = 50, by access: Access, in store: CaseStore
) async throws -> (lines: [LikenessLine], total: Int) {
    let isConsole = access.actor.role == .custodian
    let permit = try await access.permit(
        .registerCompare, by: isConsole ? .exportRegister : .listCases, in: store)
    let found = try await store.likelyPairs(atLeast: least, page: page, size: size, permit: permit)
    return (found.pairs.map { LikenessLine($0) }, found.total)
}

/// Learns from the people of the register how records of one person differ, and goes by that from now on. Nobody says
/// who is who; nothing of a person is in it.
///
/// - Returns: the model as JSON that a person can read; nil when there are too few people, and nothing is changed then.
/// - Throws: `Refusal`; `StoreError`.
public func learnLinkage(by access: Access, in store: CaseStore) async throws -> String? {
    let permit = try await access.permit(.settingsManage, by: .manageSettings, in: store)
    let agency = access.actor.agency
    guard let model = try store.learnModel(of: agency, permit: permit) else { return nil }
    try await store.keep(model, of: agency, permit: permit)
    return String(decoding: try model.json(), as: UTF8.self)
}

/// The model that the register goes by, as JSON that a person can read, and whether it was learned here.
///
/// - Throws: `StoreError`; `LinkageError` when what is kept is no model.
public func linkageModel(of agency: EntityID, in store: CaseStore) async throws -> (json: String, isOwn: Bool) {
    let own = try await store.linkageModel(of: agency)
    return (String(decoding: try (own ?? .forRegisters).json(), as: UTF8.self), own != nil)
}
