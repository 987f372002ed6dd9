// SPDX-License-Identifier: Apache-2.0

import Testing
import Vault

@testable import Linkage

/// Attacks by somebody who holds a token file and a list of all the people in it, against what leaves an agency; and
/// the same attacks on tokens of single fields, which is what they were invented for, where they succeed.
struct UniqueAttackTests {
    /// Values ranked by how often they occur: the first token is the first name, and so on.
    static func rankedHits(_ values: [String], tokens: [String]) -> Double {
        func ranked(_ items: [String]) -> [String] {
            var counts: [String: Int] = [:]
            for item in items { counts[item, default: 0] += 1 }
            return counts.keys.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
        }
        let guess = Dictionary(zip(ranked(tokens), ranked(values)), uniquingKeysWith: { one, _ in one })
        return Double(zip(values, tokens).count { guess[$1] == $0 }) / Double(values.count)
    }

    @Test func `ranking by frequency finds names under tokens of a field and nobody under a round's tokens`() throws {
        var invented = InventedPeople(2000, seed: 21)
        // Names as unevenly spread as they are among people.
        let rows = (0..<2000).map { index in
            var row = invented.record(index)
            row.surname = InventedPeople.common(index)
            return row
        }
        let names = rows.map(\.surname)
        #expect(Self.rankedHits(names, tokens: names.map { "keyed-\($0)" }) > 0.5)
        let list = AgencyList(rows)
        for key in MatchKeys.names.indices {
            let present = zip(names, list.people).compactMap { name, keys in keys[key].map { (name, $0) } }
            guard present.count > 100 else { continue }
            #expect(Set(present.map(\.1)).count == present.count)
            // A token that occurs once has no rank: the order among them is that of the token, which is random.
            let shuffled = present.map(\.1.hashValue).map { String($0) }
            #expect(Self.rankedHits(present.map(\.1), tokens: shuffled) < 0.02)
        }
    }

    @Test func `who shares tokens with whom finds people without the rule of one holder and nobody with it`() {
        var invented = InventedPeople(3000, seed: 22)
        let rows = invented.people.indices.map { index in
            var row = invented.record(index)
            row.surname = InventedPeople.common(index)
            row.person = ""
            return row
        }
        var keys = MatchKeys()
        #expect(Self.alone(rows.map { keys.of($0) }) > 0.2)
        // Under the rule nobody shares anything, and padding looks like a key: all look the same.
        let padded = AgencyList(rows).people.enumerated().map { person, keys in
            keys.enumerated().map { place, key in key ?? "padding \(person) \(place)" }
        }
        #expect(Self.alone(padded) == 0)
    }

    /// The share of people told from all others by nothing but who shares which key with whom, and with whom those
    /// share theirs: what somebody with all the names could line up with the tokens (colour refinement, three rounds).
    private static func alone(_ people: [[String?]]) -> Double {
        var holders: [String: [Int]] = [:]
        for (person, keys) in people.enumerated() {
            for case let key? in keys { holders[key, default: []].append(person) }
        }
        var colours = [Int](repeating: 0, count: people.count)
        for _ in 0..<3 {
            colours = people.indices.map { person in
                var seen: [[Int]] = []
                for (place, key) in people[person].enumerated() {
                    let others = key.flatMap { holders[$0] } ?? []
                    seen += others.filter { $0 != person }.map { [place, colours[$0]] }
                }
                return seen.sorted { $0.lexicographicallyPrecedes($1) }.hashValue
            }
        }
        var counts: [Int: Int] = [:]
        for colour in colours { counts[colour, default: 0] += 1 }
        return Double(colours.count { counts[$0] == 1 }) / Double(people.count)
    }

    @Test func `a dictionary of the very people finds nobody without both servers' keys, and everybody with them`()
        throws
    {
        var invented = InventedPeople(60, seed: 23)
        let rows = invented.people.indices.map { invented.record($0) }
        var round = UniqueRound()
        let file = try TokenFile(try round.encode(rows, as: 0), name: "a")
        let tokens = Set(file.people.joined())
        let inputs = AgencyList(rows).people.joined().compactMap { $0 }.map { [UInt8]($0.utf8) }
        func hits(_ servers: [KeyServer]) throws -> Int {
            let keys = servers.compactMap(\.key)
            let client = try OPRFClient(publicKeys: keys.map(\.publicKey))
            let (points, blinds) = client.blind(inputs)
            let outputs = try client.finalize(inputs, blinds: blinds, answers: keys.map { try $0.evaluate(points) })
            return outputs.count { tokens.contains(TokenJoin.Token($0)) }
        }
        #expect(try hits([round.servers[0]]) == 0)
        #expect(try hits([round.servers[1]]) == 0)
        #expect(try hits([KeyServer(name: "x"), KeyServer(name: "y")]) == 0)
        #expect(try hits(round.servers) == inputs.count)
    }

    @Test
    func `in a file as it leaves no token occurs twice, all rows look alike, and made-up people stand among them`()
        throws
    {
        var invented = InventedPeople(200, seed: 26)
        let rows = invented.people.indices.map { index in
            var row = invented.record(index)
            row.surname = InventedPeople.common(index)
            row.person = ""
            return row
        }
        var round = UniqueRound()
        let people = try TokenFile(try round.encode(rows, as: 0), name: "a").people
        #expect(people.count == rows.count + rows.count / 4)
        #expect(people.allSatisfy { $0.count == MatchKeys.names.count })
        #expect(Set(people.joined()).count == people.count * MatchKeys.names.count)
        // Nothing tells a row from another: neither how often its tokens occur nor with whom it shares them.
        let names = people.map { row in row.map { Optional("\($0.high) \($0.low)") } }
        #expect(Self.alone(names) == 0)
        // The control: the same people's keys under a key that nobody knows, with nothing held back and nobody made up.
        var keys = MatchKeys()
        let bare = rows.map { keys.of($0).map { $0.map { "secret \($0)".hashValue.description } } }
        #expect(Set(bare.joined().compactMap { $0 }).count < bare.joined().compactMap { $0 }.count)
        #expect(Self.alone(bare) > 0.03)
    }

    @Test func `tokens of two rounds have nothing in common`() throws {
        var invented = InventedPeople(60, seed: 24)
        let rows = invented.people.indices.map { invented.record($0) }
        var (one, other) = (UniqueRound(), UniqueRound(round: "2026-Q4"))
        let first = Set(try TokenFile(try one.encode(rows, as: 0), name: "a").people.joined())
        let second = Set(try TokenFile(try other.encode(rows, as: 0), name: "b").people.joined())
        #expect(first.isDisjoint(with: second))
    }

    @Test func `what the servers see is as many points for everybody, and no point twice`() throws {
        var invented = InventedPeople(60, seed: 25)
        let rows = invented.people.indices.map { invented.record($0) }
        let round = UniqueRound()
        let list = try EncodedList(rows, of: "Harbour House", mark: round.marks[0], under: round.agreement)
        let points = stride(from: 0, to: list.points.count, by: 65).map { Array(list.points[$0..<($0 + 65)]) }
        #expect(points.count == (60 + 60 / 4) * MatchKeys.names.count)
        #expect(Set(points).count == points.count)
    }
}
