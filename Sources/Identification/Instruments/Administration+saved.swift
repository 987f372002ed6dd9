// SPDX-License-Identifier: Apache-2.0

import Cases

extension Administration {
    /// All that an administration holds beside its instrument and its respondent, to be kept and brought back.
    public struct Saved: Sendable, Hashable, Codable {
        /// What the person said and what the interviewer saw, each in the order in which it was written down.
        public var entries: [Entry]
        public var skipped: Set<String>
        public var warned: [String: Bool]
        public var isPaused: Bool
        /// Nil while it is not over.
        public var ending: Ending?

        public init(
            entries: [Entry] = [], skipped: Set<String> = [], warned: [String: Bool] = [:], isPaused: Bool = false,
            ending: Ending? = nil
        ) {
            self.entries = entries
            self.skipped = skipped
            self.warned = warned
            self.isPaused = isPaused
            self.ending = ending
        }
    }

    /// As it stands now.
    public var saved: Saved {
        var saved = Saved(entries: entries, skipped: skipped, warned: warned, isPaused: state == .paused)
        if case .ended(let ending) = state { saved.ending = ending }
        return saved
    }

    /// One that was kept, exactly as it was left. Nothing is checked again: it was checked as it was given.
    public init(of instrument: Instrument, with respondent: Respondent, restoring saved: Saved) {
        self.init(of: instrument, with: respondent)
        restore(saved)
    }

    /// What was answered to one item, the earliest first: a correction stands behind what it corrects.
    public func history(of item: String) -> [Entry] { entries.filter { $0.item == item } }

    /// Why it ended; nil while it has not.
    public var ending: Ending? { if case .ended(let ending) = state { ending } else { nil } }
}

/// Which part of an administration an entry belongs to: what the person said, or what the interviewer saw.
extension Administration.Saved {
    /// The entries that are observations of the interviewer, under the instrument's own marks.
    public func observations(of instrument: Instrument) -> [Administration.Entry] {
        let seen = Set(instrument.items.filter(\.isObservation).map(\.id))
        return entries.filter { seen.contains($0.item) }
    }

    /// The same without the observations.
    public func answersOnly(of instrument: Instrument) -> Administration.Saved {
        let seen = Set(instrument.items.filter(\.isObservation).map(\.id))
        var copy = self
        copy.entries = entries.filter { !seen.contains($0.item) }
        return copy
    }
}

extension Administration {
    /// The facts that the answers say, each under the name of whoever said it: the person, on the day of the answer, or
    /// for an observation the interviewer. Asked again in another interview, the person's later answer counts.
    ///
    /// - Parameter person: An opaque id of the person who answered.
    public func assertions(of person: String, record: EntityID?) -> [Assertion] {
        let (answers, last) = (answers, Dictionary(entries.map { ($0.item, $0) }, uniquingKeysWith: { $1 }))
        return instrument.items.flatMap { item -> [Assertion] in
            guard let answer = answers[item.id], let entry = last[item.id] else { return [] }
            return item.says(answer).map { atom, value in
                Assertion(
                    atom, value, source: item.isObservation ? .observation : .person,
                    assertedBy: item.isObservation ? entry.by : person, on: entry.on, record: record)
            }
        }
    }
}
