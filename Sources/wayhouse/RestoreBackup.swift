// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Foundation
import Store
import Vault
import Workflows

struct RestoreBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Make a register of a backup, or try whether it would work.",
        discussion: """
            Checks every byte before it writes anything, and gives the result its name only when it is whole. Exit \
            codes: 0 done, 1 refused, 2 used wrongly, 3 no such backup, or not one for here, 4 damaged, 100 wrong key.
            """)

    @Argument(help: "A folder with backups, for the newest; or one file of a backup.") var backup: String
    @Option(name: .customLong("to"), help: "The folder for the register, or the address of an empty database.")
    var target: String?
    @Option(help: "The key file that opens backups. May be given several times.") var identity: [String] = []
    @Flag(help: "Restore beside, check, say what came of it, and remove it again.") var drill = false
    @Option(help: "For --drill and databases: where to work; else the folder for temporary files.")
    var scratch: String?
    @Option(name: .customLong("record-in"), help: "For --drill: tell this register that it was tried.")
    var record: String?
    @Flag(help: "Put the backup in the place of the register there; a second person must agree.") var replace = false
    @Flag(help: "Open every record of the result, too; needs the register's key.") var deep = false
    @Flag(help: "Take a keyring older than 35 days.") var acceptOldKeyring = false
    @Flag(help: "Print one JSON object on standard output.") var json = false
    @OptionGroup var key: KeyOptions

    func validate() throws {
        if drill == (target != nil) { throw ValidationError("Give either --to DIR or --drill.") }
        if replace, let target, StorePlace(target).folder == nil {
            throw ValidationError("--replace is for folders. Restore into an empty database, and rename the two.")
        }
        if replace, drill { throw ValidationError("--replace goes with --to DIR.") }
        if identity.isEmpty { throw ValidationError("Say which key opens the backup: --identity FILE") }
    }

    func run() async throws {
        let keys = try identity.flatMap { path in
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Problem.usage("The key file cannot be read. Check its name and that you may read it.")
            }
            return try AgeIdentity.keys(inFile: String(decoding: data, as: UTF8.self))
        }
        let set = try BackupSet(at: backup)
        var terms = Restore.Terms()
        (terms.secret, terms.deep, terms.acceptsOldKeyring) = (try key.secret(), deep, acceptOldKeyring)
        if deep, terms.secret == nil { throw Problem.usage("--deep needs the register's key.") }
        if drill {
            try await rehearse(set, keys, terms)
        } else if replace {
            try await exchange(set, keys, terms)
        } else {
            let isFolder = StorePlace(target!).folder != nil
            let report =
                isFolder
                ? try await Restore.run(set, with: keys, to: target!, terms)
                : try await Restore.run(set, with: keys, to: target!, workingIn: place("restore"), terms)
            try say(report)
            Output.say("Restored. Start it with: wayhouse serve \(StorePlace(target!).shown)")
        }
    }

    private func place(_ what: String) -> String {
        (scratch ?? NSTemporaryDirectory()) + "/wayhouse-\(what)-\(getpid())"
    }

    private func rehearse(_ set: BackupSet, _ keys: [AgeIdentity], _ terms: Restore.Terms) async throws {
        let report = try await Restore.drill(set, with: keys, in: place("drill"), terms)
        try say(report)
        if let record {
            let database = try await Backup.source(record)
            try await BackupLog.addDrill(of: set, at: report.set.latest.made + report.age, to: database)
            try await database.close()
        }
        Output.say("The drill went well; the copy was removed again.")
    }

    private func exchange(_ set: BackupSet, _ keys: [AgeIdentity], _ terms: Restore.Terms) async throws {
        let secret = try key.required()
        let sealed = try await SealedStore.open(target!)
        let leave: LeaveToRestore
        do {
            let store = try await sealed.unseal(with: secret)
            let access = Access(Actor(id: store.agency, role: .custodian, agency: store.agency))
            leave = try await leaveToRestore(set, over: sealed, by: access, in: store)
            try await store.close()
        } catch {
            try? await sealed.close()
            throw error
        }
        guard case .given(let erased) = leave else {
            throw Problem.refused(
                """
                A second person must agree first: in the browser under "Waiting for a second person". Then run this \
                again, within a day.
                """)
        }
        var terms = terms
        terms.erased = erased
        let (report, old) = try await Restore.replace(target!, by: set, with: keys, terms)
        try say(report)
        Output.say("Restored. The register that was there lies in \(old): remove it when nobody misses anything.")
    }

    private func say(_ report: Restore.Report) throws {
        let records = report.counts["record"] ?? 0
        if json {
            try Output.json(
                Told(
                    counts: report.counts, verified: report.verification.isWhole, entries: report.verification.entries,
                    rows: report.verification.rows, opened: report.verification.opened,
                    erasedAgain: report.erasedAgain, ageSeconds: Int(report.age / 1000),
                    seconds: report.seconds, words: report.set.latest.audit.words, set: report.set.latest.set))
        }
        Output.say(
            String(
                format: "%d record versions and %d audit entries agree; the backup is %.1f hours old; it took %.1f s.",
                records, report.verification.entries, Double(report.age) / 3_600_000, report.seconds))
        if report.erasedAgain > 0 { Output.say("\(report.erasedAgain) erased cases or people were erased again.") }
        Output.say("How the log stood: \(report.set.latest.audit.words)")
    }

    private struct Told: Encodable {
        let counts: [String: Int]
        let verified: Bool
        let entries: Int
        let rows: Int
        let opened: Int
        let erasedAgain: Int
        let ageSeconds: Int
        let seconds: Double
        let words: String
        let set: String
    }
}
