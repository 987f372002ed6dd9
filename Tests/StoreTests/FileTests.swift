// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

@Suite struct FileTests {
    private static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) } }

    private static func caseID(_ register: TestRegister) async throws -> EntityID {
        try await register.register(["prs_FirstName": .text("Thidar")])[.caseFile]!
    }

    private static func add(
        _ bytes: [UInt8], copy: [UInt8]? = nil, kind: CaseAttachment.Kind = .evidence, name: String = "scan.pdf",
        to id: EntityID, _ register: TestRegister
    ) async throws -> CaseAttachment {
        let permit = try register.permit(.fileAdd, .caseFile(id))
        let intake = try await register.store.beginFile(
            AttachmentHead(name: name, kind: kind), ofCase: id, permit: permit)
        var rest = bytes[...]
        while !rest.isEmpty {
            try await intake.take(Array(rest.prefix(50_000)))
            rest = rest.dropFirst(50_000)
        }
        if let copy { try await intake.take(copy, .copy) }
        return try await intake.finish(copy == nil ? .other : .jpeg, withoutCopy: copy == nil ? .notAPicture : nil)
    }

    private static func read(
        _ file: CaseAttachment, _ register: TestRegister, _ rendition: CaseAttachment.Rendition? = nil
    ) async throws -> [UInt8] {
        let permit = try register.permit(.fileRead, .caseFile(file.scope))
        let reader = try await register.store.openFile(file.id, rendition, ofCase: file.scope, permit: permit)
        var all: [UInt8] = []
        try await reader.forEachPiece { all += $0 }
        return all
    }

    @Test func `a file comes back byte for byte, at every size around a chunk`() async throws {
        try await TestRegister.with { register in
            let id = try await Self.caseID(register)
            for count in [1, 1023, 1024, 65_534, 65_535, 65_536, 65_537, 131_071, 131_072, 3_000_001] {
                let file = try await Self.add(Self.bytes(count), to: id, register)
                #expect(try await Self.read(file, register) == Self.bytes(count), "\(count)")
                #expect(file.size == count)
            }
            await #expect(throws: AttachmentObstacle.empty) { try await Self.add([], to: id, register) }
            let check = try await register.reopened().store.attachments(
                ofCase: id, permit: try register.permit(.fileRead, .caseFile(id)))
            #expect(check.count == 10)
        }
    }

    @Test func `no chunk can be changed, swapped, left out, added or taken from another file`() async throws {
        let changes: [(String, [String])] = [
            ("flipped", ["UPDATE fileChunk SET sealed = zeroblob(length(sealed)) WHERE number = 1"]),
            ("cut", ["DELETE FROM fileChunk WHERE number = 3"]),
            ("middle gone", ["DELETE FROM fileChunk WHERE number = 1"]),
            (
                "swapped",
                [
                    "UPDATE fileChunk SET number = 90 WHERE number = 1",
                    "UPDATE fileChunk SET number = 1 WHERE number = 2",
                    "UPDATE fileChunk SET number = 2 WHERE number = 90",
                ]
            ),
            (
                "from another file",
                [
                    """
                    UPDATE fileChunk SET sealed = (SELECT sealed FROM fileChunk o WHERE o.number = 1
                    AND o.file <> fileChunk.file) WHERE number = 1
                    """
                ]
            ),
        ]
        for (name, statements) in changes {
            try await TestRegister.with { register in
                let id = try await Self.caseID(register)
                let file = try await Self.add(Self.bytes(200_000), to: id, register)
                _ = try await Self.add(Self.bytes(199_999), to: id, register)
                for sql in statements { try await register.tamper(sql) }
                await #expect(throws: (any Error).self, "\(name)") { try await Self.read(file, register) }
                try await register.store.close()
                let sealed = try await SealedStore.open(register.folder)
                let check = try await sealed.verify(with: TestRegister.secret, deep: true)
                #expect(check.exitCode == Fault.Kind.data.rawValue, "\(name)")
                try await sealed.close()
            }
        }
    }

    @Test func `an upload that never ends leaves an empty row, which is swept a day later`() async throws {
        let time = TestTime()
        try await TestRegister.with(clock: time.clock) { register in
            let id = try await Self.caseID(register)
            let permit = try register.permit(.fileAdd, .caseFile(id))
            let intake = try await register.store.beginFile(
                AttachmentHead(name: "a.bin", kind: .evidence), ofCase: id, permit: permit)
            try await intake.take(Self.bytes(40 << 20))
            func rows(_ table: String) async throws -> Int {
                try await register.store.database.read {
                    try $0.query("SELECT COUNT(*) FROM \(raw: table)").first!.int(0)!
                }
            }
            #expect(try await rows("fileChunk") > 500)
            let read = try register.permit(.fileRead, .caseFile(id))
            #expect(try await register.store.attachments(ofCase: id, permit: read).isEmpty)
            #expect(try await register.store.sweepFiles() == 0)
            time.pass(hours: 49)
            while try await register.store.sweepFiles() > 0 {}
            let (chunks, files) = (try await rows("fileChunk"), try await rows("file"))
            #expect(chunks == 0 && files == 0)
            await #expect(throws: StoreError.notFound) { try await intake.finish(.other, withoutCopy: .notAPicture) }
        }
    }

    @Test func `the original of a cleaned picture needs the class of evidence and a fresh factor`() async throws {
        try await TestRegister.with { register in
            let id = try await Self.caseID(register)
            let file = try await Self.add([1, 2, 3], copy: [9], kind: .document, name: "gate.jpg", to: id, register)
            #expect(try await Self.read(file, register) == [9])
            #expect(try await Self.read(file, register, .original) == [1, 2, 3])
            let worker = register.actor(.clinician)
            let permit = try? register.permit(.fileRead, .caseFile(id), as: worker)
            if let permit {
                await #expect(throws: (any Error).self) {
                    try await register.store.openFile(file.id, .original, ofCase: id, permit: permit)
                }
            }
        }
    }

    @Test func `a file taken out of sight is decided by somebody else`() async throws {
        try await TestRegister.with { register in
            let id = try await Self.caseID(register)
            let file = try await Self.add([1, 2, 3], to: id, register)
            try await register.store.removeFile(
                file.id, words: "twice", ofCase: id, permit: try register.permit(.fileRemove, .caseFile(id)))
            await #expect(throws: StoreError.notFound) { try await Self.read(file, register) }
            let taker = register.actor(.supervisor, 1)
            let own = try Policy.permit(
                taker, .recordReview, register.store.facts(ofCase: id), subject: .caseFile(id), isOwn: false,
                AccessContext(purpose: .care, isStepUpFresh: true, isDeviceEnrolled: true),
                now: register.store.clock.now())
            await #expect(throws: Refusal(.recordReview, .ownRequest)) {
                try await register.store.putBack(file: file.id, ofCase: id, permit: own)
            }
            let other = try register.permit(.recordReview, .caseFile(id), as: register.actor(.supervisor, 5))
            try await register.store.putBack(file: file.id, ofCase: id, permit: other)
            #expect(try await Self.read(file, register) == [1, 2, 3])
        }
    }

    @Test func `an erased case takes its files along, and the log still verifies`() async throws {
        try await TestRegister.with { register in
            let id = try await Self.caseID(register)
            let file = try await Self.add(Self.bytes(300_000), to: id, register)
            let now = register.store.clock.now()
            let order = ErasureOrder(
                case: id, agency: register.store.agency, reason: .asked, identity: .codeWord, asker: .random(),
                approver: .random(), at: now - 8 * 24 * 3_600_000)
            try await register.store.changePeople { try $0.begin(order) }
            let office = Actor(id: register.store.agency, role: .custodian, agency: register.store.agency)
            let permit = try Policy.permit(
                office, .caseErase, register.store.facts(ofCase: id), subject: .caseFile(id),
                AccessContext(purpose: .system), now: now)
            let report = try await register.store.erase(order, permit: permit)
            #expect(report.counts.files == 1)
            let left = try await register.store.database.read {
                try $0.query("SELECT COUNT(*) FROM fileChunk").first!.int(0)!
            }
            #expect(left == 0)
            try await register.store.close()
            let sealed = try await SealedStore.open(register.folder)
            #expect(try await sealed.verify(with: TestRegister.secret, deep: true).faults == [])
            try await sealed.close()
            _ = file
        }
    }
}
