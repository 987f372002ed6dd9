// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

/// What a case page says about a case as a whole: who it is for, what is next, what happened when. Pure.
struct CaseFacts {
    let file: CaseFile
    let context: PageContext
    private var words: Words { context.words }
    private var text: ValueText { ValueText(context) }

    var address: String { "/cases/\(file.id.description)" }

    /// What staff call the person the case is for; nil when no name is known.
    var shortName: String? {
        for victim in file.victims {
            if let person = person(of: victim.record), let name = PersonLabel.shortName(person.record) { return name }
        }
        return nil
    }

    func person(of record: Record) -> Stored? { record.links[.person].flatMap { file.people[$0] } }

    /// The page's heading: a first name and the code.
    var heading: Markup {
        let code: Markup = "<span class=\"code\">\(file.id.code)</span>"
        return shortName.map { name -> Markup in "<bdi>\(name)</bdi> \(code)" } ?? code
    }

    /// The one next thing to do; nil when nothing waits.
    var next: Place.Step? {
        if let record = file.caseRecord, record.record.code("wh_RecordState") == "Draft" {
            return .init(words["next.draft"], edit(record))
        }
        if file.victims.isEmpty { return .init(words["next.person"], "\(address)/people") }
        if file.consentToManageData(of: nil, on: context.today) == nil {
            return .init(words["next.consent"], "\(address)/add/consent")
        }
        if let interview = file.records(.administration).first(where: { !$0.record.isOver }) {
            return .init(words["next.interview"], "\(address)/interviews/\(interview.id.description)")
        }
        if let referral = file.records(.referral).first(where: { $0.record.code("wh_ReferralStatus") == "Proposed" }) {
            return .init(words["next.referral"], edit(referral))
        }
        if let plan = file.records(.plan).first(where: { isOverdue($0.record) }) {
            return .init(words["next.plan"], edit(plan))
        }
        if file.records(.assessment).isEmpty { return .init(words["next.assessment"], "\(address)/add/assessment") }
        return nil
    }

    private func isOverdue(_ plan: Record) -> Bool {
        guard plan["spl_ActualEndDate"] == nil, case .date(let end)? = plan["spl_PlannedEndDate"] else { return false }
        return end.bounds.last < context.today.bounds.first
    }

    func edit(_ stored: Stored) -> String { "\(address)/records/\(stored.id.description)/edit" }
    func history(_ stored: Stored) -> String { "\(address)/records/\(stored.id.description)/history" }

    /// The same without marks, for choices in forms.
    func plainTitle(of record: Record) -> String {
        let names: [FieldName] = ["wh_ConsentPurpose", "wh_ConsentRecipient", "wh_ConsentDate", "wh_ConsentExpiry"]
        let parts = names.compactMap { name -> String? in
            switch record[name] {
            case .codes(let codes)?: codes.map { text.label(of: $0, field: name) }.joined(separator: ", ")
            case .date(let day)?: text.date(day)
            case .text(let said)?: said
            case nil, .number, .flag, .absent: nil
            }
        }
        return parts.isEmpty ? words[.kind, record.kind.rawValue] : parts.joined(separator: " · ")
    }

