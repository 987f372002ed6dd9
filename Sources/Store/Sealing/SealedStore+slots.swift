// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

extension SealedStore {
    /// The key slots as they stand now; another server may have changed them since this one opened the register.
    ///
    /// - Throws: `StoreError.damaged`; `SQLError`.
    public func currentSlots() async throws -> [KeySlot] {
        try await database.read { try $0.slots() }
    }

    /// The root key that a secret opens, derived where `derivations` runs it: at most two at once.
    ///
    /// - Throws: `VaultError.wrongKey`, `.noSlot`, `.weakSecret`, `.busy`; `SQLError`.
    public func root(with secret: Secret, _ derivations: KeyDerivations) async throws -> RootKey {
        let (slots, lasting) = try await database.read { (try $0.slots(), try $0.setting(RootKey.lastingSetting)) }
        let install = install
        return try await derivations.run { () throws(VaultError) -> RootKey in
            try RootKey.open(slots, with: secret, install: install).keeping(lasting)
        }
    }

    /// The same on this thread.
    ///
    /// - Throws: As above but for `.busy`.
    func root(with secret: Secret) async throws -> RootKey {
        let (slots, lasting) = try await database.read { (try $0.slots(), try $0.setting(RootKey.lastingSetting)) }
        return try RootKey.open(slots, with: secret, install: install).keeping(lasting)
    }

    /// Names the register to those who hold a key of it: the first 64 bits of SHA-256 over the install's id, in four
    /// groups. It opens nothing, and a copy of the register has the same.
    public var fingerprint: String { Self.fingerprint(install) }

    static func fingerprint(_ install: [UInt8]) -> String {
        var hash = RunningHash()
        hash.update(Array("wayhouse/fingerprint/1".utf8) + install)
        let digits = Array(hash.hex.prefix(16))
        return stride(from: 0, to: 16, by: 4).map { String(digits[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}

extension CaseStore {
    /// As `SealedStore.fingerprint`.
    public var fingerprint: String { SealedStore.fingerprint(keys.install) }

    /// The key slots as they stand now.
    ///
    /// - Throws: `StoreError.damaged`; `SQLError`.
    public func slots() async throws -> [KeySlot] { try await database.read { try $0.slots() } }
}

extension RootKey {
    /// Where lies what a root keeps of those before it; nothing for a first root.
    static let lastingSetting = "rootLasting"
}

extension SQLConnection {
    func slots() throws -> [KeySlot] {
        guard let bytes = try setting("slots") else { throw StoreError.noInstance }
        do { return try JSONDecoder().decode([KeySlot].self, from: Data(bytes)) } catch {
            throw StoreError.damaged("slots")
        }
    }

    func set(_ slots: [KeySlot]) throws { try set("slots", Array(try JSONEncoder().encode(slots))) }
}
