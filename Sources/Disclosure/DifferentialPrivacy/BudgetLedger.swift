// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What has been spent of the privacy budget of one population: lines of JSON that are only ever added to.
///
/// Budgets of several releases add up: ε to ε and δ to δ (Dwork and others 2006). Whole numbers are kept, each rounded
/// up, so that adding never loses anything.
public struct BudgetLedger: Sendable, Hashable {
    /// An amount: ε in millionths, δ in quintillionths (10⁻¹⁸).
    public struct Amount: Sendable, Hashable, Codable {
        public let epsilonMillionths: Int
        public let deltaQuintillionths: Int

        /// - Parameters:
        ///   - epsilon: 0 to 1,000 (a precondition).
        ///   - delta: 0 to 1 (a precondition).
        public init(epsilon: Double, delta: Double) {
            precondition((0...1000).contains(epsilon) && (0...1).contains(delta), "an amount out of range")
            // A hair is taken off first: 4.1 is a little more than 4.1 in binary, and is no 4.100001.
            epsilonMillionths = Int((epsilon * 1e6 - 1e-4).rounded(.up))
            deltaQuintillionths = Int((delta * 1e18 * (1 - 1e-12)).rounded(.up))
        }

        init(_ epsilonMillionths: Int, _ deltaQuintillionths: Int) {
            (self.epsilonMillionths, self.deltaQuintillionths) = (epsilonMillionths, deltaQuintillionths)
        }

        public var epsilon: Double { Double(epsilonMillionths) / 1e6 }
        public var delta: Double { Double(deltaQuintillionths) / 1e18 }
    }

    /// The first line.
    private struct Heading: Codable {
        static let kind = "wayhouse-privacy-budget"
        let ledger: String
        let version: Int
        let population: String
        let total: Amount
    }

    /// Every other line.
    private struct Entry: Codable {
        let release: Int
        let date: String
        let spent: Amount
    }

    public let population: String
    public let total: Amount
    /// The sum of all releases.
    public let spent: Amount
    public let releases: Int

    /// Reads the lines of a ledger.
    ///
    /// - Parameter bytes: Whole lines.
    /// - Throws: `LedgerFault.damaged` for a line that is none, is out of turn, or takes more than there is.
    public init(reading bytes: [UInt8]) throws(LedgerFault) {
        let lines = bytes.split(separator: 10)
        guard let first = lines.first, let heading = try? JSONDecoder().decode(Heading.self, from: Data(first)),
            heading.ledger == Heading.kind
        else { throw .damaged(line: 1) }
        guard heading.version == 1 else { throw .newer }
        var (epsilon, delta) = (0, 0)
        for (place, line) in lines.dropFirst().enumerated() {
            guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(line)), entry.release == place + 1,
                entry.spent.epsilonMillionths > 0, entry.spent.deltaQuintillionths >= 0,
                entry.spent.epsilonMillionths <= heading.total.epsilonMillionths - epsilon,
                entry.spent.deltaQuintillionths <= heading.total.deltaQuintillionths - delta
            else { throw .damaged(line: place + 2) }
            epsilon += entry.spent.epsilonMillionths
            delta += entry.spent.deltaQuintillionths
        }
        (population, total) = (heading.population, heading.total)
        (spent, releases) = (Amount(epsilon, delta), lines.count - 1)
    }

    /// The first line of a new ledger.
    public static func heading(population: String, total: Amount) -> [UInt8] {
        line(Heading(ledger: Heading.kind, version: 1, population: population, total: total))
    }

    /// The line that takes an amount, to be written and made durable before any noise is drawn.
    ///
    /// - Parameter date: When, as text; only for readers.
    /// - Throws: `LedgerFault.exceeded` when that much is not left.
    public func line(taking amount: Amount, date: String) throws(LedgerFault) -> [UInt8] {
        guard amount.epsilonMillionths <= total.epsilonMillionths - spent.epsilonMillionths,
            amount.deltaQuintillionths <= total.deltaQuintillionths - spent.deltaQuintillionths
        else { throw .exceeded(spent: spent, total: total) }
        return Self.line(Entry(release: releases + 1, date: date, spent: amount))
    }

    private static func line(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // These values hold nothing that JSON cannot say.
        return Array((try? encoder.encode(value)) ?? Data()) + [10]
    }
}

/// Why a ledger gives nothing.
public enum LedgerFault: Error, Sendable, Hashable {
    case otherPopulation
    case otherTotal(BudgetLedger.Amount)
    case exceeded(spent: BudgetLedger.Amount, total: BudgetLedger.Amount)
    case damaged(line: Int)
    case newer

    /// One to three plain sentences: what, where, what to do.
    public var message: String {
        switch self {
        case .otherPopulation:
            "This ledger was begun for another population, so nothing was taken from it. Use the ledger of these people."
        case .otherTotal(let total):
            "This ledger was begun with a total of epsilon \(total.epsilon) and delta \(total.delta), and that cannot "
                + "be changed. Leave --total-epsilon and --total-delta away."
        case .exceeded(let spent, let total):
            "The privacy budget does not reach: epsilon \(spent.epsilon) of \(total.epsilon) and delta \(spent.delta) "
                + "of \(total.delta) are spent. Nothing was taken and no file was written."
        case .damaged(let line):
            "Line \(line) of the ledger is damaged or was changed by hand, so what was spent is not known. Restore it "
                + "from a backup; nothing was taken."
        case .newer: "This ledger was written by a newer Wayhouse. Use that version."
        }
    }
}
