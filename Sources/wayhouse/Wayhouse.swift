// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store

/// `wayhouse`: everything that can be done from a terminal. Names and options are a promise to scripts.
@main
struct Wayhouse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wayhouse",
        abstract: "A protected register for those who protect survivors of human trafficking.",
        version: "0.1.0",
        subcommands: [
            Demo.self, Init.self, Serve.self, Import.self, Export.self, PrintCodebook.self, Roles.self, Verify.self,
            PrintAnchor.self, Migrate.self, Users.self, Agencies.self, Requests.self, Reviews.self, Custodians.self,
            Recover.self,
            MakeBackup.self, RestoreBackup.self, MakeBackupKey.self,
            Slots.self, Unseal.self, Seal.self, Rotate.self,
            Retention.self, Doors.self,
            CascadeCommand.self, Report.self,
            Screen.self, Instruments.self,
            Classify.self, Definitions.self,
            Doctor.self, DirectoryCommand.self, PacketCommand.self,
            Anonymize.self, Tabulate.self,
            Estimate.self,
            Link.self, Duplicates.self,
            Count.self, Synthesize.self, Evaluate.self,
            Unique.self,
        ])

    /// Runs the command and ends the process: 0 done, 1 refused or findings that stopped it, 2 usage, 3 cannot open or
    /// unseal, 4 integrity; `verify` has codes of its own.
    static func main() async {
        stopWhenDiskFails()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let problem as Problem {
            Output.say(problem.message)
            Foundation.exit(problem.code)
        } catch {
            let code = exitCode(for: error)
            if code == .success || error is ExitCode { exit(withError: error) }
            if exitCode(for: error) == .validationFailure {
                Output.say(fullMessage(for: error))
                // What verify finds begins at 2, and the doctor's worst is 2.
                let hasOwnCodes = [Verify._commandName, Doctor._commandName].contains(
                    CommandLine.arguments.dropFirst().first)
                Foundation.exit(hasOwnCodes ? 64 : 2)
            }
            let problem = Problem(error)
            Output.say(problem.message)
            Foundation.exit(problem.code)
        }
    }

    /// Exit 75, at once, on the thread that saw it: nothing is written, answered or tidied up any more.
    private static func stopWhenDiskFails() {
        FailStop.whenDiskFails { error in
            Output.say(Problem(error).message)
            _exit(75)
        }
    }
}
