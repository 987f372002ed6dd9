// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

@testable import Web

/// Invented people and a case to draw pages with.
enum Samples {
    static func context(viewer: String? = "dilani") -> PageContext {
        PageContext(
            words: .english, codebook: .current, tabTitle: "Notes", officeName: "House by the lake", viewer: viewer,
            formToken: viewer.map { _ in "t0ken" }, today: PartialDate("2026-11-21")!)
    }

    static func id(_ number: UInt64) -> EntityID {
        EntityID(high: number &* 0x9E37_79B9_7F4A_7C15, low: number &* 0xC2B2_AE3D_27D4_EB4F)
    }

    static func stored(
        _ number: UInt64, _ kind: RecordKind, _ values: [FieldName: Value], links: [Link: EntityID] = [:],
        version: Int = 1
    ) -> Stored {
        let record = try! Draft(kind, values, links: links).checked(under: .current)
        return Stored(
            id: id(number), version: version, day: PartialDate("2026-11-18")!, isRemoved: false, record: record)
    }

    static func date(_ text: String) -> Value { .date(PartialDate(text)!) }

    static let caseFile: CaseFile = {
        let inCase: [Link: EntityID] = [.caseFile: id(1)]
        let person = stored(
            2, .person,
            [
                "prs_FirstName": .text("Nimali"), "prs_SecondName": .text("Wickramasinghe"),
                "wh_NativeName": .text("නිමාලි වික්‍රමසිංහ"),
                "prs_Birthdate": date("2007~"), "prs_Gender": .codes(["Feminine"]), "prs_Citizenship": .codes(["LK"]),
                "prs_PrimaryLanguage": .codes(["sin"]), "prs_MaritalStatus": .absent(.declined),
            ], version: 2)
        let other = stored(3, .person, ["prs_FirstName": .text("سليم"), "prs_Gender": .codes(["Masculine"])])
        return CaseFile(
            id: id(1),
            records: [
                stored(
                    1, .caseFile,
                    [
                        "cas_Status": .codes(["Active"]), "cas_CaseOwner": .text("Dilani"),
                        "wh_CaseReference": .text("CMB-0117"),
                        "wh_RegistrationDate": date("2026-03-02"), "wh_RecordState": .codes(["Registered"]),
                    ]),
                stored(
                    4, .participation,
                    [
                        "wh_RoleInCase": .codes(["Victim"]), "vic_TypeOfExploitation": .codes(["ForcedLabour"]),
                        "vic_TraffickingStatus": .codes(["PossibleVictimOfTrafficking"]),
                        "vic_AgeWhenTrafficked": .number(17),
                        "wh_TraffickingStart": date("2024"), "wh_TraffickingEnd": date("2026-02"),
                        "vic_MethodsOfControl": .codes(["PhysicalThreats", "ThreatsLawEnforcement"]),
                    ], links: [.caseFile: id(1), .person: id(2)], version: 3),
                stored(
                    5, .participation, ["wh_RoleInCase": .codes(["Perpetrator"])],
                    links: [.caseFile: id(1), .person: id(3)]),
                stored(
                    6, .referral,
                    [
                        "wh_ReferralDirection": .codes(["Incoming"]),
                        "cas_ReferringOrganisation": .text("Hotline 1938"),
                        "cas_IncomingReferralDate": date("2026-02-27"),
                    ], links: inCase),
                stored(
                    7, .referral,
                    [
                        "wh_ReferralDirection": .codes(["Outgoing"]),
                        "cas_ReferredOrganisation": .text("Clinic by the lake"),
                        "cas_OutgoingReferralDate": date("2026-04-10"), "wh_ReferralStatus": .codes(["Proposed"]),
                    ], links: inCase),
                stored(
                    8, .event,
                    ["hte_Type": .codes(["Recruitment"]), "hte_Country": .codes(["LK"]), "hte_Date": date("2024-05")],
                    links: inCase),
                stored(
                    9, .event,
                    ["hte_Type": .codes(["Exploitation"]), "hte_Country": .codes(["JO"]), "hte_Date": date("2025~")],
                    links: inCase),
                stored(
                    10, .plan,
                    [
                        "spl_Type": .codes(["Health"]), "spl_Objectives": .text("To sleep without fear."),
                        "spl_PlannedEndDate": date("2027-01"),
                    ], links: inCase),
                stored(
                    11, .consent,
                    [
                        "wh_ConsentPurpose": .codes(["ManageData"]), "wh_ConsentStatus": .codes(["Given"]),
                        "wh_ConsentDate": date("2026-03-02"),
                        "wh_ConsentExpiry": date("2027-03-02"),
                    ], links: inCase),
                stored(
                    12, .comment,
                    [
                        "cco_CaseComment": .text("ඇය අද සතුටින් සිටියාය.\nWe meet again on Tuesday."),
                        "wh_CommentDate": date("2026-11-16"),
                        "wh_CommentAuthor": .text("Dilani"),
                    ], links: inCase),
            ], people: [id(2): person, id(3): other])
    }()

