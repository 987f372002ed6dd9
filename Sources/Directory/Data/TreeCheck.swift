// SPDX-License-Identifier: Apache-2.0

import Foundation
import Interchange
import Standard

/// Compares objects with what the specification says of them, and gathers what is not so.
final class TreeCheck {
    private(set) var findings: [DirectoryFinding] = []
    private let schema = HSDSSchema.current
    private let vocabulary: DirectoryVocabulary
    /// Members that are in no list, once each.
    private var unknown: Set<String> = []

    init(_ vocabulary: DirectoryVocabulary) { self.vocabulary = vocabulary }

    func say(_ severity: DirectoryFinding.Severity, _ place: String, _ message: String) {
        findings.append(DirectoryFinding(severity: severity, place: place, message: message))
    }

    /// - Parameter isNested: What an object stands in says to what it belongs, so that links need not be said.
    func check(_ tree: WrittenJSON, as name: String, at place: String, isNested: Bool) {
        guard let entity = schema.entities[name] else { return }
        guard case .object(let members) = tree else {
            return say(.error, place, "this should be an object in braces")
        }
        for field in entity.fields where field.required == true && tree.isMissing(field.name) {
            if isNested, field.link != nil || Self.saidByNesting.contains(field.name) { continue }
            say(Self.matters(name, field.name) ? .error : .warning, place, "“\(field.name)” is missing")
        }
        for member in members { checkMember(member, of: entity, at: place, isNested: isNested) }
        if name == "attribute" { checkAttribute(tree, at: place) }
    }

    private static let saidByNesting: Set<String> = ["link_id", "link_entity", "resource_id", "resource_type"]

    /// Without an id nothing can be referred to; without its name or status nobody can choose a service.
    private static func matters(_ entity: String, _ field: String) -> Bool {
        field == "id" || entity == "service" && ["name", "status"].contains(field)
            || entity == "location" && field == "location_type"
    }

    private func checkMember(_ member: JSONMember, of entity: HSDSSchema.Entity, at place: String, isNested: Bool) {
        let here = place.isEmpty ? member.key : isNested ? "\(place).\(member.key)" : "\(place), \(member.key)"
        if let list = entity.lists.first(where: { $0.name == member.key }) {
            guard case .list(let elements) = member.value else {
                return say(.error, here, "this should be a list in square brackets")
            }
            for (index, element) in elements.enumerated() {
                check(element, as: list.entity, at: "\(here)[\(index)]", isNested: true)
            }
        } else if let object = entity.objects.first(where: { $0.name == member.key }) {
            if member.value != .null { check(member.value, as: object.entity, at: here, isNested: true) }
        } else if let field = entity.field(member.key) {
            checkValue(member.value, field, at: here)
        } else if !Self.nests(entity.name, member.key), unknown.insert("\(entity.name).\(member.key)").inserted {
            say(.note, here, "the specification has no such member; it is kept as it is")
        }
    }

    /// Objects that a nested answer may show although they hang on a link.
    private static func nests(_ entity: String, _ member: String) -> Bool {
        entity == "service_at_location" && member == "service" || entity == "organization" && member == "services"
    }

    private func checkValue(_ value: WrittenJSON, _ field: HSDSSchema.Field, at place: String) {
        if value == .null { return }
        switch (field.type, value) {
        case (.number, .number): checkRange(value, field, at: place)
        case (.number, _): say(.error, place, "this should be a number")
        // Numbers where texts belong are common and harm nothing.
        case (_, .number): break
        case (_, .text(let text)): checkText(text, field, at: place)
        case (_, .flag), (_, .list), (_, .object), (_, .null): say(.error, place, "this should be a text")
        }
    }

    private func checkRange(_ value: WrittenJSON, _ field: HSDSSchema.Field, at place: String) {
        let most = field.name == "latitude" ? 90.0 : field.name == "longitude" ? 180 : nil
        guard let most, let number = value.number, abs(number) > most else { return }
        say(.warning, place, "no place on Earth has this; it is kept, and no distance is told from it")
    }

    private func checkText(_ text: String, _ field: HSDSSchema.Field, at place: String) {
        if let values = field.values, !values.contains(text) {
            return say(.error, place, "this should be one of: " + values.joined(separator: ", "))
        }
        switch field.type {
        case .date where Day(text) == nil: say(.error, place, "this should be a day such as 2026-11-21")
        case .time where text.wholeMatch(of: #/[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?.*/#) == nil:
            say(.error, place, "this should be a time such as 09:30:00")
        case .email where text.split(separator: "@").count != 2: say(.warning, place, "this is no e-mail address")
        case .uri where !text.contains(":"): say(.warning, place, "this is no full address of a page")
        case .string, .uuid, .email, .uri, .number, .date, .datetime, .time: break
        }
    }

    /// What our own taxonomies say must be something that we know.
    private func checkAttribute(_ tree: WrittenJSON, at place: String) {
        guard let term = tree["taxonomy_term"], let taxonomy = term.text("taxonomy") else { return }
        checkOwn(taxonomy, code: term.text("code"), value: tree.text("value"), at: place)
    }

    func checkOwn(_ taxonomy: String, code: String?, value: String?, at place: String) {
        guard taxonomy.hasPrefix("wayhouse:") else { return }
        guard let codes = vocabulary.codes(of: taxonomy), let own = OwnTaxonomy(rawValue: taxonomy) else {
            return say(.error, place, "there is no such taxonomy of ours")
        }
        guard let code, codes.contains(code) else {
            let what = own == .service ? "the catalogue of services has no such code" : "this taxonomy has no such code"
            return say(.error, place, what)
        }
        if own == .capacity, value.flatMap({ Int($0) }).map({ $0 >= 0 }) != true {
            say(.error, place, "the value should say for how many there is room")
        }
        if own == .vetted, value.flatMap({ Day($0) }) == nil {
            say(.error, place, "the value should be a day such as 2026-11-21")
        }
    }
}

extension WrittenJSON {
    fileprivate func isMissing(_ name: String) -> Bool {
        switch self[name] {
        case nil, .null: true
        case .text(let text): text.isEmpty
        case .flag, .number, .list, .object: false
        }
    }
}
