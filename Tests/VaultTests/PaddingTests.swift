// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Vault

struct PaddingTests {
    private func sealedCount(_ text: String, padded: Bool = true) -> Int {
        padded ? Padding.pad(Array(text.utf8)).count : text.utf8.count
    }

    @Test func `a yes and a no, a short and a long name take the same room`() {
        let answers = ["yes", "no", "unknown", "declined", "not asked", ""]
        #expect(Set(answers.map { sealedCount($0) }) == [32])
        let names = ["Li", "Amina Yusuf", "Nguyễn Thị Ánh", "María del Carmen", "Κώστας"]
        #expect(Set(names.map { sealedCount($0) }) == [32])
        let longer = ["Rajapaksha Mudiyanselage Nimali Kumari", "သီတာထွန်းအောင်"]
        #expect(Set(longer.map { sealedCount($0) }) == [64])
    }

    @Test func `without padding the answers would tell themselves apart by length`() {
        #expect(Set(["yes", "no", "unknown"].map { sealedCount($0, padded: false) }).count == 3)
    }

    @Test func `the room is 32, 64, 128, 256 and then grows by an eighth`() {
        let rooms = (0...2_047).map { Padding.paddedCount($0) }
        let expected = Set([32, 64, 128])
            .union(stride(from: 256, through: 512, by: 32))
            .union(stride(from: 576, through: 1_024, by: 64))
            .union(stride(from: 1_152, through: 2_048, by: 128))
        #expect(Set(rooms) == expected)
        for (count, room) in rooms.enumerated() {
            #expect(room > count)
            if count >= 256 { #expect(Double(room) <= Double(count) * 1.126) }
        }
        #expect(zip(rooms, rooms.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `the text comes back exactly, whatever it ends with`() {
        var random = Seeded(5)
        for count in 0...600 {
            let text = (0..<count).map { _ in [0, 0x80, 7].randomElement(using: &random) ?? 0 } as [UInt8]
            let padded = Padding.pad(text)
            #expect(padded.withUnsafeBytes { Padding.textCount($0) } == count)
            #expect(Array(padded[..<count]) == text)
        }
    }

    @Test func `bytes that are no padded text are told`() {
        for odd: [UInt8] in [[], [0], [1], [0x80, 1], [UInt8](repeating: 0, count: 32)] {
            #expect(odd.withUnsafeBytes { Padding.textCount($0) } == nil)
        }
    }
}