    static var waiting: CaseListPage {
        var page = CaseListPage(filter: CaseFilter(), lines: lines, total: 3, page: 0, owners: [])
        page.waiting = [.draft: 1, .still14: 5, .still21: 2, .consent: 3]
        page.isGone = true
        return page
    }

    static let lines: [CaseListPage.Line] = [
        ("N. W.", "Active", false, "Dilani", ["ForcedLabour"], "2026-11-18"),
        ("T. H. N.", "FollowUp", false, "Hương", ["SexualExploitation"], "2026-11-02"),
        ("ف. ا.", "Active", true, nil, [], "2026-10-30"),
        ("O. K.", "Closed", false, "Mariam", ["ForcedLabour", "ForcedBegging"], "2026-08-12"),
    ].enumerated().map { position, line in
        CaseListPage.Line(
            id: id(UInt64(position + 20)), reference: position == 0 ? "CMB-0117" : nil, people: [line.0],
            status: line.1, isDraft: line.2,
            owner: line.3, exploitation: line.4, changed: PartialDate(line.5)!)
    }

    static let findings: [Finding] = [
        Finding(
            .unknownField, severity: .warning, sheet: "HTCDS", row: 1, column: "N", field: nil,
            "The hidden name of this column and the label that people read disagree. The label was followed."),
        Finding(
            .unknownValue, severity: .draft, sheet: "HTCDS", row: 12, column: "F", field: "prs_Gender",
            "This is not one of the values of the list. The row is kept as a draft.", suggestion: "Feminine"),
        Finding(
            "possible-duplicate", severity: .warning, sheet: "HTCDS", row: 31, field: nil,
            "This may be somebody whom the register knows already (case 7K3Q-2FWD). Both are kept; compare them."),
    ]