    /// What a record is, in a few words, for its heading.
    func title(of record: Record) -> Markup {
        func label(_ name: FieldName) -> Markup? { record.code(name).map { "\(text.label(of: $0, field: name))" } }
        func isolated(_ name: FieldName) -> Markup? { record.text(name).map { "<bdi>\($0)</bdi>" } }
        func date(_ name: FieldName) -> Markup? {
            if case .date(let day)? = record[name] { "\(text.date(day))" } else { nil }
        }
        let parts: [Markup?] =
            switch record.kind {
            case .participation:
                [
                    person(of: record).flatMap { PersonLabel.name($0.record) }.map { "<bdi>\($0)</bdi>" }
                        ?? "\(words["case.noName"])"
                ]
            case .referral:
                record.code("wh_ReferralDirection") == "Outgoing"
                    ? [
                        "\(words["case.referral.out"])", isolated("cas_ReferredOrganisation"),
                        date("cas_OutgoingReferralDate"),
                    ]
                    : [
                        "\(words["case.referral.in"])", isolated("cas_ReferringOrganisation"),
                        date("cas_IncomingReferralDate"),
                    ]
            case .comment: [date("wh_CommentDate"), isolated("wh_CommentAuthor")]
            case .event: [label("hte_Type"), isolated("hte_City"), label("hte_Country"), date("hte_Date")]
            case .plan: [label("spl_Type"), date("spl_PlannedEndDate")]
            case .consent: [label("wh_ConsentPurpose"), label("wh_ConsentStatus")]
            case .assessment: [label("wh_AssessmentType"), label("wh_AssessmentLevel"), date("wh_AssessmentDate")]
            case .stay: [label("wh_PlaceType"), isolated("wh_PlaceName"), date("wh_PlaceSince")]
            case .clinical: [label("wh_ClinicalKind"), date("wh_ClinicalDate")]
            case .statement: [date("wh_StatementDate"), isolated("wh_StatementTaker")]
            case .administration: [isolated("wh_AdministrationTitle"), date("wh_AdministrationDate")]
            case .account: [label("wh_AccountSource"), isolated("wh_AccountBy"), date("wh_AccountDate")]
            case .determination:
                [label("wh_DeterminationStatus"), isolated("wh_DeterminationAuthority"), date("wh_DeterminationDay")]
            case .signal: [label("wh_SignalChannel"), date("wh_SignalReceived")]
            case .age: [label("wh_AgeKind"), date("wh_AgeOn")]
            case .guardian: [isolated("wh_GuardianName"), label("wh_GuardianKind")]
            case .bestInterests: [isolated("wh_BestInterestsQuestion"), date("wh_BestInterestsDate")]
            case .need:
                [
                    record.text("wh_NeedService").map { "\(HelpText.service(ServiceCode(rawValue: $0)))" },
                    date("wh_NeedDay"),
                ]
            case .delivery: [HelpText(context).amount(of: record).map { "\($0)" }, date("wh_DeliveryDay")]
            case .ticket: [date("wh_TicketIssued")]
            case .message: [label("wh_MessageKind"), date("wh_MessageOn")]
            case .task: [isolated("wh_TaskTitle"), date("wh_TaskDue")]
            case .step: [date("wh_StepDay")]
            case .notice, .likeness: []
            case .person, .organisation, .caseFile: []
            }
        let said = parts.compactMap { $0 }
        return said.isEmpty ? "\(words[.kind, record.kind.rawValue])" : said.joined(separator: " · ")
    }

    /// What happened when, oldest first.
    var moments: [Moment] {
        var moments: [Moment] = []
        for stored in file.records {
            let record = stored.record
            if record.kind == .participation {
                for name in ["wh_TraffickingStart", "wh_TraffickingEnd"] as [FieldName] {
                    guard case .date(let day)? = record[name], let field = context.codebook[name] else { continue }
                    moments.append(Moment(day: day, lane: .harm, label: words.label(of: field)))
                }
            } else if let day = record.ownDate, let lane = Moment.Lane(record.kind) {
                moments.append(Moment(day: day, lane: lane, label: words[.kind, record.kind.rawValue]))
            }
        }
        return moments.sorted { ($0.day, $0.label) < ($1.day, $1.label) }
    }
}

/// One thing with a date on the timeline of a case.
struct Moment: Sendable, Hashable {
    let day: PartialDate
    let lane: Lane
    let label: String

    /// Things of one sort stand on one line.
    enum Lane: String, CaseIterable {
        case harm, contact, care, consent

        init?(_ kind: RecordKind) {
            switch kind {
            case .event: self = .harm
            case .caseFile, .referral, .statement, .account, .administration, .determination, .signal: self = .contact
            case .plan, .assessment, .comment, .stay, .clinical, .bestInterests, .need, .delivery, .step: self = .care
            case .consent: self = .consent
            case .person, .participation, .organisation, .age, .guardian, .ticket, .message, .task, .notice, .likeness:
                return nil
            }
        }
    }
}
