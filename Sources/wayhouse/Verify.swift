// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Foundation
import Store
import Vault

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that nothing in a register was changed, cut off or damaged.",
        discussion: """
            Exit codes: 0 whole, 2 chain broken, 3 mark or signature bad, 4 entry missing or doubled, 5 data is not what \
            the log says, 6 not the log of the anchor, 7 mirror differs, 8 content does not open, 9 database damaged; \
            1 it could not be checked, 64 used wrongly.
            """)

    @Argument(help: "The register's folder.") var directory: String
    @Option(help: "Take entries up to this number on trust.") var since = 0
    @Option(help: "A file with a printed checkpoint, or its words in quotes. May be given several times.")
    var anchor: [String] = []
    @Option(help: "The second copy that `serve --audit-mirror` keeps.") var mirror: String?
    @Flag(help: "Open every record, too.") var deep = false
    @Flag(name: .customLong("no-key"), help: "Check what can be checked without a key: not marks, not content.")
    var withoutKey = false
    @Flag(help: "Print one JSON object on standard output.") var json = false
    @OptionGroup var key: KeyOptions

    func validate() throws {
        if since < 0 { throw ValidationError("--since takes the number of an entry.") }
        if withoutKey, deep { throw ValidationError("--deep needs a key.") }
    }

    func run() async throws {
        let result: Verification
        do { result = try await found() } catch {
            // Codes from 2 say what is wrong with the register; that it could not be looked at is none of them.
            let problem = Problem(error)
            throw Problem(code: problem.code == 2 ? 64 : 1, message: problem.message)
        }
        if json { try Output.json(Report(whole: result.isWhole, exit: result.exitCode, found: result)) }
        for fault in result.faults { Output.say(fault) }
        if let first = result.findings.first(where: { $0.seq != nil }) { Output.say(place(first)) }
        if result.unloggedErasures > 0 {
            Output.say("\(result.unloggedErasures) erasures were repeated by a restore and are not in the log yet.")
        }
        if result.unanchored > 0 { Output.say(tail(result)) }
        guard result.isWhole else {
            throw Problem(
                code: Int32(result.exitCode), message: "The register is not whole: \(result.faults.count) faults.")
        }
        Output.say(
            "Whole: \(result.entries) audit entries and \(result.rows) record versions agree"
                + (deep ? "; \(result.opened) were opened." : ".")
                + (result.isKeyed ? "" : " Without a key, marks were not checked."))
    }

    private func found() async throws -> Verification {
        let secret = withoutKey ? nil : try key.required()
        var options = VerifyOptions(since: since, deep: deep)
        options.anchors = try anchor.map { text in
            let kept = FileManager.default.contents(atPath: text).map { String(decoding: $0, as: UTF8.self) }
            guard let anchor = Anchor(kept ?? text) else {
                throw Problem.usage("An anchor is a file with a printed checkpoint, or its eight words in quotes.")
            }
            return anchor
        }
        options.mirror = try mirror.map { try MirrorFile(path: $0) }
        let sealed = try await SealedStore.open(directory)
        do {
            let result = try await sealed.verify(with: secret, options) { Output.progress("\($0) rows checked") }
            Output.endProgress()
            try await sealed.close()
            return result
        } catch {
            try await sealed.close()
            throw error
        }
    }

    private func place(_ fault: Fault) -> String {
        func moment(_ milliseconds: Int64) -> String {
            Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
        }
        var text = "First bad entry: \(fault.seq ?? 0)."
        if let from = fault.from { text += " The last good one before it is of \(moment(from))." }
        if let to = fault.to { text += " It says of itself \(moment(to))." }
        if !fault.records.isEmpty { text += " Records: \(fault.records.map(\.description).joined(separator: ", "))." }
        return text
    }

    private func tail(_ result: Verification) -> String {
        "Unanchored tail: nothing kept outside speaks for the last \(result.unanchored) of \(result.entries) entries."
    }

    private struct Report: Encodable {
        let whole: Bool
        let exit: Int
        let found: Verification
    }
}
