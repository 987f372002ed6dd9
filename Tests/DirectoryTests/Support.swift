// SPDX-License-Identifier: Apache-2.0

import Foundation
import Interchange
import Standard

@testable import Directory

/// Files of this repository, found from this one.
enum Here {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
    }

    static func names(_ folder: String) -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        return (all ?? []).sorted()
    }
}

extension SplitMix64 {
    mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &self) < one }
    mutating func pick<T>(_ all: [T]) -> T { all[Int.random(in: 0..<all.count, using: &self)] }
}

let words = DirectoryVocabulary(services: ["SHE", "LEG", "MED", "PSS", "SAF"], secretServices: ["SHE", "SAF"])

func read(_ text: String) throws -> DirectoryFile { try DirectoryReader.read([UInt8](text.utf8), under: words) }

func refusal(_ text: String) -> [DirectoryFinding] {
    do throws(DirectoryRefused) {
        _ = try DirectoryReader.read([UInt8](text.utf8), under: words)
        return []
    } catch { return error.findings }
}

/// A value to compare: members without order, numbers by what they say.
indirect enum Same: Hashable {
    case scalar(String), list([Same]), object([String: Same])

    init(_ json: WrittenJSON) {
        switch json {
        case .null: self = .scalar("null")
        case .flag(let flag): self = .scalar("\(flag)")
        case .number(let digits): self = .scalar("\(Double(digits) ?? .nan)")
        case .text(let text): self = .scalar("“\(text)”")
        case .list(let list): self = .list(list.map(Same.init))
        case .object(let members):
            self = .object(Dictionary(members.map { ($0.key, Same($0.value)) }, uniquingKeysWith: { a, _ in a }))
        }
    }
}
