// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What is known of a person's age, from every claim in a case, and whether they are to be treated as a child.
///
/// What was settled last counts alone. Otherwise the days of birth that all claims allow count; when they cannot all
/// be true, every day between the first and the last stays open. An objection opens what was said or settled before
/// it, until the age is settled anew.
public struct AgeReading: Sendable {
    /// Whether somebody counts as a child on a day.
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        case child
        /// The years that are possible reach from below 18 to above: a child until it is shown otherwise.
        case presumedChild
        case adult
        case unknown

        /// Treated as a child: asked together with a guardian, and under the rules for children.
        public var isTreatedAsChild: Bool { self == .child || self == .presumedChild }
    }

    public let claims: [AgeStatement]
    /// When the trafficking began, as far as is known.
    public let begun: PartialDate?
    /// The age when it began, when somebody said that outright.
    public let statedAtAct: Int?
    private let born: ClosedRange<Int>?
    /// The claims cannot all be true.
    public let isContradicted: Bool

    /// Somebody objects to the age, and nothing has been settled since.
    public var isDisputed: Bool { settled == nil && claims.contains { $0.kind == .dispute } }

    /// What was settled last; nil when nothing was, or when somebody objected to it later.
    public var settled: AgeStatement? {
        guard let last = claims.last(where: { $0.kind == .settled }) else { return nil }
        return claims.contains { $0.kind == .dispute && $0.day > last.day } ? nil : last
    }

    /// - Parameter victim: The participation of the person whom it is about.
    public init(of victim: Stored, in file: CaseFile) {
        let person = victim.record.links[.person]
        let about = file.records(.age).filter { $0.record.links[.person] == person }
        var claims = Self.fields(person.flatMap { file.people[$0] }?.record, file.caseRecord?.record)
        claims += about.compactMap { AgeStatement($0) }
        let events = file.records(.event).compactMap { $0.record.date("hte_Date") }
        var stated: Int?
        if case .number(let number)? = victim.record["vic_AgeWhenTrafficked"] { stated = Int(exactly: number) }
        self.init(claims, begun: victim.record.date("wh_TraffickingStart") ?? events.min(), statedAtAct: stated)
    }

    /// - Parameter claims: In the order of their days, as far as they are records.
    init(_ claims: [AgeStatement], begun: PartialDate? = nil, statedAtAct: Int? = nil) {
        self.claims = claims
        self.begun = begun
        self.statedAtAct = statedAtAct.flatMap { (0...150).contains($0) ? $0 : nil }
        let settled = claims.last { $0.kind == .settled }
        let counted = settled.map { [$0.born] } ?? claims.filter { $0.kind == .claim }.map(\.born)
        // An objection narrows nothing: it opens what others said.
        let objections = claims.filter { claim in
            claim.kind == .dispute && settled.map { claim.day > $0.day } ?? true
        }.map(\.born)
        let first = counted.map(\.lowerBound).max()
        let last = counted.map(\.upperBound).min()
        isContradicted = first.flatMap { first in last.map { first > $0 } } ?? false
        let open = (isContradicted ? counted : []) + objections
        let ends = [first, last].compactMap(\.self) + open.flatMap { [$0.lowerBound, $0.upperBound] }
        born = ends.min().flatMap { low in ends.max().map { low...$0 } }
    }

    /// The completed years that are possible on a day; nil when nothing is known.
    public func ages(on day: PartialDate) -> ClosedRange<Int>? { born.map { AgeStatement.ages($0, on: day) } }

    /// The completed years that are possible when it began; nil when nothing is known.
    public var agesAtAct: ClosedRange<Int>? {
        let counted = begun.flatMap { ages(on: $0) }
        guard settled == nil, let statedAtAct else { return counted }
        guard let counted else { return statedAtAct...statedAtAct }
        if counted.contains(statedAtAct) { return statedAtAct...statedAtAct }
        return min(counted.lowerBound, statedAtAct)...max(counted.upperBound, statedAtAct)
    }

    public func standing(on day: PartialDate) -> Standing { Self.standing(ages(on: day)) }
    public var standingAtAct: Standing { Self.standing(agesAtAct) }

    static let majority = 18

    private static func standing(_ ages: ClosedRange<Int>?) -> Standing {
        guard let ages else { return .unknown }
        if ages.upperBound < majority { return .child }
        return ages.lowerBound >= majority ? .adult : .presumedChild
    }

    private static func fields(_ person: Record?, _ ofCase: Record?) -> [AgeStatement] {
        var claims: [AgeStatement] = []
        if let birth = person?.date("prs_Birthdate") { claims.append(AgeStatement(birth: birth)) }
        if case .number(let number)? = person?["wh_StatedAge"], let age = Int(exactly: number),
            (0...150).contains(age), let day = ofCase?.date("wh_RegistrationDate")
        {
            claims.append(AgeStatement(stated: age, on: day))
        }
        return claims
    }
}

extension FactSheet {
    /// Takes in what the records about a person's age say: the years at the act, and that somebody who may have been
    /// under 18 is presumed to have been. `FactReader` calls it.
    mutating func take(_ reading: AgeReading) {
        let claims = reading.claims.filter { $0.record != nil }
        if let settled = reading.settled, let begun = reading.begun {
            ages = [claim(settled, on: begun)]
        } else if reading.isDisputed, let open = reading.agesAtAct, let last = claims.last {
            ages = [AgeClaim(open, source: .record, assertedBy: last.field.rawValue)]
        } else if let begun = reading.begun {
            ages += claims.filter { $0.kind != .settled }.map { claim($0, on: begun) }
        }
        // Who is between both is a child until it is shown otherwise; a known age needs no presumption.
        if let claimed = claimedAge?.ages, claimed.lowerBound < AgeReading.majority,
            claimed.upperBound >= AgeReading.majority
        {
            let said = reading.claims.last
            assertions.append(
                Assertion(
                    "fact.minor_presumed", .yes, source: .record,
                    assertedBy: said?.field.rawValue ?? "vic_AgeWhenTrafficked",
                    origin: said.map { .init(field: $0.field, code: $0.basis) }, record: said?.record))
        }
    }

    private func claim(_ statement: AgeStatement, on day: PartialDate) -> AgeClaim {
        AgeClaim(
            statement.ages(on: day), source: statement.kind == .settled ? .settled : .record,
            assertedBy: statement.field.rawValue, origin: .init(field: statement.field, code: statement.basis))
    }
}
