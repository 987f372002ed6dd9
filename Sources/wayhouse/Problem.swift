// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Foundation
import Identification
import Interchange
import Standard
import Statistics
import Store
import Vault
import Workflows

/// Why a command ends without having done what it was asked, in words and as an exit code.
struct Problem: Error {
    let code: Int32
    let message: String

    static func refused(_ message: String) -> Problem { Problem(code: 1, message: message) }
    static func usage(_ message: String) -> Problem { Problem(code: 2, message: message) }
    static func cannotOpen(_ message: String) -> Problem { Problem(code: 3, message: message) }
    static func integrity(_ message: String) -> Problem { Problem(code: 4, message: message) }

    /// The kind of problem as a stable name for programs.
    var name: String {
        switch code {
        case 2: "usage"
        case 3: "cannot-open"
        case 4: "integrity"
        case Problem.wrongBackupKey: "wrong-key"
        default: "refused"
        }
    }

    init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    /// The plain words and the code for any error. Never shows a value of a record.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as VaultError: self = Problem(vault: error)
        case let error as StoreError: self = Problem(store: error)
        case let error as SQLError: self = Problem(database: error)
        case let error as InterchangeError: self = .refused(error.message)
        case TableFault.noColumn(let name): self = .usage(TableFault.noColumn(name).message)
        case let error as TableFault: self = .refused(error.message)
        case SynthesisRefusal.badBudget(let words): self = .usage(words)
        case let error as SynthesisRefusal: self = .refused(error.message)
        case let error as FactRefusal: self = .usage(error.message)
        case let error as ReportRefusal: self = .usage(error.message)
        case let error as LedgerFault: self = .refused(error.message)
        case let error as Refusal: self = .refused("Not allowed here: \(error.reason.map { "\($0)" } ?? "not found")")
        case let error as DataRefused: self = .refused(error.description)
        case is SecondPersonNeeded: self = .refused("A second person must agree to this first.")
        case let error as CustodianFault: self = Problem(custodians: error)
        case let error as BackupFault: self = Problem(backup: error)
        case let error as AgeFault: self = Problem(age: error)
        case let error as Rejected:
            self = .refused(error.findings.map { "\($0.field?.rawValue ?? ""): \($0.message)" }.joined(separator: "\n"))
        case is CocoaError:
            self = .cannotOpen(
                "A file or folder cannot be read or written. Check that it is there and that you may use it.")
        default:
            self = .refused("Something went wrong that has no words yet (\(type(of: error))). Nothing was changed.")
        }
    }

    private init(custodians fault: CustodianFault) {
        switch fault {
        case .notAShare, .mistyped:
            self = .usage("A share is mistyped. Compare it with the paper; letters of any case, dashes or none.")
        case .unknownVersion: self = .cannotOpen("A share was made by a newer Wayhouse. Use that version.")
        case .ofAnotherSecret: self = .usage("The shares do not belong together: look at the marks in their headings.")
        case .tooFew(let needed, let given):
            self = .usage("\(needed) different shares are needed and \(given) were given. Give each with --share.")
        case .altered, .anotherKey: self = .cannotOpen("At least one of the shares is not what was printed.")
        case .badCount: self = .usage("Of 2 to 16 shares, 2 or more are needed, and no more than there are.")
        }
    }

    private init(vault error: VaultError) {
        switch error {
        case .wrongKey: self = .cannotOpen("This key or passphrase does not open the register.")
        case .noSlot:
            self = .cannotOpen(
                "The register has no key slot of this kind. Try the passphrase instead of the key file, or the other way round."
            )
        case .weakSecret: self = .usage("The key file must hold at least 32 bytes, and a passphrase cannot be empty.")
        case .outOfMemory:
            self = .cannotOpen("There was not enough memory to check the passphrase (128 MiB are needed).")
        case .busy: self = .refused("Too many passphrases are being checked at once. Try again in a moment.")
        case .damaged, .unsupported: self = .integrity("The key slots are damaged, or were made by a newer Wayhouse.")
        }
    }

    private init(store error: StoreError) {
        switch error {
        case .noInstance:
            self = .cannotOpen(
                "There is no Wayhouse register in this folder. Make one with: wayhouse init DIR --organisation NAME --owner USER"
            )
        case .instanceExists: self = .refused("There is a register in this folder already. Nothing was changed.")
        case .inUse(nil):
            self = .cannotOpen("Another Wayhouse has this register open. Stop it first, or work through it.")
        case .inUse(let process):
            let who = process.map { " (process \($0))" } ?? ""
            self = .cannotOpen("Another Wayhouse has this folder open\(who). Stop it first, or work through it.")
        case .weakSettings("search_path"):
            self = .cannotOpen("The database has no schema to work in. Make the one that the address names first.")
        case .weakSettings(let setting) where StorePlace.serverSettings.contains(setting):
            self = .cannotOpen(
                "The database server's setting '\(setting)' would lose what was confirmed, or is too old. See the page "
                    + "on PostgreSQL for what it must be.")
        case .weakSettings(let setting):
            self = .cannotOpen(
                "The database will not keep its safety setting '\(setting)' here. Use a local disk, not a network folder."
            )
        case .cannotConnect(let words): self = .cannotOpen("The database server cannot be reached: \(words)")
        case .readOnlyReplica:
            self = .cannotOpen(
                "This database server can only be read from: it is a replica. Name the main server in the address, or "
                    + "several with a comma between them.")
        case .newerSchema:
            self = .cannotOpen("This register was written by a newer Wayhouse. Use that version, or a newer one.")
        case .damaged(let what): self = .integrity("The register is damaged (\(what)). Run: wayhouse verify DIR --deep")
        case .conflict: self = .refused("Somebody else changed this in the meantime. Nothing was changed.")
        case .notFound: self = .refused("There is nothing of this kind here.")
        case .sameFile(let batch):
            self = .refused("Exactly this file has been taken in before, as import \(batch.code).")
        case .editedSince(let count): self = .refused("\(count) records were written since; nothing was undone.")
        case .keyReused: self = .refused("This form was sent before with other content.")
        case .unlogged:
            self = .refused("The audit log cannot be written, so nothing was shown or changed. Is the disk full?")
        case .notPermitted:
            self = .refused("The program asked for something that it had no leave for. Nothing was done.")
        case .lastSlot:
            self = .refused("This is the last slot that a person can open. Add another first. Nothing was changed.")
        case .accountExists: self = .refused("There is an account of this name already.")
        }
    }

    private init(database error: SQLError) {
        switch error.kind {
        case .full: self = .refused("The disk is full. Nothing was changed. Make room and try again.")
        case .readOnly: self = .cannotOpen("The folder cannot be written. Check its owner and permissions.")
        case .corrupt: self = .integrity("The database file is damaged or is no database. Restore it from a backup.")
        case .lost: self = .cannotOpen("The database server went away. What was confirmed is safe. Try again.")
        case .busy: self = .cannotOpen("The database is in use by another program.")
        case .failed:
            self = Problem(
                code: 75,
                message: "The disk did not keep what was written to it (\(error.code)), so Wayhouse stopped at once. "
                    + "What was confirmed before is safe. Check the disk, then start it again.")
        default: self = .refused("The database refused: \(error). Nothing was changed.")
        }
    }
}
