// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Workflows

extension Export {
    /// The whole register, into a folder.
    func writeEverything(_ access: Access, _ store: CaseStore) async throws {
        let outcome = try await exportEverything(to: out, shares: share, words: Self.words, by: access, in: store)
        guard case .written(let report) = outcome else {
            throw Problem.refused(
                """
                A second person must agree first: in the browser under "Waiting for a second person". Then run this \
                again, within a day.
                """)
        }
        if json { try Output.json(EverythingTold(report)) }
        Output.say(
            "\(report.versions) record versions, \(report.files) files and \(report.entries) audit entries written.")
        if report.closed > 0 {
            Output.say(
                "\(report.closed) versions lack locations or clinical notes: these need custodians' shares (--share).")
        }
        Output.say("This folder holds names: keep it as you keep the register. Its digest: \(report.digest)")
    }

    /// The folder's own README.
    private static var words: String {
        """
        # Everything that a Wayhouse register held

        This folder holds names and stories of people who were harmed. Keep it as you would keep the register.

        - cases.csv: one row for each victim in each case, for spreadsheets.
        - records.jsonl: every version of every record; codebook.json says what each field means.
        - scopes.jsonl: cases, people and organisations; accounts.jsonl, agencies.jsonl: who worked with them.
        - files.jsonl and files/: attached files.
        - audit.jsonl: who did what and when. hash = SHA-256(01, length of entry in 8 bytes, entry, hash before).
        - manifest.json: length and SHA-256 of each file.

        A new register takes it in with: wayhouse import NEW FOLDER --format everything

        """
    }
}

extension Import {
    /// A full export, into a register that holds nothing yet.
    func takeInEverything() async throws {
        let report = try await withStore(directory, key) { store, access in
            try await importEverything(from: file, by: access, in: store)
        }
        if json { try Output.json(EverythingTold(report)) }
        Output.say(
            "\(report.versions) record versions, \(report.files) files and \(report.accounts) accounts taken in.")
        Output.say("Accounts come without passphrases: give each a slip with wayhouse users.")
    }
}

/// `--json` of both.
private struct EverythingTold: Encodable {
    let versions: Int
    let accounts: Int
    let entries: Int
    let files: Int
    let closed: Int
    let sha256: String

    init(_ report: EverythingReport) {
        (versions, accounts, entries) = (report.versions, report.accounts, report.entries)
        (files, closed, sha256) = (report.files, report.closed, report.digest)
    }
}
