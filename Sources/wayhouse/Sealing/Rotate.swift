// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Store
import Vault
import Workflows

/// `wayhouse rotate`: new keys in the place of old ones.
struct Rotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Put new keys in the place of an agency's, a case's or the root's.",
        discussion: """
            agency wraps the keys of all its cases anew, case seals one case anew, root changes the key above all and \
            leaves one slot, that of the key it was opened with. Each is done whole or not at all. Backups made before \
            still open with the old keys.
            """)

    enum Which: String, ExpressibleByArgument, CaseIterable { case agency, root, `case` }

    @Argument(help: "The register's folder.") var directory: String
    @Argument(help: "agency, case or root.") var which: Which
    @Option(help: "The name of another agency than the first.") var agency: String?
    @Option(help: "For case: its code, such as 7K3Q-2FWD, or its id.") var code: String?
    @OptionGroup var key: KeyOptions

    func validate() throws {
        if which == .case, code == nil { throw ValidationError("case needs --code CODE.") }
    }

    func run() async throws {
        switch which {
        case .agency:
            let count = try await withStore(directory, key) { store, access in
                let id = try await Users.agency(agency, in: store) ?? store.agency
                return try await rotateKey(of: id, by: access, in: store)
            }
            Output.say("The agency has a new key; \(count) keys were wrapped anew.")
        case .case:
            let count = try await withStore(directory, key) { store, access in
                let home = try await Users.agency(agency, in: store) ?? store.agency
                guard let id = store.caseID(named: code ?? "", of: home) else {
                    throw Problem.refused("There is no case of this code.")
                }
                return try await rotateKey(ofScope: id, by: access, in: store)
            }
            Output.say("The case has a new key; \(count) versions of its records were sealed anew.")
        case .root:
            let secret = try key.required()
            let change = try await withStore(directory, key, isAlone: true) { store, access in
                try await rotateRoot(opening: secret, by: access, in: store)
            }
            Output.say(
                "The register has a new root key. Only the key that was just used opens it: add the others anew.")
            guard let split = change.added?.split else { return }
            Output.say("Any \(split.needed) of these \(split.count) new shares open it. They are shown only now:")
            for share in change.shares {
                Output.result("share \(share.number) of \(split.count), mark \(split.mark): \(share.text)")
            }
        }
    }
}
