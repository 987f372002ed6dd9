// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Disclosure
import Foundation
import Interchange

/// `wayhouse table`: counts of people that may be published. Needs no register of cases.
struct Tabulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "Count people by one or two columns so that no small count can be worked out.",
        discussion: """
            Small counts are withheld, and as many others as it takes that none of them follows from the totals. With \
            --register, earlier tables of the same people are heeded too.
            """)

    @Argument(help: "The table of people: CSV with a heading, one row a person.") var file: String
    @Option(help: "The column whose answers become rows.") var rows: String?
    @Option(help: "The column whose answers become columns.") var columns: String?
    @Option(help: "A table of its own for each combination of these columns, with commas between them.") var by: String?
    @Option(help: "Instead of rows: columns of flags, of which shares among those with any answer are written.")
    var flags: String?
    @Option(help: "Counts from 1 to one below this are withheld; 1 withholds nothing.") var threshold = 10
    @Option(help: "How many numbers apart the least and the most must be that a small count can be told to be.")
    var width: Int?
    @Option(help: "Round all counts by chance to multiples of this, instead of withholding any.") var round: Int?
    @Flag(help: "Count joined answers by their combination instead of refusing them.") var joined = false
    @Option(help: "The file that remembers what was published of these people.") var register: String?
    @Option(help: "With --register: the name of the people counted.") var source: String?
    @Option(help: "The file to write.") var out: String
    @Option(help: "A report to write (JSON).") var report: String?

    func validate() throws {
        guard (rows == nil) != (flags == nil) else { throw ValidationError("Give --rows or --flags, one of them.") }
        guard flags == nil || columns == nil && by == nil && round == nil && register == nil else {
            throw ValidationError("--flags goes with --threshold only.")
        }
        guard (1...1_000_000).contains(threshold) else { throw ValidationError("--threshold takes 1 or more.") }
        guard (1...1_000_000).contains(width ?? 1) else { throw ValidationError("--width takes 1 or more.") }
        guard (2...1_000_000).contains(round ?? 2) else { throw ValidationError("--round takes 2 or more; 3 or 10.") }
        guard (register == nil) == (source == nil) else {
            throw ValidationError("--register and --source go together: the file, and the name of the people counted.")
        }
        let paths = [file, out, report, register].compactMap { $0 }
            .map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        guard Set(paths).count == paths.count else { throw ValidationError("Each file needs a name of its own.") }
    }

    func run() throws {
        try DisclosureProblem.inWords {
            let people = try ColumnTable(csv: try OwnDefinitions.bytes(file))
            if let flags { return try writeShares(Anonymize.list(flags), people) }
            var settings = PublishedTables.Settings(rows: rows ?? "")
            settings.columns = columns
            settings.by = Anonymize.list(by)
            settings.rule = .init(threshold: threshold, width: width)
            settings.rounding = round
            settings.takesJoined = joined
            var earlier = try readRegister()
            var chance = SystemRandomNumberGenerator()
            let tables = try PublishedTables(counting: people, settings, after: earlier, using: &chance)
            let audit = TableAudit(tables)
            guard audit.recoverable ?? 0 == 0 else { throw Problem.refused(TableRefusal.auditFailed.message) }
            var pending = [try PendingFile(TableWriter.csv(tables), for: out)]
            if let report {
                pending.append(try PendingFile(DisclosureProblem.json(TableReport(tables, audit)), for: report))
            }
            if let register {
                earlier?.add(tables)
                pending.append(try PendingFile(DisclosureProblem.json(earlier), for: register))
            }
            // What was published must be remembered even if the last step fails, so the table comes last.
            for file in pending.reversed() { try file.keep() }
            let withheld = tables.cells.count { $0.count == nil }
            Output.say("\(tables.cells.count) counts in \(tables.tables) tables written; \(withheld) are withheld.")
        }
    }

    private func readRegister() throws -> TableRegister? {
        guard let register, let source else { return nil }
        guard FileManager.default.fileExists(atPath: register) else { return TableRegister(source: source) }
        return try TableRegister(try OwnDefinitions.bytes(register), source: source)
    }

    private func writeShares(_ columns: [String], _ people: ColumnTable) throws {
        let shares = try FlagShares(of: columns, in: people, threshold: threshold)
        try OutFile.write(TableWriter.csv(shares), to: out)
        if let report { try OutFile.write(DisclosureProblem.json(ShareReport(shares)), to: report) }
        Output.say("\(shares.shares.count) shares written; \(shares.shares.count { $0.count == nil }) are withheld.")
    }
}

/// What is said of protected tables beside them; nothing in it is more than the tables themselves show.
private struct TableReport: Encodable {
    let columns: [String]
    let tables: Int
    let cells: Int
    let withheld: Int
    let threshold: Int
    let width: Int
    let rounding: Int?
    /// Withheld counts that follow exactly from what is published; nil when the tables are too large to be solved.
    let recoverable: Int?
    let method: String
    let office: Office

    struct Office: Encodable {
        let note = "For those who publish, not for publication."
        let small: Int
        let complementary: Int
        let narrowest: Int?
    }

    init(_ tables: PublishedTables, _ audit: TableAudit) {
        recoverable = audit.recoverable
        let settings = tables.settings
        columns = settings.names
        self.tables = tables.tables
        cells = tables.cells.count
        withheld = tables.cells.count { $0.count == nil }
        threshold = settings.rule.threshold
        width = settings.rule.width
        rounding = settings.rounding
        method =
            settings.rounding == nil
            ? "Small counts and others that hide them are withheld; for each small one the least and the most it can be "
                + "were worked out exactly from all that is published."
            : "All counts are rounded by chance so that totals still add up and nothing moves on the average."
        office = Office(small: tables.small, complementary: tables.complementary, narrowest: tables.narrowest)
    }
}

private struct ShareReport: Encodable {
    let answered: Int?
    let withheld: Int

    init(_ shares: FlagShares) {
        answered = shares.answered
        withheld = shares.shares.count { $0.count == nil }
    }
}
