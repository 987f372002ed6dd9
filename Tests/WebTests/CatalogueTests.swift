// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Identification
import Standard
import Statistics
import Store
import Testing
import Workflows

@testable import Web

/// The catalogue and the sources name the same keys, and pages hold no sentences of their own.
@Suite struct CatalogueTests {
    static let sources: [(file: String, text: String)] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Web")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)!
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { ($0.lastPathComponent, try! String(contentsOf: $0, encoding: .utf8)) }
    }()

    static let families: [WordFamily: [String]] = [
        .section: Section.allCases.map(\.rawValue), .kind: RecordKind.allCases.map(\.rawValue),
        .absence: Absence.allCases.map(\.rawValue), .severity: ["note", "warning", "draft", "error"],
        .month: (1...12).map(String.init), .fieldClass: FieldClass.allCases.map(\.rawValue),
        .role: ["direct", "quasi", "sensitive", "none"], .menu: Place.Area.allCases.map(\.rawValue),
        .kinds: CasePage.kinds.map(\.rawValue), .kindNone: CasePage.kinds.map(\.rawValue),
        .kindAdd: RecordKind.allCases.map(\.rawValue), .personRole: PersonRole.allCases.map(\.rawValue),
        .lane: Moment.Lane.allCases.map(\.rawValue), .intake: IntakePage.Part.allCases.map(\.rawValue),
        .waiting: WaitReason.allCases.map(\.rawValue), .workPart: WorkPart.allCases.map(\.rawValue),
        .purpose: Purpose.allCases.map(\.rawValue),
        .agreementStanding: AgreementsPage.Standing.allCases.map(\.rawValue),
        .shareStanding: SharesPage.Standing.allCases.map(\.rawValue),
        .consentStanding: ConsentStanding.allCases.map(\.rawValue),
        .referralState: ReferralState.allCases.map(\.rawValue), .referralAct: ReferralAct.all.map(\.name),
        .referralDone: ReferralAct.all.map(\.name), .declineReason: DeclineReason.allCases.map(\.rawValue),
        .referralObstacle: ReferralObstacle.names, .packetObstacle: PacketObstacle.allCases.map(\.rawValue),
        .shareObstacle: ShareObstacle.allCases.map(\.rawValue), .glassObstacle: GlassObstacle.allCases.map(\.rawValue),
        .glassCategory: GlassCategory.allCases.map(\.rawValue), .caseState: RecordState.allCases.map(\.rawValue),
        .needState: NeedState.allCases.map(\.rawValue),
        .needAct: CascadeStep.allCases.dropFirst().map { "\($0)" },
        .cascadeStep: CascadeStep.allCases.map { "\($0)" }, .helpDimension: HelpReport.dimensions,
        .helpAlert: HelpAlert.allCases.map(\.rawValue),
        .contactObstacle: SafeContact.Obstacle.allCases.map(\.rawValue),
        .contactCaution: SafeContact.Caution.allCases.map(\.rawValue),
        .ageStanding: AgeReading.Standing.allCases.map(\.rawValue),
        .fileKind: CaseAttachment.Kind.allCases.map(\.rawValue),
        .fileNoCopy: CaseAttachment.NoCopy.allCases.map(\.rawValue),
        .fileObstacle: AttachmentObstacle.allCases.map(\.rawValue),
        .fileDone: AttachmentsPage.Done.allCases.map(\.rawValue), .eraseReason: EraseReason.allCases.map(\.rawValue),
        .eraseIdentity: ErasureOrder.IdentityCheck.allCases.map(\.rawValue),
        .eraseState: ErasureOrder.State.allCases.map(\.rawValue),
        .eraseObstacle: ErasureObstacle.allCases.map(\.rawValue),
        .retentionKind: RetentionRules.Kind.allCases.map(\.rawValue),
        .cell: Cell.allCases.map { "\($0)" }, .side: PolicyTable.Side.allCases.map { "\($0)" },
        .power: Power.allCases.map(\.rawValue),
        .accountState: PeoplePage.states, .peopleProblem: AccountProblem.allCases.map(\.rawValue),
        .programScope: programScopes.map(\.rawValue),
        .requestKind: TwoPersonRequest.Kind.allCases.map(\.rawValue), .requestState: ApprovalsPage.states,
        .accountRole: Role.allCases.map(\.rawValue), .refused: Reason.allCases.map { "\($0)" },
        .ticketObstacle: TicketObstacle.allCases.map(\.rawValue),
        .publishMethod: PublicationPlan.Method.allCases.map(\.rawValue),
        .publishMethodHelp: PublicationPlan.Method.allCases.map(\.rawValue),
        .publishTopic: PublicationTopic.allCases.map(\.rawValue),
        .publishStep: PublishStep.allCases.map { "\($0)" },
        .publishAttack: ["singling-out", "linkability", "inference"], .publishObstacle: PublicationObstacle.names,
        .numbersColumn: NumbersQuestion.offered.map(\.rawValue), .numbersAnswer: NumbersText.own,
        .numbersDay: Set(NumbersQuestion.countingDays + FactDay.pathway).map(\.rawValue),
        .numbersUnit: FactQuery.Unit.allCases.map(\.rawValue), .numbersPicture: NumbersBoard.ids,
        .numbersObstacle: NumbersObstacle.names,
        .likenessDecision: LikenessEntry.Decision.allCases.map(\.rawValue),
        .likenessDone: DuplicatesPage.Done.allCases.map(\.rawValue),
        .likenessProblem: LikenessPage.Problem.allCases.map(\.rawValue),
        .likenessStrength: LikenessStrength.allCases.map(\.rawValue),
        .likenessField: ["given_name", "surname", "birth_date", "sex", "nationality", "document"],
        .likenessLevel: [
            "else", "alike", "part", "similar", "swapped", "skeleton", "sound", "same", "near", "same_year", "year",
            "same_month", "month", "slip", "day_and_month_swapped", "two_slips",
        ],
        .alert: Alert.Kind.allCases.map(\.rawValue), .alertText: Alert.Kind.allCases.map(\.rawValue),
        .verdict: Identification.Verdict.allCases.map(\.rawValue),
        .lawFlag: DefinitionVersion.Flag.Kind.allCases.map(\.rawValue),
        .atomGroup: AtomGroup.allCases.map(\.rawValue), .answer: Answer.allCases.map(\.rawValue),
        .factSource: Assertion.Source.allCases.map(\.rawValue),
        .confidence: Assertion.Confidence.allCases.map(\.rawValue),
        .intakeLead: IntakePage.Part.allCases.map(\.rawValue),
        .instrumentStatus: Instrument.About.Status.allCases.map(\.rawValue),
        .provenance: Provenance.allCases.map(\.rawValue), .interviewSetting: RespondentForm.settings,
        .interviewForm: RespondentForm.forms, .disability: RespondentForm.disabilities,
        .interviewer: RespondentForm.users, .interviewEnding: Administration.Ending.allCases.map(\.rawValue),
        .interviewState: Administration.stateNames, .caution: Screening.Caution.allCases.map(\.rawValue),
    ]

    /// Every literal key, as in `words["…"]`, `words("…"`, `words.markup("…"` and `Key("…")`.
    private static func used() -> Set<String> {
        let pattern = #/words(?:\.markup)?[\[(]\s*(?:ifPresent:\s*)?"([a-zA-Z0-9.\-]+)"/#
        var keys: Set<String> = []
        for source in sources { for match in source.text.matches(of: pattern) { keys.insert(String(match.1)) } }
        for (family, members) in families where source(uses: family) {
            for member in members { keys.insert("\(family.rawValue).\(member)") }
        }
        return keys
    }

    private static func source(uses family: WordFamily) -> Bool {
        sources.contains { $0.text.contains("words[.\(family)") }
    }

    @Test func `every key that a page asks for is in the catalogue`() {
        let missing = Self.used().subtracting(Words.english.keys).sorted()
        #expect(missing == [])
    }

    @Test func `every key of the catalogue is asked for`() {
        let free = ["language.", "refused.", "question.", "help.", "action.", "password."]
        let idle = Words.english.keys.subtracting(Self.used()).filter { key in !free.contains { key.hasPrefix($0) } }
        #expect(idle.sorted() == [])
    }

    @Test func `every plural has the form for all other numbers`() {
        for key in Words.english.keys {
            if case .plural(let forms)? = Words.english.entry(key) { #expect(forms["other"] != nil, "\(key)") }
        }
    }

    @Test func `the words are calm`() {
        for key in Words.english.keys {
            let texts =
                switch Words.english.entry(key)! {
                case .plain(let text): [text]
                case .plural(let forms): Array(forms.values)
                }
            for text in texts { #expect(!text.contains("!") && !text.lowercased().contains("please"), "\(key)") }
        }
    }

    /// Text between tags in a literal, such as `<p>Hello</p>`, would reach people untranslated.
    @Test func `no sentence stands in a page outside the catalogue`() {
        let bare = #/>\s*([A-Za-z][a-z]+[^<>\\"]*)<\//#
        let attribute = #/(?:aria-label|title|placeholder|alt)=\\?"([A-Za-z][^\\"]*)/#
        var found: [String] = []
        for source in Self.sources {
            for line in source.text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                found += line.matches(of: bare).map { "\(source.file): \($0.1)" }
                found += line.matches(of: attribute).map { "\(source.file): \($0.1)" }
            }
        }
        #expect(found == [])
        #expect("<p>Hello there</p>".contains(bare), "the net has no hole")
    }
}
