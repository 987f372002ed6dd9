// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Every sentence that a person reads on a screen, by key, in one language.
///
/// A language is one file: flat JSON from key to text. A text may hold `{placeholders}`; instead of a text there may be
/// an object of plural forms named as in Unicode CLDR (`one`, `few`, … and always `other`), chosen by the placeholder
/// `{count}`. `language.code` and `language.direction` (`ltr` or `rtl`) describe the file itself. A key that is missing
/// reads as the key; the tests fail on it, so it does not reach people.
public struct Words: Sendable {
    /// BCP 47 code, such as `en` or `ar`.
    public let language: String
    /// `ltr` or `rtl`.
    public let direction: String
    private let texts: [String: Text]

    /// One entry of a language file.
    public enum Text: Sendable, Hashable, Decodable {
        case plain(String)
        case plural([String: String])

        public init(from decoder: any Decoder) throws {
            let single = try decoder.singleValueContainer()
            if let text = try? single.decode(String.self) {
                self = .plain(text)
            } else {
                self = .plural(try single.decode([String: String].self))
            }
        }
    }

    /// Reads a language file.
    ///
    /// - Throws: `DecodingError` when it is not flat JSON of texts and plural forms.
    public init(json: [UInt8]) throws {
        let texts = try JSONDecoder().decode([String: Text].self, from: Data(json))
        func plain(_ key: String) -> String? { if case .plain(let text)? = texts[key] { text } else { nil } }
        self.texts = texts
        language = plain("language.code") ?? "en"
        direction = plain("language.direction") ?? "ltr"
    }

    /// The words compiled into the program: English.
    public static let english: Words = {
        do {
            return try Words(json: PackageResources.en_json)
        } catch {
            preconditionFailure("en.json is not a language file: \(error)")
        }
    }()

    /// Every key, for tests and translators.
    public var keys: Set<String> { Set(texts.keys) }
    /// The entry itself, for tests and translators.
    public func entry(_ key: String) -> Text? { texts[key] }

    /// The text of this key.
    public subscript(_ key: String) -> String { template(key, count: nil) }

    /// The text of a key when the file has it, otherwise nil: for words that only some codebook entries have.
    public subscript(ifPresent key: String) -> String? { texts[key] == nil ? nil : template(key, count: nil) }

    /// The text of one member of a family, such as `section.person`. Families are listed in `WordFamily`.
    public subscript(_ family: WordFamily, _ member: String) -> String {
        template("\(family.rawValue).\(member)", count: nil)
    }

    /// The text with its placeholders filled, the plural form chosen by `count`, which also fills `{count}`.
    public func callAsFunction(_ key: String, count: Int? = nil, _ values: [String: String] = [:]) -> String {
        var filled = values
        if let count { filled["count"] = String(count) }
        return pieces(of: template(key, count: count)).map { piece in
            switch piece {
            case .text(let text): text
            case .placeholder(let name): filled[name] ?? "{\(name)}"
            }
        }.joined()
    }

    /// As above, with HTML in the placeholders; the words around them are escaped.
    public func markup(_ key: String, count: Int? = nil, _ values: [String: Markup]) -> Markup {
        var filled = values
        if let count { filled["count"] = "\(count)" }
        return pieces(of: template(key, count: count)).map { piece -> Markup in
            switch piece {
            case .text(let text): Markup(text: text)
            case .placeholder(let name): filled[name] ?? Markup(text: "{\(name)}")
            }
        }.joined()
    }

    private func template(_ key: String, count: Int?) -> String {
        switch texts[key] {
        case .plain(let text): text
        case .plural(let forms): forms[PluralForm.of(count ?? 0, in: language).rawValue] ?? forms["other"] ?? key
        case nil: key
        }
    }

    private enum Piece { case text(String), placeholder(String) }

