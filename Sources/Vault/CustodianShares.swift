// SPDX-License-Identifier: Apache-2.0
import Crypto

/// Splits a secret among custodians so that any `threshold` of them give it and fewer know nothing (A. Shamir, How to
/// share a secret, CACM 22(11), 1979): each byte is the value at 0 of a random polynomial of degree threshold − 1 over
/// the field of 256 elements, and share i has the values at i.
public enum CustodianShares {
    /// How many custodians there may be, and how many may be needed.
    static let counts = 2...16
    static let numbers = 1...16

    /// `count` shares of the 32 bytes, any `threshold` of which give them back. Throws `badCount` unless 2 ≤ threshold
    /// ≤ count ≤ 16. Under 0.1 ms a share.
    public static func split(secret: [UInt8], count: Int, threshold: Int) throws(CustodianFault) -> [CustodianShare] {
        precondition(secret.count == 32, "a secret has 32 bytes")
        guard counts.contains(count), counts.contains(threshold), threshold <= count else { throw .badCount }
        var polynomials = secret.map { [$0] + Entropy.bytes(threshold - 1) }
        defer { for place in polynomials.indices { polynomials[place].wipe() } }
        let tag = Entropy.bytes(3)
        return (1...count).map { number in
            let value = polynomials.map { ByteField.evaluate($0, at: UInt8(number)) }
            return CustodianShare(threshold: threshold, number: number, tag: tag, value: value)
        }
    }

    /// The 32 bytes. The same share given twice counts once; more than needed are all looked at. Throws
    /// `ofAnotherSecret`, `altered`, `tooFew`. Exactly `threshold` shares of which one was forged (with a right check)
    /// give other 32 bytes without a word: compare with what is known of the secret, as ``UserKey/combined(from:for:)``
    /// does. Under 0.1 ms.
    public static func combine(_ shares: [CustodianShare]) throws(CustodianFault) -> [UInt8] {
        guard let first = shares.first else { throw .tooFew(needed: counts.lowerBound, given: 0) }
        var different: [CustodianShare] = []
        for share in shares {
            guard share.tag == first.tag, share.threshold == first.threshold else { throw .ofAnotherSecret }
            if let same = different.first(where: { $0.number == share.number }) {
                guard ConstantTime.equal(same.value, share.value) else { throw .altered }
            } else {
                different.append(share)
            }
        }
        guard different.count >= first.threshold else {
            throw .tooFew(needed: first.threshold, given: different.count)
        }
        let used = Array(different[..<first.threshold])
        for spare in different[first.threshold...] {
            guard ConstantTime.equal(value(used, at: spare.number), spare.value) else { throw .altered }
        }
        return value(used, at: 0)
    }

    /// The value at this point of the polynomials that go through the shares.
    private static func value(_ shares: [CustodianShare], at point: Int) -> [UInt8] {
        let weights = ByteField.weights(of: shares.map { UInt8($0.number) }, at: UInt8(point))
        var sum = [UInt8](repeating: 0, count: 32)
        for (share, weight) in zip(shares, weights) {
            for place in sum.indices { sum[place] ^= ByteField.multiply(share.value[place], weight) }
        }
        return sum
    }
}

extension UserKey {
    /// The private key in `count` shares, any `threshold` of which give it back: for the custodians of an agency, whose
    /// public key then opens with their shares only. Forget the key after this. Throws `badCount`.
    public func shares(count: Int, threshold: Int) throws(CustodianFault) -> [CustodianShare] {
        var secret = Array(key.rawRepresentation)
        defer { secret.wipe() }
        return try CustodianShares.split(secret: secret, count: count, threshold: threshold)
    }

    /// The custodians' key again. `publicKey` is what was stored when it was split. Throws `anotherKey` when the shares
    /// fit together and give another one, and what ``CustodianShares/combine(_:)`` throws.
    public static func combined(
        from shares: [CustodianShare], for publicKey: [UInt8]
    ) throws(CustodianFault) -> UserKey {
        var secret = try CustodianShares.combine(shares)
        defer { secret.wipe() }
        guard let key = try? UserKey(bytes: secret), ConstantTime.equal(key.publicKey, publicKey) else {
            throw .anotherKey
        }
        return key
    }
}
