// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Store
import Testing
import Workflows

@testable import Cases
@testable import Web

/// AUTHZ-3, AUTHZ-4: every route, in every role, with every kind of id.
@Suite(.serialized) struct LeakTests {
    private static func with(_ body: (LeakWorld) async throws -> Void) async throws {
        let test = try await TestSite()
        defer { test.remove() }
        try await body(try await LeakWorld(test))
    }

    private static func hasID(_ route: Route) -> Bool { route.path.contains("{") }

    /// The path with a case and a record of it; other parts get an id that never was.
    private static func path(_ route: Route, _ id: String, _ record: String) -> String {
        route.path.split(separator: "/").map { part in
            switch part {
            case "{case}": id
            case "{kind}": "comment"
            default: part.first == "{" ? record : String(part)
            }
        }.reduce("") { $0 + "/" + $1 }
    }

    /// Looks only, so that the world stays as it was planted. Everybody looks at once.
    private static func look(_ checker: inout LeakChecker, _ routes: [Route]) async -> [String] {
        let fresh = LeakChecker(checker.world, judging: checker.table)
        return await withTaskGroup(of: (LeakChecker, [String]).self) { group in
            for person in checker.world.people {
                group.addTask { await look(fresh, routes, person) }
            }
            var unlike: [String] = []
            for await (part, found) in group {
                checker.add(part)
                unlike += found
            }
            return unlike
        }
    }

    private static func look(_ checker: LeakChecker, _ routes: [Route], _ person: LeakWorld.Person) async
        -> (LeakChecker, [String])
    {
        var checker = checker
        var unlike: [String] = []
        for route in routes where route.method == "GET" {
            if hasID(route) {
                unlike += await apart(&checker, route, person)
            } else {
                _ = await checker.send(route, route.path, as: person)
            }
        }
        return (checker, unlike)
    }

    /// Hidden cases whose answer is not that of a case which never was.
    private static func apart(
        _ checker: inout LeakChecker, _ route: Route, _ person: LeakWorld.Person, onlyHidden: Bool = false
    ) async -> [String] {
        var unlike: [String] = []
        let absentIDs = [EntityID.random().description, EntityID.random().description]
        let absent = LeakChecker.bare(
            await checker.send(route, path(route, absentIDs[0], absentIDs[1]), as: person), asked: absentIDs)
        let part = route.path.contains("{record}") ? "record" : "case"
        for id in checker.ids(for: part, person) {
            let planted = checker.world.cases.first { $0.tag == id.kind }
            let isHidden = planted.map { checker.isHidden($0, from: person) }
            if onlyHidden, isHidden == false { continue }
            let answer = await checker.send(route, path(route, id.text, id.record), as: person)
            if isHidden == true, LeakChecker.bare(answer, asked: [id.text, id.record]) != absent {
                unlike.append("\(person.name): \(id.kind) by \(route.method) \(route.path)")
            }
        }
        return unlike
    }

    @Test func `no look shows anybody what the policy keeps from them, and hidden is as if it never was`() async throws
    {
        try await Self.with { world in
            var checker = LeakChecker(world)
            let unlike = await Self.look(&checker, Routes.all)
            #expect(checker.leaks.isEmpty)
            #expect(unlike.isEmpty)
            #expect(checker.requests > 1000)
            // Control: there was something to see, and who may see it did.
            let caseworker = checker.seen["caseworker0"] ?? []
            #expect(caseworker.filter { $0.tag == "aa" }.count >= 20)
            #expect(caseworker.allSatisfy { $0.tag.first == "a" })
            // What waits is seen where it was written, and the copy that was given by those it was given to.
            #expect(caseworker.contains { $0.tag == "al" } && caseworker.contains { $0.tag == "aj" })
            let given = checker.seen.filter { $0.key.hasSuffix("0") }.values.flatMap { $0 }.filter { $0.tag == "bc" }
            #expect(given.contains { $0.field == "prs_FirstName" })
            #expect(!checker.seen.contains { name, seen in name.hasSuffix("0") && seen.contains { $0.tag == "bd" } })
            #expect(checker.seen["supervisor1"]?.contains { $0.tag == "bd" } == true)
            #expect(checker.seen["caseworker1"]?.contains { $0.tag == "ba" } == true)
            #expect(checker.seen["shelterManager0".lowercased()]?.isEmpty == false)
            #expect(checker.seen["donor0"]?.isEmpty != false)
        }
    }

    @Test func `a policy that allowed less would be seen to be broken`() async throws {
        try await Self.with { world in
            for (role, fieldClass) in [(Role.supervisor, FieldClass.f4), (.investigator, .f2), (.shelterManager, .f2)] {
                let table = PolicyTable.current.with(.none, for: role, .owner, fieldClass)
                var checker = LeakChecker(world, judging: table)
                _ = await Self.look(&checker, Routes.all.filter { $0.path == "/api/v1/cases/{case}" })
                #expect(checker.leaks.contains { $0.hasPrefix("\(role.rawValue)0".lowercased()) }, "\(role)")
            }
            let table = PolicyTable.current.without(.assignmentIsNeeded)
            var checker = LeakChecker(world, judging: table)
            #expect(await Self.look(&checker, Routes.all).isEmpty)
        }
    }

    @Test
    func `nothing that is sent to a hidden case is answered otherwise than for one that never was, or changes it`()
        async throws
    {
        try await Self.with { world in
            let before = try await Self.picture(of: world)
            var unlike: [String] = []
            var checker = LeakChecker(world)
            for person in world.people {
                for route in Routes.all where route.method != "GET" && route.path.contains("{case}") {
                    unlike += await Self.apart(&checker, route, person, onlyHidden: true)
                }
            }
            #expect(checker.leaks.isEmpty)
            // Breaking the glass is the one way in, and tells a supervisor each time.
            #expect(unlike.filter { !$0.contains("/break-glass") }.isEmpty)
            #expect(try await Self.picture(of: world) == before)
        }
    }

    /// Every case as the register holds it now.
    private static func picture(of world: LeakWorld) async throws -> [String] {
        var all: [String] = []
        for planted in world.cases {
            all.append("\(planted.tag) \(String(describing: world.store.facts(ofCase: planted.id)))")
            guard planted.state != .erased, planted.state != .mergedAway else { continue }
            let reader = Access(
                Actor(id: EntityID(high: 7, low: 7), role: .supervisor, agency: planted.agency), isStepUpFresh: true)
            let file = try await readCase(planted.id, by: reader, in: world.store)
            all += file.records.map { "\($0.id) \($0.version)" }.sorted()
        }
        return all
    }
}
