// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

@testable import Store

/// A register in a temporary folder that goes with the test.
struct TestRegister {
    let folder: String
    let store: CaseStore
    static let secret = Secret.passphrase("three quiet lanterns by the river")
    static let actor = Actor(id: EntityID(high: 1, low: 1), role: .supervisor, agency: EntityID(high: 2, low: 2))

    static func folder() -> String { NSTemporaryDirectory() + "wayhouse-test-" + EntityID.random().description }

    @discardableResult
    static func with<T>(clock: Clock = .system, _ body: (TestRegister) async throws -> T) async throws -> T {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sealed = try await SealedStore.create(
            folder, organisation: "Lantern House", secret: secret, cost: .trivial, clock: clock)
        let store = try await sealed.unseal(with: secret)
        let result = try await body(TestRegister(folder: folder, store: store))
        return result
    }

    /// Closes the store and opens the folder anew.
    func reopened() async throws -> TestRegister {
        try await store.close()
        return TestRegister(folder: folder, store: try await SealedStore.open(folder).unseal(with: Self.secret))
    }

    func permit(_ action: Verb, _ subject: Subject = .register) throws -> Permit {
        try Policy.permit(Self.actor, to: action, subject)
    }

    /// Registers one case from flat values; the ids of its records by kind.
    @discardableResult
    func register(_ values: [FieldName: Value]) async throws -> [RecordKind: EntityID] {
        let parts = VictimRow(values).parts(under: store.codebook) { .random() }
        let changes = try parts.map {
            Change.insert($0.id, scope: $0.scope, try $0.draft.checked(under: store.codebook))
        }
        let caseID = parts.first { $0.draft.kind == .caseFile }!.id
        _ = try await store.commit(changes, permit: try permit(.caseRegister, .caseFile(caseID)))
        return Dictionary(parts.map { ($0.draft.kind, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Runs SQL past every protection, as somebody with the disk in hand would.
    func tamper(_ sql: String) async throws {
        try await store.database.write { connection in
            try connection.execute("DROP TRIGGER IF EXISTS auditNoUPDATE")
            try connection.execute("DROP TRIGGER IF EXISTS auditNoDELETE")
            try connection.execute(SQL(stringLiteral: sql))
        }
    }
}
