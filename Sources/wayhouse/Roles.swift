// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Foundation

/// `wayhouse roles`: who may do what. Needs no register.
struct Roles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Print who may do what, from the policy itself.",
        discussion: """
            csv and html are the matrix. product is for auditors: the answer to every question there is, one byte each \
            (150 MB), in the order and the code that docs/access.md gives.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, html, product }

    @Option(help: "csv, html or product.") var format: Format = .csv
    @Option(help: "The file to write; standard output without it.") var out: String?

    func run() async throws {
        let bytes =
            switch format {
            case .csv: Array(PolicyPrinter.csv().utf8)
            case .html: Array(PolicyPrinter.html().utf8)
            case .product: await Self.product()
            }
        if let out { try OutFile.write(bytes, to: out) } else { FileHandle.standardOutput.write(Data(bytes)) }
    }

    /// All roles one after the other, decided side by side.
    private static func product() async -> [UInt8] {
        await withTaskGroup(of: (Int, [UInt8]).self) { group in
            for (place, role) in Role.allCases.enumerated() {
                group.addTask { (place, PolicyProduct.bytes(for: role)) }
            }
            var parts: [Int: [UInt8]] = [:]
            for await (place, bytes) in group { parts[place] = bytes }
            return parts.sorted { $0.key < $1.key }.reduce(into: []) { $0 += $1.value }
        }
    }
}
