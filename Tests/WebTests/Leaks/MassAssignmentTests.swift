// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Store
import Testing
import Workflows

@testable import Cases
@testable import Web

/// AUTHZ-6: whoever sends every field there is, and what is no field, changes only what they may write.
@Suite(.serialized) struct MassAssignmentTests {
    private static let sent = "sent by somebody"

    /// Every text of the codebook for these kinds of record, and what no record takes from outside.
    private static func body(_ kind: RecordKind, only fields: Set<FieldClass>) throws -> [UInt8] {
        let names = Codebook.current.fields.filter {
            kind.sections.contains($0.section) && $0.isText && fields.contains($0.fieldClass)
        }.map(\.name.rawValue)
        let object: [String: Any] = [
            "values": Dictionary(uniqueKeysWithValues: names.map { ($0, sent) }), "kind": kind.rawValue,
            "version": 99, "agency": EntityID.random().description, "owner": EntityID.random().description,
            "author": EntityID.random().description, "state": "open", "assigned": [EntityID.random().description],
            "locked": [String](), "consent": "covers", "shares": [String](), "isRemoved": true,
        ]
        return Array(try JSONSerialization.data(withJSONObject: object))
    }

    @Test(arguments: Role.allCases.filter { $0 != .custodian })
    func `only what the policy lets somebody write is changed`(role: Role) async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let world = try await LeakWorld(test)
        let person = world.person(role, world.agencies[0])
        let planted = world.planted("aa")
        let facts = try #require(world.store.facts(ofCase: planted.id))
        var changed = 0
        for record in planted.records {
            for classes in [Set(FieldClass.allCases)] + FieldClass.allCases.map({ [$0] }) {
                let before = try await Self.stored(record.id, planted, world)
                let request = WebRequest(
                    "PUT", "/api/v1/cases/\(planted.id)/records/\(record.id)",
                    headers: person.browser.headers + [
                        ("if-match", "\"\(before?.version ?? 1)\""), ("x-form-token", person.browser.formToken),
                        ("sec-fetch-site", "same-origin"), ("content-type", "application/json"),
                    ],
                    body: try Self.body(record.kind, only: classes))
                _ = await test.site.respond(to: request)
                let after = try await Self.stored(record.id, planted, world)
                for field in Self.unlike(before, after) {
                    changed += 1
                    #expect(Self.mayWrite(role, field), "\(role) \(field)")
                }
            }
        }
        let now = try #require(world.store.facts(ofCase: planted.id))
        #expect(now.agency == facts.agency && now.author == facts.author && now.assigned == facts.assigned)
        #expect(now.state == facts.state && now.shares == facts.shares && now.locked.isSuperset(of: facts.locked))
        // Control: those who may write were able to.
        if role == .caseworker || role == .investigator { #expect(changed > 0) }
    }

    private static func mayWrite(_ role: Role, _ field: FieldName) -> Bool {
        guard let fieldClass = Codebook.current[field]?.fieldClass else { return false }
        let facts = ResourceFacts(relation: .owner, state: .open, isAssigned: true)
        return role.purposes.contains { purpose in
            let context = AccessContext(purpose: purpose, isStepUpFresh: true)
            return Policy.decide(role, .edit, facts, fieldClass, context).isPermit
        }
    }

    /// The record as its writer reads it.
    private static func stored(_ id: EntityID, _ planted: LeakWorld.Planted, _ world: LeakWorld) async throws -> Stored?
    {
        let writer = Access(
            Actor(id: planted.author, role: .caseworker, agency: planted.agency), isStepUpFresh: true)
        let file = try await readCase(planted.id, by: writer, in: world.store)
        return (file.records + file.people.values).first { $0.id == id }
    }

    private static func unlike(_ before: Stored?, _ after: Stored?) -> [FieldName] {
        let names = Set(before?.record.values.keys.map { $0 } ?? []).union(after?.record.values.keys.map { $0 } ?? [])
        return names.filter { before?.record[$0] != after?.record[$0] }
    }
}
