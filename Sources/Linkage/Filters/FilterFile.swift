// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Filters as clkhash writes them and anonlink's tools read them: `{"clks": ["base64…", …]}`.
public struct FilterFile: Codable, Sendable, Equatable {
    private let clks: [String]

    public init(_ filters: [PersonFilter]) { clks = filters.map { Data($0.bytes).base64EncodedString() } }

    public var count: Int { clks.count }

    /// - Throws: `FilterFault` with the place of the first that is no filter of 1,024 bits.
    public func filters() throws(FilterFault) -> [PersonFilter] {
        var filters: [PersonFilter] = []
        filters.reserveCapacity(clks.count)
        for (place, text) in clks.enumerated() {
            guard let bytes = Data(base64Encoded: text), let filter = PersonFilter(bytes: [UInt8](bytes)) else {
                throw .notAFilter(place: place + 1)
            }
            filters.append(filter)
        }
        return filters
    }

    /// The schema by which somebody with clkhash and the same secret makes the same filters, as JSON (version 3).
    public static var schema: [UInt8] {
        func field(_ field: (name: String, length: Int, isPlaced: Bool, bits: Int)) -> String {
            """
                {"identifier": "\(field.name)",
                 "format": {"type": "string", "encoding": "utf-8"},
                 "hashing": {"comparison": {"type": "ngram", "n": \(field.length), "positional": \(field.isPlaced)},
                             "strategy": {"bitsPerToken": \(field.bits)},
                             "hash": {"type": "doubleHash", "prevent_singularity": true}}}
            """
        }
        let salt = Data(FilterEncoder.salt).base64EncodedString()
        let info = Data(FilterEncoder.info).base64EncodedString()
        let text = """
            {"version": 3,
             "clkConfig": {"l": \(FilterEncoder.unfolded / 2), "xor_folds": 1,
                           "kdf": {"type": "HKDF", "hash": "SHA256", "salt": "\(salt)", "info": "\(info)", "keySize": 64}},
             "features": [
            \(FilterEncoder.fields.map(field).joined(separator: ",\n"))
             ]}

            """
        return [UInt8](text.utf8)
    }
}

/// Why filters cannot be used.
public enum FilterFault: Error, Equatable, Sendable {
    case notAFilter(place: Int)

    public var message: String {
        switch self {
        case .notAFilter(let place): "Entry \(place) is no filter of 1,024 bits in base64."
        }
    }
}
