// SPDX-License-Identifier: Apache-2.0

import Cases

/// Sees what is unusual in a log read entry by entry. Pure: the same entries give the same alerts, time is the entries'
/// own. The same thing is said once: again only after its window is over.
struct AlertRules: Sendable {
    private typealias Window = [(at: Int64, subject: EntityID?)]
    private struct Key: Hashable {
        let kind: Alert.Kind
        let who: EntityID
    }

    let settings: AlertSettings
    private var windows: [Key: Window] = [:]
    private var said: [Key: Int64] = [:]

    private static let minute: Int64 = 60_000
    private static let hour = 60 * minute

    init(_ settings: AlertSettings = AlertSettings()) { self.settings = settings }

    /// Takes the next entry; what it raises, mostly nothing. About 1 µs.
    mutating func take(_ act: Act) -> [Alert] {
        var found: [Alert] = []
        func add(_ alert: Alert?) { if let alert { found.append(alert) } }
        if act.isDone, Self.looks.contains(act.action) { add(atNight(act)) }
        if act.isDone, act.subject != nil, Self.opensCase.contains(act.action) {
            add(counted(.manyCases, act, within: Self.hour, from: settings.casesAnHour + 1, isDistinct: true))
        }
        if act.isDenied, act.action == Act.unseal { add(Alert(.unsealTries, act, count: act.count)) }
        if act.isDenied, !Self.isSignIn(act), act.action != Act.unseal {
            add(counted(.denials, act, within: 10 * Self.minute, from: settings.denials))
        }
        if act.mark == Act.ownName { add(once(.ownName, act, within: Self.hour)) }
        if act.action == Verb.registerExport.rawValue, !act.digest.isEmpty {
            add(counted(.manyExports, act, within: 24 * Self.hour, from: settings.exports))
        }
        if act.isDenied, Self.isSignIn(act) {
            let who = act.subject ?? act.actor
            add(counted(.failedSignIns, act, of: who, within: 15 * Self.minute, from: settings.failedSignIns))
        }
        if act.action == Verb.caseBreakGlass.rawValue, act.isDone { add(Alert(.breakGlass, act)) }
        if act.action == Act.clockSet { add(Alert(.clockSet, act, count: act.count)) }
        if act.action == Act.mirrorChange, act.outcome != "fine" { add(Alert(.mirror, act)) }
        return found
    }

    private static let opensCase: Set<String> = [
        Verb.caseRead.rawValue, Verb.caseClassify.rawValue, Verb.casePrint.rawValue,
        Verb.personCompare.rawValue,
    ]
    private static let looks: Set<String> = opensCase.union([
        Verb.registerSearch.rawValue, Verb.registerCompare.rawValue, Verb.registerExport.rawValue,
    ])

    /// Signing in, the second factor, enrolling, changing the passphrase: where a secret can be wrong.
    private static func isSignIn(_ act: Act) -> Bool { act.action.hasPrefix("user.") }

    private mutating func atNight(_ act: Act) -> Alert? {
        guard act.role != .custodian else { return nil }
        let local = act.at + Int64(settings.offsetMinutes) * Self.minute
        let hour = Int((local / Self.hour % 24 + 24) % 24)
        let (from, until) = (settings.nightFrom, settings.nightUntil)
        let isNight = from > until ? hour >= from || hour < until : hour >= from && hour < until
        return isNight ? once(.nightReading, act, within: 8 * Self.hour) : nil
    }

    /// An alert when the window holds so many entries, or entries about so many distinct subjects.
    private mutating func counted(
        _ kind: Alert.Kind, _ act: Act, of who: EntityID? = nil, within span: Int64, from limit: Int,
        isDistinct: Bool = false
    ) -> Alert? {
        let key = Key(kind: kind, who: who ?? act.actor)
        var window = (windows[key] ?? []).filter { act.at - $0.at < span }
        if !isDistinct || !window.contains(where: { $0.subject == act.subject }) {
            window.append((act.at, act.subject))
        }
        windows[key] = window
        guard window.count >= limit else { return nil }
        return once(kind, act, of: who, within: span, count: window.count)
    }

    private mutating func once(
        _ kind: Alert.Kind, _ act: Act, of who: EntityID? = nil, within span: Int64, count: Int = 1
    ) -> Alert? {
        let key = Key(kind: kind, who: who ?? act.actor)
        if let before = said[key], abs(act.at - before) < span { return nil }
        said[key] = act.at
        return Alert(kind, act, actor: who, count: count)
    }
}
