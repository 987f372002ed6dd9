// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import Testing

@testable import Vault

@Suite struct AgeTests {
    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
    func `what is sealed for two opens for each of them and nobody else`(count: Int) throws {
        let (one, other, stranger) = (AgeIdentity.random(), AgeIdentity.random(), AgeIdentity.random())
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let (file, fileKey) = try AgeFiles.seal(content, for: [one.recipient, other.recipient])
        #expect(try AgeFiles.open(file, [one]) == content)
        #expect(try AgeFiles.open(file, [stranger, other]) == content)
        #expect(try AgeFiles.open(file, key: fileKey) == content)
        #expect(throws: AgeFault.noMatch) { try AgeFiles.open(file, [stranger]) }
    }

    @Test func `keys are read as they are written`() throws {
        // Made with Debian's age-keygen.
        let text = "AGE-SECRET-KEY-1N79KTP5C4KSQVSHE3T8GMH7MC300VPF0X8FZHMPHAPR4WNCMDLQSDTFAZ3"
        let key = try AgeIdentity(text)
        #expect(key.text == text)
        #expect(key.recipient.description == "age172gaqkfezm2nr0yjcrzeje9wavxg9t2l95cqkg4huacru8u6mf5svdfu34")
        let made = AgeIdentity.random()
        #expect(try AgeIdentity(made.text).recipient == made.recipient)
        #expect(try AgeRecipient(made.recipient.description) == made.recipient)
        #expect("\(made)" == "age key" && !String(reflecting: made).contains("SECRET"))
    }

    @Test func `a mistyped key is refused`() throws {
        let key = AgeIdentity.random()
        let good = key.recipient.description
        var letters = Array(good)
        letters[20] = letters[20] == "q" ? "p" : "q"
        for text in [
            String(letters), String(good.dropLast()), good + "q", "age1", "", "Age" + good.dropFirst(3), key.text,
        ] {
            #expect(throws: AgeFault.badKey) { _ = try AgeRecipient(text) }
        }
        #expect(throws: AgeFault.badKey) { _ = try AgeIdentity(good) }
        #expect(throws: AgeFault.badKey) { _ = try AgeIdentity.keys(inFile: "# nothing\n") }
        #expect(try AgeIdentity.keys(inFile: "# a custodian's\n\(key.text)\r\n\n").count == 1)
        #expect(throws: AgeFault.noRecipient) { try AgeFiles.seal([1], for: []) }
    }

    @Test func `every flipped bit, every cut and every other order of chunks is refused`() throws {
        let identity = AgeIdentity.random()
        let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let (file, _) = try AgeFiles.seal(content, for: [identity.recipient])
        var numbers = SystemRandomNumberGenerator()
        let header = 184
        for place in Array(0..<header) + (0..<100).map({ _ in Int.random(in: header..<file.count, using: &numbers) }) {
            var bad = file
            bad[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            #expect(throws: AgeFault.self, "byte \(place)") { try AgeFiles.open(bad, [identity]) }
        }
        for cut in [0, 1, header, header + 16, file.count - 1, file.count - 16, header + 16 + 65_552] {
            #expect(throws: AgeFault.self) { try AgeFiles.open(Array(file[..<cut]), [identity]) }
        }
        let start = file.count - content.count - 16 * 4
        let chunks = stride(from: start, to: file.count, by: 65_552).map {
            Array(file[$0..<min($0 + 65_552, file.count)])
        }
        #expect(chunks.count == 4)
        for order in [[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 3], [0, 1, 1, 2, 3], [3, 0, 1, 2], [0, 1, 2, 3, 3]] {
            let bad = Array(file[..<start]) + order.flatMap { chunks[$0] }
            #expect(throws: AgeFault.content) { try AgeFiles.open(bad, [identity]) }
        }
        #expect(try AgeFiles.open(Array(file[..<start]) + chunks.flatMap { $0 }, [identity]) == content)
    }

    /// The control of the test above: the same file, opened without looking at the tag, gives a wrong text in silence.
    @Test func `without its tag a flipped bit goes through`() throws {
        let identity = AgeIdentity.random()
        let content = Array("Amina, Room 4".utf8)
        let (file, fileKey) = try AgeFiles.seal(content, for: [identity.recipient])
        let start = file.count - content.count - 16
        let key = fileKey.content(nonce: Array(file[(start - 16)..<start])).withUnsafeBytes { Array($0) }
        let nonce: [UInt8] = Array(repeating: 0, count: 11) + [1]
        var sealed = Array(file[start..<(file.count - 16)])
        #expect(PlainChaCha.applied(to: sealed, key: key, nonce: nonce) == content)
        sealed[12] ^= 1
        #expect(PlainChaCha.applied(to: sealed, key: key, nonce: nonce) == Array("Amina, Room 5".utf8))
        var bad = file
        bad[start + 12] ^= 1
        #expect(throws: AgeFault.content) { try AgeFiles.open(bad, [identity]) }
    }

    @Test(arguments: try! AgeVector.all)
    func `the published test files open or are refused as they say`(vector: AgeVector) throws {
        let keys = try vector.identities.map { try AgeIdentity($0) }
        let outcome: String
        do {
            let content = try AgeFiles.open(vector.file, keys)
            outcome = "success"
            #expect(sha256(content).map { String(format: "%02x", $0) }.joined() == vector.payload)
        } catch let fault as AgeFault {
            outcome =
                switch fault {
                case .notAge, .header: "header failure"
                case .noMatch: "no match"
                case .mark: "HMAC failure"
                case .content: "payload failure"
                case .badKey, .noRecipient: "another"
                }
        }
        #expect(outcome == vector.expect, "\(vector.name)")
    }

    @Test func `Debian's age opens what is written here, and the other way round`() throws {
        guard let age = AgeTool() else {
            Issue.record("skipped: the program age is not installed (Scripts/prepare test)", severity: .warning)
            return
        }
        let identity = AgeIdentity.random()
        for count in [0, 1, 65_536, 300_000] {
            let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let (file, _) = try AgeFiles.seal(content, for: [AgeIdentity.random().recipient, identity.recipient])
            #expect(try age.decrypt(file, identity) == content)
            #expect(try AgeFiles.open(try age.encrypt(content, identity.recipient), [identity]) == content)
        }
    }
}

/// Whole files at once, for tests.
enum AgeFiles {
    @discardableResult
    static func seal(_ content: [UInt8], for recipients: [AgeRecipient]) throws -> ([UInt8], AgeFileKey) {
        var file: [UInt8] = []
        let key = try withUnsafeMutablePointer(to: &file) { place in
            var writer = try AgeWriter(to: recipients) { place.pointee += $0 }
            for start in stride(from: 0, to: content.count, by: 10_007) {
                try writer.write(Array(content[start..<min(start + 10_007, content.count)]))
            }
            return try writer.finish()
        }
        return (file, key)
    }

