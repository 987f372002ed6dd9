// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Directory
import Standard

/// `wayhouse directory search`: which services fit?
struct DirectoryFind: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find services by place, distance and whom they are for.",
        discussion: """
            Services that set no limit take everybody. Languages, room and the day of vetting count only where they were \
            said. With --public only what everybody may know is looked at and shown: no shelter has a place there.
            """)

    @Argument(help: "A JSON file, or a folder of comma-separated files.") var path: String
    @Option(help: "Words in its name, in what is said of it, or in the name of whose it is.") var text: String?
    @Option(help: "Degrees, such as 6.93,79.86.") var near: String?
    @Option(help: "Kilometres from there.") var within: Double = 50
    @Option(help: "A city, a region, or the beginning of a postal code.") var place: String?
    @Option(help: "A kind of help, such as LEG; any of several.") var service: [String] = []
    @Option(help: "A form of exploitation, such as ForcedLabour.") var form: String?
    @Option(help: "A gender, such as Feminine.") var gender: String?
    @Option(help: "In years.") var age: Int?
    @Option(help: "A country, by its name in the codebook.") var nationality: String?
    @Option(help: "An immigration status, by its name in the codebook.") var immigration: String?
    @Option(help: "A language by code or name; any of several.") var language: [String] = []
    @Option(help: "Room for at least so many.") var capacity: Int?
    @Option(help: "Vetted on this day or later.") var vettedSince: String?
    @Flag(help: "Takes families in.") var families = false
    @Flag(help: "Takes people in at any hour.") var always = false
    @Flag(help: "Only what everybody may know.") var `public` = false
    @Option(help: "At most so many answers.") var limit: Int = 20
    @Flag(help: "The result as JSON on standard output.") var json = false

    private struct Row: Encodable {
        let id, name, status: String
        let organization: String?
        let services, languages, telephones: [String]
        let kilometres: Double?
        let address: String?
    }

    private struct Result: Encodable { let services: [Row] }

    func run() throws {
        let query = try query()
        let vocabulary = DirectoryCommand.vocabulary
        let file = try DirectoryCommand.readOrSay(path)
        let hits =
            `public`
            ? PublicDirectory(file, under: vocabulary).find(query, limit: limit)
            : DirectorySearch(file, under: vocabulary).find(query, limit: limit)
        if json { return try Output.json(Result(services: hits.map(Self.row))) }
        for hit in hits { Output.result(Self.line(hit)) }
        if hits.isEmpty { Output.say("Nothing fits. Ask for less, or look further away.") }
    }

    private func query() throws -> DirectoryQuery {
        let vocabulary = DirectoryCommand.vocabulary
        var query = DirectoryQuery()
        if let near {
            guard let point = GeoPoint(near), within > 0, within.isFinite else {
                throw Problem.usage("--near should be degrees such as 6.93,79.86, and --within more than 0 kilometres.")
            }
            query.near = .init(point, kilometres: within)
        }
        query.text = text
        query.place = place
        query.services = Set(try service.map { try Self.known($0, vocabulary.services, "--service") })
        query.form = try form.map { try Self.known($0, vocabulary.forms, "--form") }
        query.gender = try gender.map { try Self.known($0, vocabulary.genders, "--gender") }
        query.nationality = try nationality.map { try Self.known($0, vocabulary.countries, "--nationality") }
        query.immigration = try immigration.map { try Self.known($0, vocabulary.statuses, "--immigration") }
        query.age = age
        query.languages = Set(language)
        query.capacity = capacity
        query.takesFamilies = families
        query.isAlwaysOpen = always
        if let vettedSince {
            guard let day = Day(vettedSince) else { throw Problem.usage("--vetted-since should be a day: 2026-11-21.") }
            query.vettedSince = day
        }
        if limit < 1 { throw Problem.usage("--limit should be 1 or more.") }
        return query
    }

    private static func known(_ code: String, _ codes: Set<String>, _ option: String) throws -> String {
        if codes.contains(code) { return code }
        let some = codes.sorted().prefix(40).joined(separator: ", ")
        throw Problem.usage("\(option) knows no such code. It knows: \(some)\(codes.count > 40 ? " …" : "").")
    }

    private static func row(_ hit: DirectoryHit) -> Row {
        let entry = hit.entry
        return Row(
            id: entry.id, name: entry.name, status: entry.status, organization: entry.organization?.name,
            services: entry.services.sorted(), languages: entry.languages.sorted(), telephones: entry.telephones,
            kilometres: hit.kilometres.map { ($0 * 10).rounded() / 10 }, address: address(entry))
    }

    private static func address(_ entry: DirectoryEntry) -> String? {
        entry.places.first.map { ($0.lines + [$0.city].compactMap { $0 }).joined(separator: ", ") }
    }

    private static func line(_ hit: DirectoryHit) -> String {
        let distance = hit.kilometres.map { "\(($0 * 10).rounded() / 10) km" }
        let name = hit.entry.name.isEmpty ? "(ask a worker)" : hit.entry.name
        let parts: [String?] = [
            distance, name, hit.entry.services.sorted().joined(separator: " "), address(hit.entry),
            hit.entry.telephones.first,
        ]
        return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
