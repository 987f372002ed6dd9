// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Workflows

struct Recover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give an account back what it may open of locations and clinical notes, with custodians' shares.")

    @Argument(help: "The register's folder.") var directory: String
    @Option(help: "The name that the person signs in with.") var account: String
    @Option(help: "A share, as it was printed. Give as many as are needed.") var share: [String]
    @OptionGroup var key: KeyOptions

    func run() async throws {
        let given = try await withStore(directory, key) { store, access in
            try await recoverCompartments(for: account, shares: share, by: access, in: store)
        }
        Output.say("\(account) was given \(given) keys.")
    }
}
