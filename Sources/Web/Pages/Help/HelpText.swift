// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

/// Kinds of help and amounts as people read them.
struct HelpText {
    let context: PageContext
    private var words: Words { context.words }

    init(_ context: PageContext) { self.context = context }

    /// What a kind of help is called; its code when the catalogue does not have it.
    static func service(_ code: ServiceCode) -> String { ServiceCatalogue.current[code]?.title ?? code.rawValue }

    /// Such as `2 h 15 min, 3 nights`; a dash for nothing.
    func totals(_ totals: DeliveryTotals) -> String {
        var parts: [String] = []
        if totals.count > 0 { parts.append(words("given.count", count: totals.count)) }
        if totals.minutes > 0 { parts.append(time(totals.minutes)) }
        if totals.nights > 0 { parts.append(words("given.nights", count: totals.nights)) }
        parts += totals.money.sorted { $0.key < $1.key }.map { money($0.value, $0.key) }
        return parts.isEmpty ? "–" : parts.joined(separator: ", ")
    }

    /// What it cost, by currency; a dash when nobody said.
    func cost(_ totals: DeliveryTotals) -> String {
        let parts = totals.cost.sorted { $0.key < $1.key }.map { money($0.value, $0.key) }
        return parts.isEmpty ? "–" : parts.joined(separator: ", ")
    }

    func time(_ minutes: Int) -> String {
        let parts = ["hours": String(minutes / 60), "minutes": String(minutes % 60)]
        if minutes < 60 { return words("given.minutes", parts) }
        return minutes % 60 == 0 ? words("given.hours", parts) : words("given.time", parts)
    }

    /// Such as `12.50 EUR`.
    func money(_ minor: Int, _ currency: String) -> String {
        let scale = Int(Money.scale(of: currency))
        guard scale > 1 else { return "\(minor) \(currency)" }
        let digits = scale == 1000 ? 3 : 2
        let rest = String(minor % scale)
        return "\(minor / scale).\(String(repeating: "0", count: digits - rest.count))\(rest) \(currency)"
    }

    /// What one delivery gave, in words; nil when it does not say.
    func amount(of delivery: Record) -> String? {
        guard case .number(let number)? = delivery["wh_DeliveryAmount"], number < 1e9 else { return nil }
        switch delivery.code("wh_DeliveryUnit") {
        case "count": return words("given.count", count: Int(number))
        case "minutes": return time(Int(number))
        case "nights": return words("given.nights", count: Int(number))
        case "money":
            return [Value.canonical(number), delivery.text("wh_DeliveryCurrency")].compactMap(\.self)
                .joined(separator: " ")
        default: return nil
        }
    }
}
