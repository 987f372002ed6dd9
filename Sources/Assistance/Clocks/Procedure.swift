// SPDX-License-Identifier: Apache-2.0

import Identification

/// The way a case goes in one country or organisation: its stages, what each must leave behind, and its clocks.
public struct Procedure: Sendable, Hashable, Identifiable {
    /// One step of the way. Stages may run side by side and be returned to.
    public struct Stage: Sendable, Hashable, Identifiable {
        public let id: String
        public let title: String
        /// What there must be on paper or in the record when it is done, in words.
        public let artefacts: [String]
    }

    /// Something that happens to a case and that a clock goes by.
    public struct Event: Sendable, Hashable, Identifiable {
        public let id: String
        public let words: String
    }

    public let id: String
    public let title: String
    public let stages: [Stage]
    public let events: [Event]
    public let clocks: [ClockRule]

    /// The procedure that is compiled in: the common core of national referral procedures. An organisation's own file
    /// takes its place.
    public static let current: Procedure = {
        do { return try Procedure(BuiltIn.procedure, file: "procedure.json") } catch {
            preconditionFailure("the procedure that is compiled in is read: \(error)")
        }
    }()

    /// Reads a file of the form of `Resources/procedure.json`.
    ///
    /// - Throws: `DataRefused` with every fault and its place: unknown stages and events, names used twice, clocks
    ///   that nothing starts or stops.
    public init(_ bytes: [UInt8], file: String) throws(DataRefused) {
        let root = try DataReader.root(bytes, file: file)
        id = root.text("id")
        title = root.text("title")
        stages = root.list("stages").map { reader in
            let stage = Stage(id: reader.text("id"), title: reader.text("title"), artefacts: reader.texts("artefacts"))
            reader.close()
            return stage
        }
        events = root.list("events").map { reader in
            let event = Event(id: reader.text("id"), words: reader.text("words"))
            reader.close()
            return event
        }
        let readers = root.list("clocks")
        let read = readers.map { ClockRule($0) }
        clocks = read.compactMap { $0 }
        root.close()
        for (reader, clock) in zip(readers, read) { if let clock { check(clock, reader) } }
        Self.checkDoubles(stages.map(\.id), "stage", root)
        Self.checkDoubles(events.map(\.id), "event", root)
        Self.checkDoubles(clocks.map(\.id), "clock", root)
        try root.finish()
    }

    private func check(_ clock: ClockRule, _ reader: DataReader) {
        if let stage = clock.stage, !stages.contains(where: { $0.id == stage }) {
            reader.child("stage")?.report("there is no stage “\(stage)”")
        }
        let known = Set(events.map(\.id))
        for event in clock.events.sorted() where !known.contains(event) {
            reader.report("there is no event “\(event)”")
        }
    }

    private static func checkDoubles(_ ids: [String], _ what: String, _ root: DataReader) {
        for id in Set(ids).sorted() where ids.count(where: { $0 == id }) > 1 {
            root.report("the \(what) “\(id)” is here twice")
        }
    }

    /// The clock of this id; nil when there is none.
    public func clock(_ id: String) -> ClockRule? { clocks.first { $0.id == id } }
}
