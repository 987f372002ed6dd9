// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Store
import Vault

/// `wayhouse anchor`: what `verify --anchor` reads back.
struct PrintAnchor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anchor",
        abstract: "Print a signed checkpoint of the audit log, with its eight words: keep it outside the computer.",
        discussion: "With a key it covers all there is; without one it is the last that was made.")

    @Argument(help: "The register's folder.") var directory: String
    @Option(help: "Write it to this file.") var out: String?
    @Flag(help: "Print one JSON object on standard output.") var json = false
    @OptionGroup var key: KeyOptions

    func run() async throws {
        guard let checkpoint = try await checkpoint() else {
            throw Problem.refused("Nothing has been done in this register yet, so there is nothing to keep.")
        }
        if let out { try OutFile.write(Array(checkpoint.text.utf8), to: out) }
        if json {
            try Output.json(
                Report(entries: checkpoint.content.size, words: checkpoint.content.words, text: checkpoint.text))
        } else if out == nil {
            Output.result(checkpoint.text)
        }
        Output.say("Keep this where nobody can change it: \(checkpoint.content.words)")
    }

    private func checkpoint() async throws -> Checkpoint? {
        if try key.secret() != nil {
            return try await withStore(directory, key) { store, _ in try await store.checkpoint() }
        }
        let sealed = try await SealedStore.open(directory)
        let checkpoint = try await sealed.lastCheckpoint()
        try await sealed.close()
        return checkpoint
    }

    private struct Report: Encodable {
        let entries: Int
        let words: String
        let text: String
    }
}
