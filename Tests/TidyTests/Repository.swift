// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files of this repository, as the tests about the code itself read them.
enum Repository {
    /// The folder that holds Package.swift.
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    struct File: Sendable {
        /// From the root, such as `Sources/Cases/Record.swift`.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// `Cases` for `Sources/Cases/Record.swift`.
        var module: String? {
            let parts = path.split(separator: "/")
            return parts.count > 2 ? String(parts[1]) : nil
        }
    }

    static let swiftSources = files(under: ["Sources"], endings: ["swift"])
    static let swiftTests = files(under: ["Tests"], endings: ["swift"])
    static let scripts = files(under: ["Scripts", ".ci", "Benchmarks", "Makefile"], endings: ["py", "sh", ""])
    static let pythonTests = files(under: ["Tests"], endings: ["py", "ini", "txt"])
    static let pages = files(
        under: ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "NOTICE", "docs"],
        endings: ["md", ""])
    static let manifest = text(of: "Package.swift")

    static func text(of path: String) -> String {
        (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
    }

    /// Text files in these folders (or these files), sorted, build products and caches left out.
    static func files(under places: [String], endings: Set<String>) -> [File] {
        places.flatMap { place -> [String] in
            var isFolder: ObjCBool = false
            let url = root.appendingPathComponent(place)
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { return [] }
            if !isFolder.boolValue { return [place] }
            let inside = (try? FileManager.default.subpathsOfDirectory(atPath: url.path)) ?? []
            return inside.map { "\(place)/\($0)" }
        }
        .filter { path in
            let parts = path.split(separator: "/")
            guard let name = parts.last, !parts.contains(where: { $0 == "__pycache__" || $0.hasPrefix(".build") })
            else {
                return false
            }
            return endings.contains(name.contains(".") ? String(name.split(separator: ".").last ?? "") : "")
        }
        .sorted()
        .compactMap { path in
            (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)).map {
                File(path: path, text: $0)
            }
        }
    }
}
