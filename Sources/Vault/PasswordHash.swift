// SPDX-License-Identifier: Apache-2.0
import Crypto

/// What is stored of a staff password. One scrypt run gives two keys that do not reveal each other: the verifier,
/// stored as HMAC under the install's pepper, and the key that seals what is the person's own, never stored.
public struct PasswordHash: Sendable, Equatable, Codable {
    /// Names the method, so that another can take its place at the next sign-in.
    public enum Algorithm: String, Sendable, Codable {
        /// scrypt (RFC 7914) over Unicode NFKC, then HKDF labels, then HMAC-SHA-256.
        case scrypt1 = "scrypt-1"
    }

    public let algorithm: Algorithm
    public let cost: KeyCost
    private let salt: String
    private let verifier: String

    /// The hash of a new password with its own random salt. The password is taken as it is, in form NFKC;
    /// `PasswordRules` decides whether it is good enough. About 0.3 s and 128 MiB: run it through ``KeyDerivations``.
    /// Throws `unsupported(.cost)`, `outOfMemory`.
    public static func make(
        _ password: String, pepper: Pepper, cost: KeyCost = .standard
    ) throws(VaultError) -> (hash: PasswordHash, key: PersonalKey) {
        let salt = [UInt8].random(16)
        let stretched = try cost.key(from: password, salt: salt)
        let verifier = Hex.text(verifier(stretched, pepper))
        let hash = PasswordHash(algorithm: .scrypt1, cost: cost, salt: Hex.text(salt), verifier: verifier)
        return (hash, personalKey(stretched))
    }

    /// A hash that no password matches, to check against when there is no such user: the same work, so that time does
    /// not tell who has an account. Cheap to make; make one and keep it.
    public static func decoy(cost: KeyCost = .standard) -> PasswordHash {
        let (salt, verifier) = (Hex.text(.random(16)), Hex.text(.random(32)))
        return PasswordHash(algorithm: .scrypt1, cost: cost, salt: salt, verifier: verifier)
    }

    /// The person's own key when the password is right, nil when it is not. Costs what `make` costs, either way.
    /// Throws `damaged` when the stored bytes are no hash, `unsupported(.cost)`, `outOfMemory`.
    public func check(_ password: String, pepper: Pepper) throws(VaultError) -> PersonalKey? {
        guard let salt = Hex.bytes(salt), let expected = Hex.bytes(verifier) else { throw .damaged }
        let stretched = try cost.key(from: password, salt: salt)
        let found = Self.verifier(stretched, pepper)
        return ConstantTime.equal(found, expected) ? Self.personalKey(stretched) : nil
    }

    private static func verifier(_ stretched: KeyMaterial, _ pepper: Pepper) -> [UInt8] {
        let proof = stretched.child(Parts("wayhouse/password/auth/1"))
        var bytes = proof.symmetric.withUnsafeBytes { Array($0) }
        defer { bytes.wipe() }
        return pepper.key.authenticate(bytes)
    }

    private static func personalKey(_ stretched: KeyMaterial) -> PersonalKey {
        PersonalKey(key: stretched.child(Parts("wayhouse/password/seal/1")))
    }
}
