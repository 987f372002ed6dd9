// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One person being asked the questions of one instrument, once.
///
/// Entries are only ever added; a correction is a later entry. Once it has ended nothing changes any more: asking again
/// is another administration. Nobody has to answer anything: every question can be passed over, declined or left
/// unknown.
public struct Administration: Sendable {
    public struct Entry: Sendable, Hashable, Codable {
        public let item: String
        public let answer: ItemAnswer
        /// Who wrote it down: an opaque id.
        public let by: String
        public let on: PartialDate?

        public init(item: String, answer: ItemAnswer, by: String, on: PartialDate?) {
            self.item = item
            self.answer = answer
            self.by = by
            self.on = on
        }
    }

    /// How it ended.
    public enum Ending: String, Sendable, Hashable, Codable, CaseIterable {
        case completed, endedEarly, refused, unable
        /// The person said enough: asking on would only hurt.
        case stoppedOnDisclosure
    }

    public enum State: Sendable, Hashable {
        case running, paused
        case ended(Ending)
    }

    /// What comes next.
    public enum Step: Sendable, Hashable {
        /// Say the section's warning, and ask whether to go on.
        case warning(Instrument.Section)
        case item(Instrument.Item)
        /// The instrument says to stop here, and why.
        case stop(String)
        /// Everything was asked or passed over.
        case nothingLeft
    }

    public let instrument: Instrument
    public let respondent: Respondent
    public private(set) var entries: [Entry]
    public private(set) var state: State = .running
    /// Items that were passed over for now.
    public private(set) var skipped: Set<String> = []
    /// Sections whose warning was said: true to go on, false when the person would rather not.
    public private(set) var warned: [String: Bool] = [:]

    public init(of instrument: Instrument, with respondent: Respondent) {
        self.instrument = instrument
        self.respondent = respondent
        entries = []
    }

    /// The last answer to each item that is asked at all, as skip logic now stands.
    public var answers: [String: ItemAnswer] {
        let all = Dictionary(entries.map { ($0.item, $0.answer) }, uniquingKeysWith: { _, later in later })
        var kept: [String: ItemAnswer] = [:]
        for section in instrument.sections {
            for item in section.items {
                guard let answer = all[item.id], isShown(item, in: section, given: kept) else { continue }
                kept[item.id] = answer
            }
        }
        return kept
    }

    private func isShown(_ item: Instrument.Item, in section: Instrument.Section, given: [String: ItemAnswer]) -> Bool {
        let standing = Standing(answers: given, respondent: respondent, scores: [:])
        // What is not known to be beside the point is asked.
        return standing.value(section.relevant) != .no && standing.value(item.relevant) != .no
    }

    /// Items that skip logic lets through, in order.
    public var shownItems: [Instrument.Item] {
        let answers = answers
        return instrument.sections.filter { warned[$0.id] != false }.flatMap { section in
            section.items.filter { isShown($0, in: section, given: answers) }
        }
    }

    /// How many of the items that are shown have an answer or were passed over, and how many there are.
    public var progress: (done: Int, of: Int) {
        let (shown, answers) = (shownItems, answers)
        return (shown.count { answers[$0.id] != nil || skipped.contains($0.id) }, shown.count)
    }

    public var step: Step {
        let answers = answers
        let standing = Standing(answers: answers, respondent: respondent, scores: [:])
        if let stop = instrument.stops.first(where: { standing.value($0.when) == .yes }) { return .stop(stop.words) }
        for section in instrument.sections where warned[section.id] != false {
            let open = section.items.first {
                answers[$0.id] == nil && !skipped.contains($0.id) && isShown($0, in: section, given: answers)
            }
            guard let open else { continue }
            if section.warning != nil, warned[section.id] == nil { return .warning(section) }
            return .item(open)
        }
        return .nothingLeft
    }

    /// - Throws: when it is paused or over, the item is unknown or not shown, or the answer does not fit it.
    public mutating func answer(
        _ item: String, _ answer: ItemAnswer, by author: String, on day: PartialDate? = nil
    ) throws(AdministrationError) {
        try requireRunning()
        let section = instrument.sections.first { $0.items.contains { $0.id == item } }
        guard let section, let found = section.items.first(where: { $0.id == item }) else {
            throw .unknownItem(item)
        }
        guard warned[section.id] != false, isShown(found, in: section, given: answers) else { throw .notShown(item) }
        if section.warning != nil, warned[section.id] == nil { throw .notWarned(section.id) }
        guard found.takes(answer) else { throw .wrongAnswer(item) }
        entries.append(Entry(item: item, answer: answer, by: author, on: day))
        skipped.remove(item)
    }