    @discardableResult
    static func open(_ file: [UInt8], _ identities: [AgeIdentity]) throws -> [UInt8] {
        var rest = file[...]
        return try withUnsafeMutablePointer(to: &rest) { place in
            var reader = try AgeReader(identities) { take($0, from: place) }
            return try all(&reader)
        }
    }

    static func open(_ file: [UInt8], key: AgeFileKey) throws -> [UInt8] {
        var rest = file[...]
        return try withUnsafeMutablePointer(to: &rest) { place in
            var reader = try AgeReader(key) { take($0, from: place) }
            return try all(&reader)
        }
    }

    private static func take(_ count: Int, from place: UnsafeMutablePointer<ArraySlice<UInt8>>) -> [UInt8] {
        let piece = Array(place.pointee.prefix(min(count, 1_000)))
        place.pointee = place.pointee.dropFirst(piece.count)
        return piece
    }

    private static func all(_ reader: inout AgeReader) throws -> [UInt8] {
        var content: [UInt8] = []
        while let piece = try reader.next() { content += piece }
        return content
    }
}

/// ChaCha20 (RFC 8439 §2.4) from block 1, for the control above only.
private enum PlainChaCha {
    static func applied(to text: [UInt8], key: [UInt8], nonce: [UInt8]) -> [UInt8] {
        precondition(text.count <= 64)
        func words(_ bytes: [UInt8]) -> [UInt32] {
            stride(from: 0, to: bytes.count, by: 4).map { start in
                (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }
            }
        }
        let start: [UInt32] = [0x6170_7865, 0x3320_646E, 0x7962_2D32, 0x6B20_6574] + words(key) + [1] + words(nonce)
        var state = start
        func quarter(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
            for (x, y, z, turn) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)]
                as [(Int, Int, Int, UInt32)]
            {
                state[x] = state[x] &+ state[y]
                state[z] ^= state[x]
                state[z] = state[z] << turn | state[z] >> (32 - turn)
            }
        }
        for _ in 0..<10 {
            for column in 0..<4 { quarter(column, column + 4, column + 8, column + 12) }
            quarter(0, 5, 10, 15)
            quarter(1, 6, 11, 12)
            quarter(2, 7, 8, 13)
            quarter(3, 4, 9, 14)
        }
        let stream = zip(state, start).flatMap { word, first in
            (0..<4).map { UInt8(truncatingIfNeeded: (word &+ first) >> (8 * UInt32($0))) }
        }
        return zip(text, stream).map { $0 ^ $1 }
    }
}

/// One file of the age test kit of the Community Cryptography Test Vectors (0BSD), long runs of a byte written short.
struct AgeVector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let expect: String
    let payload: String
    let identities: [String]
    let segments: [Segment]
    var testDescription: String { name }

    struct Segment: Decodable, Sendable {
        let bytes: [UInt8]
        let times: Int
        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            bytes = Hex.bytes(try list.decode(String.self)) ?? []
            times = try list.decode(Int.self)
        }
    }

    var file: [UInt8] { segments.flatMap { Array(repeatElement($0.bytes, count: $0.times).joined()) } }

    static var all: [AgeVector] {
        get throws {
            let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/age.jsonl")
            return try String(decoding: Data(contentsOf: path), as: UTF8.self).split(separator: "\n")
                .map { try JSONDecoder().decode(AgeVector.self, from: Data($0.utf8)) }
        }
    }
}

/// Debian's `age`, when it is installed.
private struct AgeTool {
    private let program = URL(filePath: "/usr/bin/age")

    init?() { guard FileManager.default.isExecutableFile(atPath: program.path) else { return nil } }

    func encrypt(_ content: [UInt8], _ recipient: AgeRecipient) throws -> [UInt8] {
        try run(["--encrypt", "--recipient", recipient.description], content)
    }

    func decrypt(_ file: [UInt8], _ identity: AgeIdentity) throws -> [UInt8] {
        let key = FileManager.default.temporaryDirectory.appending(path: "age-key-\(getpid())")
        try Data(identity.text.utf8).write(to: key)
        defer { try? FileManager.default.removeItem(at: key) }
        return try run(["--decrypt", "--identity", key.path], file)
    }

    private func run(_ arguments: [String], _ input: [UInt8]) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "age-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target) = (folder.appending(path: "in"), folder.appending(path: "out"))
        try Data(input).write(to: source)
        let process = Process()
        process.executableURL = program
        process.arguments = arguments + ["--output", target.path, source.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        // Of nothing, age makes no file.
        return FileManager.default.contents(atPath: target.path).map { Array($0) } ?? []
    }
}
