// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Vault

/// AUTHN-3: codes of time.
struct TimeCodeTests {
    private let seed = TimeCodeSeed(bytes: Array("12345678901234567890".utf8))
    /// The second half of 2026, at the start of a step.
    private let start: Int64 = 1_790_000_010_000 / 30_000 * 30_000

    /// RFC 6238 appendix B, SHA-1: the last six of its eight digits.
    @Test(
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func `the codes are those of RFC 6238`(seconds: Int64, code: String) {
        #expect(seed.code(at: seconds * 1_000) == code)
        #expect(seed.check(code, at: seconds * 1_000, after: nil) == seconds / 30)
        #expect(seed.check(code, at: seconds * 1_000 + 90_000, after: nil) == nil)
    }

    /// The secret of the same vectors as authenticator programs write it (RFC 4648).
    @Test func `the seed is written as authenticator programs read it`() {
        #expect(seed.base32 == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
        #expect(
            seed.uri(issuer: "Records & Co", account: "ánh:1")
                == "otpauth://totp/Records%20%26%20Co:%C3%A1nh%3A1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Records%20%26%20Co")
    }

    /// Every second of the step at which the server looks; the person's clock is `skew` seconds off.
    private func accepted(skew: Int64, isAhead: Bool) -> Int {
        (0..<30 as Range<Int64>).count { second in
            let now = start + second * 1_000
            let typed = seed.code(at: now + skew * 1_000)
            return seed.check(typed, at: now, after: nil, isAhead: isAhead) != nil
        }
    }

    @Test func `a clock that is slow by up to a step is accepted, by two never`() {
        #expect(accepted(skew: 0, isAhead: false) == 30)
        #expect(accepted(skew: -29, isAhead: false) == 30)
        #expect(accepted(skew: -30, isAhead: false) == 30)
        #expect(accepted(skew: -31, isAhead: false) == 29)
        #expect(accepted(skew: -61, isAhead: false) == 0)
        #expect(accepted(skew: -61, isAhead: true) == 0)
    }

    @Test func `a clock that is fast is accepted by a step, and only when known to be fast`() {
        #expect(accepted(skew: 29, isAhead: false) == 1)
        #expect(accepted(skew: 29, isAhead: true) == 30)
        #expect(accepted(skew: 31, isAhead: false) == 0)
        #expect(accepted(skew: 31, isAhead: true) == 29)
        #expect(accepted(skew: 61, isAhead: true) == 0)
    }

    @Test func `no code is accepted twice, nor an older one after a newer`() throws {
        let (older, newer) = (seed.code(at: start), seed.code(at: start + 30_000))
        let step = try #require(seed.check(newer, at: start + 30_000, after: nil))
        #expect(step == start / 30_000 + 1)
        #expect(seed.check(newer, at: start + 31_000, after: step) == nil)
        #expect(seed.check(older, at: start + 31_000, after: step) == nil)
        #expect(seed.check(seed.code(at: start + 60_000), at: start + 60_000, after: step) == step + 1)
        // a clock set back gives nobody a second use
        #expect(seed.check(newer, at: start, after: step, isAhead: true) == nil)
    }

    /// The control: the same calls with the memory of the last step taken out.
    @Test func `without the last step a code would be accepted twice`() {
        let code = seed.code(at: start)
        #expect(seed.check(code, at: start, after: nil) != nil)
        #expect(seed.check(code, at: start + 1_000, after: nil) != nil)
    }

    @Test func `a code is read in any script and spacing, and nothing else is a code`() {
        let digits = seed.code(at: start)
        for zero: UInt32 in [0x30, 0x660, 0x6F0, 0x966, 0xE50, 0x1040, 0x17E0, 0xFF10] {
            let typed = String(
                String.UnicodeScalarView(digits.unicodeScalars.compactMap { Unicode.Scalar(zero + $0.value - 0x30) }))
            #expect(seed.check(typed, at: start, after: nil) != nil)
        }
        for typed in [digits.prefix(3) + " " + digits.suffix(3), " \(digits)\n", "\u{200F}" + digits] {
            #expect(seed.check(String(typed), at: start, after: nil) != nil)
        }
        let spaces = String(repeating: " ", count: 200)
        for typed in ["", digits + "0", String(digits.dropLast()), "½" + digits.dropFirst(), "-1", spaces + digits] {
            #expect(seed.check(typed, at: start, after: nil) == nil)
        }
        #expect(seed.check(digits, at: -1, after: nil) == nil && seed.check(digits, at: .min, after: nil) == nil)
    }

    @Test func `of the codes that share a remainder with the right one only that one is right`() throws {
        var right = 0
        let code = try #require(Int(seed.code(at: start)))
        for number in 0..<1_000_000 where number % 97 == code % 97 {
            let digits = String(number)
            let typed = String(repeating: "0", count: 6 - digits.count) + digits
            if seed.check(typed, at: start, after: start / 30_000 - 1) != nil { right += 1 }
        }
        #expect(right == 1)
    }

    @Test func `a seed survives JSON, differs each time and does not show itself`() throws {
        let seeds = (0..<100).map { _ in TimeCodeSeed.random() }
        #expect(Set(seeds.map(\.base32)).count == 100)
        for seed in seeds {
            #expect(try JSONDecoder().decode(TimeCodeSeed.self, from: JSONEncoder().encode(seed)) == seed)
        }
        for wrong in ["\"\"", "\"GEZDGNBV\"", "\"gezdgnbvgy3tqojqgezdgnbvgy3tqojq\"", "1"] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(TimeCodeSeed.self, from: Data(wrong.utf8))
            }
        }
        var dumped = "\(seeds[0]) \(String(reflecting: seeds[0]))"
        dump(seeds[0], to: &dumped)
        #expect(!dumped.contains(seeds[0].base32.prefix(4)) && !dumped.contains("bytes"))
    }
}
