// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Vault

/// The eight leaves and the roots are the published test data of Certificate Transparency (RFC 6962); the shortened
/// hashes of proofs were worked out from §2.1 by another program.
struct MerkleTreeTests {
    private let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map { bytes(hex: $0) }

    private let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ].map { bytes(hex: $0) }

    private func short(_ hashes: [[UInt8]]) -> [String] { hashes.map { Hex.text(Array($0.prefix(4))) } }

    @Test func `the roots of the published trees come out, grown leaf by leaf and all at once`() throws {
        var frontier = MerkleFrontier()
        #expect(frontier.root == roots[0])
        for size in 1...8 {
            frontier.append(leaves[size - 1])
            #expect(frontier.root == roots[size] && frontier.size == size)
            #expect(MerkleTree.root(of: leaves[..<size]) == roots[size])
            #expect(try #require(MerkleFrontier(bytes: frontier.bytes)) == frontier)
        }
        #expect(MerkleFrontier(bytes: []) == nil)
        #expect(MerkleFrontier(bytes: Array(frontier.bytes.dropLast())) == nil)
    }

    @Test func `every leaf of every tree up to 40 is proven in, and nothing else is`() {
        let leaves = (0..<40).map { [UInt8($0)] }
        for size in 1...40 {
            let tree = leaves[..<size]
            let root = MerkleTree.root(of: tree)
            for index in 0..<size {
                let proof = MerkleTree.inclusionProof(of: index, in: tree)
                func holds(_ leaf: [UInt8], _ at: Int, _ count: Int, _ path: [[UInt8]]) -> Bool {
                    MerkleTree.isIncluded(leaf, at: at, size: count, proof: path, root: root)
                }
                #expect(holds(leaves[index], index, size, proof))
                #expect(!holds([99], index, size, proof))
                #expect(!holds(leaves[index], size, size, proof))
                #expect(!holds(leaves[index], index, size, proof + [root]))
                if !proof.isEmpty { #expect(!holds(leaves[index], index, size, Array(proof.dropLast()))) }
            }
        }
    }

    @Test func `proofs are those of the RFC`() {
        #expect(short(MerkleTree.inclusionProof(of: 0, in: leaves[...])) == ["96a296d2", "5f083f0a", "6b47aaf2"])
        #expect(short(MerkleTree.inclusionProof(of: 5, in: leaves[...])) == ["bc1a0643", "ca854ea1", "d37ee418"])
        #expect(short(MerkleTree.consistencyProof(from: 1, in: leaves[...])) == ["96a296d2", "5f083f0a", "6b47aaf2"])
        #expect(short(MerkleTree.consistencyProof(from: 6, in: leaves[...])) == ["0ebc5d34", "ca854ea1", "d37ee418"])
    }

    @Test func `every beginning of a tree up to 40 is proven, and another beginning is not`() {
        let leaves = (0..<40).map { [UInt8($0)] }
        for size in 1...40 {
            let new = (size: size, root: MerkleTree.root(of: leaves[..<size]))
            for old in 1...size {
                let proof = MerkleTree.consistencyProof(from: old, in: leaves[..<size])
                let root = MerkleTree.root(of: leaves[..<old])
                #expect(MerkleTree.isConsistent(old: (old, root), new: new, proof: proof))
                var forged = leaves
                forged[0] = [77]
                let other = MerkleTree.root(of: forged[..<old])
                #expect(!MerkleTree.isConsistent(old: (old, other), new: new, proof: proof))
                if old < size {
                    #expect(!MerkleTree.isConsistent(old: (old, root), new: new, proof: proof + [root]))
                }
            }
        }
    }

    @Test func `a checkpoint reads back, is signed, and any change of it is not`() throws {
        let key = RootKey.generate().checkpointKey(install: Example.install)
        let checkpoint = AuditCheckpoint(
            install: Example.install, size: 18_204, root: roots[8], last: roots[7], at: 1_800_000_000_000)
        let signature = key.sign(checkpoint)
        #expect(AuditCheckpoint(body: checkpoint.body) == checkpoint)
        #expect(AuditCheckpoint(body: checkpoint.body + "signature 00\n") == checkpoint)
        #expect(CheckpointKey.isSigned(checkpoint.body, signature, by: key.publicKey))
        for place in Array(checkpoint.body.utf8).indices {
            var altered = Array(checkpoint.body.utf8)
            altered[place] ^= 1
            #expect(!CheckpointKey.isSigned(String(decoding: altered, as: UTF8.self), signature, by: key.publicKey))
        }
        let other = RootKey.generate().checkpointKey(install: Example.install)
        #expect(!CheckpointKey.isSigned(checkpoint.body, signature, by: other.publicKey))
    }

    @Test func `the words of a checkpoint change with its size, root and install`() {
        func words(_ install: [UInt8], _ size: Int, _ root: Int) -> String {
            AuditCheckpoint.words(install: install, size: size, root: roots[root])
        }
        let right = words(Example.install, 8, 8)
        #expect(right.split(separator: "-").count == 8)
        #expect(right == words(Example.install, 8, 8))
        #expect(
            Set([right, words(Example.agency, 8, 8), words(Example.install, 9, 8), words(Example.install, 8, 7)]).count
                == 4)
    }
}
