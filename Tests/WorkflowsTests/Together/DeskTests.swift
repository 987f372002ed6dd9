// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Store
import Testing
import Vault

@testable import Workflows

/// What a key server and a counting unit answer, and what their folders say after a restart.
struct DeskTests {
    private let points = "/unique/v1/points"
    private let end = "/unique/v1/end"
    private let tokens = "/unique/v1/tokens"
    private let report = "/unique/v1/report"

    @Test func `a key server answers each agency of the agreement one list, and remembers it over a restart`()
        async throws
    {
        try await PartyFolders.with { parties in
            let folder = parties.folder("Lawyers")
            let list = try parties.list("Lantern House")
            let question = try parties.question(list, of: "Lantern House", server: 0)
            let first = try await KeyDesk(folder).answer("POST", points, question)
            #expect(first.status == 200 && first.body.count == list.points.count)
            // A new process: the same list gives the same answer, another list none.
            let desk = try KeyDesk(folder)
            #expect(await desk.answer("POST", points, question) == first)
            let other = try parties.question(
                try parties.list("Lantern House", seed: 2), of: "Lantern House", server: 0)
            #expect(await desk.answer("POST", points, other).status == 409)
            let lines = try parties.journal("Lawyers")
            #expect(lines.map(\.outcome) == ["done", "done", "refused"])
            #expect(lines.allSatisfy { $0.who == "Lantern House" && $0.people == 75 && $0.round == "2026-Q3" })
        }
    }

    @Test func `a probe list, a stranger, another agency's secret, another server's signature are refused`()
        async throws
    {
        try await PartyFolders.with { parties in
            let desk = try KeyDesk(parties.folder("Lawyers"))
            let list = try parties.list("Lantern House")
            // One person's points, and as many as a few people have, signed as they should be.
            let mark = try #require(try parties.folder("Lantern House").party().mark)
            for people in [1, 5, 39] {
                let few = Array(list.points.prefix(people * 12 * 65))
                let signed =
                    [UInt8]("wayhouse unique request".utf8) + parties.agreement.digest
                    + parties.agreement.servers[0].bytes + sha256(few)
                let body = try PartyFolders.json([
                    "agency": "Lantern House", "points": Data(few).base64EncodedString(),
                    "signature": Data(try mark.sign(signed)).base64EncodedString(),
                ])
                let answer = await desk.answer("POST", points, body)
                #expect(answer.status == 422 && answer.problem?.contains("fewer than 50") == true)
            }
            #expect(await desk.answer("POST", points, try parties.question(list, of: "Evil", server: 0)).status == 403)
            let asOther = try parties.question(list, of: "Night Line", server: 0)
            #expect(await desk.answer("POST", points, asOther).status == 403)
            let toOther = try parties.question(list, of: "Lantern House", server: 1)
            #expect(await desk.answer("POST", points, toOther).status == 403)
            #expect(try parties.journal("Lawyers").allSatisfy { $0.outcome == "refused" })
            #expect(try !parties.journal("Lawyers").contains { $0.who == "Evil" })
        }
    }

    @Test func `a request altered on its way, of another agreement, or no request at all is refused`() async throws {
        try await PartyFolders.with { parties in
            let desk = try KeyDesk(parties.folder("Lawyers"))
            let list = try parties.list("Lantern House")
            var altered = list.points
            altered[70] ^= 1
            let body = try parties.question(list, of: "Lantern House", server: 0, points: altered)
            #expect(await desk.answer("POST", points, body).status == 403)
            try await PartyFolders.with { others in
                let body = try others.question(try others.list("Lantern House"), of: "Lantern House", server: 0)
                #expect(await desk.answer("POST", points, body).status == 403)
            }
            #expect(await desk.answer("POST", points, []).status == 400)
            #expect(await desk.answer("POST", points, [UInt8]("{}".utf8)).status == 400)
            #expect(await desk.answer("GET", points, []).status == 404)
            #expect(await desk.answer("POST", "/", []).status == 404)
            #expect(await desk.answer("POST", tokens, []).status == 404)
        }
    }

    @Test func `nobody can try many lists in a short time`() async throws {
        try await PartyFolders.with { parties in
            let desk = try KeyDesk(parties.folder("Lawyers"), clock: Clock(now: { 1_800_000_000_000 }))
            let body = try parties.question(try parties.list("Night Line"), of: "Lantern House", server: 0)
            var statuses: [Int] = []
            for _ in 0..<8 { statuses.append(await desk.answer("POST", points, body).status) }
            #expect(statuses == [403, 403, 403, 403, 403, 403, 429, 429])
            // Somebody else is not held up by it.
            let other = try parties.question(try parties.list("Night Line"), of: "Night Line", server: 0)
            #expect(await desk.answer("POST", points, other).status == 200)
        }
    }

