// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Directory

struct SearchTests {
    /// Invented services all over the Earth, many of them around a few cities.
    static func entries(_ count: Int, _ dice: inout SplitMix64) -> [DirectoryEntry] {
        let cities = [(6.93, 79.86), (-8.56, 125.57), (12.37, -1.52), (16.05, 108.2), (-17.8, 179.6), (89.4, 10)]
        return (0..<count).map { number in
            var entry = DirectoryEntry(
                id: "s\(number)", name: "Service \(number)", organization: nil,
                status: dice.chance(9, in: 10) ? "active" : "inactive")
            entry.services = Set(
                (0..<Int.random(in: 0...3, using: &dice)).map { _ in dice.pick(["SHE", "LEG", "MED", "PSS"]) })
            if dice.chance(1, in: 2) { entry.forms = [dice.pick(["ForcedLabour", "SexualExploitation"])] }
            if dice.chance(1, in: 2) { entry.genders = [dice.pick(["Feminine", "Masculine"])] }
            entry.languages = Set((0..<2).map { _ in dice.pick(["ta", "si", "vi", "tet", "fr", "en"]) })
            if dice.chance(1, in: 2) { entry.minimumAge = Double(Int.random(in: 0...20, using: &dice)) }
            if dice.chance(1, in: 3) { entry.maximumAge = Double(Int.random(in: 20...99, using: &dice)) }
            if dice.chance(1, in: 2) { entry.capacity = Int.random(in: 0...9, using: &dice) }
            if dice.chance(1, in: 2) { entry.vettedOn = Day(number: Int.random(in: 19_000...20_500, using: &dice)) }
            for _ in 0..<Int.random(in: 0...2, using: &dice) {
                let city = dice.pick(cities)
                let spread = dice.pick([0.1, 1, 40])
                let point = GeoPoint(
                    latitude: max(-90, min(90, city.0 + Double.random(in: -spread...spread, using: &dice))),
                    longitude: (city.1 + Double.random(in: -spread...spread, using: &dice) + 540)
                        .truncatingRemainder(dividingBy: 360) - 180)
                entry.places.append(
                    .init(point: point, city: dice.pick(["Colombo", "Dili"]), postalCode: "0\(number % 7)00"))
            }
            entry.isPlaceSecret = entry.services.contains("SHE")
            return entry
        }
    }

