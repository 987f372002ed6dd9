// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Vault
import Workflows

/// How a server backs itself up.
struct BackupOptions: ParsableArguments {
    @Option(help: "Back the register up into this folder while it is served.") var backupTo: String?
    @Option(help: "For whom these backups are sealed, age1…. May be given several times.")
    var backupRecipient: [String] = []
    @Option(help: "Hours from one whole backup to the next.") var backupEvery = 24
    @Option(help: "Minutes from one increment to the next.") var backupIncrementEvery = 15

    func validate() throws {
        if (backupTo == nil) != backupRecipient.isEmpty {
            throw ValidationError("--backup-to FOLDER and --backup-recipient age1… go together.")
        }
        if backupEvery < 1 || backupIncrementEvery < 1 { throw ValidationError("Backups are at least a minute apart.") }
    }

    /// - Throws: `AgeFault.badKey`.
    func plan() throws -> BackupPlan? {
        guard let backupTo else { return nil }
        return BackupPlan(
            folder: backupTo, recipients: try backupRecipient.map { try AgeRecipient($0) }, hours: backupEvery,
            minutes: backupIncrementEvery)
    }

    /// Keeps backups beside the server for as long as `serving` runs.
    static func keeping(_ plan: BackupPlan?, of gate: Gate, _ serving: () async throws -> Void) async throws {
        let keeper = plan.map { plan in
            Task {
                await keepBackups(plan, of: gate) { outcome in
                    if case .failure(let error) = outcome {
                        Output.say("No backup was made. \(Problem(error).message)")
                    }
                }
            }
        }
        defer { keeper?.cancel() }
        try await serving()
    }
}
