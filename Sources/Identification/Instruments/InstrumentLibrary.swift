// SPDX-License-Identifier: Apache-2.0

/// Every instrument there is.
public struct InstrumentLibrary: Sendable {
    public let instruments: [Instrument]

    /// The instruments of this program. Compiled in, read and checked on first use (some milliseconds).
    public static let current: InstrumentLibrary = {
        do {
            return try InstrumentLibrary(files: BuiltIn.instruments)
        } catch {
            preconditionFailure("The instruments that are compiled in cannot be read: \(error)")
        }
    }()

    /// - Throws: `DataRefused` with every fault of every file.
    public init(files: [(name: String, bytes: [UInt8])]) throws(DataRefused) {
        self = try InstrumentLibrary(instruments: []).adding(files)
    }

    /// These instruments, an organisation's own, and translations of any of them.
    ///
    /// - Throws: `DataRefused` with every fault: a version that is there already, a translation that is not complete or
    ///   that nobody reviewed.
    public func adding(
        _ files: [(name: String, bytes: [UInt8])] = [], translations: [(name: String, bytes: [UInt8])] = []
    ) throws(DataRefused) -> InstrumentLibrary {
        var all = instruments
        var problems: [DataRefused.Problem] = []
        func add(_ one: Instrument, _ file: String) {
            if all.contains(where: { $0.id == one.id && $0.version == one.version && $0.language == one.language }) {
                let message = "this version in this language is there already"
                problems.append(.init(file: file, place: "", message: message))
            } else {
                all.append(one)
            }
        }
        for file in files {
            do {
                add(try InstrumentReader(catalogue: .current).instrument(file.bytes, file: file.name), file.name)
            } catch { problems += error.problems }
        }
        for file in translations {
            do {
                let words = try InstrumentTranslation(reading: file.bytes, file: file.name)
                let original = all.first {
                    $0.id == words.instrument && $0.version == words.version && $0.language != words.language
                }
                if let original {
                    add(try original.translated(by: words), file.name)
                } else {
                    problems.append(.init(file: file.name, place: "of", message: "there is no such instrument"))
                }
            } catch { problems += error.problems }
        }
        if !problems.isEmpty { throw DataRefused(problems: problems) }
        return InstrumentLibrary(instruments: all)
    }

    private init(instruments: [Instrument]) { self.instruments = instruments }

    /// The instrument of this id, in this language when there is one, else in English; the last of several versions.
    public func instrument(_ id: String, language: String = "eng") -> Instrument? {
        let all = instruments.filter { $0.id == id }
        return all.last { $0.language == language } ?? all.last { $0.language == "eng" } ?? all.last
    }

    /// Exactly this version in this language: what an administration was begun with.
    public func instrument(_ id: String, version: String, language: String) -> Instrument? {
        instruments.first { $0.id == id && $0.version == version && $0.language == language }
    }

    /// Every language in which a version is in use, the original first.
    public func languages(of instrument: Instrument) -> [Instrument] {
        let all = instruments.filter { $0.id == instrument.id && $0.version == instrument.version }
        return all.filter { $0.review == nil } + all.filter { $0.review != nil }
    }

    /// Instruments that fit, the best first.
    public func proposals(for respondent: Respondent) -> [InstrumentSelector.Proposal] {
        InstrumentSelector.proposals(instruments, for: respondent)
    }
}
