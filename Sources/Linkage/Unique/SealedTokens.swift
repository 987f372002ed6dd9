// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

/// A token file on its way: nobody but the counting unit opens it (an age file, X25519).
public enum SealedTokens {
    /// - Throws: `UniqueFault.badAgreement` when the agreement names no counting unit.
    public static func seal(_ tokens: [UInt8], for agreement: UniqueAgreement) throws -> [UInt8] {
        guard let key = agreement.unit?.bytes, key.count == 32 else {
            throw UniqueFault.badAgreement("it names no counting unit")
        }
        var sealed: [UInt8] = []
        var writer = try AgeWriter(to: [AgeRecipient(key: key)]) { sealed += $0 }
        try writer.write(tokens)
        _ = try writer.finish()
        return sealed
    }

    /// Opens what an agency sent.
    ///
    /// - Returns: what its agency signed, of this agreement.
    /// - Throws: `UniqueFault` for what was sealed for another unit, altered, or is of another agreement.
    public static func open(
        _ sealed: [UInt8], by unit: CountingParty, under agreement: UniqueAgreement
    ) throws(UniqueFault) -> TokenFile {
        let name = "What was sent"
        guard let identity = unit.identity else { throw .wrongSecret(unit.name) }
        var tokens: [UInt8] = []
        do {
            var rest = sealed[...]
            var reader = try AgeReader([identity]) { count in
                let piece = Array(rest.prefix(count))
                rest = rest.dropFirst(count)
                return piece
            }
            while let piece = try reader.next() { tokens += piece }
        } catch { throw .altered(name) }
        let file = try TokenFile(tokens, name: name)
        guard file.agreement == agreement else { throw .otherAgreement(name) }
        return file
    }
}

/// What a counting unit lets out: the report, under its signature, and its word to the key servers that the round is
/// over.
public struct SignedReport: Codable, Sendable, Equatable {
    /// The bytes that are signed: `UniqueCount` as JSON.
    public let report: Data
    private let signature: Data
    /// What ends the key servers' keys.
    public let end: Data

    init(_ report: Data, by mark: RoundMark, of agreement: UniqueAgreement) throws {
        self.report = report
        signature = Data(try mark.sign(Self.signed(report, agreement)))
        end = Data(try mark.sign(agreement.statement("counted")))
    }

    /// - Returns: what the counting unit of the agreement signed.
    /// - Throws: `UniqueFault.altered` when it is not that.
    public func count(under agreement: UniqueAgreement) throws(UniqueFault) -> UniqueCount {
        guard let unit = agreement.unit,
            RoundMark.isGenuine([UInt8](signature), of: Self.signed(report, agreement), by: unit.signingKey),
            let count = try? JSONDecoder().decode(UniqueCount.self, from: report)
        else { throw .altered("The report") }
        return count
    }

    private static func signed(_ report: Data, _ agreement: UniqueAgreement) -> [UInt8] {
        agreement.statement("report", sha256([UInt8](report)))
    }
}

extension CountingParty {
    /// As a counting unit: counts what every agency of the agreement sent. A count of some of them only is refused:
    /// two counts that differ by one agency would say what that one adds.
    ///
    /// - Throws: `UniqueFault.waiting` with who is missing; what `UniqueCount` throws.
    public func report(
        _ files: [TokenFile], under agreement: UniqueAgreement
    ) throws -> SignedReport {
        let missing = agreement.agencies.map(\.name).filter { name in !files.contains { $0.agency == name } }
        guard missing.isEmpty else { throw UniqueFault.waiting(for: missing) }
        guard let mark, agreement.unit == card?.party else { throw UniqueFault.wrongSecret(name) }
        let inOrder = agreement.agencies.compactMap { party in files.first { $0.agency == party.name } }
        let count = try UniqueCount(inOrder.map { ($0.agency, $0) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try SignedReport(try encoder.encode(count), by: mark, of: agreement)
    }

    /// As an agency: what shows the counting unit that it asks for the report.
    ///
    /// - Throws: `UniqueFault.wrongSecret` for a damaged file.
    public func reportRequest(under agreement: UniqueAgreement) throws -> [UInt8] {
        guard let mark else { throw UniqueFault.wrongSecret(name) }
        return try mark.sign(agreement.statement("asks for the report"))
    }
}

extension UniqueAgreement {
    /// - Throws: `UniqueFault` unless an agency of this agreement asks for the report.
    public func checkReportRequest(_ signature: [UInt8], of agency: String) throws(UniqueFault) {
        guard let party = agencies.first(where: { $0.name == agency }) else { throw .notAParty(agency) }
        guard RoundMark.isGenuine(signature, of: statement("asks for the report"), by: party.signingKey) else {
            throw .wrongSecret(agency)
        }
    }
}
