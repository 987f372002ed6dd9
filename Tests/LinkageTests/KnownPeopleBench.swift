// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Linkage

/// One person asked for among all of a file, and names compared one by one. Runs only when `WAYHOUSE_BENCH_PEOPLE`
/// names a CSV file with the columns of `Benchmarks/linkage.py` (id, given name, surname, sex, date, year, nationality,
/// place, telephone, paper), under the model that `WAYHOUSE_BENCH_MODEL` names. Build it optimised:
/// `swift test -c release -Xswiftc -enable-testing --filter KnownPeopleBench`. Says one JSON object a line.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["WAYHOUSE_BENCH_PEOPLE"] != nil))
struct KnownPeopleBench {
    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Milliseconds of this thread's processor time, and by the clock.
    private static var now: (processor: Double, wall: Double) {
        func time(_ clock: clockid_t) -> Double {
            var time = timespec()
            clock_gettime(clock, &time)
            return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
        }
        return (time(CLOCK_THREAD_CPUTIME_ID), time(CLOCK_MONOTONIC))
    }

    private static func people() throws -> [KnownPerson] {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: environment["WAYHOUSE_BENCH_PEOPLE"] ?? "")))
        return try bytes.withUnsafeBufferPointer { buffer in
            var fields = try CSVFields(buffer)
            var (people, row) = ([KnownPerson](), [String]())
            while !fields.isAtEnd {
                row.removeAll(keepingCapacity: true)
                repeat {
                    try fields.next { row.append(String(decoding: $0, as: UTF8.self)) }
                } while !fields.endsRow
                    && !fields.isAtEnd
                row += Array(repeating: "", count: max(0, 10 - row.count))
                var person = KnownPerson()
                (person.given, person.surname, person.sex) = (row[1], row[2], row[3])
                person.birth = BirthDate(row[4].isEmpty ? row[5] : row[4])
                (person.nationality, person.places) = (row[6], [row[7]])
                (person.phone, person.document) = (row[8], row[9])
                people.append(person)
            }
            return Array(people.dropFirst())
        }
    }

    private static func say(_ what: String, _ times: [(processor: Double, wall: Double)]) {
        for (name, sorted) in [
            ("processor", times.map(\.processor).sorted()), ("wall", times.map(\.wall).sorted()),
        ] {
            func at(_ share: Double) -> Double { sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] }
            let figures = "\"p50 ms\": \(at(0.5)), \"p99 ms\": \(at(0.99)), \"max ms\": \(at(1))"
            say("{\"what\": \"\(what)\", \"time\": \"\(name)\", \"count\": \(sorted.count), \(figures)}")
        }
    }

    private static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    @Test func `one person is asked for among all`() throws {
        let people = try Self.people()
        let model = try Self.environment["WAYHOUSE_BENCH_MODEL"].map { path in
            try LinkageModel(json: Data(contentsOf: URL(fileURLWithPath: path)))
        }
        let index = KnownPeople<Int>(model ?? .forRegisters)
        func timed(_ body: () -> Void) -> (processor: Double, wall: Double) {
            let start = Self.now
            body()
            let end = Self.now
            return (end.processor - start.processor, end.wall - start.wall)
        }
        Self.say("insert", people.indices.map { place in timed { index.insert(people[place], id: place) } })
        let questions = 20_000
        let asked = (0..<questions).map { Int(mixed(UInt64($0) &+ 1) % UInt64(people.count)) }
        Self.say("ask", asked.map { place in timed { _ = index.matches(people[place]) { $0 != place } } })
        #expect(people.count > 0)
    }

    @Test func `names are compared with a cutoff`() throws {
        let names = Set(try Self.people().lazy.map(\.given)).sorted().prefix(6_000)
        let pool = TextPool()
        var normaliser = NameNormaliser()
        for name in names { _ = pool.number(Array(normaliser.plain(name).utf8)) }
        let (view, similarity, bounds) = (pool.view, JaroWinkler(), JaroBounds.alike)
        let half = UInt32((pool.count - 1) / 2)
        if let file = Self.environment["WAYHOUSE_BENCH_NAMES"] {
            let words = (1...(2 * half)).map { pool.text($0) + "\n" }
            try Data(words.joined().utf8).write(to: URL(fileURLWithPath: file))
        }
        for _ in 0..<3 {
            let start = Self.now.processor
            var hits = 0
            for a in 1...half {
                let one = view.entry(a)
                for b in (half + 1)...(2 * half) where similarity.similarity(one, view.entry(b), bounds) > 0 {
                    hits += 1
                }
            }
            let rate = Double(half) * Double(half) / (Self.now.processor - start) / 1e3
            Self.say("{\"what\": \"names\", \"million pairs a processor second\": \(rate), \"alike\": \(hits)}")
        }
    }
}
