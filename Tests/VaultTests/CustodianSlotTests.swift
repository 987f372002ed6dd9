// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Vault

struct CustodianSlotTests {
    private let root = RootKey.generate()

    private func isRoot(_ other: RootKey) -> Bool {
        (try? other.agencyKey(unwrapping: root.newAgencyKey().wrapped)) != nil
    }

    private func opens(_ slot: KeySlot, _ shares: [CustodianShare]) -> Bool {
        guard let secret = try? Secret.shares(shares),
            let opened = try? RootKey.open([slot], with: secret, install: Example.install)
        else { return false }
        return isRoot(opened)
    }

    @Test func `any two of three custodians open the root, and one alone does not`() throws {
        let (slot, shares) = try root.custodianSlot(count: 3, needed: 2, install: Example.install)
        #expect(slot.kind == .custodians && slot.split == .init(needed: 2, count: 3, mark: shares[0].mark))
        for (one, other) in [(0, 1), (0, 2), (1, 2), (2, 1)] { #expect(opens(slot, [shares[one], shares[other]])) }
        for share in shares { #expect(!opens(slot, [share]) && !opens(slot, [share, share])) }
    }

    @Test func `a share with another value, of another splitting or of another install opens nothing`() throws {
        let (slot, shares) = try root.custodianSlot(count: 3, needed: 2, install: Example.install)
        for position in 0..<32 {
            var value = shares[1].value
            value[position] ^= 0x40
            let forged = CustodianShare(threshold: 2, number: 2, tag: shares[1].tag, value: value)
            #expect(!opens(slot, [shares[0], forged]))
        }
        let other = try root.custodianSlot(count: 3, needed: 2, install: Example.install).shares
        #expect(!opens(slot, [shares[0], other[1]]) && !opens(slot, [other[0], other[1]]))
        let elsewhere = try root.custodianSlot(count: 3, needed: 2, install: Example.agency)
        #expect(!opens(elsewhere.slot, [elsewhere.shares[0], elsewhere.shares[1]]))
    }

    @Test func `what a slot says of itself cannot be altered`() throws {
        let (slot, shares) = try root.custodianSlot(count: 3, needed: 2, install: Example.install, label: "safe")
        let json = String(decoding: try JSONEncoder().encode(slot), as: UTF8.self)
        #expect(try opens(JSONDecoder().decode(KeySlot.self, from: Data(json.utf8)), [shares[0], shares[1]]))
        for (was, now) in [("\"safe\"", "\"sofa\""), ("\"needed\":2", "\"needed\":3"), ("\"count\":3", "\"count\":5")] {
            let altered = json.replacing(was, with: now)
            #expect(altered != json)
            #expect(try !opens(JSONDecoder().decode(KeySlot.self, from: Data(altered.utf8)), [shares[0], shares[1]]))
        }
    }

    @Test func `a slot of an earlier version, which says less, still opens`() throws {
        let file = Secret.keyFile([UInt8](1...40))
        let slot = try root.slot(for: file, install: Example.install)
        let json = String(decoding: try JSONEncoder().encode(slot), as: UTF8.self)
        #expect(!json.contains("label") && !json.contains("split"))
        let read = try JSONDecoder().decode(KeySlot.self, from: Data(json.utf8))
        #expect(isRoot(try RootKey.open([read], with: file, install: Example.install)))
    }

    @Test func `a key file that opens by itself is of another kind than one that somebody brings`() throws {
        let bytes = Secret.newKeyFile()
        #expect(bytes.count == 32 && Secret.newKeyFile() != bytes)
        let slot = try root.slot(for: .automatic(bytes), install: Example.install)
        #expect(throws: VaultError.noSlot) {
            try RootKey.open([slot], with: .keyFile(bytes), install: Example.install)
        }
        #expect(isRoot(try RootKey.open([slot], with: .automatic(bytes), install: Example.install)))
    }
}
