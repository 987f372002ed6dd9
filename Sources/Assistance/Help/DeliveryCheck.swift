// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// Whether a delivery can be as it is about to be written.
public struct DeliveryCheck: Sendable {
    /// The need that it is for; nil when the case has none of the id.
    public let need: Record?
    public let today: PartialDate
    public let catalogue: ServiceCatalogue

    public init(for need: Record?, today: PartialDate, catalogue: ServiceCatalogue = .current) {
        self.need = need
        self.today = today
        self.catalogue = catalogue
    }

    private var service: Service? {
        need?.text("wh_NeedService").flatMap { catalogue[ServiceCode(rawValue: $0)] }
    }

    /// The values with what goes without saying: given today, counted as the kind of help usually is.
    public func completed(_ values: [FieldName: Value]) -> [FieldName: Value] {
        var all = values
        if values["wh_DeliveryDay"] == nil { all["wh_DeliveryDay"] = .date(today) }
        if values["wh_DeliveryUnit"] == nil, let unit = service?.units.first {
            all["wh_DeliveryUnit"] = .codes([unit.rawValue])
        }
        if case .text(let currency)? = values["wh_DeliveryCurrency"] {
            all["wh_DeliveryCurrency"] = .text(currency.uppercased())
        }
        return all
    }

    /// What is missing or cannot be; empty when it can be written. Holds no value.
    public func findings(_ values: [FieldName: Value]) -> [Finding] {
        guard let service else {
            let message = "This case has no such need. Choose the need that it was given for."
            return [Finding(.contradicts, field: "wh_DeliveryNeed", message)]
        }
        var found = day(values)
        do throws(DeliveryFault) { _ = try Delivery(values, of: service) } catch { found.append(error.finding) }
        return found
    }

    private func day(_ values: [FieldName: Value]) -> [Finding] {
        guard case .date(let date)? = values["wh_DeliveryDay"], let day = Day(date.description) else {
            return [Finding(.needed, field: "wh_DeliveryDay", "Give the whole day.")]
        }
        guard let now = Day(today.description), day > now else { return [] }
        return [Finding(.contradicts, field: "wh_DeliveryDay", "This day is still to come.")]
    }
}

/// Why the fields of a delivery are none.
enum DeliveryFault: Error {
    case amount, money, currency, cost, tags
    case of(Delivery.Fault)

    var finding: Finding {
        switch self {
        case .amount:
            Finding(.outOfRange, field: "wh_DeliveryAmount", "Say how much was given: a number above 0.")
        case .money:
            Finding(
                .outOfRange, field: "wh_DeliveryAmount",
                "Give an amount of money with no more decimals than its currency has.")
        case .currency:
            Finding(.needed, field: "wh_DeliveryCurrency", "Give the currency as three capital letters, such as EUR.")
        case .cost:
            Finding(
                .outOfRange, field: "wh_DeliveryCost",
                "Give what it cost as 0 or more, with the decimals of its currency.")
        case .tags:
            Finding(.tooLong, field: "wh_DeliveryFunders", "Give up to ten tags of up to 60 characters each.")
        case .of(.notQuarters):
            Finding(
                .contradicts, field: "wh_DeliveryAmount",
                "Minutes are counted in quarters of an hour begun: 15, 30, 45 …")
        case .of(.outOfRange):
            Finding(
                .outOfRange, field: "wh_DeliveryAmount",
                "This is more than one entry can hold: up to 1440 minutes, 366 nights or 10,000 pieces.")
        case .of(.wrongUnit):
            Finding(.contradicts, field: "wh_DeliveryUnit", "This kind of help is not counted like that.")
        }
    }
}

extension Delivery {
    /// What the fields of a delivery come to.
    ///
    /// - Throws: `DeliveryFault` when there is no day, no amount above nothing, or no such unit.
    init(_ values: [FieldName: Value], of service: Service) throws(DeliveryFault) {
        guard case .date(let date)? = values["wh_DeliveryDay"], let day = Day(date.description) else { throw .amount }
        guard case .number(let given)? = values["wh_DeliveryAmount"], given > 0 else { throw .amount }
        let amount = try Self.amount(given, values)
        var cost: Money?
        if case .number(let spent)? = values["wh_DeliveryCost"] {
            guard let currency = Self.currency(values) else { throw .currency }
            guard let money = Money(amount: spent, currency: currency) else { throw .cost }
            cost = money
        }
        let funders = try Self.funders(values)
        do throws(Delivery.Fault) {
            self = try Delivery(amount, of: service, on: day, cost: cost, funders: funders)
        } catch { throw .of(error) }
    }

    private static func amount(_ given: Double, _ values: [FieldName: Value]) throws(DeliveryFault) -> Amount {
        var unit: String?
        if case .codes(let codes)? = values["wh_DeliveryUnit"] { unit = codes.first }
        if unit == Service.Unit.money.rawValue {
            guard let currency = currency(values) else { throw .currency }
            guard let money = Money(amount: given, currency: currency) else { throw .money }
            return .money(money)
        }
        guard given.rounded() == given, given < 1e9 else { throw .amount }
        switch unit.flatMap({ Service.Unit(rawValue: $0) }) {
        case .count: return .count(Int(given))
        case .minutes: return .minutes(Int(given))
        case .nights: return .nights(Int(given))
        case .money, nil: throw .of(.wrongUnit)
        }
    }

    private static func currency(_ values: [FieldName: Value]) -> String? {
        guard case .text(let code)? = values["wh_DeliveryCurrency"], Money(minor: 0, currency: code) != nil else {
            return nil
        }
        return code
    }

    private static func funders(_ values: [FieldName: Value]) throws(DeliveryFault) -> Set<String> {
        guard case .text(let text)? = values["wh_DeliveryFunders"] else { return [] }
        let tags = text.split(separator: ";").map { tag in
            tag.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }
        guard tags.count <= 10, tags.allSatisfy({ $0.count <= 60 }) else { throw .tags }
        return Set(tags)
    }
}

extension Money {
    /// An amount as people write it, such as 12.5. Nil when it has more decimals than the currency, or is below
    /// nothing.
    init?(amount: Double, currency: String) {
        let scaled = amount * Self.scale(of: currency)
        guard amount >= 0, scaled < 1e15, abs(scaled - scaled.rounded()) < 1e-6 else { return nil }
        self.init(minor: Int(scaled.rounded()), currency: currency)
    }

    /// The smallest units that one unit of a currency has, 1, 100 or 1000 (ISO 4217).
    public static func scale(of currency: String) -> Double {
        if whole.contains(currency) { return 1 }
        return thousandths.contains(currency) ? 1000 : 100
    }

    private static let whole: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    private static let thousandths: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
}
