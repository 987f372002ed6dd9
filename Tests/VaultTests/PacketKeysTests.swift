// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Vault

@Suite struct PacketKeysTests {
    private let sender = PacketKeys.random()
    private let receiver = PacketKeys.random()
    private let content = Array("အေးအေး needs a lawyer who speaks Burmese".utf8)

    private func fault(_ file: [UInt8], by keys: PacketKeys) -> PacketFault? {
        do throws(PacketFault) {
            _ = try keys.open(file)
            return nil
        } catch { return error }
    }

    @Test func `a packet opens for its receiver and says who signed it`() throws {
        let file = try sender.seal(content, to: receiver.card)
        let opened = try receiver.open(file)
        #expect(opened.content == content)
        #expect(opened.sender == sender.card)
        #expect(try sender.seal(content, to: receiver.card) != file)
    }

    @Test func `nothing of it can be read in the file`() throws {
        let file = try sender.seal(content, to: receiver.card)
        let text = String(decoding: file, as: UTF8.self)
        #expect(!text.contains("Burmese") && !text.contains(sender.card.description))
    }

    @Test func `one changed byte anywhere, a cut and an added byte are refused`() throws {
        let file = try sender.seal(content, to: receiver.card)
        for place in file.indices {
            var edited = file
            edited[place] ^= 1
            #expect(fault(edited, by: receiver) != nil, "byte \(place)")
        }
        for count in [0, 17, 18, 50, 82, 97, file.count - 1] {
            #expect(fault(Array(file.prefix(count)), by: receiver) != nil, "\(count) bytes")
        }
        #expect(fault(file + [0], by: receiver) == .edited)
        #expect(fault(file, by: receiver) == nil)
    }

    @Test func `another receiver is told that it is not theirs, also with the name on it changed`() throws {
        let other = PacketKeys.random()
        let file = try sender.seal(content, to: receiver.card)
        #expect(fault(file, by: other) == .otherReceiver)
        var renamed = file
        renamed.replaceSubrange(18..<50, with: other.card.digest)
        #expect(fault(renamed, by: other) == .edited)
    }

    @Test func `who opened a packet cannot pass it on as sent by its sender to a third`() throws {
        let third = PacketKeys.random()
        let opened = try receiver.open(try sender.seal(content, to: receiver.card))
        let again = try receiver.seal(opened.content, to: third.card)
        #expect(try third.open(again).sender == receiver.card)
    }

    @Test func `keys and cards come back from their texts, and nothing else is a card`() throws {
        let again = try PacketKeys(secretBytes: sender.secretBytes)
        #expect(again.card == sender.card)
        #expect(PacketCard(sender.card.description) == sender.card)
        #expect(
            PacketCard(" \(sender.card.description.prefix(40))\n\(sender.card.description.dropFirst(40))")
                == sender.card)
        #expect(sender.card.fingerprint.split(separator: "-").map(\.count) == [5, 5, 5, 5, 5])
        #expect(sender.card.fingerprint != receiver.card.fingerprint)
        for text in ["", "wayhouse-card-1:", "wayhouse-card-1:AAAA", String(sender.card.description.dropLast())] {
            #expect(PacketCard(text) == nil, "\(text)")
        }
        #expect(throws: VaultError.damaged) { try PacketKeys(secretBytes: [1, 2, 3]) }
        #expect("\(sender)" == "packet keys")
    }
}
