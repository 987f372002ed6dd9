// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Vault

struct AuditChainTests {
    private let genesis = RootKey.generate().auditGenesis(install: Example.install)

    private func log(_ count: Int, genesis: AuditGenesis? = nil) -> (links: [AuditLink], chain: AuditChain) {
        var chain = AuditChain(genesis: genesis ?? self.genesis)
        let links = (0..<count).map { number in
            let entry = Array("entry \(number)".utf8)
            let (hash, mac) = chain.append(canonicalEntry: entry)
            return AuditLink(entry: entry, hash: hash, mac: mac)
        }
        return (links, chain)
    }

    private func fault(_ links: [AuditLink], marks: Bool = true, end: AuditChain.Head? = nil) -> AuditFault? {
        do throws(AuditFault) {
            let key = marks ? genesis : nil
            try AuditChain.verify(links, install: Example.install, genesis: key, expecting: end)
            return nil
        } catch {
            return error
        }
    }

    /// What a hand on the database can do in one go.
    enum Tampering: CaseIterable {
        case entry, hash, mark, delete, insert, swap, duplicate, rehash

        /// Nil when the change would change nothing.
        func done(to links: [AuditLink], using random: inout Seeded) -> [AuditLink]? {
            var links = links
            let at = Int.random(in: links.indices, using: &random)
            let other = Int.random(in: links.indices, using: &random)
            switch self {
            case .entry: links[at].entry[links[at].entry.indices.randomElement(using: &random) ?? 0] ^= 1
            case .hash: links[at].hash[Int.random(in: 0..<32, using: &random)] ^= 0x40
            case .mark: links[at].mac[Int.random(in: 0..<32, using: &random)] ^= 0x01
            case .delete: links.remove(at: at)
            case .insert: links.insert(AuditLink(entry: [1], hash: .random(32), mac: .random(32)), at: at)
            case .swap: if at == other { return nil } else { links.swapAt(at, other) }
            case .duplicate: links.insert(links[at], at: other)
            case .rehash: Self.rehash(&links, from: at)
            }
            return links
        }

        /// Changes an entry and works out every hash after it, as somebody without keys can.
        private static func rehash(_ links: inout [AuditLink], from at: Int) {
            links[at].entry.append(0x21)
            var previous = at == 0 ? AuditChain.start(Example.install) : links[at - 1].hash
            for position in at..<links.count {
                previous = AuditChain.hash(of: links[position].entry, after: previous)
                links[position].hash = previous
            }
        }
    }

    @Test func `2,000 tamperings are all found, and with marks and end left out of the check a quarter are not`() {
        let (links, chain) = log(300)
        var random = Seeded(2_000)
        var (found, missed, done) = (0, 0, 0)
        while done < 2_000 {
            let kind = Tampering.allCases[done % Tampering.allCases.count]
            guard let altered = kind.done(to: links, using: &random) else { continue }
            done += 1
            if fault(altered, end: chain.head) != nil { found += 1 }
            if fault(altered, marks: false) == nil { missed += 1 }
        }
        #expect(found == 2_000)
        #expect(missed >= 500)
        #expect(fault(links, end: chain.head) == nil)
    }

    @Test func `somebody without keys who rewrites the hashes is seen only by the marks`() throws {
        let (links, _) = log(600)
        var random = Seeded(9)
        for _ in 0..<50 {
            let altered = try #require(Tampering.rehash.done(to: links, using: &random))
            #expect(fault(altered, marks: false) == nil)
            #expect(fault(altered) != nil)
        }
    }

    @Test func `a fault names its place and kind`() {
        let (links, chain) = log(300)
        var changed = links
        changed[270].entry = [0]
        #expect(fault(changed) == .hash(at: 270))
        changed = links
        changed[270].mac[0] ^= 1
        #expect(fault(changed) == .mark(at: 270))
        #expect(fault(links.dropLast(7), end: chain.head) == .cut(expected: 300, found: 293))
        #expect(fault(links, end: log(299).chain.head) == .extra(expected: 299, found: 300))
        #expect(fault(links, end: .init(count: 300, hash: .random(32))) == .head)
    }

