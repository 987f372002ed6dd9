// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Identification
import Standard

/// One questionnaire put to somebody once, as it lies in a case: how far it is, what was said, what the interviewer
/// noticed.
public struct Interview: Sendable, Identifiable {
    public let id: EntityID
    /// The version of its record.
    public let version: Int
    public internal(set) var administration: Administration
    /// Of whom; nil when nobody was named.
    public let person: EntityID?
    public let begunOn: PartialDate?
    public internal(set) var endedOn: PartialDate?
    /// What the interviewer noticed, in their own words; never what the person said.
    public internal(set) var remark: String?
    /// The earlier interview that this one corrects.
    public let replaces: EntityID?
    /// Who began it.
    public let author: EntityID?
    /// True when the questionnaire has observations and the reader is given none of them: then no result can be worked
    /// out from what is left.
    public let hidesObservations: Bool
    /// What it suggests, as it was written down when it ended: a value of the codebook's list.
    public let outcome: String?

    public var instrument: Instrument { administration.instrument }
    public var isOver: Bool { administration.ending != nil }

    /// Reads a record of the kind `administration`.
    ///
    /// - Parameter permit: What it was opened under; nil when nothing was held back.
    /// - Throws: `InterviewObstacle` when it was made with a version that is not here, or its answers are not shown to
    ///   whoever reads.
    public init(
        _ stored: Stored, under permit: Permit? = nil, in library: InstrumentLibrary = .current
    ) throws(InterviewObstacle) {
        let record = stored.record
        guard record.kind == .administration, let id = record.text("wh_AdministrationInstrument"),
            let version = record.text("wh_AdministrationVersion"),
            let language = record.code("wh_AdministrationLanguage")
        else { throw .notShown }
        guard let instrument = library.instrument(id, version: version, language: language) else {
            throw .unknownInstrument
        }
        let answers = KeptJSON.read(Administration.Saved.self, record.text("wh_AdministrationAnswers"))
        guard var saved = answers else { throw .notShown }
        let seen = KeptJSON.read([Administration.Entry].self, record.text("wh_AdministrationObserved"))
        saved.entries += seen ?? []
        let respondent = KeptJSON.read(Respondent.self, record.text("wh_AdministrationRespondent")) ?? Respondent()
        self.id = stored.id
        self.version = stored.version
        administration = Administration(of: instrument, with: respondent, restoring: saved)
        person = record.links[.person]
        begunOn = record.date("wh_AdministrationDate")
        endedOn = record.date("wh_AdministrationEnd")
        remark = record.text("wh_AdministrationRemark")
        replaces = record.text("wh_AdministrationReplaces").flatMap { EntityID($0) }
        author = stored.author
        outcome = record.code("wh_AdministrationOutcome")
        let classes = permit.map { $0.classes(isOwn: stored.author == $0.actor.id) }
        hidesObservations = instrument.items.contains(where: \.isObservation) && classes?.contains(.f7) == false
    }

    init(id: EntityID, plan: InterviewPlan, begunOn: PartialDate, author: EntityID) {
        self.id = id
        version = 0
        administration = Administration(of: plan.instrument, with: plan.respondent)
        person = plan.person
        self.begunOn = begunOn
        replaces = plan.replaces
        self.author = author
        hidesObservations = false
        outcome = nil
    }

    /// Its record, to be checked and sealed.
    var draft: Draft {
        let saved = administration.saved
        var values: [FieldName: Value] = [
            "wh_AdministrationTitle": .text(instrument.title), "wh_AdministrationInstrument": .text(instrument.id),
            "wh_AdministrationVersion": .text(instrument.version),
            "wh_AdministrationLanguage": .codes([instrument.language]),
            "wh_AdministrationState": .codes([administration.stateCode]),
            "wh_AdministrationRespondent": .text(KeptJSON.text(administration.respondent)),
            "wh_AdministrationAnswers": .text(KeptJSON.text(saved.answersOnly(of: instrument))),
        ]
        values["wh_AdministrationDate"] = begunOn.map { .date($0) }
        values["wh_AdministrationEnd"] = endedOn.map { .date($0) }
        values["wh_AdministrationReplaces"] = replaces.map { .text($0.description) }
        values["wh_AdministrationRemark"] = remark.map { .text($0) }
        let observed = saved.observations(of: instrument)
        if !observed.isEmpty { values["wh_AdministrationObserved"] = .text(KeptJSON.text(observed)) }
        if isOver {
            let screening = Screening(of: administration)
            values["wh_AdministrationOutcome"] = .codes([screening.outcomeCode])
            values["wh_AdministrationResult"] = .text(KeptJSON.text(ScreeningReport(screening)))
        }
        return Draft(.administration, values, links: person.map { [.person: $0] } ?? [:])
    }
}

/// Why an interview cannot be shown or gone on with. Holds nothing of it.
public enum InterviewObstacle: String, Error, Sendable, CaseIterable {
    /// The reader is not given the answers.
    case notShown
    /// It was made with a questionnaire, or a version of one, that this program does not have.
    case unknownInstrument
    /// Nothing in it changes any more.
    case over
    /// Only an interview that is over, of the same case, can be replaced, and only once.
    case notReplaceable
    /// The question is not asked after these answers, or the answer does not fit it.
    case doesNotFit
}

extension Administration {
    /// The value of the codebook's list.
    var stateCode: String {
        switch state {
        case .running: "Running"
        case .paused: "Paused"
        case .ended(.completed): "Completed"
        case .ended(.endedEarly): "EndedEarly"
        case .ended(.refused): "Refused"
        case .ended(.unable): "Unable"
        case .ended(.stoppedOnDisclosure): "StoppedOnDisclosure"
        }
    }
}

extension Screening {
    /// The value of the codebook's list.
    public var outcomeCode: String {
        if refusal != nil { return "NotMeant" }
        switch outcome?.sign {
        case .positive: return "Positive"
        case .negative: return "Negative"
        case .judgement: return "Judgement"
        case .inconclusive, nil: return "Inconclusive"
        }
    }
}

/// What is kept in one text of a record.
enum KeptJSON {
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(value) else {
            preconditionFailure("plain values are always written as JSON")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Nil when there is none, or it is not what this program wrote.
    static func read<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
        guard let text else { return nil }
        return try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
