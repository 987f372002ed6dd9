// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Facts as records of the kind `account` hold them, beyond what the standard has fields for.
public enum AccountReader {
    /// What one account says.
    public struct Account: Sendable, Hashable {
        public let assertions: [Assertion]
        /// None or one.
        public let ages: [FactSheet.AgeClaim]
    }

    /// The accounts that are about one victim, or about nobody in particular, oldest first.
    public static func accounts(of victim: Stored, in file: CaseFile) -> [Account] {
        let person = victim.record.links[.person]
        return file.records(.account).filter {
            let about = $0.record.links[.person]
            return about == nil || about == person
        }.map { account(of: $0, by: person) }
    }

    /// What a record says. Who said it is the person, or whom the record names; an account that names nobody, or whose
    /// name is not shown, is a voice of its own.
    ///
    /// - Parameter person: The victim, who is the one that speaks where the source is the person.
    static func account(of stored: Stored, by person: EntityID?) -> Account {
        let record = stored.record
        let source = record.code("wh_AccountSource").flatMap { Assertion.Source(rawValue: $0) } ?? .worker
        let nobody = source == .person ? (person?.code ?? stored.id.code) : stored.id.code
        let by = record.text("wh_AccountBy") ?? nobody
        let confidence = record.code("wh_AccountConfidence").flatMap { Assertion.Confidence(rawValue: $0) }
        let assertions = fields.flatMap { field, answer -> [Assertion] in
            guard case .codes(let codes)? = record[field] else { return [] }
            return codes.map { code in
                Assertion(
                    AtomID(code), answer, source: source, assertedBy: by, on: record.date("wh_AccountDate"),
                    confidence: confidence, record: stored.id)
            }
        }
        return Account(assertions: assertions, ages: age(of: record, source, by).map { [$0] } ?? [])
    }

    private static func age(of record: Record, _ source: Assertion.Source, _ by: String) -> FactSheet.AgeClaim? {
        func whole(_ name: FieldName) -> Int? {
            guard case .number(let number)? = record[name], let years = Int(exactly: number) else { return nil }
            return min(max(years, 0), 150)
        }
        let (from, to) = (whole("wh_AccountAgeFrom"), whole("wh_AccountAgeTo"))
        guard from != nil || to != nil else { return nil }
        let (least, most) = (from ?? 0, to ?? 150)
        return .init(min(least, most)...max(least, most), source: source, assertedBy: by)
    }

    /// The fields that hold what was answered, with the answer.
    public static let fields: [(name: FieldName, answer: Answer)] = [
        ("wh_AccountYes", .yes), ("wh_AccountNo", .no), ("wh_AccountUnknown", .unknown),
        ("wh_AccountDeclined", .declined),
    ]
}
