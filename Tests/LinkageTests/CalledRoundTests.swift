// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Vault

@testable import Linkage

/// What parties of a round over HTTP sign, seal and believe.
struct CalledRoundTests {
    private func fault(_ step: () throws -> Void) -> UniqueFault? {
        do { try step() } catch { return error as? UniqueFault }
        return nil
    }

    @Test func `an agreement is gone by only when all have signed these very words, until its last day`() throws {
        let round = try CalledRound()
        try round.signed.check(on: "2026-12-31")
        #expect(fault { try round.signed.check(on: "2027-01-01") } == .expired(day: "2026-12-31"))
        // One signature less, and one word changed after all had signed.
        var half = SignedAgreement(round.agreement)
        for party in round.agencies { try half.sign(as: party) }
        #expect(half.missing == ["Lawyers", "University", "Statistics Office"])
        #expect(fault { try half.check(on: "2026-12-01") } == .notSigned(half.missing))
        let text = String(decoding: try JSONEncoder().encode(round.signed), as: UTF8.self)
        let altered = text.replacingOccurrences(of: "\"fewestPeople\":50", with: "\"fewestPeople\":20")
        let read = try JSONDecoder().decode(SignedAgreement.self, from: Data(altered.utf8))
        #expect(altered != text && read.missing.count == 5)
        // Somebody with the same name and other keys cannot sign for the party.
        let stranger = CountingParty(.agency, name: "Night Line")
        #expect(fault { try half.sign(as: stranger) } == .wrongSecret("Night Line"))
        #expect(fault { try half.sign(as: CountingParty(.agency, name: "X")) } == .notAParty("X"))
    }

    @Test func `everybody who is called has an address of their own that nobody can misread`() throws {
        for good in ["https://a.example", "https://a.example:8443/keys", "http://127.0.0.1:80", "http://localhost:1"] {
            #expect(CallAddress(good) != nil)
        }
        for bad in [
            "http://a.example", "https://u:p@a.example", "https://a.example/", "https://a.example?x=1",
            "ftp://a.example",
            "https://", "https://a.example#b", "a.example", "", "https://a.exa mple", "http://localhost.example",
        ] { #expect(CallAddress(bad) == nil, "\(bad)") }
        func isRefused(_ change: (inout UniqueAgreement) -> Void) throws -> Bool {
            let round = try CalledRound(changed: change)
            return fault { try round.agreement.check() } != nil
        }
        let round = try CalledRound()
        #expect(try !isRefused { _ in })
        #expect(try isRefused { $0.expires = nil })
        #expect(try isRefused { $0.expires = "2026-13-01" })
        #expect(try isRefused { $0.expires = "2026-1-01" })
        let (key, mark) = (round.agreement.servers[0].bytes, round.agreement.servers[0].signingKey)
        #expect(try isRefused { $0.servers[0] = .init(name: "Lawyers", key: key) })
        #expect(
            try isRefused { $0.servers[0] = .init(name: "Lawyers", key: key, address: "http://a.example", mark: mark) })
        // Two organisations on one host are one that could put the keys together.
        #expect(
            try isRefused {
                $0.servers[0] = .init(name: "Lawyers", key: key, address: "https://university.example:8", mark: mark)
            })
        #expect(
            try isRefused {
                $0.servers[0] = .init(name: "Lawyers", key: key, address: "https://count.example", mark: mark)
            })
    }

    @Test func `a count goes through, and ends the keys when the counting unit says so and nobody else`() throws {
        var invented = InventedPeople(220, seed: 31)
        let lists = (0..<2).map { _ in invented.list(share: 0.6) }
        var round = try CalledRound()
        let files = try lists.indices.map { place in
            try SealedTokens.open(try round.tokens(lists[place], as: place), by: round.unit, under: round.agreement)
        }
        #expect(
            fault { _ = try round.unit.report([files[0]], under: round.agreement) } == .waiting(for: ["Night Line"]))
        let report = try round.unit.report(files.reversed(), under: round.agreement)
        let count = try report.count(under: round.agreement)
        #expect(try count == UniqueCount(files.map { ($0.agency, $0) }))
        // Another unit's word, and the report's own signature in the place of the word.
        let other = try CalledRound()
        #expect(fault { _ = try report.count(under: other.agreement) } == .altered("The report"))
        let foreign = try other.unit.mark?.sign(round.agreement.statement("counted")) ?? []
        let agreement = round.agreement
        #expect(
            fault { try round.servers[0].server?.end(foreign, under: agreement) } == .wrongSecret("Statistics Office"))
        #expect(round.servers[0].server?.hasEnded == false)
        try round.servers[0].server?.end([UInt8](report.end), under: agreement)
        #expect(round.servers[0].server?.hasEnded == true)
        #expect(throws: UniqueFault.roundEnded(server: "Lawyers")) { try round.tokens(lists[0], as: 0) }
    }

    @Test func `an answer that got lost is given again for the same points, some times, and for no others`() throws {
        var invented = InventedPeople(70, seed: 32)
        let rows = invented.list(share: 1)
        var round = try CalledRound()
        let agreement = round.agreement
        let mark = try #require(round.agencies[0].mark)
        let list = try EncodedList(rows, of: "Harbour House", mark: mark, under: agreement)
        let signature = try list.signature(for: agreement.servers[0])
        var answers: Set<[UInt8]> = []
        for _ in 0..<KeyServer.mostTimes {
            // As it is kept on disk between two requests.
            let kept = try JSONEncoder().encode(round.servers[0])
            round.servers[0] = try JSONDecoder().decode(CountingParty.self, from: kept)
            answers.insert(
                try round.servers[0].server?.answer(
                    list.points, signature: signature, of: "Harbour House", under: agreement) ?? [])
        }
        #expect(answers.count == 1)
        #expect(throws: UniqueFault.servedBefore(agency: "Harbour House")) {
            try round.servers[0].server?.answer(
                list.points, signature: signature, of: "Harbour House", under: agreement)
        }
        var second = round.servers[1]
        let again = try EncodedList(rows, of: "Harbour House", mark: mark, under: agreement)
        _ = try second.server?.answer(
            list.points, signature: try list.signature(for: agreement.servers[1]), of: "Harbour House",
            under: agreement)
        #expect(throws: UniqueFault.servedBefore(agency: "Harbour House")) {
            try second.server?.answer(
                again.points, signature: try again.signature(for: agreement.servers[1]), of: "Harbour House",
                under: agreement)
        }
    }

    @Test func `tokens are opened by the unit of their own agreement and by nobody else, unaltered`() throws {
        var invented = InventedPeople(70, seed: 33)
        let rows = invented.list(share: 1)
        var (round, other) = (try CalledRound(), try CalledRound(round: "2026-Q4"))
        let sealed = try round.tokens(rows, as: 0)
        let name = "What was sent"
        #expect(fault { _ = try SealedTokens.open(sealed, by: other.unit, under: other.agreement) } == .altered(name))
        for place in [0, sealed.count / 2, sealed.count - 1] {
            var altered = sealed
            altered[place] ^= 1
            #expect(
                fault { _ = try SealedTokens.open(altered, by: round.unit, under: round.agreement) } == .altered(name))
        }
        // The same unit in another round does not take what was sealed for it in this one.
        let later = try CalledRound(round: "2027-Q1") { $0.unit = round.unit.card?.party }
        #expect(
            fault { _ = try SealedTokens.open(sealed, by: round.unit, under: later.agreement) } == .otherAgreement(name)
        )
        _ = try other.tokens(rows, as: 1)
    }
}
