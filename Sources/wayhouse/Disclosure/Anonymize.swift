// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Disclosure
import Foundation
import Interchange

/// `wayhouse anonymize`: a table of one row a person, made safe to let out. Needs no register.
struct Anonymize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a table of one row a person safe to let out: nobody stands in a group of fewer than k.",
        discussion: """
            Rows are made coarser as little as will do, and the written file is read again and counted another way. \
            Needs no register. The report holds a part that is for the office only.
            """)

    @Argument(help: "The table: CSV with a heading, one row a person.") var file: String
    @Option(help: "Columns by which others could recognise a person, with commas between them.") var quasi: String?
    @Option(help: "Columns that follow from these, such as adult or minor from the age.") var derived: String?
    @Option(help: "Columns that only seem to follow from declared ones.") var notDerived: String?
    @Option(help: "Columns to leave out.") var drop: String?
    @Option(help: "A column of joined answers to split, and what stands between them, such as \"means:;\".")
    var multi: [String] = []
    @Option(help: "A JSON file that says how values can be made coarser.") var hierarchy: String?
    @Option(help: "The fewest people who must be alike, 2 or more.") var k = 11
    @Option(help: "A column and how many different answers each group must hold, such as isForcedLabour:2.")
    var l: [String] = []
    @Option(help: "The file to write.") var out: String
    @Option(help: "The report to write (JSON).") var report: String

    func validate() throws {
        guard k >= 2 else { throw ValidationError("--k takes 2 or more; 11 is usual.") }
        for text in multi where Self.pair(text) == nil {
            throw ValidationError("--multi takes a column, a colon and what stands between the answers: \"means:;\".")
        }
        for text in l where (Self.pair(text).flatMap { Int($0.1) } ?? 0) < 2 {
            throw ValidationError("--l takes a column, a colon and 2 or more: isForcedLabour:2.")
        }
        let paths = [file, out, report].map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        guard Set(paths).count == 3 else {
            throw ValidationError("The table, --out and --report must be three different files.")
        }
    }

    func run() throws {
        try DisclosureProblem.inWords {
            let table = try ColumnTable(csv: try OwnDefinitions.bytes(file))
            let made = try Anonymization(table, settings: try settings())
            let written = try PendingFile(ReleaseWriter.csv(made.release), for: out)
            let found = try FileRecount(
                try written.bytesOnDisk(), over: made.report.quasiIdentifiers + made.report.derived, k: k)
            let confirmed = try made.report.confirmed(by: found)
            let account = try PendingFile(DisclosureProblem.json(confirmed), for: report)
            try account.keep()
            try written.keep()
            say(confirmed)
        }
    }

    private func say(_ report: AnonymizeReport) {
        Output.say("\(report.rows) rows written in \(report.groups) groups of \(report.smallestGroup) or more.")
        Output.say("\(percent(report.cellsExact)) of the declared cells are exact; loss \(report.loss).")
        if report.office.rowsDropped > 0 { Output.say("Rows that fit into no group were dropped; see the report.") }
        let alike = report.office.homogeneous.map(\.column)
        if !alike.isEmpty {
            Output.say(
                "Look at these before you publish: in some groups everybody gave the same answer to "
                    + "\(alike.joined(separator: ", ")).")
        }
    }

    private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

    private func settings() throws -> AnonymizeSettings {
        var settings = AnonymizeSettings(quasi: Self.list(quasi))
        settings.derived = Self.list(derived)
        settings.notDerived = Self.list(notDerived)
        settings.dropped = Self.list(drop)
        settings.splits = multi.compactMap(Self.pair).map { .init($0.0, at: $0.1) }
        settings.k = k
        settings.diversity = l.compactMap(Self.pair).map { .init($0.0, l: Int($0.1) ?? 2) }
        if let hierarchy { settings.hierarchy = try HierarchyFile(try OwnDefinitions.bytes(hierarchy)) }
        return settings
    }

    static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// What stands before and behind the last colon; nil when one of them is missing.
    static func pair(_ text: String) -> (String, String)? {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex else { return nil }
        let rest = String(text[text.index(after: colon)...])
        return rest.isEmpty ? nil : (String(text[..<colon]), rest)
    }
}
