// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Store

/// A counting unit on the network: takes one token file of each agency, keeps it sealed as it came, counts when all
/// have sent, forgets the tokens and gives the agencies the report.
public actor UnitDesk: CountingDesk {
    private let folder: CountingFolder
    private let signed: SignedAgreement
    private let clock: Clock
    private let party: CountingParty
    private var paceOfAll = Pace(most: 60, seconds: 60)
    public nonisolated let bodyMax: Int

    private var agreement: UniqueAgreement { signed.agreement }

    /// - Throws: `CountingFolderFault`; `UniqueFault` unless the agreement is signed by all and the folder is that of
    ///   its counting unit. After the last day what was sent and not counted is removed, and this throws.
    public init(_ folder: CountingFolder, clock: Clock = .system) throws {
        let own = try folder.party()
        let kept = try folder.agreement()
        guard own.role == .unit, kept.agreement.unit == own.card?.party else { throw UniqueFault.notAParty(own.name) }
        try Self.check(kept, folder, on: clock.isoDay)
        self.folder = folder
        self.clock = clock
        signed = kept
        party = own
        // Twelve tokens of 16 bytes, and a quarter more for made-up people.
        bodyMax = min(400 << 20, kept.agreement.mostPeople * 12 * 16 * 3 / 2 + (64 << 10))
    }

    /// After the last day a report that was made is still given; what was not counted goes.
    private static func check(_ signed: SignedAgreement, _ folder: CountingFolder, on day: String) throws {
        do { try signed.check(on: day) } catch {
            guard case .expired = error else { throw error }
            for place in signed.agreement.agencies.indices { folder.remove(fileName(place)) }
            if folder.bytes(CountingFolder.reportName) == nil { throw error }
        }
    }

    private struct Asking: Decodable {
        let agency: String
        let signature: Data
    }

    public func answer(_ method: String, _ path: String, _ body: [UInt8]) async -> DeskAnswer {
        guard method == "POST", ["/unique/v1/tokens", "/unique/v1/report"].contains(path) else { return .nowhere }
        guard paceOfAll.admits("", at: clock.now()) else { return DeskAnswer(UniqueFault.tooOften) }
        do {
            if path == "/unique/v1/tokens" {
                try take(body)
                return .done()
            }
            guard let asking = try? JSONDecoder().decode(Asking.self, from: Data(body)) else { return .malformed }
            return .done(try report(asking))
        } catch { return DeskAnswer(error) }
    }

    private func take(_ sealed: [UInt8]) throws {
        do {
            try agreement.checkDay(clock.isoDay)
            let file = try SealedTokens.open(sealed, by: party, under: agreement)
            guard let place = agreement.agencies.firstIndex(where: { $0.name == file.agency }) else {
                throw UniqueFault.notAParty(file.agency)
            }
            guard !hasCounted, folder.bytes(Self.fileName(place)) == nil else {
                throw UniqueFault.sameAgency(file.agency)
            }
            try folder.write(sealed, to: Self.fileName(place))
            try note("took tokens", file.agency, file.figures.people, "done")
        } catch {
            try note("took tokens", "", 0, "refused")
            throw error
        }
        try countIfComplete()
    }

    /// - Throws: what counting throws; what was sent stays then.
    private func countIfComplete() throws {
        var files: [TokenFile] = []
        for place in agreement.agencies.indices {
            guard let sealed = folder.bytes(Self.fileName(place)) else { return }
            files.append(try SealedTokens.open(sealed, by: party, under: agreement))
        }
        let report = try party.report(files, under: agreement)
        try folder.write(report, to: CountingFolder.reportName)
        for place in agreement.agencies.indices { folder.remove(Self.fileName(place)) }
        try note("counted", party.name, files.reduce(0) { $0 + $1.figures.people }, "done")
    }

    private func report(_ asking: Asking) throws -> [UInt8] {
        try agreement.checkReportRequest([UInt8](asking.signature), of: asking.agency)
        if !hasCounted { try countIfComplete() }
        guard let report = folder.bytes(CountingFolder.reportName) else {
            let missing = agreement.agencies.indices.filter { folder.bytes(Self.fileName($0)) == nil }
            throw UniqueFault.waiting(for: missing.map { agreement.agencies[$0].name })
        }
        try note("gave the report", asking.agency, 0, "done")
        return report
    }

    private var hasCounted: Bool { folder.bytes(CountingFolder.reportName) != nil }

    private static func fileName(_ place: Int) -> String { "agency-\(place + 1).age" }

    private func note(_ what: String, _ who: String, _ people: Int, _ outcome: String) throws {
        try folder.note(
            .init(
                at: clock.isoSecond, round: agreement.round, what: what, who: who, people: people, outcome: outcome))
    }
}
