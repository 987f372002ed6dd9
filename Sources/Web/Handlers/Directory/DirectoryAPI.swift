// SPDX-License-Identifier: Apache-2.0

import Directory
import Interchange
import Standard

/// The read API of the Human Services Data Specification (Open Referral HSDS 3) over what is public of the office's
/// directory: for anybody, sealed or not, since nothing of a case is in it. There is no place of a shelter to be given:
/// `PublicDirectory` holds none.
enum DirectoryAPI {
    private struct Root: Encodable {
        let version = "3.0"
        let profile = "https://docs.openreferral.org/en/3.0/"
        let openapi_url = "/openapi.json"
    }

    /// The names of the query that are understood. Any other is refused: who asks for less than everything is never
    /// given more than they asked for.
    static let names = [
        "page", "per_page", "search", "organization_id", "near", "within", "place", "service", "form", "gender", "age",
        "nationality", "immigration",
        "language", "families", "always",
    ]
    /// The same of the list of organisations.
    static let organizationNames = ["page", "per_page", "search"]
    private static let usualSize = 50

    static func root(_ visit: Visit) throws -> WebResponse {
        _ = try directory(visit)
        return try .json(Root())
    }

    static func services(_ visit: Visit) throws -> WebResponse {
        let directory = try directory(visit)
        let (asked, page, size) = try page(visit, names)
        return json(directory.page(page, size: size, of: try query(asked, visit.site.settings.directoryWords)))
    }

    static func service(_ visit: Visit) throws -> WebResponse {
        guard let id = visit.parameters["service"], let found = try directory(visit).service(id) else {
            throw Failure.notFound
        }
        return json(found)
    }

    static func organizations(_ visit: Visit) throws -> WebResponse {
        let directory = try directory(visit)
        let (asked, page, size) = try page(visit, organizationNames)
        return json(directory.organizations(page, size: size, holding: asked["search"]))
    }

    static func organization(_ visit: Visit) throws -> WebResponse {
        guard let id = visit.parameters["organization"], let found = try directory(visit).organization(id) else {
            throw Failure.notFound
        }
        return json(found)
    }

    private static func page(_ visit: Visit, _ names: [String]) throws(Failure) -> (FormPairs, Int, Int) {
        let asked = visit.request.query
        guard asked.pairs.allSatisfy({ names.contains($0.name) }) else { throw .malformed("query") }
        return (asked, try whole("page", asked) ?? 1, try whole("per_page", asked) ?? usualSize)
    }

    private static func json(_ bytes: [UInt8]) -> WebResponse {
        WebResponse(headers: [("Content-Type", "application/json")], body: bytes)
    }

    private static func directory(_ visit: Visit) throws(Failure) -> PublicDirectory {
        guard let directory = visit.site.settings.directory?.current else { throw .notFound }
        return directory
    }

    private static func query(_ asked: FormPairs, _ vocabulary: DirectoryVocabulary?) throws(Failure) -> DirectoryQuery
    {
        var query = DirectoryQuery()
        if let near = asked["near"] {
            let within = Double(asked["within"] ?? "50")
            guard let point = GeoPoint(near), let within, within > 0, within.isFinite else { throw .malformed("near") }
            query.near = .init(point, kilometres: within)
        } else if asked["within"] != nil {
            throw .malformed("within")
        }
        query.text = asked["search"]
        query.organization = asked["organization_id"]
        query.place = asked["place"]
        query.services = try codes("service", asked, vocabulary?.services)
        query.form = try codes("form", asked, vocabulary?.forms).first
        query.gender = try codes("gender", asked, vocabulary?.genders).first
        query.nationality = try codes("nationality", asked, vocabulary?.countries).first
        query.immigration = try codes("immigration", asked, vocabulary?.statuses).first
        query.age = try whole("age", asked)
        query.languages = Set(asked.all("language"))
        query.takesFamilies = try yes("families", asked)
        query.isAlwaysOpen = try yes("always", asked)
        return query
    }

    /// The values of one name, each a code of ours.
    private static func codes(_ name: String, _ asked: FormPairs, _ known: Set<String>?) throws(Failure) -> Set<String>
    {
        let all = Set(asked.all(name))
        guard all.isSubset(of: known ?? []) else { throw .malformed(name) }
        return all
    }

    private static func whole(_ name: String, _ asked: FormPairs) throws(Failure) -> Int? {
        guard let text = asked[name] else { return nil }
        guard let number = Int(text), (0...1_000_000).contains(number) else { throw .malformed(name) }
        return number
    }

    private static func yes(_ name: String, _ asked: FormPairs) throws(Failure) -> Bool {
        switch asked[name] {
        case nil, "false": false
        case "true": true
        default: throw .malformed(name)
        }
    }
}
