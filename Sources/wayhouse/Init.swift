// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Store
import Vault
import Workflows

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a new, sealed register and the owner's account.")

    @Argument(help: "The folder to make it in.") var directory: String
    @Option(help: "The name of the office, as its staff see it.") var organisation: String
    @Option(help: "The name that the owner signs in with.") var owner: String
    @Option(name: .customLong("second-factor"), help: "required, or optional to try things out.")
    var secondFactor = "required"
    @OptionGroup var key: KeyOptions

    func run() async throws {
        let name = organisation.filter { !$0.isNewline }
        guard !name.isEmpty, name.count <= 200 else {
            throw Problem.usage("--organisation takes a name of 1 to 200 characters.")
        }
        guard (1...100).contains(owner.count), owner.allSatisfy({ !$0.isWhitespace }) else {
            throw Problem.usage("--owner takes a name of 1 to 100 characters without spaces.")
        }
        guard let rule = Agency.SecondFactor(rawValue: secondFactor) else {
            throw Problem.usage("--second-factor takes required or optional.")
        }
        let (instance, code) = try await createInstance(
            in: directory, organisation: name, owner: owner, secret: try key.required(), secondFactor: rule)
        try await instance.close()
        let shares = try await withStore(directory, key) { store, access in
            try await makeRecoveryKey(of: store.agency, by: access, in: store)
        }
        Custodians.show(shares)
        Output.say(
            "A sealed register was made. This code lets \(owner) sign in once, within 72 hours, and is shown only now:")
        Output.result(code.text)
    }
}
