// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard

/// What a person decided about the columns of a kind of file, to be saved and used again.
///
/// As JSON: `{"columns": {"Nom": "prs_SecondName", "C": "prs_FirstName", "Remarks": "ignore"}, "headerRows": 1,
/// "dateOrder": "DMY", "values": {"prs_Gender": {"F": "Feminine"}}}`. Every part may be left out. The keys of
/// `columns` are
/// headers as they stand in the file, or a column's letters where no header is equal to them.
public struct Mapping: Codable, Sendable, Hashable {
    /// How dates such as 03/04/2001 are written.
    public enum DateOrder: String, Codable, Sendable { case dayFirst = "DMY", monthFirst = "MDY", yearFirst = "YMD" }

    /// What stands for a column that is to be left out.
    public static let ignore = "ignore"

    /// Header or column letters → field name, or `ignore`.
    public var columns: [String: String]
    /// Rows above the data; 0 for none. Found out when nil.
    public var headerRows: Int?
    public var dateOrder: DateOrder?
    /// Field name → text in the file → canonical text (a value name, an ISO date, …).
    public var values: [String: [String: String]]

    public init(
        columns: [String: String] = [:], headerRows: Int? = nil, dateOrder: DateOrder? = nil,
        values: [String: [String: String]] = [:]
    ) {
        self.columns = columns
        self.headerRows = headerRows
        self.dateOrder = dateOrder
        self.values = values
    }

    private enum CodingKeys: String, CodingKey { case columns, headerRows, dateOrder, values }

    public init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: CodingKeys.self)
        columns = try keyed.decodeIfPresent([String: String].self, forKey: .columns) ?? [:]
        headerRows = try keyed.decodeIfPresent(Int.self, forKey: .headerRows)
        dateOrder = try keyed.decodeIfPresent(DateOrder.self, forKey: .dateOrder)
        values = try keyed.decodeIfPresent([String: [String: String]].self, forKey: .values) ?? [:]
    }

    /// Reads a saved mapping.
    ///
    /// - Throws: `badMapping`, also when it names a field that the codebook does not have.
    public init(json: [UInt8], codebook: Codebook = .current) throws(InterchangeError) {
        do { self = try JSONDecoder().decode(Mapping.self, from: Data(json)) } catch {
            throw .badMapping("it is not a JSON object with columns, headerRows, dateOrder and values")
        }
        for target in columns.values where target != Self.ignore && codebook[FieldName(target)] == nil {
            throw .badMapping("it names a field that the codebook does not have")
        }
        if let headerRows, !(0...Limits.headerSearchRows).contains(headerRows) {
            throw .badMapping("headerRows must be between 0 and \(Limits.headerSearchRows)")
        }
    }

    /// The mapping as it is saved: sorted and indented.
    public func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("a mapping holds only strings and a number")
        }
        return Array(data) + [10]
    }
}
