// SPDX-License-Identifier: Apache-2.0

import Testing
import Vault

@testable import Linkage

/// A whole round: lists, blinded keys, two servers, signed files, the count; and what is refused.
struct UniqueProtocolTests {
    @Test func `a round counts people known to both agencies once`() throws {
        var invented = InventedPeople(220, seed: 11)
        let lists = (0..<2).map { _ in invented.list(share: 0.6) }
        var round = UniqueRound()
        let files = try lists.indices.map { ("\($0).tokens", try round.encode(lists[$0], as: $0)) }
        let count = try UniqueCount(files.map { ($0.0, try TokenFile($0.1, name: $0.0)) })
        let truth = Set(lists.joined().map(\.person)).count
        #expect((count.low...count.high).contains(truth))
        #expect(count.people < count.sum)
        // The same as without encryption.
        let plain = UniquePeopleTests.count(lists.map { AgencyList($0) })
        #expect(abs(Double(count.people) - plain.total) <= 2.5)
    }

    @Test func `a file altered, of another round, or there twice is refused`() throws {
        var invented = InventedPeople(70, seed: 12)
        let rows = invented.list(share: 1)
        var (round, other) = (UniqueRound(), UniqueRound(round: "2026-Q4"))
        let file = try round.encode(rows, as: 0)
        for place in [30, file.count / 2, file.count - 1] {
            var altered = file
            altered[place] ^= 1
            #expect(throws: UniqueFault.self) { try TokenFile(altered, name: "a") }
        }
        #expect(throws: UniqueFault.notATokenFile("a")) { try TokenFile([1, 2, 3], name: "a") }
        #expect(throws: UniqueFault.altered("a")) { try TokenFile(Array(file.dropLast(1)), name: "a") }
        let read = try TokenFile(file, name: "a")
        #expect(throws: UniqueFault.sameAgency("Harbour House")) { try UniqueCount([("a", read), ("b", read)]) }
        #expect(throws: UniqueFault.tooFewFiles) { try UniqueCount([("a", read)]) }
        let replayed = try TokenFile(try other.encode(rows, as: 1), name: "b")
        #expect(throws: UniqueFault.otherAgreement("b")) { try UniqueCount([("a", read), ("b", replayed)]) }
    }

    @Test func `a list of one person and a list with nothing on record are refused`() throws {
        let round = UniqueRound()
        var invented = InventedPeople(70, seed: 13)
        func fault(_ rows: [ListedPerson], as name: String = "Harbour House", mark: Int = 0) -> UniqueFault? {
            do {
                _ = try EncodedList(rows, of: name, mark: round.marks[mark], under: round.agreement)
                return nil
            } catch { return error }
        }
        let rows = invented.list(share: 1)
        #expect(fault([invented.record(0)]) == .tooFewPeople(least: 50))
        #expect(fault([ListedPerson](repeating: invented.record(0), count: 90)) == .tooFewPeople(least: 50))
        #expect(fault((0..<90).map { _ in ListedPerson() }) == .noKeys)
        #expect(fault(rows, mark: 1) == .wrongSecret("Harbour House"))
        #expect(fault(rows, as: "Somebody Else") == .notAParty("Somebody Else"))
    }

    @Test func `a server answers each agency once, only what it signed, and nobody after the end`() throws {
        var invented = InventedPeople(70, seed: 14)
        let rows = invented.list(share: 1)
        var round = UniqueRound()
        _ = try round.encode(rows, as: 0)
        #expect(throws: UniqueFault.servedBefore(agency: "Harbour House")) { try round.encode(rows, as: 0) }
        let list = try EncodedList(rows, of: "Night Line", mark: round.marks[1], under: round.agreement)
        let signature = try list.signature(for: round.agreement.servers[0])
        #expect(throws: UniqueFault.wrongSecret("Night Line")) {
            try round.servers[1].answer(list.points, signature: signature, of: "Night Line", under: round.agreement)
        }
        #expect(throws: UniqueFault.tooFewPeople(least: 50)) {
            let probe = Array(list.points.prefix(65 * 12))
            let signed = try round.marks[1].sign(
                KeyServer.request(probe, round.agreement, serverKey: round.agreement.servers[0].bytes))
            _ = try round.servers[0].answer(probe, signature: signed, of: "Night Line", under: round.agreement)
        }
        var stranger = KeyServer(name: "Lawyers")
        #expect(throws: UniqueFault.wrongServerKey("Lawyers")) {
            try stranger.answer(list.points, signature: signature, of: "Night Line", under: round.agreement)
        }
        round.servers[0].destroyKey()
        #expect(throws: UniqueFault.roundEnded(server: "Lawyers")) { try round.encode(rows, as: 1) }
    }

    @Test func `an agreement without two servers, with low bounds, or with one key twice is refused`() {
        let good = UniqueRound().agreement
        func isRefused(_ change: (inout UniqueAgreement) -> Void) -> Bool {
            var agreement = good
            change(&agreement)
            do {
                try agreement.check()
                return false
            } catch { return true }
        }
        #expect(!isRefused { _ in })
        #expect(isRefused { $0.servers.removeLast() })
        #expect(isRefused { $0.agencies.removeLast() })
        #expect(isRefused { $0.servers[1] = UniqueAgreement.Party(name: "Other", key: $0.servers[0].bytes) })
        #expect(isRefused { $0.fewestPeople = 1 })
        #expect(isRefused { $0.smallestNumber = 1 })
        #expect(isRefused { $0.keysVersion = 0 })
    }
}