    @Test func `a log cut at the end is whole without a known end, and found with it`() {
        let (links, chain) = log(300)
        for count in [0, 1, 255, 256, 257, 299] {
            #expect(fault(Array(links[..<count])) == nil)
            #expect(fault(Array(links[..<count]), end: chain.head) == .cut(expected: 300, found: count))
        }
    }

    @Test func `the log of another install is refused`() {
        let links = log(3).links
        #expect(throws: AuditFault.hash(at: 0)) { try AuditChain.verify(links, install: Example.agency) }
        let other = RootKey.generate().auditGenesis(install: Example.install)
        #expect(throws: AuditFault.mark(at: 0)) {
            try AuditChain.verify(links, install: Example.install, genesis: other)
        }
    }

    @Test(arguments: [0, 1, 255, 256, 257, 511, 512, 700])
    func `a restored chain goes on as if never stopped`(count: Int) throws {
        let (links, stopped) = log(count)
        var (chain, uninterrupted) = (try AuditChain.restore(stopped.sealedState(), genesis: genesis), stopped)
        #expect(chain.head == stopped.head)
        var more = links
        for number in 0..<300 {
            let entry = Array("later \(number)".utf8)
            let (hash, mac) = chain.append(canonicalEntry: entry)
            #expect(uninterrupted.append(canonicalEntry: entry) == (hash, mac))
            more.append(AuditLink(entry: entry, hash: hash, mac: mac))
        }
        #expect(fault(more, end: chain.head) == nil)
    }

    @Test func `a state altered, cut or of another install is refused`() {
        let state = log(300).chain.sealedState()
        #expect(state.count == 81)
        for position in state.indices {
            var altered = state
            altered[position] ^= 0x10
            #expect(throws: VaultError.self) { try AuditChain.restore(altered, genesis: genesis) }
            #expect(throws: VaultError.self) { try AuditChain.restore(Array(state[..<position]), genesis: genesis) }
        }
        let other = RootKey.generate().auditGenesis(install: Example.install)
        #expect(throws: VaultError.damaged) { try AuditChain.restore(state, genesis: other) }
    }

    /// What a thief of the running server can do: everything the chain holds, stepped as far as he likes.
    @Test func `the key of today marks no entry of yesterday`() {
        let (links, chain) = log(600)
        let forged = AuditChain.hash(of: Array("forged".utf8), after: links[99].hash)
        let right = genesis.firstEpoch.mac.authenticate(forged)
        var epoch = chain.epoch
        for _ in 0..<1_000 {
            #expect(epoch.mac.authenticate(forged) != right)
            epoch = epoch.next
        }
        #expect(faultRemarking(links, from: 100, with: chain.epoch) == .mark(at: 100))
    }

    /// The control: with the genesis itself, which the server must let go, the log can be rewritten unseen.
    @Test func `whoever has the genesis can rewrite the log`() {
        let (links, _) = log(600)
        #expect(faultRemarking(links, from: 100, with: genesis.firstEpoch) == nil)
    }

    /// Rewrites from a place on, marking with the key as if it were that of the place's epoch; the fault found, if any.
    private func faultRemarking(_ links: [AuditLink], from at: Int, with key: AuditEpoch) -> AuditFault? {
        var (links, epoch, previous) = (links, key, links[at - 1].hash)
        links[at].entry = Array("forged".utf8)
        for position in at..<links.count {
            previous = AuditChain.hash(of: links[position].entry, after: previous)
            links[position].hash = previous
            links[position].mac = epoch.mac.authenticate(previous)
            if (position + 1).isMultiple(of: AuditEpoch.length) { epoch = epoch.next }
        }
        return fault(links)
    }

    @Test func `a copy that is thrown away leaves the chain where it was`() {
        var (_, chain) = log(10)
        var copy = chain
        _ = copy.append(canonicalEntry: [1])
        #expect(chain.head.count == 10)
        let one = chain.append(canonicalEntry: [2])
        #expect(one != copy.append(canonicalEntry: [2]))
    }
}