    /// Every page by a name for its picture.
    static var pages: [(name: String, markup: Markup)] {
        let inside = context()
        let outside = context(viewer: nil)
        let back = Place.Step("7K3Q-2FWD", "/cases/\(id(1))")
        let participation = caseFile.records[1]
        let encoder = FormEncoder(inside)
        var filter = CaseFilter()
        filter.status = "Active"
        let bad = FormPairs([
            (name: "prs_FirstName", value: "Amara"), (name: "prs_Birthdate.day", value: "12"),
            (name: "prs_Citizenship", value: "Srilanca"),
        ])
        let read = FormDecoder(inside).decode(bad, fields: IntakePage.fields)
        return [
            ("sign-in", SignInPage().markup(in: outside)),
            ("sign-in-wrong", SignInPage(account: "dilani", problem: .wrong).markup(in: outside)),
            (
                "first-sign-in",
                FirstSignInPage(suggestion: "a-b-c-d-e-f", problem: .weak("password.too-short")).markup(in: outside)
            ),
            ("factor", FactorPage(.signIn, problem: .wrong).markup(in: outside)),
            ("step-up", FactorPage(.again(hasOnlyPassphrase: false)).markup(in: inside)),
            (
                "factor-setup",
                FactorSetupPage(uri: "otpauth://totp/a:b?secret=AAAA", secret: "AAAA", isOptional: true).markup(
                    in: outside)
            ),
            ("keep-safe", KeepSafePage(KeepSafe(codes: ["AAAA-BBBB"], secret: "CCCC")).markup(in: inside)),
            ("unseal", UnsealPage().markup(in: outside)),
            ("unseal-shares", UnsealPage(sealedView, problem: .wrong).markup(in: outside)),
            (
                "opened",
                OpenedPage(.init(at: 0, anchor: "18204 river-lamp-stone-fig-heron-quiet-boat-salt", wrongSecrets: 2))
                    .markup(in: outside)
            ),
            ("seal", SealPage(others: 3).markup(in: inside)),
            ("sealing", SealPage(isClosing: true).markup(in: outside)),
            (
                "list",
                CaseListPage(filter: filter, lines: lines, total: 212, page: 1, owners: ["Dilani", "Hương"]).markup(
                    in: inside)
            ),
            (
                "list-empty",
                CaseListPage(filter: CaseFilter(), lines: [], total: 0, page: 0, owners: []).markup(in: inside)
            ),
            ("list-waiting", waiting.markup(in: inside)),
            (
                "seek",
                SearchFirstPage(
                    name: "Nguyen Hoa",
                    matches: [
                        .init(
                            person: id(40), name: "Nguyễn Thị Hoa", birthdate: PartialDate("2008~"), gender: "Feminine",
                            citizenship: ["VN"], cases: [id(21)])
                    ]
                ).markup(in: inside)
            ),
            ("intake", IntakePage(requestKey: "r").markup(in: inside)),
            ("intake-errors", IntakePage(typed: bad, findings: read.findings, requestKey: "r").markup(in: inside)),
            ("case", CasePage(caseFile, done: .registered).markup(in: inside)),
            (
                "edit",
                EditPage(
                    kind: .participation, action: "/x/edit", back: back, version: 3,
                    typed: encoder.encode(participation.record.values), requestKey: "r"
                ).markup(in: inside)
            ),
            (
                "conflict",
                ConflictPage(
                    kind: .comment, action: "/x/edit", back: back,
                    base: stored(
                        12, .comment, ["cco_CaseComment": .text("She came."), "wh_CommentAuthor": .text("Dilani")],
                        links: [.caseFile: id(1)]),
                    theirs: caseFile.records.last!,
                    mine: [
                        "cco_CaseComment": .text("She was well today. We meet on Wednesday."),
                        "wh_CommentAuthor": .text("Mariam"),
                    ],
                    requestKey: "r"
                ).markup(in: inside)
            ),
            (
                "history",
                HistoryPage(
                    versions: [
                        stored(12, .comment, ["cco_CaseComment": .text("First words.")], links: [.caseFile: id(1)]),
                        stored(
                            12, .comment,
                            ["cco_CaseComment": .text("Better words."), "wh_CommentAuthor": .text("Dilani")],
                            links: [.caseFile: id(1)], version: 2),
                    ], back: back
                ).markup(in: inside)
            ),
            (
                "import",
                ImportStartPage(batches: [
                    .init(
                        id: id(50), fileName: "HTCDS Excel Spreadsheet v2.0.xlsx", cases: 200,
                        at: "20 November 2026, 14:03", isUndone: false),
                    .init(id: id(51), fileName: "old.csv", cases: 1, at: "2 November 2026, 09:15", isUndone: true),
                ]).markup(in: inside)
            ),
            (
                "preview",
                ImportPreviewPage(
                    held: "h", fileName: "HTCDS Excel Spreadsheet v2.0.xlsx", rows: 50, drafts: 1,
                    possibleDuplicates: 1, findings: findings,
                    columns: [
                        .init(header: "Person ID", field: nil), .init(header: "First Name", field: "prs_FirstName"),
                        .init(header: "Remarks", field: nil, isIgnored: true),
                    ]
                )
                .markup(in: inside)
            ),
            (
                "result",
                ImportResultPage(fileName: "a.xlsx", imported: 50, drafts: 1, skipped: 0, findings: [], batch: id(50))
                    .markup(in: inside)
            ),
            (
                "export",
                ExportPage(cases: 212).markup(
                    in: inside)
            ),
            ("codebook", CodebookPage().markup(in: inside)),
            ("codebook-field", CodebookFieldPage(Codebook.current["vic_TypeOfExploitation"]!).markup(in: inside)),
            (
                "organisations",
                OrganisationsPage([(id(60), "Clinic by the lake"), (id(61), "Hotline 1938")]).markup(in: inside)
            ),
            (
                "acts",
                ActsPage([
                    .init(
                        number: 3, at: "21 November 2026, 10:12", who: "dilani", action: "case.read", subject: id(1),
                        count: 3, isDone: true),
                    .init(
                        number: 2, at: "21 November 2026, 10:11", who: "dilani", action: "register.search",
                        subject: nil, count: 4, isDone: true),
                ]).markup(in: inside)
            ),
            ("acts-asked", askedActs.markup(in: inside)),
            ("search-words", SearchWordsPage(act: 41, asked: "Наталия").markup(in: inside)),
            (
                "alerts",
                AlertsPage([
                    .init(
                        id: id(70), kind: "manyCases", at: "21 November 2026, 10:12", who: "dilani", act: 91, count: 41,
                        note: "", actor: id(80)),
                    .init(
                        id: id(71), kind: "ownName", at: "20 November 2026, 09:02", who: "عمر", act: 12, count: 1,
                        seenBy: "mariam", seenAt: "20 November 2026, 15:00", note: "A namesake; asked.", actor: id(81)),
                ]).markup(in: inside)
            ),
            ("no-alerts", AlertsPage([]).markup(in: inside)),
            ("not-found", ProblemPage(.notFound).markup(in: inside)), ("quiet", QuietPage().markup(in: outside)),
        ] + accessPages
    }

    /// What one person did to one case, with a refusal and a search.
    private static var askedActs: ActsPage {
        var page = ActsPage([
            .init(
                number: 9, at: "21 November 2026, 10:12", who: "dilani", role: .caseworker, action: "case.print",
                subject: id(1), count: 0, outcome: "denied:stepUp", isDone: false, classes: ["F0", "F2"]),
            .init(
                number: 8, at: "21 November 2026, 10:11", who: "dilani", role: .caseworker,
                action: "register.search", subject: nil, count: 4, isDone: true, hasWords: true),
        ])
        (page.about, page.by, page.from) = (id(1).code, id(80).description, "2026-11-01")
        page.staff = [(id(80), "dilani"), (id(81), "عمر")]
        (page.older, page.seesWords, page.unseen) = (8, true, 2)
        page.anchor = "18204 river-acorn-almond-amber-anchor-angle-animal-answer"
        return page
    }
}

/// Of a register with two of three custodians, one of whom was here.
private let sealedView: SealedView = {
    var view = SealedView()
    view.custodians = (2, 3, "ce960c")
    view.held = (1, 412)
    view.fingerprint = "73a3-f578-22c0-d844"
    view.program = String(repeating: "8573b9fb70d00ecb", count: 4)
    return view
}()
