// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Linkage
import Standard
import Store

/// `wayhouse link`: which records of one or two files are one person. Needs no register.
struct Link: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the same person in one file or in two, and say how likely it is. Needs no register.")

    @Argument(help: "A CSV file of people, or two: pairs are then sought between them.") var files: [String]
    @Option(help: "Write the pairs there: id_a,id_b,weight,probability, weight falling.") var out: String
    @Option(
        parsing: .unconditional,
        help: "The least weight of a pair that is written: log2 of the odds that the two are one person.")
    var threshold = 0.0
    @Option(help: "Use this model instead of learning one from the files; with --train it is written there.")
    var model: String?
    @Flag(help: "Learn the model from the files, also when --model names one.") var train = false
    @Option(help: "Write the group of each record there: id,cluster.") var clusters: String?
    @Option(help: "Write what was done, and how many people it found, there as JSON.") var report: String?
    @Option(help: "Write the model as settings of Splink, with prepared columns, into this folder.") var splink: String?
    @Option(help: "Say which columns are what, such as given_name=first,surname=last,id=rec_id.") var map: String?
    @Option(help: "Follow these blocking rules, each to its end, such as names+birth_year,phone,document.")
    var rules: String?
    @Option(help: "Pairs to compare for each record, at most; at least three million in all.")
    var pairsPerRecord = Linkage.Options().pairsForEachRecord
    @Option(help: "Records of one person, at most; larger groups are kept apart.") var mostRecords = 50

    func validate() throws {
        guard (1...2).contains(files.count) else { throw ValidationError("Give one file of people, or two.") }
        guard threshold.isFinite else { throw ValidationError("--threshold takes a number such as 0 or 6.5.") }
        guard pairsPerRecord > 0, pairsPerRecord <= 10_000 else {
            throw ValidationError("--pairs-per-record takes a number above 0 and at most 10000.")
        }
        guard rules?.split(separator: ",").isEmpty != true else {
            throw ValidationError("--rules takes rules with commas between, each of parts with + between.")
        }
        guard (2...10_000).contains(mostRecords) else { throw ValidationError("--most-records takes 2 to 10000.") }
        _ = try columns()
    }

    func run() throws {
        do {
            try link()
        } catch let error as LinkageError {
            throw Problem.refused(error.message)
        }
    }

    private func link() throws {
        let table = try read()
        let given = try model.flatMap { path in
            train ? nil : try LinkageModel(json: try LinkFiles.bytes(path))
        }
        var options = Linkage.Options()
        options.threshold = threshold
        options.pairsForEachRecord = pairsPerRecord
        options.rules = rules?.split(separator: ",").map { BlockingRule($0.split(separator: "+").map { String($0) }) }
        let linkage = try Linkage(table, model: given, options: options)
        var grouping = AverageLink.Options()
        grouping.mostRecords = mostRecords
        let groups = clusters != nil || report != nil ? AverageLink(linkage, options: grouping) : nil
        try write(linkage, groups)
        let found = groups.map { " They are \($0.count) people, as far as the records tell." } ?? ""
        for note in table.notes { Output.say("Mind: \(note)") }
        Output.say("\(table.count) records, \(linkage.pairs.count) pairs at or above \(threshold).\(found)")
    }

    /// Everything is made before the first file is written, and each is whole or not there.
    private func write(_ linkage: Linkage, _ groups: AverageLink?) throws {
        var made: [(path: String, bytes: [[UInt8]])] = [(out, linkage.pairsText())]
        if let clusters, let groups { made.append((clusters, linkage.groupsText(groups))) }
        if let report, let groups {
            made.append((report, [try LinkFiles.json(LinkReport(linkage, groups, threshold: threshold))]))
        }
        if let model, train { made.append((model, [Array(try linkage.model.json())])) }
        if let splink { made += try LinkFiles.splink(linkage, folder: splink) }
        for (path, pieces) in made { try OutFile.stream(to: path) { give in for piece in pieces { try give(piece) } } }
    }

    private func read() throws -> PersonTable {
        var reader = PersonReader(map: try columns(), yearOfAges: Clock.system.today.year)
        for file in files {
            let people = try LinkFiles.people(file)
            try withExtendedLifetime(people) { try reader.add(people.bytes) }
        }
        return reader.table()
    }

    private func columns() throws -> [(FieldRole, String)] {
        guard let map else { return [] }
        return try map.split(separator: ",").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1).map { String($0.drop(while: \.isWhitespace)) }
            guard sides.count == 2, let role = FieldRole(rawValue: sides[0]) else {
                let known = FieldRole.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--map takes role=column pairs with commas between. Roles: \(known).")
            }
            return (role, sides[1])
        }
    }
}
