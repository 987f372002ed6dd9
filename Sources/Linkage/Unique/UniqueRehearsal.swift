// SPDX-License-Identifier: Apache-2.0

import Vault

/// A whole round on invented people, in one process: agreement, the agencies' lists, every key server, token files,
/// count, the end of the keys. What comes out is compared with the truth, which only a rehearsal has.
public struct UniqueRehearsal: Sendable, Encodable {
    /// As a real round would publish it.
    public let count: UniqueCount
    /// How many different people the lists hold.
    public let truth: Int
    /// The count against the truth, in percent of the truth.
    public let errorPercent: Double
    public let intervalHoldsTruth: Bool
    /// Tokens made, and bytes of the token files that left the agencies.
    public let tokens: Int
    public let bytes: Int
    /// Things that have to be refused and were tried, each with whether it was.
    public let refusals: [Refusal]

    public struct Refusal: Sendable, Encodable, Equatable {
        public let what: String
        public let wasRefused: Bool
    }

    /// What can be chosen.
    public struct Options: Sendable {
        /// Invented people; each agency knows `share` of them.
        public var people = 1_500
        public var agencies = 3
        public var servers = 2
        public var share = 0.4
        /// The same people for the same number.
        public var seed: UInt64 = 1

        public init() {}
    }

    /// - Parameter step: called with each step in words, for whoever watches.
    /// - Throws: `UniqueFault` when the lists come out too short for a round, what a round throws otherwise.
    /// - Complexity: 0.12 ms for each of twelve tokens of each person of each list.
    public init(_ options: Options = Options(), step: (String) -> Void = { _ in }) throws {
        var invented = InventedPeople(options.people, seed: options.seed)
        let lists = (0..<options.agencies).map { _ in invented.list(share: options.share) }
        var known: Set<String> = []
        for row in lists.joined() { known.insert(row.person) }
        truth = known.count
        step("\(options.people) people were invented; \(options.agencies) agencies know \(truth) of them.")
        var round = RehearsedRound(agencies: options.agencies, servers: options.servers)
        var files: [(name: String, file: TokenFile)] = []
        var (sent, made) = (0, 0)
        for (place, list) in lists.enumerated() {
            let bytes = try round.encode(list, as: place)
            let file = try TokenFile(bytes, name: round.agencies[place])
            sent += bytes.count
            made += file.people.count * MatchKeys.names.count
            files.append((round.agencies[place], file))
            step("\(round.agencies[place]) turned \(file.figures.people) people into tokens.")
        }
        (bytes, tokens) = (sent, made)
        refusals = try round.refusals(lists[0], files)
        count = try UniqueCount(files)
        errorPercent = (Double(count.people) / Double(truth) - 1) * 100
        intervalHoldsTruth = (count.low...count.high).contains(truth)
        step("The keys are destroyed.")
    }
}

/// The parties of a rehearsed round.
struct RehearsedRound {
    let agencies: [String]
    private let marks: [RoundMark]
    private var servers: [KeyServer]
    let agreement: UniqueAgreement

    init(agencies count: Int, servers serverCount: Int) {
        agencies = (1...count).map { "Agency \($0)" }
        marks = agencies.map { _ in RoundMark() }
        servers = (1...serverCount).map { KeyServer(name: "Server \($0)") }
        agreement = UniqueAgreement(
            purpose: "A rehearsal on invented people.", round: "rehearsal",
            agencies: zip(agencies, marks).map { UniqueAgreement.Party(name: $0, key: $1.publicKey) },
            servers: servers.compactMap(\.party))
    }

    /// - Returns: the token file of an agency.
    mutating func encode(_ rows: [ListedPerson], as agency: Int) throws -> [UInt8] {
        let list = try EncodedList(rows, of: agencies[agency], mark: marks[agency], under: agreement)
        var answers: [[UInt8]] = []
        for index in servers.indices {
            answers.append(
                try servers[index].answer(
                    list.points, signature: try list.signature(for: agreement.servers[index]), of: agencies[agency],
                    under: agreement))
        }
        return try list.tokenFile(answers)
    }

    /// Tries what a round has to refuse, then ends it.
    mutating func refusals(
        _ rows: [ListedPerson], _ files: [(name: String, file: TokenFile)]
    ) throws -> [UniqueRehearsal.Refusal] {
        func refused(_ step: () throws -> Void) -> Bool {
            do { try step() } catch { return error is UniqueFault }
            return false
        }
        let one = refused {
            _ = try EncodedList(Array(rows.prefix(1)), of: agencies[0], mark: marks[0], under: agreement)
        }
        let again = refused { _ = try encode(rows, as: 0) }
        let altered = refused {
            var bytes = try files[0].file.bytes(signedBy: marks[0])
            bytes[bytes.count - 100] ^= 1
            _ = try TokenFile(bytes, name: files[0].name)
        }
        let twice = refused { _ = try UniqueCount([files[0], files[0]]) }
        for place in servers.indices { servers[place].destroyKey() }
        let late = refused { _ = try encode(rows, as: 1) }
        return [
            .init(what: "a list of one person", wasRefused: one),
            .init(what: "an agency that asks a key server twice", wasRefused: again),
            .init(what: "a token file with one bit changed", wasRefused: altered),
            .init(what: "the same agency counted twice", wasRefused: twice),
            .init(what: "a list after the keys were destroyed", wasRefused: late),
        ]
    }
}
