// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Vault

struct RotationTests {
    private let root = RootKey.generate()
    private let place = Place(
        install: Example.install, agency: Example.agency, scope: Example.scope, table: "t", column: "c",
        record: [7], version: 3)

    @Test func `under a new key of the agency every scope opens, and the old key opens none`() throws {
        let (old, _) = root.newAgencyKey()
        let (new, stored) = root.agencyKeys.successor(of: old)
        let (scope, wrapped) = old.newScopeKey(scope: Example.scope, epoch: 1)
        let envelope = try scope.seal([1, 2, 3], at: place)
        let rewrapped = try old.rewrap(wrapped, scope: Example.scope, epoch: 1, to: new)
        #expect(
            try new.scopeKey(unwrapping: rewrapped, scope: Example.scope, epoch: 1).open(envelope, at: place) == [
                1, 2, 3,
            ])
        #expect(throws: VaultError.damaged) {
            try old.scopeKey(unwrapping: rewrapped, scope: Example.scope, epoch: 1)
        }
        let read = try root.agencyKey(unwrapping: stored)
        #expect(
            try read.scopeKey(unwrapping: rewrapped, scope: Example.scope, epoch: 1).open(envelope, at: place) == [
                1, 2, 3,
            ])
    }

    @Test func `fingerprints and the words of searches outlive three rotations`() throws {
        var key = root.newAgencyKey().key
        let purposes = AgencyKey.lastingPurposes
        let first = purposes.map { key.fingerprint(of: [1, 2], purpose: $0) }
        let other = key.fingerprint(of: [1, 2], purpose: "throttle name")
        var words: [[UInt8]] = []
        for round in 0..<3 {
            words.append(try key.auditWordsKey().seal([UInt8(round)], at: place))
            let stored = root.agencyKeys.successor(of: key).wrapped
            #expect(stored.count == 40 * (1 + purposes.count + round + 1))
            key = try root.agencyKey(unwrapping: stored)
        }
        #expect(purposes.map { key.fingerprint(of: [1, 2], purpose: $0) } == first)
        #expect(key.fingerprint(of: [1, 2], purpose: "throttle name") != other)
        for (round, sealed) in words.enumerated() {
            let opened = key.auditWordsKeys().compactMap { try? $0.open(sealed, at: place) }
            #expect(opened == [[UInt8(round)]])
        }
        #expect(throws: VaultError.damaged) { try key.auditWordsKey().open(words[0], at: place) }
    }

    @Test func `what is stored of a key cannot be cut, mixed or altered`() throws {
        let (old, _) = root.newAgencyKey()
        let stored = root.agencyKeys.successor(of: old).wrapped
        for count in [0, 39, 41, 79, 80, 120, stored.count - 1, stored.count - 40] {
            if count == 200 { continue }
            #expect(throws: VaultError.damaged) { try root.agencyKey(unwrapping: Array(stored.prefix(count))) }
        }
        for position in stride(from: 0, to: stored.count, by: 7) {
            var altered = stored
            altered[position] ^= 1
            #expect(throws: VaultError.damaged) { try root.agencyKey(unwrapping: altered) }
        }
        let other = root.agencyKeys.successor(of: old).wrapped
        #expect(throws: VaultError.damaged) {
            try root.agencyKey(unwrapping: Array(stored.prefix(80) + other.dropFirst(80)))
        }
    }

    @Test func `a case's next epoch opens what was sealed before, in compartments too, and the old one nothing new`()
        throws
    {
        let (agency, _) = root.newAgencyKey()
        let (first, wrapped) = agency.newScopeKey(scope: Example.scope, epoch: 1)
        let compartment = CompartmentKey.random()
        let before = try first.seal([1], at: place)
        let placeBefore = try first.compartment(compartment).seal([2], at: place)
        let second = try agency.nextScopeKey(after: wrapped, scope: Example.scope, epoch: 1)
        let third = try agency.nextScopeKey(after: second.wrapped, scope: Example.scope, epoch: 2)
        #expect(second.wrapped.count == 80 && third.wrapped.count == 120)
        let read = try agency.scopeKey(unwrapping: third.wrapped, scope: Example.scope, epoch: 3)
        #expect(try read.open(before, at: place) == [1])
        #expect(try read.compartment(compartment).open(placeBefore, at: place) == [2])
        let now = try read.seal([3], at: place)
        #expect(throws: VaultError.damaged) { try first.open(now, at: place) }
        #expect(throws: VaultError.damaged) { try second.key.open(now, at: place) }
        #expect(throws: VaultError.damaged) {
            try agency.scopeKey(unwrapping: third.wrapped, scope: Example.scope, epoch: 1)
        }
    }

    @Test func `a new root opens what the old one sealed and checks what it marked, twice over`() throws {
        let install = Example.install
        let sealed = try root.systemKey(install: install).seal([9], at: place)
        let signer = root.checkpointKey(install: install).publicKey
        let (agency, wrapped) = root.newAgencyKey()
        let scope = agency.newScopeKey(scope: Example.scope, epoch: 1)
        var (now, stored, kept) = (root, [UInt8](), wrapped)
        for round in 1...2 {
            let next = now.successor(install: install)
            kept = try now.rewrap(agency: kept, to: next.root)
            (now, stored) = next
            #expect(stored.count == 40 * (3 + round))
        }
        let secret = Secret.keyFile([UInt8](1...32))
        let slot = try now.slot(for: secret, install: install)
        let bare = try RootKey.open([slot], with: secret, install: install)
        let read = try bare.keeping(stored)
        #expect(try read.systemKey(install: install).open(sealed, at: place) == [9])
        #expect(read.checkpointKey(install: install).publicKey == signer)
        #expect(
            try read.agencyKey(unwrapping: kept).scopeKey(unwrapping: scope.wrapped, scope: Example.scope, epoch: 1)
                .open(scope.key.seal([4], at: place), at: place) == [4])
        let new = try read.systemKey(install: install).seal([5], at: place)
        #expect(throws: VaultError.damaged) { try root.systemKey(install: install).open(new, at: place) }
        #expect(throws: VaultError.damaged) { try root.agencyKey(unwrapping: kept) }
        #expect(throws: VaultError.damaged) { try bare.keeping(Array(stored.dropLast(40)) + wrapped) }
        #expect(throws: VaultError.damaged) { try root.keeping(stored) }
        #expect(bare.checkpointKey(install: install).publicKey != signer, "control: what lasts is needed")
    }
}