    /// Passes over an item for now; it stays *not asked* unless somebody comes back to it.
    public mutating func skip(_ item: String) throws(AdministrationError) {
        try requireRunning()
        guard instrument.items.contains(where: { $0.id == item }) else { throw .unknownItem(item) }
        skipped.insert(item)
    }

    /// Notes that a section's warning was said, and whether the person wants to go on with it.
    public mutating func warn(_ section: String, goOn: Bool) throws(AdministrationError) {
        try requireRunning()
        guard instrument.sections.contains(where: { $0.id == section }) else { throw .unknownItem(section) }
        warned[section] = goOn
    }

    public mutating func pause() throws(AdministrationError) {
        try requireRunning()
        state = .paused
    }

    public mutating func resume() throws(AdministrationError) {
        guard state == .paused else { throw .notPaused }
        state = .running
    }

    /// Ends it, from a pause too. What was answered counts; what was not stays open.
    public mutating func end(_ ending: Ending) throws(AdministrationError) {
        if case .ended = state { throw .over }
        state = .ended(ending)
    }

    /// Puts it as it was left.
    mutating func restore(_ saved: Saved) {
        entries = saved.entries
        skipped = saved.skipped
        warned = saved.warned
        state = saved.ending.map { .ended($0) } ?? (saved.isPaused ? .paused : .running)
    }

    private func requireRunning() throws(AdministrationError) {
        switch state {
        case .running: return
        case .paused: throw .paused
        case .ended: throw .over
        }
    }

    /// The facts that the answers say, for the panel of definitions. Observations are marked as such.
    public func assertions(by author: String, on day: PartialDate?, record: EntityID? = nil) -> [Assertion] {
        let answers = answers
        return instrument.items.flatMap { item -> [Assertion] in
            guard let answer = answers[item.id] else { return [] }
            return item.says(answer).map { atom, value in
                Assertion(
                    atom, value, source: item.isObservation ? .observation : .person, assertedBy: author, on: day,
                    record: record)
            }
        }
    }
}

/// Why an administration did not take something. Holds ids of items, never an answer.
public enum AdministrationError: Error, Sendable, Hashable {
    case unknownItem(String)
    /// Skip logic leaves it out, or the person did not want its section.
    case notShown(String)
    /// The section's warning has not been said.
    case notWarned(String)
    case wrongAnswer(String)
    case paused, notPaused, over

    /// One plain sentence.
    public var words: String {
        switch self {
        case .unknownItem(let id): "The instrument has no question “\(id)”."
        case .notShown(let id):
            "“\(id)” is not asked after these answers; take its answer out, or the one that it hangs on."
        case .notWarned(let id): "The warning of section “\(id)” has to be said before its questions."
        case .wrongAnswer(let id): "The answer to “\(id)” does not fit the question."
        case .paused: "The interview is paused; resume it first."
        case .notPaused: "The interview is not paused."
        case .over: "The interview is over; its answers stay as they are. Begin another one instead."
        }
    }
}

extension Instrument.Item {
    /// Whether an answer fits. Declined, unknown and not asked fit every question.
    func takes(_ answer: ItemAnswer) -> Bool {
        switch (kind, answer) {
        case (.yesNo, .answer): return true
        case (_, .answer(let answer)): return !answer.truth.isDecided
        case (.choice(let options, let multiple), .codes(let codes)):
            let known = Set(options.map(\.id))
            return !codes.isEmpty && (multiple || codes.count == 1) && Set(codes).count == codes.count
                && codes.allSatisfy(known.contains)
        case (.number(let range), .number(let number)):
            return Int(exactly: number).map(range.contains) ?? false
        case (.text, .text(let text)): return !text.isEmpty && text.utf8.count <= 20_000
        default: return false
        }
    }

    /// The facts that an answer says.
    func says(_ answer: ItemAnswer) -> [(AtomID, Answer)] {
        switch answer {
        case .answer(.yes): saysIfYes.map { ($0, .yes) }
        case .answer(.no): saysIfNo.map { ($0, .no) }
        case .answer(let open): saysIfYes.map { ($0, open) }
        case .codes(let codes):
            if case .choice(let options, _) = kind {
                options.filter { codes.contains($0.id) }.flatMap { $0.says.map { ($0, .yes) } }
            } else {
                []
            }
        case .number, .text: []
        }
    }
}