    @Test func `the key is gone when the unit has counted or the last day has passed, also after a restart`()
        async throws
    {
        try await PartyFolders.with { parties in
            let folder = parties.folder("Lawyers")
            let secret = try #require(Self.secret(folder))
            let body = try parties.question(try parties.list("Night Line"), of: "Night Line", server: 0)
            let report = try await Self.counted(parties)
            let desk = try KeyDesk(folder)
            let wrong = try PartyFolders.json(["signature": Data(count: 64).base64EncodedString()])
            #expect(await desk.answer("POST", end, wrong).status == 403)
            #expect(await desk.answer("POST", points, body).status == 200)
            let over = try PartyFolders.json(["signature": report.end.base64EncodedString()])
            #expect(await desk.answer("POST", end, over).status == 200)
            for desk in [desk, try KeyDesk(folder)] {
                #expect(await desk.answer("POST", points, body).status == 410)
            }
            #expect(Self.secret(folder) == "")
            let bytes = String(decoding: folder.bytes(CountingFolder.ownName) ?? [], as: UTF8.self)
            #expect(!bytes.contains(secret))
        }
        try await PartyFolders.with({ $0.expires = "2026-11-22" }) { parties in
            let folder = parties.folder("University")
            let body = try parties.question(try parties.list("Night Line"), of: "Night Line", server: 1)
            let late = Clock(now: { 1_795_400_000_000 })
            #expect(late.isoDay > "2026-11-22")
            let running = try KeyDesk(folder, clock: Clock(now: { 1_700_000_000_000 }))
            #expect(await running.answer("POST", points, body).status == 200)
            #expect(throws: UniqueFault.expired(day: "2026-11-22")) { try KeyDesk(folder, clock: late) }
            #expect(Self.secret(folder) == "")
            // The clock set back does not bring the key back.
            let back = try KeyDesk(folder, clock: Clock(now: { 1_700_000_000_000 }))
            #expect(await back.answer("POST", points, body).status == 410)
        }
    }

    @Test func `the counting unit takes one file of each agency, counts when all are there, and keeps no tokens`()
        async throws
    {
        try await PartyFolders.with { parties in
            let folder = parties.folder("Statistics Office")
            let sealed = try await Self.sealed(parties)
            let unit = try UnitDesk(folder)
            let asking = try PartyFolders.json([
                "agency": "Lantern House",
                "signature": Data(
                    try parties.folder("Lantern House").party().reportRequest(under: parties.agreement)
                ).base64EncodedString(),
            ])
            #expect(await unit.answer("POST", tokens, sealed[0]).status == 200)
            let waiting = await unit.answer("POST", report, asking)
            #expect(waiting.status == 409 && waiting.problem?.contains("Night Line") == true)
            // Replayed, altered, not sealed for it at all.
            #expect(await unit.answer("POST", tokens, sealed[0]).status == 409)
            var altered = sealed[1]
            altered[altered.count - 9] ^= 1
            #expect(await unit.answer("POST", tokens, altered).status == 422)
            #expect(await unit.answer("POST", tokens, [1, 2, 3]).status == 422)
            try await PartyFolders.with { others in
                let foreign = try await Self.sealed(others)
                #expect(await unit.answer("POST", tokens, foreign[1]).status == 422)
            }
            // After a restart it still knows what came.
            let again = try UnitDesk(folder)
            #expect(await again.answer("POST", tokens, sealed[0]).status == 409)
            #expect(await again.answer("POST", tokens, sealed[1]).status == 200)
            let answer = await again.answer("POST", report, asking)
            let signed = try JSONDecoder().decode(SignedReport.self, from: Data(answer.body))
            let count = try signed.count(under: parties.agreement)
            #expect(count.agencies.map(\.people) == [60, 60] && count.sum == 120)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasSuffix(".age") })
            #expect(await again.answer("POST", tokens, sealed[1]).status == 409)
            let stranger = try PartyFolders.json(["agency": "Evil", "signature": ""])
            #expect(await again.answer("POST", report, stranger).status == 403)
            let unsigned = try PartyFolders.json(["agency": "Night Line", "signature": ""])
            #expect(await again.answer("POST", report, unsigned).status == 403)
        }
    }

    @Test func `a folder of another party, or an agreement that not all have signed, opens no desk`() async throws {
        try await PartyFolders.with { parties in
            #expect(throws: UniqueFault.self) { try KeyDesk(parties.folder("Statistics Office")) }
            #expect(throws: UniqueFault.self) { try UnitDesk(parties.folder("Lawyers")) }
            #expect(throws: UniqueFault.self) { try KeyDesk(parties.folder("Lantern House")) }
            let folder = parties.folder("Lawyers")
            var own = SignedAgreement(parties.agreement)
            try own.sign(as: try folder.party())
            #expect(throws: UniqueFault.self) { try folder.keep(own, on: "2026-01-01") }
            try folder.write(own, to: CountingFolder.agreementName)
            #expect(throws: UniqueFault.self) { try KeyDesk(folder) }
        }
    }

    // What the tests do again and again.

    private static func secret(_ folder: CountingFolder) -> String? {
        let own = try? JSONSerialization.jsonObject(with: Data(folder.bytes(CountingFolder.ownName) ?? []))
        return ((own as? [String: Any])?["server"] as? [String: Any])?["secret"] as? String
    }

    /// Both agencies' files: 60 people each, 30 of them the same.
    private static func sealed(_ parties: PartyFolders) async throws -> [[UInt8]] {
        var keys = try PartyFolders.servers.map { try #require(try parties.folder($0).party().server) }
        let everybody = PartyFolders.people(90, seed: 7)
        return try PartyFolders.agencies.enumerated().map { place, name in
            let mark = try #require(try parties.folder(name).party().mark)
            let rows = place == 0 ? everybody.prefix(60) : everybody.suffix(60)
            let list = try EncodedList(Array(rows), of: name, mark: mark, under: parties.agreement)
            let answers = try keys.indices.map { server in
                try keys[server].answer(
                    list.points, signature: try list.signature(for: parties.agreement.servers[server]), of: name,
                    under: parties.agreement)
            }
            return try SealedTokens.seal(try list.tokenFile(answers), for: parties.agreement)
        }
    }

    private static func counted(_ parties: PartyFolders) async throws -> SignedReport {
        let unit = try parties.folder("Statistics Office").party()
        let files = try await sealed(parties).map {
            try SealedTokens.open($0, by: unit, under: parties.agreement)
        }
        return try unit.report(files, under: parties.agreement)
    }
}
