// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import Testing

@testable import Vault

struct EnvelopeTests {
    private let key = Example.scopeKey()
    private let text = Array("Nguyễn Thị Ánh".utf8)

    @Test func `what was sealed comes back`() throws {
        for count in [0, 1, 31, 32, 100, 255, 256, 257, 1_000, 100_000] {
            let plain = [UInt8](repeating: 0, count: count)
            #expect(try key.open(try key.seal(plain, at: Example.place), at: Example.place) == plain)
        }
        for ending: [UInt8] in [[0x80], [0x80, 0], [0, 0x80, 0, 0]] {
            #expect(try key.open(try key.seal(ending, at: Example.place), at: Example.place) == ending)
        }
    }

    @Test func `an envelope is laid out as documented`() throws {
        let envelope = try key.seal(text, at: Example.place)
        #expect(Array(envelope[..<2]) == [1, 1])
        #expect(envelope.count == 10 + 12 + 32 + 16)
        let again = try key.seal(text, at: Example.place)
        #expect(envelope[..<10] == again[..<10])
    }

    @Test func `a change of any bit of any byte is refused`() throws {
        let envelope = try key.seal(text, at: Example.place)
        for position in envelope.indices {
            for bit in 0..<8 {
                var altered = envelope
                altered[position] ^= 1 << UInt8(bit)
                #expect(throws: VaultError.self) { try key.open(altered, at: Example.place) }
            }
        }
    }

    @Test func `an envelope cut or lengthened anywhere is refused`() throws {
        let envelope = try key.seal(text, at: Example.place)
        for count in envelope.indices {
            #expect(throws: VaultError.self) { try key.open(Array(envelope[..<count]), at: Example.place) }
        }
        #expect(throws: VaultError.damaged) { try key.open(envelope + [0], at: Example.place) }
    }

    static let otherPlaces: [(String, Place)] = [
        moved("install") { $0.install[15] ^= 1 }, moved("agency") { $0.agency[0] ^= 1 },
        moved("scope") { $0.scope[7] ^= 1 }, moved("table") { $0.table = "persons" },
        moved("column") { $0.column = "names" }, moved("record") { $0.record[3] ^= 1 },
        moved("older version") { $0.version -= 1 }, moved("newer version") { $0.version += 1 },
        moved("boundary") { ($0.table, $0.column) = ("personn", "ame") },
    ]

    private static func moved(_ name: String, _ change: (inout Place) -> Void) -> (String, Place) {
        var place = Example.place
        change(&place)
        return (name, place)
    }

    @Test(arguments: otherPlaces)
    func `an envelope moved to another place is refused`(name: String, other: Place) throws {
        let envelope = try key.seal(text, at: Example.place)
        #expect(throws: VaultError.damaged) { try key.open(envelope, at: other) }
    }

    /// The control: the same cipher with the place left out opens a moved value without a word.
    @Test func `without the place a moved envelope would open`() throws {
        let field = SymmetricKey(size: .bits256)
        let stored = try #require(try AES.GCM.seal(text, using: field).combined)
        var rows = [Example.place: stored, Self.otherPlaces[5].1: Data()]
        rows[Self.otherPlaces[5].1] = rows[Example.place]
        let moved = try #require(rows[Self.otherPlaces[5].1])
        #expect(Array(try AES.GCM.open(try AES.GCM.SealedBox(combined: moved), using: field)) == text)
    }

    @Test func `a channel serves the places of its own column only`() throws {
        let channel = key.channel(table: "person", column: "birth")
        #expect(throws: VaultError.damaged) { try channel.seal(text, at: Example.place) }
        let envelope = try key.seal(text, at: Example.place)
        #expect(throws: VaultError.damaged) { try channel.open(envelope, at: Example.place) }
        #expect(try key.channel(table: "person", column: "name").open(envelope, at: Example.place) == text)
    }

    @Test func `no two places encode alike`() {
        var seen: Set<[UInt8]> = []
        for (_, place) in Self.otherPlaces { seen.insert(place.associatedData(suite: 1)) }
        seen.insert(Example.place.associatedData(suite: 1))
        seen.insert(Example.place.associatedData(suite: 2))
        #expect(seen.count == Self.otherPlaces.count + 2)
    }

    @Test func `the same value sealed again gives other bytes and never the same nonce`() throws {
        let channel = key.channel(table: "person", column: "name")
        var nonces: Set<ArraySlice<UInt8>> = []
        for _ in 0..<20_000 { nonces.insert(try channel.seal([1], at: Example.place)[10..<22]) }
        #expect(nonces.count == 20_000)
    }

    @Test func `another case, agency or root opens nothing`() throws {
        let envelope = try key.seal(text, at: Example.place)
        #expect(throws: VaultError.damaged) { try Example.scopeKey().open(envelope, at: Example.place) }
        let root = RootKey.generate()
        let (agency, _) = root.newAgencyKey()
        let (other, wrappedOther) = root.newAgencyKey()
        let (_, wrapped) = agency.newScopeKey(scope: Example.scope, epoch: 2)
        #expect(throws: Never.self) { try agency.scopeKey(unwrapping: wrapped, scope: Example.scope, epoch: 2) }
        let wrong = [(agency, Example.scope, 1), (agency, Example.agency, 2), (other, Example.scope, 2)]
        for (agency, scope, epoch) in wrong {
            #expect(throws: VaultError.damaged) {
                try agency.scopeKey(unwrapping: wrapped, scope: scope, epoch: epoch)
            }
        }
        #expect(throws: VaultError.damaged) { try RootKey.generate().agencyKey(unwrapping: wrappedOther) }
        #expect(throws: VaultError.damaged) { try root.agencyKey(unwrapping: []) }
    }

    @Test func `keys come back from their wrapped bytes`() throws {
        let root = RootKey.generate()
        let (agency, wrappedAgency) = root.newAgencyKey()
        let (scope, wrapped) = agency.newScopeKey(scope: Example.scope, epoch: 1)
        let envelope = try scope.seal(text, at: Example.place)
        let reopened = try root.agencyKey(unwrapping: wrappedAgency)
            .scopeKey(unwrapping: wrapped, scope: Example.scope, epoch: 1)
        #expect(try reopened.open(envelope, at: Example.place) == text)
        #expect(wrapped.count == 40 && wrappedAgency.count == 40)
        let system = try root.systemKey(install: Example.install).seal(text, at: Example.place)
        #expect(try root.systemKey(install: Example.install).open(system, at: Example.place) == text)
        #expect(throws: VaultError.damaged) {
            try root.systemKey(install: Example.agency).open(system, at: Example.place)
        }
    }

    @Test func `fingerprints are equal for equal bytes of one agency and purpose only`() {
        let root = RootKey.generate()
        let (agency, other) = (root.newAgencyKey().key, root.newAgencyKey().key)
        let print = agency.fingerprint(of: text, purpose: "import file")
        #expect(print == agency.fingerprint(of: text, purpose: "import file"))
        #expect(print.count == 32)
        #expect(print != agency.fingerprint(of: text, purpose: "document number"))
        #expect(print != agency.fingerprint(of: text + [0], purpose: "import file"))
        #expect(print != other.fingerprint(of: text, purpose: "import file"))
    }
}
