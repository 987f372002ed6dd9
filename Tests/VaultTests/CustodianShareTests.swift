// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Vault

struct CustodianShareTests {
    private let secret = [UInt8](0..<32).map { $0 &* 37 &+ 11 }

    /// All sets of so many of the shares.
    private func subsets(_ shares: [CustodianShare], of size: Int) -> [[CustodianShare]] {
        guard size > 0 else { return [[]] }
        return shares.indices.flatMap { first in
            subsets(Array(shares[(first + 1)...]), of: size - 1).map { [shares[first]] + $0 }
        }
    }

    /// FIPS 197 §4.2 and the inverse of its S-box example.
    @Test func `the field is the one of FIPS 197`() {
        #expect(ByteField.multiply(0x57, 0x83) == 0xC1 && ByteField.multiply(0x57, 0x13) == 0xFE)
        #expect(ByteField.inverse(0x53) == 0xCA && ByteField.inverse(0) == 0)
        for value in 1...255 as ClosedRange<UInt8> {
            #expect(ByteField.multiply(value, ByteField.inverse(value)) == 1)
            #expect(ByteField.multiply(value, 1) == value && ByteField.multiply(1, value) == value)
        }
    }

    @Test(arguments: [(2, 2), (3, 2), (3, 3), (5, 2), (5, 3), (6, 4), (16, 2), (9, 9)])
    func `any threshold of the shares give the secret, in any order`(count: Int, threshold: Int) throws {
        let shares = try CustodianShares.split(secret: secret, count: count, threshold: threshold)
        #expect(shares.map(\.number) == Array(1...count) && shares.allSatisfy { $0.threshold == threshold })
        for subset in subsets(shares, of: threshold) {
            #expect(try CustodianShares.combine(subset) == secret)
            #expect(try CustodianShares.combine(subset.reversed()) == secret)
        }
        #expect(try CustodianShares.combine(shares.shuffled()) == secret)
        for subset in subsets(shares, of: threshold - 1) where !subset.isEmpty {
            #expect(throws: CustodianFault.tooFew(needed: threshold, given: threshold - 1)) {
                try CustodianShares.combine(subset + subset)
            }
        }
    }

    /// One share of two: for every secret there is exactly one polynomial that gives it.
    @Test func `one share of two leaves every secret equally likely`() {
        for number in [1, 2, 7, 255] as [UInt8] {
            for share in [0, 1, 0x80, 0xFF] as [UInt8] {
                var polynomials = [Int](repeating: 0, count: 256)
                for secret in 0...255 as ClosedRange<UInt8> {
                    for slope in 0...255 as ClosedRange<UInt8>
                    where ByteField.evaluate([secret, slope], at: number) == share {
                        polynomials[Int(secret)] += 1
                    }
                }
                #expect(polynomials.allSatisfy { $0 == 1 })
            }
        }
    }

    /// Two shares of three, exhaustively: 256 secrets × 65,536 polynomials, those through the first share worked out.
    @Test func `two shares of three leave every secret equally likely`() {
        let (first, second) = ((at: UInt8(1), value: UInt8(0x3C)), (at: UInt8(3), value: UInt8(0xA7)))
        for secret in 0...255 as ClosedRange<UInt8> {
            var polynomials = 0
            for linear in 0...255 as ClosedRange<UInt8> {
                // at 1 the polynomial is secret + linear + square
                let square = first.value ^ secret ^ linear
                if ByteField.evaluate([secret, linear, square], at: second.at) == second.value { polynomials += 1 }
            }
            #expect(polynomials == 1)
        }
    }

    /// The split itself uses polynomials of the full degree: fewer shares, taken for enough, give something else.
    @Test(arguments: [(2, 2), (3, 3), (5, 3), (6, 4), (9, 9)])
    func `fewer shares than the threshold do not lie on a simpler polynomial`(count: Int, threshold: Int) throws {
        let shares = try CustodianShares.split(secret: secret, count: count, threshold: threshold)
        for subset in subsets(shares, of: threshold - 1) {
            let points = subset.map { UInt8($0.number) }
            let weights = ByteField.weights(of: points, at: 0)
            let agreeing = (0..<32).count { place in
                zip(subset, weights).reduce(0) { $0 ^ ByteField.multiply($1.0.value[place], $1.1) } == secret[place]
            }
            #expect(agreeing < 8)
        }
    }

    /// The control of the two before: all three shares leave one secret.
    @Test func `three shares of three leave one secret`() {
        let shares: [(UInt8, UInt8)] = [(1, 0x3C), (2, 0x11), (3, 0xA7)]
        var secrets = 0
        for secret in 0...255 as ClosedRange<UInt8> {
            for linear in 0...255 as ClosedRange<UInt8> {
                let polynomial = [secret, linear, shares[0].1 ^ secret ^ linear]
                if shares.allSatisfy({ ByteField.evaluate(polynomial, at: $0.0) == $0.1 }) { secrets += 1 }
            }
        }
        #expect(secrets == 1)
    }

    @Test func `a share reads back from its text however it is typed`() throws {
        for share in try CustodianShares.split(secret: secret, count: 3, threshold: 2) {
            #expect(share.text.count == 79 && share.text.split(separator: "-").count == 16)
            let typed = [
                share.text, share.text.lowercased(), share.text.replacing("-", with: " "),
                share.text.replacing("-", with: ""), share.text.replacing("0", with: "O"),
                share.text.replacing("1", with: "I"), share.text.replacing("4", with: "٤"),
            ]
            for text in typed { #expect(try CustodianShare(text) == share) }
            #expect(!"\(share)".contains(share.text.suffix(20)) && share.mark.count == 6)
        }
    }

    @Test func `every wrong symbol and every two neighbours exchanged are noticed`() throws {
        let share = try CustodianShares.split(secret: secret, count: 3, threshold: 2)[1]
        let letters = Array(share.text.filter { $0 != "-" })
        for place in letters.indices {
            for wrong in Base32.crockford where wrong != letters[place] {
                var typed = letters
                typed[place] = wrong
                #expect(throws: CustodianFault.mistyped) { try CustodianShare(String(typed)) }
            }
            if place > 0, letters[place] != letters[place - 1] {
                var typed = letters
                typed.swapAt(place, place - 1)
                #expect(throws: CustodianFault.mistyped) { try CustodianShare(String(typed)) }
            }
            #expect(throws: CustodianFault.notAShare) { try CustodianShare(String(letters[..<place])) }
        }
        for wrong in ["", "U" + share.text.dropFirst(), share.text + "0", RecoverySecret.random().text] {
            #expect(throws: CustodianFault.notAShare) { try CustodianShare(wrong) }
        }
    }

    @Test func `a share of a later version or with impossible numbers is refused`() throws {
        func text(_ said: [UInt8]) -> String {
            let sum = Checksum.crc16(said)
            return Base32.text(
                Base32.symbols(of: said + [UInt8(sum >> 8), UInt8(truncatingIfNeeded: sum)]), groupsOf: 4)
        }
        let rest = [UInt8](repeating: 5, count: 35)
        #expect(throws: Never.self) { try CustodianShare(text([1, 2, 1] + rest)) }
        #expect(throws: CustodianFault.unknownVersion) { try CustodianShare(text([2, 2, 1] + rest)) }
        for wrong: [UInt8] in [[1, 1, 1], [1, 0, 1], [1, 17, 1], [1, 2, 0], [1, 2, 17], [1, 255, 255]] {
            #expect(throws: CustodianFault.mistyped) { try CustodianShare(text(wrong + rest)) }
        }
    }

    @Test func `shares of another secret or another splitting are refused`() throws {
        let mine = try CustodianShares.split(secret: secret, count: 3, threshold: 2)
        let again = try CustodianShares.split(secret: secret, count: 3, threshold: 2)
        let other = try CustodianShares.split(secret: secret.reversed(), count: 3, threshold: 2)
        for foreign in [again[1], other[1], other[0]] {
            #expect(throws: CustodianFault.ofAnotherSecret) { try CustodianShares.combine([mine[0], foreign]) }
        }
        #expect(throws: CustodianFault.tooFew(needed: 2, given: 0)) { try CustodianShares.combine([]) }
    }

    @Test func `a forged share is noticed by a spare one or by the public key`() throws {
        let user = UserKey.random()
        let shares = try user.shares(count: 3, threshold: 2)
        var value = shares[1].value
        value[9] ^= 1
        let forged = CustodianShare(threshold: 2, number: 2, tag: shares[1].tag, value: value)
        #expect(throws: CustodianFault.altered) { try CustodianShares.combine([shares[0], forged, shares[2]]) }
        #expect(throws: CustodianFault.altered) { try CustodianShares.combine([shares[0], shares[1], forged]) }
        #expect(throws: CustodianFault.anotherKey) {
            try UserKey.combined(from: [shares[0], forged], for: user.publicKey)
        }
        // the control: without the comparison it would pass
        #expect(try CustodianShares.combine([shares[0], forged]) != CustodianShares.combine([shares[0], shares[1]]))
        let whole = try UserKey.combined(from: [shares[2], shares[0]], for: user.publicKey)
        #expect(whole.publicKey == user.publicKey)
    }

    @Test func `the custodians open a compartment that nobody else can any more`() throws {
        let custodians = UserKey.random()
        let publicKey = custodians.publicKey
        let texts = try custodians.shares(count: 3, threshold: 2).map(\.text)
        let (compartment, scope) = (CompartmentKey.random(), Example.scopeKey())
        let envelope = try compartment.shared(with: publicKey, context: [1])
        let sealed = try scope.compartment(compartment).seal([7], at: Example.place)
        let typed = try [texts[2], texts[0]].map { text throws(CustodianFault) in try CustodianShare(text) }
        let key = try UserKey.combined(from: typed, for: publicKey)
        let opened = try CompartmentKey.open(envelope, with: key, context: [1])
        #expect(try scope.compartment(opened).open(sealed, at: Example.place) == [7])
    }

    @Test(arguments: [(1, 1), (3, 1), (2, 3), (17, 2), (0, 0), (-1, 2), (17, 17)])
    func `a splitting that cannot be is refused`(count: Int, threshold: Int) {
        #expect(throws: CustodianFault.badCount) {
            try CustodianShares.split(secret: secret, count: count, threshold: threshold)
        }
    }

    /// CRC catalogue: the sums of "123456789".
    @Test func `the checksums are the published ones`() {
        #expect(Checksum.crc16(Array("123456789".utf8)) == 0x29B1)
        #expect(Checksum.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
