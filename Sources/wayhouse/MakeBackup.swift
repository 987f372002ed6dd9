// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Vault
import Workflows

struct MakeBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back a register up, sealed for keys that this computer does not hold. It may be in use meanwhile.",
        discussion: "Needs no key of the register. Make a key pair for backups with: wayhouse backup-key make FILE")

    @Argument(help: "The register's folder, or the address of its PostgreSQL database.") var directory: String
    @Option(name: .customLong("to"), help: "The folder for backups, best on another disk.") var folder: String
    @OptionGroup var recipients: RecipientOptions
    @Flag(help: "Only what came since the last whole backup in that folder.") var increment = false
    @Flag(help: "Print one JSON object on standard output.") var json = false

    func run() async throws {
        let keys = try recipients.required()
        let database = try await Backup.source(directory)
        let made: Backup.Report
        do {
            let base = increment ? try await Backup.newestWhole(in: folder, of: database) : nil
            made = try await Backup.make(of: database, to: folder, for: keys, since: base)
        } catch {
            try? await database.close()
            throw error
        }
        try await database.close()
        try report(made)
    }

    private func report(_ made: Backup.Report) throws {
        if json {
            try Output.json(Made(path: made.path, sha256: made.digest, complaints: made.complaints, set: made.manifest))
        } else {
            Output.result(made.path)
        }
        let records = made.manifest.counts["record"] ?? 0
        Output.say("Backed up and read back: \(records) record versions, \(made.manifest.audit.entries) audit entries.")
        Output.say("Note this where nobody can change it: \(made.manifest.audit.words)")
        if made.expired > 0 { Output.say("\(made.expired) keyrings older than 35 days were removed.") }
        guard made.complaints.isEmpty else {
            throw Problem.integrity(
                "The backup was made, but the database is damaged. Run: wayhouse verify DIR --deep")
        }
    }

    private struct Made: Encodable {
        let path: String
        let sha256: String
        let complaints: [String]
        let set: BackupManifest
    }
}

/// For whom backups are sealed.
struct RecipientOptions: ParsableArguments {
    @Option(help: "Whom to seal the backup for, age1…. May be given several times.") var recipient: [String] = []

    func required() throws -> [AgeRecipient] {
        guard !recipient.isEmpty else { throw AgeFault.noRecipient }
        return try recipient.map { try AgeRecipient($0) }
    }
}
