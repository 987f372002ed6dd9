// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Store

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that nothing in a register was changed, cut off or damaged.")

    @Argument(help: "The register's folder.") var directory: String
    @Flag(help: "Open every record, too.") var deep = false
    @Flag(help: "Print one JSON object on standard output.") var json = false
    @OptionGroup var key: KeyOptions

    func run() async throws {
        let secret = try key.required()
        let sealed = try await SealedStore.open(directory)
        let result = try await sealed.verify(with: secret, deep: deep) { Output.progress("\($0) rows checked") }
        Output.endProgress()
        try await sealed.close()
        if json { try Output.json(Report(whole: result.isWhole, found: result)) }
        for fault in result.faults { Output.say(fault) }
        guard result.isWhole else {
            throw Problem.integrity("The register is not whole: \(result.faults.count) faults.")
        }
        Output.say(
            "Whole: \(result.entries) audit entries and \(result.rows) record versions agree"
                + (deep ? "; \(result.opened) were opened." : "."))
    }

    private struct Report: Encodable {
        let whole: Bool
        let found: Verification
    }
}
