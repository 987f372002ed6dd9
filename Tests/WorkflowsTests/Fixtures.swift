// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Vault

@testable import Workflows

/// An open register in a temporary folder that goes with the test.
struct Office {
    let folder: String
    let sealed: SealedStore
    let store: CaseStore
    let code: OneTimeCode
    static let secret = Secret.passphrase("three quiet lanterns by the river")

    /// A caseworker of the office, just after they showed their second factor.
    var owner: Access { access(.caseworker) }
    /// The same person as their own supervisor.
    var supervisor: Access { access(.supervisor) }

    func access(_ role: Role, _ number: UInt64 = 1, agency: EntityID? = nil) -> Access {
        Access(
            Actor(id: EntityID(high: 1, low: number), role: role, agency: agency ?? store.agency), isStepUpFresh: true,
            isDeviceEnrolled: true)
    }

    @discardableResult
    static func with<T>(clock: Clock = .system, _ body: (Office) async throws -> T) async throws -> T {
        let folder = NSTemporaryDirectory() + "wayhouse-test-" + EntityID.random().description
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (sealed, code) = try await createInstance(
            in: folder, organisation: "Lantern House", owner: "dilani", secret: secret, cost: .trivial, clock: clock)
        let store = try await sealed.unseal(with: secret)
        return try await body(Office(folder: folder, sealed: sealed, store: store, code: code))
    }

    func take(_ csv: String, dryRun: Bool = false) async throws -> ImportOutcome {
        try await importFile(
            ImportRequest(bytes: Array(csv.utf8), fileName: "people.csv"), dryRun: dryRun, by: owner, in: store)
    }

    /// Every byte of every file in the folder.
    func bytesOnDisk() throws -> [UInt8] {
        try FileManager.default.contentsOfDirectory(atPath: folder).flatMap { name in
            [UInt8](FileManager.default.contents(atPath: folder + "/" + name) ?? Data())
        }
    }
}
