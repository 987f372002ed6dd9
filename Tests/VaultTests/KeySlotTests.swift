// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Vault

struct KeySlotTests {
    private let root = RootKey.generate()
    private let keyFile = Secret.keyFile([UInt8](0..<32))

    private func slot(_ secret: Secret) throws -> KeySlot {
        try root.slot(for: secret, install: Example.install, cost: .trivial)
    }

    /// Whether both are the same root: an agency key wrapped by one opens under the other.
    private func isRoot(_ other: RootKey) -> Bool {
        (try? other.agencyKey(unwrapping: root.newAgencyKey().wrapped)) != nil
    }

    @Test func `either secret opens the same root`() throws {
        let slots = [try slot(.passphrase("maple river candle orbit")), try slot(keyFile)]
        let secrets = [Secret.passphrase("maple river candle orbit"), keyFile]
        for secret in secrets {
            #expect(isRoot(try RootKey.open(slots, with: secret, install: Example.install)))
        }
    }

    @Test func `a wrong passphrase opens nothing`() throws {
        let slots = [try slot(.passphrase("maple river candle orbit"))]
        for wrong in ["maple river candle orbi", "Maple river candle orbit", "maple river candle orbit ", " "] {
            #expect(throws: VaultError.wrongKey) {
                try RootKey.open(slots, with: .passphrase(wrong), install: Example.install)
            }
        }
    }

    @Test func `a wrong key file opens nothing`() throws {
        let slots = [try slot(keyFile)]
        for position in 0..<32 {
            var bytes = [UInt8](0..<32)
            bytes[position] ^= 1
            #expect(throws: VaultError.wrongKey) {
                try RootKey.open(slots, with: .keyFile(bytes), install: Example.install)
            }
        }
    }

    @Test func `a slot of another install opens nothing`() throws {
        let slots = [try slot(keyFile)]
        #expect(throws: VaultError.wrongKey) { try RootKey.open(slots, with: keyFile, install: Example.agency) }
    }

    @Test func `a secret without a slot of its kind is told so`() throws {
        let slots = [try slot(keyFile)]
        #expect(throws: VaultError.noSlot) {
            try RootKey.open(slots, with: .passphrase("anything"), install: Example.install)
        }
        #expect(throws: VaultError.noSlot) { try RootKey.open([], with: keyFile, install: Example.install) }
    }

    @Test func `an empty passphrase and a short key file are refused`() {
        #expect(throws: VaultError.weakSecret) { try slot(.passphrase("")) }
        #expect(throws: VaultError.weakSecret) { try slot(.keyFile([UInt8](0..<31))) }
    }

    @Test func `the right slot among several is found and the others are passed over`() throws {
        let slots = try ["first words here", "second words here", "third words here"].map { try slot(.passphrase($0)) }
        let opened = try RootKey.open(slots, with: .passphrase("third words here"), install: Example.install)
        #expect(isRoot(opened))
    }

    @Test func `one passphrase typed on two keyboards is one passphrase`() throws {
        let pairs = [
            ("Zo\u{00EB} \u{00E9}t\u{00E9}", "Zoe\u{0308} e\u{0301}te\u{0301}"),
            ("Ng\u{1ED7} \u{0110}\u{00EC}nh", "Ngo\u{0302}\u{0303} \u{0110}i\u{0300}nh"),
            ("\u{FF41}\u{FF42}\u{FF43} 123", "abc 123"),
            ("\u{AC00}\u{B098}", "\u{1100}\u{1161}\u{1102}\u{1161}"),
        ]
        for (one, other) in pairs {
            let slots = [try slot(.passphrase(one))]
            #expect(isRoot(try RootKey.open(slots, with: .passphrase(other), install: Example.install)))
        }
    }

    @Test func `a slot survives JSON and holds no key in clear`() throws {
        let slot = try slot(.passphrase("maple river candle orbit"))
        let json = try JSONEncoder().encode(slot)
        #expect(try JSONDecoder().decode(KeySlot.self, from: json) == slot)
        #expect(!String(decoding: json, as: UTF8.self).contains("maple"))
    }

    @Test(arguments: ["id", "kind", "salt", "rounds", "blockSize", "parallelism", "wrapped", "commitment"])
    func `a slot altered anywhere opens nothing`(field: String) throws {
        let slot = try slot(.passphrase("maple river candle orbit"))
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(slot))
        var fields = try #require(json as? [String: Any])
        switch fields[field] {
        case let number as Int: fields[field] = number * 2
        case "passphrase" as String: fields[field] = "keyFile"
        case let text as String: fields[field] = (text.first == "0" ? "1" : "0") + text.dropFirst()
        default: Issue.record("a slot has the field \(field)")
        }
        let altered = try JSONDecoder().decode(KeySlot.self, from: JSONSerialization.data(withJSONObject: fields))
        for secret in [Secret.passphrase("maple river candle orbit"), keyFile] {
            #expect(throws: VaultError.self) { try RootKey.open([altered], with: secret, install: Example.install) }
        }
    }

    @Test func `a slot cannot ask for more memory than this version gives`() throws {
        let slot = try slot(.passphrase("maple river candle orbit"))
        let json = String(decoding: try JSONEncoder().encode(slot), as: UTF8.self)
        for rounds in ["0", "-1024", "1000", "8388608", "9223372036854775807"] {
            let altered = json.replacing("\"rounds\":1024", with: "\"rounds\":\(rounds)")
            let greedy = try JSONDecoder().decode(KeySlot.self, from: Data(altered.utf8))
            #expect(throws: VaultError.unsupported(.cost)) {
                try RootKey.open([greedy], with: .passphrase("maple river candle orbit"), install: Example.install)
            }
        }
    }

    @Test func `a spoilt slot does not shut out the next`() throws {
        let secret = Secret.passphrase("maple river candle orbit")
        let json = String(decoding: try JSONEncoder().encode(try slot(secret)), as: UTF8.self)
        let spoilt = try JSONDecoder().decode(
            KeySlot.self, from: Data(json.replacing("\"rounds\":1024", with: "\"rounds\":1000").utf8))
        let slots = [spoilt, try slot(secret)]
        #expect(isRoot(try RootKey.open(slots, with: secret, install: Example.install)))
    }

    @Test func `no key or secret shows itself when printed or dumped`() {
        let (agency, _) = root.newAgencyKey()
        let scope = agency.newScopeKey(scope: Example.scope, epoch: 1).key
        let secret = Secret.passphrase("maple river candle orbit")
        for value in [root, agency, scope, scope.channel(table: "t", column: "c"), secret, keyFile] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            let shown = dumped + String(describing: value) + String(reflecting: value)
            #expect(!shown.contains("maple") && !shown.contains("SecureBytes"))
        }
    }
}
