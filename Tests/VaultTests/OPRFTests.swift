// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Vault

/// RFC 9497, appendix A.3.1: OPRF(P-256, SHA-256), base mode.
struct OPRFTests {
    static let secret = "159749d750713afe245d2d39ccfaae8381c53ce92d098a9375ee70739c7ac0bf"
    static let blind = "3338fa65ec36e0290022b48eb562889d89dbfa691d1cde91517fa222ed7ad364"
    static let vectors = [
        (
            input: "00", blinded: "03723a1e5c09b8b9c18d1dcbca29e8007e95f14f4732d9346d490ffc195110368d",
            evaluated: "030de02ffec47a1fd53efcdd1c6faf5bdc270912b8749e783c7ca75bb412958832",
            output: "a0b34de5fa4c5b6da07e72af73cc507cceeb48981b97b7285fc375345fe495dd"
        ),
        (
            input: "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
            blinded: "03cc1df781f1c2240a64d1c297b3f3d16262ef5d4cf102734882675c26231b0838",
            evaluated: "03a0395fe3828f2476ffcd1f4fe540e5a8489322d398be3c4e5a869db7fcb7c52c",
            output: "c748ca6dd327f0ce85f4ae3a8cd6d4d5390bbb804c9e12dcf94f853fece3dcce"
        ),
    ]

    @Test(arguments: vectors.indices)
    func `each step gives the published bytes`(_ index: Int) throws {
        let vector = Self.vectors[index]
        let (key, blind) = (try CurveScalar(bytes(hex: Self.secret)), try CurveScalar(bytes(hex: Self.blind)))
        let (hashed, blinded, evaluated) = (CurvePoint(), CurvePoint(), CurvePoint())
        hashed.hash(bytes(hex: vector.input), domain: OPRFSuite.hashToGroup)
        blinded.multiply(hashed, blind)
        #expect(blinded.compressed == bytes(hex: vector.blinded))
        evaluated.multiply(blinded, key)
        #expect(evaluated.compressed == bytes(hex: vector.evaluated))
        let bare = CurvePoint()
        bare.multiply(evaluated, blind.inverse)
        #expect(OPRFSuite.finalize(bytes(hex: vector.input), bare) == bytes(hex: vector.output))
    }

    @Test func `the added blind and one server give the published tokens`() throws {
        let key = try OPRFKey(bytes: bytes(hex: Self.secret))
        let inputs = Self.vectors.map { bytes(hex: $0.input) }
        #expect(try tokens(inputs, [key]) == Self.vectors.map { bytes(hex: $0.output) })
    }

    @Test func `two servers give the tokens of the sum of their keys, and other keys give others`() throws {
        let (first, second) = (try OPRFKey(bytes: [UInt8](repeating: 0, count: 31) + [5]), OPRFKey())
        let inputs = (0..<20).map { [UInt8]("person \($0)".utf8) }
        let both = try tokens(inputs, [first, second])
        #expect(try tokens(inputs, [second, first]) == both)
        #expect(try tokens(inputs, [second]) != both)
        #expect(try tokens(inputs, [first, OPRFKey()]) != both)
        #expect(Set(both).count == inputs.count)
    }

    @Test func `the same input blinded twice looks different each time`() throws {
        let client = try OPRFClient(publicKeys: [OPRFKey().publicKey])
        let input = [UInt8]("one person".utf8)
        #expect(client.blind([input]).points != client.blind([input]).points)
    }

    @Test func `what is no point and no key is refused`() throws {
        let key = OPRFKey()
        #expect(throws: OPRFFault.badPoint) { try key.evaluate([UInt8](repeating: 4, count: 65)) }
        #expect(throws: OPRFFault.badPoint) { try key.evaluate([UInt8](repeating: 4, count: 64)) }
        #expect(throws: OPRFFault.badPoint) { try key.evaluate([0] + [UInt8](repeating: 0, count: 64)) }
        #expect(throws: OPRFFault.badKey) { try OPRFKey(bytes: [UInt8](repeating: 0, count: 32)) }
        #expect(throws: OPRFFault.badKey) { try OPRFKey(bytes: [UInt8](repeating: 255, count: 32)) }
        #expect(throws: OPRFFault.badKey) { try OPRFClient(publicKeys: []) }
        let client = try OPRFClient(publicKeys: [key.publicKey])
        let (points, blinds) = client.blind([[1], [2]])
        let answer = try key.evaluate(points)
        #expect(throws: OPRFFault.badAnswer) {
            try client.finalize([[1], [2]], blinds: blinds, answers: [Array(answer.dropLast(65))])
        }
    }

    private func tokens(_ inputs: [[UInt8]], _ keys: [OPRFKey]) throws -> [[UInt8]] {
        let client = try OPRFClient(publicKeys: keys.map(\.publicKey))
        let (points, blinds) = client.blind(inputs)
        return try client.finalize(inputs, blinds: blinds, answers: try keys.map { try $0.evaluate(points) })
    }
}
