// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Foundation

/// A privacy ledger on disk: only ever added to, under a lock, each line durable before it counts as taken.
enum LedgerFile {
    /// Takes an amount from the ledger; makes the ledger when there is none.
    ///
    /// - Parameters:
    ///   - total: The total of a new ledger; nil only for one that exists.
    /// - Returns: The ledger after that. When this returns, the amount stays taken whatever happens next.
    /// - Throws: `LedgerFault`, `Problem`; then nothing was taken.
    static func take(
        _ amount: BudgetLedger.Amount, from path: String, of population: String, total: BudgetLedger.Amount?
    ) throws -> BudgetLedger {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Problem.cannotOpen("The ledger cannot be opened. Check its folder and its permissions.")
        }
        defer { close(descriptor) }
        // The lock ends with the descriptor, also when the process is killed.
        guard flock(descriptor, LOCK_EX) == 0 else {
            throw Problem.cannotOpen("The ledger cannot be locked. Keep it on a local disk.")
        }
        var lines = try wholeLines(descriptor)
        if lines.isEmpty {
            guard let total else {
                throw Problem.usage("This ledger is new. Say what may be spent of it in all: --total-epsilon 12")
            }
            lines = BudgetLedger.heading(population: population, total: total)
            try append(lines, to: descriptor, in: path)
        }
        let ledger = try BudgetLedger(reading: lines)
        guard ledger.population == population else { throw LedgerFault.otherPopulation }
        if let total, total != ledger.total { throw LedgerFault.otherTotal(ledger.total) }
        let line = try ledger.line(taking: amount, date: Date().formatted(.iso8601))
        try append(line, to: descriptor, in: path)
        return try BudgetLedger(reading: lines + line)
    }

    /// All lines that end. A last one that does not was being written when the power went: its release never began,
    /// because nothing begins before its line is durable, so it is taken away.
    private static func wholeLines(_ descriptor: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &part, part.count)
            guard count >= 0 else { throw Problem.cannotOpen("The ledger cannot be read.") }
            if count == 0 { break }
            bytes.append(contentsOf: part[..<count])
        }
        let whole = (bytes.lastIndex(of: 10) ?? -1) + 1
        if whole < bytes.count {
            guard ftruncate(descriptor, off_t(whole)) == 0 else { throw notKept }
            bytes.removeSubrange(whole...)
        }
        return bytes
    }

    private static func append(_ line: [UInt8], to descriptor: Int32, in path: String) throws {
        guard lseek(descriptor, 0, SEEK_END) >= 0, write(descriptor, line, line.count) == line.count,
            fsync(descriptor) == 0
        else { throw notKept }
        let folder = open(
            (path as NSString).deletingLastPathComponent.isEmpty
                ? "." : (path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw notKept }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw notKept }
    }

    private static var notKept: Problem {
        .refused("The ledger could not be written, so no release was made. Is the disk full?")
    }
}
