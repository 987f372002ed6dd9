// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing
import Vault

@testable import Store

@Suite struct AuditMirrorTests {
    /// A register with a mirror in a folder that can be taken away.
    private func with(
        isRequired: Bool, _ body: (CaseStore, AuditMirror, _ stick: String, Permit) async throws -> Void
    ) async throws {
        let folder = TestRegister.folder()
        let stick = TestRegister.file() + "-stick"
        defer { for path in [folder, stick, stick + "-away"] { try? FileManager.default.removeItem(atPath: path) } }
        try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
        let sealed = try await SealedStore.create(
            folder, organisation: "Lantern House", secret: TestRegister.secret, cost: .trivial)
        let mirror = AuditMirror(path: stick + "/mirror", isRequired: isRequired)
        let store = try await sealed.unseal(with: TestRegister.secret, mirror: mirror)
        let permit = try TestRegister(folder: folder, store: store).permit(.registerList)
        try await body(store, mirror, stick, permit)
        try await store.close()
    }

    private func pull(_ stick: String) throws {
        try FileManager.default.moveItem(atPath: stick, toPath: stick + "-away")
    }
    private func plugIn(_ stick: String) throws {
        try FileManager.default.moveItem(atPath: stick + "-away", toPath: stick)
    }

    @Test func `a copy that is unplugged is caught up when it is back, and work goes on meanwhile`() async throws {
        try await with(isRequired: false) { store, mirror, stick, permit in
            try await store.note(permit, count: 1)
            #expect(mirror.standing == .fine)
            try pull(stick)
            try await store.note(permit, count: 2)
            #expect(mirror.standing == .unplugged)
            try plugIn(stick)
            try await store.note(permit, count: 3)
            #expect(mirror.standing == .fine)
            let head = try await store.database.read { try AuditTrail.head($0)?.count }
            #expect(try MirrorFile(path: mirror.path).hashes.count == head)
            let acts = try await store.acts(latest: 20, permit: permit)
            #expect(acts.filter { $0.action == Act.mirrorChange }.map(\.outcome) == ["fine", "unplugged", "fine"])
        }
    }

    @Test func `a copy that is demanded and unplugged stops everything until it is back`() async throws {
        try await with(isRequired: true) { store, mirror, stick, permit in
            try await store.note(permit, count: 1)
            try pull(stick)
            await #expect(throws: StoreError.unlogged) { try await store.note(permit, count: 2) }
            await #expect(throws: StoreError.unlogged) { try await store.note(permit, count: 3) }
            await #expect(throws: StoreError.unlogged) {
                try await store.cases(CaseQuery(), page: 0, size: 50, permit: permit)
            }
            try plugIn(stick)
            try await store.note(permit, count: 4)
            #expect(mirror.standing == .fine)
        }
    }

    @Test func `a copy of another register, or a rewritten one, is not added to`() async throws {
        try await with(isRequired: false) { store, mirror, stick, permit in
            try await store.note(permit, count: 1)
            let other = AuditMirror(path: mirror.path, isRequired: true)
            other.start(install: Array(repeating: 9, count: 16)) { [] }
            #expect(other.standing == .different)
            #expect(throws: StoreError.unlogged) { try other.insist() }
            let text = try String(contentsOfFile: mirror.path, encoding: .utf8)
            var lines = text.split(separator: "\n").map(String.init)
            lines[1] = "1 " + String(lines[1].dropFirst(2).reversed())
            try (lines.joined(separator: "\n") + "\n")
                .write(toFile: mirror.path, atomically: true, encoding: .utf8)
            let rewritten = AuditMirror(path: mirror.path, isRequired: false)
            let install = store.keys.install
            try await store.database.read { connection in
                try rewritten.start(install: install) {
                    try connection.query("SELECT seq, hash FROM audit ORDER BY seq").map {
                        ($0.int(0) ?? 0, $0.bytes(1) ?? [])
                    }
                }
            }
            #expect(rewritten.standing == .different)
        }
    }

    @Test func `a line that a power cut left half is written again whole`() async throws {
        try await with(isRequired: false) { store, mirror, stick, permit in
            try await store.note(permit, count: 1)
            try await store.note(permit, count: 2)
            let whole = try MirrorFile(path: mirror.path).hashes
            let text = try String(contentsOfFile: mirror.path, encoding: .utf8)
            try String(text.dropLast(30)).write(toFile: mirror.path, atomically: true, encoding: .utf8)
            let lines = whole.enumerated().map { (seq: $0 + 1, hash: $1) }
            let again = AuditMirror(path: mirror.path, isRequired: false)
            let install = store.keys.install
            again.start(install: install) { lines }
            #expect(again.standing == .fine)
            #expect(try MirrorFile(path: mirror.path).hashes == whole)
        }
    }
}
