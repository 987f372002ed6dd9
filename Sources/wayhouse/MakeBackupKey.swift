// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Vault

/// `wayhouse backup-key`: the key pair that backups are sealed for.
struct MakeBackupKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup-key", abstract: "Make the key pair that backups are sealed for.", subcommands: [Make.self])

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key pair on a computer of a custodian's, not on the server.")
        @Argument(help: "The file for the private half, best on a USB stick that goes into a safe.") var file: String

        func run() async throws {
            guard !FileManager.default.fileExists(atPath: file) else {
                throw Problem.refused("There is a file of this name already. Nothing was changed.")
            }
            let key = AgeIdentity.random()
            let text = """
                # Opens backups of a Wayhouse register. Keep it off the server, in two places.
                # public key: \(key.recipient)
                \(key.text)

                """
            try OutFile.write(Array(text.utf8), to: file)
            Output.say("The private half is in the file, and only there: print it, and keep it off the server.")
            Output.say("Give this to those who make backups (--recipient):")
            Output.result(key.recipient.description)
        }
    }
}
