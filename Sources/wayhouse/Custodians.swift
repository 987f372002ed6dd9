// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Store
import Vault
import Workflows

struct Custodians: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make new custodians' shares, which open locations and clinical notes together.")

    @Argument(help: "The register's folder.") var directory: String
    @Option(help: "How many shares to make, 2 to 16.") var shares = 3
    @Option(help: "How many of them are needed.") var needed = 2
    @OptionGroup var key: KeyOptions

    func run() async throws {
        let made = try await withStore(directory, key) { store, access in
            try await makeRecoveryKey(of: store.agency, shares: shares, threshold: needed, by: access, in: store)
        }
        Self.show(made)
    }

    /// The shares on standard output, a line each.
    static func show(_ shares: [CustodianShare]) {
        guard let first = shares.first else { return }
        Output.say(
            "Custodians' shares, mark \(first.mark): any \(first.threshold) of \(shares.count) open what people alone "
                + "can open. They are shown only now. Print them and give each to somebody else:")
        for share in shares { Output.result("share \(share.number): \(share.text)") }
    }
}
