// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// The kinds of help that there are, with what other lists call them.
public struct ServiceCatalogue: Sendable {
    public let id: String
    public let title: String
    /// What is to be known about the columns, in words.
    public let notes: [String]
    /// Other lists: `htcds`, `ctdc`, `hsds`, `airs`.
    public let columns: [String]
    public let pillars: [(id: String, title: String)]
    /// In the order of the file.
    public let services: [Service]
    private let places: [ServiceCode: Int]

    /// What is compiled in.
    public static let current: ServiceCatalogue = {
        do { return try ServiceCatalogue(BuiltIn.services, file: "services.json") } catch {
            preconditionFailure("the catalogue that is compiled in is read: \(error)")
        }
    }()

    /// Reads a file of the form of `Resources/services.json`.
    ///
    /// - Throws: `DataRefused` with every fault and its place: codes used twice, unknown pillars and columns, values
    ///   that the standard's list of plans (`spl_Type`) does not have.
    public init(_ bytes: [UInt8], file: String, codebook: Codebook = .current) throws(DataRefused) {
        let root = try DataReader.root(bytes, file: file)
        id = root.text("id")
        title = root.text("title")
        notes = root.texts("notes")
        columns = root.texts("columns")
        pillars = root.list("pillars").map { reader in
            let pillar = (id: reader.text("id"), title: reader.text("title"))
            reader.close()
            return pillar
        }
        let reading = ServiceReading(columns: Set(columns), pillars: Set(pillars.map(\.id)), codebook: codebook)
        var all: [Service] = []
        var places: [ServiceCode: Int] = [:]
        for reader in root.list("services") {
            let service = reading.service(reader)
            if places.updateValue(all.count, forKey: service.code) != nil { reader.report("this code is here twice") }
            all.append(service)
        }
        root.close()
        try root.finish()
        services = all
        self.places = places
    }

    /// The service of this code; nil when there is none.
    public subscript(_ code: ServiceCode) -> Service? { places[code].map { services[$0] } }

    public var codes: Set<ServiceCode> { Set(places.keys) }

    /// What another list calls a service; empty when it has nothing for it, or there is no such service or column.
    public func crosswalk(_ code: ServiceCode, to column: String) -> [String] { self[code]?.crosswalk[column] ?? [] }
}

/// Reads single services of a file.
struct ServiceReading {
    let columns: Set<String>
    let pillars: Set<String>
    let codebook: Codebook

    func service(_ reader: DataReader) -> Service {
        let code = reader.text("code")
        if !code.utf8.allSatisfy({ (65...90).contains($0) || $0 == 45 || (48...57).contains($0) }) || code.count > 12 {
            reader.report("a code is up to 12 capital letters, digits and dashes")
        }
        let title = reader.text("title")
        let units = reader.list("units").compactMap { unit -> Service.Unit? in
            if let known = unit.textValue.flatMap(Service.Unit.init) { return known }
            unit.report("this should be one of: count, minutes, nights, money")
            return nil
        }
        if units.isEmpty { reader.report("“units” is missing: deliveries could not be counted") }
        let isPlaceSecret = reader.flag("isPlaceSecret")
        let own = reader.texts("pillars")
        for pillar in own where !pillars.contains(pillar) { reader.report("there is no pillar “\(pillar)”") }
        if own.isEmpty { reader.report("“pillars” is missing") }
        let crosswalk = crosswalk(reader)
        reader.close()
        return Service(
            code: ServiceCode(rawValue: code), title: title, pillars: own, units: units, isPlaceSecret: isPlaceSecret,
            crosswalk: crosswalk)
    }

    private func crosswalk(_ reader: DataReader) -> [String: [String]] {
        guard let child = reader.child("crosswalk") else {
            reader.report("“crosswalk” is missing")
            return [:]
        }
        var found: [String: [String]] = [:]
        for column in child.names {
            if !columns.contains(column) { child.child(column)?.report("there is no column “\(column)”") }
            found[column] = child.texts(column)
        }
        let plans = codebook["spl_Type"].flatMap { codebook.picklist(of: $0) }?.names ?? []
        let htcds = found["htcds"] ?? []
        for plan in htcds where !plans.contains(plan) {
            child.child("htcds")?.report("the standard has no kind of plan “\(plan)”")
        }
        if htcds.isEmpty { child.report("“htcds” is missing: every service is some kind of plan in the standard") }
        return found
    }
}
