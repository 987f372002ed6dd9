// SPDX-License-Identifier: Apache-2.0

/// The key that the audit chain of one install starts from: taken from the root key at unseal (to continue the chain)
/// and at `verify` (to check every mark). Let it go after; ``AuditChain`` says why.
public struct AuditGenesis: Sendable {
    let key: KeyMaterial
    let install: [UInt8]

    init(key: KeyMaterial, install: [UInt8]) {
        self.key = key
        self.install = install
    }

    /// Marks the sealed states of the chain.
    var stateKey: KeyMaterial { key.child(Parts("wayhouse/audit/state/1")) }

    /// The key of epoch 0.
    var firstEpoch: AuditEpoch { AuditEpoch(chain: key.child(Parts("wayhouse/audit/epoch/1"))) }
}

/// The key of 256 entries. The next can be had from this one, the one before cannot.
struct AuditEpoch: Sendable {
    static let length = 256

    private let chain: KeyMaterial
    let mac: KeyMaterial

    init(chain: KeyMaterial) {
        self.chain = chain
        mac = chain.child(Parts("wayhouse/audit/mac/1"))
    }

    var next: AuditEpoch { AuditEpoch(chain: chain.child(Parts("wayhouse/audit/next/1"))) }
}
