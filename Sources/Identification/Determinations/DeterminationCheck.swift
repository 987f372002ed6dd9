// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Whether a determination that is about to be written down can be true beside what the case holds.
public struct DeterminationCheck: Sendable {
    /// The person's record, for the day of birth; nil when it is not shown.
    public let person: Record?
    public let log: DeterminationLog
    public let today: PartialDate
    public let library: DefinitionLibrary

    public init(
        person: Record?, log: DeterminationLog, today: PartialDate, library: DefinitionLibrary = .current
    ) {
        self.person = person
        self.log = log
        self.today = today
        self.library = library
    }

    /// The values with what follows from them: an appeal that waits, or that changed nothing, says what was said
    /// before.
    public func completed(_ values: [FieldName: Value]) -> [FieldName: Value] {
        guard isOpen(values["wh_DeterminationStatus"]), let old = find(values["wh_AppealAgainst"]),
            code(values["wh_AppealResult"]) != "Overturned"
        else { return values }
        return values.merging(["wh_DeterminationStatus": .codes([old.status.code])]) { _, new in new }
    }

    /// What is missing or cannot be; empty when it can be written. Holds no value.
    public func findings(_ values: [FieldName: Value]) -> [Finding] {
        missing(values) + days(values) + basis(values) + replaced(values) + appealed(values)
    }

    private func missing(_ values: [FieldName: Value]) -> [Finding] {
        let needed: [(FieldName, String)] = [
            ("wh_DeterminationStatus", "Say what was decided."),
            ("wh_DeterminationBody", "Say what kind of authority decided."),
            ("wh_DeterminationAuthority", "Name the authority."),
            ("wh_DeterminationDay", "Say when it was decided; a year is enough."),
        ]
        return needed.filter { isOpen(values[$0.0]) }.map { Finding(.needed, field: $0.0, $0.1) }
    }

    private func days(_ values: [FieldName: Value]) -> [Finding] {
        guard let day = date(values["wh_DeterminationDay"]) else { return [] }
        var found: [Finding] = []
        if isCertainly(today, before: day) {
            found.append(Finding(.contradicts, field: "wh_DeterminationDay", "This day is still to come."))
        }
        if let birth = person?.date("prs_Birthdate"), isCertainly(day, before: birth) {
            let message = "This is before the person was born, as the register has it. Look at both dates."
            found.append(Finding(.contradicts, field: "wh_DeterminationDay", message))
        }
        if let told = date(values["wh_PersonNotifiedDay"]), isCertainly(told, before: day) {
            let message = "The person cannot have been told before it was decided."
            found.append(Finding(.contradicts, field: "wh_PersonNotifiedDay", message))
        }
        return found
    }

    private func basis(_ values: [FieldName: Value]) -> [Finding] {
        guard case .text(let id)? = values["wh_DeterminationDefinition"], library.definition(id) == nil else {
            return []
        }
        let message = "There is no definition of this name here. Choose one of the list, or leave it empty."
        return [Finding(.unknownValue, field: "wh_DeterminationDefinition", message)]
    }

    private func replaced(_ values: [FieldName: Value]) -> [Finding] {
        guard let text = values["wh_DeterminationReplaces"] else { return [] }
        func finding(_ message: String) -> [Finding] {
            [Finding(.contradicts, field: "wh_DeterminationReplaces", message)]
        }
        guard let old = find(text) else { return finding("This person has no such determination.") }
        if log.all.contains(where: { $0.supersedes == old.id }) {
            return finding("Another determination took its place already. Look at the page again.")
        }
        let kind = code(values["wh_DeterminationBody"]) ?? ""
        let name = values["wh_DeterminationAuthority"]?.canonicalText ?? ""
        if !old.authority.isSame(as: .init(kind: kind, name: name)) {
            return finding("An authority takes back only what it decided itself. Name the same authority.")
        }
        return []
    }

    private func appealed(_ values: [FieldName: Value]) -> [Finding] {
        let result = values["wh_AppealResult"]
        guard let text = values["wh_AppealAgainst"] else {
            guard result != nil || values["wh_AppealLodged"] != nil else { return [] }
            return [Finding(.needed, field: "wh_AppealAgainst", "Say which decision the appeal is about.")]
        }
        guard let old = find(text) else {
            return [Finding(.contradicts, field: "wh_AppealAgainst", "This person has no such determination.")]
        }
        guard let lodged = date(values["wh_AppealLodged"]) else {
            return [Finding(.needed, field: "wh_AppealLodged", "Say when the appeal was handed in; a year is enough.")]
        }
        var found: [Finding] = []
        if isCertainly(lodged, before: old.day) {
            let message = "The appeal cannot come before the decision that it is about."
            found.append(Finding(.contradicts, field: "wh_AppealLodged", message))
        }
        if let day = date(values["wh_DeterminationDay"]), isCertainly(day, before: lodged) {
            let message = "An answer cannot come before the appeal was handed in."
            found.append(Finding(.contradicts, field: "wh_DeterminationDay", message))
        }
        return found
    }

    /// Nothing is said, or only why nothing is.
    private func isOpen(_ value: Value?) -> Bool {
        switch value {
        case nil, .absent: true
        default: false
        }
    }

    private func find(_ value: Value?) -> Determination? {
        guard let id = value.flatMap({ EntityID($0.canonicalText) }) else { return nil }
        return log.all.first { $0.id == id }
    }

    private func date(_ value: Value?) -> PartialDate? { if case .date(let day)? = value { day } else { nil } }
    private func code(_ value: Value?) -> String? { if case .codes(let codes)? = value { codes.first } else { nil } }

    private func isCertainly(_ early: PartialDate, before late: PartialDate) -> Bool {
        early.bounds.last < late.bounds.first
    }
}

extension Finding.Code {
    /// Something that cannot be left out here.
    public static let needed: Finding.Code = "needed"
    /// It cannot be true beside what else is said.
    public static let contradicts: Finding.Code = "contradicts"
}