    @Test(arguments: [
        // By the angle between vectors, in another language: Colombo to Kandy, Dili to Darwin, London to New York,
        // pole to pole.
        ("6.9271,79.8612", "7.2906,80.6337", 94.3), ("-8.5569,125.5603", "-12.4634,130.8456", 722.8),
        ("51.5074,-0.1278", "40.7128,-74.0060", 5570.2), ("90,0", "-90,77", 20015.1), ("0,179.5", "0,-179.5", 111.2),
    ])
    func `distances are those of a ball`(known: (String, String, Double)) throws {
        let (a, b) = (try #require(GeoPoint(known.0)), try #require(GeoPoint(known.1)))
        #expect(abs(a.kilometres(to: b) - known.2) < 0.5, "\(a.kilometres(to: b))")
        #expect(abs(a.kilometres(to: b) - b.kilometres(to: a)) < 1e-9)
        #expect(GeoPoint("91,0") == nil && GeoPoint("1") == nil && GeoPoint("1,2,3") == nil && GeoPoint("a,b") == nil)
    }

    @Test func `the grid finds what looking at every place finds, poles and date line too`() {
        var dice = SplitMix64(seed: 24)
        let entries = Self.entries(2000, &dice)
        let search = DirectorySearch(entries)
        var found = 0
        for _ in 0..<400 {
            let point = dice.pick([
                GeoPoint(
                    latitude: Double.random(in: -90...90, using: &dice),
                    longitude: Double.random(in: -180...180, using: &dice))!,
                entries.compactMap { $0.places.first?.point }.randomElement(using: &dice)!,
                GeoPoint(latitude: 89.9, longitude: -170)!, GeoPoint(latitude: -17.8, longitude: -179.95)!,
            ])
            var query = DirectoryQuery()
            query.near = .init(point, kilometres: dice.pick([0.5, 5, 50, 300, 2000, 15_000]))
            let slow = entries.filter { entry in
                entry.status == "active"
                    && entry.places.contains { $0.point!.kilometres(to: point) <= query.near!.kilometres }
            }
            let fast = search.find(query)
            #expect(Set(fast.map(\.entry.id)) == Set(slow.map(\.id)) && fast.count == slow.count)
            #expect(fast.map { $0.kilometres! } == fast.map { $0.kilometres! }.sorted())
            found += fast.count
        }
        #expect(found > 10_000)
    }

    @Test func `each condition leaves out what does not fit, and nothing else`() {
        var entry = DirectoryEntry(id: "a", name: "A", organization: nil, status: "active")
        entry.services = ["LEG"]
        entry.forms = ["ForcedLabour"]
        entry.genders = ["Feminine"]
        entry.nationalities = ["Nepal"]
        entry.languages = ["ne", "nepali"]
        (entry.minimumAge, entry.maximumAge, entry.capacity) = (18, 60, 2)
        entry.vettedOn = Day("2026-03-01")
        entry.places = [.init(city: "Dili", postalCode: "0400")]
        let search = DirectorySearch([entry])
        func finds(_ change: (inout DirectoryQuery) -> Void) -> Bool {
            var query = DirectoryQuery()
            change(&query)
            return search.find(query).count == 1
        }
        #expect(finds { _ in } && finds { $0.services = ["LEG", "MED"] } && !finds { $0.services = ["MED"] })
        #expect(finds { $0.form = "ForcedLabour" } && !finds { $0.form = "SexualExploitation" })
        #expect(finds { $0.gender = "Feminine" } && !finds { $0.gender = "Masculine" })
        #expect(finds { $0.nationality = "Nepal" } && !finds { $0.nationality = "India" })
        #expect(
            finds { $0.languages = ["NE"] } && finds { $0.languages = ["Nepali"] } && !finds { $0.languages = ["fr"] })
        #expect(finds { $0.age = 18 } && finds { $0.age = 60 } && !finds { $0.age = 17 } && !finds { $0.age = 61 })
        #expect(finds { $0.capacity = 2 } && !finds { $0.capacity = 3 })
        #expect(finds { $0.vettedSince = Day("2026-03-01") } && !finds { $0.vettedSince = Day("2026-03-02") })
        #expect(finds { $0.place = "DILI" } && finds { $0.place = "04" } && !finds { $0.place = "Colombo" })
        #expect(!finds { $0.takesFamilies = true } && !finds { $0.isAlwaysOpen = true })
        // What sets no limit takes everybody; what was not said of room, vetting and languages does not count.
        let bare = DirectorySearch([DirectoryEntry(id: "b", name: "B", organization: nil, status: "active")])
        var query = DirectoryQuery()
        (query.form, query.gender, query.age, query.nationality) = ("ForcedLabour", "Feminine", 3, "Nepal")
        #expect(bare.find(query).count == 1)
        query.capacity = 0
        #expect(bare.find(query).isEmpty)
    }

    @Test func `ten thousand services with five conditions answer at once`() throws {
        var dice = SplitMix64(seed: 10_000)
        let search = DirectorySearch(Self.entries(10_000, &dice))
        var query = DirectoryQuery()
        query.near = .init(try #require(GeoPoint("6.93,79.86")), kilometres: 200)
        (query.form, query.gender, query.age, query.languages, query.capacity) = (
            "ForcedLabour", "Feminine", 25, ["ta", "si"], 1
        )
        guard ProcessInfo.processInfo.environment["WAYHOUSE_BENCH"] == "1" else {
            #expect(!search.find(query).isEmpty)
            return
        }
        var times: [Double] = []
        for kilometres in [50.0, 200, 1000, 20_000] {
            query.near = .init(query.near!.point, kilometres: kilometres)
            for _ in 0..<50 {
                let start = Self.cpu()
                let hits = search.find(query)
                times.append((Self.cpu() - start) * 1000)
                if hits.isEmpty { Issue.record("nothing found") }
            }
            let sorted = times.suffix(50).sorted()
            let note =
                "\(Int(kilometres)) km: median \(sorted[25]) ms, worst \(sorted[49]) ms, found \(search.find(query).count)\n"
            FileHandle.standardError.write(Data(note.utf8))
        }
        #expect(times.max()! <= 20)
    }

    /// Processor time of this thread, in seconds.
    private static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
