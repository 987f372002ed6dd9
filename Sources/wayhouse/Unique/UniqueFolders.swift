// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage

/// An agency's own copy of the agreement: the agreement, who you are, your secret, and where the servers are.
struct PartyCopy: Codable {
    let agreement: UniqueAgreement
    let you: String
    /// Hexadecimal; signs what you send.
    let secret: String
    /// For each server in its order, a folder beside this file: the server's own (in a rehearsal), or one that both
    /// can reach, to exchange files.
    let servers: [String]

    init(agreement: UniqueAgreement, you: String, secret: [UInt8], servers: [String]) {
        self.agreement = agreement
        self.you = you
        self.secret = secret.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
        self.servers = servers
    }

    var secretBytes: [UInt8]? {
        let digits = Array(secret)
        guard digits.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0..<($0 + 2)]), radix: 16) }
        return bytes.count == 32 ? bytes : nil
    }
}

/// What an agency asks a key server.
struct ServerRequest: Codable {
    let agency: String
    let points: Data
    let signature: Data
}

/// Files of the parties of a round.
enum PartyFolder {
    static func isName(_ name: String) -> Bool {
        (1...60).contains(name.count) && name.first != " "
            && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
    }

    static func make(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    static func write(_ value: some Encodable, to path: String) throws {
        try OutFile.write(try ReportFile.bytes(value), to: path)
    }

    static func read<Value: Decodable>(_ path: String) throws -> Value {
        let name = (path as NSString).lastPathComponent
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problem.cannotOpen("\(name) cannot be read. Check that it is there and that you may use it.")
        }
        guard let value = try? JSONDecoder().decode(Value.self, from: data) else {
            throw Problem.integrity("\(name) is not a file of this kind, or is damaged.")
        }
        return value
    }
}

/// A key server as an agency reaches it: its own folder on this computer, or a folder to exchange files by.
struct ServerFolder {
    let path: String
    let name: String

    func answer(_ request: ServerRequest, under agreement: UniqueAgreement, minutes: Int) throws -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Problem.cannotOpen(
                "The folder of the key server '\(name)' is not there. Check your agreement's copy.")
        }
        if FileManager.default.fileExists(atPath: "\(path)/server.json") {
            return try direct(request, under: agreement)
        }
        let (asked, answered) = ("\(path)/\(request.agency).request", "\(path)/\(request.agency).answer")
        try? FileManager.default.removeItem(atPath: answered)
        try PartyFolder.write(request, to: asked)
        defer {
            try? FileManager.default.removeItem(atPath: asked)
            try? FileManager.default.removeItem(atPath: answered)
        }
        Output.say("Waiting for '\(name)' to answer \(request.agency).request with \(request.agency).answer.")
        for _ in 0..<max(1, minutes * 60) {
            if let bytes = FileManager.default.contents(atPath: answered) { return [UInt8](bytes) }
            Thread.sleep(forTimeInterval: 1)
        }
        throw Problem.refused("'\(name)' did not answer in \(minutes) minutes. Nothing was written.")
    }

    /// The server's answer, with its own folder at hand. What it has answered is on disk before the answer is given.
    func direct(_ request: ServerRequest, under agreement: UniqueAgreement) throws -> [UInt8] {
        var server: KeyServer = try PartyFolder.read("\(path)/server.json")
        do {
            let answer = try server.answer(
                [UInt8](request.points), signature: [UInt8](request.signature), of: request.agency, under: agreement)
            try PartyFolder.write(server, to: "\(path)/server.json")
            return answer
        } catch let fault as UniqueFault {
            throw Problem.refused(fault.message)
        }
    }
}