    private func pieces(of template: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            pieces.append(.placeholder(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }
}

/// Keys that are put together from a fixed beginning and the raw value of a type.
public enum WordFamily: String, Sendable, CaseIterable {
    /// `Section`
    case section
    /// `RecordKind`
    case kind
    /// `Absence`
    case absence
    /// `Finding.Severity`
    case severity
    /// 1…12
    case month
    /// `FieldClass`
    case fieldClass = "class"
    /// `IdentificationRole`
    case role
    /// `Place.Area`
    case menu
    /// `RecordKind`: several of them, when there are none, to add one
    case kinds
    case kindNone = "kind-none"
    case kindAdd = "kind-add"
    /// `Purpose`
    case purpose
    /// `AgreementsPage.Standing`, `SharesPage.Standing`
    case agreementStanding = "agreement-standing"
    case shareStanding = "share-standing"
    /// `ConsentStanding`; `ReferralState`; `ReferralAct`: to do it, and that it was done; `DeclineReason`;
    /// `ReferralObstacle`: why it was not done
    case consentStanding = "consent-standing"
    case referralState = "referral-state"
    case referralAct = "referral-act"
    case referralDone = "referral-done"
    case declineReason = "decline-reason"
    case referralObstacle = "referral-obstacle"
    /// `PacketObstacle`: why no file was made
    case packetObstacle = "packet-obstacle"
    /// `ShareObstacle`, `GlassObstacle`: why it was not done
    case shareObstacle = "share-obstacle"
    case glassObstacle = "glass-obstacle"
    case glassCategory = "glass-category"
    /// `CaseAttachment.Kind`, `CaseAttachment.NoCopy`, `AttachmentObstacle`, `AttachmentsPage.Done`
    case fileKind = "file-kind"
    case fileNoCopy = "file-no-copy"
    case fileObstacle = "file-obstacle"
    case fileDone = "file-done"
    /// `EraseReason`, `ErasureOrder.IdentityCheck`, `ErasureOrder.State`, `ErasureObstacle`
    case eraseReason = "erase-reason"
    case eraseIdentity = "erase-identity"
    case eraseState = "erase-state"
    case eraseObstacle = "erase-obstacle"
    /// `RetentionRules.Kind`
    case retentionKind = "retention-kind"
    /// `RecordState`, of a case
    case caseState = "case-state"
    /// `NeedState`, what can be noted of a need, `CascadeStep`, `HelpReport.dimensions`
    case needState = "need-state"
    case needAct = "need-act"
    case cascadeStep = "cascade-step"
    case helpDimension = "help-dimension"
    /// `HelpAlert`, `SafeContact.Obstacle`, `SafeContact.Caution`
    case helpAlert = "help-alert"
    case contactObstacle = "contact-obstacle"
    case contactCaution = "contact-caution"
    /// `AgeReading.Standing`
    case ageStanding = "age-standing"
    /// `Cell`, `PolicyTable.Side` and `Power`: the matrix
    case cell, side, power
    /// `PersonRole`
    case personRole = "person-role"
    /// `Moment.Lane`
    case lane
    /// `WorkPart`: when something is to be done
    case workPart = "work-part"
    /// `WaitReason`, as a choice of cases
    case waiting
    /// `IntakePage.Part`: its heading, and what comes
    case intake
    case intakeLead = "intake-lead"
    /// `Role`
    case accountRole = "account-role"
    /// `programScopes`
    case programScope = "program-scope"
    /// `PeoplePage.states`
    case accountState = "account-state"
    /// `AccountProblem`
    case peopleProblem = "people-problem"
    /// `TwoPersonRequest.Kind`
    case requestKind = "request-kind"
    /// `ApprovalsPage.states`
    case requestState = "request-state"
    /// `Reason`: why something is not allowed
    case refused
    /// `Instrument.About.Status`, `Provenance`
    case instrumentStatus = "instrument-status"
    case provenance
    /// `RespondentForm`: where, what is suspected, with which disability, who asks
    case interviewSetting = "interview-setting"
    case interviewForm = "interview-form"
    case disability
    case interviewer
    /// `Screening.Caution`
    case caution
    /// `Administration.Ending`: why it ends; `Administration.stateNames`
    case interviewEnding = "interview-ending"
    case interviewState = "interview-state"
    /// `Verdict`, `DefinitionVersion.Flag.Kind`, `AtomGroup`: what the laws say
    case verdict
    case lawFlag = "law-flag"
    case atomGroup = "atom-group"
    /// `Answer`, `Assertion.Source`, `Assertion.Confidence`: what was said of a fact
    case answer
    case factSource = "fact-source"
    case confidence
    /// `TicketObstacle`: why no ticket was given
    case ticketObstacle = "ticket-obstacle"
    /// `PublicationPlan.Method`: its name, and what it does; `PublicationTopic`, `PublishStep`, the attacks,
    /// `PublicationObstacle`
    case publishMethod = "publish-method"
    case publishMethodHelp = "publish-method-help"
    case publishTopic = "publish-topic"
    case publishStep = "publish-step"
    case publishAttack = "publish-attack"
    case publishObstacle = "publish-obstacle"
    /// `NumbersQuestion.offered`, `NumbersText.own`, the days and units of a question, `NumbersBoard.ids`,
    /// `NumbersObstacle`
    case numbersColumn = "numbers-column"
    case numbersAnswer = "numbers-answer"
    case numbersDay = "numbers-day"
    case numbersUnit = "numbers-unit"
    case numbersPicture = "numbers-picture"
    case numbersObstacle = "numbers-obstacle"
    /// Of two people who may be one: what was decided, what was just done, why nothing was, how likely, what is
    /// compared, how it agrees
    case likenessDecision = "likeness-decision"
    case likenessDone = "likeness-done"
    case likenessProblem = "likeness-problem"
    case likenessStrength = "likeness-strength"
    case likenessField = "likeness-field"
    case likenessLevel = "likeness-level"
    /// `Alert.Kind`: its heading, and what it says with `{count}` in it
    case alert, alertText
}
