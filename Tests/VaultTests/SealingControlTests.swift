// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Vault

/// The control that the canary test needs exists in debug builds only.
struct SealingControlTests {
    private let canary = Array("CANARY-4711-Nguyễn".utf8)

    private func contains(_ envelope: [UInt8]) -> Bool {
        envelope.indices.contains { envelope[$0...].starts(with: canary) }
    }

    @Test func `sealed bytes do not show the text`() throws {
        let envelope = try Example.scopeKey().seal(canary, at: Example.place)
        #expect(!contains(envelope))
    }

    #if DEBUG
        @Test func `with sealing taken out the text shows, on every thread and for all keys below`() async throws {
            let root = SealingControl.$isOff.withValue(true) { RootKey.generate() }
            let (agency, wrapped) = root.newAgencyKey()
            let keys = [
                agency.newScopeKey(scope: Example.scope, epoch: 1).key, root.systemKey(install: Example.install),
                try root.agencyKey(unwrapping: wrapped).newScopeKey(scope: Example.scope, epoch: 1).key,
            ]
            for key in keys {
                let envelope = try await Task.detached { [canary] in try key.seal(canary, at: Example.place) }.value
                #expect(contains(envelope))
                #expect(envelope.count == (try Example.scopeKey().seal(canary, at: Example.place)).count)
                #expect(try key.open(envelope, at: Example.place) == canary)
            }
        }

        @Test func `a root opened again inside the control is without sealing too`() throws {
            let secret = Secret.keyFile([UInt8](0..<32))
            let slot = try RootKey.generate().slot(for: secret, install: Example.install)
            let root = try SealingControl.$isOff.withValue(true) {
                try RootKey.open([slot], with: secret, install: Example.install)
            }
            #expect(contains(try root.systemKey(install: Example.install).seal(canary, at: Example.place)))
        }

        @Test func `what was written without sealing does not open in earnest`() throws {
            let secret = Secret.keyFile([UInt8](0..<32))
            let root = SealingControl.$isOff.withValue(true) { RootKey.generate() }
            let slot = try root.slot(for: secret, install: Example.install)
            let envelope = try root.systemKey(install: Example.install).seal(canary, at: Example.place)
            let earnest = try RootKey.open([slot], with: secret, install: Example.install)
            #expect(throws: VaultError.unsupported(.version)) {
                try earnest.systemKey(install: Example.install).open(envelope, at: Example.place)
            }
        }
    #endif
}
