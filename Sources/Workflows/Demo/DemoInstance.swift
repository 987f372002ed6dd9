// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Vault

/// A register to try things out in: invented people, and its passphrase in a file beside it.
public enum DemoInstance {
    /// The name that the demo's owner signs in with.
    public static let owner = "demo"
    static let passphraseFile = "demo-passphrase.txt"

    /// Makes a demo in a new folder: 200 invented cases, and an owner who may sign in at once. The folder appears only
    /// when it is whole.
    ///
    /// - Throws: `StoreError`, `SQLError`, when the folder cannot be made.
    public static func make(in folder: String, count: Int = 200) async throws {
        let files = FileManager.default
        let making = folder + ".making"
        try? files.removeItem(atPath: making)
        let passphrase = Passphrase.suggestion()
        let (sealed, code) = try await createInstance(
            in: making, organisation: "Lantern House (demo)", owner: owner, secret: .passphrase(passphrase),
            secondFactor: .optional)
        let store = try await sealed.unseal(with: .passphrase(passphrase))
        let typed = SignInTry(name: owner, passphrase: passphrase)
        let enrolment = try await beginEnrolment(typed, code: code.text, in: store, throttle: SignInThrottle())
        let (account, _) = try await finishEnrolment(enrolment, code: nil, in: store)
        let (today, rows) = (store.clock.today, DemoPeople.rows(count: count, today: store.clock.today))
        try await registerCases(rows, by: Access(account.actor()), in: store) { number, caseID, person in
            DemoAftermath.records(of: rows[number], number: number, caseID: caseID, person: person, today: today)
        }
        try await store.close()
        try Data((passphrase + "\n").utf8).write(to: URL(fileURLWithPath: making + "/" + passphraseFile))
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: making + "/" + passphraseFile)
        try files.moveItem(atPath: making, toPath: folder)
    }

    /// The demo's passphrase.
    ///
    /// - Throws: `StoreError.noInstance` when the folder is no demo.
    public static func passphrase(in folder: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: folder + "/" + passphraseFile),
            let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first
        else { throw StoreError.noInstance }
        return String(line)
    }
}
