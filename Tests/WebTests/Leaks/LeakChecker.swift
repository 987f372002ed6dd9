// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Store

@testable import Cases
@testable import Interchange
@testable import Web

/// Sends requests and says where an answer tells somebody what the policy does not let them know.
struct LeakChecker {
    let world: LeakWorld
    /// Under what an answer is judged; another than the one in force shows that the checker finds.
    var table = PolicyTable.current
    private(set) var requests = 0
    private(set) var seen: [String: Set<Canary>] = [:]
    private(set) var leaks: [String] = []

    init(_ world: LeakWorld, judging table: PolicyTable = .current) {
        self.world = world
        self.table = table
    }

    /// The kinds of id that a part of a path can hold.
    func ids(for part: String, _ person: LeakWorld.Person) -> [(kind: String, text: String, record: String)] {
        let cases = world.cases.flatMap { planted in
            planted.records.prefix(part == "record" ? records(planted) : 1).map { record in
                (planted.tag, planted.id.description, record.id.description)
            }
        }
        let absent = EntityID.random().description
        let foreign = world.planted("aa").records[0].id.description
        return cases + [
            ("absent", absent, EntityID.random().description), ("mixed", absent, foreign),
            ("malformed", "zz", "zz"), ("long", String(repeating: "a", count: 4000), "1"),
            ("encoded", "%2e%2e%2f%00", "%00"), ("organisation", person.agency.description, absent),
        ]
    }

    /// Every record of the first case, the first few of the others; all of all with WAYHOUSE_FULL_SWEEP set.
    private func records(_ planted: LeakWorld.Planted) -> Int {
        if ProcessInfo.processInfo.environment["WAYHOUSE_FULL_SWEEP"] != nil { return .max }
        return planted.tag == "aa" ? .max : 2
    }

    /// What several checkers found together.
    mutating func add(_ other: LeakChecker) {
        requests += other.requests
        leaks += other.leaks
        seen.merge(other.seen) { $0.union($1) }
    }

    mutating func send(_ route: Route, _ target: String, as person: LeakWorld.Person) async -> WebResponse {
        requests += 1
        let sweep = Sweep(test: world.test, watched: person.browser)
        var request = sweep.request(route, target, .member(person.browser), nil)
        if route.method == "PUT" {
            request = WebRequest(
                "PUT", target,
                headers: [
                    ("cookie", Sweep.Sender.member(person.browser).cookie), ("if-match", "\"1\""),
                    ("x-form-token", person.browser.formToken), ("sec-fetch-site", "same-origin"),
                    ("content-type", "application/json"),
                ],
                body: Array(Sweep.json.utf8))
        }
        let answer = await world.test.site.respond(to: request)
        judge(answer, "\(route.method) \(route.path) to \(target.prefix(80))", person)
        return answer
    }

    /// Notes every canary of an answer that its reader may not see.
    private mutating func judge(_ answer: WebResponse, _ what: String, _ person: LeakWorld.Person) {
        var text = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n") + "\n" + answer.text
        if answer.body.starts(with: Array("PK".utf8)) { text += Self.unpacked(answer.body) }
        let found = Canary.all(in: text)
        seen[person.name, default: []].formUnion(found)
        for canary in found where !mayKnow(canary, person) {
            leaks.append("\(person.name): \(canary.tag) \(canary.field) by \(what)")
        }
    }

    /// Every text of a workbook.
    private static func unpacked(_ bytes: [UInt8]) -> String {
        let parts = [
            "xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
            "docProps/core.xml",
        ]
        guard let zip = try? ZipArchive(bytes) else { return "" }
        var spent = 0
        return parts.compactMap { try? zip.read($0, spent: &spent) }.map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: "\n")
    }

    /// Whether the table lets somebody know what stands in a field of a case, by what the test knows of both.
    func mayKnow(_ canary: Canary, _ person: LeakWorld.Person) -> Bool {
        guard let planted = world.cases.first(where: { $0.tag == canary.tag || $0.waiting == canary.tag }),
            let field = Codebook.current[canary.field]
        else { return false }
        // What waits for review is the agency's own.
        if planted.waiting == canary.tag, planted.agency != person.agency { return false }
        switch decision(planted, field.fieldClass, person) {
        case .permit: return true
        case .mask(.firstName): return ["prs_FirstName", "wh_PreferredName"].contains(canary.field)
        case .mask, .denyHidden, .denyVisible: return false
        }
    }

    /// The most that reading, listing or taking out shows for any purpose, from no enrolled device.
    private func decision(_ planted: LeakWorld.Planted, _ fieldClass: FieldClass, _ person: LeakWorld.Person)
        -> Decision
    {
        let facts = facts(planted, person)
        var best = Decision.denyHidden
        for action in [Action.read, .list, .print, .export] {
            for purpose in Purpose.allCases where purpose != .statistics {
                let context = AccessContext(purpose: purpose, isStepUpFresh: true)
                var facts = facts
                if let share = planted.share, facts.relation == .activeReferral {
                    let isCovered = purpose == .care && share.classes.union([.f0]).contains(fieldClass)
                    facts.consent = isCovered ? .covers : .coversNotThis
                }
                let answer = Policy.decide(person.role, action, facts, fieldClass, context, under: table)
                if answer.isPermit { return answer }
                if answer.isShown || best == .denyHidden { best = answer }
            }
        }
        return best
    }

    private func facts(_ planted: LeakWorld.Planted, _ person: LeakWorld.Person) -> ResourceFacts {
        let isShared = planted.share?.to == person.agency
        return ResourceFacts(
            relation: planted.agency == person.agency ? .owner : isShared ? .activeReferral : .none,
            state: planted.state,
            isAssigned: planted.assigned.contains(person.id), isOwn: planted.author == person.id)
    }

    /// Whether somebody must not be able to tell the case from one that never was.
    func isHidden(_ planted: LeakWorld.Planted, from person: LeakWorld.Person) -> Bool {
        decision(planted, .f0, person) == .denyHidden
    }

    /// An answer without what is new in every answer, and without the ids that were asked for.
    static func bare(_ answer: WebResponse, asked ids: [String]) -> String {
        var text = "\(answer.status)\n" + answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        text += "\n" + answer.text
        for id in ids { text = text.replacing(id, with: "ID") }
        return text.replacing(#/nonce(-|=")[A-Za-z0-9+\/=_-]+/#, with: "nonce").replacing(
            #/name="request" value="[^"]*"/#, with: "request")
    }
}
