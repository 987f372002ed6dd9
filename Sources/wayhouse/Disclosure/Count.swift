// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Disclosure
import Foundation
import Interchange

/// `wayhouse count`: how many people share each combination of values of a CSV file. Needs no register.
struct Count: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count how many people share each combination of values of a CSV file. Needs no register.")

    @Argument(help: "The CSV file: a heading, then one row a person.") var file: String
    @Option(help: "The longest combination, 1 to \(Combinations.lengthMax).") var length = 3
    @Option(help: "Combinations that fewer people share are left out. Below 3 the result points at people.")
    var min = 10
    @OptionGroup var columns: TableOptions
    @Option(help: "The CSV file to write: attributes, length, count.") var out: String
    @Flag(help: "Print one JSON object on standard output.") var json = false

    func validate() throws {
        guard (1...Combinations.lengthMax).contains(length) else {
            throw ValidationError("--length takes 1 to \(Combinations.lengthMax).")
        }
        guard min >= 1 else { throw ValidationError("--min takes 1 or more; 10 is usual.") }
    }

    func run() throws {
        let rows = try AttributeRows(TableOptions.table(file), options: columns.attributes)
        guard rows.attributes.count <= Combinations.attributesMax(length: length) else {
            throw Problem.usage("The file has too many different values for this --length. Take a shorter one.")
        }
        let combinations = Combinations(of: rows, length: length, least: min)
        try OutFile.stream(to: out) { give in try write(combinations, give) }
        let counts = combinations.countsByLength
        if json {
            try Output.json(Written(rows: rows.rowCount, values: rows.attributes.count, min: min, combinations: counts))
        }
        Output.say(
            "\(counts.reduce(0, +)) combinations written, each shared by \(min) or more of \(rows.rowCount) rows.")
        if min < 3 { Output.say("Some of them point at one or two people: keep this file as you keep the register.") }
    }

    private func write(_ combinations: Combinations, _ give: ([UInt8]) throws -> Void) throws {
        let text = CombinationText(combinations.rows)
        var writer = CSVWriter()
        writer.add(["attributes", "length", "count"])
        try combinations.each { attributes, count in
            writer.add([text.text(attributes), "\(attributes.count)", "\(count)"])
            if writer.bytes.count > 1 << 20 {
                try give(writer.bytes)
                writer = CSVWriter()
            }
        }
        try give(writer.bytes)
    }

    private struct Written: Encodable {
        let rows: Int
        let values: Int
        let min: Int
        /// By length, from 1.
        let combinations: [Int]
    }
}
