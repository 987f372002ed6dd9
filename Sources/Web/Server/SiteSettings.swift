// SPDX-License-Identifier: Apache-2.0

import Assistance
import Directory
import Identification
import Workflows

/// What an office chooses for its pages, so that a glance at the screen, the tab or the history says nothing.
public struct SiteSettings: Sendable {
    /// The name in browser tabs, and at the top until somebody signs in; says nothing at all.
    public var neutralName: String
    /// The picture in browser tabs.
    public var icon: Icon
    /// The one colour of buttons and links.
    public var accent: Accent
    /// Where leaving at once leads: a path of ours, or an address that begins with `https://`.
    public var leaveAddress: String
    public var words: Words
    /// True when a proxy in front speaks TLS: cookies become `__Host-` and `Secure`.
    public var isSecure: Bool
    /// The laws that facts are judged under: the program's, and what an organisation adds.
    public var definitions = DefinitionLibrary.current
    /// The office's procedure, calendar and midnight: its deadlines.
    public var clocks = OfficeClocks()
    /// From when to when each grant pays.
    public var grants = GrantPeriods.none
    /// Whether the office sends e-mail that something waits.
    public var sendsMail = false

    /// The rounds of counts with other organisations; nil when the office takes part in none.
    public var counting: CountingRounds?

    /// Network addresses of proxies in front whose word on where a visitor comes from is taken; nobody's when empty.
    public var trustedProxies: Set<String> = []

    /// What everybody may know of the office's directory of services; nil when it serves none.
    public var directory: ServedDirectory?
    /// The codes that the directory may be searched by.
    public var directoryWords: DirectoryVocabulary?

    /// An ordinary page of our own.
    public static let quietAddress = "/quiet"

    public init(
        neutralName: String = "Notes", icon: Icon = .notes, accent: Accent = .teal, words: Words = .english,
        isSecure: Bool = false
    ) {
        self.neutralName = neutralName
        self.icon = icon
        self.accent = accent
        leaveAddress = Self.quietAddress
        self.words = words
        self.isSecure = isSecure
    }

    /// True for what `leaveAddress` may be: a path, or an `https` address without spaces, quotes or angle brackets.
    public static func isLeaveAddress(_ text: String) -> Bool {
        let isOurs = text.hasPrefix("/") && !text.hasPrefix("//")
        let isOutside = text.hasPrefix("https://") && text.utf8.count > 8
        return (isOurs || isOutside) && text.utf8.count <= 300
            && text.utf8.allSatisfy { (33...126).contains($0) && ![34, 39, 44, 59, 60, 62, 92].contains($0) }
    }

    /// A colour that is readable on light and on dark; `app.css` has its shades.
    public enum Accent: String, Sendable, CaseIterable { case teal, blue, plum, olive, slate }

    /// An everyday picture.
    public enum Icon: String, Sendable, CaseIterable {
        case notes, calendar, book, basket

        /// As SVG, about 200 bytes.
        var svg: String {
            let start = ##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">"##
            let line = ##" stroke="#fff" stroke-width="2.4" stroke-linecap="round" fill="none"/></svg>"##
            return switch self {
            case .notes:
                start + ##"<rect x="5" y="3" width="22" height="26" rx="3" fill="#5b6a70"/>"##
                    + ##"<path d="M10 11h12M10 16h12M10 21h7""## + line
            case .calendar:
                start + ##"<rect x="4" y="6" width="24" height="22" rx="3" fill="#54708c"/>"##
                    + ##"<path d="M10 3v6M22 3v6M9 14h14M9 20h9""## + line
            case .book:
                start + ##"<path d="M5 5h10l1 1 1-1h10v22H17l-1 1-1-1H5z" fill="#7a6248"/>"##
                    + ##"<path d="M16 8v17""## + line
            case .basket:
                start + ##"<path d="M4 13h24l-3 15H7z" fill="#5f7350"/>"##
                    + ##"<path d="M10 12l4-8M22 12l-4-8M12 18v5M20 18v5""## + line
            }
        }
    }
}
