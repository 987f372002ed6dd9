// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// The records of a case: add, change, remove, look back.
enum RecordHandlers {
    static func editForm(_ member: Member) async throws -> WebResponse {
        let target = try await RecordTarget(inCase: member)
        if target.kind.hasOwnVerbs { return .see(target.ownPage) }
        return try await RecordEditing(target: target, member: member).form()
    }

    static func edit(_ member: Member) async throws -> WebResponse {
        try await RecordEditing(target: try await RecordTarget(inCase: member), member: member).save()
    }

    static func remove(_ member: Member) async throws -> WebResponse {
        try await RecordEditing(target: try await RecordTarget(inCase: member), member: member).remove()
    }

    static func history(_ member: Member) async throws -> WebResponse {
        let target = try await RecordTarget(inCase: member)
        if target.kind == .administration { return .see(target.ownPage + "/answers") }
        if target.kind.hasOwnVerbs { return .see(target.ownPage) }
        return RecordEditing(target: target, member: member).history()
    }

    static func addForm(_ member: Member) async throws -> WebResponse {
        let (file, kind) = try await place(member)
        let resumed = member.resumed("/cases/\(file.id)/add/\(kind.rawValue)")
        var typed = resumed ?? FormEncoder(member.context).encode(defaults(for: kind, member))
        let known = try await newcomer(resumed?["person"] ?? member.query["person"], kind, file, member)
        if kind == .participation, known == nil, resumed == nil {
            typed = FormPairs(member.namesAsked.pairs + typed.pairs)
        }
        if AgePage.kinds.contains(kind), resumed == nil, let about = member.query["about"] {
            typed.append("about", about)
        }
        var fresh = addPage(file, kind, typed: typed, key: resumed?["request"] ?? Sessions.token(), known)
        fresh.classes = try await member.addable(kind, to: file)
        fresh.offer = member.offer(fresh.action)
        return page(fresh, member)
    }

    static func add(_ member: Member) async throws -> WebResponse {
        let (file, kind) = try await place(member)
        let form = member.form
        let key = form["request"] ?? Sessions.token()
        let known = try await newcomer(form["person"], kind, file, member)
        var again = addPage(file, kind, typed: form, key: key, known)
        again.classes = try await member.addable(kind, to: file)
        let fields = EditPage.fieldsToAdd(
            kind, isKnown: known != nil, codebook: member.context.codebook, classes: again.classes)
        let read = FormDecoder(member.context).decode(form, fields: fields)
        again.findings = read.findings
        guard read.findings.isEmpty else { return page(again, member, status: 422) }
        do {
            if kind == .participation {
                try await bring(known?.id, read.values, into: file, member, key)
            } else {
                try await write(read.values, kind, file, member, key)
            }
            member.saved(again.action)
            return .see("\(AgePage.home(of: kind, in: file.id))?done=saved")
        } catch let rejected as Rejected {
            again.findings = rejected.findings
            return page(again, member, status: 422)
        }
    }

    /// Somebody in the register whom the address or the form names, for a participation.
    private static func newcomer(
        _ text: String?, _ kind: RecordKind, _ file: CaseFile, _ member: Member
    ) async throws -> (id: EntityID, name: String)? {
        guard kind == .participation else { return nil }
        return try await member.knownPerson(text)
    }

    /// The case, and the kind of record that the address names.
    private static func place(_ member: Member) async throws -> (file: CaseFile, kind: RecordKind) {
        guard let kind = member.visit.parameters["kind"].flatMap({ RecordKind(rawValue: $0) }),
            kind == .participation || CasePage.kinds.contains(kind) || AgePage.kinds.contains(kind)
        else { throw Failure.notFound }
        return (try await readCase(try member.visit.id("case"), by: member.access, in: member.store), kind)
    }

    /// A consent is about the person the case is for, when there is just one.
    private static func write(
        _ values: [FieldName: Value], _ kind: RecordKind, _ file: CaseFile, _ member: Member, _ key: String
    ) async throws {
        var draft = Draft(kind, completed(own(kind, values, member), kind, member))
        if kind == .consent, file.victims.count == 1 { draft.links[.person] = file.victims[0].record.links[.person] }
        if let about = member.form["about"].flatMap({ EntityID($0) }) { draft.links[.person] = about }
        _ = try await addRecord(draft, toCase: file.id, by: member.access, store: member.store, idempotencyKey: key)
    }

    /// A participation comes with its person, new or known.
    private static func bring(
        _ known: EntityID?, _ values: [FieldName: Value], into file: CaseFile, _ member: Member, _ key: String
    ) async throws {
        let part = completed(own(.participation, values, member), .participation, member)
        let who: Newcomer = known.map { .known($0) } ?? .new(own(.person, values, member))
        _ = try await addPerson(
            who, as: part, toCase: file.id, by: member.access, store: member.store, idempotencyKey: key)
    }

    /// The values that belong into a record of this kind.
    private static func own(_ kind: RecordKind, _ values: [FieldName: Value], _ member: Member) -> [FieldName: Value] {
        values.filter { name, _ in
            member.context.codebook[name].map { kind.sections.contains($0.section) } ?? false
        }
    }

    private static func completed(
        _ values: [FieldName: Value], _ kind: RecordKind, _ member: Member
    ) -> [FieldName: Value] {
        values.merging(defaults(for: kind, member)) { said, _ in said }
    }

    /// What a new record begins with.
    private static func defaults(for kind: RecordKind, _ member: Member) -> [FieldName: Value] {
        let today = Value.date(member.context.today)
        switch kind {
        case .comment: return ["wh_CommentDate": today, "wh_CommentAuthor": .text(member.session.name)]
        case .consent: return ["wh_ConsentDate": today, "wh_ConsentPurpose": .codes(["ManageData"])]
        case .assessment: return ["wh_AssessmentDate": today]
        case .stay: return ["wh_PlaceSince": today]
        case .clinical: return ["wh_ClinicalDate": today, "wh_ClinicalAuthor": .text(member.session.name)]
        case .statement: return ["wh_StatementDate": today, "wh_StatementTaker": .text(member.session.name)]
        case .referral where member.query["offer"] == "yes":
            return [
                "wh_ReferralDirection": .codes(["Outgoing"]), "wh_ReferralStatus": .codes(["Proposed"]),
                "cas_OutgoingReferralDate": today,
            ]
        case .account: return ["wh_AccountDate": today, "wh_AccountSource": .codes(["person"])]
        case .age: return ["wh_AgeOn": today, "wh_AgeKind": .codes(["Claim"])]
        case .guardian: return ["wh_GuardianSince": today]
        case .bestInterests: return ["wh_BestInterestsDate": today]
        case .participation: return ["wh_RoleInCase": .codes([PersonRole.other.rawValue])]
        default: return [:]
        }
    }

    private static func addPage(
        _ file: CaseFile, _ kind: RecordKind, typed: FormPairs, key: String, _ known: (id: EntityID, name: String)?
    ) -> EditPage {
        var page = EditPage(
            kind: kind, action: "/cases/\(file.id)/add/\(kind.rawValue)",
            back: .init(file.id.code, AgePage.home(of: kind, in: file.id)), version: nil, typed: typed, requestKey: key)
        page.person = known
        return page
    }

    private static func page(_ page: EditPage, _ member: Member, status: Int = 200) -> WebResponse {
        .page(page.markup(in: member.context), status: status)
    }
}
